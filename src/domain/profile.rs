//! A profile: one collectivité.

use serde::{Deserialize, Serialize};

use crate::domain::codes::{Department, Insee, Siren};
use crate::domain::nature::Nature;

/// The number of a profile in its store; never used again once the profile is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProfileId(pub i64);

/// One collectivité.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Its number in the store.
    pub id: ProfileId,
    /// Its key for people: unique, and changed by nobody but people.
    pub slug: String,
    /// Its name as people write it.
    pub nom: String,
    /// What kind of collectivité it is.
    pub nature: Nature,
    /// Its number in the register of companies and institutions.
    pub siren: Option<Siren>,
    /// The code of a commune.
    pub insee: Option<Insee>,
    /// The department it stands in.
    pub department: Option<Department>,
    /// How many people live there.
    pub population: Option<i64>,
}
