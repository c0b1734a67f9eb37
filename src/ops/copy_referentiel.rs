//! Copying a référentiel's data from a profile to another.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::answers::Answers;
use crate::domain::changeset::{Changeset, Expect};
use crate::domain::copying::{Decided, Rules, decide};
use crate::domain::holding::Holding;
use crate::domain::policy::{Data, Policy};
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::record::Record;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Copied, Request};
use crate::domain::rereading::{Mention, mentions};
use crate::domain::selection::Selection;
use crate::domain::structure::Structure;
use crate::ops::copy_edits::{Crossing, branches};
use crate::ops::copy_limits::check_limits;
use crate::ops::copy_report::End;
use crate::ops::matching::{Added, Matching};
use crate::ops::selecting;
use crate::ops::writable::{check_writable, is_named};
use crate::store::View;

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
    /// What was answered of each target, where the policy is to ask.
    pub answers: HashMap<ProfileId, Answers>,
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
    pub structure: Rc<Structure>,
    pub holding: Holding,
    /// The source as the preview shows it.
    pub end: End,
    /// What its commentaires hold that is its own.
    pub mentions: Rc<BTreeMap<ActionId, Vec<Mention>>>,
    of: (ProfileId, Referentiel),
    version: Option<i64>,
    read_at: i64,
}

/// Reads the source, and again only where it has changed, or is another.
#[derive(Default)]
pub struct SourceCache(RefCell<Option<Rc<Source>>>);

/// A planned copy to one target.
pub struct CopyPlan<'a> {
    pub changeset: Changeset,
    pub decided: Decided<'a>,
    /// Who is added to the target.
    pub added: Added,
}

impl Source {
    /// Returns the same source, once it says `holding`.
    pub fn saying(&self, holding: Holding) -> Self {
        Self {
            structure: Rc::clone(&self.structure),
            mentions: Rc::new(all_mentions(&holding, &self.end.nom)),
            holding,
            end: self.end.clone(),
            ..*self
        }
    }
}

impl SourceCache {
    /// Returns the source as `view` sees it.
    pub fn read(&self, view: &View<'_>, request: &CopyRequest) -> Result<Rc<Source>> {
        let (from, referentiel) = (request.from.id, request.referentiel);
        if let Some(source) = self.0.borrow().as_ref() {
            let fresh = source.of == (from, referentiel)
                && source.version == view.version(referentiel)?
                && !view.touched_since(from, source.read_at)?;
            if fresh {
                check(request, &source.structure)?;
                return Ok(Rc::clone(source));
            }
        }
        let structure = Rc::new(view.structure(referentiel)?);
        check(request, &structure)?;
        let holding = view.holding(from, referentiel)?;
        let source = Rc::new(Source {
            structure,
            end: End::read(view, &request.from, &holding)?,
            mentions: Rc::new(all_mentions(&holding, &request.from.nom)),
            holding,
            of: (from, referentiel),
            version: view.version(referentiel)?,
            read_at: view.last_operation()?,
        });
        self.0.replace(Some(Rc::clone(&source)));
        Ok(source)
    }
}

/// Returns what each commentaire holds that is the source's own, the profile of this name.
fn all_mentions(holding: &Holding, nom: &str) -> BTreeMap<ActionId, Vec<Mention>> {
    let commentaires = holding.commentaires.iter();
    let found = commentaires.map(|(action, held)| (action.clone(), mentions(&held.value, nom)));
    found.filter(|(_, mentions)| !mentions.is_empty()).collect()
}

fn check(request: &CopyRequest, structure: &Structure) -> Result<()> {
    let checked = request.selection.check(structure);
    Ok(checked.map_err(|problem| selecting::refusal(structure, problem))?)
}

/// Counts the fields in which the source speaks, whatever the target says.
pub fn selected(request: &CopyRequest, source: &Source) -> usize {
    let rules = rules(request, source, None);
    let nothing = Holding::default();
    decide(&rules, &source.holding, &nothing).summary().selected
}

/// Returns the rules of the copy to `to`.
pub fn rules<'a>(request: &'a CopyRequest, source: &'a Source, to: Option<ProfileId>) -> Rules<'a> {
    Rules {
        structure: &source.structure,
        selection: &request.selection,
        data: &request.data,
        policy: request.policy,
        answers: to.and_then(|to| request.answers.get(&to)),
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
    let mut expects = relied_on(view, request, to)?;
    let rules = rules(request, source, Some(to.id));
    let decided = decide(&rules, &source.holding, target);
    check_limits(request, to, &source.structure, &decided)?;
    let mut crossing = Crossing {
        from: request.from.id,
        to: to.id,
        source,
        target,
        now,
        names: Matching::read(view, to.id, &request.data)?,
    };
    let edits = crossing.edits(&decided);
    expects.extend(branches(&source.structure, to.id, target, &edits));
    let added = crossing.names.added();
    let asked = Request::ReferentielCopy(Box::new(copied(request, to.id, &decided)));
    Ok(CopyPlan {
        changeset: Changeset {
            people: added.people.clone(),
            ..Changeset::of(asked, edits).expecting(expects)
        },
        decided,
        added,
    })
}

/// Returns what a copy relies on: a target that may be written, both ends by name, the membership.
fn relied_on(view: &View<'_>, request: &CopyRequest, to: &Profile) -> Result<Vec<Expect>> {
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
    Ok(expects)
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
        appended: decided.appended(),
        typed: decided.typed(),
        undecided: decided.undecided(),
    }
}
