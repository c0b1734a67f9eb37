//! `tetctl referentiel copy --requests`: one unit for each request and target of a file.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use anyhow::Result;
use serde_json::{Value, json};

use super::copy_job::{change_documents, warnings};
use crate::cli::Exit;
use crate::cli::outcome::Outcome;
use crate::cli::session::Session;
use crate::cli::writing::{self, Job};
use crate::domain::changeset::{Changeset, WHEN_WRITTEN};
use crate::domain::language::Language;
use crate::domain::profile::Profile;
use crate::domain::refusal::Refusal;
use crate::domain::usage::Usage;
use crate::files::{copy_requests as file, input};
use crate::ops::copy_referentiel::selected;
use crate::ops::copy_report::CopyReport;
use crate::ops::plan_copy::{Goal, InARow, plan_copy};
use crate::ops::read_copy_requests::{ForAll, Understood, read_copy_requests};
use crate::render::copies::{FEW, Target};
use crate::render::copy_requests::{self as render, Shown};
use crate::render::document::Document;
use crate::render::look::Look;
use crate::render::understood::written_as;
use crate::render::writing::Batched;
use crate::store::View;

/// The requests of a file, each to one or several targets.
struct RequestsJob {
    /// The file, and how it is written.
    source: Vec<String>,
    requests: Rc<Vec<Understood>>,
    units: Vec<Unit>,
    in_a_row: InARow,
    /// Whether every line is shown.
    full: bool,
    now: i64,
    can_save: bool,
    /// What was read of each unit, which is shown even where it is refused.
    known: RefCell<Vec<Known>>,
}

/// One target of one request.
#[derive(Clone)]
struct Unit {
    /// The place of the request in the file.
    request: usize,
    to: Profile,
    /// The name, behind the line of the request.
    called: String,
}

/// What was read of a unit.
#[derive(Clone, Copy, Default)]
struct Known {
    /// How many fields the target has filled in.
    filled: Option<usize>,
    /// How many fields are selected, where it is refused.
    selected: usize,
}

/// Reads the requests, all of them or none, then shows them and carries them out in their order.
pub fn run(path: &Path, for_all: &ForAll, full: bool, session: &Session) -> Result<Exit> {
    let mut store = session.store_to_write()?;
    let source = path.display().to_string();
    let requests = file::read(&input::read(path)?);
    let understood = read_copy_requests(&store.view()?, &source, &requests, for_all)?;
    check_notes(session, &understood)?;
    let units = units(session.language(), &understood);
    let written_as = requests
        .dialect
        .map(|csv| written_as(session.language(), csv));
    let source = [Some(source), written_as].into_iter().flatten().collect();
    let job = RequestsJob::new(source, understood, units, full, session);
    writing::carry_out(session, &mut store, &job)
}

/// Refuses notes where only a changeset is saved: the journal alone can keep them.
fn check_notes(session: &Session, requests: &[Understood]) -> Result<()> {
    let noted = requests.iter().any(|request| request.note.is_some());
    if session.globals.save.is_none() || !noted {
        return Ok(());
    }
    let (one, two) = ("--save", "note");
    Err(Refusal::Usage(Usage::Both { one, two }).into())
}

fn units(language: Language, requests: &[Understood]) -> Vec<Unit> {
    let requests = requests.iter().enumerate();
    let units = requests.flat_map(|(place, request)| {
        request.targets.iter().map(move |to| Unit {
            request: place,
            to: to.clone(),
            called: render::name(language, request.line, &to.nom),
        })
    });
    units.collect()
}

impl RequestsJob {
    fn new(
        source: Vec<String>,
        requests: Vec<Understood>,
        units: Vec<Unit>,
        full: bool,
        session: &Session,
    ) -> Self {
        Self {
            in_a_row: in_a_row(&requests, &units),
            source,
            requests: Rc::new(requests),
            full,
            now: WHEN_WRITTEN,
            can_save: session.globals.save.is_none(),
            known: RefCell::new(vec![Known::default(); units.len()]),
            units,
        }
    }

    fn request(&self, unit: usize) -> &Understood {
        &self.requests[self.units[unit].request]
    }

    fn shown<'a>(&'a self, outcomes: &'a [Outcome<CopyReport>]) -> Shown<'a> {
        let known = self.known.borrow();
        let units = outcomes.iter().enumerate().map(|(place, outcome)| {
            let (unit, request) = (&self.units[place], self.request(place));
            render::Unit {
                line: request.line,
                request: &request.request,
                nom: &unit.to.nom,
                selected: known[place].selected,
                target: Target {
                    nom: &unit.called,
                    read_from: None,
                    report: outcome.report(),
                    refusal: outcome.refusal(),
                    filled: known[place].filled,
                    operation: outcome.operation(),
                },
            }
        });
        Shown {
            source: &self.source,
            units: units.collect(),
            can_save: self.can_save,
        }
    }
}

fn in_a_row(requests: &[Understood], units: &[Unit]) -> InARow {
    InARow::new(units.iter().map(|unit| {
        let request = &requests[unit.request].request;
        let place = |profile: &Profile| (profile.id, request.referentiel);
        (place(&request.from), place(&unit.to))
    }))
}

impl Job for RequestsJob {
    type Report = CopyReport;

    fn units(&self) -> usize {
        self.units.len()
    }

    fn target(&self, unit: usize) -> String {
        self.units[unit].to.slug.clone()
    }

    fn plan(&self, view: &View<'_>, unit: usize) -> Result<(Changeset, CopyReport)> {
        let request = &self.request(unit).request;
        let goal = Goal {
            to: &self.units[unit].to,
            now: self.now,
            whole: self.full || self.units.len() <= FEW,
        };
        self.in_a_row.begin(unit);
        let source = self.in_a_row.source(view, request)?;
        let target = self.in_a_row.target(view, request, goal.to)?;
        self.known.borrow_mut()[unit].filled = Some(target.filled());
        let planned = plan_copy(view, request, &source, &goal, &target);
        let (changeset, report) = planned.inspect_err(|_| {
            self.known.borrow_mut()[unit].selected = selected(request, &source);
        })?;
        let place = (goal.to.id, request.referentiel);
        self.in_a_row.remember(view, place, target, &changeset)?;
        Ok((changeset, report))
    }

    fn preview(&self, look: &Look, outcomes: &[Outcome<CopyReport>], full: bool) -> String {
        render::preview(look, &self.shown(outcomes), full || self.full)
    }

    fn question(&self, look: &Look, outcomes: &[Outcome<CopyReport>]) -> String {
        render::question(look, &self.shown(outcomes))
    }

    fn result(
        &self,
        look: &Look,
        outcomes: &[Outcome<CopyReport>],
        batch: Option<Batched>,
    ) -> String {
        render::result(look, &self.shown(outcomes), batch)
    }

    fn note(&self, unit: usize) -> Option<String> {
        self.request(unit).note.clone()
    }

    fn only(&self, units: &[usize]) -> Option<Self> {
        let known = self.known.borrow();
        let known = units.iter().map(|unit| known[*unit]).collect();
        let units: Vec<Unit> = units.iter().map(|unit| self.units[*unit].clone()).collect();
        Some(Self {
            source: self.source.clone(),
            requests: Rc::clone(&self.requests),
            in_a_row: in_a_row(&self.requests, &units),
            known: RefCell::new(known),
            units,
            ..*self
        })
    }

    fn document(&self, outcomes: &[Outcome<CopyReport>]) -> Document {
        let shown = self.shown(outcomes);
        let units = outcomes.iter().zip(&shown.units);
        let targets = units.map(|(outcome, unit)| {
            let target = outcome.document_with(json!(unit.summary()));
            on_line(target, unit.line)
        });
        let whole = self.full || outcomes.len() == 1;
        let detailed = outcomes.iter().zip(&shown.units).filter(|_| whole);
        let changes = detailed.flat_map(|(outcome, unit)| {
            let changes = change_documents(outcome).into_iter();
            changes.map(|change| on_line(change, unit.line))
        });
        Document {
            summary: json!(shown.total()),
            warnings: outcomes.iter().flat_map(warnings).collect(),
            ..Document::default()
        }
        .with("targets", targets.collect())
        .with("changes", changes.collect())
    }
}

/// Adds the line of the request that a document is about.
fn on_line(mut document: Value, line: u64) -> Value {
    document["line"] = line.into();
    document
}
