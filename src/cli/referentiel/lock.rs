//! `tetctl referentiel lock`.

use anyhow::Result;

use super::named;
use crate::cli::session::Session;
use crate::cli::{Exit, naming, small_write};
use crate::domain::situation::Audit;
use crate::ops::set_situation::set_audit;

/// Say how far the audit of a référentiel is on a profile
///
/// While an audit runs or is validated, statuts are not written and nothing is copied.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl referentiel lock cae cc-des-sources-et-bocages --audit running
  tetctl referentiel lock cae cc-des-sources-et-bocages --audit none --yes")]
pub struct Args {
    /// The référentiel: cae, eci or te
    #[arg(value_name = "REF")]
    referentiel: String,

    /// The profile
    profile: String,

    /// How far the audit is
    #[arg(long, value_name = "STATE", value_parser = super::audits())]
    audit: Audit,
}

/// Plans the state of the audit, then shows it and sets it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let referentiel = named(&args.referentiel)?;
    let mut store = session.store_to_write()?;
    let profile = naming::profile(session, &mut store, &args.profile)?.profile;
    small_write::carry_out(session, &mut store, &profile.slug, |view| {
        set_audit(view, &profile, referentiel, args.audit)
    })
}
