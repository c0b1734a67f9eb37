//! `tetctl store info`.

use anyhow::Result;

use crate::cli::session::Session;
use crate::cli::{Exit, answering};
use crate::ops::read_store::read_store;
use crate::render::stores;

/// Show what the store is and what it holds
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl store info
  tetctl store info --json")]
pub struct Args {}

/// Reads the facts and shows them.
pub fn run(_args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store()?;
    let facts = read_store(&mut store)?;
    answering::either(
        session,
        || stores::info(session.language(), &facts),
        || stores::document(&facts),
        0,
    )
}
