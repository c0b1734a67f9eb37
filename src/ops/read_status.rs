//! What a profile says in a référentiel, action by action.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::branch::{Speaks, sous_action_of, speaks};
use crate::domain::changeset::Stamp;
use crate::domain::holding::{Held, Holding};
use crate::domain::person::Person;
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::referentiel::{NodeType, Referentiel};
use crate::domain::refusal::Author;
use crate::domain::situation::Situation;
use crate::domain::statut::Statut;
use crate::domain::structure::{Node, Structure};
use crate::store::View;

/// All that a profile says in a référentiel, with the tree it speaks of.
#[derive(Debug)]
pub struct Status {
    pub profile: Profile,
    pub structure: Structure,
    pub situation: Situation,
    /// The last write of something of it: the same as a copy's preview tells.
    pub last: Option<Author>,
    holding: Holding,
    sources: BTreeMap<ProfileId, String>,
}

/// What is said of one action.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'s> {
    pub action: &'s ActionId,
    /// None where a newer structure left the action out.
    pub node: Option<&'s Node>,
    pub statut: Option<&'s Held<Statut>>,
    pub commentaire: Option<&'s Held<String>>,
    pub pilotes: Option<&'s Held<Vec<Person>>>,
    pub services: Option<&'s Held<Vec<String>>>,
    /// Whether the action is a tâche under a sous-action that speaks.
    pub is_hidden: bool,
}

/// The counts of a branch of the tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The sous-actions that speak, by their own statut or by their tâches.
    pub speaking: usize,
    /// The sous-actions.
    pub sous_actions: usize,
    /// The fields that hold something, hidden ones included.
    pub fields: usize,
}

/// Reads all that `profile` says in `referentiel`.
pub fn read_status(view: &View<'_>, profile: &Profile, referentiel: Referentiel) -> Result<Status> {
    let structure = view.structure(referentiel)?;
    let holding = view.holding(profile.id, referentiel)?;
    let situation = view.situation(profile.id, referentiel)?;
    let sources: BTreeSet<ProfileId> = holding
        .stamps()
        .filter_map(|stamp| stamp.copied_from)
        .collect();
    let named = |source| Ok((source, view.slug(source)?));
    Ok(Status {
        profile: profile.clone(),
        structure,
        situation,
        last: view.last_author(&holding)?,
        holding,
        sources: sources.into_iter().map(named).collect::<Result<_>>()?,
    })
}

impl Status {
    /// Returns what is said of the actions that hold something, gone ones included.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let actions = self.holding.actions();
        actions
            .into_iter()
            .map(|action| self.entry(action))
            .collect()
    }

    /// Returns what is said of one action.
    pub fn entry<'s>(&'s self, action: &'s ActionId) -> Entry<'s> {
        Entry {
            action,
            node: self.structure.get(action),
            statut: self.holding.statuts.get(action),
            commentaire: self.holding.commentaires.get(action),
            pilotes: self.holding.pilotes.get(action),
            services: self.holding.services.get(action),
            is_hidden: action.node_type() == Some(NodeType::Tache)
                && sous_action_of(action).is_some_and(|above| self.has_statut(&above)),
        }
    }

    /// Counts what is said in the branch of `action`.
    pub fn counts(&self, action: &ActionId) -> Counts {
        let mut counts = Counts::default();
        for node in self.structure.branch(action) {
            counts.fields += self.entry(&node.id).fields();
            if node.node_type == NodeType::SousAction {
                counts.sous_actions += 1;
                counts.speaking += usize::from(self.speaks(&node.id) != Speaks::Nothing);
            }
        }
        counts
    }

    /// Returns the level at which the branch of a sous-action speaks.
    pub fn speaks(&self, sous_action: &ActionId) -> Speaks {
        speaks(&self.structure, sous_action, |action| {
            self.has_statut(action)
        })
    }

    /// Returns the profile that a value was copied from, by slug.
    pub fn source(&self, stamp: &Stamp) -> Option<&str> {
        self.sources.get(&stamp.copied_from?).map(String::as_str)
    }

    fn has_statut(&self, action: &ActionId) -> bool {
        self.holding.statuts.contains_key(action)
    }
}

impl<'s> Entry<'s> {
    /// Counts the fields that hold something.
    pub fn fields(&self) -> usize {
        self.stamps().count()
    }

    /// Tells whether a copied value is to confirm.
    pub fn is_to_confirm(&self) -> bool {
        self.stamps().any(Stamp::is_to_confirm)
    }

    /// Returns the stamp that tells where the entry comes from: that of a value to confirm first.
    pub fn origin(&self) -> Option<&'s Stamp> {
        let copied = |stamp: &&Stamp| stamp.copied_from.is_some();
        let to_confirm = self.stamps().find(|stamp| stamp.is_to_confirm());
        to_confirm.or_else(|| self.stamps().find(copied))
    }

    /// Returns when one of the fields was last edited by a person.
    pub fn edited_at(&self) -> Option<i64> {
        self.stamps().map(|stamp| stamp.edited_at).max()
    }

    fn stamps(&self) -> impl Iterator<Item = &'s Stamp> {
        let statut = self.statut.map(|held| &held.stamp);
        let commentaire = self.commentaire.map(|held| &held.stamp);
        let pilotes = self.pilotes.map(|held| &held.stamp);
        let services = self.services.map(|held| &held.stamp);
        [statut, commentaire, pilotes, services]
            .into_iter()
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::trial::{Trial, id};

    #[test]
    fn what_was_copied_is_to_confirm_and_names_its_source() -> Result<()> {
        let mut trial = Trial::new()?;
        trial.copy("cae_1.1.1.1.1", "fait", 5)?;
        let profile = trial.profile.clone();
        let status = read_status(&trial.store.view()?, &profile, Referentiel::Cae)?;
        let entries = status.entries();
        let [entry] = entries.as_slice() else {
            anyhow::bail!("one entry was expected");
        };
        assert!(entry.is_to_confirm() && !entry.is_hidden);
        let source = entry.origin().and_then(|stamp| status.source(stamp));
        assert_eq!(source, Some("petr-de-la"));
        assert_eq!(entry.edited_at(), Some(5));
        Ok(())
    }

    #[test]
    fn a_branch_counts_its_sous_actions_once() -> Result<()> {
        let mut trial = Trial::new()?;
        for action in [
            "cae_1.1.1.1",
            "cae_1.1.1.1.1",
            "cae_1.1.1.2.1",
            "cae_1.1.1.2.2",
        ] {
            trial.copy(action, "fait", 5)?;
        }
        let profile = trial.profile.clone();
        let status = read_status(&trial.store.view()?, &profile, Referentiel::Cae)?;
        assert_eq!(
            status.counts(&id("1.1.1")?),
            Counts {
                speaking: 2,
                sous_actions: 2,
                fields: 4,
            }
        );
        assert!(status.entry(&id("1.1.1.1.1")?).is_hidden);
        assert!(!status.entry(&id("1.1.1.2.1")?).is_hidden);
        Ok(())
    }
}
