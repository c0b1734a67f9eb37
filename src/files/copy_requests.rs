//! A file of copy requests: one a row, the columns in any order.

use super::csv_records::guess;
use super::csv_sheet::{Decoded, decode, line_end, mixed_lines};
use super::csv_table::{Row, Table, whole_row};
use super::dialect::{Charset, CsvDialect};
use crate::domain::invalid_row::{InvalidRow, Place, RowCode};
use crate::domain::name::{fold, nearness};

/// How a ZIP archive begins, and hence a workbook.
const ZIP: &[u8] = b"PK\x03\x04";

/// The columns that the file of rejected rows adds, which are ignored.
const OF_REJECTS: [&str; 4] = ["_line", "_column", "_code", "_message"];

/// How near a header must be to be proposed, from 0 to 1.
const NEAR_ENOUGH: f64 = 0.7;

/// A column of a file of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    De,
    Vers,
    Referentiel,
    Actions,
    Sauf,
    Donnees,
    Regle,
    Note,
}

impl Column {
    /// All columns, in their order.
    pub const ALL: [Self; 8] = [
        Self::De,
        Self::Vers,
        Self::Referentiel,
        Self::Actions,
        Self::Sauf,
        Self::Donnees,
        Self::Regle,
        Self::Note,
    ];

    fn of(header: &str) -> Option<Self> {
        let folded = fold(header);
        Self::ALL.into_iter().find(|column| column.name() == folded)
    }

    /// Returns the header.
    pub fn name(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::Vers => "vers",
            Self::Referentiel => "referentiel",
            Self::Actions => "actions",
            Self::Sauf => "sauf",
            Self::Donnees => "donnees",
            Self::Regle => "regle",
            Self::Note => "note",
        }
    }
}

/// The requests of a file as they are written.
pub struct Requests {
    pub rows: Vec<Request>,
    /// What is wrong with the file itself: its header, its quotes, its ragged rows.
    pub problems: Vec<InvalidRow>,
    /// How the file is written, where it could be read.
    pub dialect: Option<CsvDialect>,
    /// Where each column stands, in the order of `Column::ALL`.
    places: [Option<usize>; 8],
    headers: Vec<String>,
    header_line: u64,
}

/// One request as it is written.
pub struct Request {
    pub line: u64,
    row: Row,
    places: [Option<usize>; 8],
    /// What parts the values of a list.
    pub separator: char,
}

/// One value of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub text: String,
    /// Whether it stood in quotes.
    pub quoted: bool,
}

/// Reads a file of requests; where a needed column is missing, or one is there twice, it has no rows.
pub fn read(bytes: &[u8]) -> Requests {
    if bytes.starts_with(ZIP) {
        return Requests::wrong(vec![whole_row(1, RowCode::NotACsv)]);
    }
    let decoded = match decode(bytes, None) {
        Ok(decoded) => decoded,
        Err(problem) => return Requests::wrong(vec![problem]),
    };
    let delimiter = guess(&decoded.text);
    let mut table = Table::delimited(&decoded.text, delimiter);
    let (places, mut problems) = places(&table);
    let is_fatal = |problem: &InvalidRow| !matches!(problem.code, RowCode::ColumnUnknown { .. });
    let is_headed = !problems.iter().any(is_fatal);
    problems.append(&mut table.problems);
    problems.extend(decoded.problems.iter().map(|problem| InvalidRow {
        code: RowCode::UnsureEncoding,
        ..problem.clone()
    }));
    problems.extend(mixed_lines(&decoded, &RowCode::UnsureEncoding));
    if table.rows.is_empty() && problems.is_empty() {
        problems.push(table.header_problem("", RowCode::NoRow));
    }
    // In a file whose cells are parted by `;`, lists are parted by commas.
    let separator = if delimiter == b';' { ',' } else { ';' };
    let requests = table.rows.into_iter().filter(|_| is_headed);
    let request = |row: Row| Request {
        line: row.line,
        row,
        places,
        separator,
    };
    Requests {
        rows: requests.map(request).collect(),
        problems,
        places,
        header_line: table.header_line,
        headers: table.headers,
        dialect: Some(dialect(&decoded, delimiter)),
    }
}

fn dialect(decoded: &Decoded, delimiter: u8) -> CsvDialect {
    CsvDialect {
        encoding: Charset(decoded.encoding),
        marked: decoded.marked,
        delimiter,
        line_end: line_end(&decoded.text),
        decimal_comma: None,
    }
}

impl Requests {
    fn wrong(problems: Vec<InvalidRow>) -> Self {
        Self {
            rows: Vec::new(),
            problems,
            places: [None; 8],
            headers: Vec::new(),
            header_line: 1,
            dialect: None,
        }
    }

    /// Returns the problem of a column that is needed and not there.
    pub fn missing(&self, column: Column) -> Option<InvalidRow> {
        let is_there = self.places[column as usize].is_some();
        (!is_there).then(|| InvalidRow {
            place: Place::Line(self.header_line),
            column: column.name().to_owned(),
            value: String::new(),
            code: RowCode::ColumnMissing,
        })
    }

    /// Returns a problem of a request, in a column under its header as it is written.
    pub fn invalid(
        &self,
        request: &Request,
        column: Column,
        value: &str,
        code: RowCode,
    ) -> InvalidRow {
        let header = self.places[column as usize].and_then(|place| self.headers.get(place));
        InvalidRow {
            place: Place::Line(request.line),
            column: header.map_or(column.name(), String::as_str).to_owned(),
            value: value.to_owned(),
            code,
        }
    }

    /// Puts problems in the order of lines, then of columns.
    pub fn ordered(&self, mut problems: Vec<InvalidRow>) -> Vec<InvalidRow> {
        let place = |column: &str| self.headers.iter().position(|header| header == column);
        problems.sort_by_key(|problem| {
            let Place::Line(line) = problem.place else {
                return (0, None);
            };
            (line, place(&problem.column))
        });
        problems
    }
}

impl Request {
    /// Returns a cell without the blanks around it; empty where the column is absent.
    pub fn cell(&self, column: Column) -> &str {
        self.row
            .filled(self.places[column as usize])
            .unwrap_or_default()
    }

    /// Returns the values of a cell that holds a list; none where a quote is never closed.
    pub fn list(&self, column: Column) -> Option<Vec<Item>> {
        items(self.cell(column), self.separator)
    }
}

/// Finds the columns, whatever their order, case and accents.
fn places(table: &Table) -> ([Option<usize>; 8], Vec<InvalidRow>) {
    let (mut places, mut problems) = ([None; 8], Vec::new());
    for (place, header) in table.headers.iter().enumerate() {
        let code = match Column::of(header) {
            Some(column) if places[column as usize].is_none() => {
                places[column as usize] = Some(place);
                continue;
            }
            Some(_) => RowCode::ColumnTwice,
            None if is_ignored(table, place) => continue,
            None => RowCode::ColumnUnknown { near: near(header) },
        };
        problems.push(table.header_problem(header, code));
    }
    let needed = [Column::De, Column::Vers].into_iter();
    let missing = needed.filter(|column| places[*column as usize].is_none());
    if !table.headers.is_empty() {
        let name = |column: Column| table.header_problem(column.name(), RowCode::ColumnMissing);
        problems.extend(missing.map(name));
    }
    (places, problems)
}

/// Tells whether a column is one of rejects, or has neither a header nor a value.
fn is_ignored(table: &Table, place: usize) -> bool {
    let header = table.headers[place].trim();
    let is_blank = || table.rows.iter().all(|row| row.cell(place).is_empty());
    OF_REJECTS.contains(&header.to_lowercase().as_str()) || (header.is_empty() && is_blank())
}

fn near(header: &str) -> Option<String> {
    let names = Column::ALL.map(Column::name).into_iter();
    let scored = names.map(|name| (nearness(header, name), name));
    let near = scored.filter(|(score, _)| *score >= NEAR_ENOUGH);
    let nearest = near.max_by(|one, two| one.0.total_cmp(&two.0));
    nearest.map(|(_, name)| name.to_owned())
}

/// Splits a list at the separators outside quotes; a doubled quote within quotes is one.
fn items(text: &str, separator: char) -> Option<Vec<Item>> {
    let mut quoted = false;
    let parts = text.split(|letter: char| {
        quoted ^= letter == '"';
        letter == separator && !quoted
    });
    let parts: Vec<&str> = parts.map(str::trim).collect();
    if text.matches('"').count() % 2 == 1 {
        return None;
    }
    let filled = parts.into_iter().filter(|part| !part.is_empty());
    Some(filled.map(item).collect())
}

fn item(part: &str) -> Item {
    let inner = part
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    Item {
        text: inner.map_or_else(|| part.to_owned(), |text| text.trim().replace("\"\"", "\"")),
        quoted: inner.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, separator: char) -> Vec<(String, bool)> {
        let items = items(text, separator).unwrap_or_default().into_iter();
        items.map(|item| (item.text, item.quoted)).collect()
    }

    fn plain(texts: &[&str]) -> Vec<(String, bool)> {
        texts
            .iter()
            .map(|text| ((*text).to_owned(), false))
            .collect()
    }

    #[test]
    fn lists_are_split_outside_quotes() {
        assert_eq!(texts("a; b;;c ;", ';'), plain(&["a", "b", "c"]));
        assert_eq!(texts("a; b", ','), plain(&["a; b"]));
        assert_eq!(texts("", ';'), plain(&[]));
        let named = texts("\"CC A; B\";\"dite \"\"C\"\"\"; d", ';');
        let expected = [("CC A; B", true), ("dite \"C\"", true), ("d", false)];
        assert_eq!(
            named,
            expected.map(|(text, quoted)| (text.to_owned(), quoted))
        );
        assert_eq!(items("\"a;b", ';'), None);
    }

    #[test]
    fn the_separator_of_lists_is_not_the_file_s() {
        for (text, separator) in [
            ("de,vers\na,b;c", ';'),
            ("de;vers\na;b,c", ','),
            ("de\tvers\na\tb;c", ';'),
        ] {
            let requests = read(text.as_bytes());
            assert_eq!(requests.problems, []);
            assert_eq!(requests.rows[0].separator, separator);
            assert_eq!(
                requests.rows[0].list(Column::Vers).map(|list| list.len()),
                Some(2)
            );
        }
    }

    #[test]
    fn headers_are_found_whatever_their_order_case_and_accents() {
        let requests = read("Note;RÈGLE;vers;De;_line;;Données\nn;fill;b;a;7;;statuts".as_bytes());
        assert_eq!(requests.problems, []);
        let row = &requests.rows[0];
        let cells = Column::ALL.map(|column| row.cell(column));
        assert_eq!(cells, ["a", "b", "", "", "", "statuts", "fill", "n"]);
    }

    #[test]
    fn wrong_headers_are_all_named_and_rows_are_left_unread() {
        let requests = read(b"de,de,actoins,zzz\na,b,c,d");
        let codes = requests.problems.iter().map(|problem| &problem.code);
        let near = |near: Option<&str>| RowCode::ColumnUnknown {
            near: near.map(str::to_owned),
        };
        let expected = [
            &RowCode::ColumnTwice,
            &near(Some("actions")),
            &near(None),
            &RowCode::ColumnMissing,
        ];
        assert!(codes.eq(expected));
        assert!(requests.rows.is_empty());
    }

    #[test]
    fn an_empty_file_has_no_row() {
        for text in ["", "\n\n", "de,vers\n", "de;vers\n;\n"] {
            let problems = read(text.as_bytes()).problems;
            assert_eq!(problems.len(), 1, "{text:?}");
            assert_eq!(problems[0].code, RowCode::NoRow);
        }
        assert_eq!(read(ZIP).problems[0].code, RowCode::NotACsv);
    }
}
