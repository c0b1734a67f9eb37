//! Tables laid over those of the store: what is imagined there is read instead, and never kept.
//!
//! Over each table lies a view of the same name, which reads its rows but for those that were
//! imagined otherwise. Both end with the transaction.

use crate::store::table::Table;

/// Returns the script that lays a table over the one of the store.
pub fn lay_over(table: &Table) -> String {
    let Table { name, key, .. } = table;
    let columns = table.columns().join(", ");
    let same: Vec<String> = key
        .iter()
        .map(|column| format!("i.{column} = kept.{column}"))
        .collect();
    let (key, same) = (key.join(", "), same.join(" AND "));
    format!(
        "CREATE TEMP TABLE imagined_{name} ({columns}, present, PRIMARY KEY ({key})) WITHOUT ROWID;
         CREATE TEMP VIEW {name} AS
             SELECT {columns} FROM main.{name} AS kept
             WHERE NOT EXISTS (SELECT 1 FROM temp.imagined_{name} AS i WHERE {same})
             UNION ALL
             SELECT {columns} FROM temp.imagined_{name} WHERE present = 1;"
    )
}

/// Returns the statement that imagines one whole row.
pub fn put(table: &Table) -> String {
    let columns = table.columns();
    let places: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
    let changes: Vec<String> = columns[table.key.len()..]
        .iter()
        .chain(&["present"])
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    format!(
        "INSERT INTO imagined_{} ({}, present) VALUES ({}, 1) ON CONFLICT ({}) DO UPDATE SET {}",
        table.name,
        columns.join(", "),
        places.join(", "),
        table.key.join(", "),
        changes.join(", "),
    )
}

/// Returns the statement that imagines one row to be gone.
pub fn remove(table: &Table) -> String {
    let places: Vec<String> = (1..=table.key.len()).map(|at| format!("${at}")).collect();
    let key = table.key.join(", ");
    format!(
        "INSERT INTO imagined_{} ({key}, present) VALUES ({}, 0) \
         ON CONFLICT ({key}) DO UPDATE SET present = 0",
        table.name,
        places.join(", "),
    )
}

/// Returns the statement that forgets what was imagined.
pub fn forget(table: &Table) -> String {
    format!("DELETE FROM imagined_{}", table.name)
}
