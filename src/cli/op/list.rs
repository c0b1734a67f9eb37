//! `tetctl op list`.

use anyhow::Result;

use super::{found, period};
use crate::cli::parsing;
use crate::cli::parsing::canonical;
use crate::cli::session::Session;
use crate::cli::{Exit, Format, answering, naming};
use crate::ops::find_operations::batch_of;
use crate::render::operations;
use crate::store::{OperationFilter, Store};

/// The operations that are shown where --limit does not say.
const LIMIT: usize = 20;

/// List the operations, the latest first
///
/// DATE is today, yesterday, 7d, 24/11/2026 or 2026-11-24; both ends belong to the period.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl op list --profile cc-des-sources-et-bocages --since yesterday
  tetctl op list --actor support-2 --command \"referentiel copy\" --limit 5")]
pub struct Args {
    /// Only what wrote this profile
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,

    /// Only from this day on
    #[arg(long, value_name = "DATE")]
    since: Option<String>,

    /// Only up to this day
    #[arg(long, value_name = "DATE")]
    until: Option<String>,

    /// Only what this person wrote
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,

    /// Only this command, by its full name
    #[arg(long = "command", value_name = "COMMAND")]
    of_command: Option<String>,

    /// Show so many at most [default: 20]
    #[arg(long, value_name = "N", value_parser = parsing::count)]
    limit: Option<usize>,
}

/// Lists the operations that match.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store()?;
    let filter = filter(&args, session, &mut store)?;
    let view = store.view()?;
    let mut matching = view.operations(&filter)?;
    let count = matching.len();
    let is_ids = answering::form(session, Format::Table) == Format::Ids;
    let unlimited = if is_ids { count } else { LIMIT };
    matching.truncate(args.limit.unwrap_or(unlimited));
    let numbers: Vec<i64> = matching.iter().map(|operation| operation.number).collect();
    if is_ids {
        matching.clear();
    }
    let shown = found(&view, matching)?;
    drop(view);
    let listing = operations::list(session.look(), &shown, &numbers, count);
    answering::list(session, listing)
}

fn filter(args: &Args, session: &Session, store: &mut Store) -> Result<OperationFilter> {
    let profile = match &args.profile {
        Some(typed) => Some(naming::profile_or_gone(session, store, typed)?),
        None => None,
    };
    let batch = match session.globals.batch.as_deref() {
        Some(typed) => Some(batch_of(&store.view()?, typed)?),
        None => None,
    };
    let look = session.look();
    let (since, until) = (args.since.as_deref(), args.until.as_deref());
    let command = args.of_command.as_deref().map(|typed| {
        let words: Vec<&str> = typed.split_whitespace().collect();
        canonical(&words)
    });
    Ok(OperationFilter {
        profile,
        since: since.map(|typed| period::since(look, typed)).transpose()?,
        until: until.map(|typed| period::until(look, typed)).transpose()?,
        actor: args.actor.clone(),
        command,
        batch,
        number: None,
        first: None,
    })
}
