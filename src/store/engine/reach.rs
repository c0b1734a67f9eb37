//! What this user may do with the file of a store, found out before it is opened.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::Result;
use rusqlite::{Connection, OpenFlags};

use super::translating::denied;
use super::{permissions, places};
use crate::domain::refusal::Refusal;
use crate::domain::sharing::Act;
use crate::store::opening::Opening;

/// What this user may do with the file of a store.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The whole path, links followed: side files stand beside it.
    pub real: PathBuf,
    /// Whether the file keeps a write-ahead log, as a store that nobody shares does.
    pub wal: bool,
    /// Why nothing is written.
    pub obstacle: Option<Refusal>,
    /// How the file was, where nobody can change it.
    frozen: Option<Frozen>,
}

/// How a file was that is read without locks.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Frozen {
    length: u64,
    modified: Option<SystemTime>,
}

impl Reach {
    /// Looks at the file at `path`, which must exist.
    pub fn of(path: &Path, opening: &Opening) -> Result<Self> {
        let place = path.display().to_string();
        let facts = fs::metadata(path).map_err(|error| denied(path, Act::Read, &error))?;
        if !facts.is_file() {
            // Opening a pipe would wait for whoever writes to it.
            let folder = facts.is_dir();
            return Err(Refusal::StoreForeign { place, folder }.into());
        }
        let file = OpenOptions::new().read(true).open(path);
        let mut file = file.map_err(|error| denied(path, Act::Read, &error))?;
        let real = fs::canonicalize(path).map_err(|error| denied(path, Act::Read, &error))?;
        let wal = keeps_log(&mut file);
        let is_emptied = file.metadata().is_ok_and(|facts| facts.len() == 0) && has_log(&real);
        if is_emptied {
            // The engine would delete the log, which may hold all that is left.
            return Err(Refusal::StoreCorrupt { place }.into());
        }
        let is_frozen = wal && places::is_read_only(&real) && !has_log(&real);
        let frozen = is_frozen.then(|| file.metadata().ok().as_ref().map(Frozen::of));
        Ok(Self {
            obstacle: obstacle(path, &real, wal, opening),
            frozen: frozen.flatten(),
            real,
            wal,
        })
    }

    /// Tells whether the file is opened to read only.
    ///
    /// A folder that is synchronised is no reason: closing a store tidies up there as elsewhere.
    pub fn reads_only(&self) -> bool {
        let synced = matches!(self.obstacle, Some(Refusal::StoreSynced { .. }));
        self.obstacle.is_some() && !synced
    }

    /// Opens the file as far as this user may.
    pub fn connect(&self, path: &Path) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if self.frozen.is_some() {
            let flags = flags | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            return Connection::open_with_flags(address(&self.real, "?immutable=1"), flags);
        }
        let access = if self.reads_only() {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        } else {
            OpenFlags::SQLITE_OPEN_READ_WRITE
        };
        Connection::open_with_flags(path, flags | access)
    }

    /// Has it read without locks from now on, as it is; see `has_thawed`.
    pub fn freeze(&mut self) {
        self.frozen = fs::metadata(&self.real).ok().as_ref().map(Frozen::of);
    }

    /// Tells whether what was read without locks was changed meanwhile, through another mount.
    pub fn has_thawed(&self) -> bool {
        let Some(frozen) = &self.frozen else {
            return false;
        };
        let now = fs::metadata(&self.real).ok().as_ref().map(Frozen::of);
        now.as_ref() != Some(frozen) || has_log(&self.real)
    }
}

impl Frozen {
    fn of(facts: &Metadata) -> Self {
        Self {
            length: facts.len(),
            modified: facts.modified().ok(),
        }
    }
}

/// Returns the path of a file that stands beside the store.
pub fn beside(real: &Path, ending: &str) -> PathBuf {
    let mut name = real.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Tells whether a write-ahead log stands beside the store.
pub fn has_log(real: &Path) -> bool {
    let log = fs::symlink_metadata(beside(real, "-wal"));
    !log.is_err_and(|error| error.kind() == ErrorKind::NotFound)
}

fn obstacle(path: &Path, real: &Path, wal: bool, opening: &Opening) -> Option<Refusal> {
    let place = path.display().to_string();
    if places::is_read_only(real) {
        return Some(Refusal::StoreReadOnly { place });
    }
    let folder = real.parent().filter(|_| !wal);
    if !permissions::may_write(real) || folder.is_some_and(|at| !permissions::may_write(at)) {
        return Some(permissions::refusal(path, real, Act::Write));
    }
    places::obstacle(real, &place, opening)
}

/// Tells whether the header says that the file keeps a write-ahead log: its 19th byte is 2.
fn keeps_log(file: &mut File) -> bool {
    let mut header = [0; 20];
    file.read_exact(&mut header).is_ok() && header[18] == 2
}

/// Returns the address of a file, at which it is opened as `asked`.
pub fn address(real: &Path, asked: &str) -> PathBuf {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte);
    let bytes = real.as_os_str().as_bytes().iter();
    let path: String = bytes
        .map(|byte| match *byte {
            byte if plain(byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02x}"),
        })
        .collect();
    PathBuf::from(format!("file:{path}{asked}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_no_sign_with_a_meaning() {
        let address = address(Path::new("/a b/é?#%/store.db"), "?immutable=1");
        let expected = "file:/a%20b/%c3%a9%3f%23%25/store.db?immutable=1";
        assert_eq!(address, PathBuf::from(expected));
    }
}
