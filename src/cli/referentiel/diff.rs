//! `tetctl referentiel diff`.

use anyhow::Result;

use super::filters::Filters;
use super::named;
use crate::cli::session::Session;
use crate::cli::{Exit, Format, answering, naming};
use crate::ops::compare_profiles::{CompareRequest, compare_profiles};
use crate::render::comparison_tables::{lines_listing, parts_listing};
use crate::render::comparisons::{Shown, stat, text};

/// The exit where something differs.
const DIFFERENT: Exit = 10;

/// Show what differs between two profiles in a référentiel
///
/// A mark a field: + only the source has it, - only the target, ~ both have it and differ, ! the
/// branch speaks at different levels, = the same (with --full). What a copy from the one to the
/// other would write is +. Exits 10 where something differs, 0 where nothing does.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl referentiel diff cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages -a 1
  tetctl referentiel diff cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --stat")]
pub struct Args {
    /// The référentiel: cae, eci, te
    #[arg(value_name = "REF")]
    referentiel: String,

    /// The source: what would be read by a copy
    #[arg(long, value_name = "PROFILE")]
    from: String,

    /// The target: what would be written
    #[arg(long, value_name = "PROFILE")]
    to: String,

    #[command(flatten)]
    filters: Filters,

    /// Show the counts only, for each axe
    #[arg(long)]
    stat: bool,

    /// Show every line, equal ones too
    #[arg(long)]
    full: bool,
}

/// Compares both profiles and shows what differs.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let referentiel = named(&args.referentiel)?;
    let selection = args.filters.selection(referentiel)?;
    let mut store = session.store()?;
    let from = naming::profile(session, &mut store, &args.from)?;
    let to = naming::profile(session, &mut store, &args.to)?;
    let request = CompareRequest {
        referentiel,
        from: from.profile,
        to: to.profile,
        selection,
        data: args.filters.data(),
    };
    let differences = compare_profiles(&store.view()?, &request)?;
    let shown = Shown {
        request: &request,
        differences: &differences,
        read_from: [from.read_from.as_deref(), to.read_from.as_deref()],
        full: args.full,
    };
    answer(session, &shown, args.stat)?;
    let is_same = differences.total.different() == 0;
    Ok(if is_same { 0 } else { DIFFERENT })
}

fn answer(session: &Session, shown: &Shown<'_>, only_counts: bool) -> Result<Exit> {
    let listing = if only_counts {
        parts_listing(shown)
    } else {
        lines_listing(shown)
    };
    let is_same = shown.differences.total.different() == 0;
    match answering::form(session, Format::Table) {
        Format::Table => {
            let text = if only_counts { stat } else { text };
            session.ui.answer(&text(session.look(), shown))?;
            Ok(0)
        }
        Format::Json => {
            let exit = if is_same { 0 } else { DIFFERENT };
            answering::document(session, shown.document(listing.items), exit)
        }
        _ => answering::list(session, listing),
    }
}
