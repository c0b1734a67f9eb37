//! Answering in the form that was asked for.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::Result;

use super::session::{Session, wrong};
use super::{Exit, Format};
use crate::domain::refusal::Refusal;
use crate::domain::usage::{Usage, ValueFault};
use crate::files::csv_text::Delimited;
use crate::files::whole_file;
use crate::render::document::{self, Document, Warning};
use crate::render::listing::Listing;
use crate::ui::Ui;

/// Answers with a list.
pub fn list(session: &Session, listing: Listing) -> Result<Exit> {
    let with_header = !session.globals.no_header;
    let text = match form(session, list_form(Format::Table)) {
        Format::Table => listing.table_text(session.look()),
        Format::Json => return document(session, listing.document(), 0),
        Format::Csv => listing.delimited(Delimited::Csv, with_header)?,
        Format::Tsv => listing.delimited(Delimited::Tsv, with_header)?,
        Format::Ids => listing.id_lines(),
        Format::Count => format!("{}\n", listing.count),
        Format::Tree => {
            return Err(no_such_format(
                session,
                &["table", "json", "csv", "tsv", "ids", "count"],
            ));
        }
    };
    session.ui.answer(&text)?;
    Ok(0)
}

/// Answers with a tree for people, and with a list in every other form.
pub fn tree(
    session: &Session,
    tree: impl FnOnce() -> String,
    listing: impl FnOnce() -> Listing,
) -> Result<Exit> {
    if matches!(
        form(session, list_form(Format::Tree)),
        Format::Tree | Format::Table
    ) {
        session.ui.answer(&tree())?;
        return Ok(0);
    }
    list(session, listing())
}

/// Writes a list into a file, or to stdout where there is none or it is `-`.
///
/// The form is the one that was asked for, else that of the file's ending, else csv.
pub fn export(
    session: &Session,
    output: Option<&Path>,
    listing: Listing,
    csv: Delimited,
    warnings: Vec<Warning>,
) -> Result<Exit> {
    let path = file(output);
    let with_header = !session.globals.no_header;
    let text = match form_of_file(session, path, Format::Csv)? {
        Format::Json => {
            let document = Document {
                warnings,
                ..listing.document()
            };
            let envelope = document.envelope(&session.command, 0);
            document::text(&envelope, path.is_none() && Ui::answers_to_terminal())
        }
        Format::Csv => listing.delimited(csv, with_header)?,
        other if csv == Delimited::Excel => return Err(excel_is_csv(other)),
        Format::Tsv => listing.delimited(Delimited::Tsv, with_header)?,
        _ => return Err(no_such_format(session, &["json", "csv", "tsv"])),
    };
    match path {
        Some(path) => whole_file::write(path, text.as_bytes())?,
        None => session.ui.answer(&text)?,
    }
    Ok(0)
}

/// Returns the refusal of French Excel's csv in another form.
fn excel_is_csv(form: Format) -> anyhow::Error {
    let two = match form {
        Format::Json => "--json",
        Format::Tsv => "tsv",
        _ => "--format",
    };
    Refusal::Usage(Usage::Both {
        one: "--excel",
        two,
    })
    .into()
}

/// Writes a workbook into the file that is named.
///
/// Refused where another form is asked for.
pub fn workbook(session: &Session, path: &Path, bytes: &[u8]) -> Result<Exit> {
    if session.globals.json || session.globals.format.is_some() {
        let shown = path.display().to_string();
        return Err(wrong("--output", &shown, ValueFault::OtherEnding));
    }
    whole_file::write(path, bytes)?;
    Ok(0)
}

/// Returns the file to write where its ending is that of a workbook.
///
/// Refused where it is neither that nor one of a text's forms.
pub fn workbook_file(output: Option<&Path>) -> Result<Option<&Path>> {
    let Some(path) = file(output) else {
        return Ok(None);
    };
    let extension = path.extension().map(OsStr::to_ascii_lowercase);
    if extension.as_deref() == Some(OsStr::new("xlsx")) {
        return Ok(Some(path));
    }
    if !path.is_dir() && ending(path).is_err() {
        let shown = path.display().to_string();
        return Err(wrong("--output", &shown, ValueFault::ExportEnding));
    }
    Ok(None)
}

/// Returns the file to write; `-` is stdout.
pub fn file(output: Option<&Path>) -> Option<&Path> {
    output.filter(|path| *path != Path::new("-"))
}

/// Returns the form of a file, which its name's ending tells; another one is not asked for.
///
/// Where there is no file, the form is the one that was asked for, else `on_stdout`.
pub fn form_of_file(session: &Session, path: Option<&Path>, on_stdout: Format) -> Result<Format> {
    let Some(path) = path else {
        return Ok(form(session, on_stdout));
    };
    let ending = ending(path)?;
    if form(session, ending) != ending {
        let shown = path.display().to_string();
        return Err(wrong("--output", &shown, ValueFault::OtherEnding));
    }
    Ok(ending)
}

/// Returns the form that the ending of a file's name tells.
fn ending(path: &Path) -> Result<Format> {
    let shown = path.display().to_string();
    if path.is_dir() {
        return Err(wrong("--output", &shown, ValueFault::Folder));
    }
    let ending = path.extension().map(OsStr::to_ascii_lowercase);
    match ending.as_deref().and_then(OsStr::to_str) {
        Some("csv") => Ok(Format::Csv),
        Some("tsv") => Ok(Format::Tsv),
        Some("json") => Ok(Format::Json),
        _ => Err(wrong("--output", &shown, ValueFault::Ending)),
    }
}

/// Answers with a document, whatever form was asked for.
pub fn document(session: &Session, document: Document, exit: Exit) -> Result<Exit> {
    let envelope = document.envelope(&session.command, exit);
    let text = document::text(&envelope, Ui::answers_to_terminal());
    session.ui.answer(&text)?;
    Ok(exit)
}

/// Answers with a text for people, or with a document where `--json` asks for it.
pub fn either(
    session: &Session,
    text: impl FnOnce() -> String,
    document: impl FnOnce() -> Document,
    exit: Exit,
) -> Result<Exit> {
    match form(session, Format::Table) {
        Format::Json => self::document(session, document(), exit),
        Format::Table => {
            session.ui.answer(&text())?;
            Ok(exit)
        }
        _ => Err(no_such_format(session, &["table", "json"])),
    }
}

/// Tells whether a list is answered as a table, whose foot says what is left out.
pub fn is_table(session: &Session) -> bool {
    form(session, list_form(Format::Table)) == Format::Table
}

/// Returns the form of a list that nobody asks for: `for_people` at a terminal, else tsv.
fn list_form(for_people: Format) -> Format {
    if Ui::answers_to_terminal() {
        for_people
    } else {
        Format::Tsv
    }
}

/// Returns the form that was asked for.
pub fn form(session: &Session, by_default: Format) -> Format {
    if session.globals.json {
        return Format::Json;
    }
    session.globals.format.unwrap_or(by_default)
}

/// Returns the refusal of a form that the answer does not have.
pub fn no_such_format(session: &Session, known: &[&'static str]) -> anyhow::Error {
    let format = session
        .globals
        .format
        .map_or_else(String::new, |format| format!("{format:?}").to_lowercase());
    Refusal::Usage(Usage::Format {
        format,
        known: known.to_vec(),
    })
    .into()
}
