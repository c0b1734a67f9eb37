//! Reading the codes that the commands on profiles take.

use std::str::FromStr;

use anyhow::Result;

use crate::cli::session::wrong;
use crate::domain::codes::{Department, Insee, InvalidSiren, Siren};
use crate::domain::name::{is_visible, steers};
use crate::domain::nature::Nature;
use crate::domain::refusal::Refusal;
use crate::domain::slugs::bare_slug;
use crate::domain::usage::{Usage, ValueFault};
use crate::render::values::short;

/// The most characters of a name.
const LONGEST: usize = 300;

/// Reads a nature.
pub fn nature(typed: &str) -> Result<Nature> {
    typed.parse().map_err(|_| nature_unknown(typed))
}

/// Returns the refusal of a text that tells no nature.
pub fn nature_unknown(typed: &str) -> anyhow::Error {
    Refusal::Usage(Usage::NatureUnknown {
        name: typed.to_owned(),
    })
    .into()
}

/// Reads a department.
pub fn department(typed: &str) -> Result<Department> {
    parsed("--department", typed, |_| ValueFault::Department)
}

/// Reads the value of a flag; `fault` tells what is wrong with it.
pub fn parsed<T: FromStr>(
    flag: &str,
    typed: &str,
    fault: impl Fn(T::Err) -> ValueFault,
) -> Result<T> {
    typed
        .parse()
        .map_err(|error| wrong(flag, typed, fault(error)))
}

/// Reads a name: something to see, on one line, that steers no terminal.
pub fn name(flag: &str, typed: &str) -> Result<String> {
    let nom = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if !is_visible(&nom) {
        return Err(wrong(flag, typed, ValueFault::Empty));
    }
    if steers(&nom) {
        return Err(wrong(flag, &short(&nom, 40), ValueFault::Steers));
    }
    if nom.chars().count() > LONGEST {
        return Err(wrong(flag, &short(&nom, 40), ValueFault::TooLong));
    }
    Ok(nom)
}

/// Reads a slug, which is taken as it is typed or not at all.
pub fn slug(typed: &str) -> Result<String> {
    let slug = name("--slug", typed)?;
    if bare_slug(&slug) != slug {
        return Err(wrong("--slug", &short(&slug, 40), ValueFault::Slug));
    }
    Ok(slug)
}

/// Reads a SIREN.
pub fn siren(typed: &str) -> Result<Siren> {
    parsed("--siren", typed, |fault| match fault {
        InvalidSiren::NotNineDigits => ValueFault::SirenDigits,
        InvalidSiren::WrongKey => ValueFault::SirenKey,
    })
}

/// Reads an INSEE code.
pub fn insee(typed: &str) -> Result<Insee> {
    parsed("--insee", typed, |_| ValueFault::Insee)
}
