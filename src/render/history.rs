//! The history of a profile: what each field was and became, when, and by whom.

use serde_json::{Value as Json, json};

use crate::domain::language::Language::{self, English, French};
use crate::ops::read_history::{Entry, History};
use crate::render::field_words;
use crate::render::listing::Listing;
use crate::render::look::{Look, utc};
use crate::render::operation_lines::{cells as line_cells, people_values, share};
use crate::render::refusals::person;
use crate::render::table::{Column, Table};
use crate::render::words::plural;

/// The keys of an entry.
const KEYS: [&str; 10] = [
    "at",
    "operation",
    "actor",
    "command",
    "action",
    "title",
    "field",
    "before",
    "after",
    "decision",
];

/// The places of the command and of the columns that may be empty.
const COMMAND: usize = 3;
const ACTION: usize = 4;
const TITLE: usize = 5;

/// The room for title and values below which the command is left out.
const CRAMPED: usize = 36;

/// Returns the list of what the journal knows of a profile.
pub fn list(look: &Look, history: &History) -> Listing {
    let entries = &history.entries;
    Listing {
        table: table(look, entries),
        foot: foot(look.language, entries.len(), history.count),
        items: entries.iter().map(document).collect(),
        header: KEYS.to_vec(),
        rows: entries.iter().map(cells).collect(),
        ids: history.operations.iter().map(ToString::to_string).collect(),
        count: history.count,
    }
}

fn document(entry: &Entry) -> Json {
    let (operation, line) = (&entry.operation, &entry.line);
    json!({
        "at": utc(operation.at),
        "operation": operation.number,
        "actor": operation.actor,
        "command": operation.request.command(),
        "action": line.action,
        "title": line.title,
        "field": line.field_code(),
        "before": line.before,
        "after": line.after,
        "decision": line.decision.code(),
    })
}

fn cells(entry: &Entry) -> Vec<String> {
    let operation = &entry.operation;
    let mut cells = vec![
        utc(operation.at),
        operation.number.to_string(),
        operation.actor.clone().unwrap_or_default(),
        operation.request.command().to_owned(),
    ];
    // The profile, the first of a line's cells, is the one that was asked for.
    cells.extend(line_cells(&entry.line).into_iter().skip(1));
    cells
}

fn table(look: &Look, entries: &[Entry]) -> Table {
    let headers = match look.language {
        French => [
            "QUAND", "OP", "QUI", "COMMANDE", "ACTION", "TITRE", "CHAMP", "AVANT", "APRÈS",
        ],
        English => [
            "WHEN", "OP", "WHO", "COMMAND", "ACTION", "TITLE", "FIELD", "BEFORE", "AFTER",
        ],
    };
    let shared = [headers[TITLE], headers[7], headers[8]];
    let mut table = Table {
        columns: headers.map(Column::new).to_vec(),
        rows: entries
            .iter()
            .map(|entry| people_row(look, entry))
            .collect(),
    };
    for place in [TITLE, ACTION] {
        if table.rows.iter().all(|row| row[place].is_empty()) {
            table.remove(place);
        }
    }
    if needs_room(&table, &shared, look.width) {
        // The number of the operation tells the command as well.
        table.remove(COMMAND);
    }
    share(&mut table, &shared, look.width);
    table
}

/// Tells whether the columns of these headers would be cut too short.
fn needs_room(table: &Table, headers: &[&str], width: usize) -> bool {
    let widths = table.widths();
    let columns = table.columns.iter().zip(&widths);
    let shared = columns.filter(|(column, _)| headers.contains(&column.header.as_str()));
    let wanted: usize = shared.map(|(_, width)| width).sum();
    width.saturating_sub(table.total() - wanted) < wanted.min(CRAMPED)
}

fn people_row(look: &Look, entry: &Entry) -> Vec<String> {
    let (operation, line) = (&entry.operation, &entry.line);
    let action = line.action.as_ref().map(ToString::to_string);
    let [before, after] = people_values(look.language, line);
    vec![
        look.moment(operation.at),
        operation.number.to_string(),
        person(look.language, operation.actor.as_deref()).to_owned(),
        short_command(operation.request.command()).to_owned(),
        action.unwrap_or_default(),
        line.title.clone().unwrap_or_default(),
        field_words::of_line(look.language, line).to_owned(),
        before,
        after,
    ]
}

/// Returns a command as a narrow column tells it: what most commands begin with is left out.
fn short_command(command: &'static str) -> &'static str {
    command.strip_prefix("referentiel ").unwrap_or(command)
}

fn foot(language: Language, shown: usize, count: usize) -> Option<String> {
    (shown < count).then(|| match language {
        French => format!(
            "{} sur {count} : --limit {count} les montre tous",
            plural(French, shown, "changement", "changements")
        ),
        English => format!("{shown} of {count} changes: --limit {count} shows them all"),
    })
}
