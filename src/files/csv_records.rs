//! The records of a CSV text, each with the line on which it starts.

use std::iter;

use super::csv_table::{Row, whole_row};
use super::sheet::{MOST_CELLS, MOST_COLUMNS, MOST_ROWS};
use crate::domain::invalid_row::{InvalidRow, RowCode};

/// The delimiters that spreadsheets write, the likeliest first.
pub(super) const DELIMITERS: [u8; 3] = *b",;\t";

/// Returns the delimiter that the header holds most often outside quotes.
pub fn guess(text: &str) -> u8 {
    let mut quoted = false;
    let is_end = |letter: char| {
        quoted ^= letter == '"';
        !quoted && matches!(letter, '\r' | '\n')
    };
    let text = text.trim_start_matches(['\r', '\n']);
    let header = text.split(is_end).next().unwrap_or_default();
    let count = |delimiter: &u8| {
        let outside = header.split('"').step_by(2);
        let counts = outside.map(|part| part.matches(char::from(*delimiter)).count());
        counts.sum::<usize>()
    };
    // The last of equal maxima is taken, hence from the unlikeliest.
    let unlikeliest_first = DELIMITERS.into_iter().rev();
    unlikeliest_first.max_by_key(count).unwrap_or(b',')
}

/// The records of a text, up to the first fault that makes what follows unreadable.
pub struct Records {
    pub rows: Vec<Row>,
    /// A quote that breaks, or more than there may be.
    pub fault: Option<InvalidRow>,
}

/// Returns the records; empty lines are none.
pub fn records(text: &str, delimiter: u8) -> Records {
    let mut reader = Reader {
        text,
        delimiter,
        place: 0,
        lines: Lines::of(text),
    };
    let (mut rows, mut cells) = (Vec::new(), 0);
    let fault = loop {
        match reader.record() {
            Ok(None) => break None,
            Err(fault) => break Some(fault),
            Ok(Some(row)) => {
                cells += row.cells.len();
                if let Some(code) = beyond(rows.len() + 1, cells) {
                    break Some(whole_row(row.line, code));
                }
                rows.push(row);
            }
        }
    };
    Records { rows, fault }
}

/// Tells whether a file has more rows or cells than it may.
fn beyond(rows: usize, cells: usize) -> Option<RowCode> {
    if rows > MOST_ROWS {
        return Some(RowCode::TooManyRows { limit: MOST_ROWS });
    }
    (cells > MOST_CELLS).then_some(RowCode::TooManyCells { limit: MOST_CELLS })
}

/// Returns the lines of a text, each with its number, whatever ends them.
pub(super) fn text_lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let mut rest = Some(text);
    let lines = iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\r', '\n']) else {
            rest = None;
            return Some(text);
        };
        let after = &text[end..];
        rest = after.strip_prefix("\r\n").or_else(|| after.get(1..));
        Some(&text[..end])
    });
    (1..).zip(lines)
}

struct Reader<'a> {
    text: &'a str,
    delimiter: u8,
    /// The byte that is read next.
    place: usize,
    lines: Lines<'a>,
}

impl Reader<'_> {
    fn record(&mut self) -> Result<Option<Row>, InvalidRow> {
        while self.next().is_some_and(is_line_end) {
            self.place += 1;
        }
        if self.next().is_none() {
            return Ok(None);
        }
        let line = self.lines.number(self.place);
        let mut cells = vec![self.cell()?];
        while self.next() == Some(self.delimiter) {
            if cells.len() == MOST_COLUMNS {
                let limit = MOST_COLUMNS;
                return Err(whole_row(line, RowCode::TooManyColumns { limit }));
            }
            self.place += 1;
            cells.push(self.cell()?);
        }
        Ok(Some(Row { line, cells }))
    }

    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.place).copied()
    }

    /// Reads a cell up to what ends it; a quote inside one that does not begin with it is text.
    fn cell(&mut self) -> Result<String, InvalidRow> {
        if self.next() == Some(b'"') {
            return self.quoted();
        }
        let rest = &self.text[self.place..];
        let ends = |byte: &u8| *byte == self.delimiter || is_line_end(*byte);
        let end = rest.as_bytes().iter().position(ends).unwrap_or(rest.len());
        self.place += end;
        Ok(rest[..end].to_owned())
    }

    fn quoted(&mut self) -> Result<String, InvalidRow> {
        let (open, mut cell) = (self.place, String::new());
        loop {
            let rest = &self.text[self.place + 1..];
            let Some(close) = rest.find('"') else {
                return Err(self.broken(open, RowCode::QuoteOpen));
            };
            cell.push_str(&rest[..close]);
            self.place += close + 2;
            match self.next() {
                // A doubled quote is text.
                Some(b'"') => cell.push('"'),
                None => return Ok(cell),
                Some(byte) if byte == self.delimiter || is_line_end(byte) => return Ok(cell),
                Some(_) => return Err(self.broken(open, RowCode::QuoteInside)),
            }
        }
    }

    /// Returns the problem of the line on which a quote opens.
    fn broken(&mut self, open: usize, code: RowCode) -> InvalidRow {
        whole_row(self.lines.number(open), code)
    }
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// Counts the lines before bytes, whatever ends them.
pub(super) struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    /// Begins at the start of a text.
    pub fn of(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            counted: 0,
            line: 1,
        }
    }

    /// Returns the number of the line of a byte that is not before the last one asked for.
    pub fn number(&mut self, byte: usize) -> u64 {
        let passed = self.counted..byte;
        let ends = passed.filter(|place| match self.text[*place] {
            b'\n' => true,
            b'\r' => self.text.get(place + 1) != Some(&b'\n'),
            _ => false,
        });
        self.line += ends.count() as u64;
        self.counted = byte;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, String)> {
        let rows = records(text, b',').rows.into_iter();
        rows.map(|row| (row.line, row.cells.join("|"))).collect()
    }

    fn fault(text: &str) -> Option<(u64, &'static str)> {
        let fault = records(text, b',').fault?;
        Some((fault.place.line()?, fault.code.code()))
    }

    #[test]
    fn a_quote_before_something_else_breaks_the_file_on_the_line_where_it_opens() {
        let text = "a,b\n1,\"open\n2,x\n3,\"other\"\n4,y\n";
        for end in ["\n", "\r\n", "\r"] {
            let text = text.replace('\n', end);
            assert_eq!(rows(&text), [(1, "a|b".to_owned())]);
            assert_eq!(fault(&text), Some((2, "quote_inside")));
        }
        assert_eq!(fault("a,b\n1,\"c\" d\n"), Some((2, "quote_inside")));
        assert_eq!(fault("a,b\n1,\"c\n"), Some((2, "quote_open")));
        for right in [
            "\"c\"\"d\"",
            "12\" pouces",
            "\"\"",
            "\"\"\"\"",
            "c \"d\"",
            "\"c\"\r",
        ] {
            assert_eq!(fault(&format!("a,b\n1,{right}\n")), None, "{right}");
        }
    }

    #[test]
    fn lines_are_counted_whatever_ends_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "a,b\n\n1,\"x\n\ny\"\n2,z".replace('\n', end);
            let lines: Vec<u64> = rows(&text).iter().map(|(line, _)| *line).collect();
            assert_eq!(lines, [1, 3, 6]);
            let numbered: Vec<u64> = text_lines(&text).map(|(line, _)| line).collect();
            assert_eq!(numbered, [1, 2, 3, 4, 5, 6]);
        }
    }

    #[test]
    fn a_row_has_no_more_columns_than_it_may() {
        let wide = ",".repeat(MOST_COLUMNS - 1);
        assert_eq!(fault(&wide), None);
        assert_eq!(fault(&format!("a\n{wide},")), Some((2, "too_many_columns")));
        let long = "1\n".repeat(MOST_ROWS + 1);
        assert_eq!(fault(&long), Some((MOST_ROWS as u64 + 1, "too_many_rows")));
    }
}
