//! `tetctl profile`.

mod create;
mod delete;
mod edit;
mod list;
mod members;
mod parents;
mod reading;
mod relate;
mod show;

use anyhow::Result;

use super::Exit;
use super::session::Session;

/// The commands on profiles.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Create(create::Args),

    Edit(edit::Args),

    Delete(delete::Args),

    List(list::Args),

    Show(show::Args),

    Relate(relate::Args),

    Members(members::Args),

    Parents(parents::Args),
}

/// Runs one of them.
pub fn run(command: Command, session: &Session) -> Result<Exit> {
    match command {
        Command::Create(args) => create::run(args, session),
        Command::Edit(args) => edit::run(args, session),
        Command::Delete(args) => delete::run(args, session),
        Command::List(args) => list::run(args, session),
        Command::Show(args) => show::run(args, session),
        Command::Relate(args) => relate::run(args, session),
        Command::Members(args) => members::run(args, session),
        Command::Parents(args) => parents::run(args, session),
    }
}
