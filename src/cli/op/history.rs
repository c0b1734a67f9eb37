//! `tetctl op history`.

use anyhow::Result;

use super::period;
use crate::cli::session::Session;
use crate::cli::{Exit, answering, naming, parsing};
use crate::ops::read_history::{check_known, find_branch, read_history};
use crate::render::history;
use crate::store::OperationFilter;

/// The changes that people are shown where --limit does not say.
const LIMIT: usize = 20;

/// Show what became of a profile, field by field, the latest first
///
/// Each line tells what stood there, what came, when, who did it and in which operation. ACTION
/// takes its whole branch. A profile that is gone is still known by its last slug.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl op history cc-des-sources-et-bocages --since yesterday
  tetctl op history cc-des-sources-et-bocages cae_1.1 --format csv")]
pub struct Args {
    /// The profile, by key or by full name
    profile: String,

    /// Only this action and its branch, by its whole id
    action: Option<String>,

    /// Only from this day on: today, yesterday, 7d, 24/11/2026, 2026-11-24
    #[arg(long, value_name = "DATE")]
    since: Option<String>,

    /// Only up to this day
    #[arg(long, value_name = "DATE")]
    until: Option<String>,

    /// Show so many at most [default: 20 for people, else all]
    #[arg(long, value_name = "N", value_parser = parsing::count)]
    limit: Option<usize>,
}

/// Reads what the journal knows and shows it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store()?;
    let profile = naming::profile_or_gone(session, &mut store, &args.profile)?;
    let filter = filter(&args, session)?;
    let view = store.view()?;
    let branch = args.action.as_deref();
    let branch = branch.map(|typed| find_branch(&view, typed)).transpose()?;
    let limit = args.limit.unwrap_or(if answering::is_table(session) {
        LIMIT
    } else {
        usize::MAX
    });
    let mut history = read_history(&view, profile, branch.as_ref(), filter, limit)?;
    if let (Some(branch), 0) = (&branch, history.count) {
        check_known(&view, branch)?;
    }
    history
        .operations
        .truncate(args.limit.unwrap_or(usize::MAX));
    drop(view);
    answering::list(session, history::list(session.look(), &history))
}

fn filter(args: &Args, session: &Session) -> Result<OperationFilter> {
    let look = session.look();
    let (since, until) = (args.since.as_deref(), args.until.as_deref());
    Ok(OperationFilter {
        since: since.map(|typed| period::since(look, typed)).transpose()?,
        until: until.map(|typed| period::until(look, typed)).transpose()?,
        ..OperationFilter::default()
    })
}
