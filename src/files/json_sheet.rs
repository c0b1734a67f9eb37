//! The items of a JSON document, a list or lines, as rows under the keys that a reader knows.

use std::collections::HashSet;
use std::fmt;
use std::str;

use serde::Deserializer as _;
use serde::de::{MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::dialect::Dialect;
use super::lists::join;
use super::sheet::{Cell, Kind, Sheet, SheetRow, whole};
use crate::domain::invalid_row::{InvalidRow, JsonType, Place, RowCode};

/// A key of an item, and the types its value may have.
pub struct Key {
    pub name: &'static str,
    pub expected: JsonType,
}

/// Reads items as rows below a header of `keys`; those of `ignored` are not read.
pub fn read(bytes: &[u8], keys: &[Key], ignored: &[&str]) -> Result<Sheet, Vec<InvalidRow>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|_| vec![whole(RowCode::EncodingInvalid)])?;
    let items = items(text).map_err(|problem| vec![problem])?;
    let mut sheet = Sheet {
        dialect: Dialect::Json,
        rows: vec![header(keys)],
        problems: Vec::new(),
        merged: Vec::new(),
        raw: Vec::new(),
    };
    for item in items {
        let line = line_of(text, item.get());
        match row(item, line, keys, ignored) {
            Ok(row) => {
                sheet.rows.push(row);
                sheet.raw.push((line, item.get().to_owned()));
            }
            Err(problems) => {
                sheet.problems.extend(problems);
                sheet.raw.push((line, item.get().to_owned()));
            }
        }
    }
    Ok(sheet)
}

fn header(keys: &[Key]) -> SheetRow {
    let cells = keys.iter().map(|key| Cell {
        text: key.name.to_owned(),
        kind: Kind::Text,
    });
    SheetRow {
        line: 0,
        sheet: None,
        cells: cells.collect(),
    }
}

/// Returns the items of a document, of a list, or of lines.
fn items(text: &str) -> Result<Vec<&RawValue>, InvalidRow> {
    let values: Result<Vec<&RawValue>, _> = serde_json::Deserializer::from_str(text)
        .into_iter()
        .collect();
    let values = values.map_err(|error| syntax(&error))?;
    let [value] = values[..] else {
        return Ok(values);
    };
    if value.get().starts_with('[') {
        return serde_json::from_str(value.get()).map_err(|error| syntax(&error));
    }
    let document = pairs(value).unwrap_or_default();
    match document.iter().find(|(key, _)| key == "items") {
        Some((_, items)) => serde_json::from_str(items.get()).map_err(|_| {
            wrong(
                line_of(text, items.get()),
                "items",
                items.get(),
                RowCode::WrongType {
                    expected: JsonType::Items,
                },
            )
        }),
        None => Ok(values),
    }
}

fn syntax(error: &serde_json::Error) -> InvalidRow {
    let code = RowCode::JsonInvalid {
        column: error.column(),
    };
    wrong(error.line() as u64, "", "", code)
}

fn row(
    item: &RawValue,
    line: u64,
    keys: &[Key],
    ignored: &[&str],
) -> Result<SheetRow, Vec<InvalidRow>> {
    let not_one = || {
        vec![wrong(
            line,
            "",
            item.get(),
            RowCode::WrongType {
                expected: JsonType::Item,
            },
        )]
    };
    let pairs = pairs(item).ok_or_else(not_one)?;
    let mut cells = vec![
        Cell {
            text: String::new(),
            kind: Kind::Absent
        };
        keys.len()
    ];
    let (mut problems, mut seen) = (Vec::new(), HashSet::new());
    for (name, value) in pairs {
        if ignored.contains(&name.as_str()) {
            continue;
        }
        let place = keys.iter().position(|key| key.name == name);
        let read = match place {
            None => Err(RowCode::HeaderUnknown { near: None }),
            Some(_) if !seen.insert(name.clone()) => Err(RowCode::Twice),
            Some(place) => cell(value, keys[place].expected).map(|cell| cells[place] = cell),
        };
        if let Err(code) = read {
            problems.push(wrong(line, &name, value.get(), code));
        }
    }
    if problems.is_empty() {
        Ok(SheetRow {
            line,
            sheet: None,
            cells,
        })
    } else {
        Err(problems)
    }
}

/// Reads a value of the type it should have; null is an empty cell.
fn cell(value: &RawValue, expected: JsonType) -> Result<Cell, RowCode> {
    let wrong = || RowCode::WrongType { expected };
    let value: Value = serde_json::from_str(value.get()).map_err(|_| wrong())?;
    let text = match (value, expected) {
        (Value::Null, _) => String::new(),
        (Value::String(text), JsonType::Text) => text,
        (Value::Number(number), JsonType::Number) => number.to_string(),
        (Value::Array(values), JsonType::Texts) => {
            let texts = values.iter().map(|value| value.as_str().map(str::to_owned));
            join(&texts.collect::<Option<Vec<_>>>().ok_or_else(wrong)?, ';')
        }
        _ => return Err(wrong()),
    };
    Ok(Cell {
        text,
        kind: Kind::Text,
    })
}

fn wrong(line: u64, column: &str, value: &str, code: RowCode) -> InvalidRow {
    InvalidRow {
        place: Place::Line(line),
        column: column.to_owned(),
        value: value.chars().take(200).collect(),
        code,
    }
}

/// Returns the line of a part of a text.
fn line_of(text: &str, part: &str) -> u64 {
    let before = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let ends = text.as_bytes()[..before.min(text.len())].iter();
    1 + ends.map(|byte| u64::from(*byte == b'\n')).sum::<u64>()
}

/// Returns the keys and values of an object, those that are there twice too.
pub(super) fn pairs(value: &RawValue) -> Option<Vec<(String, &RawValue)>> {
    struct Pairs;
    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }
    serde_json::Deserializer::from_str(value.get())
        .deserialize_map(Pairs)
        .ok()
}
