//! All that a profile owns, whatever its kind: what goes with the profile.

use anyhow::Result;

use crate::domain::action::ActionId;
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
            let Some(record) = record_of(kind) else {
                continue;
            };
            self.engine.find(table, &[profile.0.into()], &mut |row| {
                let record = record(profile, row.text(1)?)?;
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

/// Makes the record that stands on a profile, by the second column of its key.
type Make = fn(ProfileId, &str) -> Result<Record>;

/// Returns how the records of a kind are made that stand on one profile, the first column of their
/// key; none where they stand on none, or on two as relations do.
fn record_of(kind: Kind) -> Option<Make> {
    Some(match kind {
        Kind::Mode => |profile, key| Ok(Record::Mode(profile, referentiel_of(profile, key)?)),
        Kind::Audit => |profile, key| Ok(Record::Audit(profile, referentiel_of(profile, key)?)),
        Kind::Statut => |profile, key| Ok(Record::Statut(profile, action(profile, key)?)),
        Kind::Commentaire => |profile, key| Ok(Record::Commentaire(profile, action(profile, key)?)),
        Kind::Pilotes => |profile, key| Ok(Record::Pilotes(profile, action(profile, key)?)),
        Kind::Services => |profile, key| Ok(Record::Services(profile, action(profile, key)?)),
        Kind::Structure | Kind::Node | Kind::Profile | Kind::Relation => return None,
    })
}

fn action(profile: ProfileId, key: &str) -> Result<ActionId> {
    action_of(key, format_args!("profile {}", profile.0))
}

fn referentiel_of(profile: ProfileId, key: &str) -> Result<Referentiel> {
    let place = format_args!("profile {}", profile.0);
    known(key.parse().ok(), "référentiel", key, place)
}
