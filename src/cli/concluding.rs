//! The end of every write: what is said of it, and the exit code.

use anyhow::{Context as _, Result};

use super::outcome::Outcome;
use super::session::Session;
use super::writing::Job;
use super::{Exit, answering};
use crate::domain::operation::Operation;
use crate::domain::refusal::Refusal;
use crate::failure;
use crate::render::document::Document;
use crate::render::stops;
use crate::render::writing::{self as words, Batched};
use crate::store::{self, Store};

/// Says what was done: all of it, a part (exit 8, or 130), or nothing but refusals.
pub fn conclude<J: Job>(
    session: &Session,
    store: &mut Store,
    job: &J,
    outcomes: Vec<Outcome<J::Report>>,
) -> Result<Exit> {
    if outcomes.iter().all(|outcome| outcome.refusal().is_some()) {
        return refuse(session, job, outcomes);
    }
    // Whoever stopped the work still wants to read what it did.
    store::wait_again();
    if outcomes.iter().any(Outcome::is_interrupted) {
        return stop(session, store, job, outcomes);
    }
    let partial = partial(job, &outcomes);
    told(session, store, job, &outcomes, (partial, 0))
}

/// Says what was done before somebody wanted out, what remains, and that the same command goes on.
fn stop<J: Job>(
    session: &Session,
    store: &mut Store,
    job: &J,
    outcomes: Vec<Outcome<J::Report>>,
) -> Result<Exit> {
    let places = outcomes.iter().enumerate();
    let done = places.filter(|(_, outcome)| !outcome.is_interrupted());
    let done: Vec<usize> = done.map(|(unit, _)| unit).collect();
    let (left, kept): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Outcome::is_interrupted);
    let refused = refused(&kept);
    let count = kept.len() - refused;
    if !session.is_json() {
        let lines = stops::lines(session.language(), count, refused, left.len());
        session.ui.complain(&lines)?;
    }
    let remain = left.len();
    let stopped = Refusal::Stopped {
        done: count,
        refused,
        remaining: left.into_iter().map(|outcome| outcome.target).collect(),
    };
    let rest = job.only(&done).context("a write of several units")?;
    told(session, store, &rest, &kept, (Some(stopped), remain))
}

/// Answers with what was done, with why not all of it was, and with how many units were left.
fn told<J: Job>(
    session: &Session,
    store: &mut Store,
    job: &J,
    outcomes: &[Outcome<J::Report>],
    (partial, left): (Option<Refusal>, usize),
) -> Result<Exit> {
    let written = outcomes.iter().find_map(Outcome::operation);
    let batch = written.and_then(|operation| {
        let told = store.view().and_then(|view| view.operation(operation));
        // What was written is told, even where its batch cannot be read any more.
        told.ok().flatten()
    });
    let batched = batch.as_ref().map(|operation| Batched {
        number: operation.batch,
        left,
    });
    let result = job.result(session.look(), outcomes, batched);
    answer_in_part(session, job, outcomes, result, batch, partial)
}

/// Answers with `text`, or with a document, where nothing was written.
pub fn answer<J: Job>(
    session: &Session,
    job: &J,
    outcomes: &[Outcome<J::Report>],
    text: String,
) -> Result<Exit> {
    let partial = partial(job, outcomes);
    answer_in_part(session, job, outcomes, text, None, partial)
}

/// Answers with `text`, or with a document; `first` is the first operation that was written.
fn answer_in_part<J: Job>(
    session: &Session,
    job: &J,
    outcomes: &[Outcome<J::Report>],
    text: String,
    first: Option<Operation>,
    partial: Option<Refusal>,
) -> Result<Exit> {
    let exit = partial.as_ref().map_or(0, Refusal::exit);
    let document = || {
        let mut written = outcomes.iter().filter_map(Outcome::operation);
        let single = written.next().filter(|_| written.next().is_none());
        Document {
            dry_run: session.globals.dry_run,
            operation: single,
            batch: first.as_ref().map(|operation| operation.batch),
            batch_name: first
                .as_ref()
                .and_then(|operation| operation.batch_name.clone()),
            error: partial.as_ref().map(failure::refusal_document),
            ..job.document(outcomes)
        }
    };
    answering::either(session, || text, document, exit)
}

fn refused<R>(outcomes: &[Outcome<R>]) -> usize {
    let refused = outcomes
        .iter()
        .filter(|outcome| outcome.refusal().is_some());
    refused.count()
}

/// Returns what says that not all was done: units or rows were refused, or fields stay.
fn partial<J: Job>(job: &J, outcomes: &[Outcome<J::Report>]) -> Option<Refusal> {
    let refused = refused(outcomes);
    if refused > 0 {
        let of = outcomes.len();
        return Some(Refusal::Partial { refused, of });
    }
    let mut reports = outcomes.iter().filter_map(Outcome::report);
    if let Some(rows) = reports.find_map(|report| job.left_out(report)) {
        return Some(rows);
    }
    let reports = outcomes.iter().filter_map(Outcome::report);
    let stays: usize = reports.map(|report| job.staying(report)).sum();
    let written: usize = outcomes.iter().map(Outcome::fields).sum();
    let of = written + stays;
    (stays > 0).then_some(Refusal::PartlyUndone { stays, of })
}

/// Refuses all units: the first refusal gives the exit, and each of several is told.
pub fn refuse<J: Job>(
    session: &Session,
    job: &J,
    outcomes: Vec<Outcome<J::Report>>,
) -> Result<Exit> {
    let Some(first) = outcomes.iter().find_map(Outcome::refusal).cloned() else {
        return Err(Refusal::NotConfirmed { asked: false }.into());
    };
    if outcomes.len() == 1 {
        return Err(first.into());
    }
    if session.is_json() {
        let document = Document {
            dry_run: session.globals.dry_run,
            error: Some(failure::refusal_document(&first)),
            ..job.document(&outcomes)
        };
        return answering::document(session, document, first.exit());
    }
    for outcome in &outcomes {
        if let Some(refusal) = outcome.refusal() {
            let line = words::refused(session.look(), &outcome.target, refusal);
            session.ui.complain(&line)?;
        }
    }
    Err(first.into())
}
