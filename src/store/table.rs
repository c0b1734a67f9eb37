//! What the bulk write needs to know of each table; the engine makes the statements.

use crate::domain::record::{Field, Kind, Record};
use crate::store::engine::Bind;

/// One table of the domain's records.
pub struct Table {
    pub name: &'static str,
    /// The natural key, the owner first.
    pub key: &'static [&'static str],
    pub fields: &'static [Field],
    /// Whether its rows carry stamps.
    pub stamped: bool,
}

/// The columns of stamps.
pub const STAMPS: [&str; 4] = ["operation", "edited_at", "copied_from", "confirmed"];

/// The profiles.
pub const PROFILE: Table = Table {
    name: "profile",
    key: &["id"],
    fields: &[
        Field::Slug,
        Field::Nom,
        Field::Nature,
        Field::Siren,
        Field::Insee,
        Field::Department,
        Field::Population,
    ],
    stamped: false,
};

/// Who is a member of whom.
pub const RELATION: Table = Table {
    name: "relation",
    key: &["member", "supra"],
    fields: &[],
    stamped: false,
};

/// The structures that were imported.
pub const STRUCTURE: Table = Table {
    name: "structure",
    key: &["id"],
    fields: &[Field::Version, Field::Digest],
    stamped: false,
};

/// The nodes of the structures.
pub const NODE: Table = Table {
    name: "node",
    key: &["referentiel", "action"],
    fields: &[Field::Title, Field::Points],
    stamped: false,
};

/// The modes of the référentiels on profiles.
pub const MODE: Table = Table {
    name: "referentiel_mode",
    key: &["profile", "referentiel"],
    fields: &[Field::Mode],
    stamped: false,
};

/// The audits of the référentiels on profiles.
pub const AUDIT: Table = Table {
    name: "referentiel_audit",
    key: &["profile", "referentiel"],
    fields: &[Field::Audit],
    stamped: false,
};

/// The statuts of profiles.
pub const STATUT: Table = Table {
    name: "statut",
    key: &["profile", "action"],
    fields: &[Field::Statut],
    stamped: true,
};

/// The commentaires of profiles.
pub const COMMENTAIRE: Table = Table {
    name: "commentaire",
    key: &["profile", "action"],
    fields: &[Field::Commentaire],
    stamped: true,
};

/// The people who pilot the mesures of profiles.
pub const PILOTES: Table = Table {
    name: "pilotes",
    key: &["profile", "action"],
    fields: &[Field::Pilotes],
    stamped: true,
};

/// The services that pilot the mesures of profiles.
pub const SERVICES: Table = Table {
    name: "services",
    key: &["profile", "action"],
    fields: &[Field::Services],
    stamped: true,
};

impl Table {
    /// Returns the table of a kind of record.
    pub fn of(kind: Kind) -> &'static Self {
        match kind {
            Kind::Profile => &PROFILE,
            Kind::Relation => &RELATION,
            Kind::Structure => &STRUCTURE,
            Kind::Node => &NODE,
            Kind::Mode => &MODE,
            Kind::Audit => &AUDIT,
            Kind::Statut => &STATUT,
            Kind::Commentaire => &COMMENTAIRE,
            Kind::Pilotes => &PILOTES,
            Kind::Services => &SERVICES,
        }
    }

    /// Returns the names of all columns: key, fields, stamps.
    pub fn columns(&self) -> Vec<&'static str> {
        let stamps = if self.stamped { &STAMPS[..] } else { &[] };
        let fields = self.fields.iter().map(|field| field.code());
        self.key
            .iter()
            .copied()
            .chain(fields)
            .chain(stamps.iter().copied())
            .collect()
    }

    /// Returns the place of `field` among the fields.
    pub fn place_of(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|own| *own == field)
    }
}

/// Returns the natural key of `record`.
pub fn key_of(record: &Record) -> Vec<Bind<'_>> {
    match record {
        Record::Profile(profile) => vec![profile.0.into()],
        Record::Relation { member, supra } => vec![member.0.into(), supra.0.into()],
        Record::Structure(referentiel) => vec![referentiel.id().into()],
        Record::Node(action) => vec![action.referentiel().id().into(), action.as_str().into()],
        Record::Mode(profile, referentiel) | Record::Audit(profile, referentiel) => {
            vec![profile.0.into(), referentiel.id().into()]
        }
        Record::Statut(profile, action)
        | Record::Commentaire(profile, action)
        | Record::Pilotes(profile, action)
        | Record::Services(profile, action) => vec![profile.0.into(), action.as_str().into()],
    }
}
