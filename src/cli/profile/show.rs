//! `tetctl profile show`.

use anyhow::Result;

use crate::cli::session::{Asked, Session};
use crate::cli::{Exit, answering, asking};
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
    profile: Option<String>,
}

/// Reads what the store knows and shows it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    asking::check_missing(session, &[("PROFILE", args.profile.is_some())])?;
    let (mut store, mut asked) = (session.store()?, Asked::default());
    let typed = args.profile.as_deref();
    let named = asking::profile_or_typed(session, &mut store, typed, &mut asked)?;
    session.remember_asked(asked);
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
