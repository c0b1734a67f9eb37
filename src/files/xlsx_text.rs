//! Writing a workbook of one sheet: texts as texts, numbers as numbers, the header in place.

use anyhow::Result;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::sheet::{MOST_IN_A_CELL, in_a_cell};
use crate::domain::refusal::Refusal;

/// How wide a column may be.
const WIDEST: usize = 60;

/// A cell to write.
#[derive(Clone, Debug, PartialEq)]
pub enum XlsxCell {
    Text(String),
    Number(f64),
}

/// Returns a workbook; a text that Excel would cut is refused, named by the first cell of its row.
pub fn write_xlsx(header: &[&str], rows: &[Vec<XlsxCell>]) -> Result<Vec<u8>> {
    let header = header
        .iter()
        .map(|title| XlsxCell::Text((*title).to_owned()));
    let rows: Vec<Vec<XlsxCell>> = std::iter::once(header.collect())
        .chain(rows.iter().cloned())
        .collect();
    write_sheet(&rows, 1)
}

/// Returns a workbook whose first rows stay in place.
pub(super) fn write_sheet(rows: &[Vec<XlsxCell>], frozen: u32) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let sheet = workbook.add_worksheet();
    sheet.set_freeze_panes(frozen, 0)?;
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                XlsxCell::Text(text) if text.is_empty() => {}
                XlsxCell::Text(text) if in_a_cell(text).len() < text.len() => {
                    return Err(too_long(cells).into());
                }
                XlsxCell::Text(text) => {
                    sheet.write_string(row, column, text)?;
                }
                XlsxCell::Number(number) => {
                    sheet.write_number(row, column, *number)?;
                }
            }
        }
    }
    for (column, width) in (0..).zip(widths(rows)) {
        sheet.set_column_width(column, width)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn too_long(cells: &[XlsxCell]) -> Refusal {
    let row = match cells.first() {
        Some(XlsxCell::Text(text)) => text.clone(),
        _ => String::new(),
    };
    Refusal::CellTooLong {
        row,
        limit: MOST_IN_A_CELL,
    }
}

fn widths(rows: &[Vec<XlsxCell>]) -> Vec<u16> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widths = cells.map(|cell| match cell {
            XlsxCell::Text(text) => text.chars().take(WIDEST).count(),
            XlsxCell::Number(_) => 6,
        });
        u16::try_from(widths.max().unwrap_or(0).max(6) + 2).unwrap_or(u16::MAX)
    };
    (0..columns).map(width).collect()
}
