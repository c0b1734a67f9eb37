//! Giving statuts and commentaires to actions of a profile, as they are typed.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::branch::sous_action_of;
use crate::domain::changeset::{Changeset, Decision, Edit, Expect, Stamp};
use crate::domain::commentaire;
use crate::domain::holding::Holding;
use crate::domain::profile::Profile;
use crate::domain::record::{Field, Record};
use crate::domain::referentiel::NodeType;
use crate::domain::request::Request;
use crate::domain::statut::Statut;
use crate::domain::value::Value;
use crate::ops::read_assignments::{Assigned, Typed, read};
use crate::ops::writable::check_writable;
use crate::store::View;

/// Plans what was typed; setting a tâche clears the statut of its sous-action.
///
/// A sous-action that is itself given keeps what it is given. A blank clears, and clears nothing
/// else. What stands there already is not edited.
pub fn set_statuts(
    view: &View<'_>,
    profile: &Profile,
    typed: &Typed,
    now: i64,
) -> Result<Changeset> {
    let given = read(view, typed)?;
    let is_audit_free = given.statuts.is_empty();
    let mut expects = check_writable(view, profile, given.referentiel, is_audit_free)?;
    let plan = Plan {
        profile,
        holding: view.holding(profile.id, given.referentiel)?,
        stamp: Stamp::edited(now),
    };
    let mut edits = plan.statuts(&given);
    edits.extend(plan.cleared(&given));
    expects.extend(plan.sous_actions(&given, &edits));
    edits.extend(plan.commentaires(&given));
    Ok(Changeset {
        request: Request::ReferentielSet {
            referentiel: given.referentiel,
            profile: profile.id,
        },
        edits,
        expects,
    })
}

struct Plan<'a> {
    profile: &'a Profile,
    holding: Holding,
    stamp: Stamp,
}

impl Plan<'_> {
    fn statuts(&self, given: &Assigned) -> Vec<Edit> {
        let edits = given.statuts.iter().filter_map(|(action, after)| {
            let before = self.holding.statut(action);
            (before != *after).then(|| self.edit(action, before, *after))
        });
        edits.collect()
    }

    /// Clears the sous-actions that speak above a tâche which is given a statut.
    fn cleared(&self, given: &Assigned) -> Vec<Edit> {
        let spoken = given.statuts.iter().filter(|(_, after)| after.is_some());
        let above = above_taches(spoken.map(|(action, _)| action));
        let silenced = above
            .into_iter()
            .filter(|sous_action| !given.statuts.contains_key(sous_action));
        let edit = |sous_action: ActionId| {
            let before = self.holding.statut(&sous_action)?;
            Some(Edit {
                decision: Decision::Cleared,
                ..self.edit(&sous_action, Some(before), None)
            })
        };
        silenced.filter_map(edit).collect()
    }

    /// Relies on the statuts of the sous-actions above the tâches that are given, as they stand.
    fn sous_actions(&self, given: &Assigned, edits: &[Edit]) -> Vec<Expect> {
        let record = |action| Record::Statut(self.profile.id, action);
        let expects = above_taches(given.statuts.keys())
            .into_iter()
            .map(|action| {
                let statut = self.holding.statut(&action).map(value);
                Expect {
                    record: record(action),
                    fields: statut.map(|statut| vec![(Field::Statut, statut)]),
                }
            });
        let is_edited = |record: &Record| edits.iter().any(|edit| edit.record == *record);
        expects
            .filter(|expect| !is_edited(&expect.record))
            .collect()
    }

    fn commentaires(&self, given: &Assigned) -> Vec<Edit> {
        let edits = given.commentaires.iter().filter_map(|(action, text)| {
            let before = self.holding.commentaire(action);
            let after = Some(text.as_str()).filter(|text| !commentaire::is_blank(text));
            let is_same = match (before, after) {
                (Some(before), Some(after)) => commentaire::same(before, after),
                (before, after) => before == after,
            };
            let record = Record::Commentaire(self.profile.id, action.clone());
            let edit = || Edit::single(record, Field::Commentaire, before.into(), after.into());
            (!is_same).then(|| edit().stamped(self.stamp))
        });
        edits.collect()
    }

    fn edit(&self, action: &ActionId, before: Option<Statut>, after: Option<Statut>) -> Edit {
        let record = Record::Statut(self.profile.id, action.clone());
        let (before, after) = (before.map(value).into(), after.map(value).into());
        Edit::single(record, Field::Statut, before, after).stamped(self.stamp)
    }
}

fn value(statut: Statut) -> Value {
    statut.code().into()
}

/// Returns the sous-actions just above the tâches among `actions`, each once.
fn above_taches<'a>(actions: impl Iterator<Item = &'a ActionId>) -> BTreeSet<ActionId> {
    let taches = actions.filter(|action| action.node_type() == Some(NodeType::Tache));
    taches.filter_map(sous_action_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::referentiel::Referentiel::Cae;
    use crate::domain::situation::{Audit, Mode};
    use crate::ops::import_structure::import_structure;
    use crate::ops::set_situation::{set_audit, set_mode};
    use crate::ops::trial::{Trial, is_stale, structure};

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        let owned = |(id, statut): &(&str, &str)| ((*id).to_owned(), (*statut).to_owned());
        Typed {
            statuts: pairs.iter().map(owned).collect(),
            commentaires: Vec::new(),
        }
    }

    fn planned(trial: &mut Trial, pairs: &[(&str, &str)]) -> Result<Changeset> {
        let profile = trial.profile.clone();
        set_statuts(&trial.store.view()?, &profile, &typed(pairs), 9)
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
