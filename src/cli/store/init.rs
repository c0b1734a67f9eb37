//! `tetctl store init`.

use anyhow::Result;

use crate::cli::random::random_id;
use crate::cli::session::Session;
use crate::cli::{Exit, answering};
use crate::render::document::Document;
use crate::render::stores;
use crate::store::{self, Store, Team};
use crate::ui::Work;

/// Make an empty store
///
/// It stands where --store, the environment, the configuration or the default says. A file that
/// is there already is left as it is.
///
/// With --group, the members of that group share it on this host: it gets a folder of its own, the
/// last one of its path, which they alone may enter.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl store init
  tetctl store init --store ./essai.db")]
pub struct Args {
    /// The group of this host that shares the store
    #[arg(long, value_name = "NAME")]
    group: Option<String>,

    /// Let every user of this host read it
    #[arg(long, requires = "group")]
    readable: bool,
}

/// Makes the store and says where it stands.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    session.refuse_rehearsal()?;
    let team = args.group.map(|group| Team {
        group,
        readable: args.readable,
    });
    // What has begun is made whole.
    let _work = Work::begin(store::stop_waiting);
    let store = make(session, team.as_ref())?;
    let place = store.path().display().to_string();
    let sharing = store.sharing()?;
    answering::either(
        session,
        || stores::made(session.language(), &place, &sharing),
        || {
            let document = Document::default().with("store", place.as_str().into());
            document.with("group", sharing.group.as_deref().into())
        },
        0,
    )
}

fn make(session: &Session, team: Option<&Team>) -> Result<Store> {
    let (path, opening) = (session.store_path()?, session.opening());
    let identity = random_id()?;
    match team {
        None => Store::create(&path, &identity, session.now, &opening),
        Some(team) => Store::create_shared(&path, team, (&identity, session.now), &opening),
    }
}
