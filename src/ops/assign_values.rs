//! Giving values to actions of a profile, whether they were typed or read from a file.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::branch::sous_action_of;
use crate::domain::changeset::{Changeset, Decision, Edit, Expect, Stamp};
use crate::domain::commentaire;
use crate::domain::holding::{Holding, ids, names};
use crate::domain::name::same_names;
use crate::domain::policy::Data;
use crate::domain::profile::Profile;
use crate::domain::record::{Field, Record};
use crate::domain::referentiel::{NodeType, Referentiel};
use crate::domain::request::Request;
use crate::domain::statut::Statut;
use crate::domain::value::Value;
use crate::ops::matching::{Added, Matching};
use crate::ops::writable::check_writable;
use crate::store::View;

/// What is given to which action of one référentiel.
#[derive(Debug)]
pub struct Assigned {
    pub referentiel: Referentiel,
    /// A blank clears.
    pub statuts: BTreeMap<ActionId, Option<Statut>>,
    /// A blank one clears.
    pub commentaires: BTreeMap<ActionId, String>,
    /// What the commentaires are.
    pub wording: Wording,
    /// Full names; an empty list clears.
    pub pilotes: BTreeMap<ActionId, Vec<String>>,
    /// Names; an empty list clears.
    pub services: BTreeMap<ActionId, Vec<String>>,
}

/// What a commentaire that is given is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// What is stored.
    Kept,
    /// What people read of it, so that a rich text which reads the same stays.
    Read,
}

impl Assigned {
    /// Returns that nothing is given.
    pub fn nothing(referentiel: Referentiel, wording: Wording) -> Self {
        Self {
            referentiel,
            statuts: BTreeMap::new(),
            commentaires: BTreeMap::new(),
            wording,
            pilotes: BTreeMap::new(),
            services: BTreeMap::new(),
        }
    }

    /// Returns the kinds of lists that are given.
    fn lists(&self) -> Vec<Data> {
        let pilotes = (!self.pilotes.is_empty()).then_some(Data::Pilotes);
        let services = (!self.services.is_empty()).then_some(Data::Services);
        pilotes.into_iter().chain(services).collect()
    }
}

/// Plans what is given; setting a tâche clears the statut of its sous-action.
///
/// A sous-action that is itself given keeps what it is given. A blank clears, and clears nothing
/// else. What stands there already is not edited. An audit only protects statuts. Returns also whom
/// and what it adds to the names that the profile knows.
pub fn assign_values(
    view: &View<'_>,
    profile: &Profile,
    given: &Assigned,
    request: Request,
    now: i64,
) -> Result<(Changeset, Added)> {
    let is_audit_free = given.statuts.is_empty();
    let mut expects = check_writable(view, profile, given.referentiel, is_audit_free)?;
    let mut plan = Plan {
        profile,
        holding: view.holding(profile.id, given.referentiel)?,
        stamp: Stamp::edited(now),
        names: Matching::read(view, profile.id, &given.lists())?,
    };
    let mut edits = plan.statuts(given);
    edits.extend(plan.cleared(given));
    expects.extend(plan.sous_actions(given, &edits));
    edits.extend(plan.commentaires(given));
    edits.extend(plan.pilotes(given));
    edits.extend(plan.services(given));
    let added = plan.names.added();
    let changeset = Changeset {
        people: added.people.clone(),
        ..Changeset::of(request, edits).expecting(expects)
    };
    Ok((changeset, added))
}

struct Plan<'a> {
    profile: &'a Profile,
    holding: Holding,
    stamp: Stamp,
    names: Matching,
}

impl Plan<'_> {
    fn statuts(&self, given: &Assigned) -> Vec<Edit> {
        let edits = given.statuts.iter().filter_map(|(action, after)| {
            let before = self.holding.statut(action);
            (before != *after).then(|| self.statut(action, before, *after))
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
                ..self.statut(&sous_action, Some(before), None)
            })
        };
        silenced.filter_map(edit).collect()
    }

    /// Relies on the statuts of the sous-actions above the tâches that are given, as they stand.
    fn sous_actions(&self, given: &Assigned, edits: &[Edit]) -> Vec<Expect> {
        let edited: BTreeSet<&Record> = edits.iter().map(|edit| &edit.record).collect();
        let expects = above_taches(given.statuts.keys())
            .into_iter()
            .map(|action| {
                let statut = self.holding.statut(&action).map(value);
                Expect {
                    record: Record::Statut(self.profile.id, action),
                    fields: statut.map(|statut| vec![(Field::Statut, statut)]),
                }
            });
        expects
            .filter(|expect| !edited.contains(&expect.record))
            .collect()
    }

    fn commentaires(&self, given: &Assigned) -> Vec<Edit> {
        let edits = given.commentaires.iter().filter_map(|(action, text)| {
            let before = self.holding.commentaire(action);
            let after = (!commentaire::is_blank(text)).then_some(text.as_str());
            if is_same(before, after, given.wording) {
                return None;
            }
            let after = after.map(|text| match given.wording {
                Wording::Kept => text.to_owned(),
                Wording::Read => commentaire::from_text(text),
            });
            Some(self.edit(Data::Commentaires, action, before.into(), after.into()))
        });
        edits.collect()
    }

    fn pilotes(&mut self, given: &Assigned) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (action, typed) in &given.pilotes {
            let before = self.holding.pilotes.get(action);
            let before = before.map_or(&[][..], |held| &held.value);
            let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
            if !same_names(&names(before), &typed) {
                let (before, after) = (ids(before), self.names.pilotes(typed));
                edits.push(self.edit(Data::Pilotes, action, before, after));
            }
        }
        edits
    }

    fn services(&mut self, given: &Assigned) -> Vec<Edit> {
        let mut edits = Vec::new();
        for (action, typed) in &given.services {
            let before = self.holding.services.get(action);
            let before = before.map_or(&[][..], |held| &held.value);
            if !same_names(before, typed) {
                let before = before.to_vec().into();
                let after = self.names.services(typed.iter().map(String::as_str));
                edits.push(self.edit(Data::Services, action, before, after));
            }
        }
        edits
    }

    fn statut(&self, action: &ActionId, before: Option<Statut>, after: Option<Statut>) -> Edit {
        let (before, after) = (before.map(value).into(), after.map(value).into());
        self.edit(Data::Statuts, action, before, after)
    }

    fn edit(&self, data: Data, action: &ActionId, before: Value, after: Value) -> Edit {
        let record = data.record(self.profile.id, action.clone());
        Edit::single(record, data.field(), before, after).stamped(self.stamp)
    }
}

fn is_same(before: Option<&str>, after: Option<&str>, wording: Wording) -> bool {
    match (before, after) {
        (Some(before), Some(after)) if commentaire::same(before, after) => true,
        (Some(before), Some(after)) if wording == Wording::Read => {
            commentaire::reads_the_same(before, after)
        }
        (before, after) => before == after,
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
