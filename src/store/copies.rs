//! Copies of a store in files of their own: backups, made and verified.

use std::fs::Metadata;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::domain::refusal::Refusal;
use crate::domain::usage::{Usage, ValueFault};
use crate::store::engine::{Sqlite, keep_private, new_beside, put_at};
use crate::store::{Store, View, leftovers};

/// What stands beside a store while it is open: the files of SQLite, and the one that tells who writes.
const SIDE_FILES: [&str; 4] = ["-wal", "-shm", "-journal", ".writer"];

/// What a store holds, in few words, and up to which operation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    pub identity: String,
    pub schema: i64,
    pub profiles: i64,
    pub operations: i64,
    pub last: Option<Last>,
}

/// The last operation of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    pub number: i64,
    /// Seconds since 1970, UTC.
    pub at: i64,
    /// None where the person was erased.
    pub actor: Option<String>,
}

/// A copy that was made and verified.
#[derive(Clone, Debug)]
pub struct Copied {
    pub contents: Contents,
    pub bytes: u64,
    pub digest: String,
    /// The last operation of the store itself, once the copy was made.
    pub store_stands_at: i64,
}

impl Contents {
    /// Returns the number of the last operation, 0 where there is none.
    pub fn number(&self) -> i64 {
        self.last.as_ref().map_or(0, |last| last.number)
    }
}

impl Store {
    /// Returns what the store holds.
    pub fn contents(&mut self) -> Result<Contents> {
        let (identity, schema) = (self.identity.clone(), self.found_as);
        let view = self.view()?;
        Ok(Contents {
            identity,
            schema,
            profiles: view.profile_count()?,
            operations: view.operation_count()?,
            last: view.last()?,
        })
    }

    /// Copies the store to `file`, where nothing may stand yet, and verifies the copy.
    ///
    /// Others may write meanwhile: the copy is one commit, whole.
    pub fn back_up_to(&mut self, file: &Path) -> Result<Copied> {
        self.check_free(file)?;
        let new = new_beside(file)?;
        self.engine.copy_into(&new, file)?;
        if !self.is_shared() {
            keep_private(new.path(), &self.opening)?;
        }
        let copied = self.verified(new.path())?;
        leftovers::refuse(file)?;
        put_at(new, file).map_err(|error| exists_already(error, file))?;
        Ok(copied)
    }

    /// Refuses a place where a copy of the store cannot be put.
    pub fn check_free(&self, file: &Path) -> Result<()> {
        let refused = |fault| {
            let shown = file.display().to_string();
            Err(Refusal::Usage(Usage::value("FILE", shown, fault)).into())
        };
        if file.is_dir() || file.as_os_str().as_bytes().ends_with(b"/") {
            return refused(ValueFault::Folder);
        }
        if is_part_of(&self.path, file) {
            return refused(ValueFault::StoreItself);
        }
        if file.symlink_metadata().is_ok() {
            return Err(taken(file).into());
        }
        let folder = file.parent().filter(|folder| *folder != Path::new(""));
        if folder.is_some_and(|folder| !folder.is_dir()) {
            return refused(ValueFault::NoFolder);
        }
        leftovers::refuse(file)
    }

    /// Holds the copy at `path` to be sound, and the same as the store where both stand at the same
    /// operation.
    fn verified(&mut self, path: &Path) -> Result<Copied> {
        let bytes = path.metadata()?.len();
        let mut copy = Self::of(Sqlite::read_only(path, &self.opening)?, path, &self.opening)?;
        let (contents, digest) = copy.sound()?;
        let view = self.view()?;
        let store_stands_at = view.last_operation()?;
        if store_stands_at == contents.number() {
            ensure!(
                view.digest()? == digest,
                "the copy does not hold what the store holds: nothing was kept, try again"
            );
        }
        Ok(Copied {
            contents,
            bytes,
            digest,
            store_stands_at,
        })
    }

    /// Returns what a store holds, which the engine finds undamaged, and its digest.
    pub(super) fn sound(&mut self) -> Result<(Contents, String)> {
        if !self.damage()?.is_empty() {
            let place = self.path.display().to_string();
            return Err(Refusal::StoreCorrupt { place }.into());
        }
        Ok((self.contents()?, self.view()?.digest()?))
    }
}

impl View<'_> {
    fn last(&self) -> Result<Option<Last>> {
        self.row(
            "SELECT o.id, o.at, a.actor
             FROM operation o
             JOIN person a ON a.id = o.actor
             ORDER BY o.id DESC
             LIMIT 1",
            &[],
            |row| {
                Ok(Last {
                    number: row.int(0)?,
                    at: row.int(1)?,
                    actor: row.maybe_text(2)?.map(str::to_owned),
                })
            },
        )
    }
}

/// Tells whether `file` is the store at `store`, or one that stands beside it while it is open.
///
/// Neither is opened: closing it would end our locks.
pub fn is_part_of(store: &Path, file: &Path) -> bool {
    let shown = file.display().to_string();
    let owners = SIDE_FILES.iter().filter_map(|end| shown.strip_suffix(end));
    let files = owners.map(PathBuf::from).chain([file.to_owned()]);
    let number = |file: Metadata| (file.dev(), file.ino());
    let own = store.metadata().map(number).ok();
    let mut numbers = files.filter_map(|file| file.metadata().map(number).ok());
    numbers.any(|number| Some(number) == own)
}

fn taken(file: &Path) -> Refusal {
    Refusal::CopyExists {
        place: file.display().to_string(),
        free: free_name(file).display().to_string(),
    }
}

/// Names a free place, where somebody took the one that was asked for.
fn exists_already(error: anyhow::Error, file: &Path) -> anyhow::Error {
    match error.downcast_ref() {
        Some(Refusal::StoreExists { .. }) => taken(file).into(),
        _ => error,
    }
}

/// Returns the first free name of the form `NAME-2.EXT`.
fn free_name(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let end = file.extension().map(|end| end.to_string_lossy());
    let end = end.map(|end| format!(".{end}")).unwrap_or_default();
    let named = |number: u32| file.with_file_name(format!("{stem}-{number}{end}"));
    let mut names = (2..).map(named);
    names
        .find(|name| name.symlink_metadata().is_err())
        .unwrap_or_else(|| named(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_name_keeps_the_ending() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("nuit.db");
        assert_eq!(free_name(&file), folder.path().join("nuit-2.db"));
        std::fs::write(folder.path().join("nuit-2.db"), "")?;
        assert_eq!(free_name(&file), folder.path().join("nuit-3.db"));
        let bare = folder.path().join("nuit");
        assert_eq!(free_name(&bare), folder.path().join("nuit-2"));
        Ok(())
    }

    #[test]
    fn a_store_knows_its_side_files_by_any_path() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = folder.path().join("store.db");
        std::fs::write(&store, "")?;
        let link = folder.path().join("link.db");
        std::os::unix::fs::symlink(&store, &link)?;
        for name in [
            "store.db",
            "store.db-wal",
            "store.db.writer",
            "link.db",
            "link.db-journal",
        ] {
            assert!(is_part_of(&store, &folder.path().join(name)), "{name}");
        }
        for name in ["store.db-2", "other.db", "other.db-wal"] {
            assert!(!is_part_of(&store, &folder.path().join(name)), "{name}");
        }
        Ok(())
    }
}
