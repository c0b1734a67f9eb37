//! A CSV text as rows: its encoding, delimiter and line ends told or guessed.

use std::borrow::Cow;
use std::str;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::csv_records::{self, DELIMITERS, text_lines};
use super::csv_table::{Row, whole_row};
use super::dialect::{Charset, CsvDialect, Dialect, LineEnd, ReadOptions};
use super::sheet::{Cell, Kind, MOST_PROBLEMS, Sheet, SheetRow, whole};
use crate::domain::invalid_row::{InvalidRow, RowCode};

/// Reads a text; the delimiter is the one that gives a header.
pub fn read(
    bytes: &[u8],
    options: &ReadOptions,
    is_header: &dyn Fn(&SheetRow) -> bool,
) -> Result<Sheet, Vec<InvalidRow>> {
    let decoded = decode(bytes, options.encoding).map_err(|problem| vec![problem])?;
    let text = &decoded.text;
    let delimiter = options
        .delimiter
        .unwrap_or_else(|| delimiter(text, is_header));
    let records = csv_records::records(text, delimiter);
    let kind = kind(delimiter);
    let rows = records
        .rows
        .into_iter()
        .map(|record| sheet_row(record, kind));
    let rows: Vec<SheetRow> = rows.filter(|row| !row.is_blank()).collect();
    let mut problems = Vec::new();
    if options.encoding.is_none() {
        problems.extend(mixed_lines(&decoded, &RowCode::MixedEncoding));
    }
    problems.extend(decoded.problems);
    problems.extend(records.fault);
    Ok(Sheet {
        dialect: Dialect::Csv(CsvDialect {
            encoding: Charset(decoded.encoding),
            marked: decoded.marked,
            delimiter,
            line_end: line_end(text),
            decimal_comma: decimal_comma(&rows),
        }),
        rows,
        problems,
        merged: Vec::new(),
        raw: Vec::new(),
    })
}

/// A text, and how its bytes were written.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) encoding: &'static Encoding,
    pub(super) marked: bool,
    /// The lines of another encoding.
    pub(super) problems: Vec<InvalidRow>,
}

/// Reads bytes by what is told, else by their mark, else as UTF-8, else as Windows-1252.
pub(super) fn decode(bytes: &[u8], told: Option<Charset>) -> Result<Decoded<'_>, InvalidRow> {
    let marked = Encoding::for_bom(bytes);
    let (encoding, mark) = match (told, marked) {
        (Some(told), Some(marked)) if is_marked(told.0, marked.0) => marked,
        (Some(told), _) => (told.0, 0),
        (None, Some(marked)) => marked,
        (None, None) => {
            if let Some(name) = utf16(bytes) {
                return Err(whole(RowCode::Utf16Unmarked { name }));
            }
            match str::from_utf8(bytes) {
                Ok(_) => (UTF_8, 0),
                Err(_) if is_mostly_utf8(bytes) => return Ok(line_by_line(bytes)),
                Err(_) => (WINDOWS_1252, 0),
            }
        }
    };
    let (text, failed) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if failed {
        return Err(first_fault(&text));
    }
    Ok(Decoded {
        text,
        encoding,
        marked: mark > 0,
        problems: Vec::new(),
    })
}

/// Tells whether a mark is that of the encoding; UTF-16 may mean either order of its bytes.
fn is_marked(told: &'static Encoding, marked: &'static Encoding) -> bool {
    told == marked || (told == UTF_16LE && marked == UTF_16BE)
}

/// Returns the name of the UTF-16 whose zeros stand between the first letters.
fn utf16(bytes: &[u8]) -> Option<&'static str> {
    let start = &bytes[..bytes.len().min(1_000)];
    let zeros = |from: usize| {
        let bytes = start.iter().skip(from).step_by(2);
        bytes.filter(|byte| **byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let many = start.len() / 3;
    match (even > many, odd > many) {
        (true, false) => Some("utf-16be"),
        (false, true) => Some("utf-16"),
        _ => None,
    }
}

/// Tells whether more of the lines with other letters than ASCII are UTF-8 than are not.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let lines = bytes.split(|byte| *byte == b'\n' || *byte == b'\r');
    let lines = lines.filter(|line| !line.is_ascii());
    let (right, wrong): (Vec<&[u8]>, Vec<_>) = lines.partition(|line| str::from_utf8(line).is_ok());
    right.len() > wrong.len()
}

/// Reads the lines of UTF-8 as such, and the others as Windows-1252: each of those is a problem.
fn line_by_line(bytes: &[u8]) -> Decoded<'_> {
    let (mut text, mut wrong) = (String::new(), Vec::new());
    for line in bytes.split_inclusive(|byte| *byte == b'\n' || *byte == b'\r') {
        if let Ok(line) = str::from_utf8(line) {
            text.push_str(line);
        } else {
            wrong.push(text.len());
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0);
        }
    }
    let mut places = csv_records::Lines::of(&text);
    let wrong = wrong.into_iter().take(MOST_PROBLEMS + 1);
    let problems = wrong.map(|place| whole_row(places.number(place), RowCode::NotUtf8));
    Decoded {
        problems: problems.collect(),
        text: Cow::Owned(text),
        encoding: UTF_8,
        marked: false,
    }
}

/// Returns the line of the first bytes that are no text.
fn first_fault(text: &str) -> InvalidRow {
    match text_lines(text).find(|(_, line)| line.contains('\u{fffd}')) {
        Some((line, _)) => whole_row(line, RowCode::EncodingInvalid),
        None => whole(RowCode::EncodingInvalid),
    }
}

/// Returns the delimiter that gives a header, else the likeliest.
fn delimiter(text: &str, is_header: &dyn Fn(&SheetRow) -> bool) -> u8 {
    let start = start_of(text);
    let gives_header = |delimiter: &u8| {
        let records = csv_records::records(start, *delimiter);
        let mut rows = records
            .rows
            .into_iter()
            .map(|record| sheet_row(record, kind(*delimiter)));
        rows.any(|row| is_header(&row))
    };
    // Rare, hence only where it gives a header.
    let mut known = DELIMITERS.into_iter().chain([b'|']);
    known
        .find(gives_header)
        .unwrap_or_else(|| csv_records::guess(text))
}

/// Returns the first lines, among which a header may stand.
fn start_of(text: &str) -> &str {
    let mut ends = text.match_indices(['\r', '\n']).map(|(place, _)| place + 1);
    &text[..ends.nth(80).unwrap_or(text.len())]
}

/// Tabs part what we write without apostrophes.
fn kind(delimiter: u8) -> Kind {
    if delimiter == b'\t' {
        Kind::Text
    } else {
        Kind::Delimited
    }
}

fn sheet_row(record: Row, kind: Kind) -> SheetRow {
    let cells = record.cells.into_iter().map(|text| Cell { text, kind });
    SheetRow {
        line: record.line,
        sheet: None,
        item: None,
        cells: cells.collect(),
    }
}

/// Returns what ends the lines: what ends the first.
pub(super) fn line_end(text: &str) -> LineEnd {
    match text.split_once('\n') {
        Some((first, _)) if first.ends_with('\r') => LineEnd::Crlf,
        _ => LineEnd::Lf,
    }
}

/// Tells by the first number with decimals whether they stand behind a comma.
fn decimal_comma(rows: &[SheetRow]) -> Option<bool> {
    let texts = rows
        .iter()
        .flat_map(|row| &row.cells)
        .map(|cell| cell.text.trim());
    let mut marks = texts.filter_map(|text| {
        let number = text.trim_end_matches(['%', ' ', '\u{a0}', '\u{202f}']);
        let (whole, decimals) = number.split_once([',', '.'])?;
        let figures =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        (figures(whole) && figures(decimals)).then(|| number.contains(','))
    });
    let first = marks.next()?;
    Some(first || marks.any(|comma| comma))
}

/// Returns the lines that hold UTF-8 read as Windows-1252, such as `Ã©`, each with this problem.
pub(super) fn mixed_lines(decoded: &Decoded, code: &RowCode) -> Vec<InvalidRow> {
    if decoded.encoding != WINDOWS_1252 {
        return Vec::new();
    }
    let problem = |(line, text): (u64, &str)| {
        let value = mixed(text)?;
        Some(InvalidRow {
            value: value.to_owned(),
            ..whole_row(line, code.clone())
        })
    };
    let lines = text_lines(&decoded.text).filter_map(problem);
    lines.take(MOST_PROBLEMS + 1).collect()
}

/// Returns the first pair of letters that is one letter of French in UTF-8.
fn mixed(text: &str) -> Option<&str> {
    let (place, first) = text.char_indices().zip(text.chars().skip(1)).find_map(|((place, first), second)| {
        let continues = matches!(second, '\u{80}'..='\u{bf}' | '€' | '‚'..='„' | '…' | '†' | '‡' | 'ˆ' | '‰' | 'Š'
            | '‹' | 'Œ' | 'Ž' | '‘' | '’' | '•' | '–' | '—' | '˜' | '™' | 'š' | '›' | 'œ' | 'ž' | 'Ÿ');
        (matches!(first, 'Ã' | 'Å' | 'Â') && continues).then_some((place, first.len_utf8() + second.len_utf8()))
    })?;
    text.get(place..place + first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_in_another_encoding_is_told_by_its_line() {
        let mut csv = b"a,b\n1,\xe9t\xe9\n2,".to_vec();
        csv.extend_from_slice("été\n".as_bytes());
        let problems = read(&csv, &ReadOptions::default(), &|_| false)
            .unwrap()
            .problems;
        let expected = InvalidRow {
            value: "Ã©".to_owned(),
            ..whole_row(3, RowCode::MixedEncoding)
        };
        assert_eq!(problems, [expected]);
    }

    #[test]
    fn a_line_of_another_encoding_in_utf8_is_the_one_that_is_told() {
        let mut csv = "a,b\n1,été\n2,né\n".as_bytes().to_vec();
        csv.extend_from_slice(b"3,\xe9t\xe9\n4,x\n");
        let sheet = read(&csv, &ReadOptions::default(), &|_| false).unwrap();
        assert_eq!(sheet.problems, [whole_row(4, RowCode::NotUtf8)]);
        assert_eq!(sheet.rows[3].text(1), "été");
    }

    #[test]
    fn utf16_without_a_mark_is_told_by_its_name() {
        for name in ["utf-16", "utf-16be"] {
            let charset = Charset::of(name).unwrap();
            let bytes = charset.encode("action,statut\n1.1,été\n");
            let refused = read(&bytes, &ReadOptions::default(), &|_| false).unwrap_err();
            assert_eq!(refused, [whole(RowCode::Utf16Unmarked { name })]);
            let options = ReadOptions {
                encoding: Some(charset),
                ..ReadOptions::default()
            };
            assert_eq!(read(&bytes, &options, &|_| false).unwrap().rows.len(), 2);
        }
    }
}
