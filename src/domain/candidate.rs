//! What a name may mean, where it means several things or none.

use crate::domain::referentiel::Referentiel;

/// One thing that a loose or unknown name may mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// What to type instead.
    pub key: String,
    pub name: String,
    pub nature: Option<String>,
    pub department: Option<String>,
    pub siren: Option<String>,
    /// The slug of its supra, where that one is a candidate too.
    pub member_of: Option<String>,
    /// How many fields it has filled in.
    pub filled: Option<i64>,
    /// The référentiel in which they are counted; none where all of them are.
    pub within: Option<Referentiel>,
}
