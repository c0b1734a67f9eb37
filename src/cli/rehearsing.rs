//! Planning every unit of a write without writing: what is shown, and what `--save` keeps.

use anyhow::Result;

use super::outcome::{Outcome, Planned, fingerprint};
use super::pen::check_wanted;
use super::random::random_id;
use super::session::Session;
use super::writing::Job;
use crate::files::changeset_file::{ChangesetWriter, Heading};
use crate::store::{Store, View};

/// Returns the file that `--save` names; until it is finished, nothing stands in its place.
pub fn file_to_save(session: &Session, store: &Store) -> Result<Option<ChangesetWriter>> {
    let Some(path) = session.globals.save.as_deref() else {
        return Ok(None);
    };
    let heading = Heading {
        store: store.identity(),
        id: &random_id()?,
        saved_at: session.now,
        line: &session.exact_line(),
    };
    Ok(Some(ChangesetWriter::new(path, &heading)?))
}

/// Plans every unit in one view, which is closed when this returns; what is shown is saved.
pub fn rehearse<J: Job>(
    session: &Session,
    store: &mut Store,
    job: &J,
    mut file: Option<&mut ChangesetWriter>,
) -> Result<Vec<Outcome<J::Report>>> {
    let view = store.view()?;
    let progress = session.ui.progress(job.units());
    (0..job.units())
        .map(|unit| {
            progress.advance();
            check_wanted()?;
            let planned = rehearse_unit(&view, job, unit, file.as_deref_mut());
            Outcome::of(job.target(unit), planned)
        })
        .collect()
}

fn rehearse_unit<J: Job>(
    view: &View<'_>,
    job: &J,
    unit: usize,
    file: Option<&mut ChangesetWriter>,
) -> Result<Planned<J::Report>> {
    let (changeset, report) = job.plan(view, unit)?;
    let fields = changeset.fields();
    if let Some(file) = file.filter(|_| fields > 0) {
        file.add(&changeset)?;
    }
    Ok(Planned {
        report,
        fields,
        operation: None,
        fingerprint: Some(fingerprint(view, &changeset)?),
        moved: false,
    })
}
