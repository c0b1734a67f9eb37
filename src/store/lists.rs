//! Lists in a column: as the JSON that documents hold.

use anyhow::{Context, Result};

use crate::domain::record::Field;
use crate::domain::value::Value;

/// Returns the value as its column holds it: a list as a text.
pub fn column_value(value: &Value) -> Result<Value> {
    match value {
        Value::People(_) | Value::Names(_) => Ok(serde_json::to_string(value)?.into()),
        value => Ok(value.clone()),
    }
}

/// Returns the value that the column of `field` holds.
pub fn field_value(field: Field, value: Value) -> Result<Value> {
    match (field, &value) {
        (Field::Pilotes | Field::Services, Value::Text(text)) => list(text),
        _ => Ok(value),
    }
}

/// Reads a list.
pub fn list<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).with_context(|| format!("reading the list {text}"))
}
