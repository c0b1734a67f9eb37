//! A file that is replaced whole: written beside its place, then renamed.

use std::fs::File;
use std::io::{BufWriter, Read as _, Write};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use tempfile::NamedTempFile;

use crate::domain::refusal::Refusal;
use crate::domain::usage::{Usage, ValueFault};

/// How a database of SQLite begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A file in the making, which only its owner may read; until `finish` its place is untouched.
pub struct WholeFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

/// Writes `bytes` to `path`, which it replaces whole.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = WholeFile::new(path)?;
    file.write(bytes)?;
    file.finish()
}

impl WholeFile {
    /// Begins the file that is to stand at `path`; a folder is refused.
    pub fn new(path: &Path) -> Result<Self> {
        if path.is_dir() || path.as_os_str().as_bytes().ends_with(b"/") {
            return Err(refused(path, ValueFault::Folder));
        }
        if path.exists() && !path.is_file() {
            return Err(refused(path, ValueFault::NoFile));
        }
        if is_database(path) {
            return Err(refused(path, ValueFault::Store));
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(refused(folder, ValueFault::NoFolder));
        }
        let file = NamedTempFile::new_in(folder)
            .map_err(|error| error.kind())
            .map_err(|kind| anyhow!("writing {}: {kind}", path.display()))?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(file),
        })
    }

    /// Adds bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let place = || format!("writing {}", self.path.display());
        self.file.write_all(bytes).with_context(place)
    }

    /// Puts the file in its place.
    pub fn finish(self) -> Result<()> {
        let file = self
            .file
            .into_inner()
            .map_err(std::io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        file.persist(&self.path)
            .with_context(|| format!("writing {}", self.path.display()))?;
        Ok(())
    }
}

/// Tells whether a database stands at `path`, or the file is one beside a database.
///
/// A file is written over whole; a store written over would be lost.
fn is_database(path: &Path) -> bool {
    let shown = path.display().to_string();
    let mut beside = ["-wal", "-shm", "-journal"].iter();
    let owner = beside.find_map(|ending| shown.strip_suffix(ending));
    let mut start = [0; MAGIC.len()];
    let read = File::open(owner.unwrap_or(&shown)).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == *MAGIC
}

fn refused(path: &Path, fault: ValueFault) -> anyhow::Error {
    Refusal::Usage(Usage::value("FILE", path.display().to_string(), fault)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_untouched_until_the_end() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "old")?;
        let mut file = WholeFile::new(&path)?;
        file.write(b"new")?;
        assert_eq!(std::fs::read_to_string(&path)?, "old");
        file.finish()?;
        assert_eq!(std::fs::read_to_string(&path)?, "new");
        Ok(())
    }

    #[test]
    fn what_is_no_plain_file_is_left_alone() {
        assert!(WholeFile::new(Path::new("/dev/null")).is_err());
        assert!(WholeFile::new(Path::new("nothing.csv/")).is_err());
    }

    #[test]
    fn a_folder_is_refused() -> Result<()> {
        let folder = tempfile::tempdir()?;
        assert!(WholeFile::new(folder.path()).is_err());
        Ok(())
    }
}
