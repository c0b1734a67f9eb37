//! A CSV text as rows: its encoding, delimiter and line ends told or guessed.

use std::str;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::csv_records::{self, DELIMITERS};
use super::csv_table::{Row, whole_row};
use super::dialect::{Charset, CsvDialect, Dialect, LineEnd, ReadOptions};
use super::sheet::{Cell, Kind, Sheet, SheetRow, whole};
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
    let (records, open_quote) = csv_records::records(text, delimiter);
    let kind = kind(delimiter);
    let rows = records.into_iter().map(|record| sheet_row(record, kind));
    let rows: Vec<SheetRow> = rows.filter(|row| !row.is_blank()).collect();
    let mut problems = Vec::new();
    if options.encoding.is_none() && decoded.encoding == WINDOWS_1252 {
        problems.extend(mixed_lines(text));
    }
    problems.extend(open_quote.map(|line| whole_row(line, RowCode::QuoteOpen)));
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

struct Decoded {
    text: String,
    encoding: &'static Encoding,
    marked: bool,
}

/// Reads bytes by what is told, else by their mark, else as UTF-8, else as Windows-1252.
fn decode(bytes: &[u8], told: Option<Charset>) -> Result<Decoded, InvalidRow> {
    let marked = Encoding::for_bom(bytes);
    let (encoding, mark) = match (told, marked) {
        (Some(told), Some((encoding, mark))) if encoding == told.0 => (encoding, mark),
        (Some(told), _) => (told.0, 0),
        (None, Some(marked)) => marked,
        (None, None) if str::from_utf8(bytes).is_ok() => (UTF_8, 0),
        (None, None) => (WINDOWS_1252, 0),
    };
    let (text, failed) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if failed {
        return Err(first_fault(&text));
    }
    Ok(Decoded {
        text: text.into_owned(),
        encoding,
        marked: mark > 0,
    })
}

/// Returns the line of the first bytes that are no text.
fn first_fault(text: &str) -> InvalidRow {
    match (1..)
        .zip(text.lines())
        .find(|(_, line)| line.contains('\u{fffd}'))
    {
        Some((line, _)) => whole_row(line, RowCode::EncodingInvalid),
        None => whole(RowCode::EncodingInvalid),
    }
}

/// Returns the delimiter that gives a header, else the likeliest.
fn delimiter(text: &str, is_header: &dyn Fn(&SheetRow) -> bool) -> u8 {
    let start = start_of(text);
    let gives_header = |delimiter: &u8| {
        let (records, _) = csv_records::records(start, *delimiter);
        let mut rows = records
            .into_iter()
            .map(|record| sheet_row(record, kind(*delimiter)));
        rows.any(|row| is_header(&row))
    };
    DELIMITERS
        .into_iter()
        .find(gives_header)
        .unwrap_or_else(|| csv_records::guess(text))
}

/// Returns the first lines, among which a header may stand.
fn start_of(text: &str) -> &str {
    let mut ends = text.match_indices('\n').map(|(place, _)| place + 1);
    &text[..ends.nth(40).unwrap_or(text.len())]
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

fn line_end(text: &str) -> LineEnd {
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

/// Returns the lines that hold UTF-8 read as Windows-1252, such as `Ã©`.
fn mixed_lines(text: &str) -> Vec<InvalidRow> {
    let problem = |(line, text): (u64, &str)| {
        let value = mixed(text)?;
        Some(InvalidRow {
            value: value.to_owned(),
            ..whole_row(line, RowCode::MixedEncoding)
        })
    };
    (1..).zip(text.split('\n')).filter_map(problem).collect()
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
}
