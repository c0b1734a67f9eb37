//! What a profile says in one référentiel: its statuts and its commentaires.

use std::collections::BTreeMap;

use crate::domain::action::ActionId;
use crate::domain::changeset::Stamp;
use crate::domain::statut::Statut;

/// A value that a profile holds, with its stamp.
#[derive(Clone, Debug, PartialEq)]
pub struct Held<T> {
    pub value: T,
    pub stamp: Stamp,
}

/// All that a profile says in one référentiel.
#[derive(Clone, Debug, Default)]
pub struct Holding {
    pub statuts: BTreeMap<ActionId, Held<Statut>>,
    pub commentaires: BTreeMap<ActionId, Held<String>>,
}

impl Holding {
    /// Returns the statut of an action.
    pub fn statut(&self, action: &ActionId) -> Option<Statut> {
        self.statuts.get(action).map(|held| held.value)
    }

    /// Returns the commentaire of an action.
    pub fn commentaire(&self, action: &ActionId) -> Option<&str> {
        let held = self.commentaires.get(action)?;
        Some(held.value.as_str())
    }

    /// Returns the stamps of all values.
    pub fn stamps(&self) -> impl Iterator<Item = &Stamp> {
        let statuts = self.statuts.values().map(|held| &held.stamp);
        statuts.chain(self.commentaires.values().map(|held| &held.stamp))
    }

    /// Counts the fields that are filled in.
    pub fn filled(&self) -> usize {
        self.statuts.len() + self.commentaires.len()
    }

    /// Returns the operation that last wrote one of the values.
    pub fn last_operation(&self) -> Option<i64> {
        self.stamps().filter_map(|stamp| stamp.operation).max()
    }
}
