//! What a field of a record can hold.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::domain::name::same_names;
use crate::domain::person::PersonId;

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
    /// People, by number; never none.
    People(Arc<[PersonId]>),
    /// Names; never none.
    Names(Arc<[String]>),
}

impl Value {
    /// Tells whether two values say the same: texts are compared after trimming, lists as sets.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(two)) => one.trim() == two.trim(),
            (Self::People(one), Self::People(two)) => set(one) == set(two),
            (Self::Names(one), Self::Names(two)) => same_names(&one[..], &two[..]),
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

fn set(people: &[PersonId]) -> BTreeSet<PersonId> {
    people.iter().copied().collect()
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

impl From<Vec<PersonId>> for Value {
    /// Returns the value of a list; an empty one is nothing.
    fn from(people: Vec<PersonId>) -> Self {
        if people.is_empty() {
            return Self::Null;
        }
        Self::People(people.into())
    }
}

impl From<Vec<String>> for Value {
    /// Returns the value of a list; an empty one is nothing.
    fn from(names: Vec<String>) -> Self {
        if names.is_empty() {
            return Self::Null;
        }
        Self::Names(names.into())
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

    #[test]
    fn lists_are_the_same_as_sets() {
        let people = |ids: [i64; 2]| Value::from(ids.map(PersonId).to_vec());
        assert!(people([1, 2]).same(&people([2, 1])));
        assert!(!people([1, 2]).same(&people([1, 3])));
        let names = |names: [&str; 2]| Value::from(names.map(str::to_owned).to_vec());
        assert!(names(["Voirie", "Bâtiments"]).same(&names(["batiments", "VOIRIE"])));
    }

    #[test]
    fn a_list_comes_back_as_what_it_was() -> serde_json::Result<()> {
        for value in [
            Value::from(vec![PersonId(3), PersonId(-1)]),
            Value::from(vec!["12".to_owned()]),
        ] {
            let text = serde_json::to_string(&value)?;
            assert_eq!(serde_json::from_str::<Value>(&text)?, value);
        }
        Ok(())
    }
}
