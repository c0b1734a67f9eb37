//! A confirmation of what was copied: the preview, the question, the result, the documents.

use serde_json::{Value as Json, json};

use crate::domain::changeset::Decision;
use crate::domain::language::Language::{self, English, French};
use crate::ops::confirm_values::{ConfirmRequest, Confirmation, ConfirmedLine, Source};
use crate::render::copy_ends::{part, read_from};
use crate::render::copy_lines::Budget;
use crate::render::copy_tables::indented;
use crate::render::folding;
use crate::render::look::Look;
use crate::render::operation_lines::share;
use crate::render::selections;
use crate::render::table::{Column, Table};
use crate::render::values::{label, short};
use crate::render::words::plural;
use crate::render::writing as words;

/// The lines beside those of the values: the store's name, an empty line, the table's header, the
/// one that says how many are left out, and the question.
const APART: usize = 5;

/// The columns before a table: a mark between blanks.
const MARGIN: usize = 5;

/// The columns that a value may take before it is cut.
const VALUE_WIDTH: usize = 60;

/// A confirmation that is asked for, as it is shown.
pub struct Asked<'a> {
    pub request: &'a ConfirmRequest,
    /// The loose name that the profile was read from.
    pub read_from: Option<&'a str>,
    /// Whether every value is shown.
    pub full: bool,
}

/// Returns what would be confirmed and whom it was copied from, as far as it fits.
pub fn preview(look: &Look, asked: &Asked<'_>, confirmation: &Confirmation) -> String {
    let head = head(look, asked, confirmation);
    if confirmation.lines.is_empty() {
        return head + words::nothing(look.language);
    }
    let lines = &confirmation.lines;
    let around = head.lines().count() + APART;
    let room = match Budget::of(look, around, asked.full) {
        Budget::Full => lines.len(),
        Budget::Lines(room) => room.min(lines.len()),
    };
    let table = table(look, &lines[..room], confirmation.sources.len() > 1);
    let more = match (look.language, lines.len() - room) {
        (_, 0) => String::new(),
        (French, left) => format!(
            "     … {} : --full\n",
            plural(French, left, "autre valeur", "autres valeurs")
        ),
        (English, left) => format!(
            "     … {}: --full\n",
            plural(English, left, "more value", "more values")
        ),
    };
    format!("{head}\n{table}{more}")
}

fn head(look: &Look, asked: &Asked<'_>, confirmation: &Confirmation) -> String {
    let (language, request) = (look.language, asked.request);
    let selection = selections::scope(language, request.referentiel, &request.selection);
    let mut scope = vec![request.profile.nom.clone(), selection];
    scope.extend(part(language, &request.data));
    let label = language.pick("Profil    ", "Profile   ");
    let profile = folding::facts(look.width, label, &scope) + &read_from(language, asked.read_from);
    if confirmation.lines.is_empty() {
        return profile;
    }
    let sources = confirmation.sources.iter();
    let facts: Vec<String> = sources
        .map(|source| copied_from(language, source))
        .collect();
    let label = language.pick("Confirme  ", "Confirms  ");
    profile + &folding::facts(look.width, label, &facts)
}

fn values(language: Language, count: usize) -> String {
    plural(
        language,
        count,
        language.pick("valeur", "value"),
        language.pick("valeurs", "values"),
    )
}

fn copied_from(language: Language, source: &Source) -> String {
    let (count, nom) = (source.values, &source.nom);
    match language {
        French => format!(
            "{} de {nom}",
            plural(French, count, "valeur copiée", "valeurs copiées")
        ),
        English => format!("{} copied from {nom}", values(English, count)),
    }
}

fn table(look: &Look, lines: &[ConfirmedLine], with_sources: bool) -> String {
    let headers = match look.language {
        French => ["ACTION", "TITRE", "CHAMP", "VALEUR", "COPIÉE DE"],
        English => ["ACTION", "TITLE", "FIELD", "VALUE", "COPIED FROM"],
    };
    let [_, title, _, value, source] = headers;
    let mut table = Table {
        columns: headers.map(Column::new).to_vec(),
        rows: lines.iter().map(row).collect(),
    };
    if !with_sources {
        // The head names the only one.
        table.remove(headers.len() - 1);
    }
    let room = look.width.saturating_sub(MARGIN);
    share(&mut table, &[title, value, source], room);
    let rows = table.rows.into_iter().map(|row| ('~', row)).collect();
    indented(look, table.columns, rows).concat()
}

fn row(line: &ConfirmedLine) -> Vec<String> {
    let field = line.data.field();
    vec![
        line.action.to_string(),
        line.title.clone(),
        field.code().to_owned(),
        short(&label(field, &line.value), VALUE_WIDTH),
        line.source.clone(),
    ]
}

/// Asks whether to confirm `count` values of the profile.
pub fn question(language: Language, request: &ConfirmRequest, count: usize) -> String {
    let (values, nom) = (values(language, count), &request.profile.nom);
    match language {
        French => format!("Confirmer {values} : {nom} ? [o/N/d]"),
        English => format!("Confirm {values}: {nom}? [y/N/d]"),
    }
}

/// Says what was confirmed, and how to take it back.
pub fn done(look: &Look, confirmation: &Confirmation, operation: i64) -> String {
    let values = values(look.language, confirmation.lines.len());
    match look.language {
        French => format!(
            "Confirmé  {values} · opération {operation}\nAnnuler   tetctl op undo {operation}\n"
        ),
        English => format!(
            "Confirmed {values} · operation {operation}\nUndo      tetctl op undo {operation}\n"
        ),
    }
}

/// Returns whom the values were copied from, for documents.
pub fn sources(confirmation: &Confirmation) -> Vec<Json> {
    let sources = confirmation.sources.iter();
    let document = |source: &Source| json!({ "profile": source.slug, "values": source.values });
    sources.map(document).collect()
}

/// Returns the values for documents, as the changes of any write; they stay as they are.
pub fn changes(target: &str, confirmation: &Confirmation) -> Vec<Json> {
    let document = |line: &ConfirmedLine| {
        json!({
            "target": target,
            "action": line.action,
            "field": line.data.field().code(),
            "before": line.value,
            "after": line.value,
            "decision": Decision::Confirmed.code(),
        })
    };
    confirmation.lines.iter().map(document).collect()
}
