//! `tetctl profile delete`.

use anyhow::Result;
use serde_json::json;

use crate::cli::outcome::{Outcome, summary};
use crate::cli::session::Session;
use crate::cli::severe::Severe;
use crate::cli::writing::{self, Job};
use crate::cli::{Exit, naming};
use crate::domain::changeset::{Changeset, Edit};
use crate::domain::profile::Profile;
use crate::domain::record::Kind;
use crate::ops::delete_profile::{counts, delete_profile};
use crate::ops::names::{Names, Slugs};
use crate::render::document::Document;
use crate::render::look::Look;
use crate::render::{deletions, edits, titles, writing as words};
use crate::store::View;

/// Delete a profile and all that it owns
///
/// Its relations, modes, audits, statuts, commentaires, pilotes and services go with it, as one operation that one
/// `op undo` takes back. At a terminal its name is asked for; elsewhere --confirm gives it, and
/// --yes alone is not enough.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl profile delete orvel-61 -n
  tetctl profile delete orvel-61 --confirm orvel-61")]
pub struct Args {
    /// The profile, by key or by full name
    profile: String,

    /// Delete without asking: the slug or the full name of the profile, once more
    #[arg(long, value_name = "NAME")]
    confirm: Option<String>,
}

/// What is told of a deletion.
pub struct Report {
    title: String,
    counts: Vec<(Kind, usize)>,
    edits: Vec<Edit>,
    slugs: Slugs,
}

struct Deletion {
    profile: Profile,
    confirm: Option<String>,
}

/// Plans what goes, then shows it and deletes it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store_to_write()?;
    let named = naming::profile(session, &mut store, &args.profile)?;
    naming::echo(session, &named)?;
    let job = Deletion {
        profile: named.profile,
        confirm: args.confirm,
    };
    writing::carry_out(session, &mut store, &job)
}

impl Job for Deletion {
    type Report = Report;

    fn units(&self) -> usize {
        1
    }

    fn target(&self, _unit: usize) -> String {
        self.profile.slug.clone()
    }

    fn plan(&self, view: &View<'_>, _unit: usize) -> Result<(Changeset, Report)> {
        let changeset = delete_profile(view, self.profile.id)?;
        let slugs = Names::new(view).of_changeset(&changeset)?;
        let report = Report {
            title: titles::title(&changeset.request, &slugs),
            counts: counts(&changeset.edits),
            edits: view.told_edits(changeset.edits.clone(), &[])?,
            slugs,
        };
        Ok((changeset, report))
    }

    fn preview(&self, look: &Look, outcomes: &[Outcome<Report>], full: bool) -> String {
        let told = |report: &Report| {
            let lines = if full {
                edits::lines(look.language, &report.edits, &report.slugs)
            } else {
                String::new()
            };
            deletions::preview(look.language, &self.profile, &report.counts) + &lines
        };
        only(outcomes).map(told).unwrap_or_default()
    }

    fn question(&self, look: &Look, outcomes: &[Outcome<Report>]) -> String {
        let counts = only(outcomes).map(|report| report.counts.as_slice());
        let Profile { nom, slug, .. } = &self.profile;
        deletions::question(look.language, nom, slug, counts.unwrap_or_default())
    }

    fn result(
        &self,
        look: &Look,
        outcomes: &[Outcome<Report>],
        _batch: Option<words::Batched>,
    ) -> String {
        let done = outcomes.iter().find_map(|outcome| {
            let (report, operation) = (outcome.report()?, outcome.operation()?);
            let count = outcome.fields();
            Some(words::done(look.language, &report.title, count, operation))
        });
        done.unwrap_or_default()
    }

    fn document(&self, outcomes: &[Outcome<Report>]) -> Document {
        let mut summary = summary(outcomes);
        let report = only(outcomes);
        let counts = report.map(|report| report.counts.as_slice());
        summary["records"] = deletions::records(counts.unwrap_or_default());
        let changes = report.map(|report| edits::documents(&report.edits, &report.slugs));
        Document {
            summary,
            ..Document::default()
        }
        .with("changes", json!(changes.unwrap_or_default()))
    }

    fn severe(&self) -> Option<Severe<'_>> {
        Some(Severe {
            key: &self.profile.slug,
            name: &self.profile.nom,
            typed: self.confirm.as_deref(),
        })
    }
}

fn only(outcomes: &[Outcome<Report>]) -> Option<&Report> {
    outcomes.first().and_then(Outcome::report)
}
