//! A sheet of a workbook as rows: what a person sees of each cell.

use std::io::Cursor;
use std::sync::Arc;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};

use super::dialect::{Dialect, ReadOptions};
use super::sheet::{
    Cell, Kind, MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, Merged, Sheet, SheetRow,
    in_a_cell, whole,
};
use super::unpacking::bounded;
use crate::domain::invalid_row::{InvalidRow, RowCode};

/// How many characters the cells of a sheet may have in all.
const MOST_TEXT: usize = 200_000_000;

type Workbook = Xlsx<Cursor<Vec<u8>>>;

/// Reads the sheet that is named, else the first shown one that has the headers.
pub fn read(
    bytes: &[u8],
    options: &ReadOptions,
    is_header: &dyn Fn(&SheetRow) -> bool,
) -> Result<Sheet, Vec<InvalidRow>> {
    let one = |code| vec![whole(code)];
    let archive = bounded(bytes).map_err(one)?;
    let mut workbook =
        Workbook::new(Cursor::new(archive)).map_err(|_| one(RowCode::WorkbookDamaged))?;
    let (mut chosen, mut first, mut names) = (None, None, Vec::new());
    for name in candidates(&workbook, options).map_err(one)? {
        let sheet = sheet(&mut workbook, &name).map_err(one)?;
        match (sheet.header(is_header), &chosen) {
            (Some(_), None) => chosen = Some(sheet),
            (Some(_), Some(_)) => names.push(name),
            (None, _) => first = first.or(Some(sheet)),
        }
    }
    let mut sheet = chosen.or(first).ok_or_else(|| one(RowCode::NoRow))?;
    if let Dialect::Xlsx { others, .. } = &mut sheet.dialect {
        *others = names;
    }
    Ok(sheet)
}

/// Returns the names of the sheets that may be read; hidden ones only where they are named.
fn candidates(workbook: &Workbook, options: &ReadOptions) -> Result<Vec<String>, RowCode> {
    let sheets = workbook.sheets_metadata().iter();
    let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let Some(named) = &options.sheet else {
        let shown = sheets.filter(|sheet| sheet.visible == SheetVisible::Visible);
        return Ok(shown.map(|sheet| sheet.name.clone()).collect());
    };
    let known: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    match known.iter().find(|name| *name == named) {
        Some(name) => Ok(vec![name.clone()]),
        None => Err(RowCode::SheetUnknown { known }),
    }
}

fn sheet(workbook: &mut Workbook, name: &str) -> Result<Sheet, RowCode> {
    let rows = rows(workbook, name)?;
    let merged = workbook.merge_cells_by_sheet_name(name);
    let merged = merged.unwrap_or_default();
    let merged = merged.iter().filter(|range| range.len() > 1);
    Ok(Sheet {
        dialect: Dialect::Xlsx {
            sheet: name.to_owned(),
            others: Vec::new(),
        },
        rows,
        problems: Vec::new(),
        raw: Vec::new(),
        merged: merged
            .map(|range| Merged {
                first: (range.start.0 + 1, range.start.1),
                last: (range.end.0 + 1, range.end.1),
            })
            .collect(),
    })
}

fn rows(workbook: &mut Workbook, name: &str) -> Result<Vec<SheetRow>, RowCode> {
    let mut reader = workbook
        .worksheet_cells_reader(name)
        .map_err(|_| RowCode::WorkbookDamaged)?;
    let sheet: Arc<str> = name.into();
    let mut filling = Filling::default();
    while let Some(found) = reader
        .next_cell_with_formula()
        .map_err(|_| RowCode::WorkbookDamaged)?
    {
        filling.add(
            &sheet,
            found.pos,
            cell(&found.value, found.formula.as_deref()),
        )?;
    }
    Ok(filling.finish())
}

/// The rows so far, and what they hold.
#[derive(Default)]
struct Filling {
    rows: Vec<SheetRow>,
    cells: usize,
    text: usize,
}

impl Filling {
    fn add(
        &mut self,
        sheet: &Arc<str>,
        (row, column): (u32, u32),
        cell: Cell,
    ) -> Result<(), RowCode> {
        if cell == Cell::default() {
            return Ok(());
        }
        let (line, column) = (u64::from(row) + 1, column as usize);
        if column >= MOST_COLUMNS {
            let limit = MOST_COLUMNS;
            return Err(RowCode::TooManyColumns { limit });
        }
        if self.rows.last().is_none_or(|last| last.line != line) {
            if self.rows.len() == MOST_ROWS {
                return Err(RowCode::TooManyRows { limit: MOST_ROWS });
            }
            self.rows.push(SheetRow {
                line,
                sheet: Some(Arc::clone(sheet)),
                item: None,
                cells: Vec::new(),
            });
        }
        let Some(last) = self.rows.last_mut() else {
            return Ok(());
        };
        self.text += cell.text.len();
        self.cells += (column + 1).saturating_sub(last.cells.len());
        if self.cells > MOST_CELLS || self.text > MOST_TEXT {
            return Err(RowCode::TooManyCells { limit: MOST_CELLS });
        }
        if last.cells.len() <= column {
            // Rows of one cell are many; a vector that grows makes room for four.
            if last.cells.is_empty() {
                last.cells.reserve_exact(column + 1);
            }
            last.cells.resize(column + 1, Cell::default());
        }
        last.cells[column] = cell;
        Ok(())
    }

    fn finish(mut self) -> Vec<SheetRow> {
        self.rows.retain(|row| !row.is_blank());
        self.rows.sort_by_key(|row| row.line);
        self.rows
    }
}

fn cell(value: &DataRef<'_>, formula: Option<&str>) -> Cell {
    let (text, kind) = match value {
        DataRef::Empty => match formula {
            Some(formula) => (format!("={formula}"), Kind::Formula),
            None => (String::new(), Kind::Text),
        },
        DataRef::String(text) => return kept(text),
        DataRef::SharedString(text) => return kept(text),
        DataRef::Int(number) => (number.to_string(), Kind::Number),
        DataRef::Float(number) => (seen(*number), Kind::Number),
        DataRef::Bool(true) => ("VRAI".to_owned(), Kind::Text),
        DataRef::Bool(false) => ("FAUX".to_owned(), Kind::Text),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            (format!("{year:04}-{month:02}-{day:02}"), Kind::Date)
        }
        DataRef::DateTime(duration) => (seen(duration.as_f64()), Kind::Number),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (text.clone(), Kind::Date),
        DataRef::Error(error) => (error.to_string(), Kind::Error),
    };
    Cell { text, kind }
}

/// Keeps a text; of one that is too long, what a cell can hold of it.
fn kept(text: &str) -> Cell {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some(_) => Cell {
            text: in_a_cell(text).to_owned(),
            kind: Kind::Cut,
        },
        None => Cell {
            text: text.to_owned(),
            kind: Kind::Text,
        },
    }
}

/// Returns a number as a spreadsheet shows it, to fifteen figures.
fn seen(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_without_a_result_keeps_its_text() {
        let cell = cell(&DataRef::Empty, Some("A1&B1"));
        assert_eq!((cell.text.as_str(), cell.kind), ("=A1&B1", Kind::Formula));
    }
}
