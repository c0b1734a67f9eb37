//! One copy with what is told of it, and copies in a row.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use anyhow::Result;

use crate::domain::changeset::Changeset;
use crate::domain::holding::Holding;
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::ops::copy_referentiel::{CopyRequest, Source, SourceCache, copy_referentiel};
use crate::ops::copy_report::{self, CopyReport, End};
use crate::store::View;

/// One target of a copy, and what is wanted of its plan.
pub struct Goal<'a> {
    pub to: &'a Profile,
    pub now: i64,
    /// Whether every line is kept.
    pub whole: bool,
}

/// Plans the copy to a target whose data is `target`, and what is told of it.
///
/// Refused where the target holds much more than the source, unless that was allowed.
pub fn plan_copy(
    view: &View<'_>,
    request: &CopyRequest,
    source: &Source,
    goal: &Goal<'_>,
    target: &Holding,
) -> Result<(Changeset, CopyReport)> {
    let plan = copy_referentiel(view, request, source, goal.to, target, goal.now)?;
    let end = End::read(view, goal.to, target)?;
    let report = copy_report::report(&plan, source, end, target, &request.selection, goal.whole);
    match report.swapped {
        Some(held) if !request.allow_poorer_source => Err(Refusal::PoorerSource {
            slug: goal.to.slug.clone(),
            source: report.summary.selected,
            target: held,
        }
        .into()),
        _ => Ok((plan.changeset, report)),
    }
}

/// What a profile says in a référentiel, by which copies may depend on each other.
type Place = (ProfileId, Referentiel);

/// Copies in a row: in a rehearsal each is planned as if those before were written.
///
/// Only places that one copy writes and another one meets are remembered.
pub struct InARow {
    shared: HashSet<Place>,
    left: RefCell<HashMap<Place, Holding>>,
    last: Cell<Option<usize>>,
    source: SourceCache,
}

impl InARow {
    /// Returns a row of these copies, each by its source and its target.
    pub fn new(copies: impl IntoIterator<Item = (Place, Place)>) -> Self {
        let mut counts: HashMap<Place, usize> = HashMap::new();
        for (from, to) in copies {
            for place in [from, to] {
                *counts.entry(place).or_default() += 1;
            }
        }
        counts.retain(|_, count| *count > 1);
        Self {
            shared: counts.into_keys().collect(),
            left: RefCell::default(),
            last: Cell::default(),
            source: SourceCache::default(),
        }
    }

    /// Begins a copy of the row; going back begins the row anew.
    pub fn begin(&self, unit: usize) {
        if self.last.get().is_none_or(|last| unit <= last) {
            self.left.take();
        }
        self.last.set(Some(unit));
    }

    /// Returns the source of a copy, as those before leave it.
    pub fn source(&self, view: &View<'_>, request: &CopyRequest) -> Result<Rc<Source>> {
        let source = self.source.read(view, request)?;
        let left = self.left(view, (request.from.id, request.referentiel));
        Ok(match left {
            None => source,
            Some(holding) => Rc::new(source.saying(holding)),
        })
    }

    /// Returns what a target says, as the copies before leave it.
    pub fn target(&self, view: &View<'_>, request: &CopyRequest, to: &Profile) -> Result<Holding> {
        match self.left(view, (to.id, request.referentiel)) {
            Some(holding) => Ok(holding),
            None => view.holding(to.id, request.referentiel),
        }
    }

    /// Remembers what a copy leaves on its target, which said `before`, for those that follow.
    pub fn remember(
        &self,
        view: &View<'_>,
        place: (ProfileId, Referentiel),
        mut before: Holding,
        changeset: &Changeset,
    ) {
        if view.is_rehearsal() && self.shared.contains(&place) {
            before.take(&changeset.edits, |person| {
                let mut added = changeset.people.iter();
                let added = added.find(|added| added.person == person);
                let known = || view.person_name(person).ok().flatten();
                added.map(|added| added.nom.clone()).or_else(known)
            });
            self.left.borrow_mut().insert(place, before);
        }
    }

    /// Returns what the copies before leave; a write sees it in the store.
    fn left(&self, view: &View<'_>, place: Place) -> Option<Holding> {
        if !view.is_rehearsal() {
            return None;
        }
        self.left.borrow().get(&place).cloned()
    }
}
