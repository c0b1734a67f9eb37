//! Writing CSV and TSV: UTF-8, LF; in CSV, cells that a spreadsheet would run are neutralised.

use anyhow::Result;

/// How cells are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimited {
    /// By commas; each cell is quoted where it must be.
    Csv,
    /// As French Excel opens it: a mark, `;`, CRLF; the caller writes decimal commas and dates.
    Excel,
    /// By tabs, one row a line.
    Tsv,
}

/// Returns rows as delimited text.
pub fn write(form: Delimited, rows: impl IntoIterator<Item = Vec<String>>) -> Result<String> {
    match form {
        Delimited::Csv => write_csv(&mut csv::WriterBuilder::new(), rows),
        Delimited::Excel => {
            let mut builder = csv::WriterBuilder::new();
            builder.delimiter(b';').terminator(csv::Terminator::CRLF);
            Ok(format!("\u{feff}{}", write_csv(&mut builder, rows)?))
        }
        Delimited::Tsv => Ok(write_tsv(rows)),
    }
}

fn write_csv(
    builder: &mut csv::WriterBuilder,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<String> {
    let mut writer = builder.flexible(true).from_writer(Vec::new());
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
pub(super) fn neutral(cell: &str) -> String {
    if is_risky(cell) {
        return format!("'{cell}");
    }
    cell.to_owned()
}

/// Returns a cell without the apostrophe that `neutral` put before it.
pub fn restored(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(inner) if is_risky(inner) => inner,
        _ => cell,
    }
}

fn is_risky(cell: &str) -> bool {
    if matches!(cell, "+" | "-" | "=") {
        return false;
    }
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) && cell.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn what_is_neutralised_is_restored(cell in "['=+@\t\r1.e-]{0,6}") {
            let written = neutral(&cell);
            prop_assert_eq!(restored(&written), cell);
        }
    }

    #[test]
    fn french_excel_opens_its_form() -> Result<()> {
        let rows = [vec!["a;b".to_owned(), "=1".to_owned()]];
        assert_eq!(write(Delimited::Excel, rows)?, "\u{feff}\"a;b\";'=1\r\n");
        Ok(())
    }

    #[test]
    fn a_row_of_tsv_stays_on_its_line() -> Result<()> {
        let rows = [vec!["a\tb".to_owned(), "c\nd".to_owned()]];
        assert_eq!(write(Delimited::Tsv, rows)?, "a b\tc d\n");
        Ok(())
    }
}
