//! The rows of a file of statuts, judged one by one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::dialect::Dialect;
use super::lists::{Separators, split};
use super::sheet::{Kind, MOST_PROBLEMS, Sheet, SheetRow, cell_cut, fills_a_cell};
use super::statut_cells::{Shares, is_date, share, statut, takes_shares};
use super::statut_columns::{
    ACTION, COLUMNS, COMMENTAIRE, FAIT, Headers, PILOTES, SERVICES, SHARES, STATUT,
};
use super::statut_rows::{Form, Understood};
use crate::domain::action::ActionId;
use crate::domain::invalid_row::{InvalidRow, Place, RowCode};
use crate::domain::name::{fold, is_name};
use crate::domain::referentiel::Referentiel;
use crate::domain::statut::Statut;
use crate::domain::statut_row::{Given, StatutRow};

/// What is read of a file so far.
pub(super) struct Reading<'a> {
    sheet: &'a Sheet,
    header: &'a SheetRow,
    start: usize,
    headers: &'a Headers,
    referentiel: Referentiel,
    separators: Separators,
    /// Where the columns stand, for the places of what is wrong later.
    columns: Arc<[(&'static str, u32)]>,
    seen: HashMap<ActionId, u64>,
    pub rows: Vec<StatutRow>,
    pub problems: Vec<InvalidRow>,
    pub warnings: Vec<InvalidRow>,
    pub understood: Understood,
}

impl<'a> Reading<'a> {
    /// Begins to read the rows below a header.
    pub fn of(
        sheet: &'a Sheet,
        header: usize,
        headers: &'a Headers,
        referentiel: Referentiel,
    ) -> Self {
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
            columns: headers.places(),
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
                unnamed: headers.unnamed.clone(),
                rows: 0,
                preamble: header,
                totals: 0,
                without_id: 0,
            },
        }
    }

    /// Reads every row, unless too many are wrong.
    pub fn read(&mut self) {
        self.place_on_rows();
        self.refuse_merged();
        let wrong = self.problems.iter();
        let wrong: HashSet<u64> = wrong.filter_map(|problem| problem.place.row()).collect();
        for row in &self.sheet.rows[self.start..] {
            if self.problems.len() > MOST_PROBLEMS {
                return;
            }
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
        for problem in problems.filter(|problem| is_of_encoding(&problem.code)) {
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
        let action = self.action(row, id);
        if action.is_err() && self.is_silent(row) {
            self.understood.without_id += 1;
            return None;
        }
        self.understood.rows += 1;
        self.check_cells(row);
        let action = action
            .map_err(|code| self.refuse(row, Some(ACTION), code))
            .ok()?;
        let is_bare = !id.contains('_') && !titled.is_empty();
        Some(StatutRow {
            place: row.place(self.headers.at[ACTION].unwrap_or_default()),
            columns: Arc::clone(&self.columns),
            title: is_bare.then(|| titled.to_owned()),
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

    /// Tells whether a row of the score export gives nothing, so that nothing of it is judged.
    fn is_silent(&self, row: &SheetRow) -> bool {
        let says_nothing = |column: &usize| {
            let fault = self.headers.at[*column].and_then(|place| row.fault(place));
            let text = self.at(row, *column).unwrap_or_default();
            let is_empty = text.is_empty() || (*column == STATUT && gives_nothing(text));
            fault.is_none() && is_empty
        };
        let read = [STATUT, COMMENTAIRE, PILOTES, SERVICES];
        self.headers.is_score_export && read.iter().all(says_nothing)
    }

    /// Judges the cells that are read; of the score export, shares only where the statut needs them.
    fn check_cells(&mut self, row: &SheetRow) {
        let statut = self.at(row, STATUT).unwrap_or_default();
        let needs_shares = !self.headers.is_score_export || takes_shares(statut);
        for column in (0..COLUMNS.len()).filter(|column| needs_shares || !SHARES.contains(column)) {
            let place = self.headers.at[column];
            let fault = place.and_then(|place| row.fault(place).or_else(|| self.left(row, place)));
            if let Some(code) = fault {
                self.refuse(row, Some(column), code);
            }
        }
    }

    /// Returns what a reject file says of a cell that only stands for what was wrong, where it still
    /// does: a formula, its error, the beginning of a text.
    fn left(&self, row: &SheetRow, place: usize) -> Option<RowCode> {
        let said = |name| {
            let mut added = self.headers.rejects.iter();
            let place = added.find(|place| self.header.text(**place) == name);
            place.map_or("", |place| row.text(*place))
        };
        let is_told = said("_column").contains(self.header.text(place));
        let text = row.cells.get(place).filter(|_| is_told)?.text.as_str();
        let codes = [
            (RowCode::CellError, is_error(text)),
            (RowCode::FormulaWithoutResult, text.starts_with('=')),
            (cell_cut(), fills_a_cell(text)),
        ];
        let mut left = codes.into_iter().filter(|(_, stands)| *stands);
        left.find_map(|(code, _)| said("_code").contains(code.code()).then_some(code))
    }

    /// Returns the action that an id names, or why it names none.
    fn action(&mut self, row: &SheetRow, typed: &str) -> Result<ActionId, RowCode> {
        let kind = row.kind(self.headers.at[ACTION].unwrap_or_default());
        let id = ActionId::parse(typed, Some(self.referentiel));
        Err(match id {
            _ if typed.is_empty() => RowCode::IdMissing,
            _ if kind == Kind::Date => RowCode::IdIsDate,
            _ if kind == Kind::Number && typed.contains('.') => RowCode::IdIsNumber,
            Err(_) if is_date(typed) => RowCode::IdIsDate,
            Err(_) => RowCode::IdInvalid,
            Ok(id) if id.referentiel() != self.referentiel => RowCode::OtherReferentiel {
                expected: self.referentiel,
            },
            Ok(id) => {
                let Some(first_line) = self.seen.get(&id).copied() else {
                    self.seen.insert(id.clone(), row.line);
                    return Ok(id);
                };
                RowCode::DuplicateId { first_line }
            }
        })
    }

    fn statut(&mut self, row: &SheetRow) -> Given<Statut> {
        let texts = [0, 1, 2].map(|column| self.at(row, FAIT + column).unwrap_or_default());
        let shares = Shares {
            texts,
            is_score_export: self.headers.is_score_export,
        };
        let text = self.at(row, STATUT);
        match text.map_or(Ok(Given::Absent), |text| statut(text, &shares)) {
            Ok(given) => {
                if !self.headers.is_score_export && shares.contradict(&given) {
                    self.warn_of_shares(row);
                }
                given
            }
            Err(code) => {
                self.refuse(row, Some(STATUT), code);
                Given::Absent
            }
        }
    }

    /// Tells that shares are not read, by the first that is a number.
    fn warn_of_shares(&mut self, row: &SheetRow) {
        let is_share = |column: &usize| {
            let text = self.at(row, *column);
            text.is_some_and(|text| share(text).is_some())
        };
        let column = SHARES.into_iter().find(is_share);
        self.warnings
            .push(self.problem(row, column, RowCode::SharesIgnored));
    }

    fn names(&mut self, row: &SheetRow, column: usize) -> Given<Vec<String>> {
        let text = self.at(row, column);
        if self.separators == Separators::One(',') && text.is_some_and(is_joined) {
            self.warnings
                .push(self.problem(row, Some(column), RowCode::NamesJoined));
        }
        match given(text, |text| split(text, self.separators)) {
            Given::Value(names) if names.is_empty() => Given::Blank,
            Given::Value(names) if !names.iter().all(|name| is_name(name)) => {
                self.refuse(row, Some(column), RowCode::NameInvalid);
                Given::Absent
            }
            given => given,
        }
    }

    fn at<'r>(&self, row: &'r SheetRow, column: usize) -> Option<&'r str> {
        let place = self.headers.at[column]?;
        match row.kind(place) {
            Kind::Absent => None,
            Kind::Formula => Some(""),
            _ => Some(row.text(place)),
        }
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
            value: place.map_or_else(String::new, |place| shown(row, place)),
            code,
        }
    }
}

/// Returns the text of a cell; of one that was cut, its beginning.
fn shown(row: &SheetRow, place: usize) -> String {
    let most = match row.kind(place) {
        Kind::Cut => 40,
        _ => usize::MAX,
    };
    row.text(place).chars().take(most).collect()
}

/// Tells whether a text is what a spreadsheet shows of a formula that failed: `#REF!`, `#N/A`.
fn is_error(text: &str) -> bool {
    text.starts_with('#') && (text.ends_with(['!', '?']) || text == "#N/A")
}

/// Tells whether a line holds several names parted by `;` outside quotes.
fn is_joined(text: &str) -> bool {
    let mut lines = text.lines();
    lines.any(|line| split(line, Separators::One(';')).len() > 1)
}

/// Tells whether a statut of the score export leaves the value as it is.
fn gives_nothing(text: &str) -> bool {
    let shares = Shares {
        texts: [""; 3],
        is_score_export: true,
    };
    matches!(statut(text, &shares), Ok(Given::Absent | Given::Blank))
}

fn is_of_encoding(code: &RowCode) -> bool {
    matches!(code, RowCode::MixedEncoding | RowCode::NotUtf8)
}

fn given<T>(text: Option<&str>, value: impl Fn(&str) -> T) -> Given<T> {
    match text {
        None => Given::Absent,
        Some("") => Given::Blank,
        Some(text) => Given::Value(value(text)),
    }
}
