//! The journal for people and programs: lists of operations, and what became of them.

use serde_json::{Value as Json, json};

use crate::domain::language::Language::{self, English, French};
use crate::domain::operation::{Operation, State};
use crate::domain::request::{Copied, Request};
use crate::ops::find_operations::Found;
use crate::render::listing::{Listing, cell};
use crate::render::look::{Look, utc};
use crate::render::refusals::person;
use crate::render::short_titles;
use crate::render::table::{Column, Table};
use crate::render::titles;
use crate::render::words::plural;

/// The keys of an operation.
const KEYS: [&str; 13] = [
    "operation",
    "batch",
    "batch_name",
    "at",
    "actor",
    "command",
    "title",
    "targets",
    "note",
    "requested_by",
    "edits",
    "state",
    "undone_by",
];

/// The places of the titles, of the counts and of the states in a row.
const WHAT: usize = 3;
const COUNT: usize = 4;
const STATE: usize = 5;

/// The room for titles below which states are shortened.
const CRAMPED: usize = 24;

/// Returns the title of an operation.
pub fn title(found: &Found) -> String {
    titles::title(&found.operation.request, &found.slugs)
}

/// Returns the list of `shown`; `numbers` are those of all that match, `count` is how many.
pub fn list(look: &Look, shown: &[Found], numbers: &[i64], count: usize) -> Listing {
    let items: Vec<Json> = shown.iter().map(document).collect();
    let row = |item: &Json| KEYS.iter().map(|key| cell(&item[*key])).collect();
    Listing {
        table: table(look, shown),
        foot: foot(look.language, shown.len(), count),
        rows: items.iter().map(row).collect(),
        header: KEYS.to_vec(),
        items,
        ids: numbers.iter().map(ToString::to_string).collect(),
        count,
    }
}

fn document(found: &Found) -> Json {
    let operation = &found.operation;
    json!({
        "operation": operation.number,
        "batch": operation.batch,
        "batch_name": operation.batch_name,
        "at": utc(operation.at),
        "actor": operation.actor,
        "command": operation.request.command(),
        "title": title(found),
        "targets": found.targets,
        "note": operation.note,
        "requested_by": operation.requested_by,
        "edits": operation.edits,
        "state": operation.state.code(),
        "undone_by": operation.undone_by,
    })
}

/// Returns operations as a table for people.
pub fn table(look: &Look, shown: &[Found]) -> Table {
    let headers = match look.language {
        French => ["OP", "QUAND", "QUI", "QUOI", "CHAMPS", "ÉTAT"],
        English => ["OP", "WHEN", "WHO", "WHAT", "FIELDS", "STATE"],
    };
    let [number, when, who, what, count, state] = headers.map(Column::new);
    let row = |found: &Found| {
        let operation = &found.operation;
        vec![
            operation.number.to_string(),
            look.moment(operation.at),
            person(look.language, operation.actor.as_deref()).to_owned(),
            short_titles::of(&title(found)),
            operation.edits.to_string(),
            state_words(look.language, found),
        ]
    };
    let mut table = Table {
        columns: vec![
            number,
            when,
            who,
            what,
            count.right().leaving(1),
            state.cutting(),
        ],
        rows: shown.iter().map(row).collect(),
    };
    if short_titles::room(&table, WHAT, COUNT, look.width) < CRAMPED {
        for (row, found) in table.rows.iter_mut().zip(shown) {
            row[STATE] = short_state(look.language, found);
        }
    }
    short_titles::fit(&mut table, WHAT, COUNT, look.width);
    table
}

/// Says what became of an operation; of a part that was redone, the redo alone is named.
fn short_state(language: Language, found: &Found) -> String {
    match (language, found.operation.state, found.redone_by) {
        (French, State::PartlyUndone, Some(redo)) => {
            format!("annulée en partie, refaite par {redo}")
        }
        (English, State::PartlyUndone, Some(redo)) => format!("partly undone, redone by {redo}"),
        _ => state_words(language, found),
    }
}

fn foot(language: Language, shown: usize, count: usize) -> Option<String> {
    (shown < count).then(|| match language {
        French => format!(
            "{} sur {count} : --limit {count} les montre toutes",
            plural(French, shown, "opération", "opérations")
        ),
        English => format!("{shown} of {count} operations: --limit {count} shows them all"),
    })
}

/// Says what became of an operation; nothing where it simply stands.
pub fn state_words(language: Language, found: &Found) -> String {
    let operation = &found.operation;
    let by = operation.undone_by.unwrap_or_default();
    let words = match (language, operation.state) {
        (_, State::Done) => String::new(),
        (French, State::Undone) => format!("annulée par {by}"),
        (English, State::Undone) => format!("undone by {by}"),
        (French, State::PartlyUndone) => format!("annulée en partie par {by}"),
        (English, State::PartlyUndone) => format!("partly undone by {by}"),
        (_, State::Undo | State::Redo) => taking_back_words(language, &operation.request),
    };
    let redone_by = match operation.state {
        State::Undo => operation.undone_by,
        _ => found.redone_by,
    };
    match (language, redone_by) {
        (_, None) => words,
        (French, Some(redo)) => format!("{words}, refaite par {redo}"),
        (English, Some(redo)) => format!("{words}, redone by {redo}"),
    }
}

/// Says what an undo or a redo takes back.
fn taking_back_words(language: Language, request: &Request) -> String {
    match (language, request) {
        (French, Request::Undo { operation, partial }) => {
            let part = if *partial { " en partie" } else { "" };
            format!("annule {operation}{part}")
        }
        (English, Request::Undo { operation, partial }) => {
            let part = if *partial { "part of " } else { "" };
            format!("undoes {part}{operation}")
        }
        (French, Request::Redo { operation, partial }) => {
            let part = if *partial { " en partie" } else { "" };
            format!("refait {operation}{part}")
        }
        (English, Request::Redo { operation, partial }) => {
            let part = if *partial { "part of " } else { "" };
            format!("redoes {part}{operation}")
        }
        _ => String::new(),
    }
}

/// Returns what documents tell of how a copy was asked; nulls where it is no copy, or several.
pub fn asked(shown: &[Operation]) -> [(&'static str, Json); 3] {
    let requests = shown.iter().map(|operation| operation.request.copied());
    let requests: Option<Vec<&Copied>> = requests.collect();
    let requests = requests.unwrap_or_default();
    let common = |told: &dyn Fn(&Copied) -> Json| {
        let mut told = requests.iter().map(|copied| told(copied));
        let first = told.next().unwrap_or_default();
        if told.all(|other| other == first) {
            first
        } else {
            Json::Null
        }
    };
    [
        ("policy", common(&|copied| copied.policy.code().into())),
        (
            "override_audit",
            common(&|copied| json!(copied.override_audit)),
        ),
        ("selection", common(&|copied| json!(copied.selection))),
    ]
}
