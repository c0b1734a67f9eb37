//! `tetctl referentiel import`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Result;

use super::named;
use crate::cli::Exit;
use crate::cli::outcome::Outcome;
use crate::cli::session::Session;
use crate::cli::writing::{self, Job};
use crate::domain::changeset::Changeset;
use crate::domain::profile::ProfileId;
use crate::domain::refusal::Refusal;
use crate::domain::structure::Structure;
use crate::files::input;
use crate::files::structure_rows::read_structure;
use crate::ops::import_structure::{import_structure, orphans};
use crate::render::document::Document;
use crate::render::look::Look;
use crate::render::structure_import::{self as render, Report};
use crate::render::writing as words;
use crate::store::View;

/// Import the structure of a référentiel, as it is published
///
/// Both published forms are read. The same file again changes nothing; a newer one updates, adds
/// and removes nodes, and shows the title of a renamed one before and after. What profiles say of
/// actions is never touched; that of actions which go is listed by status --orphans.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl referentiel import structure.csv --id cae
  tetctl referentiel import structure.csv --id cae --dry-run")]
pub struct Args {
    /// The CSV file (- is stdin)
    file: PathBuf,

    /// The référentiel: cae, eci or te
    #[arg(long, value_name = "REF")]
    id: String,

    /// Show every node that changes or goes
    #[arg(long)]
    full: bool,
}

struct Import {
    source: String,
    read: Structure,
    full: bool,
}

/// Reads the file, then shows what it changes and imports it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let referentiel = named(&args.id)?;
    let source = args.file.display().to_string();
    let mut store = session.store_to_write()?;
    let bytes = input::read(&args.file)?;
    let read = read_structure(&bytes, referentiel).map_err(|rows| Refusal::InputInvalid {
        source: source.clone(),
        rows,
    })?;
    let full = args.full;
    writing::carry_out(session, &mut store, &Import { source, read, full })
}

impl Job for Import {
    type Report = Report;

    fn units(&self) -> usize {
        1
    }

    fn target(&self, _unit: usize) -> String {
        self.read.referentiel().id().to_owned()
    }

    fn plan(&self, view: &View<'_>, _unit: usize) -> Result<(Changeset, Report)> {
        let changeset = import_structure(view, &self.read)?;
        let orphans = orphans(view, &changeset.edits)?;
        let values = orphans.iter().map(|row| row.count).sum();
        let profiles: BTreeSet<ProfileId> = orphans.iter().map(|row| row.profile).collect();
        let orphans = (values, profiles.len());
        let report = Report::of(&self.source, &self.read, &changeset.edits, orphans);
        Ok((changeset, report))
    }

    fn preview(&self, look: &Look, outcomes: &[Outcome<Report>], full: bool) -> String {
        let reports = outcomes.iter().filter_map(Outcome::report);
        let preview = |report: &Report| {
            let mut text = render::preview(look, report, full || self.full);
            if report.is_empty() {
                text.push_str(words::nothing(look.language));
            }
            text
        };
        reports.map(preview).collect()
    }

    fn question(&self, look: &Look, outcomes: &[Outcome<Report>]) -> String {
        let reports = outcomes.iter().filter_map(Outcome::report);
        reports
            .map(|report| render::question(look, report))
            .collect()
    }

    fn result(
        &self,
        look: &Look,
        outcomes: &[Outcome<Report>],
        _batch: Option<words::Batched>,
    ) -> String {
        let written = outcomes
            .iter()
            .find_map(|outcome| Some((outcome.report()?, outcome.operation()?)));
        written.map_or_else(
            || words::nothing(look.language).to_owned(),
            |(report, operation)| render::done(look, report, operation),
        )
    }

    fn document(&self, outcomes: &[Outcome<Report>]) -> Document {
        let report = outcomes.iter().find_map(Outcome::report);
        Document {
            summary: report.map(Report::summary).unwrap_or_default(),
            warnings: report.and_then(render::warning).into_iter().collect(),
            ..Document::default()
        }
        .with(
            "changes",
            report.map(Report::changes).unwrap_or_default().into(),
        )
    }
}
