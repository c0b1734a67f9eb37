//! What the store asks of a database; each driver is one file beside this one.

mod binding;
mod copying;
#[cfg(test)]
mod full_tests;
mod holder;
mod imagined;
mod inheriting;
mod patience;
mod permissions;
mod places;
mod reach;
mod sqlite;
mod statements;
mod strays;
mod testing;
mod translating;
mod words;

use anyhow::{Result, anyhow};

use crate::domain::problem::Problem;
use crate::domain::refusal::Refusal;
use crate::domain::value::Value;
use crate::store::table::Table;

pub use copying::{Copying, NewFile, keep_private, new_beside, put_at};
pub use patience::{give_up, wait_again};
pub use permissions::{group_name, is_in_group, user};
pub use places::check as check_place;
pub use sqlite::Sqlite;
pub use testing::pause;
pub use translating::denied;

/// A database that holds one store.
pub trait Engine: Copying {
    /// Begins a transaction.
    fn begin(&self, access: Access) -> Result<()>;

    /// Ends the transaction and keeps what it wrote.
    fn commit(&self) -> Result<()>;

    /// Ends the transaction, if one is open, and forgets what it wrote.
    fn rollback(&self);

    /// Hands each row that `sql` finds to `read`.
    fn each(
        &self,
        sql: &str,
        binds: &[Bind<'_>],
        read: &mut dyn FnMut(&dyn Row) -> Result<()>,
    ) -> Result<()>;

    /// Runs one statement.
    fn run(&self, sql: &str, binds: &[Bind<'_>]) -> Result<()>;

    /// Runs the statements of a migration, whose words in braces it makes its own.
    fn migrate(&self, script: &str) -> Result<()>;

    /// Hands each row of `table` that has `key` to `read`: its key, fields and stamps.
    ///
    /// A key may stop after its first column; it then finds all rows that begin so.
    fn find(
        &self,
        table: &Table,
        key: &[Bind<'_>],
        read: &mut dyn FnMut(&dyn Row) -> Result<()>,
    ) -> Result<()>;

    /// Hands each row of `table` whose key begins between `first` and `last` to `read`, in order.
    fn between(
        &self,
        table: &Table,
        first: Bind<'_>,
        last: Bind<'_>,
        read: &mut dyn FnMut(&dyn Row) -> Result<()>,
    ) -> Result<()> {
        self.each(&statements::between(table), &[first, last], read)
    }

    /// Writes whole rows of `table`, over those of the same key.
    fn put(&self, table: &Table, rows: &[Vec<Bind<'_>>]) -> Result<()>;

    /// Deletes the rows of `table` that have these keys.
    fn remove(&self, table: &Table, keys: &[Vec<Bind<'_>>]) -> Result<()>;

    /// Lets `put` and `remove` change what is read in this transaction, and nothing else.
    fn imagine(&self) -> Result<()>;

    /// Reads what is there again, where something else was imagined.
    fn forget_imagined(&self) -> Result<()>;

    /// Returns why nothing is written, where that is so.
    fn obstacle(&self) -> Option<&Refusal>;

    /// Tells whether the database keeps a write-ahead log, which only those who may write can read.
    fn keeps_log(&self) -> bool;

    /// Returns how many bytes are free where it stands, where that can be told.
    fn free(&self) -> Option<u64>;

    /// Returns what of the schema is not as the migrations make it.
    fn strays(&self, migrations: &[&str]) -> Result<Vec<Problem>>;

    /// Tells whether the database holds nothing at all.
    fn is_bare(&self) -> Result<bool>;

    /// Returns the damage that the engine finds in its own file.
    fn damage(&self) -> Result<Vec<Problem>>;
}

/// What a transaction is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// A consistent view that writes nothing and blocks nobody.
    Read,
    /// The one writer's place.
    Write,
}

/// One value on its way into or out of the database.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bind<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(&'a str),
    Blob(&'a [u8]),
}

/// One row of an answer.
pub trait Row {
    /// Returns the value of a column, counted from 0.
    fn value(&self, column: usize) -> Result<Bind<'_>>;
}

impl dyn Row + '_ {
    /// Returns a whole number.
    pub fn int(&self, column: usize) -> Result<i64> {
        self.maybe_int(column)?.ok_or_else(|| unexpected(column))
    }

    /// Returns a whole number, or nothing.
    pub fn maybe_int(&self, column: usize) -> Result<Option<i64>> {
        match self.value(column)? {
            Bind::Int(int) => Ok(Some(int)),
            Bind::Bool(truth) => Ok(Some(truth.into())),
            Bind::Null => Ok(None),
            _ => Err(unexpected(column)),
        }
    }

    /// Returns a text.
    pub fn text(&self, column: usize) -> Result<&str> {
        self.maybe_text(column)?.ok_or_else(|| unexpected(column))
    }

    /// Returns a text, or nothing.
    pub fn maybe_text(&self, column: usize) -> Result<Option<&str>> {
        match self.value(column)? {
            Bind::Text(text) => Ok(Some(text)),
            Bind::Null => Ok(None),
            _ => Err(unexpected(column)),
        }
    }

    /// Returns a number.
    pub fn real(&self, column: usize) -> Result<f64> {
        match self.value(column)? {
            Bind::Real(real) => Ok(real),
            _ => Err(unexpected(column)),
        }
    }

    /// Returns a yes or no.
    pub fn bool(&self, column: usize) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    /// Returns bytes.
    pub fn blob(&self, column: usize) -> Result<&[u8]> {
        match self.value(column)? {
            Bind::Blob(bytes) => Ok(bytes),
            _ => Err(unexpected(column)),
        }
    }
}

fn unexpected(column: usize) -> anyhow::Error {
    anyhow!("column {column} holds a value of another type")
}

impl<'a> From<&'a Value> for Bind<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Int(int) => Self::Int(*int),
            Value::Real(real) => Self::Real(*real),
            Value::Text(text) => Self::Text(text),
            // Lists stand as texts, which `lists` makes of them.
            Value::People(_) | Value::Names(_) => Self::Null,
        }
    }
}

impl From<i64> for Bind<'_> {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl<'a> From<&'a str> for Bind<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a, T: Into<Bind<'a>>> From<Option<T>> for Bind<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
