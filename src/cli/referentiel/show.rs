//! `tetctl referentiel show`.

use std::path::PathBuf;

use anyhow::Result;

use super::named;
use crate::cli::session::Session;
use crate::cli::{Exit, answering};
use crate::files::csv_text::Delimited;
use crate::ops::search_structure::{Part, search_structure};
use crate::render::structures;

/// Show the structure of a référentiel: ids, titles, points
///
/// A tree at a terminal, rows where the answer goes on to another program or into a file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl referentiel show cae 1.1 --depth 2
  tetctl referentiel show cae --search diagnostic")]
pub struct Args {
    /// The référentiel: cae, eci or te
    #[arg(value_name = "REF")]
    referentiel: String,

    /// The branch to show, with or without its référentiel: 1.1
    #[arg(value_name = "ID")]
    branch: Option<String>,

    /// How many levels below the branch
    #[arg(long, value_name = "N")]
    depth: Option<usize>,

    /// Only nodes whose title holds these words, or whose id begins so
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,

    /// The file to write, .csv, .tsv or .json (- is stdout)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Reads the structure and shows it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let referentiel = named(&args.referentiel)?;
    let part = Part {
        branch: args.branch,
        depth: args.depth,
        search: args.search,
    };
    let mut store = session.store()?;
    let found = search_structure(&store.view()?, referentiel, &part)?;
    let listing = || structures::nodes(session.language(), &found);
    if let Some(output) = &args.output {
        return answering::export(session, Some(output), listing(), Delimited::Csv, Vec::new());
    }
    let tree = || structures::tree(session.look(), &found);
    answering::tree(session, tree, listing)
}
