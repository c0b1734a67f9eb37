//! `tetctl apply`.

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::Result;

use super::outcome::{Outcome, summary};
use super::session::Session;
use super::severe::Severe;
use super::writing::{self, Job};
use super::{Exit, answering};
use crate::domain::changeset::{Changeset, Edit};
use crate::domain::refusal::Refusal;
use crate::domain::usage::Usage;
use crate::files::changeset_reading::{self, Saved};
use crate::ops::apply_changeset::{
    AppliedReport, Contents, Deleted, apply_changeset, check_new, report, told,
};
use crate::ops::rehearsal::Rehearsal;
use crate::render::applied::{self, Line};
use crate::render::document::Document;
use crate::render::look::Look;
use crate::render::{deletions, writing as words};
use crate::store::{Store, View};

/// Apply a changeset that --save wrote
///
/// It is applied once, on the store it was made on, and only while everything it was planned on
/// still holds. One of several targets may be refused; the others are written. Where a profile is
/// deleted its name is asked for; elsewhere --confirm gives it, and --yes alone is not enough.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl apply copie.json
  tetctl apply copie.json --yes")]
pub struct Args {
    /// The file that --save wrote; `-` is stdin
    file: PathBuf,

    /// Delete without asking: the slug or the full name of the profile that goes
    #[arg(long, value_name = "NAME")]
    confirm: Option<String>,
}

struct ApplyJob<'a> {
    session: &'a Session,
    saved: Rc<Saved>,
    /// The changesets that are applied, by their place in the file.
    places: Vec<usize>,
    targets: Vec<String>,
    rehearsal: Rehearsal,
    deleted: Option<Rc<Deleted>>,
    confirm: Option<String>,
}

/// Reads the changeset, then shows it and applies it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store_to_write()?;
    let mut contents = Contents::default();
    let saved = changeset_reading::read(&args.file, &mut |changeset| contents.take(changeset))?;
    if args.confirm.is_some() && contents.deleted.is_none() {
        return Err(Refusal::Usage(Usage::NothingToConfirm).into());
    }
    let targets = targets(&mut store, &contents, &saved)?;
    if saved.len() == 0 {
        return nothing(session);
    }
    let job = ApplyJob {
        session,
        places: (0..saved.len()).collect(),
        rehearsal: Rehearsal::new(contents.touched),
        saved: Rc::new(saved),
        targets,
        deleted: contents.deleted.map(Rc::new),
        confirm: args.confirm,
    };
    writing::carry_out(session, &mut store, &job)
}

/// Returns the target of each changeset, by slug; refused where none can be applied to this store.
fn targets(store: &mut Store, contents: &Contents, saved: &Saved) -> Result<Vec<String>> {
    let identity = store.identity().to_owned();
    let view = store.view()?;
    check_new(&view, &identity, saved)?;
    contents.targets(&view)
}

/// Says that a changeset without edits has nothing to change.
fn nothing(session: &Session) -> Result<Exit> {
    let document = || Document {
        dry_run: session.globals.dry_run,
        summary: serde_json::json!({ "written": 0 }),
        ..Document::default()
    };
    let text = || words::nothing(session.language()).to_owned();
    answering::either(
        session,
        text,
        || document().with("targets", serde_json::json!([])),
        0,
    )
}

impl ApplyJob<'_> {
    /// Returns the edits of a changeset as they are told; none where they cannot be read again.
    fn edits(&self, place: usize) -> Vec<Edit> {
        let read = || -> Result<Vec<Edit>> {
            let mut store = self.session.looked_at()?;
            told(&store.view()?, self.saved.changeset(place)?)
        };
        read().unwrap_or_default()
    }
}

impl Job for ApplyJob<'_> {
    type Report = AppliedReport;

    fn units(&self) -> usize {
        self.places.len()
    }

    fn target(&self, unit: usize) -> String {
        self.targets[unit].clone()
    }

    fn plan(&self, view: &View<'_>, unit: usize) -> Result<(Changeset, AppliedReport)> {
        let apply = || apply_changeset(view, &self.saved, self.places[unit]);
        let changeset = self.rehearsal.plan(view, unit, apply)?;
        let report = report(view, &changeset)?;
        Ok((changeset, report))
    }

    fn preview(&self, look: &Look, outcomes: &[Outcome<AppliedReport>], full: bool) -> String {
        let lines = self.places.iter().zip(outcomes).enumerate();
        let lines = lines.map(|(line, (place, outcome))| {
            let shown = full && line < applied::LISTED && outcome.is_pending();
            Line {
                target: &outcome.target,
                report: outcome.report(),
                edits: if shown {
                    self.edits(*place)
                } else {
                    Vec::new()
                },
                refusal: outcome.refusal(),
            }
        });
        applied::preview(look, lines)
    }

    fn question(&self, look: &Look, outcomes: &[Outcome<AppliedReport>]) -> String {
        if let Some(Deleted { nom, slug, counts }) = self.deleted.as_deref() {
            return deletions::question(look.language, nom, slug, counts);
        }
        let count = outcomes.iter().map(Outcome::fields).sum();
        let reports: Vec<&AppliedReport> = outcomes.iter().filter_map(Outcome::report).collect();
        applied::question(look.language, count, &reports)
    }

    fn result(
        &self,
        look: &Look,
        outcomes: &[Outcome<AppliedReport>],
        batch: Option<words::Batched>,
    ) -> String {
        let done: Vec<(&AppliedReport, i64)> = outcomes
            .iter()
            .filter_map(|outcome| Some((outcome.report()?, outcome.operation()?)))
            .collect();
        let refused = outcomes.iter().filter_map(|outcome| {
            let refusal = outcome.refusal()?;
            Some((outcome.target.as_str(), refusal))
        });
        applied::result(look, &done, refused, batch)
    }

    fn document(&self, outcomes: &[Outcome<AppliedReport>]) -> Document {
        Document {
            summary: summary(outcomes),
            ..Document::default()
        }
        .with("targets", outcomes.iter().map(Outcome::document).collect())
    }

    fn severe(&self) -> Option<Severe<'_>> {
        let deleted = self.deleted.as_deref()?;
        Some(Severe {
            key: &deleted.slug,
            name: &deleted.nom,
            typed: self.confirm.as_deref(),
        })
    }

    fn saved_as(&self, unit: usize) -> Option<String> {
        Some(self.saved.key(self.places[unit]))
    }

    fn only(&self, units: &[usize]) -> Option<Self> {
        Some(Self {
            session: self.session,
            saved: Rc::clone(&self.saved),
            places: units.iter().map(|unit| self.places[*unit]).collect(),
            targets: units
                .iter()
                .map(|unit| self.targets[*unit].clone())
                .collect(),
            rehearsal: Rehearsal::new([]),
            deleted: self.deleted.clone(),
            confirm: self.confirm.clone(),
        })
    }
}
