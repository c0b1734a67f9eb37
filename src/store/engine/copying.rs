//! Whole copies of a SQLite database: beside it, away from it, and over it.

use std::fs::{File, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use tempfile::NamedTempFile;

use super::Engine as _;
use super::inheriting::inherit;
use super::reach::{Reach, address, has_log};
use super::sqlite::Sqlite;
use super::testing;
use super::translating::{Scene, denied};
use crate::domain::making::{BEGUN, InTheMaking};
use crate::domain::refusal::Refusal;
use crate::domain::sharing::Act;
use crate::store::leftovers;
use crate::store::opening::Opening;

/// How long a clock of files may take from one date to the next.
const TICK: Duration = Duration::from_millis(20);

/// What came of writing over a database.
#[derive(Debug)]
enum Over {
    Written,
    /// Nothing: somebody had written meanwhile.
    Moved,
    /// Nothing, for this reason.
    Refused(anyhow::Error),
}

/// What the store asks of a database that is kept: copies of all that it holds.
pub trait Copying {
    /// Writes all that was committed into an empty file, without a write-ahead log.
    ///
    /// Errors speak of it as `named`, where it is to stand once it is whole.
    fn copy_into(&self, file: &NewFile, named: &Path) -> Result<()>;

    /// Writes all that was committed to a new file beside the store, which those may read who may read the store.
    ///
    /// Its name is the store's and `ending`; where that is taken, a number follows. It is whole as
    /// soon as it stands there.
    fn back_up(&self, ending: &str) -> Result<PathBuf>;

    /// Backs the database up as `back_up` does, then writes all of `source` over it.
    ///
    /// Whoever has the database open sees the old or the new content, never a mixture, and nothing
    /// is written between the backup and the new content. Owner, mode and journal mode stay.
    fn overwrite(&self, source: &Path, ending: &str) -> Result<PathBuf>;
}

impl Copying for Sqlite {
    fn copy_into(&self, file: &NewFile, named: &Path) -> Result<()> {
        let place = file.path().to_str().context("the copy's path is no text")?;
        let copied = self.connection.execute("VACUUM INTO ?1", [place]);
        let scene = Scene {
            path: named,
            ..self.scene()
        };
        copied.map_err(|error| scene.translated(error))?;
        if self.reach.has_thawed() {
            return Err(self.busy());
        }
        file.check_place(named)
    }

    fn back_up(&self, ending: &str) -> Result<PathBuf> {
        let store = Path::new(&self.place);
        let file = new_beside(store)?;
        self.another()?.copy_into(&file, store)?;
        if self.keeps_log() {
            keep_private(file.path(), &self.opening)?;
        }
        put_beside(file, &self.place, ending)
    }

    fn overwrite(&self, source: &Path, ending: &str) -> Result<PathBuf> {
        let source = Self::read_only(source, &self.opening)?;
        let until = Instant::now() + self.opening.wait;
        loop {
            let before = written_at(&self.reach.real);
            // A later write has another date: some clocks of files count in hundredths of a second.
            std::thread::sleep(TICK);
            let kept = self.kept_whatever_it_holds(ending)?;
            testing::pause("within-overwrite");
            let over = self.overwrite_unless_written(&source, before)?;
            if matches!(over, Over::Written) {
                return Ok(kept);
            }
            // What was kept is no way back to anything.
            let _ = std::fs::remove_file(kept);
            if let Over::Refused(error) = over {
                return Err(error);
            }
            if Instant::now() >= until {
                return Err(self.busy());
            }
        }
    }
}

impl Sqlite {
    /// Opens the file at `path` to be read only, and leaves nothing beside it.
    ///
    /// The file of a store with a write-ahead log is opened as one that nobody writes where no log
    /// stands beside it: else the engine would make one.
    pub fn read_only(path: &Path, opening: &Opening) -> Result<Self> {
        let mut reach = Reach::of(path, opening)?;
        let still = reach.wal && !has_log(&reach.real);
        let asked = if still {
            reach.freeze();
            "?immutable=1"
        } else {
            "?mode=ro"
        };
        let address = address(&reach.real, asked);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(address, flags);
        Self::of(connection, path, reach, opening)
    }

    /// Opens the database once more, with a transaction of its own.
    fn another(&self) -> Result<Self> {
        let path = Path::new(&self.place);
        // Nothing is looked at anew: to close the file would end the locks that we hold on it.
        Self::of(
            self.reach.connect(path),
            path,
            self.reach.clone(),
            &self.opening,
        )
    }

    /// Backs the database up; one that is damaged is copied as it is, page by page.
    fn kept_whatever_it_holds(&self, ending: &str) -> Result<PathBuf> {
        match self.back_up(ending) {
            Err(error) if is_damage(&error) => {}
            kept => return kept,
        }
        let file = new_beside(Path::new(&self.place))?;
        let reader = self.another()?;
        let mut copy = Connection::open(file.path()).map_err(|error| self.translated(error))?;
        let refused = |error| self.translated(error);
        let pages = Backup::new(&reader.connection, &mut copy).map_err(refused)?;
        self.settled(pages.step(-1).map_err(refused)?)?;
        drop(pages);
        drop(copy);
        put_beside(file, &self.place, ending)
    }

    /// Takes the writer's place and writes all of `source`, unless the file was written meanwhile.
    ///
    /// An error tells that something may have been written over.
    fn overwrite_unless_written(&self, source: &Self, before: WrittenAt) -> Result<Over> {
        let mut target = match self.another() {
            Ok(target) => target,
            Err(error) => return Ok(Over::Refused(error)),
        };
        let copy = match Backup::new(&source.connection, &mut target.connection) {
            Ok(copy) => copy,
            Err(error) => return Ok(Over::Refused(self.translated(error))),
        };
        // A step of no page takes the place and keeps it.
        let taken = copy.step(0).map_err(|error| self.translated(error));
        if let Err(error) = taken.and_then(|step| self.settled(step)) {
            return Ok(Over::Refused(error));
        }
        if written_at(&self.reach.real) != before {
            return Ok(Over::Moved);
        }
        let written = copy.step(-1).map_err(|error| self.translated(error))?;
        // Somebody who reads keeps all of it from being committed.
        Ok(match self.settled(written) {
            Ok(()) => Over::Written,
            Err(error) => Over::Refused(error),
        })
    }

    fn settled(&self, step: StepResult) -> Result<()> {
        match step {
            StepResult::Busy | StepResult::Locked => Err(self.busy()),
            _ => Ok(()),
        }
    }

    fn busy(&self) -> anyhow::Error {
        self.scene().busy().into()
    }
}

fn is_damage(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(Refusal::StoreCorrupt { .. } | Refusal::StoreForeign { .. })
    )
}

/// Makes the database at `path` one with a write-ahead log, which the file then says itself.
pub fn keep_private(path: &Path, opening: &Opening) -> Result<()> {
    let file = Sqlite::open(path, opening)?;
    file.pragma("PRAGMA journal_mode = WAL")
}

/// A database in the making, under a name that tells whose it is; dropped, it goes.
#[derive(Debug)]
pub struct NewFile {
    file: NamedTempFile,
    /// Dropped last.
    _making: InTheMaking,
}

impl NewFile {
    /// Returns where it is made.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// Returns the file, open.
    pub fn as_file(&self) -> &File {
        self.file.as_file()
    }

    /// Refuses where somebody put another file in its place; `named` is where it is to stand.
    fn check_place(&self, named: &Path) -> Result<()> {
        let (ours, there) = (self.as_file().metadata()?, self.path().symlink_metadata()?);
        if (ours.dev(), ours.ino()) == (there.dev(), there.ino()) {
            return Ok(());
        }
        bail!(
            "{}: somebody replaced the copy in the making",
            named.display()
        )
    }
}

/// Makes an empty file in the folder of `path`, which only its owner may read.
pub fn new_beside(path: &Path) -> Result<NewFile> {
    let begun = InTheMaking::begin(|| {
        let file = tempfile::Builder::new()
            .prefix(BEGUN)
            .tempfile_in(folder_of(path))?;
        let sides = ["", "-journal", "-wal", "-shm"];
        let places = sides.map(|ending| leftovers::beside(file.path(), ending));
        Ok((file, places.to_vec()))
    });
    let (file, making) = begun.map_err(|error| denied(path, Act::Write, &error))?;
    Ok(NewFile {
        file,
        _making: making,
    })
}

/// Puts a finished file at `path`, where nothing stands yet, and has the disk keep both.
pub fn put_at(new: NewFile, path: &Path) -> Result<()> {
    new.as_file().sync_all()?;
    let put = new.file.persist_noclobber(path);
    put.map_err(|error| denied(path, Act::Write, &error.error))?;
    keep_names(path);
    Ok(())
}

/// Puts a finished file under the first free name that begins with the store's and `ending`.
fn put_beside(new: NewFile, store: &str, ending: &str) -> Result<PathBuf> {
    let NewFile { mut file, _making } = new;
    inherit(file.as_file(), Path::new(store));
    file.as_file().sync_all()?;
    for number in 1.. {
        let last = if number == 1 {
            String::new()
        } else {
            format!("-{number}")
        };
        let name = PathBuf::from(format!("{store}.{ending}{last}"));
        if leftovers::has_parts(&name) {
            continue;
        }
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

/// When the database and its log were last written, and how long they are.
type WrittenAt = [Option<(SystemTime, u64)>; 2];

/// Tells when a database was last written, without opening it: closing it would end our locks.
fn written_at(real: &Path) -> WrittenAt {
    ["", "-wal"].map(|ending| {
        let of = |file: Metadata| Some((file.modified().ok()?, file.len()));
        let file = std::fs::metadata(leftovers::beside(real, ending));
        file.ok().filter(|file| file.len() > 0).and_then(of)
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Returns a database with one table of one row.
    fn database(path: &Path, mode: &str, row: i64) -> Result<Sqlite> {
        let opening = Opening::waiting(Duration::from_secs(1));
        let made = Sqlite::create(path, &opening)?;
        made.pragma(&format!("PRAGMA journal_mode = {mode}"))?;
        drop(made);
        let database = Sqlite::open(path, &opening)?;
        database.pragma(&format!("CREATE TABLE t (a); INSERT INTO t VALUES ({row})"))?;
        Ok(database)
    }

    fn row(database: &Sqlite) -> Result<i64> {
        let mut found = 0;
        database.each("SELECT a FROM t", &[], &mut |row| {
            found = row.int(0)?;
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn what_was_written_after_the_backup_is_not_written_over() -> Result<()> {
        for mode in ["WAL", "TRUNCATE"] {
            let folder = tempfile::tempdir()?;
            let target = database(&folder.path().join("a.db"), mode, 1)?;
            let source = database(&folder.path().join("b.db"), "TRUNCATE", 2)?;
            let before = written_at(&target.reach.real);
            std::thread::sleep(TICK);
            target.another()?.pragma("UPDATE t SET a = 7")?;

            let over = target.overwrite_unless_written(&source, before)?;
            assert!(matches!(over, Over::Moved), "{mode}");
            assert_eq!(row(&target)?, 7);

            let now = written_at(&target.reach.real);
            let over = target.overwrite_unless_written(&source, now)?;
            assert!(matches!(over, Over::Written), "{mode}");
            assert_eq!(row(&target)?, 2);
            assert_eq!(target.keeps_log(), mode == "WAL");
        }
        Ok(())
    }

    #[test]
    fn what_is_written_over_was_kept_beside() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let target = database(&folder.path().join("a.db"), "WAL", 1)?;
        let source = folder.path().join("b.db");
        drop(database(&source, "DELETE", 2)?);
        let kept = target.overwrite(&source, "before")?;
        assert_eq!(
            (
                row(&target)?,
                row(&Sqlite::read_only(&kept, &Opening::to_look())?)?
            ),
            (2, 1)
        );
        Ok(())
    }
}
