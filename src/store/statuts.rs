//! What profiles say of the actions: statuts and commentaires.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::holding::{Held, Holding};
use crate::domain::profile::ProfileId;
use crate::domain::referentiel::Referentiel;
use crate::domain::statut::Statut;
use crate::store::View;
use crate::store::current::stamp;
use crate::store::reading::{action_of, known};

/// Returns the texts between which the ids of a référentiel's actions stand in byte order.
pub(super) fn bounds(referentiel: Referentiel) -> (&'static str, &'static str) {
    match referentiel {
        Referentiel::Cae => ("cae_", "cae`"),
        Referentiel::Eci => ("eci_", "eci`"),
        Referentiel::Te => ("te_", "te`"),
    }
}

impl View<'_> {
    /// Returns the statuts that `profile` has filled in.
    pub fn statuts(
        &self,
        profile: ProfileId,
        referentiel: Referentiel,
    ) -> Result<BTreeMap<ActionId, Held<Statut>>> {
        let (low, high) = bounds(referentiel);
        let rows = self.rows(
            "SELECT action, statut, operation, edited_at, copied_from, confirmed
             FROM statut
             WHERE profile = $1 AND action >= $2 AND action < $3",
            &[profile.0.into(), low.into(), high.into()],
            |row| {
                let (action, text) = (row.text(0)?, row.text(1)?);
                let place = format_args!("profile {}, {action}", profile.0);
                let statut = Statut::parse(text).ok().flatten();
                let held = Held {
                    value: known(statut, "statut", text, place)?,
                    stamp: stamp(row, 2)?,
                };
                Ok((action_of(action, place)?, held))
            },
        )?;
        Ok(rows.into_iter().collect())
    }

    /// Returns the commentaires that `profile` has written.
    pub fn commentaires(
        &self,
        profile: ProfileId,
        referentiel: Referentiel,
    ) -> Result<BTreeMap<ActionId, Held<String>>> {
        let (low, high) = bounds(referentiel);
        let rows = self.rows(
            "SELECT action, commentaire, operation, edited_at, copied_from, confirmed
             FROM commentaire
             WHERE profile = $1 AND action >= $2 AND action < $3",
            &[profile.0.into(), low.into(), high.into()],
            |row| {
                let held = Held {
                    value: row.text(1)?.to_owned(),
                    stamp: stamp(row, 2)?,
                };
                let place = format_args!("profile {}", profile.0);
                Ok((action_of(row.text(0)?, place)?, held))
            },
        )?;
        Ok(rows.into_iter().collect())
    }

    /// Returns all that `profile` says in a référentiel.
    pub fn holding(&self, profile: ProfileId, referentiel: Referentiel) -> Result<Holding> {
        Ok(Holding {
            statuts: self.statuts(profile, referentiel)?,
            commentaires: self.commentaires(profile, referentiel)?,
            pilotes: self.pilotes(profile, referentiel)?,
            services: self.services(profile, referentiel)?,
        })
    }
}
