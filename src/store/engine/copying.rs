//! Whole copies of a SQLite database.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;

use super::sqlite::{Sqlite, refused, translated};

/// What the store asks of a database that is kept: copies of all that it holds.
pub trait Copying {
    /// Tells whether a group shares the database, which then has no write-ahead log.
    fn is_shared(&self) -> Result<bool>;

    /// Writes all that was committed into the empty file `copy`, without a write-ahead log.
    fn copy_into(&self, copy: &Path) -> Result<()>;

    /// Writes all that was committed to a new file beside the store, which only its owner may read.
    ///
    /// Its name is the store's and `ending`; where that is taken, a number follows. It is whole as
    /// soon as it stands there.
    fn back_up(&self, ending: &str) -> Result<PathBuf>;
}

impl Copying for Sqlite {
    fn is_shared(&self) -> Result<bool> {
        let mode = self
            .connection
            .pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0));
        let mode = mode.map_err(|error| self.translated(error))?;
        Ok(!mode.eq_ignore_ascii_case("wal"))
    }

    fn copy_into(&self, copy: &Path) -> Result<()> {
        let place = copy.to_str().context("the copy's path is no text")?;
        let copied = self.connection.execute("VACUUM INTO ?1", [place]);
        copied.map_err(|error| translated(place, self.wait, error))?;
        Ok(())
    }

    fn back_up(&self, ending: &str) -> Result<PathBuf> {
        let store = Path::new(&self.place);
        let file = new_beside(store)?;
        self.another()?.copy_into(file.path())?;
        if !self.is_shared()? {
            keep_private(file.path(), self.wait)?;
        }
        beside(file, &self.place, ending)
    }
}

impl Sqlite {
    /// Opens the database once more, with a transaction of its own.
    fn another(&self) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.place, flags)
            .map_err(|error| self.translated(error))?;
        Self::of(connection, self.place.clone(), self.wait)
    }
}

/// Makes the database at `path` one with a write-ahead log, which the file then says itself.
fn keep_private(path: &Path, wait: Duration) -> Result<()> {
    let file = Sqlite::connect(path, wait)?;
    file.pragma("PRAGMA journal_mode = WAL")
}

/// Makes an empty file in the folder of `path`, which only its owner may read.
fn new_beside(path: &Path) -> Result<NamedTempFile> {
    NamedTempFile::new_in(folder_of(path)).map_err(|error| refused(path, &error))
}

/// Puts a finished file under the first free name that begins with the store's and `ending`.
fn beside(mut file: NamedTempFile, store: &str, ending: &str) -> Result<PathBuf> {
    file.as_file().sync_all()?;
    for number in 1.. {
        let last = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        let name = PathBuf::from(format!("{store}.{ending}{last}"));
        match file.persist_noclobber(&name) {
            Ok(_) => {
                keep_names(&name);
                return Ok(name);
            }
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => file = error.file,
            Err(error) => return Err(refused(&name, &error.error)),
        }
    }
    bail!("no name is free beside {store}")
}

/// Has the disk keep the names of a folder; some file systems cannot be asked to.
fn keep_names(path: &Path) {
    let _ = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
}

fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    folder.unwrap_or(Path::new("."))
}
