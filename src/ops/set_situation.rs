//! Setting the mode or the audit of a référentiel on a profile.

use anyhow::Result;

use crate::domain::changeset::{Changeset, Edit};
use crate::domain::profile::Profile;
use crate::domain::record::{Field, Record};
use crate::domain::referentiel::Referentiel;
use crate::domain::request::Request;
use crate::domain::situation::{Audit, Mode};
use crate::domain::value::Value;
use crate::ops::writable::is_named;
use crate::store::View;

/// Plans the mode of a référentiel on a profile; the default one is never stored.
pub fn set_mode(
    view: &View<'_>,
    profile: &Profile,
    referentiel: Referentiel,
    mode: Mode,
) -> Result<Changeset> {
    let default = Mode::default_of(referentiel);
    let stored = |mode: Mode| (mode != default).then(|| mode.code()).into();
    let before = view.situation(profile.id, referentiel)?.mode;
    let request = Request::ReferentielMode {
        referentiel,
        profile: profile.id,
        mode,
    };
    let record = Record::Mode(profile.id, referentiel);
    let edit = changed(record, Field::Mode, stored(before), stored(mode));
    Ok(changeset(profile, request, edit))
}

/// Plans the state of the audit of a référentiel on a profile; none is never stored.
pub fn set_audit(
    view: &View<'_>,
    profile: &Profile,
    referentiel: Referentiel,
    audit: Audit,
) -> Result<Changeset> {
    let stored = |audit: Audit| (audit != Audit::None).then(|| audit.code()).into();
    let before = view.situation(profile.id, referentiel)?.audit;
    let request = Request::ReferentielLock {
        referentiel,
        profile: profile.id,
        audit,
    };
    let record = Record::Audit(profile.id, referentiel);
    let edit = changed(record, Field::Audit, stored(before), stored(audit));
    Ok(changeset(profile, request, edit))
}

fn changed(record: Record, field: Field, before: Value, after: Value) -> Option<Edit> {
    (before != after).then(|| Edit::single(record, field, before, after))
}

fn changeset(profile: &Profile, request: Request, edit: Option<Edit>) -> Changeset {
    Changeset::of(request, edit.into_iter().collect()).expecting(vec![is_named(profile)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::referentiel::Referentiel::Cae;
    use crate::domain::situation::Situation;
    use crate::ops::trial::Trial;

    #[test]
    fn the_mode_and_the_audit_do_not_disturb_each_other() -> Result<()> {
        let mut trial = Trial::new()?;
        let profile = trial.profile.clone();
        let mode = set_mode(&trial.store.view()?, &profile, Cae, Mode::Readonly)?;
        let audit = set_audit(&trial.store.view()?, &profile, Cae, Audit::Running)?;
        trial.write(audit)?;
        trial.write(mode)?;
        let known = trial.store.view()?.situation(profile.id, Cae)?;
        assert_eq!((known.mode, known.audit), (Mode::Readonly, Audit::Running));
        Ok(())
    }

    #[test]
    fn what_is_the_default_is_not_stored() -> Result<()> {
        let mut trial = Trial::new()?;
        let profile = trial.profile.clone();
        for mode in [Mode::Archived, Mode::Write] {
            let changeset = set_mode(&trial.store.view()?, &profile, Cae, mode)?;
            trial.write(changeset)?;
        }
        let view = trial.store.view()?;
        assert_eq!(view.situation(profile.id, Cae)?, Situation::default_of(Cae));
        assert!(
            set_mode(&view, &profile, Cae, Mode::Write)?
                .edits
                .is_empty()
        );
        Ok(())
    }
}
