//! `tetctl store backup`.

use std::path::PathBuf;

use anyhow::Result;

use super::refuse_save;
use crate::cli::session::{Session, wrong};
use crate::cli::{Exit, answering};
use crate::domain::usage::ValueFault;
use crate::render::{backups, writing as words};

/// Copy the store to a file, and verify the copy
///
/// Others may write meanwhile: the copy is one state of the store, whole. It is opened again, looked
/// at for damage and compared with the store. A file that is there already is left as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl store backup sauvegarde.db
  tetctl store backup \"nuit-$(date +%F).db\" --json")]
pub struct Args {
    /// The file to make, which only you may read
    file: PathBuf,
}

/// Copies the store and says what the copy holds.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    refuse_save(session)?;
    if args.file.as_os_str() == "-" {
        // A store is no stream, and a file of that name is not what was meant.
        return Err(wrong("FILE", "-", ValueFault::NoFile));
    }
    let mut store = session.store()?;
    let name = session.store_name(&store);
    if session.globals.dry_run {
        store.check_free(&args.file)?;
        let contents = store.contents()?;
        let line = words::store_line(session.language(), &name, true);
        session.ui.remark(&line)?;
        return answering::either(
            session,
            || backups::would_copy(session.look(), &args.file, &contents),
            || backups::rehearsed(store.path(), &args.file, &contents),
            0,
        );
    }
    let copied = store.back_up_to(&args.file)?;
    answering::either(
        session,
        || backups::copied(session.look(), &name, &args.file, &copied),
        || backups::document(store.path(), &args.file, &copied),
        0,
    )
}
