//! All that a profile owns, whatever its kind: what goes with the profile.

use anyhow::Result;

use crate::domain::policy::Data;
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Kind, Record};
use crate::domain::referentiel::Referentiel;
use crate::domain::value::Value;
use crate::store::View;
use crate::store::current::stored;
use crate::store::reading::{action_of, known};
use crate::store::table::Table;

/// A record, and what its fields hold.
pub type Held = (Record, Vec<(Field, Value)>);

impl View<'_> {
    /// Returns all that `profile` owns, its relations both ways first.
    pub fn owned(&self, profile: ProfileId) -> Result<Vec<Held>> {
        let mut owned = self.relations_of(profile)?;
        for kind in Kind::ALL {
            let table = Table::of(kind);
            if !belongs_to_profiles(kind) {
                continue;
            }
            self.engine.find(table, &[profile.0.into()], &mut |row| {
                let record = record(kind, profile, row.text(1)?)?;
                let row = stored(table, row)?;
                let fields = row.filled(kind);
                let fields = fields.map(|(field, value)| (field, value.clone()));
                owned.push((record, fields.collect()));
                Ok(())
            })?;
        }
        Ok(owned)
    }

    fn relations_of(&self, profile: ProfileId) -> Result<Vec<Held>> {
        self.rows(
            "SELECT member, supra FROM relation
             WHERE member = $1 OR supra = $1
             ORDER BY member, supra",
            &[profile.0.into()],
            |row| {
                let (member, supra) = (ProfileId(row.int(0)?), ProfileId(row.int(1)?));
                Ok((Record::Relation { member, supra }, Vec::new()))
            },
        )
    }
}

/// Tells whether the records of a kind stand on one profile, the first column of their key.
///
/// A relation stands on two.
fn belongs_to_profiles(kind: Kind) -> bool {
    match kind {
        Kind::Mode
        | Kind::Audit
        | Kind::Statut
        | Kind::Commentaire
        | Kind::Pilotes
        | Kind::Services => true,
        Kind::Structure | Kind::Node | Kind::Profile | Kind::Relation => false,
    }
}

/// Returns the record of a kind that stands on `profile`, by the second column of its key.
fn record(kind: Kind, profile: ProfileId, key: &str) -> Result<Record> {
    let place = format_args!("profile {}", profile.0);
    let referentiel = || known(key.parse::<Referentiel>().ok(), "référentiel", key, place);
    Ok(match kind {
        Kind::Mode => Record::Mode(profile, referentiel()?),
        Kind::Audit => Record::Audit(profile, referentiel()?),
        kind => {
            let data = known(Data::of_kind(kind), "kind of data", kind.code(), place)?;
            data.record(profile, action_of(key, place)?)
        }
    })
}
