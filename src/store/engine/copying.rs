//! Whole copies of a SQLite database: beside it, and away from it.

use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;

use super::Engine as _;
use super::reach::{Reach, address, has_log};
use super::sqlite::Sqlite;
use super::translating::{Scene, denied};
use crate::domain::sharing::Act;
use crate::store::opening::Opening;

/// What the store asks of a database that is kept: copies of all that it holds.
pub trait Copying {
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
    fn copy_into(&self, file: &NamedTempFile, named: &Path) -> Result<()> {
        let place = file.path().to_str().context("the copy's path is no text")?;
        let copied = self.connection.execute("VACUUM INTO ?1", [place]);
        let scene = Scene {
            path: named,
            ..self.scene()
        };
        copied.map_err(|error| scene.translated(error))?;
        Ok(())
    }

    fn back_up(&self, ending: &str) -> Result<PathBuf> {
        let store = Path::new(&self.place);
        let file = new_beside(store)?;
        self.another()?.copy_into(&file, store)?;
        if self.keeps_log() {
            keep_private(file.path(), &self.opening)?;
        }
        beside(file, &self.place, ending)
    }
}

impl Sqlite {
    /// Opens the file at `path` to be read only, and leaves nothing beside it.
    ///
    /// The file of a store with a write-ahead log is opened as one that nobody writes where no log
    /// stands beside it: else the engine would make one.
    pub fn read_only(path: &Path, opening: &Opening) -> Result<Self> {
        let reach = Reach::of(path, opening)?;
        let still = reach.wal && !has_log(&reach.real);
        let asked = if still { "?immutable=1" } else { "?mode=ro" };
        let address = address(&reach.real, asked);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(address, flags);
        Self::of(connection, path, reach, opening)
    }

    /// Opens the database once more, with a transaction of its own.
    fn another(&self) -> Result<Self> {
        Self::open(Path::new(&self.place), &self.opening)
    }
}

/// Makes the database at `path` one with a write-ahead log, which the file then says itself.
pub fn keep_private(path: &Path, opening: &Opening) -> Result<()> {
    let file = Sqlite::open(path, opening)?;
    file.pragma("PRAGMA journal_mode = WAL")
}

/// Makes an empty file in the folder of `path`, which only its owner may read.
pub fn new_beside(path: &Path) -> Result<NamedTempFile> {
    NamedTempFile::new_in(folder_of(path)).map_err(|error| denied(path, Act::Write, &error))
}

/// Puts a finished file at `path`, where nothing stands yet, and has the disk keep both.
pub fn put_at(file: NamedTempFile, path: &Path) -> Result<()> {
    file.as_file().sync_all()?;
    let put = file.persist_noclobber(path);
    put.map_err(|error| denied(path, Act::Write, &error.error))?;
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
            Err(error) => return Err(denied(&name, Act::Write, &error.error)),
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
