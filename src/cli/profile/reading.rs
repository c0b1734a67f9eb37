//! Reading the codes that the commands on profiles take.

use std::str::FromStr;

use anyhow::Result;

use crate::cli::session::wrong;
use crate::domain::codes::Department;
use crate::domain::nature::Nature;
use crate::domain::refusal::Refusal;
use crate::domain::usage::{Usage, ValueFault};

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
