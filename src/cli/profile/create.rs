//! `tetctl profile create`.

use anyhow::Result;

use super::reading::{self, department, nature_unknown, parsed};
use crate::cli::session::{Session, wrong};
use crate::cli::{Exit, small_write};
use crate::domain::codes::{Department, Insee, InvalidSiren, Siren};
use crate::domain::name::is_visible;
use crate::domain::nature::Nature;
use crate::domain::refusal::Refusal;
use crate::domain::usage::{Usage, ValueFault};
use crate::ops::create_profile::{NewProfile, create_profile};
use crate::render::values::short;

/// The most characters of a name.
const LONGEST: usize = 300;

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
    let mut store = session.store()?;
    let target = new.nom.clone();
    small_write::carry_out(session, &mut store, &target, |view| {
        create_profile(view, &new)
    })
}

fn new_profile(args: Args) -> Result<NewProfile> {
    let nom = args.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if !is_visible(&nom) {
        return Err(wrong("NAME", &args.name, ValueFault::Empty));
    }
    if nom.chars().count() > LONGEST {
        return Err(wrong("NAME", &short(&nom, 40), ValueFault::TooLong));
    }
    let nature = nature(args.nature.as_deref(), &nom)?;
    let insee = args.insee.as_deref().map(insee).transpose()?;
    let given = args.department.as_deref().map(department).transpose()?;
    check_commune(nature, insee.as_ref(), given.as_ref())?;
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

fn siren(typed: &str) -> Result<Siren> {
    parsed("--siren", typed, |fault| match fault {
        InvalidSiren::NotNineDigits => ValueFault::SirenDigits,
        InvalidSiren::WrongKey => ValueFault::SirenKey,
    })
}

fn insee(typed: &str) -> Result<Insee> {
    parsed("--insee", typed, |_| ValueFault::Insee)
}

/// A commune is told by its department, which its INSEE code holds; nothing else has such a code.
fn check_commune(
    nature: Nature,
    insee: Option<&Insee>,
    department: Option<&Department>,
) -> Result<()> {
    match (nature == Nature::Commune, insee, department) {
        (true, None, None) => Err(Refusal::Usage(Usage::CommuneWithoutDepartment).into()),
        (false, Some(insee), _) => {
            Err(wrong("--insee", insee.as_str(), ValueFault::InseeOfCommune))
        }
        (true, Some(insee), Some(department)) if insee.department() != *department => Err(wrong(
            "--department",
            department.as_str(),
            ValueFault::DepartmentOfInsee,
        )),
        _ => Ok(()),
    }
}
