//! The items of a JSON document, a list or lines, as rows under the keys that a reader knows.

use std::collections::HashSet;
use std::fmt;
use std::str;

use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::dialect::{Dialect, Unknown};
use super::lists::join;
use super::sheet::{Cell, Kind, MOST_COLUMNS, MOST_PROBLEMS, MOST_ROWS, Sheet, SheetRow, whole};
use crate::domain::invalid_row::{InvalidRow, JsonType, Place, RowCode};

/// A key of an item, and the types its value may have.
pub struct Key {
    pub name: &'static str,
    pub expected: JsonType,
}

/// The keys that a reader knows.
pub struct Keys<'a> {
    pub read: &'a [Key],
    /// Those that are known and not read.
    pub left_out: &'a [&'a str],
    /// What becomes of all others.
    pub unknown: Unknown,
}

/// Reads items as rows below a header of the keys that are read.
pub fn read(bytes: &[u8], keys: &Keys<'_>) -> Result<Sheet, Vec<InvalidRow>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|_| vec![whole(RowCode::EncodingInvalid)])?;
    let items = items(text).map_err(|problem| vec![problem])?;
    let mut sheet = Sheet {
        dialect: Dialect::Json,
        rows: vec![header(keys.read)],
        problems: Vec::new(),
        merged: Vec::new(),
        raw: Vec::new(),
    };
    let mut lines = Lines::of(text);
    for (item, number) in items.into_iter().zip(1..) {
        let line = lines.number(item.get());
        sheet.raw.push(item.get().to_owned());
        match row(item, Place::Item { line, number }, keys) {
            Ok(row) => sheet.rows.push(row),
            Err(problems) => sheet.problems.extend(problems),
        }
        if sheet.problems.len() > MOST_PROBLEMS {
            break;
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
        item: None,
        cells: cells.collect(),
    }
}

/// Returns the items of a document, of a list, or of lines.
fn items(text: &str) -> Result<Vec<&RawValue>, InvalidRow> {
    let values = serde_json::Deserializer::from_str(text).into_iter();
    let values: Result<Vec<&RawValue>, _> = values.take(MOST_ROWS + 1).collect();
    let values = bounded(values.map_err(|error| syntax(&error))?)?;
    let [value] = values[..] else {
        return Ok(values);
    };
    if value.get().starts_with('[') {
        return list(value)
            .map_err(|error| syntax(&error))
            .and_then(bounded);
    }
    let document = pairs(value).unwrap_or_default();
    match document.iter().find(|(key, _)| key == "items") {
        Some((_, items)) => match list(items) {
            Ok(items) => bounded(items),
            Err(_) => Err(wrong(
                Place::Line(Lines::of(text).number(items.get())),
                "items",
                items.get(),
                RowCode::WrongType {
                    expected: JsonType::Items,
                },
            )),
        },
        None => Ok(values),
    }
}

fn bounded(items: Vec<&RawValue>) -> Result<Vec<&RawValue>, InvalidRow> {
    if items.len() > MOST_ROWS {
        return Err(whole(RowCode::TooManyRows { limit: MOST_ROWS }));
    }
    Ok(items)
}

fn syntax(error: &serde_json::Error) -> InvalidRow {
    let code = RowCode::JsonInvalid {
        column: error.column(),
    };
    wrong(Place::Line(error.line() as u64), "", "", code)
}

fn row(item: &RawValue, place: Place, keys: &Keys<'_>) -> Result<SheetRow, Vec<InvalidRow>> {
    let not_one = || {
        vec![wrong(
            place.clone(),
            "",
            item.get(),
            RowCode::WrongType {
                expected: JsonType::Item,
            },
        )]
    };
    let pairs = pairs(item).ok_or_else(not_one)?;
    if pairs.len() > MOST_COLUMNS {
        let limit = MOST_COLUMNS;
        let code = RowCode::TooManyColumns { limit };
        return Err(vec![wrong(place, "", item.get(), code)]);
    }
    let mut cells = vec![
        Cell {
            text: String::new(),
            kind: Kind::Absent
        };
        keys.read.len()
    ];
    let (mut problems, mut seen) = (Vec::new(), HashSet::new());
    for (name, value) in pairs {
        let known = keys.read.iter().position(|key| key.name == name);
        let read = match known {
            None if keys.leave_out(&name) => continue,
            None => Err(RowCode::HeaderUnknown { near: None }),
            Some(_) if !seen.insert(name.clone()) => Err(RowCode::Twice),
            Some(at) => cell(value, keys.read[at].expected).map(|cell| cells[at] = cell),
        };
        if let Err(code) = read {
            problems.push(wrong(place.clone(), &name, value.get(), code));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(SheetRow {
        line: place.line().unwrap_or_default(),
        sheet: None,
        item: place.row(),
        cells,
    })
}

impl Keys<'_> {
    /// Tells whether a key that is not read is left out rather than refused.
    fn leave_out(&self, name: &str) -> bool {
        self.unknown == Unknown::LeftOut || self.left_out.contains(&name)
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

fn wrong(place: Place, column: &str, value: &str, code: RowCode) -> InvalidRow {
    InvalidRow {
        place,
        column: column.to_owned(),
        value: value.chars().take(200).collect(),
        code,
    }
}

/// Counts the lines before the parts of a text, which come in their order.
struct Lines<'a> {
    text: &'a str,
    counted: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            counted: 0,
            line: 1,
        }
    }

    /// Returns the line on which a part starts that is not before the last one asked for.
    fn number(&mut self, part: &str) -> u64 {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = start.clamp(self.counted, self.text.len());
        let passed = self.text.as_bytes()[self.counted..start].iter();
        self.line += passed.map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        self.counted = start;
        self.line
    }
}

/// Returns the items of a list, one more than there may be at most.
fn list(value: &RawValue) -> Result<Vec<&RawValue>, serde_json::Error> {
    struct Items;
    impl<'de> Visitor<'de> for Items {
        type Value = Vec<&'de RawValue>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut items = Vec::new();
            while items.len() <= MOST_ROWS {
                match list.next_element()? {
                    Some(item) => items.push(item),
                    None => return Ok(items),
                }
            }
            while list.next_element::<IgnoredAny>()?.is_some() {}
            Ok(items)
        }
    }
    serde_json::Deserializer::from_str(value.get()).deserialize_seq(Items)
}

/// Returns the keys and values of an object, those that are there twice too, one more than there
/// may be at most.
pub(super) fn pairs(value: &RawValue) -> Option<Vec<(String, &RawValue)>> {
    struct Pairs;
    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while pairs.len() <= MOST_COLUMNS {
                match map.next_entry()? {
                    Some(pair) => pairs.push(pair),
                    None => return Ok(pairs),
                }
            }
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(pairs)
        }
    }
    serde_json::Deserializer::from_str(value.get())
        .deserialize_map(Pairs)
        .ok()
}
