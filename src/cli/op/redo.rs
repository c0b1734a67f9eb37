//! `tetctl op redo`.

use anyhow::Result;

use super::taking_back::TakingBackJob;
use crate::cli::session::Session;
use crate::cli::{Exit, writing};
use crate::ops::choose_part::Part;
use crate::ops::redo_operation::find_undos;
use crate::ops::take_back::TakingBack;

/// Take the latest undo back
///
/// It is the latest of your own undos that was not itself taken back, with its whole batch.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl op redo
  tetctl op redo --yes")]
pub struct Args {}

/// Finds the undo, then shows what comes back and does it.
pub fn run(_args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store_to_write()?;
    let job = {
        let view = store.view()?;
        let undos = find_undos(&view, &session.settings.actor.value)?;
        TakingBackJob(TakingBack::new(&view, undos, Part::default())?)
    };
    writing::carry_out(session, &mut store, &job)
}
