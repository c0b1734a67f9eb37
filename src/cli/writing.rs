//! The way of every write: plan, show, ask, apply, report.
//!
//! With `--yes` each unit is planned in the writer's place and applied at once, so nothing can be
//! stale. At a terminal everything is planned in a view that is closed before the question; then
//! each unit is planned again in the writer's place, and what moved meanwhile is shown and asked
//! again. A unit is one target of a copy, one operation of an undo, or the whole of a small write.

use anyhow::{Context as _, Result};

use super::answering;
use super::concluding::{answer, conclude, refuse};
use super::outcome::Outcome;
use super::pen::{Pen, check_wanted, write_at_once, write_in_turn, write_unit};
use super::rehearsing::{file_to_save, rehearse};
use super::session::Session;
use super::severe::Severe;
use super::{Exit, Format};
use crate::domain::changeset::Changeset;
use crate::domain::operation::{Batch, Signature};
use crate::domain::refusal::Refusal;
use crate::domain::usage::Usage;
use crate::files::changeset_file::ChangesetWriter;
use crate::render::document::Document;
use crate::render::look::Look;
use crate::render::writing as words;
use crate::store::{self, Store, View};
use crate::ui::{self, Reply, Work};

/// Something to write, in units that are written or refused whole.
pub trait Job {
    /// What is told of a unit; it stays small, whatever the unit writes.
    type Report;

    /// Returns how many units there are.
    fn units(&self) -> usize;

    /// Returns the target of a unit, by slug, for documents.
    fn target(&self, unit: usize) -> String;

    /// Returns what would be written of a unit.
    fn plan(&self, view: &View<'_>, unit: usize) -> Result<(Changeset, Self::Report)>;

    /// Returns what is shown before the question.
    fn preview(&self, look: &Look, outcomes: &[Outcome<Self::Report>], full: bool) -> String;

    /// Returns the question.
    fn question(&self, look: &Look, outcomes: &[Outcome<Self::Report>]) -> String;

    /// Returns what is said when all is done.
    fn result(
        &self,
        look: &Look,
        outcomes: &[Outcome<Self::Report>],
        batch: Option<words::Batched>,
    ) -> String;

    /// Returns what a document tells of it: summary, warnings, and what the command adds.
    fn document(&self, outcomes: &[Outcome<Self::Report>]) -> Document;

    /// Counts the fields of a unit that stay as they are, though their writing was asked for.
    fn staying(&self, _report: &Self::Report) -> usize {
        0
    }

    /// Returns why a part of a unit is left out, where rows of an input were refused.
    fn left_out(&self, _report: &Self::Report) -> Option<Refusal> {
        None
    }

    /// Returns the note of a unit, where it has one of its own.
    fn note(&self, _unit: usize) -> Option<String> {
        None
    }

    /// Returns what must be named before it goes; none where a yes is enough.
    fn severe(&self) -> Option<Severe<'_>> {
        None
    }

    /// Returns what tells a saved changeset, so that it is applied once.
    fn saved_as(&self, _unit: usize) -> Option<String> {
        None
    }

    /// Returns the write once somebody has decided what has moved; none where nothing is to decide.
    fn decided_again(&self, _session: &Session, _store: &mut Store) -> Result<Option<Self>>
    where
        Self: Sized,
    {
        Ok(None)
    }

    /// Returns the write of some of the units only; none where there is but one.
    fn only(&self, _units: &[usize]) -> Option<Self>
    where
        Self: Sized,
    {
        None
    }
}

/// Plans, shows, asks, writes and reports `job`, as the command line says.
pub fn carry_out<J: Job>(session: &Session, store: &mut Store, job: &J) -> Result<Exit> {
    let hand = begin(session, store)?;
    carry_on(session, store, job, hand)
}

/// Who writes, and into which batch.
pub struct Hand {
    signature: Signature,
    batch: Batch,
}

/// Checks what can be known before anything is planned, and names the store.
pub fn begin(session: &Session, store: &mut Store) -> Result<Hand> {
    check_form(session)?;
    check_save(session)?;
    if session.writes() {
        store.check_writable()?;
    }
    let signature = session.signature()?;
    let batch = session.batch()?;
    if let Batch::Named(name) = &batch {
        store.view()?.check_batch(name, &signature.actor)?;
    }
    name_store(session, store)?;
    Ok(Hand { signature, batch })
}

/// Does what `carry_out` does, once it has begun.
pub fn carry_on<J: Job>(session: &Session, store: &mut Store, job: &J, hand: Hand) -> Result<Exit> {
    let _work = Work::begin(store::stop_waiting);
    let mut pen = Pen {
        session,
        store,
        signature: &hand.signature,
        batch: hand.batch,
    };
    if writes_at_once(session, job) {
        let outcomes = write_at_once(job, &mut pen)?;
        return conclude(session, store, job, outcomes);
    }
    let mut file = file_to_save(session, pen.store)?;
    let outcomes = rehearse(session, pen.store, job, file.as_mut())?;
    if outcomes.iter().all(|outcome| outcome.refusal().is_some()) {
        return refuse(session, job, outcomes);
    }
    if let Some(file) = file {
        return save(session, job, &outcomes, file);
    }
    if session.globals.dry_run {
        let preview = job.preview(session.look(), &outcomes, false);
        return answer(session, job, &outcomes, preview);
    }
    let outcomes = write_confirmed(job, &mut pen, outcomes)?;
    conclude(session, store, job, outcomes)
}

/// Tells whether the write is made without being shown first: a severe one where it was named.
fn writes_at_once<J: Job>(session: &Session, job: &J) -> bool {
    match job.severe() {
        None => session.writes_at_once(),
        Some(severe) => session.writes() && severe.is_confirmed(),
    }
}

/// Refuses with `--save` what only the journal can keep: it belongs to `tetctl apply`.
fn check_save(session: &Session) -> Result<()> {
    let globals = &session.globals;
    let given = [
        ("--note", globals.note.is_some()),
        ("--requested-by", globals.requested_by.is_some()),
        ("--batch", session.joined_batch().is_some()),
    ];
    let two = given.into_iter().find(|(_, given)| *given);
    match (globals.save.is_some(), two) {
        (true, Some((two, _))) => Err(Refusal::Usage(Usage::Both { one: "--save", two }).into()),
        _ => Ok(()),
    }
}

/// Shows what is saved, and puts it in its place; on stdout it stands alone.
fn save<J: Job>(
    session: &Session,
    job: &J,
    outcomes: &[Outcome<J::Report>],
    file: ChangesetWriter,
) -> Result<Exit> {
    let preview = job.preview(session.look(), outcomes, false);
    if let Some(text) = file.finish()? {
        session.ui.complain(&preview)?;
        session.ui.answer(&text)?;
        return Ok(0);
    }
    let exit = answer(session, job, outcomes, preview)?;
    if let Some(path) = &session.globals.save {
        session.ui.remark(&words::saved(session.language(), path))?;
    }
    Ok(exit)
}

fn check_form(session: &Session) -> Result<()> {
    match answering::form(session, Format::Table) {
        Format::Table | Format::Json => Ok(()),
        _ => Err(answering::no_such_format(session, &["table", "json"])),
    }
}

fn name_store(session: &Session, store: &Store) -> Result<()> {
    let name = session.store_name(store);
    let rehearsal = session.globals.dry_run || session.globals.save.is_some();
    let line = words::store_line(session.language(), &name, rehearsal);
    session.ui.remark(&line)
}

/// Shows, asks and writes, again and again while something moves in between.
fn write_confirmed<J: Job>(
    job: &J,
    pen: &mut Pen<'_>,
    outcomes: Vec<Outcome<J::Report>>,
) -> Result<Vec<Outcome<J::Report>>> {
    ask(pen.session, job, &outcomes)?;
    let mut outcomes = outcomes.into_iter();
    let written = write_in_turn(job, pen, |unit, pen| {
        let outcome = outcomes.next().context("a unit that was not shown")?;
        match &outcome.planned {
            Ok(planned) if outcome.is_pending() => write_unit(job, unit, pen, planned.fingerprint),
            // What has moved to nothing at all was shown, and there is nothing left to write.
            _ => Ok(outcome.settled()),
        }
    })?;
    let moved: Vec<usize> = (0..written.len())
        .filter(|unit| written[*unit].has_moved())
        .collect();
    if moved.is_empty() {
        return Ok(written);
    }
    if !ui::is_stopped() {
        let moved = words::moved(pen.session.language());
        pen.session.ui.complain(moved)?;
    }
    ask_again(job, pen, written, &moved)
}

/// Shows and asks for what moved meanwhile; a no leaves what was written, and says so.
fn ask_again<J: Job>(
    job: &J,
    pen: &mut Pen<'_>,
    mut outcomes: Vec<Outcome<J::Report>>,
    moved: &[usize],
) -> Result<Vec<Outcome<J::Report>>> {
    let Some(rest) = job.only(moved) else {
        return write_confirmed(job, pen, outcomes);
    };
    let is_written = outcomes.iter().any(|outcome| outcome.operation().is_some());
    let (mut again, mut others) = (Vec::new(), Vec::new());
    for (unit, outcome) in outcomes.drain(..).enumerate() {
        if moved.contains(&unit) {
            again.push(outcome);
        } else {
            others.push((unit, outcome));
        }
    }
    let again = match write_decided(rest, pen, again) {
        Err(error) if is_written => {
            let refusal = error.downcast::<Refusal>()?;
            let refused = |unit: &usize| Outcome::refused(job.target(*unit), refusal.clone());
            moved.iter().map(refused).collect()
        }
        other => other?,
    };
    others.extend(moved.iter().copied().zip(again));
    others.sort_by_key(|(unit, _)| *unit);
    Ok(others.into_iter().map(|(_, outcome)| outcome).collect())
}

/// Has decided again what is to be, then shows, asks and writes.
fn write_decided<J: Job>(
    job: J,
    pen: &mut Pen<'_>,
    outcomes: Vec<Outcome<J::Report>>,
) -> Result<Vec<Outcome<J::Report>>> {
    check_wanted()?;
    let Some(decided) = job.decided_again(pen.session, pen.store)? else {
        return write_confirmed(&job, pen, outcomes);
    };
    let outcomes = rehearse(pen.session, pen.store, &decided, None)?;
    write_confirmed(&decided, pen, outcomes)
}

/// Shows what would be written and asks for it; without anything to write nobody is asked.
fn ask<J: Job>(session: &Session, job: &J, outcomes: &[Outcome<J::Report>]) -> Result<()> {
    check_wanted()?;
    let (ui, look) = (&session.ui, session.look());
    let is_pending = outcomes.iter().any(Outcome::is_pending);
    if !is_pending && !outcomes.iter().any(Outcome::has_moved) {
        return Ok(());
    }
    if !session.is_json() {
        ui.complain(&job.preview(look, outcomes, false))?;
    }
    if !is_pending {
        return Ok(());
    }
    if let Some(severe) = job.severe() {
        let details = job.preview(look, outcomes, true);
        return severe.ask(session, &job.question(look, outcomes), &details);
    }
    if !session.is_attended() {
        return Err(Refusal::NotConfirmed { asked: false }.into());
    }
    loop {
        match ui.confirm(&job.question(look, outcomes))? {
            Reply::Yes => return Ok(()),
            Reply::No => return Err(Refusal::NotConfirmed { asked: true }.into()),
            Reply::Details => ui.complain(&job.preview(look, outcomes, true))?,
        }
    }
}
