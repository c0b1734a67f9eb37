//! `tetctl store`.

mod backup;
mod check;
mod info;
mod init;
mod restore;
mod upgrade;

use anyhow::Result;

use super::Exit;
use super::session::Session;
use crate::domain::refusal::Refusal;
use crate::domain::usage::Usage;

/// The commands on the store.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Init(init::Args),
    Info(info::Args),
    Check(check::Args),
    Backup(backup::Args),
    Restore(restore::Args),
    Upgrade(upgrade::Args),
}

/// Runs one of them.
pub fn run(command: Command, session: &Session) -> Result<Exit> {
    match command {
        Command::Init(args) => init::run(args, session),
        Command::Info(args) => info::run(args, session),
        Command::Check(args) => check::run(args, session),
        Command::Backup(args) => backup::run(args, session),
        Command::Restore(args) => restore::run(args, session),
        Command::Upgrade(args) => upgrade::run(args, session),
    }
}

/// Refuses what belongs to an operation or a changeset where there is none.
fn refuse_save(session: &Session) -> Result<()> {
    let globals = &session.globals;
    let given = [
        ("--save", globals.save.is_some()),
        ("--note", globals.note.is_some()),
        ("--batch", globals.batch.is_some()),
    ];
    match given.into_iter().find(|(_, is_given)| *is_given) {
        Some((flag, _)) => Err(Refusal::Usage(Usage::NoRehearsal { flag }).into()),
        None => Ok(()),
    }
}
