//! `tetctl profile edit`.

use std::str::FromStr;

use anyhow::Result;

use super::reading;
use crate::cli::session::{Session, wrong};
use crate::cli::{Exit, naming, small_write};
use crate::domain::usage::ValueFault;
use crate::ops::edit_profile::{ProfileChanges, Wish, edit_profile};

/// Change the name, the nature or the codes of a profile
///
/// What is not named stays as it is; an empty value clears a code, a department, a population.
/// The slug changes only by --slug: links, notes and scripts that name it then name nothing.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "tetctl profile edit [OPTIONS] PROFILE",
    after_help = "Examples:
  tetctl profile edit orvel-61 --population 12650
  tetctl profile edit cc-des-sources-et-bocages --name \"CA des Sources et Bocages\" --nature CA -n"
)]
pub struct Args {
    /// The profile, by key or by full name
    profile: String,

    #[command(flatten)]
    changes: Changes,
}

#[derive(Debug, clap::Args)]
#[group(id = "changes", required = true, multiple = true)]
struct Changes {
    /// The whole name, as people write it
    #[arg(long)]
    name: Option<String>,

    /// The key of the profile: lower case, no accent, figures, `-`
    #[arg(long)]
    slug: Option<String>,

    /// METRO, CC, PETR, SMF…, commune, departement, region, structure, test
    #[arg(long, value_name = "NATURE")]
    nature: Option<String>,

    /// The 9 digits of its SIREN
    #[arg(long)]
    siren: Option<String>,

    /// The INSEE code of a commune; it tells the department too
    #[arg(long, value_name = "CODE")]
    insee: Option<String>,

    /// The code of its department: 01, 2A, 971
    #[arg(long, value_name = "CODE")]
    department: Option<String>,

    /// The number of its inhabitants
    #[arg(long, value_name = "N")]
    population: Option<String>,
}

/// Plans the changes, then shows them and writes them.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let changes = read(&args.changes)?;
    let mut store = session.store_to_write()?;
    let named = naming::profile(session, &mut store, &args.profile)?;
    naming::echo(session, &named)?;
    let profile = named.profile;
    small_write::carry_out(session, &mut store, &profile.slug, |view| {
        edit_profile(view, profile.id, &changes)
    })
}

fn read(typed: &Changes) -> Result<ProfileChanges> {
    let text = |value: &Option<String>, read: fn(&str) -> Result<String>| {
        value.as_deref().map(read).transpose()
    };
    let nature = typed.nature.as_deref().map(reading::nature);
    Ok(ProfileChanges {
        nom: text(&typed.name, |name| reading::name("--name", name))?,
        slug: text(&typed.slug, reading::slug)?,
        nature: nature.transpose()?,
        siren: cleared(typed.siren.as_deref(), reading::siren)?,
        insee: cleared(typed.insee.as_deref(), reading::insee)?,
        department: cleared(typed.department.as_deref(), reading::department)?,
        population: cleared(typed.population.as_deref(), population)?,
    })
}

/// Reads a value that may be cleared: an empty one goes.
fn cleared<T>(typed: Option<&str>, read: impl Fn(&str) -> Result<T>) -> Result<Wish<T>> {
    match typed {
        None => Ok(Wish::Stays),
        Some(typed) if typed.trim().is_empty() => Ok(Wish::Goes),
        Some(typed) => Ok(Wish::Becomes(read(typed)?)),
    }
}

fn population(typed: &str) -> Result<i64> {
    let count = i64::from_str(typed.trim()).ok();
    let count = count.filter(|count| *count >= 0);
    count.ok_or_else(|| wrong("--population", typed, ValueFault::Count))
}
