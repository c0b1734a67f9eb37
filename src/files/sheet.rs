//! The rows of a CSV text or of a workbook's sheet, each cell with its true place.

use std::sync::Arc;

use super::dialect::{Dialect, ReadOptions};
use super::{csv_sheet, xlsx_sheet};
use crate::domain::commentaire;
use crate::domain::invalid_row::{InvalidRow, Place, RowCode};
use crate::domain::name::steers;

/// How many characters a value may have: as many as a commentaire.
pub const MOST_CHARACTERS: usize = commentaire::LONGEST;

/// How many characters a cell of a workbook can hold, those beyond the common ones counted twice.
pub const MOST_IN_A_CELL: usize = 32_767;

/// How many bytes a file may have.
pub const MOST_BYTES: u64 = 100_000_000;

/// How many columns a row may have.
pub const MOST_COLUMNS: usize = 1_000;

/// How many rows or items a file may have.
pub const MOST_ROWS: usize = 1_000_000;

/// How many cells a file may have, of a sheet those between two filled ones included.
pub const MOST_CELLS: usize = 3_000_000;

/// How many problems of a file are told.
pub const MOST_PROBLEMS: usize = 10_000;

/// How many rows before the header may hold something else.
pub const MOST_PREAMBLE: usize = 30;

/// How a ZIP archive begins, and hence a workbook.
const ZIP: &[u8] = b"PK";

/// How a workbook of before 2007 begins, and one behind a password.
const OLE2: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What the first bytes of a file tell, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
    Json,
}

/// Returns what is wrong with a file that has too many bytes.
pub fn too_large() -> InvalidRow {
    let limit = MOST_BYTES / 1_000_000;
    whole(RowCode::FileTooLarge { limit })
}

/// Tells the format of a file by its first bytes, or why it cannot be read.
pub fn format(bytes: &[u8]) -> Result<Format, InvalidRow> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(too_large());
    }
    if bytes.starts_with(OLE2) {
        return Err(whole(RowCode::OldWorkbook));
    }
    if bytes.starts_with(ZIP) && bytes.get(2).is_some_and(|byte| *byte < 9) {
        return Ok(Format::Xlsx);
    }
    let text = bytes.iter().copied();
    let seen = |byte: &u8| {
        !matches!(byte, 0xef | 0xbb | 0xbf | 0xff | 0xfe | 0) && !byte.is_ascii_whitespace()
    };
    match text.take(10_000).find(seen) {
        Some(b'{' | b'[') => Ok(Format::Json),
        _ => Ok(Format::Csv),
    }
}

/// The rows of a file.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// How it is written.
    pub dialect: Dialect,
    /// The rows that are not blank, preamble and header included.
    pub rows: Vec<SheetRow>,
    /// What is wrong with the text as such, so that later rows cannot be told.
    pub problems: Vec<InvalidRow>,
    /// The ranges of merged cells, of a workbook.
    pub(super) merged: Vec<Merged>,
    /// The items of a document as they are written.
    pub(super) raw: Vec<String>,
}

/// A range of merged cells, its ends included, rows counted from 1 and columns from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Merged {
    pub first: (u32, u32),
    pub last: (u32, u32),
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// The line on which it starts, or its number in the sheet.
    pub line: u64,
    /// The name of its sheet, of a workbook.
    pub sheet: Option<Arc<str>>,
    /// The number of the item that it is, in a document.
    pub item: Option<u64>,
    /// Its cells as they are written.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What a person sees.
    pub text: String,
    /// What it is for the program that wrote it.
    pub kind: Kind,
}

/// What a cell is for the program that wrote it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Text,
    /// A text that may stand behind our apostrophe.
    Delimited,
    Number,
    Date,
    /// The result of a formula that failed.
    Error,
    /// A formula without a result, as it is written.
    Formula,
    /// A key that an item does not have.
    Absent,
    /// A text that was too long to be kept whole.
    Cut,
}

impl Sheet {
    /// Reads a CSV text or a workbook; `is_header` tells the row of the headers.
    ///
    /// Refused where no row can be told from another.
    pub fn read(
        bytes: &[u8],
        options: &ReadOptions,
        is_header: &dyn Fn(&SheetRow) -> bool,
    ) -> Result<Self, Vec<InvalidRow>> {
        match format(bytes).map_err(|problem| vec![problem])? {
            Format::Xlsx => xlsx_sheet::read(bytes, options, is_header),
            Format::Csv | Format::Json => csv_sheet::read(bytes, options, is_header),
        }
    }

    /// Returns where the header stands among the rows.
    pub fn header(&self, is_header: &dyn Fn(&SheetRow) -> bool) -> Option<usize> {
        let mut first = self.rows.iter().take(MOST_PREAMBLE);
        first.position(is_header)
    }

    /// Returns the rows after `line` that merged cells hold together in one of `columns`.
    pub fn merged_below(&self, line: u64, columns: &[usize]) -> Vec<Place> {
        let sheet = match &self.dialect {
            Dialect::Xlsx { sheet, .. } => Arc::from(sheet.as_str()),
            _ => return Vec::new(),
        };
        let holds = |merged: &&Merged| {
            let across = merged.first.1 as usize..=merged.last.1 as usize;
            u64::from(merged.last.0) > line && columns.iter().any(|column| across.contains(column))
        };
        let place = |(row, merged): (&SheetRow, &Merged)| Place::Cell {
            sheet: Arc::clone(&sheet),
            row: u32::try_from(row.line).unwrap_or(u32::MAX),
            column: merged.first.1,
        };
        let rows = |merged: &Merged| {
            let first = u64::from(merged.first.0).max(line + 1);
            let (first, last) = (first, u64::from(merged.last.0));
            let start = self.rows.partition_point(|row| row.line < first);
            let held = self.rows[start..].iter();
            held.take_while(move |row| row.line <= last)
        };
        let merged = self.merged.iter().filter(holds);
        let held = merged.flat_map(|merged| rows(merged).map(move |row| (row, merged)));
        held.map(place).take(MOST_PROBLEMS + 1).collect()
    }
}

impl SheetRow {
    /// Returns the place of the row, or of one of its cells where the file has cells.
    pub fn place(&self, column: usize) -> Place {
        match &self.sheet {
            Some(sheet) => Place::Cell {
                sheet: Arc::clone(sheet),
                row: u32::try_from(self.line).unwrap_or(u32::MAX),
                column: u32::try_from(column).unwrap_or(u32::MAX),
            },
            None => match self.item {
                Some(number) => Place::Item {
                    line: self.line,
                    number,
                },
                None => Place::Line(self.line),
            },
        }
    }

    /// Returns what tells the row from the others: its line, or its number among items.
    pub fn number(&self) -> u64 {
        self.item.unwrap_or(self.line)
    }

    /// Returns what a cell says, our own apostrophe taken away, blanks around it dropped.
    pub fn text(&self, column: usize) -> &str {
        let Some(cell) = self.cells.get(column) else {
            return "";
        };
        match cell.kind {
            Kind::Delimited => super::csv_text::restored(&cell.text).trim(),
            _ => cell.text.trim(),
        }
    }

    /// Returns what a cell is.
    pub fn kind(&self, column: usize) -> Kind {
        self.cells.get(column).map_or(Kind::Text, |cell| cell.kind)
    }

    /// Tells whether nothing is written in the row.
    pub fn is_blank(&self) -> bool {
        let mut cells = self.cells.iter();
        cells.all(|cell| cell.text.trim().is_empty())
    }

    /// Returns what is wrong with a cell, whatever its column.
    pub fn fault(&self, column: usize) -> Option<RowCode> {
        let cell = self.cells.get(column)?;
        match cell.kind {
            Kind::Error => return Some(RowCode::CellError),
            Kind::Formula => return Some(RowCode::FormulaWithoutResult),
            Kind::Cut => return Some(too_long()),
            _ => {}
        }
        text_fault(&cell.text)
    }
}

/// Returns the first characters of a text, as many as a cell of a workbook can hold.
pub(super) fn in_a_cell(text: &str) -> &str {
    let mut units = 0;
    let over = text.char_indices().find(|(_, letter)| {
        units += letter.len_utf16();
        units > MOST_IN_A_CELL
    });
    over.map_or(text, |(end, _)| &text[..end])
}

/// Tells whether a text is all that a cell of a workbook can hold.
pub(super) fn fills_a_cell(text: &str) -> bool {
    text.encode_utf16().count() + 1 >= MOST_IN_A_CELL
}

/// Returns that a cell of a workbook holds no more than the beginning of its value.
pub(super) fn cell_cut() -> RowCode {
    RowCode::CellCut {
        limit: MOST_IN_A_CELL,
    }
}

/// Returns what is wrong with a text, whatever it should say.
pub fn text_fault(text: &str) -> Option<RowCode> {
    if text.contains('\0') {
        return Some(RowCode::NulByte);
    }
    if steers(text) {
        return Some(RowCode::ControlCharacter);
    }
    commentaire::is_too_long(text).then(too_long)
}

fn too_long() -> RowCode {
    RowCode::TooLong {
        limit: MOST_CHARACTERS,
    }
}

/// Returns what is wrong with a file as such.
pub fn whole(code: RowCode) -> InvalidRow {
    InvalidRow {
        place: Place::Whole,
        column: String::new(),
        value: String::new(),
        code,
    }
}
