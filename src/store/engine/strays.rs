//! The tables, indexes and triggers of a store, against those that the migrations make.

use std::collections::BTreeMap;

use rusqlite::{Connection, Result};

use crate::domain::problem::{Problem, StrayFault};

/// How a thing of the schema is made, by its name; none where it comes with another.
type Schema = BTreeMap<String, Option<String>>;

/// Returns what is missing, added, or made otherwise than by these scripts.
pub fn found(store: &Connection, scripts: &[String]) -> Result<Vec<Problem>> {
    let model = Connection::open_in_memory()?;
    for script in scripts {
        model.execute_batch(script)?;
    }
    let (wanted, present) = (schema(&model)?, schema(store)?);
    let fault = |name: &String| match (wanted.get(name), present.get(name)) {
        (Some(_), None) => Some(StrayFault::Missing),
        (None, Some(_)) => Some(StrayFault::Added),
        (wanted, present) if wanted != present => Some(StrayFault::Differs),
        _ => None,
    };
    let mut names: Vec<&String> = wanted.keys().chain(present.keys()).collect();
    names.sort();
    names.dedup();
    let strays = names.into_iter().filter_map(|name| {
        let (name, fault) = (name.clone(), fault(name)?);
        Some(Problem::Stray { name, fault })
    });
    Ok(strays.collect())
}

/// Reads a schema; what the engine keeps for itself is left out.
fn schema(connection: &Connection) -> Result<Schema> {
    let mut statement = connection.prepare("SELECT name, sql FROM sqlite_master")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut schema = rows.collect::<Result<Schema>>()?;
    schema.retain(|name, _| !name.starts_with("sqlite_"));
    Ok(schema)
}
