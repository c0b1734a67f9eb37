//! Files of statuts: the plain columns and the platform's score export, CSV or XLSX.

use std::collections::{HashMap, HashSet};

use super::dialect::{Dialect, ReadOptions};
use super::json_sheet::{self, Key, Keys};
use super::lists::{Separators, split};
use super::sheet::{Format, Kind, Sheet, SheetRow, format, whole};
use super::statut_cells::{Shares, share, statut};
use super::statut_columns::{
    ACTION, COLUMNS, COMMENTAIRE, FAIT, Headers, PILOTES, REJECT_COLUMNS, SERVICES, STATUT,
    is_header,
};
use crate::domain::action::ActionId;
use crate::domain::invalid_row::{InvalidRow, JsonType, Place, RowCode};
use crate::domain::name::fold;
use crate::domain::referentiel::Referentiel;
use crate::domain::statut::Statut;
use crate::domain::statut_row::{Given, StatutRow};

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
    /// What a person should know of the rows that are right.
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
    let headers = Headers::read(&sheet.rows[header], options)?;
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
    let is_cut = |problem: &InvalidRow| problem.code == RowCode::QuoteOpen;
    if problems.iter().any(is_cut) {
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
    if sheet.rows.is_empty() {
        sheet.problems.push(whole(RowCode::NoRow));
        return Err(sheet.problems);
    }
    match sheet.header(&found) {
        Some(header) => Ok((sheet, header)),
        // What is wrong with the first row is told; a lone row is no header of anything.
        None if sheet.rows.len() > 1 => Ok((sheet, 0)),
        None => Err(vec![whole(RowCode::NoRow)]),
    }
}

struct Reading<'a> {
    sheet: &'a Sheet,
    header: &'a SheetRow,
    start: usize,
    headers: &'a Headers,
    referentiel: Referentiel,
    separators: Separators,
    seen: HashMap<ActionId, u64>,
    rows: Vec<StatutRow>,
    problems: Vec<InvalidRow>,
    warnings: Vec<InvalidRow>,
    understood: Understood,
}

impl<'a> Reading<'a> {
    fn of(sheet: &'a Sheet, header: usize, headers: &'a Headers, referentiel: Referentiel) -> Self {
        let row = &sheet.rows[header];
        let read = headers.at.iter().zip(COLUMNS);
        let columns =
            read.filter_map(|(place, column)| Some((row.text((*place)?).to_owned(), column)));
        let separators = match &sheet.dialect {
            _ if headers.is_score_export => Separators::Platform,
            Dialect::Csv(csv) => Separators::One(csv.list_delimiter()),
            _ => Separators::One(';'),
        };
        Self {
            sheet,
            header: row,
            start: header + 1,
            headers,
            referentiel,
            separators,
            seen: HashMap::new(),
            rows: Vec::new(),
            problems: sheet.problems.clone(),
            warnings: Vec::new(),
            understood: Understood {
                dialect: sheet.dialect.clone(),
                form: if headers.is_score_export {
                    Form::ScoreExport
                } else {
                    Form::Plain
                },
                columns: columns.collect(),
                left_out: headers.left_out.clone(),
                rows: 0,
                preamble: header,
                totals: 0,
                without_id: 0,
            },
        }
    }

    fn read(&mut self) {
        self.place_on_rows();
        self.refuse_merged();
        let wrong = self.problems.iter();
        let wrong: HashSet<u64> = wrong.filter_map(|problem| problem.place.row()).collect();
        for row in &self.sheet.rows[self.start..] {
            let before = self.problems.len();
            let read = self.row(row);
            let is_right = self.problems.len() == before && !wrong.contains(&row.number());
            self.rows.extend(read.filter(|_| is_right));
        }
    }

    fn refuse_merged(&mut self) {
        let taken = self.headers.taken();
        let merged = self.sheet.merged_below(self.header.line, &taken);
        self.problems
            .extend(merged.into_iter().map(|place| InvalidRow {
                place,
                column: String::new(),
                value: String::new(),
                code: RowCode::MergedCells,
            }));
    }

    /// Places a line of another encoding on the row that holds the line.
    fn place_on_rows(&mut self) {
        let starts: Vec<u64> = self.sheet.rows.iter().map(|row| row.line).collect();
        let problems = self.problems.iter_mut();
        for problem in problems.filter(|problem| problem.code == RowCode::MixedEncoding) {
            if let Place::Line(line) = &mut problem.place {
                let after = starts.partition_point(|start| *start <= *line);
                *line = starts[..after].last().copied().unwrap_or(*line);
            }
        }
    }

    fn row(&mut self, row: &SheetRow) -> Option<StatutRow> {
        if self.is_ragged(row) {
            return None;
        }
        let id = self.at(row, ACTION).unwrap_or_default();
        let titled = self.headers.intitule.map_or("", |place| row.text(place));
        if fold(id) == "total" || (id.is_empty() && fold(titled) == "total") {
            self.understood.totals += 1;
            return None;
        }
        if id.is_empty()
            && (STATUT..=SERVICES).all(|column| self.at(row, column).is_none_or(str::is_empty))
        {
            self.understood.without_id += 1;
            return None;
        }
        self.understood.rows += 1;
        self.check_cells(row);
        let action = self.action(row, id)?;
        Some(StatutRow {
            place: row.place(self.headers.at[ACTION].unwrap_or_default()),
            statut: self.statut(row),
            commentaire: given(self.at(row, COMMENTAIRE), str::to_owned),
            pilotes: self.names(row, PILOTES),
            services: self.names(row, SERVICES),
            action,
        })
    }

    /// Tells whether cells may have shifted; a workbook's cannot.
    fn is_ragged(&mut self, row: &SheetRow) -> bool {
        let (expected, found) = (self.header.cells.len(), row.cells.len());
        let is_ragged = row.sheet.is_none() && expected != found;
        if is_ragged {
            self.refuse(row, None, RowCode::Ragged { expected, found });
        }
        is_ragged
    }

    fn check_cells(&mut self, row: &SheetRow) {
        for column in 0..COLUMNS.len() {
            let fault = self.headers.at[column].and_then(|place| row.fault(place));
            if let Some(code) = fault {
                self.refuse(row, Some(column), code);
            }
        }
    }

    fn action(&mut self, row: &SheetRow, typed: &str) -> Option<ActionId> {
        let kind = row.kind(self.headers.at[ACTION]?);
        let id = ActionId::parse(typed, Some(self.referentiel));
        let code = match id {
            _ if typed.is_empty() => RowCode::IdMissing,
            _ if kind == Kind::Date => RowCode::IdIsDate,
            _ if kind == Kind::Number && typed.contains('.') => RowCode::IdIsNumber,
            Err(_) => RowCode::IdInvalid,
            Ok(id) if id.referentiel() != self.referentiel => RowCode::OtherReferentiel {
                expected: self.referentiel,
            },
            Ok(id) => {
                let Some(first_line) = self.seen.get(&id).copied() else {
                    self.seen.insert(id.clone(), row.line);
                    return Some(id);
                };
                RowCode::DuplicateId { first_line }
            }
        };
        self.refuse(row, Some(ACTION), code);
        None
    }

    fn statut(&mut self, row: &SheetRow) -> Given<Statut> {
        let Some(text) = self.at(row, STATUT) else {
            return Given::Absent;
        };
        let shares = [0, 1, 2].map(|column| self.at(row, FAIT + column).unwrap_or_default());
        let shares = Shares {
            texts: shares,
            is_score_export: self.headers.is_score_export,
        };
        match statut(text, &shares) {
            Ok(given) => {
                if !self.headers.is_score_export && shares.contradict(&given) {
                    let column = [0, 1, 2]
                        .map(|column| FAIT + column)
                        .into_iter()
                        .find(|column| {
                            self.at(row, *column)
                                .is_some_and(|text| share(text).is_some())
                        });
                    let ignored = self.problem(row, column, RowCode::SharesIgnored);
                    self.warnings.push(ignored);
                }
                given
            }
            Err(code) => {
                self.refuse(row, Some(STATUT), code);
                Given::Absent
            }
        }
    }

    fn names(&self, row: &SheetRow, column: usize) -> Given<Vec<String>> {
        match given(self.at(row, column), |text| split(text, self.separators)) {
            Given::Value(names) if names.is_empty() => Given::Blank,
            given => given,
        }
    }

    fn at<'r>(&self, row: &'r SheetRow, column: usize) -> Option<&'r str> {
        let place = self.headers.at[column]?;
        (row.kind(place) != Kind::Absent).then(|| row.text(place))
    }

    fn refuse(&mut self, row: &SheetRow, column: Option<usize>, code: RowCode) {
        let problem = self.problem(row, column, code);
        self.problems.push(problem);
    }

    fn problem(&self, row: &SheetRow, column: Option<usize>, code: RowCode) -> InvalidRow {
        let place = column.and_then(|column| self.headers.at[column]);
        InvalidRow {
            place: row.place(place.unwrap_or_default()),
            column: place.map_or_else(String::new, |place| self.header.text(place).to_owned()),
            value: place.map_or_else(String::new, |place| row.text(place).to_owned()),
            code,
        }
    }
}

fn given<T>(text: Option<&str>, value: impl Fn(&str) -> T) -> Given<T> {
    match text {
        None => Given::Absent,
        Some("") => Given::Blank,
        Some(text) => Given::Value(value(text)),
    }
}
