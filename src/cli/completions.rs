//! `tetctl completions`.

use anyhow::Result;

use super::completing::Shell;
use super::session::Session;
use super::{Exit, answering};
use crate::render::document::Document;

/// Show what a shell loads to complete command lines
///
/// Commands, flags and live values are completed: profiles, actions, operations, statuts. The store
/// is read for it, and never written. Loaded at each start of the shell, it goes with the tetctl
/// that is installed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl completions bash
  tetctl completions fish")]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Shows the stub of a shell.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let stub = args.shell.stub();
    answering::either(
        session,
        || stub.to_owned(),
        || Document::default().with("script", stub.into()),
        0,
    )
}
