//! `tetctl op undo`.

use anyhow::Result;

use super::taking_back::TakingBackJob;
use super::{Chosen, chosen};
use crate::cli::referentiel::data;
use crate::cli::session::Session;
use crate::cli::{Exit, writing};
use crate::domain::policy::Data;
use crate::ops::choose_part::{Rest, TypedPart, choose_part};
use crate::ops::take_back::TakingBack;
use crate::ops::undo_operation::{Wanted, find_undoable};

/// Take an operation back, whole or in part
///
/// Without a number it is your own latest operation that stands, with its whole batch; twice goes
/// two steps back. Somebody else's needs its number. What changed since is never lost: the undo
/// is refused, with who changed it and when; --partial takes back the rest.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl op undo
  tetctl op undo 812 -a 5 --data statuts")]
pub struct Args {
    /// The number of the operation
    #[arg(value_name = "N")]
    number: Option<i64>,

    /// Take back this branch or range only (can be repeated)
    #[arg(
        short,
        long = "action",
        value_name = "ID",
        value_delimiter = ',',
        num_args = 1
    )]
    actions: Vec<String>,

    /// Leave this branch or range as it is (can be repeated)
    #[arg(
        short = 'x',
        long = "exclude-action",
        value_name = "ID",
        value_delimiter = ',',
        num_args = 1
    )]
    except: Vec<String>,

    /// Take back these only: statuts, commentaires, pilotes, services
    #[arg(long, value_name = "DATA", value_delimiter = ',', num_args = 1, value_parser = data)]
    data: Vec<Data>,

    /// Take back what can be, and leave what changed since or carries something
    #[arg(long)]
    partial: bool,
}

/// Finds the operations, then shows what goes back and does it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let wanted = match chosen(session, args.number)? {
        Some(Chosen::Number(number)) => Wanted::Number(number),
        Some(Chosen::Batch(typed)) => Wanted::Batch(typed),
        None => Wanted::Latest {
            actor: &session.settings.actor.value,
        },
    };
    let part = TypedPart {
        include: args.actions,
        exclude: args.except,
        data: args.data,
        rest: if args.partial {
            Rest::Stays
        } else {
            Rest::Refuses
        },
    };
    let mut store = session.store_to_write()?;
    let job = {
        let view = store.view()?;
        let operations = find_undoable(&view, wanted)?;
        let (operations, part) = choose_part(&view, operations, &part)?;
        TakingBackJob(TakingBack::new(&view, operations, part)?)
    };
    writing::carry_out(session, &mut store, &job)
}
