//! `tetctl profile create`.

use anyhow::Result;

use super::reading::{self, department, insee, nature_unknown, siren};
use crate::cli::session::Session;
use crate::cli::{Exit, small_write};
use crate::domain::codes::Insee;
use crate::domain::nature::Nature;
use crate::domain::profile::check_codes;
use crate::ops::create_profile::{NewProfile, create_profile};

/// Create a profile
///
/// Without --nature the first word of NAME is it, where it is one (CC, CA, PETR, Métropole…).
/// A commune needs --department or --insee. The very same profile again changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl profile create \"PETR du Pays de Trévanne\" --department 61
  tetctl profile create Orvel --nature commune --insee 61006 --population 12400")]
pub struct Args {
    /// The whole name, as people write it
    name: String,

    /// METRO, CC, PETR, SMF…, commune, departement, region, structure, test
    #[arg(long, value_name = "NATURE")]
    nature: Option<String>,

    /// The 9 digits of its SIREN
    #[arg(long)]
    siren: Option<String>,

    /// The INSEE code of a commune
    #[arg(long, value_name = "CODE")]
    insee: Option<String>,

    /// The code of its department: 01, 2A, 971
    #[arg(long, value_name = "CODE")]
    department: Option<String>,

    /// The number of its inhabitants
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..))]
    population: Option<i64>,
}

/// Plans the profile, then shows it and creates it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let new = new_profile(args)?;
    let mut store = session.store_to_write()?;
    let target = new.nom.clone();
    small_write::carry_out(session, &mut store, &target, |view| {
        create_profile(view, &new)
    })
}

fn new_profile(args: Args) -> Result<NewProfile> {
    let nom = reading::name("NAME", &args.name)?;
    let nature = nature(args.nature.as_deref(), &nom)?;
    let insee = args.insee.as_deref().map(insee).transpose()?;
    let given = args.department.as_deref().map(department).transpose()?;
    check_codes(nature, insee.as_ref(), given.as_ref())?;
    Ok(NewProfile {
        nom,
        nature,
        siren: args.siren.as_deref().map(siren).transpose()?,
        department: given.or_else(|| insee.as_ref().map(Insee::department)),
        insee,
        population: args.population,
    })
}

fn nature(typed: Option<&str>, nom: &str) -> Result<Nature> {
    match typed {
        Some(typed) => reading::nature(typed),
        None => Nature::from_first_word(nom).ok_or_else(|| nature_unknown(nom)),
    }
}
