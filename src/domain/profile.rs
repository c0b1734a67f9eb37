//! A profile: one collectivité.

use serde::{Deserialize, Serialize};

use crate::domain::codes::{Department, Insee, Siren};
use crate::domain::nature::Nature;
use crate::domain::refusal::Refusal;
use crate::domain::usage::{Usage, ValueFault};

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

/// Refuses codes that do not go together.
///
/// A commune is told by its department, which its INSEE code holds; nothing else has such a code.
pub fn check_codes(
    nature: Nature,
    insee: Option<&Insee>,
    department: Option<&Department>,
) -> Result<(), Refusal> {
    let wrong = |flag, value, fault| Err(Refusal::Usage(Usage::value(flag, value, fault)));
    match (nature == Nature::Commune, insee, department) {
        (true, None, None) => Err(Refusal::Usage(Usage::CommuneWithoutDepartment)),
        (false, Some(insee), _) => wrong("--insee", insee.as_str(), ValueFault::InseeOfCommune),
        (true, Some(insee), Some(department)) if insee.department() != *department => wrong(
            "--department",
            department.as_str(),
            ValueFault::DepartmentOfInsee,
        ),
        _ => Ok(()),
    }
}
