//! `tetctl profile parents`.

use anyhow::Result;

use super::list;
use crate::cli::session::Session;
use crate::cli::{Exit, naming};
use crate::ops::list_profiles::list_parents;

/// List the profiles that a profile is a member of
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl profile parents cc-des-sources-et-bocages
  tetctl profile parents 200000131 --json")]
pub struct Args {
    /// The profile below, by key or by full name
    profile: String,
}

/// Lists the profiles above one.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store()?;
    let profile = naming::profile(session, &mut store, &args.profile)?;
    let listed = list_parents(&store.view()?, profile.profile.id)?;
    list::answer(session, &store, &listed)
}
