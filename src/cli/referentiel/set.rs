//! `tetctl referentiel set`.

use anyhow::Result;

use crate::cli::session::{Session, wrong};
use crate::cli::{Exit, naming, small_write};
use crate::domain::changeset::WHEN_WRITTEN;
use crate::domain::usage::ValueFault;
use crate::ops::read_assignments::Typed;
use crate::ops::set_statuts::set_statuts;

/// Give statuts, commentaires, pilotes and services to actions of a profile
///
/// Ids are written whole: the référentiel is read from them. A statut is given to a sous-action or
/// a tâche; that of a tâche clears the one of its sous-action. Pilotes and services stand on mesures,
/// and what is given replaces the list.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl referentiel set cc-des-sources-et-bocages cae_1.1.1.1=fait cae_1.1.1.2=detaille:20/50/30
  tetctl referentiel set cc-des-sources-et-bocages --pilote 'cae_1.1.1=Jeanne Martin' --yes")]
pub struct Args {
    /// The profile
    profile: String,

    // A code in backticks would not read well in the help.
    #[arg(
        help = "fait, programme, pas_fait, non_concerne, non_renseigne (clears), or detaille:F/P/N, the shares fait, programmé, pas fait",
        value_name = "ID=STATUT",
        required_unless_present_any = ["commentaires", "pilotes", "services"]
    )]
    statuts: Vec<String>,

    /// A commentaire; an empty one clears (can be repeated)
    #[arg(long = "commentaire", value_name = "ID=TEXT")]
    commentaires: Vec<String>,

    /// A person who pilots a mesure; an empty name clears (can be repeated, also for one mesure)
    #[arg(long = "pilote", value_name = "ID=NAME")]
    pilotes: Vec<String>,

    /// A service that pilots a mesure; an empty name clears (can be repeated, also for one mesure)
    #[arg(long = "service", value_name = "ID=NAME")]
    services: Vec<String>,
}

/// Plans what was typed, then shows it and writes it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let typed = Typed {
        statuts: pairs("ID=STATUT", &args.statuts)?,
        commentaires: pairs("--commentaire", &args.commentaires)?,
        pilotes: pairs("--pilote", &args.pilotes)?,
        services: pairs("--service", &args.services)?,
    };
    let mut store = session.store_to_write()?;
    let profile = naming::profile(session, &mut store, &args.profile)?.profile;
    small_write::carry_out(session, &mut store, &profile.slug, |view| {
        set_statuts(view, &profile, &typed, WHEN_WRITTEN)
    })
}

fn pairs(flag: &str, typed: &[String]) -> Result<Vec<(String, String)>> {
    let pair = |typed: &String| match typed.split_once('=') {
        Some((id, value)) => Ok((id.trim().to_owned(), value.to_owned())),
        None => Err(wrong(flag, typed, ValueFault::Pair)),
    };
    typed.iter().map(pair).collect()
}
