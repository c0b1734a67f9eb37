//! `tetctl profile list`.

use anyhow::Result;

use super::reading::{department, nature};
use crate::cli::session::Session;
use crate::cli::{Exit, answering, naming};
use crate::ops::list_profiles::{Listed, ProfileFilter, list_profiles};
use crate::render::profiles;
use crate::store::Store;

/// List profiles
///
/// Communes that hold no data are left out, and counted, unless --full, --search, --nature or
/// --parent seeks them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl profile list --department 61
  tetctl profile list --nature CC,CA --format csv")]
pub struct Args {
    /// Words of the name, or a slug, a SIREN, an INSEE code
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,

    /// Of this nature (can be repeated)
    #[arg(long = "nature", value_name = "NATURE", value_delimiter = ',')]
    natures: Vec<String>,

    /// Of this department (can be repeated)
    #[arg(long = "department", value_name = "CODE", value_delimiter = ',')]
    departments: Vec<String>,

    /// Members of this supra
    #[arg(long, value_name = "SUPRA")]
    parent: Option<String>,

    /// Communes without data too
    #[arg(long)]
    full: bool,
}

/// Lists the profiles that the flags choose.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let natures = args.natures.iter().map(|typed| nature(typed));
    let departments = args.departments.iter().map(|typed| department(typed));
    let mut store = session.store()?;
    let parent = match &args.parent {
        Some(typed) => Some(naming::profile(session, &mut store, typed)?.profile.id),
        None => None,
    };
    let filter = ProfileFilter {
        search: args.search.filter(|search| !search.trim().is_empty()),
        natures: natures.collect::<Result<_>>()?,
        departments: departments.collect::<Result<_>>()?,
        parent,
        full: args.full,
    };
    let listed = list_profiles(&store.view()?, &filter)?;
    answer(session, &store, &listed)
}

/// Answers with a list of profiles, and says what it leaves out.
pub fn answer(session: &Session, store: &Store, listed: &Listed) -> Result<Exit> {
    let language = session.language();
    let listing = profiles::listing(language, listed, &session.store_name(store));
    if listed.left_out > 0 && !answering::is_table(session) {
        let remark = profiles::left_out(language, listed.left_out);
        session.ui.remark(&remark)?;
    }
    answering::list(session, listing)
}
