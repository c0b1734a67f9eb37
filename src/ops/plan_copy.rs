//! One copy with what is told of it, and copies in a row.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use anyhow::Result;

use crate::domain::changeset::Changeset;
use crate::domain::holding::Holding;
use crate::domain::person::PersonId;
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::value::Value;
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
    ) -> Result<()> {
        if view.is_rehearsal() && self.shared.contains(&place) {
            let names = written_names(view, changeset)?;
            before.take(&changeset.edits, |person| names.get(&person).cloned());
            self.left.borrow_mut().insert(place, before);
        }
        Ok(())
    }

    /// Returns what the copies before leave; a write sees it in the store.
    fn left(&self, view: &View<'_>, place: Place) -> Option<Holding> {
        if !view.is_rehearsal() {
            return None;
        }
        self.left.borrow().get(&place).cloned()
    }
}

/// Returns the names of the people that a changeset writes.
fn written_names(view: &View<'_>, changeset: &Changeset) -> Result<HashMap<PersonId, String>> {
    let added = changeset.people.iter();
    let mut names: HashMap<PersonId, String> = added
        .map(|added| (added.person, added.nom.clone()))
        .collect();
    let fields = changeset.edits.iter().flat_map(|edit| &edit.fields);
    for field in fields {
        let Value::People(people) = &field.after else {
            continue;
        };
        for person in people.iter() {
            if !names.contains_key(person)
                && let Some(nom) = view.person_name(*person)?
            {
                names.insert(*person, nom);
            }
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::changeset::Edit;
    use crate::domain::policy::{Data, Policy};
    use crate::ops::read_assignments::Typed;
    use crate::ops::selecting::selection;
    use crate::ops::set_statuts::set_statuts;
    use crate::ops::trial::Trial;

    const STATUTS: [&str; 3] = ["fait", "pas_fait", "detaille:20/50/30"];

    const ACTIONS: [&str; 5] = ["1.1.1.1", "1.1.1.2", "1.1.1.2.1", "1.1.1.2.2", "1.1.2.1"];

    const PATTERNS: [&str; 3] = ["1", "1.1.1", "1.1.1.2.1"];

    const NAMES: [&str; 3] = ["Nadia Bellec", "Paul Orain", "Eau"];

    /// What an end says: which kind of value, of which action, and which one.
    fn values() -> impl Strategy<Value = Vec<(usize, usize, usize)>> {
        prop::collection::vec((0..4_usize, 0..ACTIONS.len(), 0..STATUTS.len()), 1..8)
    }

    fn said(trial: &mut Trial, who: &Profile, values: &[(usize, usize, usize)]) -> Result<()> {
        for (kind, action, which) in values {
            let mut typed = Typed::default();
            let id = format!("cae_{}", ACTIONS[*action]);
            let mesure = format!("cae_{}", &ACTIONS[*action][..5]);
            let name = NAMES[*which].to_owned();
            match kind {
                0 => typed.statuts.push((id, STATUTS[*which].to_owned())),
                1 => typed.commentaires.push((id, format!("par {}", who.nom))),
                2 => typed.pilotes.push((mesure, name)),
                _ => typed.services.push((mesure, name)),
            }
            trial.plan(|view| set_statuts(view, who, &typed, 1))?;
        }
        Ok(())
    }

    /// Copies between the two profiles: which way, what, and whether values are written over.
    fn copies() -> impl Strategy<Value = Vec<(bool, usize, bool)>> {
        prop::collection::vec((any::<bool>(), 0..PATTERNS.len(), any::<bool>()), 2..5)
    }

    fn request(from: &Profile, pattern: usize, overwrites: bool) -> Result<CopyRequest> {
        let referentiel = Referentiel::Cae;
        Ok(CopyRequest {
            referentiel,
            from: from.clone(),
            selection: selection(referentiel, &[PATTERNS[pattern].to_owned()], &[])?,
            data: Data::ALL.to_vec(),
            policy: if overwrites {
                Policy::Overwrite
            } else {
                Policy::Fill
            },
            max_overwrites: None,
            allow_poorer_source: true,
            override_audit: None,
            members_of: None,
            answers: HashMap::new(),
        })
    }

    /// Plans one copy of a row as a job does, and tells its edits with the names of people.
    fn plan(
        row: &InARow,
        view: &View<'_>,
        unit: usize,
        request: &CopyRequest,
        to: &Profile,
    ) -> Result<(Changeset, Vec<Edit>)> {
        row.begin(unit);
        let source = row.source(view, request)?;
        let target = row.target(view, request, to)?;
        let goal = Goal {
            to,
            now: 2,
            whole: true,
        };
        let (changeset, _) = plan_copy(view, request, &source, &goal, &target)?;
        row.remember(view, (to.id, request.referentiel), target, &changeset)?;
        let told = view.told_edits(changeset.edits.clone(), &changeset.people)?;
        Ok((changeset, told))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn copies_in_a_row_do_what_was_rehearsed(
            here in values(),
            there in values(),
            copies in copies(),
        ) {
            let mut trial = Trial::new().unwrap();
            let (here_is, there_is) = (trial.profile.clone(), trial.source.clone());
            said(&mut trial, &here_is, &here).unwrap();
            said(&mut trial, &there_is, &there).unwrap();
            let ends = |back: bool| if back { (&here_is, &there_is) } else { (&there_is, &here_is) };
            let place = |profile: &Profile| (profile.id, Referentiel::Cae);
            let row = InARow::new(copies.iter().map(|(back, ..)| {
                let (from, to) = ends(*back);
                (place(from), place(to))
            }));
            let units = || copies.iter().enumerate().map(|(unit, (back, pattern, overwrites))| {
                let (from, to) = ends(*back);
                (unit, request(from, *pattern, *overwrites).unwrap(), to)
            });
            let view = trial.store.view().unwrap();
            let shown: Vec<Option<Vec<Edit>>> = units()
                .map(|(unit, request, to)| plan(&row, &view, unit, &request, to).ok())
                .map(|planned| planned.map(|(_, told)| told))
                .collect();
            drop(view);
            for (unit, request, to) in units() {
                let mut done = None;
                let written = trial.plan(|view| {
                    let (changeset, told) = plan(&row, view, unit, &request, to)?;
                    done = Some(told);
                    Ok(changeset)
                });
                prop_assert_eq!(written.is_ok(), shown[unit].is_some());
                prop_assert_eq!(&done, &shown[unit]);
            }
        }
    }
}
