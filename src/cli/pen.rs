//! Writing units one after the other into one batch.

use anyhow::Result;

use super::outcome::{Fingerprint, Outcome, Planned, fingerprint};
use super::session::{Session, now};
use super::writing::Job;
use crate::domain::operation::{Batch, Signature};
use crate::domain::refusal::Refusal;
use crate::store::{self, Store, Writing};
use crate::ui;

/// The pen that writes units one after the other into one batch.
pub struct Pen<'a> {
    pub session: &'a Session,
    pub store: &'a mut Store,
    pub signature: &'a Signature,
    pub batch: Batch,
}

/// Plans and writes unit after unit in the writer's place: `--yes`.
pub fn write_at_once<J: Job>(job: &J, pen: &mut Pen<'_>) -> Result<Vec<Outcome<J::Report>>> {
    write_in_turn(job, pen, |unit, pen| write_unit(job, unit, pen, None))
}

/// Has `write` write unit after unit.
///
/// Where the store gives out in between, or nobody wants more, what was written is told, and the
/// rest is refused.
pub fn write_in_turn<J: Job>(
    job: &J,
    pen: &mut Pen<'_>,
    mut write: impl FnMut(usize, &mut Pen<'_>) -> Result<Outcome<J::Report>>,
) -> Result<Vec<Outcome<J::Report>>> {
    let progress = pen.session.ui.progress(job.units());
    let mut outcomes: Vec<Outcome<J::Report>> = Vec::new();
    for unit in 0..job.units() {
        progress.advance();
        store::pause(&format!("before-{unit}"));
        match check_wanted().and_then(|()| write(unit, pen)) {
            Ok(outcome) => outcomes.push(outcome),
            Err(error) if outcomes.iter().all(|outcome| outcome.operation().is_none()) => {
                return Err(error);
            }
            Err(error) => {
                let refusal = error.downcast::<Refusal>()?;
                let rest = unit..job.units();
                outcomes
                    .extend(rest.map(|unit| Outcome::refused(job.target(unit), refusal.clone())));
                break;
            }
        }
    }
    Ok(outcomes)
}

/// Refuses to go on where the work was asked to stop.
pub fn check_wanted() -> Result<()> {
    if ui::is_stopped() {
        return Err(Refusal::Interrupted.into());
    }
    Ok(())
}

/// Writes a unit, unless what is planned now is not what was `shown`.
pub fn write_unit<J: Job>(
    job: &J,
    unit: usize,
    pen: &mut Pen<'_>,
    shown: Option<Fingerprint>,
) -> Result<Outcome<J::Report>> {
    let note = job.note(unit).or_else(|| pen.signature.note.clone());
    let signature = Signature {
        note,
        at: now(),
        ..pen.signature.clone()
    };
    let writing = Writing {
        signature: &signature,
        batch: pen.batch.clone(),
        changeset: job.saved_as(unit),
    };
    let written = pen.store.write(writing, |view| {
        let (mut changeset, report) = job.plan(view, unit)?;
        store::pause(&format!("within-{unit}"));
        check_wanted()?;
        let fields = changeset.fields();
        let fingerprint = shown.map(|_| fingerprint(view, &changeset)).transpose()?;
        let moved = shown != fingerprint;
        if moved {
            changeset.edits.clear();
        }
        let planned = Planned {
            report,
            fields,
            operation: None,
            fingerprint,
            moved,
        };
        Ok((changeset, planned))
    });
    if let (Ok((Some(operation), _)), Batch::New) = (&written, &pen.batch) {
        pen.batch = Batch::Of(*operation);
    }
    let planned = written.map(|(operation, planned)| Planned {
        operation,
        ..planned
    });
    Outcome::of(job.target(unit), planned)
}
