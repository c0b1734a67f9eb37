//! How a file is read, for every command that imports rows.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueEnum;

use super::session::wrong;
use crate::domain::usage::ValueFault;
use crate::files::dialect::{Charset, ReadOptions, Unknown};
use crate::files::rejects::rejects_path;
use crate::ops::fill_statuts::Blanks;

/// What every import takes.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Reading the file")]
pub struct ImportOptions {
    /// Write the rows that are right, and the others into a reject file
    #[arg(long, value_name = "skip", value_enum)]
    on_error: Option<OnError>,

    /// Where the rows that are left out are written (default: NAME.rejets.EXT beside the file)
    #[arg(long, value_name = "FILE", requires = "on_error")]
    rejects: Option<PathBuf>,

    /// Read a header as another column (can be repeated)
    #[arg(long = "map", value_name = "HEADER=COLUMN")]
    map: Vec<String>,

    /// Leave out the columns that are not known
    #[arg(long)]
    ignore_unknown: bool,

    /// The encoding of a csv: utf-8, windows-1252, utf-16
    #[arg(long, value_name = "ENCODING", value_parser = encoding)]
    encoding: Option<Charset>,

    /// What stands between the cells of a csv: `,`, `;` or tab
    #[arg(long, value_name = "D", value_parser = delimiter)]
    delimiter: Option<u8>,

    /// The sheet of a workbook
    #[arg(long, value_name = "SHEET")]
    sheet: Option<String>,

    /// Clear what stands where a cell is empty
    #[arg(long)]
    erase_blank: bool,
}

/// What becomes of a file with wrong rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OnError {
    Skip,
}

impl ImportOptions {
    /// Returns how the file is read.
    pub fn read_options(&self) -> Result<ReadOptions> {
        let pair = |typed: &String| match typed.rsplit_once('=') {
            Some((header, column)) => Ok((header.to_owned(), column.trim().to_owned())),
            None => Err(wrong("--map", typed, ValueFault::Mapping)),
        };
        Ok(ReadOptions {
            encoding: self.encoding,
            delimiter: self.delimiter,
            sheet: self.sheet.clone(),
            map: self.map.iter().map(pair).collect::<Result<_>>()?,
            unknown: if self.ignore_unknown {
                Unknown::LeftOut
            } else {
                Unknown::Refused
            },
        })
    }

    /// Tells whether wrong rows are left out.
    pub fn skips(&self) -> bool {
        self.on_error.is_some()
    }

    /// Returns where the rows that are left out of `source` are written; none for stdin.
    pub fn rejects(&self, source: &Path) -> Option<PathBuf> {
        let beside = (source != Path::new("-")).then(|| rejects_path(source));
        self.rejects.clone().or(beside)
    }

    /// Returns where `--rejects` says that they are written.
    pub fn typed_rejects(&self) -> Option<PathBuf> {
        self.rejects.clone()
    }

    /// Returns what an empty cell does.
    pub fn blanks(&self) -> Blanks {
        if self.erase_blank {
            Blanks::Clear
        } else {
            Blanks::Keep
        }
    }
}

fn encoding(text: &str) -> Result<Charset, String> {
    Charset::of(text).ok_or_else(|| "utf-8, windows-1252, utf-16".to_owned())
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "tab" | "\\t" | "\t" => Ok(b'\t'),
        _ => match text.as_bytes() {
            [byte] if byte.is_ascii_punctuation() && *byte != b'"' => Ok(*byte),
            _ => Err("`,`, `;`, tab".to_owned()),
        },
    }
}
