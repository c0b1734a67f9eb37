//! What is copied, and what becomes of a value where source and target both speak.

use serde::{Deserialize, Serialize};

use crate::domain::action::ActionId;
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Kind, Record};

/// A kind of data that a copy can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Data {
    Statuts,
    Commentaires,
    Pilotes,
    Services,
}

impl Data {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 4] = [
        Self::Statuts,
        Self::Commentaires,
        Self::Pilotes,
        Self::Services,
    ];

    /// The kinds that are copied where nothing else is asked.
    pub const USUAL: [Self; 2] = [Self::Statuts, Self::Commentaires];

    /// Returns the kind of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|data| data.code() == word.trim())
    }

    /// Returns the word that is typed.
    pub fn code(self) -> &'static str {
        match self {
            Self::Statuts => "statuts",
            Self::Commentaires => "commentaires",
            Self::Pilotes => "pilotes",
            Self::Services => "services",
        }
    }

    /// Returns the field that holds it.
    pub fn field(self) -> Field {
        match self {
            Self::Statuts => Field::Statut,
            Self::Commentaires => Field::Commentaire,
            Self::Pilotes => Field::Pilotes,
            Self::Services => Field::Services,
        }
    }

    /// Returns the record that holds it for an action of a profile.
    pub fn record(self, profile: ProfileId, action: ActionId) -> Record {
        match self {
            Self::Statuts => Record::Statut(profile, action),
            Self::Commentaires => Record::Commentaire(profile, action),
            Self::Pilotes => Record::Pilotes(profile, action),
            Self::Services => Record::Services(profile, action),
        }
    }

    /// Returns the kind of data that a record of this kind holds, if it holds any.
    pub fn of_kind(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Statut => Some(Self::Statuts),
            Kind::Commentaire => Some(Self::Commentaires),
            Kind::Pilotes => Some(Self::Pilotes),
            Kind::Services => Some(Self::Services),
            _ => None,
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
    /// The one that a person edited later is there in the end.
    Newest,
    /// A commentaire of the source is put behind the target's, once; all else as `Fill`.
    Append,
    /// Somebody is asked, conflict by conflict; what was not answered stays.
    Ask,
    /// One difference stops the copy.
    Abort,
}

impl Policy {
    /// All policies.
    pub const ALL: [Self; 6] = [
        Self::Fill,
        Self::Overwrite,
        Self::Newest,
        Self::Append,
        Self::Ask,
        Self::Abort,
    ];

    /// The policies that a file of requests can ask for: those that ask nobody.
    pub const OF_FILES: [Self; 5] = [
        Self::Fill,
        Self::Overwrite,
        Self::Newest,
        Self::Append,
        Self::Abort,
    ];

    /// Returns the policy of this word.
    pub fn of(word: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|policy| policy.code() == word.trim())
    }

    /// Returns the word that is typed.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fill => "fill",
            Self::Overwrite => "overwrite",
            Self::Newest => "newest",
            Self::Append => "append",
            Self::Ask => "ask",
            Self::Abort => "abort",
        }
    }
}
