//! `tetctl store init`.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;

use anyhow::{Context, Result};

use crate::cli::random::random_id;
use crate::cli::session::Session;
use crate::cli::{Exit, answering};
use crate::render::document::Document;
use crate::render::stores;
use crate::store::Store;

/// Make an empty store
///
/// It stands where --store, the environment, the configuration or the default says. A file that
/// is there already is left as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl store init
  tetctl store init --store ./essai.db")]
pub struct Args {}

/// Makes the store and says where it stands.
pub fn run(_args: Args, session: &Session) -> Result<Exit> {
    session.refuse_rehearsal()?;
    let path = session.store_path()?;
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("making {}", folder.display()))?;
    }
    let store = Store::create(&path, &random_id()?, session.now, &session.opening())?;
    let place = store.path().display().to_string();
    answering::either(
        session,
        || stores::made(session.language(), &place),
        || Document::default().with("store", place.as_str().into()),
        0,
    )
}
