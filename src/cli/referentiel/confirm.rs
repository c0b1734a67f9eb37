//! `tetctl referentiel confirm`.

use anyhow::Result;

use super::filters::Filters;
use super::named;
use crate::cli::outcome::{Outcome, summary};
use crate::cli::session::Session;
use crate::cli::writing::{self, Job};
use crate::cli::{Exit, naming};
use crate::domain::changeset::Changeset;
use crate::ops::confirm_values::{ConfirmRequest, Confirmation, confirm_values};
use crate::render::confirmations as render;
use crate::render::document::Document;
use crate::render::look::Look;
use crate::render::writing as words;
use crate::store::View;

/// Confirm what was copied, once somebody has reread it
///
/// The values stay as they are, and where they come from is kept; they are only no longer listed by
/// status --to-confirm. A value that has changed since it was shown is not confirmed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl referentiel confirm cae cc-des-sources-et-bocages -a 1.1
  tetctl referentiel confirm cae cc-des-sources-et-bocages --data commentaires --yes")]
pub struct Args {
    /// The référentiel: cae, eci or te
    #[arg(value_name = "REF")]
    referentiel: String,

    /// The profile
    profile: String,

    #[command(flatten)]
    filters: Filters,

    /// Show every value
    #[arg(long)]
    full: bool,
}

struct Confirm {
    request: ConfirmRequest,
    /// The loose name that the profile was read from.
    read_from: Option<String>,
    full: bool,
}

/// Plans the confirmation, then shows it and writes it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let referentiel = named(&args.referentiel)?;
    let selection = args.filters.selection(referentiel)?;
    let mut store = session.store_to_write()?;
    let profile = naming::profile(session, &mut store, &args.profile)?;
    let request = ConfirmRequest {
        referentiel,
        profile: profile.profile,
        selection,
        data: args.filters.data(),
    };
    let job = Confirm {
        request,
        read_from: profile.read_from,
        full: args.full,
    };
    writing::carry_out(session, &mut store, &job)
}

impl Job for Confirm {
    type Report = Confirmation;

    fn units(&self) -> usize {
        1
    }

    fn target(&self, _unit: usize) -> String {
        self.request.profile.slug.clone()
    }

    fn plan(&self, view: &View<'_>, _unit: usize) -> Result<(Changeset, Confirmation)> {
        confirm_values(view, &self.request)
    }

    fn preview(&self, look: &Look, outcomes: &[Outcome<Confirmation>], full: bool) -> String {
        let report = outcomes.iter().find_map(Outcome::report);
        let asked = render::Asked {
            request: &self.request,
            read_from: self.read_from.as_deref(),
            full: full || self.full,
        };
        report.map_or_else(String::new, |report| render::preview(look, &asked, report))
    }

    fn question(&self, look: &Look, outcomes: &[Outcome<Confirmation>]) -> String {
        let count = outcomes.iter().map(Outcome::fields).sum();
        render::question(look.language, &self.request, count)
    }

    fn result(
        &self,
        look: &Look,
        outcomes: &[Outcome<Confirmation>],
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

    fn document(&self, outcomes: &[Outcome<Confirmation>]) -> Document {
        let slug = &self.request.profile.slug;
        let reports = || outcomes.iter().filter_map(Outcome::report);
        let changes = reports().flat_map(|report| render::changes(slug, report));
        let sources = reports().flat_map(render::sources);
        Document {
            summary: summary(outcomes),
            ..Document::default()
        }
        .with("sources", sources.collect())
        .with("changes", changes.collect())
    }
}
