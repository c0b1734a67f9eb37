//! `tetctl profile show`.

use anyhow::Result;

use crate::cli::session::Session;
use crate::cli::{Exit, answering, naming};
use crate::ops::names::Names;
use crate::ops::show_profile::show_profile;
use crate::render::{profile_sheet, titles};

/// Show what the store knows of a profile
///
/// Its codes, its supras and members, what it has filled in, the mode and the audit of each
/// référentiel, and the last operation on it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl profile show petr-du-pays-de-trevanne
  tetctl profile show 200000131 --json")]
pub struct Args {
    /// The profile, by key or by full name
    profile: String,
}

/// Reads what the store knows and shows it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store()?;
    let named = naming::profile(session, &mut store, &args.profile)?;
    let view = store.view()?;
    let facts = show_profile(&view, named.profile)?;
    let title = match &facts.last {
        Some(last) => {
            let slugs = Names::new(&view).slugs(last.request.profiles())?;
            titles::title(&last.request, &slugs)
        }
        None => String::new(),
    };
    drop(view);
    answering::either(
        session,
        || profile_sheet::sheet(session.look(), &facts, &title),
        || profile_sheet::document(&facts, &title),
        0,
    )
}
