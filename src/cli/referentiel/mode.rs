//! `tetctl referentiel mode`.

use anyhow::Result;

use super::named;
use crate::cli::session::Session;
use crate::cli::{Exit, naming, small_write};
use crate::domain::situation::Mode;
use crate::ops::set_situation::set_mode;

/// Say whether the data of a référentiel may be changed on a profile
///
/// Without it CAE and ECI may be written, TE is read-only.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl referentiel mode te cc-des-sources-et-bocages write
  tetctl referentiel mode cae cc-des-sources-et-bocages archived --yes")]
pub struct Args {
    /// The référentiel: cae, eci or te
    #[arg(value_name = "REF")]
    referentiel: String,

    /// The profile
    profile: String,

    /// Whether its data may be changed, looked at, or is no longer shown
    #[arg(value_parser = super::modes())]
    mode: Mode,
}

/// Plans the mode, then shows it and sets it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let referentiel = named(&args.referentiel)?;
    let mut store = session.store_to_write()?;
    let profile = naming::profile(session, &mut store, &args.profile)?.profile;
    small_write::carry_out(session, &mut store, &profile.slug, |view| {
        set_mode(view, &profile, referentiel, args.mode)
    })
}
