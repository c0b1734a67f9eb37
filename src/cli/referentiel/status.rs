//! `tetctl referentiel status`.

use anyhow::Result;

use super::named;
use crate::cli::session::{Asked, Session};
use crate::cli::{Exit, answering, asking};
use crate::domain::action::ActionId;
use crate::ops::find_action::find_action;
use crate::ops::read_status::{Status, read_status};
use crate::render::status::{chosen, listing};
use crate::render::status_tree::{self, Part};

/// Show what a profile says in a référentiel, branch by branch
///
/// A tree at a terminal: three levels, and the branches that hold something; --depth shows all.
/// In every other form, the actions that hold something.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl referentiel status cae cc-des-sources-et-bocages
  tetctl referentiel status cae cc-des-sources-et-bocages 1.1.1 --format tree")]
pub struct Args {
    /// The référentiel: cae, eci or te
    #[arg(value_name = "REF")]
    referentiel: Option<String>,

    /// The profile
    profile: Option<String>,

    /// The branch to show, with or without its référentiel: 1.1
    #[arg(value_name = "ID")]
    branch: Option<String>,

    /// How many levels below the branch
    #[arg(long, value_name = "N")]
    depth: Option<usize>,

    /// List what was copied and is to confirm, and from whom
    #[arg(long, conflicts_with = "orphans")]
    to_confirm: bool,

    /// List what is said of actions that a newer structure left out
    #[arg(long)]
    orphans: bool,
}

/// Reads what the profile says and shows it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let names = [
        ("REF", args.referentiel.is_some()),
        ("PROFILE", args.profile.is_some()),
    ];
    asking::check_missing(session, &names)?;
    let typed = args.referentiel.as_deref().map(named).transpose()?;
    let (mut store, mut asked) = (session.store()?, Asked::default());
    let referentiel = asking::referentiel_or_typed(session, &mut store, typed, &mut asked)?;
    let profile = args.profile.as_deref();
    let profile = asking::profile_or_typed(session, &mut store, profile, &mut asked)?.profile;
    session.remember_asked(asked);
    let status = read_status(&store.view()?, &profile, referentiel)?;
    let part = part(&args, &status)?;
    let deepest = part.depth.map(|depth| part.branch.level() + depth);
    let entries = chosen(&status, &part.branch, deepest, |entry| {
        if args.to_confirm {
            return entry.is_to_confirm();
        }
        entry.node.is_none() == args.orphans
    });
    let list = || {
        listing(session.look(), &status, &entries, |stamp| {
            !args.to_confirm || stamp.is_to_confirm()
        })
    };
    if args.to_confirm || args.orphans {
        return answering::list(session, list());
    }
    let tree = || status_tree::tree(session.look(), &status, &part);
    answering::tree(session, tree, list)
}

fn part(args: &Args, status: &Status) -> Result<Part> {
    let branch = match &args.branch {
        Some(typed) => find_action(&status.structure, typed)?,
        None => ActionId::root(status.structure.referentiel()),
    };
    Ok(Part {
        branch,
        depth: args.depth,
    })
}
