//! What can be changed: the records of the store, by natural key, and their fields.

use std::fmt;

use serde::de::{Error as _, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::action::ActionId;
use crate::domain::profile::ProfileId;
use crate::domain::referentiel::Referentiel;
use crate::domain::situation::{Audit, Mode};
use crate::domain::value::Value;

/// One record: its table and its natural key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    /// A profile.
    Profile(ProfileId),
    /// A member of a supra.
    Relation {
        /// The profile below.
        member: ProfileId,
        /// The profile above.
        supra: ProfileId,
    },
    /// The structure of a référentiel as a whole.
    Structure(Referentiel),
    /// One node of a structure.
    Node(ActionId),
    /// The mode of a référentiel on a profile.
    Mode(ProfileId, Referentiel),
    /// The audit of a référentiel on a profile.
    Audit(ProfileId, Referentiel),
    /// The statut that a profile gives to an action.
    Statut(ProfileId, ActionId),
    /// The commentaire that a profile gives to an action.
    Commentaire(ProfileId, ActionId),
    /// The people who pilot a mesure for a profile.
    Pilotes(ProfileId, ActionId),
    /// The services that pilot a mesure for a profile.
    Services(ProfileId, ActionId),
}

/// The table of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Profile,
    Relation,
    Structure,
    Node,
    Mode,
    Audit,
    Statut,
    Commentaire,
    Pilotes,
    Services,
}

impl Kind {
    /// All kinds, parents before those that depend on them.
    pub const ALL: [Self; 10] = [
        Self::Structure,
        Self::Node,
        Self::Profile,
        Self::Relation,
        Self::Mode,
        Self::Audit,
        Self::Statut,
        Self::Commentaire,
        Self::Pilotes,
        Self::Services,
    ];

    /// Returns the word that names the kind in documents and in the journal.
    pub fn code(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Relation => "relation",
            Self::Structure => "structure",
            Self::Node => "node",
            Self::Mode => "mode",
            Self::Audit => "audit",
            Self::Statut => "statut",
            Self::Commentaire => "commentaire",
            Self::Pilotes => "pilotes",
            Self::Services => "services",
        }
    }
}

impl Record {
    /// Returns the table.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Profile(_) => Kind::Profile,
            Self::Relation { .. } => Kind::Relation,
            Self::Structure(_) => Kind::Structure,
            Self::Node(_) => Kind::Node,
            Self::Mode(..) => Kind::Mode,
            Self::Audit(..) => Kind::Audit,
            Self::Statut(..) => Kind::Statut,
            Self::Commentaire(..) => Kind::Commentaire,
            Self::Pilotes(..) => Kind::Pilotes,
            Self::Services(..) => Kind::Services,
        }
    }

    /// Returns the profile that owns the record; of a relation, the member.
    pub fn profile(&self) -> Option<ProfileId> {
        match self {
            Self::Profile(profile)
            | Self::Relation {
                member: profile, ..
            }
            | Self::Mode(profile, _)
            | Self::Audit(profile, _)
            | Self::Statut(profile, _)
            | Self::Commentaire(profile, _)
            | Self::Pilotes(profile, _)
            | Self::Services(profile, _) => Some(*profile),
            Self::Structure(_) | Self::Node(_) => None,
        }
    }

    /// Returns the profiles that the record speaks of: of a relation, both ends.
    pub fn profiles(&self) -> Vec<ProfileId> {
        match self {
            Self::Relation { member, supra } => vec![*member, *supra],
            record => record.profile().into_iter().collect(),
        }
    }

    /// Returns the action that the record speaks of.
    pub fn action(&self) -> Option<&ActionId> {
        match self {
            Self::Node(action)
            | Self::Statut(_, action)
            | Self::Commentaire(_, action)
            | Self::Pilotes(_, action)
            | Self::Services(_, action) => Some(action),
            _ => None,
        }
    }

    /// Returns what holds where the record is not stored; none where nothing does.
    pub fn default_value(&self) -> Option<Value> {
        match self {
            Self::Mode(_, referentiel) => Some(Mode::default_of(*referentiel).code().into()),
            Self::Audit(..) => Some(Audit::None.code().into()),
            _ => None,
        }
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let kind = self.kind();
        match self {
            Self::Profile(profile) => (kind, profile).serialize(serializer),
            Self::Relation { member, supra } => (kind, member, supra).serialize(serializer),
            Self::Structure(referentiel) => (kind, referentiel).serialize(serializer),
            Self::Node(action) => (kind, action).serialize(serializer),
            Self::Mode(profile, referentiel) | Self::Audit(profile, referentiel) => {
                (kind, profile, referentiel).serialize(serializer)
            }
            Self::Statut(profile, action)
            | Self::Commentaire(profile, action)
            | Self::Pilotes(profile, action)
            | Self::Services(profile, action) => (kind, profile, action).serialize(serializer),
        }
    }
}

/// Reads a record as it stands in documents: `["statut",12,"cae_1.1.1"]`.
///
/// The kind comes first and tells the rest, so that nothing is read twice: journals are long.
struct Written;

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Written)
    }
}

impl<'de> Visitor<'de> for Written {
    type Value = Record;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a record: its kind, then its key")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Record, A::Error> {
        let parts = &mut parts;
        let record = match part(parts)? {
            Kind::Structure => Record::Structure(part(parts)?),
            Kind::Node => Record::Node(part(parts)?),
            Kind::Profile => Record::Profile(part(parts)?),
            Kind::Relation => Record::Relation {
                member: part(parts)?,
                supra: part(parts)?,
            },
            Kind::Mode => Record::Mode(part(parts)?, part(parts)?),
            Kind::Audit => Record::Audit(part(parts)?, part(parts)?),
            Kind::Statut => Record::Statut(part(parts)?, part(parts)?),
            Kind::Commentaire => Record::Commentaire(part(parts)?, part(parts)?),
            Kind::Pilotes => Record::Pilotes(part(parts)?, part(parts)?),
            Kind::Services => Record::Services(part(parts)?, part(parts)?),
        };
        match parts.next_element::<IgnoredAny>()? {
            None => Ok(record),
            Some(_) => Err(A::Error::custom("no such record")),
        }
    }
}

fn part<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(parts: &mut A) -> Result<T, A::Error> {
    let part = parts.next_element()?;
    part.ok_or_else(|| A::Error::custom("no such record"))
}

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Slug,
    Nom,
    Nature,
    Siren,
    Insee,
    Department,
    Population,
    Version,
    /// What tells the nodes of a structure from any other nodes.
    Digest,
    Title,
    Points,
    Mode,
    Audit,
    Statut,
    Commentaire,
    Pilotes,
    Services,
}

impl Field {
    /// Returns the name of the field: the column of the store, the key of documents.
    pub fn code(self) -> &'static str {
        match self {
            Self::Slug => "slug",
            Self::Nom => "nom",
            Self::Nature => "nature",
            Self::Siren => "siren",
            Self::Insee => "insee",
            Self::Department => "department",
            Self::Population => "population",
            Self::Version => "version",
            Self::Digest => "digest",
            Self::Title => "title",
            Self::Points => "points",
            Self::Mode => "mode",
            Self::Audit => "audit",
            Self::Statut => "statut",
            Self::Commentaire => "commentaire",
            Self::Pilotes => "pilotes",
            Self::Services => "services",
        }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Result;

    use super::*;

    #[test]
    fn every_record_comes_back_as_it_was_written() -> Result<()> {
        let action = ActionId::parse("cae_1.1.1", None).unwrap();
        let (one, two) = (ProfileId(1), ProfileId(2));
        for record in [
            Record::Profile(one),
            Record::Relation {
                member: one,
                supra: two,
            },
            Record::Structure(Referentiel::Eci),
            Record::Node(action.clone()),
            Record::Mode(one, Referentiel::Te),
            Record::Audit(one, Referentiel::Te),
            Record::Statut(one, action.clone()),
            Record::Commentaire(two, action.clone()),
            Record::Pilotes(one, action.clone()),
            Record::Services(two, action),
        ] {
            let text = serde_json::to_string(&record)?;
            assert_eq!(serde_json::from_str::<Record>(&text)?, record, "{text}");
        }
        Ok(())
    }
}
