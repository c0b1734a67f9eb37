//! `tetctl store check`.

use anyhow::Result;

use crate::cli::session::Session;
use crate::cli::{Exit, answering};
use crate::ops::check_store::{Checked, check_store};
use crate::render::problems;

/// Look for damage, hold every record to the journal, and compute the digest of the content
///
/// Each record must be what the last operation on it left there, and none may be there that no
/// operation wrote. Equal content has an equal digest, in any store and at any time, after an undo
/// as before. Exits 10 where something is not as it should be.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl store check
  tetctl store check --json")]
pub struct Args {}

/// Checks the store and shows what was found.
pub fn run(_args: Args, session: &Session) -> Result<Exit> {
    let checked = match session.store() {
        Ok(mut store) => check_store(&mut store)?,
        Err(error) => Checked::unopened(error)?,
    };
    let exit = if checked.problems.count == 0 { 0 } else { 10 };
    answering::either(
        session,
        || problems::checked(session.language(), &checked),
        || problems::document(&checked),
        exit,
    )
}
