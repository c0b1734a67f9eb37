//! Copying a référentiel's data from a profile to another.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::branch::sous_action_of;
use crate::domain::changeset::{Change, Changeset, Decision, Edit, Expect, Stamp};
use crate::domain::copying::{Decided, Fate, Line, Rules, Said, decide};
use crate::domain::holding::Holding;
use crate::domain::policy::{Data, Policy};
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::record::Record;
use crate::domain::referentiel::{NodeType, Referentiel};
use crate::domain::refusal::{Difference, Refusal};
use crate::domain::request::{Copied, Request};
use crate::domain::selection::Selection;
use crate::domain::structure::Structure;
use crate::domain::value::Value;
use crate::ops::copy_report::End;
use crate::ops::selecting;
use crate::ops::writable::{check_writable, is_named};
use crate::store::View;

/// The number of values that may always be written over.
const SMALL: usize = 20;

/// What is copied, from whom, and how.
#[derive(Clone, Debug)]
pub struct CopyRequest {
    pub referentiel: Referentiel,
    pub from: Profile,
    pub selection: Selection,
    pub data: Vec<Data>,
    pub policy: Policy,
    /// How many values may be written over; without it half of what the target holds.
    pub max_overwrites: Option<Limit>,
    /// Whether a target that holds much more than the source is written all the same.
    pub allow_poorer_source: bool,
    /// Why an audit on the target is not respected.
    pub override_audit: Option<String>,
    /// The supra whose members are written, where they were not named.
    pub members_of: Option<ProfileId>,
}

/// How many values of a target may be written over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    Count(usize),
    /// Of what the target holds within the selection.
    Percent(usize),
}

/// The source of a copy, read once for all targets.
pub struct Source {
    pub structure: Structure,
    pub holding: Holding,
    /// The source as the preview shows it.
    pub end: End,
    version: Option<i64>,
    read_at: i64,
}

/// Reads the source, and again only where it has changed.
#[derive(Default)]
pub struct SourceCache(RefCell<Option<Rc<Source>>>);

/// A planned copy to one target.
pub struct CopyPlan<'a> {
    pub changeset: Changeset,
    pub decided: Decided<'a>,
}

impl SourceCache {
    /// Returns the source as `view` sees it.
    pub fn read(&self, view: &View<'_>, request: &CopyRequest) -> Result<Rc<Source>> {
        let (from, referentiel) = (request.from.id, request.referentiel);
        if let Some(source) = self.0.borrow().as_ref() {
            let fresh = source.version == view.version(referentiel)?
                && !view.touched_since(from, source.read_at)?;
            if fresh {
                return Ok(Rc::clone(source));
            }
        }
        let structure = view.structure(referentiel)?;
        let checked = request.selection.check(&structure);
        checked.map_err(|problem| selecting::refusal(&structure, problem))?;
        let holding = view.holding(from, referentiel)?;
        let source = Rc::new(Source {
            structure,
            end: End::read(view, &request.from, &holding)?,
            holding,
            version: view.version(referentiel)?,
            read_at: view.last_operation()?,
        });
        self.0.replace(Some(Rc::clone(&source)));
        Ok(source)
    }
}

/// Plans the copy to `to`, whose data is `target`.
pub fn copy_referentiel<'a>(
    view: &View<'_>,
    request: &CopyRequest,
    source: &'a Source,
    to: &Profile,
    target: &'a Holding,
    now: i64,
) -> Result<CopyPlan<'a>> {
    if request.from.id == to.id {
        let slug = to.slug.clone();
        return Err(Refusal::SameProfile { slug }.into());
    }
    let override_audit = request.override_audit.is_some();
    let mut expects = check_writable(view, to, request.referentiel, override_audit)?;
    expects.push(is_named(&request.from));
    expects.extend(request.members_of.map(|supra| Expect {
        record: Record::Relation {
            member: to.id,
            supra,
        },
        fields: Some(Vec::new()),
    }));
    let rules = Rules {
        structure: &source.structure,
        selection: &request.selection,
        data: &request.data,
        policy: request.policy,
    };
    let decided = decide(&rules, &source.holding, target);
    check_limits(request, to, &source.structure, &decided)?;
    let edits: Vec<Edit> = decided
        .lines
        .iter()
        .filter_map(|line| edit(line, request.from.id, to.id, source, now))
        .collect();
    expects.extend(branches(&source.structure, to.id, target, &edits));
    Ok(CopyPlan {
        changeset: Changeset {
            request: Request::ReferentielCopy(Box::new(copied(request, to.id, &decided))),
            edits,
            expects,
        },
        decided,
    })
}

fn copied(request: &CopyRequest, to: ProfileId, decided: &Decided<'_>) -> Copied {
    Copied {
        referentiel: request.referentiel,
        from: request.from.id,
        to,
        selection: request.selection.clone(),
        data: request.data.clone(),
        policy: request.policy,
        override_audit: request.override_audit.clone(),
        summary: decided.summary(),
        replaced: decided.replaced(),
    }
}

/// Tells whether the target holds more than twice as much as the source, and more than a few.
pub fn looks_swapped(decided: &Decided<'_>) -> bool {
    let selected = decided.summary().selected;
    decided.target_filled > SMALL && decided.target_filled > 2 * selected
}

/// Refuses an empty source, swapped ends, a difference where none is allowed, too many overwrites.
fn check_limits(
    request: &CopyRequest,
    to: &Profile,
    structure: &Structure,
    decided: &Decided<'_>,
) -> Result<()> {
    let summary = decided.summary();
    if summary.selected == 0 {
        let slug = request.from.slug.clone();
        return Err(Refusal::SourceEmpty { slug }.into());
    }
    let slug = to.slug.clone();
    if request.policy == Policy::Abort && summary.kept > 0 {
        let rows = differences(structure, decided);
        return Err(Refusal::Conflict { slug, rows }.into());
    }
    let overwrites = decided.overwrites();
    let limit = limit(request.max_overwrites, decided.target_filled);
    if overwrites > limit {
        return Err(Refusal::TooManyOverwrites {
            slug,
            overwrites,
            limit,
        }
        .into());
    }
    Ok(())
}

/// Returns what differs between source and target, field by field.
fn differences(structure: &Structure, decided: &Decided<'_>) -> Vec<Difference> {
    let kept = decided.lines.iter();
    let kept = kept.filter(|line| matches!(line.fate, Fate::Kept(_)));
    kept.map(|line| Difference {
        action: line.action.clone(),
        title: structure.title(&line.action).unwrap_or_default().to_owned(),
        field: line.data().field(),
        source: value(line.source.as_ref()),
        target: value(line.target.as_ref()),
    })
    .collect()
}

fn limit(asked: Option<Limit>, filled: usize) -> usize {
    match asked {
        Some(Limit::Count(count)) => count,
        Some(Limit::Percent(percent)) => filled * percent / 100,
        None => SMALL.max(filled / 2),
    }
}

/// Returns the edit of a field that is written or cleared.
fn edit(
    line: &Line<'_>,
    from: ProfileId,
    to: ProfileId,
    source: &Source,
    now: i64,
) -> Option<Edit> {
    if !matches!(line.fate, Fate::Filled | Fate::Replaced | Fate::Cleared) {
        return None;
    }
    let action = line.action.clone();
    let record = match line.data() {
        Data::Statuts => Record::Statut(to, action),
        Data::Commentaires => Record::Commentaire(to, action),
    };
    let (before, after) = (value(line.target.as_ref()), value(line.source.as_ref()));
    let edited_at = edited_at(source, line).unwrap_or(now);
    let mut edit = Edit::single(record, line.data().field(), before, after)
        .stamped(Stamp::copied(from, edited_at));
    if line.fate == Fate::Cleared {
        edit.decision = Decision::Cleared;
    }
    Some(edit)
}

fn value(said: Option<&Said<'_>>) -> Value {
    match said {
        None => Value::Null,
        Some(Said::Statut(statut)) => statut.code().into(),
        Some(Said::Commentaire(text)) => Value::from(*text),
    }
}

/// Returns when a person last edited the source's value.
fn edited_at(source: &Source, line: &Line<'_>) -> Option<i64> {
    let stamp = match line.data() {
        Data::Statuts => source.holding.statuts.get(&line.action)?.stamp,
        Data::Commentaires => source.holding.commentaires.get(&line.action)?.stamp,
    };
    Some(stamp.edited_at)
}

/// Returns the blanks that the written branches rely on, so that each speaks at one level.
fn branches(structure: &Structure, to: ProfileId, target: &Holding, edits: &[Edit]) -> Vec<Expect> {
    let statuts = || {
        edits
            .iter()
            .filter(|edit| matches!(edit.record, Record::Statut(..)))
    };
    let written: HashSet<&ActionId> = statuts().filter_map(|edit| edit.record.action()).collect();
    let created = statuts().filter(|edit| edit.change == Change::Create);
    let relied: BTreeSet<ActionId> = created
        .filter_map(|edit| edit.record.action())
        .flat_map(|action| other_level(structure, action))
        .filter(|action| !target.statuts.contains_key(action) && !written.contains(action))
        .collect();
    let blank = |action| Expect {
        record: Record::Statut(to, action),
        fields: None,
    };
    relied.into_iter().map(blank).collect()
}

/// Returns the actions of the other level of the branch in which `action` stands.
fn other_level(structure: &Structure, action: &ActionId) -> Vec<ActionId> {
    match action.node_type() {
        Some(NodeType::SousAction) => {
            let taches = structure.branch(action).iter().skip(1);
            taches.map(|tache| tache.id.clone()).collect()
        }
        Some(NodeType::Tache) => sous_action_of(action).into_iter().collect(),
        _ => Vec::new(),
    }
}
