//! The reject file: the wrong rows as they were written, and what is wrong with them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::dialect::{CsvDialect, Dialect, LineEnd};
use super::json_sheet;
use super::sheet::{Cell, Kind, SheetRow, cell_cut, in_a_cell};
use super::statut_columns::REJECT_COLUMNS;
use super::statut_rows::StatutFile;
use super::xlsx_text::{XlsxCell, write_sheet};
use crate::domain::invalid_row::InvalidRow;

/// Returns the place of the reject file of `source`: `NAME.rejets.EXT` beside it.
pub fn rejects_path(source: &Path) -> PathBuf {
    let name = source.file_stem().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".rejets").unwrap_or(&name);
    let name = match source.extension() {
        Some(ending) => format!("{name}.rejets.{}", ending.to_string_lossy()),
        None => format!("{name}.rejets"),
    };
    source.with_file_name(name)
}

/// Returns the rows that have a problem, in the dialect of the file.
pub fn rejects(
    file: &StatutFile,
    problems: &[InvalidRow],
    message: &dyn Fn(&InvalidRow) -> String,
) -> Result<Vec<u8>> {
    let mut wrong: BTreeMap<u64, Vec<&InvalidRow>> = BTreeMap::new();
    let cut = cut(file);
    for problem in problems {
        if let Some(row) = problem.place.row() {
            wrong.entry(row).or_default().push(problem);
        }
    }
    for problem in &cut {
        if let Some(told) = problem.place.row().and_then(|row| wrong.get_mut(&row)) {
            told.push(problem);
        }
    }
    let facts = |row: u64| {
        let problems = wrong.get(&row)?;
        Some(facts(problems, message))
    };
    match &file.sheet.dialect {
        Dialect::Json => json(file, &facts),
        Dialect::Csv(dialect) => csv(&rows(file, &facts), *dialect),
        Dialect::Xlsx { .. } => {
            let rows: Vec<Vec<XlsxCell>> =
                rows(file, &facts).into_iter().map(workbook_row).collect();
            write_sheet(&rows, u32::from(file.headers.is_score_export) + 1)
        }
    }
}

/// Returns the cells that the reject file of a workbook cannot hold whole.
fn cut(file: &StatutFile) -> Vec<InvalidRow> {
    let titles = &file.sheet.rows[file.header];
    let is_cut = |cell: &Cell| cell.kind == Kind::Cut || in_a_cell(&cell.text) != cell.text;
    let mut cut = Vec::new();
    for row in (file.sheet.rows.iter()).filter(|row| row.sheet.is_some()) {
        let places = (0..row.cells.len()).filter(|place| is_cut(&row.cells[*place]));
        cut.extend(places.map(|place| InvalidRow {
            place: row.place(place),
            column: titles.text(place).to_owned(),
            value: String::new(),
            code: cell_cut(),
        }));
    }
    cut
}

/// Returns what stands in the four columns that are added.
fn facts(problems: &[&InvalidRow], message: &dyn Fn(&InvalidRow) -> String) -> [String; 4] {
    let joined = |part: &dyn Fn(&InvalidRow) -> String| {
        problems
            .iter()
            .map(|problem| part(problem))
            .collect::<Vec<_>>()
            .join(";")
    };
    let lines = problems.iter().filter_map(|problem| problem.place.line());
    let line = lines
        .min()
        .map_or_else(String::new, |line| line.to_string());
    [
        line,
        joined(&|problem| problem.column.clone()),
        joined(&|problem| problem.code.code().to_owned()),
        joined(message),
    ]
}

type Facts<'a> = dyn Fn(u64) -> Option<[String; 4]> + 'a;

/// Returns the header, behind its row of groups in the platform's export, and the wrong rows.
fn rows(file: &StatutFile, facts: &Facts<'_>) -> Vec<Vec<(String, Kind)>> {
    let groups = file
        .header
        .checked_sub(1)
        .filter(|_| file.headers.is_score_export);
    let titles = &file.sheet.rows[file.header];
    let width = titles.cells.len();
    let mut rows = Vec::new();
    if let Some(groups) = groups {
        rows.push(written(
            file,
            &file.sheet.rows[groups],
            [const { String::new() }; 4],
            width,
        ));
    }
    rows.push(written(
        file,
        titles,
        REJECT_COLUMNS.map(str::to_owned),
        width,
    ));
    for row in &file.sheet.rows[file.header + 1..] {
        if let Some(facts) = facts(row.line) {
            rows.push(written(file, row, facts, width));
        }
    }
    rows
}

/// Returns what is added, then a row as it is written; what an earlier reject file added goes.
///
/// What is added comes first, where a row with more or fewer cells than the header does not shift it.
fn written(
    file: &StatutFile,
    row: &SheetRow,
    added: [String; 4],
    width: usize,
) -> Vec<(String, Kind)> {
    let is_ragged = row.sheet.is_none() && row.cells.len() != width;
    let cells = row.cells.iter().enumerate();
    let cells = cells.filter(|(place, _)| !file.headers.rejects.contains(place));
    let added = added.into_iter().map(|text| (text, Kind::Text));
    let cells = cells.map(|(_, cell)| (cell.text.clone(), cell.kind));
    let mut written: Vec<(String, Kind)> = added.chain(cells).collect();
    if !is_ragged {
        let width = width - file.headers.rejects.len() + REJECT_COLUMNS.len();
        written.resize(width, (String::new(), Kind::Text));
    }
    written
}

fn workbook_row(cells: Vec<(String, Kind)>) -> Vec<XlsxCell> {
    let cell = |(text, kind): (String, Kind)| match text.parse() {
        Ok(number) if kind == Kind::Number => XlsxCell::Number(number),
        _ => XlsxCell::Text(in_a_cell(&text).to_owned()),
    };
    cells.into_iter().map(cell).collect()
}

fn csv(rows: &[Vec<(String, Kind)>], dialect: CsvDialect) -> Result<Vec<u8>> {
    let terminator = match dialect.line_end {
        LineEnd::Lf => csv::Terminator::Any(b'\n'),
        LineEnd::Crlf => csv::Terminator::CRLF,
    };
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .delimiter(dialect.delimiter)
        .terminator(terminator)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|(text, _)| text))?;
    }
    let text = String::from_utf8(writer.into_inner()?)?;
    let mark = if dialect.marked { "\u{feff}" } else { "" };
    Ok(dialect.encoding.encode(&format!("{mark}{text}")))
}

fn json(file: &StatutFile, facts: &Facts<'_>) -> Result<Vec<u8>> {
    let mut items = Vec::new();
    for (text, number) in file.sheet.raw.iter().zip(1..) {
        let Some(facts) = facts(number) else { continue };
        let raw: &RawValue = serde_json::from_str(text)?;
        items.push(match json_sheet::pairs(raw) {
            Some(pairs) => with_facts(&pairs, facts)?,
            None => text.clone(),
        });
    }
    Ok(format!("[\n{}\n]\n", items.join(",\n")).into_bytes())
}

fn with_facts(pairs: &[(String, &RawValue)], facts: [String; 4]) -> Result<String> {
    let mut parts = Vec::new();
    for (key, value) in pairs
        .iter()
        .filter(|(key, _)| !REJECT_COLUMNS.contains(&key.as_str()))
    {
        parts.push(format!("{}:{}", serde_json::to_string(key)?, value.get()));
    }
    let facts = REJECT_COLUMNS.into_iter().zip(facts);
    let facts: Map<String, Value> = facts
        .map(|(key, fact)| (key.to_owned(), fact.into()))
        .collect();
    let facts = serde_json::to_string(&facts)?;
    parts.push(
        facts
            .trim_start_matches('{')
            .trim_end_matches('}')
            .to_owned(),
    );
    Ok(format!("{{{}}}", parts.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_stand_beside_the_source() {
        for (source, place) in [
            ("a/b.csv", "a/b.rejets.csv"),
            ("b.rejets.xlsx", "b.rejets.xlsx"),
            ("b", "b.rejets"),
        ] {
            assert_eq!(rejects_path(source.as_ref()).to_string_lossy(), place);
        }
    }
}
