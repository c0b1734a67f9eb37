//! The statements of the bulk write, made from the description of a table.

use crate::store::table::Table;

/// Returns the statement that reads the rows whose key begins with `columns` values.
pub fn find(table: &Table, columns: usize) -> String {
    format!(
        "SELECT {} FROM {} WHERE {}",
        table.columns().join(", "),
        table.name,
        condition(&table.key[..columns]),
    )
}

/// Returns the statement that reads the rows whose key begins between two values, in their order.
pub fn between(table: &Table) -> String {
    let key = table.key;
    format!(
        "SELECT {} FROM {} WHERE {first} >= $1 AND {first} <= $2 ORDER BY {}",
        table.columns().join(", "),
        table.name,
        key.join(", "),
        first = key[0],
    )
}

/// Returns the statement that writes one whole row.
pub fn put(table: &Table) -> String {
    let columns = table.columns();
    let places: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
    let changes: Vec<String> = columns[table.key.len()..]
        .iter()
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    let otherwise = if changes.is_empty() {
        "NOTHING".to_owned()
    } else {
        format!("UPDATE SET {}", changes.join(", "))
    };
    format!(
        "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO {otherwise}",
        table.name,
        columns.join(", "),
        places.join(", "),
        table.key.join(", "),
    )
}

/// Returns the statement that deletes one row.
pub fn remove(table: &Table) -> String {
    format!("DELETE FROM {} WHERE {}", table.name, condition(table.key))
}

fn condition(key: &[&str]) -> String {
    let parts: Vec<String> = key
        .iter()
        .zip(1..)
        .map(|(column, at)| format!("{column} = ${at}"))
        .collect();
    parts.join(" AND ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::table;

    #[test]
    fn a_table_tells_its_statements() {
        assert_eq!(
            find(&table::RELATION, 1),
            "SELECT member, supra FROM relation WHERE member = $1"
        );
        assert_eq!(
            between(&table::RELATION),
            "SELECT member, supra FROM relation WHERE member >= $1 AND member <= $2 ORDER BY member, supra"
        );
        assert_eq!(
            put(&table::MODE),
            "INSERT INTO referentiel_mode (profile, referentiel, mode) VALUES ($1, $2, $3) \
             ON CONFLICT (profile, referentiel) DO UPDATE SET mode = excluded.mode"
        );
        assert_eq!(
            put(&table::RELATION),
            "INSERT INTO relation (member, supra) VALUES ($1, $2) ON CONFLICT (member, supra) DO NOTHING"
        );
        assert_eq!(
            remove(&table::STATUT),
            "DELETE FROM statut WHERE profile = $1 AND action = $2"
        );
    }
}
