//! Rehearsing several changesets in a row, each as if those before were written.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use anyhow::Result;

use crate::domain::changeset::{Changeset, Edit};
use crate::domain::profile::ProfileId;
use crate::domain::record::Record;
use crate::store::{Overlay, View};

/// What the changesets before leave; only records that a later one may meet are remembered.
pub struct Rehearsal {
    shared: Shared,
    overlay: RefCell<Overlay>,
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
            overlay: RefCell::default(),
            last: Cell::new(None),
        }
    }

    /// Plans one changeset, as if those before were written; going back begins anew.
    ///
    /// Only a rehearsal needs it: a write sees what the changesets before have written.
    pub fn plan(
        &self,
        view: &View<'_>,
        unit: usize,
        plan: impl FnOnce(&Overlay) -> Result<Changeset>,
    ) -> Result<Changeset> {
        if !view.is_rehearsal() {
            return plan(&Overlay::default());
        }
        if self.last.get().is_none_or(|last| unit <= last) {
            self.overlay.take();
        }
        self.last.set(Some(unit));
        let changeset = plan(&self.overlay.borrow())?;
        self.remember(view, &changeset)?;
        Ok(changeset)
    }

    fn remember(&self, view: &View<'_>, changeset: &Changeset) -> Result<()> {
        let edits = changeset.edits.iter();
        let edits: Vec<Edit> = edits
            .filter(|edit| self.is_shared(&edit.record))
            .cloned()
            .collect();
        if edits.is_empty() {
            return Ok(());
        }
        let shared = Changeset::of(changeset.request.clone(), edits);
        let current = view.current(&shared, &self.overlay.borrow())?;
        self.overlay.borrow_mut().add(&shared, &current);
        Ok(())
    }

    fn is_shared(&self, record: &Record) -> bool {
        let Shared::Profiles(profiles) = &self.shared else {
            return true;
        };
        match record {
            Record::Relation { member, supra } => {
                profiles.contains(member) || profiles.contains(supra)
            }
            record => record
                .profile()
                .is_none_or(|profile| profiles.contains(&profile)),
        }
    }
}
