//! `tetctl referentiel`.

mod confirm;
pub mod copy;
mod copy_asking;
mod copy_job;
mod copy_requests;
mod copy_targets;
mod diff;
mod export;
mod fill;
#[cfg(test)]
mod fill_tests;
mod filters;
mod import;
mod list;
mod lock;
mod mode;
mod set;
mod show;
mod status;
mod walk;

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::Exit;
use super::session::Session;
use crate::domain::policy::Data;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{Noun, Refusal};
use crate::domain::situation::{Audit, Mode};

/// The commands on référentiels.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    Copy(copy::Args),
    Diff(diff::Args),
    Confirm(confirm::Args),
    Import(import::Args),
    List(list::Args),
    Show(show::Args),
    Set(set::Args),
    Fill(fill::Args),
    Export(export::Args),
    Status(status::Args),
    Mode(mode::Args),
    Lock(lock::Args),
}

/// Runs one of them.
pub fn run(command: Command, session: &Session) -> Result<Exit> {
    match command {
        Command::Copy(args) => copy::run(args, session),
        Command::Diff(args) => diff::run(args, session),
        Command::Confirm(args) => confirm::run(args, session),
        Command::Import(args) => import::run(args, session),
        Command::List(args) => list::run(args, session),
        Command::Show(args) => show::run(args, session),
        Command::Set(args) => set::run(args, session),
        Command::Fill(args) => fill::run(args, session),
        Command::Export(args) => export::run(args, session),
        Command::Status(args) => status::run(args, session),
        Command::Mode(args) => mode::run(args, session),
        Command::Lock(args) => lock::run(args, session),
    }
}

/// Returns the référentiel of this id.
pub fn named(typed: &str) -> Result<Referentiel> {
    let unknown = |_| Refusal::not_found(Noun::Referentiel, typed);
    Ok(typed.parse().map_err(unknown)?)
}

/// Reads a kind of data.
pub fn data(text: &str) -> Result<Data, String> {
    Data::of(text).ok_or_else(|| Data::ALL.map(Data::code).join(", "))
}

/// Returns what reads a mode.
fn modes() -> impl TypedValueParser<Value = Mode> {
    let codes = PossibleValuesParser::new(Mode::ALL.map(Mode::code));
    codes.try_map(|code| Mode::of(&code).ok_or("write, readonly, archived"))
}

/// Returns what reads the state of an audit.
fn audits() -> impl TypedValueParser<Value = Audit> {
    let codes = PossibleValuesParser::new(Audit::ALL.map(Audit::code));
    codes.try_map(|code| Audit::of(&code).ok_or("none, running, validated"))
}
