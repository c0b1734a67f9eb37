//! Values on their way into and out of SQLite.

use anyhow::{Context, Result, ensure};
use rusqlite::CachedStatement;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};

use super::{Bind, Row};

/// The names of placeholders: in SQLite `$1` is a name, not a position.
const PLACES: [&str; 16] = [
    "$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15",
    "$16",
];

/// Gives each placeholder of a statement its value; there are as many of the one as of the other.
pub fn bind(statement: &mut CachedStatement<'_>, binds: &[Bind<'_>]) -> Result<()> {
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::store::engine::{Engine as _, Sqlite};
    use crate::store::opening::Opening;

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
