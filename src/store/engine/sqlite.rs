//! SQLite: one file.

use std::cell::Cell;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags};

use super::{Access, Bind, Engine, Row, imagined, patience, statements};
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;
use crate::store::opening::Opening;
use crate::store::table::Table;

/// The words of a migration that are the engine's own.
const WORDS: [(&str, &str); 7] = [
    ("{int}", "INTEGER"),
    ("{bool}", "INTEGER"),
    ("{real}", "REAL"),
    ("{text}", "TEXT"),
    ("{blob}", "BLOB"),
    ("{strict}", "STRICT"),
    ("{keyed}", "STRICT, WITHOUT ROWID"),
];

/// The names of placeholders: in SQLite `$1` is a name, not a position.
const PLACES: [&str; 16] = [
    "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15",
    "$16",
];

/// A store in a SQLite file.
pub struct Sqlite {
    pub(super) connection: Connection,
    pub(super) place: String,
    pub(super) wait: Duration,
    open: Cell<bool>,
    /// Whether imagined tables lie over those of the store.
    imagines: Cell<bool>,
}

impl Sqlite {
    /// Makes an empty file at `path`, which only this user may read, and opens it.
    pub fn create(path: &Path, opening: &Opening) -> Result<Self> {
        new_file(path)?;
        let this = Self::open(path, opening)?;
        this.pragma("PRAGMA journal_mode = WAL")?;
        Ok(this)
    }

    /// Opens the file at `path`, which must exist, for reading alone; nobody is waited for.
    pub fn look(path: &Path) -> Result<Self> {
        // Opened to be read only, a file in WAL mode would leave its side files behind.
        let this = Self::connect(path, Duration::ZERO)?;
        this.pragma("PRAGMA query_only = ON")?;
        Ok(this)
    }

    /// Opens the file at `path`, which must exist.
    pub fn open(path: &Path, opening: &Opening) -> Result<Self> {
        Self::connect(path, opening.wait)
    }

    /// Opens the file at `path`, which must exist, and waits that long for others.
    pub(super) fn connect(path: &Path, wait: Duration) -> Result<Self> {
        let place = path.display().to_string();
        if path.is_dir() {
            let folder = true;
            return Err(Refusal::StoreForeign { place, folder }.into());
        }
        OpenOptions::new()
            .read(true)
            .open(path)
            .map_err(|error| refused(path, &error))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)
            .map_err(|error| translated(&place, wait, error))?;
        Self::of(connection, place, wait)
    }

    /// Returns a connection as the store uses it.
    pub(super) fn of(connection: Connection, place: String, wait: Duration) -> Result<Self> {
        let mut this = Self {
            connection,
            place,
            wait,
            open: Cell::new(false),
            imagines: Cell::new(false),
        };
        this.settle()?;
        Ok(this)
    }

    fn settle(&mut self) -> Result<()> {
        patience::wait_at_most(&mut self.connection, self.wait)
            .map_err(|error| self.translated(error))?;
        self.connection.set_prepared_statement_cache_capacity(64);
        self.pragma("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL")
    }

    /// Runs statements that are the engine's own.
    pub(super) fn pragma(&self, text: &str) -> Result<()> {
        self.connection
            .execute_batch(text)
            .map_err(|error| self.translated(error))
    }

    fn prepared(&self, sql: &str) -> Result<CachedStatement<'_>> {
        self.connection
            .prepare_cached(sql)
            .map_err(|error| self.translated(error))
            .with_context(|| format!("preparing {sql}"))
    }

    /// Runs `sql` once for each row of binds, whose places stand in order.
    fn bulk(&self, sql: &str, rows: &[Vec<Bind<'_>>]) -> Result<()> {
        let mut statement = self.prepared(sql)?;
        for row in rows {
            statement
                .execute(rusqlite::params_from_iter(row))
                .map_err(|error| self.translated(error))?;
        }
        Ok(())
    }

    /// Says what an error of the driver means.
    pub(super) fn translated(&self, error: rusqlite::Error) -> anyhow::Error {
        translated(&self.place, self.wait, error)
    }
}

impl Engine for Sqlite {
    fn begin(&self, access: Access) -> Result<()> {
        self.pragma(match access {
            Access::Read => "BEGIN DEFERRED",
            Access::Write => "BEGIN IMMEDIATE",
        })?;
        self.open.set(true);
        Ok(())
    }

    fn commit(&self) -> Result<()> {
        self.pragma("COMMIT")?;
        self.open.set(false);
        Ok(())
    }

    fn rollback(&self) {
        self.imagines.set(false);
        if self.open.replace(false) {
            // The engine may have rolled back by itself, after a full disk for instance.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    fn each(
        &self,
        sql: &str,
        binds: &[Bind<'_>],
        read: &mut dyn FnMut(&dyn Row) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.prepared(sql)?;
        bind(&mut statement, binds).with_context(|| format!("binding {sql}"))?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|error| self.translated(error))? {
            read(row)?;
        }
        Ok(())
    }

    fn run(&self, sql: &str, binds: &[Bind<'_>]) -> Result<()> {
        let mut statement = self.prepared(sql)?;
        bind(&mut statement, binds).with_context(|| format!("binding {sql}"))?;
        statement
            .raw_execute()
            .map_err(|error| self.translated(error))?;
        Ok(())
    }

    fn migrate(&self, script: &str) -> Result<()> {
        let text = WORDS.iter().fold(script.to_owned(), |text, (word, own)| {
            text.replace(word, own)
        });
        self.pragma(&text)
    }

    fn find(
        &self,
        table: &Table,
        key: &[Bind<'_>],
        read: &mut dyn FnMut(&dyn Row) -> Result<()>,
    ) -> Result<()> {
        self.each(&statements::find(table, key.len()), key, read)
    }

    fn put(&self, table: &Table, rows: &[Vec<Bind<'_>>]) -> Result<()> {
        if self.imagines.get() {
            return self.bulk(&imagined::put(table), rows);
        }
        self.bulk(&statements::put(table), rows)
    }

    fn remove(&self, table: &Table, keys: &[Vec<Bind<'_>>]) -> Result<()> {
        if self.imagines.get() {
            return self.bulk(&imagined::remove(table), keys);
        }
        self.bulk(&statements::remove(table), keys)
    }

    fn imagine(&self) -> Result<()> {
        if self.imagines.get() {
            return Ok(());
        }
        for kind in Kind::ALL {
            self.pragma(&imagined::lay_over(Table::of(kind)))?;
        }
        self.imagines.set(true);
        Ok(())
    }

    fn forget_imagined(&self) -> Result<()> {
        if !self.imagines.get() {
            return Ok(());
        }
        for kind in Kind::ALL {
            self.pragma(&imagined::forget(Table::of(kind)))?;
        }
        Ok(())
    }

    fn damage(&self) -> Result<Vec<String>> {
        let mut damage = Vec::new();
        self.each("PRAGMA integrity_check", &[], &mut |row| {
            damage.push(row.text(0)?.to_owned());
            Ok(())
        })?;
        damage.retain(|line| line != "ok");
        self.each("PRAGMA foreign_key_check", &[], &mut |row| {
            damage.push(format!(
                "{} refers to a missing {}",
                row.text(0)?,
                row.text(2)?
            ));
            Ok(())
        })?;
        Ok(damage)
    }
}

/// Gives each placeholder of a statement its value; there are as many of the one as of the other.
fn bind(statement: &mut CachedStatement<'_>, binds: &[Bind<'_>]) -> Result<()> {
    let expected = statement.parameter_count();
    ensure!(
        binds.len() == expected && expected <= PLACES.len(),
        "{} values for the {expected} placeholders of a statement",
        binds.len(),
    );
    for (value, place) in binds.iter().zip(PLACES) {
        let index = statement.parameter_index(place)?;
        let index = index.with_context(|| format!("a statement without {place}"))?;
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

impl ToSql for Bind<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => ValueRef::Null,
            Self::Bool(truth) => ValueRef::Integer(truth.into()),
            Self::Int(int) => ValueRef::Integer(int),
            Self::Real(real) => ValueRef::Real(real),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Row for rusqlite::Row<'_> {
    fn value(&self, column: usize) -> Result<Bind<'_>> {
        Ok(match self.get_ref(column)? {
            ValueRef::Null => Bind::Null,
            ValueRef::Integer(int) => Bind::Int(int),
            ValueRef::Real(real) => Bind::Real(real),
            ValueRef::Text(bytes) => Bind::Text(std::str::from_utf8(bytes)?),
            ValueRef::Blob(bytes) => Bind::Blob(bytes),
        })
    }
}

/// Makes an empty file, which only this user may read.
fn new_file(path: &Path) -> Result<()> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    made.map(drop).map_err(|error| refused(path, &error))
}

/// Says why the operating system does not give the file.
pub(super) fn refused(path: &Path, error: &std::io::Error) -> anyhow::Error {
    let place = path.display().to_string();
    match error.kind() {
        ErrorKind::AlreadyExists => Refusal::StoreExists { place }.into(),
        ErrorKind::PermissionDenied => Refusal::StoreDenied { place }.into(),
        ErrorKind::StorageFull => Refusal::StoreFull { place }.into(),
        ErrorKind::ReadOnlyFilesystem => Refusal::StoreReadOnly { place }.into(),
        _ => anyhow::anyhow!("opening {place}: {error}"),
    }
}

/// Tells whether a value that only one row may have is another row's.
fn is_taken(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(SQLITE_CONSTRAINT_UNIQUE)
}

/// Says what an error of the driver means at `place`.
pub(super) fn translated(place: &str, wait: Duration, error: rusqlite::Error) -> anyhow::Error {
    let place = place.to_owned();
    if is_taken(&error) {
        // The caller knows which of the unique values it is.
        let rows = Vec::new();
        let again = None;
        return Refusal::ChangesetStale { rows, of: 0, again }.into();
    }
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy) if patience::is_over() => Refusal::Interrupted.into(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Refusal::StoreBusy {
            waited: wait.as_secs(),
        }
        .into(),
        Some(ErrorCode::NotADatabase) => Refusal::StoreForeign {
            place,
            folder: false,
        }
        .into(),
        Some(ErrorCode::DatabaseCorrupt) => Refusal::StoreCorrupt { place }.into(),
        Some(ErrorCode::DiskFull) => Refusal::StoreFull { place }.into(),
        Some(ErrorCode::ReadOnly) => Refusal::StoreReadOnly { place }.into(),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            Refusal::StoreDenied { place }.into()
        }
        _ => anyhow::Error::new(error).context(place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_looks_writes_nothing_and_leaves_nothing_behind() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("store.db");
        let made = Sqlite::create(&path, &Opening::waiting(Duration::ZERO))?;
        made.run("CREATE TABLE seen (at INTEGER)", &[])?;
        drop(made);
        let looking = Sqlite::look(&path)?;
        looking.each("SELECT at FROM seen", &[], &mut |_| Ok(()))?;
        assert!(
            looking
                .run("INSERT INTO seen (at) VALUES (1)", &[])
                .is_err()
        );
        drop(looking);
        let left: Vec<_> = std::fs::read_dir(folder.path())?.collect::<Result<_, _>>()?;
        assert_eq!(left.len(), 1, "{left:?}");
        Ok(())
    }

    #[test]
    fn every_value_has_its_placeholder() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let opening = Opening::waiting(Duration::ZERO);
        let engine = Sqlite::create(&folder.path().join("store.db"), &opening)?;
        let asked = |sql: &str, count: usize| {
            let binds = vec![Bind::Int(1); count];
            engine.each(sql, &binds, &mut |_| Ok(()))
        };
        assert!(asked("SELECT $1 + $2 + $1", 2).is_ok());
        let places: Vec<String> = (1..=17).map(|place| format!("${place}")).collect();
        let many = format!("SELECT {}", places.join(", "));
        for (sql, count) in [
            ("SELECT $1", 0),
            ("SELECT $1", 2),
            ("SELECT $1, $3", 2),
            ("SELECT ?1", 1),
            (&many, 17),
        ] {
            assert!(asked(sql, count).is_err(), "{sql}: {count}");
        }
        Ok(())
    }
}
