//! Whole copies of a SQLite database: beside it, and away from it.

use std::ffi::OsString;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;

use super::sqlite::{Sqlite, refused, translated};
use crate::domain::refusal::Refusal;

/// What the store asks of a database that is kept: copies of all that it holds.
pub trait Copying {
    /// Tells whether a group shares the database, which then has no write-ahead log.
    fn is_shared(&self) -> Result<bool>;

    /// Writes all that was committed into an empty file, without a write-ahead log.
    ///
    /// Errors speak of it as `named`, where it is to stand once it is whole.
    fn copy_into(&self, file: &NamedTempFile, named: &Path) -> Result<()>;

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

    fn copy_into(&self, file: &NamedTempFile, named: &Path) -> Result<()> {
        let place = file.path().to_str().context("the copy's path is no text")?;
        let copied = self.connection.execute("VACUUM INTO ?1", [place]);
        let named = named.display().to_string();
        copied.map_err(|error| translated(&named, self.wait, error))?;
        Ok(())
    }

    fn back_up(&self, ending: &str) -> Result<PathBuf> {
        let store = Path::new(&self.place);
        let file = new_beside(store)?;
        self.another()?.copy_into(&file, store)?;
        if !self.is_shared()? {
            keep_private(file.path(), self.wait)?;
        }
        beside(file, &self.place, ending)
    }
}

impl Sqlite {
    /// Opens the file at `path` to be read only, and leaves nothing beside it.
    ///
    /// The file of a store with a write-ahead log is opened as one that nobody writes where no log
    /// stands beside it: else the engine would make one.
    pub fn read_only(path: &Path, wait: Duration) -> Result<Self> {
        let place = path.display().to_string();
        if path.is_dir() {
            let folder = true;
            return Err(Refusal::StoreForeign { place, folder }.into());
        }
        let still = has_log(path).map_err(|error| refused(path, &error))?
            && !Path::new(&format!("{place}-wal")).exists();
        let asked = if still { "?immutable=1" } else { "?mode=ro" };
        let address = format!("file:{}{asked}", encoded(path));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(address, flags)
            .map_err(|error| translated(&place, wait, error))?;
        Self::of(connection, place, wait)
    }

    /// Opens the database once more, with a transaction of its own.
    fn another(&self) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.place, flags)
            .map_err(|error| self.translated(error))?;
        Self::of(connection, self.place.clone(), self.wait)
    }
}

/// Makes the database at `path` one with a write-ahead log, which the file then says itself.
pub fn keep_private(path: &Path, wait: Duration) -> Result<()> {
    let file = Sqlite::connect(path, wait)?;
    file.pragma("PRAGMA journal_mode = WAL")
}

/// Makes an empty file in the folder of `path`, which only its owner may read.
pub fn new_beside(path: &Path) -> Result<NamedTempFile> {
    NamedTempFile::new_in(folder_of(path)).map_err(|error| refused(path, &error))
}

/// Puts a finished file at `path`, where nothing stands yet, and has the disk keep both.
pub fn put_at(file: NamedTempFile, path: &Path) -> Result<()> {
    file.as_file().sync_all()?;
    let put = file.persist_noclobber(path);
    put.map_err(|error| refused(path, &error.error))?;
    keep_names(path);
    Ok(())
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

/// Tells whether a database says of itself that it has a write-ahead log.
fn has_log(path: &Path) -> std::io::Result<bool> {
    let mut start = Vec::new();
    File::open(path)?.take(20).read_to_end(&mut start)?;
    Ok(start.get(18) == Some(&2))
}

/// Returns a path as an address takes it.
fn encoded(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let bytes = OsString::from(path);
    let letters = bytes.as_bytes().iter().map(|byte| {
        if plain(*byte) {
            char::from(*byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    });
    letters.collect()
}
