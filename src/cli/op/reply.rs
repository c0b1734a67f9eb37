//! `tetctl op reply`.

use anyhow::Result;

use super::typed;
use crate::cli::session::Session;
use crate::cli::{Exit, answering};
use crate::ops::tell_operations::tell_operations;
use crate::render::document::Document;
use crate::render::replies;

/// Write the reply to whoever asked, in French
///
/// A few lines to paste: what was done, what was kept and why, that it can be undone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl op reply 812
  tetctl op reply --batch 815")]
pub struct Args {
    /// The number of the operation
    #[arg(value_name = "N")]
    number: Option<i64>,
}

/// Writes the reply.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store()?;
    let view = store.view()?;
    let operations = typed(&view, session, args.number)?;
    let told = tell_operations(&view, &operations)?;
    drop(view);
    let reply = replies::reply(&told);
    let document = || {
        let document = Document::default().about(&operations);
        document.with("reply", reply.clone().into())
    };
    answering::either(session, || reply.clone(), document, 0)
}
