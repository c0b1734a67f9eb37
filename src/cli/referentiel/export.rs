//! `tetctl referentiel export`.

use std::path::PathBuf;

use anyhow::Result;

use super::named;
use crate::cli::session::Session;
use crate::cli::{Exit, answering, naming};
use crate::files::csv_text::Delimited;
use crate::ops::read_status::read_status;
use crate::render::exports::{self, Style};
use crate::render::status as words;

/// Export what a profile says in a référentiel: csv, xlsx or json
///
/// Only actions that hold something, hidden tâches included. Commentaires are text in csv, xlsx and
/// tsv, and kept as they are in json. `referentiel fill` reads csv, xlsx and json back with nothing to
/// change.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl referentiel export cae cc-des-sources-et-bocages -o statuts.csv
  tetctl referentiel export cae cc-des-sources-et-bocages --json")]
pub struct Args {
    /// The référentiel: cae, eci or te
    #[arg(value_name = "REF")]
    referentiel: String,

    /// The profile
    profile: String,

    /// The file to write, .csv, .xlsx or .json (- is stdout)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Write a csv that French Excel opens well
    #[arg(long)]
    excel: bool,
}

/// Reads what the profile says and exports it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let referentiel = named(&args.referentiel)?;
    let mut store = session.store()?;
    let profile = naming::profile(session, &mut store, &args.profile)?.profile;
    let status = read_status(&store.view()?, &profile, referentiel)?;
    let orphans = exports::orphans(&status);
    if orphans > 0 && !session.is_json() {
        let remark = words::orphans_left_out(session.language(), orphans);
        session.ui.remark(&remark)?;
    }
    let warnings = exports::warning(&status, orphans).into_iter().collect();
    let output = args.output.as_deref();
    if let Some(path) = answering::workbook_file(output)? {
        return answering::workbook(session, path, &exports::workbook(&status)?);
    }
    let (style, csv) = if args.excel {
        (Style::Excel, Delimited::Excel)
    } else {
        (Style::Plain, Delimited::Csv)
    };
    let listing = exports::statuts(&status, style);
    answering::export(session, output, listing, csv, warnings)
}
