//! `tetctl profile members`.

use anyhow::Result;

use super::list;
use crate::cli::session::Session;
use crate::cli::{Exit, naming};
use crate::ops::list_profiles::list_members;

/// List the members of a supra
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl profile members petr-du-pays-de-trevanne
  tetctl profile members \"PETR du Pays de Trévanne\" --format ids")]
pub struct Args {
    /// The profile above, by key or by full name
    supra: String,
}

/// Lists the profiles that are members of one.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store()?;
    let supra = naming::profile(session, &mut store, &args.supra)?;
    let listed = list_members(&store.view()?, supra.profile.id)?;
    list::answer(session, &store, &listed)
}
