//! Giving statuts, commentaires, pilotes and services to actions of a profile, as they are typed.

use anyhow::Result;

use crate::domain::changeset::Changeset;
use crate::domain::profile::Profile;
use crate::domain::request::Request;
use crate::ops::assign_values::assign_values;
use crate::ops::read_assignments::{Typed, read};
use crate::store::View;

/// Plans what was typed; setting a tâche clears the statut of its sous-action.
pub fn set_statuts(
    view: &View<'_>,
    profile: &Profile,
    typed: &Typed,
    now: i64,
) -> Result<Changeset> {
    let given = read(view, typed)?;
    let request = Request::ReferentielSet {
        referentiel: given.referentiel,
        profile: profile.id,
    };
    let (changeset, _) = assign_values(view, profile, &given, request, now)?;
    Ok(changeset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::referentiel::Referentiel::Cae;
    use crate::domain::refusal::Refusal;
    use crate::domain::situation::{Audit, Mode};
    use crate::ops::delete_profile::delete_profile;
    use crate::ops::import_structure::import_structure;
    use crate::ops::set_situation::{set_audit, set_mode};
    use crate::ops::trial::{Trial, is_stale, structure};

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let owned = |(id, statut): &(&str, &str)| ((*id).to_owned(), (*statut).to_owned());
        Typed {
            statuts: pairs.iter().map(owned).collect(),
            ..Typed::default()
        }
    }

    fn planned(trial: &mut Trial, pairs: &[(&str, &str)]) -> Result<Changeset> {
        let profile = trial.profile.clone();
        set_statuts(&trial.store.view()?, &profile, &typed(pairs), 9)
    }

    #[test]
    fn a_profile_that_has_gone_in_between_is_named_by_who_comes_next() -> Result<()> {
        let mut trial = Trial::new()?;
        let (id, profile) = (trial.profile.id, trial.profile.clone());
        trial.plan(|view| delete_profile(view, id))?;
        let typed = typed(&[("cae_1.1.1.1", "fait")]);
        let written = trial.plan(|view| set_statuts(view, &profile, &typed, 9));
        let refusal: Refusal = written.unwrap_err().downcast()?;
        assert_eq!(refusal.code(), "profile_not_found");
        Ok(())
    }

    #[test]
    fn a_mode_set_in_between_stops_the_write() -> Result<()> {
        let mut trial = Trial::new()?;
        let changeset = planned(&mut trial, &[("cae_1.1.1.1", "fait")])?;
        let profile = trial.profile.clone();
        let mode = set_mode(&trial.store.view()?, &profile, Cae, Mode::Readonly)?;
        trial.write(mode)?;
        assert!(is_stale(trial.write(changeset)));
        Ok(())
    }

    #[test]
    fn an_audit_that_begins_in_between_stops_the_write() -> Result<()> {
        let mut trial = Trial::new()?;
        let changeset = planned(&mut trial, &[("cae_1.1.1.1", "fait")])?;
        let profile = trial.profile.clone();
        let audit = set_audit(&trial.store.view()?, &profile, Cae, Audit::Running)?;
        trial.write(audit)?;
        assert!(is_stale(trial.write(changeset)));
        Ok(())
    }

    #[test]
    fn a_structure_imported_in_between_stops_the_write() -> Result<()> {
        let mut trial = Trial::new()?;
        let changeset = planned(&mut trial, &[("cae_1.1.1.1", "fait")])?;
        let newer = structure(|text| text.replace("Tenir le cap", "Garder le cap"))?;
        let import = import_structure(&trial.store.view()?, &newer)?;
        trial.write(import)?;
        assert!(is_stale(trial.write(changeset)));
        Ok(())
    }

    #[test]
    fn a_sous_action_that_speaks_in_between_stops_its_tache() -> Result<()> {
        let mut trial = Trial::new()?;
        let changeset = planned(&mut trial, &[("cae_1.1.1.1.1", "fait")])?;
        let other = planned(&mut trial, &[("cae_1.1.1.1", "pas_fait")])?;
        trial.write(other)?;
        assert!(is_stale(trial.write(changeset)));
        Ok(())
    }

    #[test]
    fn two_people_on_two_branches_do_not_disturb_each_other() -> Result<()> {
        let mut trial = Trial::new()?;
        let one = planned(&mut trial, &[("cae_1.1.1.1.1", "fait")])?;
        let other = planned(&mut trial, &[("cae_1.1.1.2.1", "fait")])?;
        trial.write(one)?;
        trial.write(other)
    }

    #[test]
    fn an_edit_ends_to_confirm_and_the_same_value_changes_nothing() -> Result<()> {
        let mut trial = Trial::new()?;
        trial.copy("cae_1.1.1.1", "fait", 5)?;
        let same = planned(&mut trial, &[("cae_1.1.1.1", "fait")])?;
        assert!(same.edits.is_empty());
        let other = planned(&mut trial, &[("cae_1.1.1.1", "pas_fait")])?;
        trial.write(other)?;
        let statuts = trial.store.view()?.statuts(trial.profile.id, Cae)?;
        let stamp = statuts.values().next().map(|held| held.stamp);
        assert!(stamp.is_some_and(|stamp| !stamp.is_to_confirm() && stamp.edited_at == 9));
        Ok(())
    }

    #[test]
    fn a_blank_tache_clears_nothing_else() -> Result<()> {
        let mut trial = Trial::new()?;
        let both = [("cae_1.1.1.1", "fait"), ("cae_1.1.1.1.1", "fait")];
        let both = planned(&mut trial, &both)?;
        trial.write(both)?;
        let blank = planned(&mut trial, &[("cae_1.1.1.1.1", "non_renseigne")])?;
        assert_eq!(blank.edits.len(), 1);
        Ok(())
    }
}
