//! People: elsewhere than in their own table they stand by number.

use serde::{Deserialize, Serialize};

use crate::domain::profile::ProfileId;

/// The number of a person in its store; below zero while a changeset only plans to add the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub i64);

/// A person whom a profile knows by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The number in the store.
    pub id: PersonId,
    /// The full name; none once the person was erased.
    pub nom: Option<String>,
}

/// A person whom a changeset adds, unless the profile knows one of that name by then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPerson {
    /// The number that stands for the person in the changeset, below zero.
    pub person: PersonId,
    /// The profile that knows the person.
    pub profile: ProfileId,
    /// The full name.
    pub nom: String,
}
