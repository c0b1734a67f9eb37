//! Writing CSV and TSV: UTF-8, LF; in CSV, cells that a spreadsheet would run are neutralised.

use anyhow::Result;

/// How cells are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimited {
    /// By commas; each cell is quoted where it must be.
    Csv,
    /// By tabs, one row a line.
    Tsv,
}

/// Returns rows as delimited text.
pub fn write(form: Delimited, rows: impl IntoIterator<Item = Vec<String>>) -> Result<String> {
    match form {
        Delimited::Csv => write_csv(rows),
        Delimited::Tsv => Ok(write_tsv(rows)),
    }
}

fn write_csv(rows: impl IntoIterator<Item = Vec<String>>) -> Result<String> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| neutral(cell)))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// White space inside a cell becomes a blank, so that a row stays on its line.
fn write_tsv(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |row: Vec<String>| {
        let cells: Vec<String> = row
            .iter()
            .map(|cell| cell.replace(['\t', '\n', '\r'], " "))
            .collect();
        format!("{}\n", cells.join("\t"))
    };
    rows.into_iter().map(line).collect()
}

/// Returns a cell behind an apostrophe where a spreadsheet would take it for a formula.
///
/// Numbers and lone signs stay as they are; an apostrophe that would be taken for ours is doubled.
fn neutral(cell: &str) -> String {
    if matches!(cell, "+" | "-" | "=") {
        return cell.to_owned();
    }
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']);
    if risky && cell.parse::<f64>().is_err() {
        return format!("'{cell}");
    }
    cell.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() -> Result<()> {
        let rows = [vec!["a,b".to_owned(), "c\"d\ne".to_owned(), "f".to_owned()]];
        assert_eq!(write(Delimited::Csv, rows)?, "\"a,b\",\"c\"\"d\ne\",f\n");
        Ok(())
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_neutralised() {
        assert_eq!(neutral("=1+1"), "'=1+1");
        assert_eq!(neutral("@a"), "'@a");
        assert_eq!(neutral("-1.5"), "-1.5");
        assert_eq!(neutral("+"), "+");
        assert_eq!(neutral("'='"), "''='");
    }

    #[test]
    fn a_row_of_tsv_stays_on_its_line() -> Result<()> {
        let rows = [vec!["a\tb".to_owned(), "c\nd".to_owned()]];
        assert_eq!(write(Delimited::Tsv, rows)?, "a b\tc d\n");
        Ok(())
    }
}
