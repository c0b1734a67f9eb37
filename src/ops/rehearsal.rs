//! Rehearsing several changesets in a row, each as if those before were written.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use anyhow::Result;

use crate::domain::changeset::{Changeset, Edit};
use crate::domain::policy::Data;
use crate::domain::profile::ProfileId;
use crate::domain::record::Record;
use crate::store::View;

/// What the changesets before leave; only what a later one may read is remembered.
pub struct Rehearsal {
    shared: Shared,
    /// What the last changeset writes, which the next one is to see.
    pending: RefCell<Option<Changeset>>,
    last: Cell<Option<usize>>,
}

/// Which records a later changeset may meet again.
enum Shared {
    /// A structure is among them, on which all data depends.
    All,
    /// The profiles that more than one changeset touches.
    Profiles(HashSet<ProfileId>),
}

impl Rehearsal {
    /// Returns a rehearsal of changesets that touch these profiles; one of none is of a structure.
    pub fn new(touched: impl IntoIterator<Item = Vec<ProfileId>>) -> Self {
        let mut counts: HashMap<ProfileId, usize> = HashMap::new();
        let mut has_structure = false;
        for profiles in touched {
            has_structure |= profiles.is_empty();
            for profile in profiles {
                *counts.entry(profile).or_default() += 1;
            }
        }
        counts.retain(|_, count| *count > 1);
        Self {
            shared: if has_structure {
                Shared::All
            } else {
                Shared::Profiles(counts.into_keys().collect())
            },
            pending: RefCell::default(),
            last: Cell::new(None),
        }
    }

    /// Plans one changeset, as if those before were written; going back begins anew.
    ///
    /// Only a rehearsal needs it: a write sees what the changesets before have written. What this
    /// one leaves is seen by the next one only, so that it is told on what it was planned on.
    pub fn plan(
        &self,
        view: &View<'_>,
        unit: usize,
        plan: impl FnOnce() -> Result<Changeset>,
    ) -> Result<Changeset> {
        if !view.is_rehearsal() {
            return plan();
        }
        let pending = self.pending.take();
        if self
            .last
            .replace(Some(unit))
            .is_none_or(|last| unit <= last)
        {
            view.forget_imagined()?;
        } else if let Some(before) = pending {
            view.imagine(&before)?;
        }
        let changeset = plan()?;
        self.pending.replace(self.remembered(&changeset));
        Ok(changeset)
    }

    /// Returns what a later changeset may read of this one.
    fn remembered(&self, changeset: &Changeset) -> Option<Changeset> {
        let edits = changeset.edits.iter();
        let edits: Vec<Edit> = edits
            .filter(|edit| self.is_shared(&edit.record))
            .cloned()
            .collect();
        (!edits.is_empty()).then(|| Changeset::of(changeset.request.clone(), edits))
    }

    /// Tells whether a later changeset may read `record`: of data, that of its own profiles only.
    fn is_shared(&self, record: &Record) -> bool {
        let Shared::Profiles(profiles) = &self.shared else {
            return true;
        };
        match (Data::of_kind(record.kind()), record.profile()) {
            (Some(_), Some(profile)) => profiles.contains(&profile),
            _ => true,
        }
    }
}
