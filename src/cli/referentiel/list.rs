//! `tetctl referentiel list`.

use anyhow::Result;

use crate::cli::session::Session;
use crate::cli::{Exit, answering};
use crate::ops::list_structures::list_structures;
use crate::render::structures;

/// List the référentiels whose structure was imported
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl referentiel list
  tetctl referentiel list --json")]
pub struct Args {}

/// Reads the structures and lists them.
pub fn run(_args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store()?;
    let imported = list_structures(&store.view()?)?;
    answering::list(session, structures::listing(session.language(), &imported))
}
