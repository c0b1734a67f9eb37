//! Figures of the days after: looking, comparing, taking back, small writes, checks.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{path::Path, thread};

use anyhow::{Context as _, Result, anyhow};

use crate::process::{ended, on, timed};
use crate::stores::{Bench, EDITED_AT};
use crate::table::Figure;

/// How many small writes one figure is of.
const SMALL_WRITES: usize = 200;

/// How many processes write at once.
const WRITERS: usize = 8;

/// How many operations a journal holds that is listed.
const OPERATIONS: usize = 2_000;

/// What the source holds, as `sqlite3` exports it.
const EXPORT: &str = "SELECT action, statut FROM statut WHERE profile = 1 UNION ALL \
    SELECT action, commentaire FROM commentaire WHERE profile = 1";

/// What differs between the source and its member.
const DIFF: &str = "SELECT a.action, a.statut, b.statut FROM statut a LEFT JOIN statut b \
    ON b.profile = 3 AND b.action = a.action WHERE a.profile = 1 AND a.statut IS NOT b.statut \
    UNION ALL SELECT a.action, a.commentaire, b.commentaire FROM commentaire a LEFT JOIN commentaire b \
    ON b.profile = 3 AND b.action = a.action WHERE a.profile = 1 AND a.commentaire IS NOT b.commentaire";

/// The last operations.
const LIST: &str = "SELECT o.id, o.at, p.actor, o.command, o.edits FROM operation o \
    JOIN person p ON p.id = o.actor ORDER BY o.id DESC LIMIT 20";

/// The checks of the engine itself.
const CHECK: &str = "PRAGMA integrity_check; PRAGMA foreign_key_check";

impl Bench {
    /// Times the export of the source into a file, beside that of `sqlite3` as csv.
    pub fn export(&self, file: &str) -> Result<Figure> {
        let base = self.territory(1)?;
        let file = self.file(file);
        let export = ["referentiel", "export", "cae", "source", "-o"];
        self.pairs(
            || timed(on(&base).args(export).arg(&file)),
            || timed(asked(&base, EXPORT).arg("-csv")),
        )
    }

    /// Times the comparison of the source with a member that says nothing.
    pub fn diff(&self) -> Result<Figure> {
        let base = self.territory(1)?;
        let diff = [
            "referentiel",
            "diff",
            "cae",
            "--from",
            "source",
            "--to",
            "cc-1",
        ];
        self.pairs(
            || ended(on(&base).args(diff), 10),
            || timed(&mut asked(&base, DIFF)),
        )
    }

    /// Times the undo of a copy, beside the bare deletion of what it wrote.
    pub fn undo(&self, targets: usize) -> Result<Figure> {
        let base = self.copied(targets)?;
        let rows = (3..targets + 3).flat_map(|target| {
            ["statut", "commentaire"]
                .map(|table| format!("DELETE FROM {table} WHERE profile = {target};\n"))
        });
        let sql = self.transaction(rows)?;
        self.pairs(
            || timed(on(&self.fresh(&base)?).args(["op", "undo", "--yes"])),
            || self.inserted(&base, &sql),
        )
    }

    /// Times small writes, one process each, by so many writers at once.
    pub fn small_writes(&self, writers: usize) -> Result<Figure> {
        let base = self.territory(writers)?;
        self.pairs(
            || {
                let store = self.fresh(&base)?;
                at_once(writers, |writer, number| self.set(&store, writer, number))
            },
            || {
                let store = self.fresh(&base)?;
                at_once(writers, |writer, number| {
                    self.insert(&store, writer, number)
                })
            },
        )
    }

    /// Times the same, by eight writers.
    pub fn small_writes_at_once(&self) -> Result<Figure> {
        self.small_writes(WRITERS)
    }

    fn set(&self, store: &Path, writer: usize, number: usize) -> Result<()> {
        let value = format!("cae_{}=fait", self.leaf(number)?);
        let mut set = on(store);
        set.args([
            "referentiel",
            "set",
            &format!("cc-{}", writer + 1),
            &value,
            "--yes",
        ]);
        timed(set.args(["--lock-timeout", "60s"])).map(drop)
    }

    fn insert(&self, store: &Path, writer: usize, number: usize) -> Result<()> {
        let (profile, action) = (writer + 3, self.leaf(number)?);
        let sql = format!(
            "BEGIN IMMEDIATE; INSERT INTO statut VALUES \
             ({profile}, 'cae_{action}', 'fait', 4, {EDITED_AT}, NULL, 0); COMMIT"
        );
        let mut insert = Command::new("sqlite3");
        insert.args(["-bail", "-cmd", ".timeout 60000"]).arg(store);
        timed(insert.arg(sql)).map(drop)
    }

    fn leaf(&self, number: usize) -> Result<&str> {
        let leaf = self
            .leaves
            .get(number)
            .context("a structure of few actions")?;
        Ok(leaf)
    }

    /// Times the check of a store with the copy to 40, beside the engine's own checks.
    pub fn store_check(&self) -> Result<Figure> {
        let base = self.copied(40)?;
        self.pairs(
            || timed(on(&base).args(["store", "check"])),
            || timed(&mut asked(&base, CHECK)),
        )
    }

    /// Times the list of the last operations of many.
    pub fn op_list(&self) -> Result<Figure> {
        let base = self.journal(OPERATIONS)?;
        self.pairs(
            || timed(on(&base).args(["op", "list"])),
            || timed(&mut asked(&base, LIST)),
        )
    }
}

/// Has writers make their part of the small writes at the same time; returns how long all take.
fn at_once(writers: usize, write: impl Fn(usize, usize) -> Result<()> + Sync) -> Result<Duration> {
    let started = Instant::now();
    let write = &write;
    thread::scope(|scope| {
        let each = (0..writers).map(|writer| {
            scope.spawn(move || {
                (0..SMALL_WRITES / writers).try_for_each(|number| write(writer, number))
            })
        });
        let each: Vec<_> = each.collect();
        each.into_iter()
            .try_for_each(|one| one.join().map_err(|_| anyhow!("a writer fell over"))?)
    })?;
    Ok(started.elapsed())
}

/// Returns `sqlite3` with a question to a store.
fn asked(store: &Path, sql: &str) -> Command {
    let mut command = Command::new("sqlite3");
    command.arg(store).arg(sql);
    command.stdin(Stdio::null());
    command
}
