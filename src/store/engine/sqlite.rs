//! SQLite: one file.

use std::cell::Cell;
use std::fs::{OpenOptions, Permissions};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use rusqlite::{CachedStatement, Connection};

use super::binding::bind;
use super::holder::{self, Notice};
use super::reach::Reach;
use super::translating::{Scene, denied, is_left_over};
use super::{
    Access, Bind, Engine, Row, imagined, patience, places, statements, strays, testing, words,
};
use crate::domain::problem::Problem;
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::sharing::Act;
use crate::store::leftovers;
use crate::store::opening::Opening;
use crate::store::table::Table;

/// How often, and for how long each time, a reader waits for what may be a commit that begins.
const LOOKS: u32 = 20;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// A store in a SQLite file.
pub struct Sqlite {
    pub(super) connection: Connection,
    pub(super) place: String,
    pub(super) reach: Reach,
    pub(super) opening: Opening,
    open: Cell<bool>,
    /// Whether the open transaction has the writer's place.
    writes: Cell<bool>,
    /// What tells others who writes, while the writer's place is taken.
    notice: Cell<Option<Notice>>,
    /// When the writer's place was first taken.
    since: Cell<Option<i64>>,
    /// Whether imagined tables lie over those of the store.
    imagines: Cell<bool>,
}

impl Sqlite {
    /// Makes an empty file at `path`, which only this user may read, and opens it.
    pub fn create(path: &Path, opening: &Opening) -> Result<Self> {
        new_file(path, 0o600)?;
        let made = Self::open(path, opening).and_then(|mut this| {
            this.pragma("PRAGMA journal_mode = WAL")?;
            this.reach.wal = true;
            Ok(this)
        });
        made.inspect_err(|_| leftovers::discard(path))
    }

    /// Makes an empty file of this mode at `path`, for several people, and opens it.
    pub fn create_shared(path: &Path, mode: u32, opening: &Opening) -> Result<Self> {
        testing::pause("before-making");
        // What stands there already is somebody else's store, and stays.
        new_file(path, mode)?;
        let made = Self::open(path, opening);
        made.inspect_err(|_| leftovers::discard(path))
    }

    /// Opens the file at `path`, which must exist, for reading alone; nobody is waited for.
    pub fn look(path: &Path) -> Result<Self> {
        // Opened to be read only, a file in WAL mode would leave its side files behind.
        let this = Self::open(path, &Opening::to_look())?;
        this.pragma("PRAGMA query_only = ON")?;
        Ok(this)
    }

    /// Opens the file at `path`, which must exist, to write where this user may.
    pub fn open(path: &Path, opening: &Opening) -> Result<Self> {
        let reach = Reach::of(path, opening)?;
        let connection = reach.connect(path);
        Self::of(connection, path, reach, opening)
    }

    /// Returns a connection as the store uses it.
    pub(super) fn of(
        connection: rusqlite::Result<Connection>,
        path: &Path,
        reach: Reach,
        opening: &Opening,
    ) -> Result<Self> {
        let scene = Scene {
            path,
            reach: &reach,
            opening,
            writes: false,
        };
        let mut this = Self {
            connection: connection.map_err(|error| scene.translated(error))?,
            place: path.display().to_string(),
            reach,
            opening: opening.clone(),
            open: Cell::new(false),
            writes: Cell::new(false),
            notice: Cell::new(None),
            since: Cell::new(None),
            imagines: Cell::new(false),
        };
        this.settle()?;
        Ok(this)
    }

    fn settle(&mut self) -> Result<()> {
        patience::wait_at_most(&mut self.connection, self.opening.wait)
            .map_err(|error| self.translated(error))?;
        self.connection.set_prepared_statement_cache_capacity(64);
        self.patiently("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL")?;
        if let Some(pages) = testing::cache_pages() {
            self.pragma(&format!("PRAGMA cache_size = {pages}"))?;
        }
        if self.reach.wal || self.reach.reads_only() {
            return Ok(());
        }
        self.keep_journal()
    }

    /// Keeps the file of the rollback journal, which is no longer than a transaction otherwise.
    fn keep_journal(&self) -> Result<()> {
        let mode = self
            .connection
            .query_row("PRAGMA journal_mode", [], |row| row.get::<_, String>(0));
        match mode.map_err(|error| self.translated(error))?.as_str() {
            // Setting it would turn the log of a private store into a journal.
            "wal" => Ok(()),
            _ => self.pragma("PRAGMA journal_mode = TRUNCATE"),
        }
    }

    /// Runs statements that only read, again where a commit that begins looks like a crash.
    fn patiently(&self, text: &str) -> Result<()> {
        let mut looks = 1..LOOKS;
        while let Err(error) = self.connection.execute_batch(text) {
            if !self.connection.is_autocommit() {
                // It has begun, and what it was for failed: the error says why.
                let _ = self.connection.execute_batch("ROLLBACK");
            }
            if !is_left_over(&error) || looks.next().is_none() {
                return Err(self.translated(error));
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
        Ok(())
    }

    /// Says of a row that cannot be read as what it stands for that the store is damaged.
    fn misread(&self, error: anyhow::Error) -> anyhow::Error {
        if error.is::<Refusal>() {
            return error;
        }
        let place = self.place.clone();
        let what = format!("{error:#}");
        Refusal::StoreMisread { place, what }.into()
    }

    fn put_up_notice(&self) {
        let now = (self.opening.clock)();
        let since = self.since.get().unwrap_or(now);
        self.since.set(Some(since));
        let notice = holder::put_up(&self.reach.real, &self.opening.writer, since);
        self.notice.set(notice);
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
        self.scene().translated(error)
    }

    /// Returns what is going on, for errors that come.
    pub(super) fn scene(&self) -> Scene<'_> {
        Scene {
            path: Path::new(&self.place),
            reach: &self.reach,
            opening: &self.opening,
            writes: self.writes.get(),
        }
    }
}

impl Engine for Sqlite {
    fn begin(&self, access: Access) -> Result<()> {
        match access {
            // The first read takes the picture, or waits for a commit that is being made.
            Access::Read => self.patiently("BEGIN DEFERRED; PRAGMA user_version")?,
            Access::Write => {
                if let Some(refusal) = self.obstacle() {
                    return Err(refusal.clone().into());
                }
                self.pragma("BEGIN IMMEDIATE")?;
                self.writes.set(true);
                self.put_up_notice();
            }
        }
        self.open.set(true);
        Ok(())
    }

    fn commit(&self) -> Result<()> {
        testing::pause("before-commit");
        self.pragma("COMMIT")?;
        self.open.set(false);
        self.writes.set(false);
        drop(self.notice.take());
        testing::pause("after-commit");
        Ok(())
    }

    fn rollback(&self) {
        self.imagines.set(false);
        if self.open.replace(false) {
            // The engine may have rolled back by itself, after a full disk for instance.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        self.writes.set(false);
        drop(self.notice.take());
    }

    fn obstacle(&self) -> Option<&Refusal> {
        self.reach.obstacle.as_ref()
    }

    fn keeps_log(&self) -> bool {
        self.reach.wal
    }

    fn free(&self) -> Option<u64> {
        places::free(&self.reach.real)
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
            read(row).map_err(|error| self.misread(error))?;
        }
        if self.reach.has_thawed() {
            return Err(self.scene().needs_writer().into());
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
        self.pragma(&words::in_own_words(script))
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

    fn strays(&self, migrations: &[&str]) -> Result<Vec<Problem>> {
        let scripts: Vec<String> = migrations
            .iter()
            .map(|script| words::in_own_words(script))
            .collect();
        strays::found(&self.connection, &scripts).map_err(|error| self.translated(error))
    }

    fn is_bare(&self) -> Result<bool> {
        let mut is_bare = true;
        self.each("SELECT name FROM sqlite_master LIMIT 1", &[], &mut |_| {
            is_bare = false;
            Ok(())
        })?;
        Ok(is_bare)
    }

    fn damage(&self) -> Result<Vec<Problem>> {
        let mut damage = Vec::new();
        self.each("PRAGMA integrity_check", &[], &mut |row| {
            if row.text(0)? != "ok" {
                damage.push(Problem::Engine(row.text(0)?.to_owned()));
            }
            Ok(())
        })?;
        self.each("PRAGMA foreign_key_check", &[], &mut |row| {
            damage.push(Problem::MissingParent {
                table: row.text(0)?.to_owned(),
                parent: row.text(2)?.to_owned(),
            });
            Ok(())
        })?;
        Ok(damage)
    }
}

/// Makes an empty file of this mode, whatever the umask takes away.
fn new_file(path: &Path, mode: u32) -> Result<()> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    made.and_then(|file| file.set_permissions(Permissions::from_mode(mode)))
        .map_err(|error| denied(path, Act::Write, &error))
}
