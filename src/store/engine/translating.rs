//! What the errors of SQLite and of the operating system mean for a store.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::ErrorCode;
use rusqlite::ffi;

use super::reach::{Reach, has_log};
use super::{holder, patience, permissions};
use crate::domain::refusal::Refusal;
use crate::domain::sharing::{Act, Occupant};
use crate::store::opening::Opening;

/// How long the notice of the next writer may take.
const BETWEEN_WRITERS: Duration = Duration::from_millis(3);

/// What was going on when an error came.
pub struct Scene<'a> {
    pub path: &'a Path,
    pub reach: &'a Reach,
    pub opening: &'a Opening,
    /// Whether this connection has the writer's place.
    pub writes: bool,
}

impl Scene<'_> {
    /// Returns what an error of SQLite means.
    pub fn translated(&self, error: rusqlite::Error) -> anyhow::Error {
        if is_taken(&error) {
            // The caller knows which of the unique values it is.
            let rows = Vec::new();
            let again = None;
            return Refusal::ChangesetStale { rows, of: 0, again }.into();
        }
        match self.refusal(&error) {
            Some(refusal) => refusal.into(),
            None => anyhow::Error::new(error).context(self.place()),
        }
    }

    fn refusal(&self, error: &rusqlite::Error) -> Option<Refusal> {
        let place = self.place();
        Some(match error.sqlite_error_code()? {
            ErrorCode::DatabaseBusy if patience::is_over() => Refusal::Interrupted,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => self.busy(),
            ErrorCode::NotADatabase => Refusal::StoreForeign {
                place,
                folder: false,
            },
            ErrorCode::DatabaseCorrupt => Refusal::StoreCorrupt { place },
            ErrorCode::DiskFull => Refusal::StoreFull { place },
            // The index of the log, which looking needs too, finds no room.
            ErrorCode::SystemIoFailure if extended(error) == Some(ffi::SQLITE_IOERR_SHMSIZE) => {
                Refusal::StoreFull { place }
            }
            ErrorCode::ReadOnly if is_left_over(error) => self.needs_writer(),
            ErrorCode::ReadOnly => self.cannot_write(),
            ErrorCode::CannotOpen if self.reach.wal && has_log(&self.reach.real) => {
                self.needs_writer()
            }
            ErrorCode::CannotOpen | ErrorCode::PermissionDenied => self.cannot_write(),
            _ => return None,
        })
    }

    /// Returns the refusal of a store whose last commit only a writer can bring to light.
    pub fn needs_writer(&self) -> Refusal {
        Refusal::StoreNeedsWriter {
            place: self.place(),
            keeper: permissions::keeper_of(&self.reach.real),
        }
    }

    /// Returns the refusal of a store that somebody else has.
    pub fn busy(&self) -> Refusal {
        let by = if self.writes {
            Occupant::Readers
        } else {
            self.occupant()
        };
        Refusal::StoreBusy {
            waited: self.opening.wait.as_secs(),
            by,
        }
    }

    /// Reads who writes, again where one writer has just made way for another.
    fn occupant(&self) -> Occupant {
        let Opening { writer, clock, .. } = self.opening;
        let read = || holder::occupant(&self.reach.real, &writer.host, clock());
        let again = || {
            std::thread::sleep(BETWEEN_WRITERS);
            read()
        };
        let mut reads = std::iter::once(read()).chain(std::iter::repeat_with(again).take(3));
        let told = reads.find(|by| *by != Occupant::Unknown);
        told.unwrap_or(Occupant::Unknown)
    }

    /// Returns the refusal of a log that cannot be made; none where its folder can be written.
    fn log_denied(&self) -> Option<Refusal> {
        let folder = self.reach.real.parent().filter(|_| self.reach.wal)?;
        (!permissions::may_write(folder)).then(|| Refusal::LogDenied {
            place: self.place(),
            folder: folder.display().to_string(),
        })
    }

    fn cannot_write(&self) -> Refusal {
        let found = self.log_denied().or_else(|| self.reach.obstacle.clone());
        found.unwrap_or_else(|| permissions::refusal(self.path, &self.reach.real, Act::Write))
    }

    fn place(&self) -> String {
        self.path.display().to_string()
    }
}

/// Tells whether an error says that somebody who may write must look first.
///
/// A commit that begins at that very moment looks the same to those who may only read.
pub fn is_left_over(error: &rusqlite::Error) -> bool {
    const LEFT: [i32; 4] = [
        ffi::SQLITE_READONLY_ROLLBACK,
        ffi::SQLITE_READONLY_RECOVERY,
        ffi::SQLITE_READONLY_CANTINIT,
        ffi::SQLITE_READONLY_CANTLOCK,
    ];
    extended(error).is_some_and(|code| LEFT.contains(&code))
}

/// Says why the operating system does not give the file.
pub fn denied(path: &Path, act: Act, error: &std::io::Error) -> anyhow::Error {
    let place = path.display().to_string();
    match error.kind() {
        ErrorKind::AlreadyExists => Refusal::StoreExists { place }.into(),
        ErrorKind::PermissionDenied => permissions::refusal(path, &real(path), act).into(),
        ErrorKind::StorageFull => Refusal::StoreFull { place }.into(),
        ErrorKind::ReadOnlyFilesystem => Refusal::StoreReadOnly { place }.into(),
        _ => anyhow::anyhow!("opening {place}: {error}"),
    }
}

/// Returns where a file stands, or would, as far as this user may see.
fn real(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = whole.parent().and_then(|folder| folder.canonicalize().ok());
    match (folder, whole.file_name()) {
        (Some(folder), Some(name)) => folder.join(name),
        _ => whole,
    }
}

/// Tells whether a value that only one row may have is another row's.
fn is_taken(error: &rusqlite::Error) -> bool {
    extended(error) == Some(ffi::SQLITE_CONSTRAINT_UNIQUE)
}

fn extended(error: &rusqlite::Error) -> Option<i32> {
    error.sqlite_error().map(|error| error.extended_code)
}
