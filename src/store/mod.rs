//! The store: reading it through a `View`, and the one door through which it is written.
//!
//! | file                | what lives there                                           |
//! |---------------------|------------------------------------------------------------|
//! | `mod.rs`            | opening, views, and `write`, which owns the transaction    |
//! | `making.rs`         | making a store, for this user or for a group               |
//! | `sharing.rs`        | a store that the members of a group share                  |
//! | `holder.rs`         | the file beside the store that tells who writes            |
//! | `room.rs`           | whether there is room for a bulk write                     |
//! | `opening.rs`        | how a store is opened: by whom, waiting how long           |
//! | `apply.rs`          | making the edits of a changeset                            |
//! | `verify.rs`         | the rows, against the last values of the journal           |
//! | `soundness.rs`      | the journal, against its own numbers                       |
//! | `last_values.rs`    | those values, in bounded memory                            |
//! | `copies.rs`         | copies of a store in files of their own                    |
//! | `leftovers.rs`      | what another store left where one is to stand              |
//! | `replacing.rs`      | what stands where a copy is to be put back                 |
//! | `restoring.rs`      | putting a copy of a store back                             |
//! | `upgrading.rs`      | bringing a store of an older schema to the present one     |
//! | `check.rs`          | what a changeset was planned on, against what is there     |
//! | `current.rs`        | the rows as they stand                                     |
//! | `imagined.rs`       | reading as if changesets were written                      |
//! | `table.rs`          | what the bulk write needs to know of each table            |
//! | `taken.rs`          | the slugs and codes that only one profile may have         |
//! | `journal.rs`        | writing operations down, and reading their edits           |
//! | `document.rs`       | the edits of an operation, compressed                      |
//! | `batches.rs`        | operations done together, and whose a batch's name is      |
//! | `beginnings.rs`     | profiles by the beginning of a key, and those that hold data |
//! | `owned.rs`          | all that a profile owns, whatever its kind                 |
//! | `people.rs`         | the only table that names people                           |
//! | `authors.rs`        | who last wrote a record                                    |
//! | `operations.rs`     | finding operations                                         |
//! | `last_operation.rs` | the last operation on a profile                            |
//! | `reversals.rs`      | what became of operations: which take others back          |
//! | `profiles.rs`       | profiles                                                   |
//! | `situations.rs`     | the modes and audits of référentiels on profiles           |
//! | `relations.rs`      | who is a member of whom, through all levels                |
//! | `structures.rs`     | the structures of the référentiels                         |
//! | `statuts.rs`        | statuts and commentaires                                   |
//! | `pilotes.rs`        | the people and services that pilot mesures                 |
//! | `lists.rs`          | lists in a column                                          |
//! | `filled.rs`         | how many fields profiles have filled in                    |
//! | `gone.rs`           | what profiles were called that are gone                    |
//! | `reading.rs`        | stored texts, read as what they stand for                  |
//! | `digest.rs`         | the digest of the content                                  |
//! | `engine`            | the drivers: the only ones that know a database            |
//! | `nameless_tests.rs` | that the journal names nobody                              |
//! | `migrations`        | the steps from an empty database to the present schema     |

mod apply;
mod authors;
mod batches;
mod beginnings;
mod check;
mod copies;
mod current;
mod digest;
mod document;
mod engine;
mod filled;
mod gone;
mod imagined;
mod journal;
mod last_operation;
mod last_values;
mod leftovers;
mod lists;
mod making;
#[cfg(test)]
mod nameless_tests;
mod opening;
mod operations;
mod owned;
mod people;
mod pilotes;
mod profiles;
mod reading;
mod relations;
mod replacing;
mod restoring;
mod reversals;
mod room;
mod sharing;
mod situations;
mod soundness;
mod statuts;
mod structures;
mod table;
mod taken;
mod upgrading;
mod verify;

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::domain::changeset::Changeset;
use crate::domain::operation::{Batch, Signature};
use crate::domain::problem::Problem;
use crate::domain::refusal::Refusal;
use engine::{Access, Bind, Engine, Row, Sqlite};
use gone::Gone;

pub use copies::{Contents, Copied, is_part_of};
pub use engine::{give_up as stop_waiting, pause, wait_again};
pub use last_operation::LastOperation;
pub use leftovers::refuse as refuse_leftovers;
pub use making::make_place;
pub use opening::{Opening, WriterId};
pub use operations::OperationFilter;
pub use replacing::{Present, kept_name};
pub use sharing::{Sharing, Team};
pub use upgrading::Upgraded;

/// The steps from an empty database to the present schema, in order. Released ones are frozen.
const MIGRATIONS: [&str; 2] = [
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_pilotes.sql"),
];

/// The number of the present schema.
#[expect(clippy::cast_possible_wrap, reason = "a handful of migrations")]
const SCHEMA: i64 = MIGRATIONS.len() as i64;

/// One store, open.
pub struct Store {
    engine: Box<dyn Engine>,
    path: PathBuf,
    identity: String,
    /// The number of the schema when it was opened.
    found_as: i64,
    upgraded: Option<Upgraded>,
    opening: Opening,
}

/// A consistent picture of the store; it has no method that writes.
pub struct View<'s> {
    engine: &'s dyn Engine,
    /// Whether dropping the view ends its transaction.
    owns: bool,
    /// What profiles that are gone were called, as far as it was asked.
    gone: Gone,
}

/// How a changeset is written down: by whom, in which batch.
pub struct Writing<'a> {
    pub signature: &'a Signature,
    pub batch: Batch,
    /// What tells the saved changeset that is applied.
    pub changeset: Option<String>,
}

impl Store {
    /// Opens the store at `path`, which exists; one of an older schema is upgraded, after a backup.
    pub fn open(path: &Path, opening: &Opening) -> Result<Self> {
        let mut store = Self::open_as_it_is(path, opening)?;
        store.upgrade_on_opening()?;
        Ok(store)
    }

    /// Opens the store at `path`, which exists, whether or not it is of an older schema.
    pub fn open_as_it_is(path: &Path, opening: &Opening) -> Result<Self> {
        Self::of(Sqlite::open(path, opening)?, path, opening)
    }

    /// Returns the store that a database holds; refused where a newer tetctl made it.
    fn of(engine: Sqlite, path: &Path, opening: &Opening) -> Result<Self> {
        let store = Self::of_any_schema(engine, path, opening)?;
        if store.found_as > SCHEMA {
            let (schema, known) = (store.found_as, SCHEMA);
            return Err(Refusal::StoreNewer { schema, known }.into());
        }
        Ok(store)
    }

    /// Returns the store that a database holds, even where a newer tetctl made it.
    fn of_any_schema(engine: Sqlite, path: &Path, opening: &Opening) -> Result<Self> {
        let engine: Box<dyn Engine> = Box::new(engine);
        engine.begin(Access::Read)?;
        let read = heading(engine.as_ref(), path);
        engine.rollback();
        let (identity, schema) = read?;
        Ok(Self {
            engine,
            path: path.to_owned(),
            identity,
            found_as: schema,
            upgraded: None,
            opening: opening.clone(),
        })
    }

    /// Opens the store at `path`, which exists, for somebody who only looks.
    ///
    /// Nothing is made or upgraded, and nobody is waited for: refused where the schema is another
    /// one, or where a writer is in the way.
    pub fn look(path: &Path) -> Result<Self> {
        let store = Self::of(Sqlite::look(path)?, path, &Opening::to_look())?;
        if store.found_as < SCHEMA {
            let (schema, known) = (store.found_as, SCHEMA);
            return Err(Refusal::StoreOlder { schema, known }.into());
        }
        Ok(store)
    }

    /// Returns where the store stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns what tells this store from every other.
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// Returns what the store was upgraded from when it was opened.
    pub fn upgraded(&self) -> Option<&Upgraded> {
        self.upgraded.as_ref()
    }

    /// Returns the number of the store's schema.
    pub fn schema() -> i64 {
        SCHEMA
    }

    /// Takes a consistent picture. It ends with the value.
    pub fn view(&mut self) -> Result<View<'_>> {
        self.engine.begin(Access::Read)?;
        Ok(View {
            engine: self.engine.as_ref(),
            owns: true,
            gone: Gone::default(),
        })
    }

    /// Plans in the writer's place and applies what was planned, or nothing.
    ///
    /// Returns the number of the operation, none where there was nothing to change. Every write
    /// of the domain's data goes through here.
    pub fn write<T>(
        &mut self,
        writing: Writing<'_>,
        plan: impl FnOnce(&View<'_>) -> Result<(Changeset, T)>,
    ) -> Result<(Option<i64>, T)> {
        self.engine.begin(Access::Write)?;
        let written = write(self.engine.as_ref(), &self.path, writing, plan);
        let kept = match &written {
            Ok((Some(_), _)) => self.engine.commit(),
            _ => Ok(()),
        };
        // What was committed has no transaction left to forget.
        self.engine.rollback();
        kept.and(written)
    }

    /// Refuses what will be written, where this user may not, or should not, write the store.
    pub fn check_writable(&self) -> Result<()> {
        match self.engine.obstacle() {
            Some(refusal) => Err(refusal.clone().into()),
            None => Ok(()),
        }
    }

    /// Returns who may use the store, and how.
    pub fn sharing(&self) -> Result<Sharing> {
        let obstacle = self.engine.obstacle().cloned();
        Sharing::of(&self.path, self.engine.keeps_log(), obstacle)
    }

    /// Returns the damage that the engine finds.
    pub fn damage(&self) -> Result<Vec<Problem>> {
        self.engine.damage()
    }
}

fn write<T>(
    engine: &dyn Engine,
    path: &Path,
    writing: Writing<'_>,
    plan: impl FnOnce(&View<'_>) -> Result<(Changeset, T)>,
) -> Result<(Option<i64>, T)> {
    let operation = next_operation(engine)?;
    let view = View {
        engine,
        owns: false,
        gone: Gone::default(),
    };
    let (changeset, report) = plan(&view)?;
    if changeset.edits.is_empty() {
        return Ok((None, report));
    }
    room::check(engine, path, &changeset)?;
    view.apply(operation, changeset, writing)?;
    Ok((Some(operation), report))
}

/// Takes the writer's place and returns the number of the operation that begins.
fn next_operation(engine: &dyn Engine) -> Result<i64> {
    let mut number = 0;
    engine.each(
        "UPDATE store SET last_operation = last_operation + 1 WHERE single = 1
         RETURNING last_operation",
        &[],
        &mut |row| {
            number = row.int(0)?;
            Ok(())
        },
    )?;
    Ok(number)
}

/// Returns the identity and the schema of a store; a database that has none is no store.
fn heading(engine: &dyn Engine, path: &Path) -> Result<(String, i64)> {
    let mut heading = None;
    let read = engine.each("SELECT identity, schema FROM store", &[], &mut |row| {
        heading = Some((row.text(0)?.to_owned(), row.int(1)?));
        Ok(())
    });
    let place = path.display().to_string();
    match (read, heading) {
        (Ok(()), Some(heading)) => Ok(heading),
        (Err(error), _) if error.is::<Refusal>() => Err(error),
        _ => Err(Refusal::StoreForeign {
            place,
            folder: false,
        }
        .into()),
    }
}

impl View<'_> {
    /// Tells whether the view only looks: what is planned in it is not applied at once.
    pub fn is_rehearsal(&self) -> bool {
        self.owns
    }

    /// Returns what `read` makes of each row.
    fn rows<T>(
        &self,
        sql: &str,
        binds: &[Bind<'_>],
        mut read: impl FnMut(&dyn Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.engine.each(sql, binds, &mut |row| {
            rows.push(read(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Returns what `read` makes of the only row, if there is one.
    fn row<T>(
        &self,
        sql: &str,
        binds: &[Bind<'_>],
        read: impl FnMut(&dyn Row) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.rows(sql, binds, read)?.into_iter().next())
    }

    /// Returns the only number of the only row, 0 where there is none.
    fn int(&self, sql: &str, binds: &[Bind<'_>]) -> Result<i64> {
        Ok(self.row(sql, binds, |row| row.int(0))?.unwrap_or(0))
    }
}

impl Drop for View<'_> {
    fn drop(&mut self) {
        if self.owns {
            self.engine.rollback();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_of_another_schema_is_left_to_others() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("store.db");
        let store = Store::create(&path, "one", 0, &Opening::to_look())?;
        assert_eq!(Store::look(&path)?.identity(), "one");
        for (schema, code) in [(SCHEMA + 1, "store_newer"), (SCHEMA - 1, "store_older")] {
            let sql = "UPDATE store SET schema = $1 WHERE single = 1";
            store.engine.run(sql, &[schema.into()])?;
            let refused = Store::look(&path)
                .err()
                .and_then(|error| error.downcast().ok());
            assert_eq!(refused.as_ref().map(Refusal::code), Some(code));
        }
        Ok(())
    }
}
