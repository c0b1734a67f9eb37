//! What an operation wrote, one line a field: for people, for documents, for spreadsheets.

use serde_json::{Value as Json, json};

use crate::domain::changeset::Decision;
use crate::domain::commentaire;
use crate::domain::language::Language::{self, English, French};
use crate::domain::record::Field;
use crate::domain::value::Value;
use crate::ops::read_operation::Line;
use crate::render::field_words;
use crate::render::look::Look;
use crate::render::table::{Column, Table};
use crate::render::values;
use crate::render::words::fields;

/// The keys of a line.
pub const KEYS: [&str; 7] = [
    "profile", "action", "title", "field", "before", "after", "decision",
];

/// The place of the field among the columns.
const FIELD: usize = 3;

/// The columns that a value may take.
const VALUE_WIDTH: usize = 40;

/// The width below which no cell is cut.
const LEAST: usize = 8;

/// Returns the lines of operations for people.
pub fn table(look: &Look, lines: &[Line]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let headers = match look.language {
        French => ["PROFIL", "ACTION", "TITRE", "CHAMP", "AVANT", "APRÈS"],
        English => ["PROFILE", "ACTION", "TITLE", "FIELD", "BEFORE", "AFTER"],
    };
    let [
        profile_header,
        _,
        title_header,
        _,
        before_header,
        after_header,
    ] = headers;
    let [profile, action, title, field, before, after] = headers.map(Column::new);
    let mut table = without_empty_columns(Table {
        columns: vec![profile, action, title, field, before, after],
        rows: lines
            .iter()
            .map(|line| people_row(look.language, line))
            .collect(),
    });
    if table.total() > look.width && is_one_profile(lines) {
        // The heading names it.
        table.remove(0);
    }
    share(
        &mut table,
        &[profile_header, title_header, before_header, after_header],
        look.width,
    );
    let (text, _) = table.text(look);
    text
}

/// Leaves out the columns that no line needs; before and after always stand.
fn without_empty_columns(mut table: Table) -> Table {
    for place in (0..4).rev() {
        if table.rows.iter().all(|row| row[place].is_empty()) {
            table.remove(place);
        }
    }
    table
}

/// Tells whether all lines are of the same profile, and name it.
fn is_one_profile(lines: &[Line]) -> bool {
    let first = lines.first().map(|line| &line.profile);
    first.is_some_and(Option::is_some) && lines.iter().all(|line| Some(&line.profile) == first)
}

/// Cuts the columns of these headers to an equal share of the room; what one leaves goes to the
/// others.
pub fn share(table: &mut Table, headers: &[&str], width: usize) {
    let widths = table.widths();
    let mut places: Vec<usize> = (0..widths.len())
        .filter(|place| headers.contains(&table.columns[*place].header.as_str()))
        .collect();
    let needed: usize = places.iter().map(|place| widths[*place]).sum();
    let mut room = width.saturating_sub(table.total() - needed);
    places.sort_by_key(|place| widths[*place]);
    for (rank, place) in places.iter().enumerate() {
        let part = room / (places.len() - rank);
        let given = widths[*place].min(part.max(LEAST));
        room = room.saturating_sub(given);
        for row in &mut table.rows {
            row[*place] = values::short(&row[*place], given);
        }
    }
}

fn people_row(language: Language, line: &Line) -> Vec<String> {
    let mut row = subject_cells(line);
    field_words::of_line(language, line).clone_into(&mut row[FIELD]);
    row.extend(people_values(language, line));
    row
}

/// Returns what stood there and what came, as people read them.
pub fn people_values(language: Language, line: &Line) -> [String; 2] {
    let shown = |value: &Value| match (value, line.field) {
        (Value::Null, _) => "—".to_owned(),
        (value, Some(field)) => values::short(&values::label(field, value), VALUE_WIDTH),
        (value, None) => values::text(value),
    };
    let after = match (line.decision, language) {
        (Decision::Cleared, French) => format!("{} (effacé)", shown(&line.after)),
        (Decision::Cleared, English) => format!("{} (cleared)", shown(&line.after)),
        (Decision::Confirmed, French) => "(confirmé)".to_owned(),
        (Decision::Confirmed, English) => "(confirmed)".to_owned(),
        (Decision::ToConfirm, French) => "(à confirmer)".to_owned(),
        (Decision::ToConfirm, English) => "(to confirm)".to_owned(),
        // In front, where long texts are not cut.
        (Decision::Appended, French) => format!("(complété) {}", shown(&line.after)),
        (Decision::Appended, English) => format!("(added to) {}", shown(&line.after)),
        (Decision::Typed, French) => format!("(saisi) {}", shown(&line.after)),
        (Decision::Typed, English) => format!("(typed) {}", shown(&line.after)),
        (Decision::Written, _) => shown(&line.after),
    };
    [shown(&line.before), after]
}

/// Returns what a line is about: its profile, its action's id and title, its field.
fn subject_cells(line: &Line) -> Vec<String> {
    let action = line.action.as_ref().map(ToString::to_string);
    vec![
        line.profile.clone().unwrap_or_default(),
        action.unwrap_or_default(),
        line.title.clone().unwrap_or_default(),
        line.field_code().to_owned(),
    ]
}

/// Returns the document of a line.
pub fn document(line: &Line) -> Json {
    json!({
        "profile": line.profile,
        "action": line.action,
        "title": line.title,
        "field": line.field_code(),
        "before": line.before,
        "after": line.after,
        "decision": line.decision.code(),
    })
}

/// Returns a line as the cells of a csv: codes, and commentaires as people read them.
pub fn cells(line: &Line) -> Vec<String> {
    let text = |value: &Value| {
        let text = values::text(value);
        if line.field == Some(Field::Commentaire) {
            return commentaire::as_text(&text);
        }
        text
    };
    let mut cells = subject_cells(line);
    cells.extend([text(&line.before), text(&line.after)]);
    cells.push(line.decision.code().to_owned());
    cells
}

/// Says that the lines were written to a file.
pub fn written(language: Language, path: &str, count: usize) -> String {
    let count = fields(language, count);
    match language {
        French => format!("Écrit     {path} · {count}"),
        English => format!("Written   {path} · {count}"),
    }
}
