//! `tetctl op show`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use serde_json::Value;

use super::{found, typed};
use crate::cli::session::Session;
use crate::cli::{Exit, Format, answering};
use crate::domain::operation::Operation;
use crate::files::csv_text::{self, Delimited};
use crate::files::whole_file::{self, WholeFile};
use crate::ops::read_operation::{Line, Reader};
use crate::render::document::{self, Document};
use crate::render::{operation_heading, operation_lines, operations};
use crate::store::{Store, View};
use crate::ui::Ui;

/// Show what an operation wrote, or a whole batch
///
/// As csv it is the list for whoever enters it elsewhere: action, title, before, after.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl op show 812
  tetctl op show --batch 815 --format csv -o a-reporter.csv")]
pub struct Args {
    /// The number of the operation
    #[arg(value_name = "N")]
    number: Option<i64>,

    /// Write the lines to a file, whose ending is its format: .csv, .tsv, .json
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How many operations are read in one view.
const PAGE: usize = 20;

/// Where the lines go: stdout, or a file that is replaced whole.
enum Sink<'a> {
    Stdout(&'a Session),
    File(WholeFile),
}

impl Sink<'_> {
    fn write(&mut self, text: &str) -> Result<()> {
        match self {
            Self::Stdout(session) => session.ui.answer(text),
            Self::File(file) => file.write(text.as_bytes()),
        }
    }
}

/// Shows the operation, or writes its lines to a file.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store()?;
    let chosen = typed(&store.view()?, session, args.number)?;
    let file = answering::file(args.output.as_deref());
    match form(session, file)? {
        Format::Json => answer_document(session, &mut store, &chosen, file),
        Format::Csv => answer_delimited(session, &mut store, &chosen, Delimited::Csv, file),
        Format::Tsv => answer_delimited(session, &mut store, &chosen, Delimited::Tsv, file),
        _ => answer_table(session, &mut store, chosen),
    }
}

/// Returns the form of the answer; a table is for people, who read no file.
fn form(session: &Session, file: Option<&Path>) -> Result<Format> {
    let on_stdout = if Ui::answers_to_terminal() {
        Format::Table
    } else {
        Format::Tsv
    };
    match answering::form_of_file(session, file, on_stdout)? {
        Format::Table if file.is_some() => {
            Err(answering::no_such_format(session, &["json", "csv", "tsv"]))
        }
        known @ (Format::Table | Format::Json | Format::Csv | Format::Tsv) => Ok(known),
        _ => {
            let known = ["table", "json", "csv", "tsv"];
            Err(answering::no_such_format(session, &known))
        }
    }
}

fn answer_table(session: &Session, store: &mut Store, chosen: Vec<Operation>) -> Result<Exit> {
    let look = session.look();
    let view = store.view()?;
    let lines = lines(&view, chosen.iter().rev())?;
    let heading = operation_heading::heading(look, &found(&view, chosen)?);
    drop(view);
    let table = operation_lines::table(look, &lines);
    session.ui.answer(&format!("{heading}\n{table}"))?;
    Ok(0)
}

fn answer_document(
    session: &Session,
    store: &mut Store,
    chosen: &[Operation],
    file: Option<&Path>,
) -> Result<Exit> {
    let lines = lines(&store.view()?, chosen.iter().rev())?;
    let items: Vec<Value> = lines.iter().map(operation_lines::document).collect();
    let count = items.len();
    let document = Document::of_items(items).about(chosen);
    let asked = operations::asked(chosen).into_iter();
    let document = asked.fold(document, |document, (key, value)| document.with(key, value));
    let Some(path) = file else {
        return answering::document(session, document, 0);
    };
    let text = document::text(&document.envelope(&session.command, 0), false);
    whole_file::write(path, text.as_bytes())?;
    report(session, path, count)
}

/// Writes the lines of a few operations after the other, so that memory stays flat and no view is
/// held while whoever reads them takes their time.
fn answer_delimited(
    session: &Session,
    store: &mut Store,
    chosen: &[Operation],
    form: Delimited,
    file: Option<&Path>,
) -> Result<Exit> {
    let mut sink = match file {
        Some(path) => Sink::File(WholeFile::new(path)?),
        None => Sink::Stdout(session),
    };
    if !session.globals.no_header {
        let header = operation_lines::KEYS.map(str::to_owned).to_vec();
        sink.write(&csv_text::write(form, vec![header])?)?;
    }
    let mut count = 0;
    for page in chosen.rchunks(PAGE) {
        let lines = lines(&store.view()?, page.iter().rev())?;
        count += lines.len();
        let rows = lines.iter().map(operation_lines::cells);
        sink.write(&csv_text::write(form, rows)?)?;
    }
    match (sink, file) {
        (Sink::File(whole), Some(path)) => {
            whole.finish()?;
            report(session, path, count)
        }
        _ => Ok(0),
    }
}

fn lines<'o>(
    view: &View<'_>,
    operations: impl Iterator<Item = &'o Operation>,
) -> Result<Vec<Line>> {
    let mut reader = Reader::new(view);
    let mut lines = Vec::new();
    for operation in operations {
        lines.extend(reader.lines(operation.number)?);
    }
    Ok(lines)
}

fn report(session: &Session, path: &Path, count: usize) -> Result<Exit> {
    let path = path.display().to_string();
    let line = operation_lines::written(session.language(), &path, count);
    session.ui.remark(&line)?;
    Ok(0)
}
