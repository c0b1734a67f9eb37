//! `tetctl op`: the journal.

mod history;
mod list;
mod period;
mod redo;
mod reply;
mod show;
mod taking_back;
mod undo;

use anyhow::Result;

use super::Exit;
use super::session::Session;
use crate::domain::operation::Operation;
use crate::domain::refusal::Refusal;
use crate::domain::usage::Usage;
use crate::ops::find_operations::{self, Detail, Found, operation_of, operations_of_batch};
use crate::ops::names::Names;
use crate::store::View;

/// The commands on the journal.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    List(list::Args),
    Show(show::Args),
    History(history::Args),
    Undo(undo::Args),
    Redo(redo::Args),
    Reply(reply::Args),
}

/// Runs one of them.
pub fn run(command: Command, session: &Session) -> Result<Exit> {
    match command {
        Command::List(args) => list::run(args, session),
        Command::Show(args) => show::run(args, session),
        Command::History(args) => history::run(args, session),
        Command::Undo(args) => undo::run(args, session),
        Command::Redo(args) => redo::run(args, session),
        Command::Reply(args) => reply::run(args, session),
    }
}

/// What a command on the journal looks at.
enum Chosen<'a> {
    Number(i64),
    Batch(&'a str),
}

/// Returns the number or the batch that was typed; both together are wrong.
fn chosen(session: &Session, number: Option<i64>) -> Result<Option<Chosen<'_>>> {
    match (number, session.globals.batch.as_deref()) {
        (Some(_), Some(_)) => {
            let (one, two) = ("N", "--batch");
            Err(Refusal::Usage(Usage::Both { one, two }).into())
        }
        (Some(number), None) => Ok(Some(Chosen::Number(number))),
        (None, batch) => Ok(batch.map(Chosen::Batch)),
    }
}

/// Returns the operations that were typed, by number or by batch, the latest first.
fn typed(view: &View<'_>, session: &Session, number: Option<i64>) -> Result<Vec<Operation>> {
    match chosen(session, number)? {
        Some(Chosen::Number(number)) => Ok(vec![operation_of(view, number)?]),
        Some(Chosen::Batch(typed)) => operations_of_batch(view, typed),
        None => {
            let flag = "N".to_owned();
            Err(Refusal::Usage(Usage::Missing { flag }).into())
        }
    }
}

/// Returns operations with the names of the profiles that they and their titles speak of.
fn found(view: &View<'_>, operations: Vec<Operation>) -> Result<Vec<Found>> {
    let mut names = Names::new(view);
    let found = operations
        .into_iter()
        .map(|operation| find_operations::found(view, &mut names, operation, Detail::Targets));
    found.collect()
}
