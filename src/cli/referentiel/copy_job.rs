//! A copy as the way of every write takes it: one unit for each target.

use std::cell::{Cell, RefCell};

use anyhow::Result;
use serde_json::{Value, json};

use super::walk;
use crate::cli::naming::Named;
use crate::cli::outcome::Outcome;
use crate::cli::session::Session;
use crate::cli::writing::Job;
use crate::domain::changeset::Changeset;
use crate::ops::copy_referentiel::{CopyRequest, SourceCache, selected};
use crate::ops::copy_report::CopyReport;
use crate::ops::plan_copy::{Goal, plan_copy};
use crate::render::copies::{self, Members, Shown};
use crate::render::copy_results;
use crate::render::copy_warnings;
use crate::render::document::{Document, Warning};
use crate::render::look::Look;
use crate::render::writing::Batched;
use crate::store::{Store, View};

/// One copy, to one or several targets.
pub struct CopyJob {
    pub request: CopyRequest,
    /// The loose name that the source was read from.
    pub read_from: Option<String>,
    pub targets: Vec<Named>,
    /// The supra whose members are the targets.
    pub of_members: Option<Members>,
    /// Whether every line is shown.
    pub full: bool,
    pub now: i64,
    pub source: SourceCache,
    /// Whether `--save` was not given and can be proposed.
    pub can_save: bool,
    /// How many fields each target has filled in, as far as that was read.
    pub filled: RefCell<Vec<Option<usize>>>,
    /// How many fields a target that was refused would have been given.
    pub selected: Cell<usize>,
}

impl CopyJob {
    fn shown<'a>(&'a self, outcomes: &'a [Outcome<CopyReport>]) -> Shown<'a> {
        let filled = self.filled.borrow();
        Shown {
            request: &self.request,
            can_save: self.can_save,
            selected: self.selected.get(),
            read_from: self.read_from.as_deref(),
            of_members: self.of_members.as_ref(),
            targets: self
                .targets
                .iter()
                .zip(outcomes)
                .enumerate()
                .map(|(unit, (named, outcome))| copies::Target {
                    filled: filled.get(unit).copied().flatten(),
                    nom: &named.profile.nom,
                    read_from: named.read_from.as_deref(),
                    report: outcome.report(),
                    refusal: outcome.refusal(),
                    operation: outcome.operation(),
                })
                .collect(),
        }
    }

    /// Remembers what a target holds, for it is shown even where the target is refused.
    fn remember_filled(&self, unit: usize, filled: usize) {
        let mut known = self.filled.borrow_mut();
        known.resize(self.targets.len(), None);
        known[unit] = Some(filled);
    }
}

impl Job for CopyJob {
    type Report = CopyReport;

    fn units(&self) -> usize {
        self.targets.len()
    }

    fn target(&self, unit: usize) -> String {
        self.targets[unit].profile.slug.clone()
    }

    fn plan(&self, view: &View<'_>, unit: usize) -> Result<(Changeset, CopyReport)> {
        let request = &self.request;
        let to = &self.targets[unit].profile;
        let source = self.source.read(view, request)?;
        let target = view.holding(to.id, request.referentiel)?;
        self.remember_filled(unit, target.filled());
        let goal = Goal {
            to,
            now: self.now,
            whole: self.full || self.targets.len() <= copies::FEW,
        };
        let planned = plan_copy(view, request, &source, &goal, &target);
        planned.inspect_err(|_| self.selected.set(selected(request, &source)))
    }

    fn preview(&self, look: &Look, outcomes: &[Outcome<CopyReport>], full: bool) -> String {
        copies::preview(look, &self.shown(outcomes), full || self.full)
    }

    fn question(&self, look: &Look, outcomes: &[Outcome<CopyReport>]) -> String {
        copy_results::question(look, &self.shown(outcomes))
    }

    fn result(
        &self,
        look: &Look,
        outcomes: &[Outcome<CopyReport>],
        batch: Option<Batched>,
    ) -> String {
        copy_results::result(look, &self.shown(outcomes), batch)
    }

    fn decided_again(&self, session: &Session, store: &mut Store) -> Result<Option<Self>> {
        let all: Vec<usize> = (0..self.units()).collect();
        let Some(mut job) = self.only(&all) else {
            return Ok(None);
        };
        let is_decided = walk::walk_again(session, store, &mut job)?;
        Ok(is_decided.then_some(job))
    }

    fn only(&self, units: &[usize]) -> Option<Self> {
        Some(Self {
            request: self.request.clone(),
            read_from: self.read_from.clone(),
            targets: units
                .iter()
                .map(|unit| self.targets[*unit].clone())
                .collect(),
            of_members: self.of_members.clone().map(|members| Members {
                all: members.all && units.len() == self.targets.len(),
                ..members
            }),
            source: SourceCache::default(),
            filled: RefCell::default(),
            selected: Cell::default(),
            ..*self
        })
    }

    fn document(&self, outcomes: &[Outcome<CopyReport>]) -> Document {
        let shown = self.shown(outcomes);
        let targets = outcomes.iter().zip(&shown.targets);
        let targets =
            targets.map(|(outcome, target)| outcome.document_with(json!(shown.summary(target))));
        let whole = self.full || outcomes.len() == 1;
        let changes = outcomes.iter().filter(|_| whole).flat_map(change_documents);
        Document {
            summary: json!(shown.total()),
            warnings: outcomes.iter().flat_map(warnings).collect(),
            ..Document::default()
        }
        .with("targets", targets.collect())
        .with("changes", changes.collect())
    }
}

/// Returns the documents of the lines that were kept of a target.
pub fn change_documents(outcome: &Outcome<CopyReport>) -> Vec<Value> {
    let lines = outcome.report().map_or(&[][..], |report| &report.lines);
    lines
        .iter()
        .map(|line| copy_results::line_document(&outcome.target, line))
        .collect()
}

/// Returns what programs are told to look out for on a target.
pub fn warnings(outcome: &Outcome<CopyReport>) -> Vec<Warning> {
    let report = outcome.report();
    report.map_or_else(Vec::new, |report| {
        copy_warnings::of(&outcome.target, report)
    })
}
