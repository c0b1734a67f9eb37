//! `tetctl store upgrade`.

use std::path::Path;

use anyhow::Result;

use super::refuse_save;
use crate::cli::session::Session;
use crate::cli::{Exit, answering};
use crate::render::document::Document;
use crate::render::{stores, writing as words};
use crate::store::{self, Store};
use crate::ui::Work;

/// Bring an older store to the present form
///
/// The store as it was stays beside it. A private store upgrades itself when it is opened; one that
/// a group shares waits for this command, so that nobody is locked out by somebody's new tetctl.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl store upgrade -n
  tetctl store upgrade")]
pub struct Args {}

/// What an upgrade does, or would do.
struct Told<'a> {
    from: i64,
    backup: Option<&'a Path>,
}

/// Upgrades the store and says where it stands as it was.
pub fn run(_args: Args, session: &Session) -> Result<Exit> {
    refuse_save(session)?;
    let mut store = session.store_as_it_is()?;
    let name = session.store_name(&store);
    let rehearsal = session.globals.dry_run;
    let line = words::store_line(session.language(), &name, rehearsal);
    session.ui.remark(&line)?;
    let _work = Work::begin(store::stop_waiting);
    let upgraded = if rehearsal { None } else { store.upgrade()? };
    let told = Told {
        from: store.found_as(),
        backup: upgraded.as_ref().map(|upgraded| upgraded.backup.as_path()),
    };
    answering::either(
        session,
        || told.text(session),
        || told.document(session, &store),
        0,
    )
}

impl Told<'_> {
    fn text(&self, session: &Session) -> String {
        let (language, schemas) = (session.language(), (self.from, Store::schema()));
        match self.backup {
            Some(backup) => stores::upgraded(language, schemas, backup) + "\n",
            None if session.globals.dry_run && self.from < Store::schema() => {
                stores::would_be_upgraded(language, schemas)
            }
            None => words::nothing(language).to_owned(),
        }
    }

    fn document(&self, session: &Session, store: &Store) -> Document {
        let backup = self.backup.map(|backup| backup.display().to_string());
        Document {
            dry_run: session.globals.dry_run,
            ..Document::default()
        }
        .with("store", store.path().display().to_string().into())
        .with("from", self.from.into())
        .with("to", Store::schema().into())
        .with("backup", backup.into())
    }
}
