//! The situation of référentiels on profiles: the mode, and the audit.

use anyhow::Result;

use crate::domain::profile::ProfileId;
use crate::domain::referentiel::Referentiel;
use crate::domain::situation::{Audit, Mode, Situation};
use crate::store::View;
use crate::store::reading::known;

impl View<'_> {
    /// Returns the situation of a référentiel on a profile, the default where it was never set.
    pub fn situation(&self, profile: ProfileId, referentiel: Referentiel) -> Result<Situation> {
        let key = [profile.0.into(), referentiel.id().into()];
        let place = format_args!("profile {}, {referentiel}", profile.0);
        let mode = self.row(
            "SELECT mode FROM referentiel_mode WHERE profile = $1 AND referentiel = $2",
            &key,
            |row| known(Mode::of(row.text(0)?), "mode", row.text(0)?, place),
        )?;
        let audit = self.row(
            "SELECT audit FROM referentiel_audit WHERE profile = $1 AND referentiel = $2",
            &key,
            |row| {
                known(
                    Audit::of(row.text(0)?),
                    "state of an audit",
                    row.text(0)?,
                    place,
                )
            },
        )?;
        Ok(Situation {
            mode: mode.unwrap_or(Mode::default_of(referentiel)),
            audit: audit.unwrap_or(Audit::None),
        })
    }
}
