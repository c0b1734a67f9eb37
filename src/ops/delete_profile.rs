//! Deleting a profile, with all that it owns.

use anyhow::Result;

use super::edit_profile::values;
use crate::domain::changeset::{Changeset, Edit};
use crate::domain::profile::ProfileId;
use crate::domain::record::{Kind, Record};
use crate::domain::refusal::{Noun, Refusal};
use crate::domain::request::Request;
use crate::store::View;

/// Plans the deletion of a profile and of all that it owns, as one operation.
///
/// What others copied from it stays with them, and goes on naming it. What comes to it in between
/// keeps it from going.
pub fn delete_profile(view: &View<'_>, profile: ProfileId) -> Result<Changeset> {
    let Some(present) = view.profile(profile)? else {
        return Err(Refusal::not_found(Noun::Profile, view.slug(profile)?).into());
    };
    let owned = view.owned(profile)?.into_iter();
    let owned = owned.map(|(record, values)| Edit::delete(record, values));
    let itself = Edit::delete(Record::Profile(profile), values(&present));
    let edits = owned.chain([itself]).collect();
    Ok(Changeset::of(Request::ProfileDelete { profile }, edits))
}

/// Counts the records of each kind that a profile owns and that go with it, none of them too.
pub fn counts(edits: &[Edit]) -> Vec<(Kind, usize)> {
    let count = |kind| {
        let of_kind = edits.iter().filter(|edit| edit.record.kind() == kind);
        (kind, of_kind.count())
    };
    let owned = |kind: &Kind| !matches!(kind, Kind::Profile | Kind::Structure | Kind::Node);
    Kind::ALL.into_iter().filter(owned).map(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::trial::Trial;

    #[test]
    fn what_comes_in_between_keeps_the_profile() -> Result<()> {
        let mut trial = Trial::new()?;
        let profile = trial.profile.id;
        trial.copy("1.1.1.1", "fait", 5)?;
        let planned = delete_profile(&trial.store.view()?, profile)?;
        trial.copy("1.1.1.2", "fait", 5)?;
        let error = trial.write(planned).unwrap_err();
        let refusal: Option<&Refusal> = error.downcast_ref();
        assert_eq!(refusal.map(Refusal::code), Some("has_dependents"));
        assert!(trial.store.view()?.profile(profile)?.is_some());
        Ok(())
    }

    #[test]
    fn stamps_come_back_and_those_of_others_stay() -> Result<()> {
        let mut trial = Trial::new()?;
        trial.copy("1.1.1.1", "fait", 5)?;
        let (profile, source) = (trial.profile.id, trial.source.id);
        let referentiel = crate::domain::referentiel::Referentiel::Cae;
        let before = trial.store.view()?.statuts(profile, referentiel)?;

        trial.plan(|view| delete_profile(view, source))?;
        assert_eq!(trial.store.view()?.statuts(profile, referentiel)?, before);
        assert_eq!(trial.store.view()?.slug(source)?, "petr-de-la");

        trial.plan(|view| delete_profile(view, profile))?;
        let last = trial.store.view()?.last_operation()?;
        let edits = trial.store.view()?.edits(last)?;
        let edits = edits.into_iter().map(Edit::reversed).collect();
        trial.write(Changeset::of(Request::ProfileDelete { profile }, edits))?;
        assert_eq!(trial.store.view()?.statuts(profile, referentiel)?, before);
        Ok(())
    }
}
