//! The differences at which a copy stops: one by one, for people and for programs.

use serde_json::{Value as Json, json};

use crate::domain::language::Language::{English, French};
use crate::domain::refusal::Difference;
use crate::domain::value::Value;
use crate::render::look::Look;
use crate::render::values::{label, padded, short};

/// The columns beside the two values: blanks, the field's name, what stands around the source's.
const BESIDE: usize = 34;

/// The columns that a value has at least.
const LEAST: usize = 12;

/// Returns the action with its title, then both values.
pub fn lines(look: &Look, row: &Difference) -> String {
    let room = (look.width.saturating_sub(BESIDE) / 2).max(LEAST);
    let id = format!("{}  ", row.action);
    let title = short(
        &row.title,
        look.width.saturating_sub(5 + id.len()).max(LEAST),
    );
    let field = padded(row.field.code(), 11);
    let source = shown(look, row, &row.source, room);
    let target = shown(look, row, &row.target, room);
    match look.language {
        French => format!("  !  {id}{title}\n       {field}  {target}   (source : {source})\n"),
        English => format!("  !  {id}{title}\n       {field}  {target}   (source: {source})\n"),
    }
}

fn shown(look: &Look, row: &Difference, value: &Value, room: usize) -> String {
    match value {
        Value::Null => look
            .language
            .pick("à l'autre niveau", "at the other level")
            .to_owned(),
        value => short(&label(row.field, value), room),
    }
}

/// Returns one difference on `target`, for documents.
pub fn document(target: &str, row: &Difference) -> Json {
    json!({
        "target": target,
        "action": row.action,
        "title": row.title,
        "field": row.field.code(),
        "expected": row.source,
        "found": row.target,
    })
}
