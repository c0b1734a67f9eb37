//! Files of statuts: the plain columns and the platform's score export, CSV or XLSX.

use super::dialect::{Dialect, ReadOptions};
use super::json_sheet::{self, Key, Keys};
use super::sheet::{Format, MOST_PROBLEMS, Sheet, SheetRow, format, whole};
use super::statut_columns::{Headers, REJECT_COLUMNS, is_header};
use super::statut_reading::Reading;
use crate::domain::invalid_row::{InvalidRow, JsonType, RowCode};
use crate::domain::referentiel::Referentiel;
use crate::domain::statut_row::StatutRow;

/// The keys of an item of `referentiel export`.
const KEYS: [Key; 8] = [
    Key {
        name: "action",
        expected: JsonType::Text,
    },
    Key {
        name: "statut",
        expected: JsonType::Text,
    },
    Key {
        name: "fait",
        expected: JsonType::Number,
    },
    Key {
        name: "programme",
        expected: JsonType::Number,
    },
    Key {
        name: "pas_fait",
        expected: JsonType::Number,
    },
    Key {
        name: "commentaire",
        expected: JsonType::Text,
    },
    Key {
        name: "pilotes",
        expected: JsonType::Texts,
    },
    Key {
        name: "services",
        expected: JsonType::Texts,
    },
];

/// A file of statuts, read.
#[derive(Clone, Debug)]
pub struct StatutFile {
    /// The rows that are right, in the order of the file.
    pub rows: Vec<StatutRow>,
    /// Everything that is wrong with the others, by line then column.
    pub problems: Vec<InvalidRow>,
    /// What a person should know of its rows, where they are taken.
    pub warnings: Vec<InvalidRow>,
    /// What was understood of the file.
    pub understood: Understood,
    pub(super) sheet: Sheet,
    pub(super) header: usize,
    pub(super) headers: Headers,
}

/// What was understood of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    /// How it is written.
    pub dialect: Dialect,
    /// Whether it is the platform's score export.
    pub form: Form,
    /// The headers that are read, as they are written, and the column each is read as.
    pub columns: Vec<(String, &'static str)>,
    /// The headers that are not read.
    pub left_out: Vec<String>,
    /// The columns without a header that hold something, by letter or number, not read either.
    pub unnamed: Vec<String>,
    /// How many rows of data it has, those left out aside.
    pub rows: usize,
    /// How many rows stand before the header.
    pub preamble: usize,
    /// How many rows are totals.
    pub totals: usize,
    /// How many rows have no id, and nothing that would be read.
    pub without_id: usize,
}

/// Which of the forms a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Plain,
    ScoreExport,
}

/// Reads a file of statuts; refused where its rows or columns cannot be told.
pub fn read_statuts(
    bytes: &[u8],
    referentiel: Referentiel,
    options: &ReadOptions,
) -> Result<StatutFile, Vec<InvalidRow>> {
    let (sheet, header) = sheet(bytes, options)?;
    let headers = Headers::read(&sheet.rows[header..], options)?;
    let mut reading = Reading::of(&sheet, header, &headers, referentiel);
    reading.read();
    let Reading {
        rows,
        mut problems,
        warnings,
        understood,
        ..
    } = reading;
    problems.sort_by(|one, other| one.place.cmp(&other.place));
    if problems.len() > MOST_PROBLEMS {
        problems.truncate(MOST_PROBLEMS);
        problems.push(too_many_problems());
    }
    if problems.iter().any(|problem| problem.code.is_fatal()) {
        return Err(problems);
    }
    Ok(StatutFile {
        rows,
        problems,
        warnings,
        understood,
        sheet,
        header,
        headers,
    })
}

/// Returns what ends the problems of a file that has more than are told.
pub fn too_many_problems() -> InvalidRow {
    whole(RowCode::TooManyProblems {
        limit: MOST_PROBLEMS,
    })
}

/// Returns the rows, and the place of the header among them: the first row where none looks like one.
fn sheet(bytes: &[u8], options: &ReadOptions) -> Result<(Sheet, usize), Vec<InvalidRow>> {
    let found = |row: &SheetRow| is_header(row, options);
    let keys = Keys {
        read: &KEYS,
        left_out: &REJECT_COLUMNS,
        unknown: options.unknown,
    };
    let mut sheet = match format(bytes).map_err(|problem| vec![problem])? {
        Format::Json => json_sheet::read(bytes, &keys)?,
        _ => Sheet::read(bytes, options, &found)?,
    };
    let is_cut = sheet.problems.iter().any(|problem| problem.code.is_fatal());
    if sheet.rows.is_empty() && !is_cut {
        sheet.problems.push(whole(RowCode::NoRow));
    }
    match sheet.header(&found) {
        Some(header) => Ok((sheet, header)),
        None if is_cut || sheet.rows.is_empty() => Err(sheet.problems),
        // What is wrong with the first row is told; a lone row is no header of anything.
        None if sheet.rows.len() > 1 => Ok((sheet, 0)),
        None => Err(vec![whole(RowCode::NoRow)]),
    }
}
