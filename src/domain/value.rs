//! What a field of a record can hold.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// One value of one field, or its absence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing: blanks are never stored.
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    Text(Arc<str>),
}

impl Value {
    /// Tells whether two values say the same: texts are compared after trimming.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => one.trim() == two.trim(),
            (one, two) => one == two,
        }
    }

    /// Returns the text, where the value is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Arc<str>> for Value {
    fn from(text: Arc<str>) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(int: i64) -> Self {
        Self::Int(int)
    }
}

impl From<f64> for Value {
    fn from(real: f64) -> Self {
        Self::Real(real)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_the_same_after_trimming() {
        assert!(Value::from(" a ").same(&Value::from("a")));
        assert!(!Value::from("a").same(&Value::Null));
    }
}
