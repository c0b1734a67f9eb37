//! A CSV text as spreadsheets write it: any of their encodings and delimiters, true line numbers.

use std::borrow::Cow;
use std::str;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::csv_records::{guess, records, text_lines};
use crate::domain::invalid_row::{InvalidRow, Place, RowCode};

/// Reads bytes by their byte order mark, else as UTF-8, else as Windows-1252, which never fails.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let (encoding, mark) = match (Encoding::for_bom(bytes), str::from_utf8(bytes)) {
        (Some(marked), _) => marked,
        (None, Ok(_)) => (UTF_8, 0),
        (None, Err(_)) => (WINDOWS_1252, 0),
    };
    encoding.decode_without_bom_handling(&bytes[mark..]).0
}

/// The records of a CSV text.
#[derive(Debug)]
pub struct Table {
    /// The headers as they are written.
    pub headers: Vec<String>,
    /// The line on which the header starts, 1 where there is none.
    pub header_line: u64,
    /// The rows that have one cell for each header, blank ones left out.
    pub rows: Vec<Row>,
    /// The rows that have more or fewer, whose cells may have shifted.
    pub ragged: Vec<Row>,
    /// What is wrong with the text, by line; a ragged row is one of them.
    pub problems: Vec<InvalidRow>,
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line on which it starts, counted from 1.
    pub line: u64,
    /// The cells as they are written.
    pub cells: Vec<String>,
}

impl Table {
    /// Reads a decoded text, the delimiter guessed on its header.
    pub fn read(text: &str) -> Self {
        Self::delimited(text, guess(text))
    }

    /// Reads a decoded text whose delimiter, an ASCII character, is known.
    pub fn delimited(text: &str, delimiter: u8) -> Self {
        let mut table = Self {
            headers: Vec::new(),
            header_line: 1,
            rows: Vec::new(),
            ragged: Vec::new(),
            problems: nul_lines(text),
        };
        let read = records(text, delimiter);
        for row in read.rows {
            table.add(row);
        }
        table.problems.extend(read.fault);
        table.problems.sort_by(|a, b| a.place.cmp(&b.place));
        table
    }

    /// Returns the column of that name, case and surrounding blanks aside.
    ///
    /// Refused where two headers have the name: no one could say which is meant.
    pub fn column(&self, name: &str) -> Result<Option<usize>, InvalidRow> {
        let wanted = name.trim().to_lowercase();
        let headers = self
            .headers
            .iter()
            .map(|header| header.trim().to_lowercase());
        let mut found = headers.enumerate().filter(|(_, header)| *header == wanted);
        let first = found.next().map(|(place, _)| place);
        match found.next() {
            Some((place, _)) => {
                Err(self.header_problem(&self.headers[place], RowCode::ColumnTwice))
            }
            None => Ok(first),
        }
    }

    /// Returns a column that must be there.
    pub fn needed(&self, name: &str) -> Result<usize, InvalidRow> {
        self.column(name)?
            .ok_or_else(|| self.header_problem(name, RowCode::ColumnMissing))
    }

    /// Returns a problem of the header as such, on its line.
    pub fn header_problem(&self, column: &str, code: RowCode) -> InvalidRow {
        InvalidRow {
            place: Place::Line(self.header_line),
            column: column.to_owned(),
            value: String::new(),
            code,
        }
    }

    fn add(&mut self, row: Row) {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let (expected, found) = (self.headers.len(), row.cells.len());
        if self.headers.is_empty() {
            self.header_line = row.line;
            self.headers = row.cells;
        } else if found == expected {
            self.rows.push(row);
        } else {
            let code = RowCode::Ragged { expected, found };
            self.problems.push(whole_row(row.line, code));
            self.ragged.push(row);
        }
    }
}

impl Row {
    /// Returns a cell without the blanks around it.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// Returns a cell as above, none if the column is absent or the cell is empty.
    pub fn filled(&self, column: Option<usize>) -> Option<&str> {
        column
            .map(|column| self.cell(column))
            .filter(|cell| !cell.is_empty())
    }
}

/// Reads a number with a decimal comma or point; blanks of any kind may part its thousands.
pub fn decimal(text: &str) -> Option<f64> {
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| if letter == ',' { '.' } else { letter })
        .collect();
    let figures = plain.strip_prefix('-').unwrap_or(&plain);
    let is_plain = figures
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_plain.then(|| plain.parse().ok()).flatten()
}

fn nul_lines(text: &str) -> Vec<InvalidRow> {
    if !text.contains('\0') {
        return Vec::new();
    }
    let wrong = text_lines(text).filter(|(_, text)| text.contains('\0'));
    wrong
        .map(|(line, _)| whole_row(line, RowCode::NulByte))
        .collect()
}

/// Returns what is wrong with a line as a whole.
pub(super) fn whole_row(line: u64, code: RowCode) -> InvalidRow {
    InvalidRow {
        place: Place::Line(line),
        column: String::new(),
        value: String::new(),
        code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, String)> {
        let table = Table::read(text);
        assert_eq!(table.problems, []);
        let rows = table.rows.into_iter();
        rows.map(|row| (row.line, row.cells.join("|"))).collect()
    }

    fn expected(rows: &[(u64, &str)]) -> Vec<(u64, String)> {
        rows.iter()
            .map(|(line, text)| (*line, (*text).to_owned()))
            .collect()
    }

    fn problems(text: &str) -> Vec<(Place, RowCode)> {
        let problems = Table::read(text).problems.into_iter();
        problems
            .map(|problem| (problem.place, problem.code))
            .collect()
    }

    #[test]
    fn each_encoding_gives_the_same_text() {
        let utf16: Vec<u8> = "\u{feff}œé€"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for bytes in [
            "œé€".as_bytes(),
            "\u{feff}œé€".as_bytes(),
            b"\x9c\xe9\x80",
            &utf16,
        ] {
            assert_eq!(decode(bytes), "œé€");
        }
    }

    #[test]
    fn utf8_is_not_copied() {
        assert!(matches!(decode("é".as_bytes()), Cow::Borrowed(_)));
    }

    #[test]
    fn the_delimiter_is_guessed_on_the_header_outside_quotes() {
        for (text, delimiter) in [
            ("a,b\n1;2;3;4", ','),
            ("a;b\n1,2,3", ';'),
            ("a\tb,c\td", '\t'),
            ("\r\n\"a,b,\n,c\";d;e\r\n", ';'),
            ("a", ','),
            ("", ','),
        ] {
            assert_eq!(char::from(guess(text)), delimiter, "{text:?}");
        }
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let text = "nom;code\nA;1\nB;2\n";
        let plain = expected(&[(2, "A|1"), (3, "B|2")]);
        assert_eq!(lines(text), plain);
        assert_eq!(lines(&text.replace('\n', "\r\n")), plain);
        assert_eq!(lines(&decode(format!("\u{feff}{text}").as_bytes())), plain);
    }

    #[test]
    fn blank_lines_count_and_blank_rows_do_not() {
        for end in ["\n", "\r\n"] {
            let text = "\n\nnom;code\n\nA;1\n;\n \nB;2\n\n\n".replace('\n', end);
            assert_eq!(lines(&text), expected(&[(5, "A|1"), (8, "B|2")]));
            assert_eq!(Table::read(&text).header_line, 3);
        }
    }

    #[test]
    fn a_record_of_several_lines_stands_where_it_starts() {
        for end in ["\n", "\r\n"] {
            let text = "\"no\nm\",code\n\"A\n\n\"\"A\"\"\",1\nB,\"2\n\"\nC,3".replace('\n', end);
            let rows = expected(&[(3, "A\n\n\"A\"|1"), (6, "B|2\n"), (8, "C|3")]);
            let read = lines(&text).into_iter();
            let read: Vec<_> = read
                .map(|(line, text)| (line, text.replace(end, "\n")))
                .collect();
            assert_eq!(read, rows);
        }
    }

    #[test]
    fn a_ragged_row_is_a_problem_and_never_a_row() {
        let text = "a,b\n1\n1,2\n1,2,3\n";
        let ragged = |found| RowCode::Ragged { expected: 2, found };
        assert_eq!(
            problems(text),
            [(Place::Line(2), ragged(1)), (Place::Line(4), ragged(3))]
        );
        let table = Table::read(text);
        assert_eq!((table.rows.len(), table.ragged.len()), (1, 2));
        assert_eq!(table.ragged[1].cells, ["1", "2", "3"]);
    }

    #[test]
    fn a_quote_that_never_closes_is_told_by_its_line() {
        for (text, line) in [
            ("a,b\r\n1,2\r\n3,\"4\r\n5,6\r\n", 3),
            ("a,b\n\"1\n\n\",\"2\"\"\n", 4),
            ("a,b\n1,2\n\"", 3),
            ("\"a,b\n1,2", 1),
        ] {
            assert_eq!(
                problems(text),
                [(Place::Line(line), RowCode::QuoteOpen)],
                "{text:?}"
            );
        }
        for text in [
            "a,b\n1,\"2\"\"\"",
            "a,b\n1,2\"",
            "a,b\n1,2\"x\"",
            "a,b\n1,\"\"\n",
        ] {
            assert_eq!(problems(text), [], "{text:?}");
        }
    }

    #[test]
    fn a_nul_is_a_problem_of_its_line() {
        assert_eq!(
            problems("a,b\n1,2\n1,\0\n"),
            [(Place::Line(3), RowCode::NulByte)]
        );
    }

    #[test]
    fn columns_are_found_whatever_their_case() -> Result<(), InvalidRow> {
        let table = Table::read("Évaluation, Nom ,x,X\n1,2,3,4");
        assert_eq!(table.column("évaluation")?, Some(0));
        assert_eq!(table.needed("nom")?, 1);
        assert_eq!(table.column("autre")?, None);
        let missing = table.header_problem("autre", RowCode::ColumnMissing);
        assert_eq!(table.needed("autre"), Err(missing));
        let twice = table.header_problem("X", RowCode::ColumnTwice);
        assert_eq!(table.column("x"), Err(twice));
        Ok(())
    }

    #[test]
    fn numbers_are_read_as_spreadsheets_write_them() {
        for (text, number) in [
            ("0,35", Some(0.35)),
            ("1.5", Some(1.5)),
            ("1\u{a0}234,5", Some(1234.5)),
            ("12\u{202f}000", Some(12_000.0)),
            ("-2", Some(-2.0)),
            ("1.234,5", None),
            ("12.000,5O", None),
            ("1e3", None),
            ("inf", None),
            ("-", None),
            (".", None),
            ("", None),
        ] {
            assert_eq!(decimal(text), number, "{text}");
        }
    }
}
