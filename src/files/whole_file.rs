//! A file that is replaced whole: written beside its place, then renamed.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, Write};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::MutexGuard;

use anyhow::Result;
use tempfile::NamedTempFile;

use super::failing::failed;
use crate::domain::file_failure::FileAct;
use crate::domain::making::{self, BEGUN, InTheMaking};
use crate::domain::refusal::Refusal;
use crate::domain::usage::{Usage, ValueFault};

/// How a database of SQLite begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// A file in the making, which only its owner may read; until `finish` its place is untouched.
pub struct WholeFile {
    path: PathBuf,
    /// None once it is in its place.
    file: Option<BufWriter<NamedTempFile>>,
    /// Dropped last.
    _making: InTheMaking,
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
        let begun = InTheMaking::begin(|| {
            let file = tempfile::Builder::new().prefix(BEGUN).tempfile_in(folder)?;
            let place = file.path().to_owned();
            Ok((file, vec![place]))
        });
        let (file, making) = begun.map_err(|error| failed(path, FileAct::Write, &error))?;
        Ok(Self {
            path: path.to_owned(),
            file: Some(BufWriter::new(file)),
            _making: making,
        })
    }

    /// Adds bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self
            .file
            .iter_mut()
            .try_for_each(|file| file.write_all(bytes));
        written.map_err(|error| self.failed(&error))
    }

    /// Holds these bytes and no others, for certain: only its place is still to be taken.
    pub fn hold(&mut self, bytes: &[u8]) -> Result<()> {
        let held = self.file.iter_mut().try_for_each(|file| {
            file.rewind()?;
            file.get_ref().as_file().set_len(0)?;
            file.write_all(bytes)?;
            file.flush()?;
            file.get_ref().as_file().sync_all()
        });
        held.map_err(|error| self.failed(&error))
    }

    /// Puts the file in its place.
    pub fn finish(mut self) -> Result<()> {
        let place = self.path.clone();
        let put = |file: BufWriter<NamedTempFile>| -> io::Result<()> {
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.as_file().sync_all()?;
            file.persist(&place).map_err(|kept| kept.error)?;
            Ok(())
        };
        let put = self.file.take().map_or(Ok(()), put);
        put.map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> anyhow::Error {
        failed(&self.path, FileAct::Write, error).into()
    }
}

/// Removes what is in the making, where the command ends at once; nothing more is begun.
pub fn abandon() -> MutexGuard<'static, Vec<PathBuf>> {
    let making = making::all();
    for path in making.iter() {
        // Whatever is in its place already is no longer there.
        let _ = std::fs::remove_file(path);
    }
    making
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
    fn what_is_held_is_what_came_last() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.csv");
        let mut file = WholeFile::new(&path)?;
        file.hold(b"long and old")?;
        file.hold(b"new")?;
        file.finish()?;
        assert_eq!(std::fs::read_to_string(&path)?, "new");
        Ok(())
    }

    #[test]
    fn what_is_in_the_making_bears_our_name_and_goes_when_it_is_given_up() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let file = WholeFile::new(&folder.path().join("a.csv"))?;
        let names = || -> Result<Vec<String>> {
            let entries = std::fs::read_dir(folder.path())?;
            let name = |entry: io::Result<std::fs::DirEntry>| Ok(entry?.file_name());
            let names: io::Result<Vec<_>> = entries.map(name).collect();
            let text = |name: std::ffi::OsString| name.to_string_lossy().into_owned();
            Ok(names?.into_iter().map(text).collect())
        };
        assert!(names()?.iter().all(|name| name.starts_with(BEGUN)));
        assert_eq!(names()?.len(), 1);
        drop(file);
        assert!(names()?.is_empty());
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
