//! What is copied, and what becomes of a value where source and target both speak.

use serde::{Deserialize, Serialize};

use crate::domain::record::Field;

/// A kind of data that a copy can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Data {
    Statuts,
    Commentaires,
}

impl Data {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Statuts, Self::Commentaires];

    /// Returns the word that is typed.
    pub fn code(self) -> &'static str {
        match self {
            Self::Statuts => "statuts",
            Self::Commentaires => "commentaires",
        }
    }

    /// Returns the field that holds it.
    pub fn field(self) -> Field {
        match self {
            Self::Statuts => Field::Statut,
            Self::Commentaires => Field::Commentaire,
        }
    }
}

/// What becomes of a value of the target that differs from the source's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// The target's stays.
    #[default]
    Fill,
    /// The source's takes its place.
    Overwrite,
    /// One difference stops the copy.
    Abort,
}

impl Policy {
    /// All policies.
    pub const ALL: [Self; 3] = [Self::Fill, Self::Overwrite, Self::Abort];

    /// Returns the word that is typed.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fill => "fill",
            Self::Overwrite => "overwrite",
            Self::Abort => "abort",
        }
    }
}
