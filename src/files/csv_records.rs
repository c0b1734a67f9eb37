//! The records of a CSV text, each with the line on which it starts.

use csv::{ByteRecord, ReaderBuilder};

use super::csv_table::Row;

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

/// Returns the records, but for a last one whose quote never closes, and the line of that quote.
pub fn records(text: &str, delimiter: u8) -> (Vec<Row>, Option<u64>) {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut lines = Lines::of(text);
    let (mut rows, mut record) = (Vec::new(), ByteRecord::new());
    let mut start = 0;
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        start = record
            .position()
            .map_or(0, |position| lines.start(position.byte()));
        let line = lines.number(start);
        let cells = record
            .iter()
            .map(|cell| String::from_utf8_lossy(cell).into_owned());
        rows.push(Row {
            line,
            cells: cells.collect(),
        });
    }
    let quote = open_quote(&text.as_bytes()[start..], delimiter);
    if quote.is_some() {
        rows.pop();
    }
    (rows, quote.map(|quote| lines.number(start + quote)))
}

/// Counts lines from the bytes at which records start, because the reader of CSV itself miscounts
/// after a CR or a blank line.
struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            counted: 0,
            line: 1,
        }
    }

    /// Returns the byte at which a record starts, past the end of the line before it.
    fn start(&self, byte: u64) -> usize {
        let byte = usize::try_from(byte)
            .unwrap_or(usize::MAX)
            .min(self.text.len());
        let ends = self.text[byte..].iter();
        byte + ends
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count()
    }

    /// Returns the number of the line of a byte that is not before the last one asked for.
    fn number(&mut self, byte: usize) -> u64 {
        let passed = self.text[self.counted..byte].iter();
        self.line += passed.map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.counted = byte;
        self.line
    }
}

/// Returns where in a record the quote stands that never closes.
fn open_quote(record: &[u8], delimiter: u8) -> Option<usize> {
    let mut cell = 0;
    loop {
        let mut end = cell;
        // After a closing quote, another one opens the cell again: a doubled quote is text.
        while record.get(end) == Some(&b'"') {
            let Some(close) = find(record, end + 1, b'"') else {
                return Some(cell);
            };
            end = close + 1;
        }
        cell = find(record, end, delimiter)? + 1;
    }
}

fn find(record: &[u8], from: usize, wanted: u8) -> Option<usize> {
    let rest = record.get(from..)?;
    let place = rest.iter().position(|byte| *byte == wanted)?;
    Some(from + place)
}
