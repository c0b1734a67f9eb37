//! `tetctl store`.

mod check;
mod info;
mod init;

use anyhow::Result;

use super::Exit;
use super::session::Session;

/// The commands on the store.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Init(init::Args),
    Info(info::Args),
    Check(check::Args),
}

/// Runs one of them.
pub fn run(command: Command, session: &Session) -> Result<Exit> {
    match command {
        Command::Init(args) => init::run(args, session),
        Command::Info(args) => info::run(args, session),
        Command::Check(args) => check::run(args, session),
    }
}
