//! What stands above the lines of an operation, or of a whole batch.

use crate::domain::language::Language::{self, English, French};
use crate::domain::operation::State;
use crate::domain::request::Copied;
use crate::ops::find_operations::Found;
use crate::render::copy_ends::policy;
use crate::render::look::Look;
use crate::render::operations::{self, state_words, title};
use crate::render::refusals::person;
use crate::render::selections::{kinds, scope};
use crate::render::values;
use crate::render::words::plural;

/// Returns what stands above the lines of one operation, or of a whole batch.
pub fn heading(look: &Look, shown: &[Found]) -> String {
    match shown {
        [only] => one_heading(look, only),
        several => {
            let first = several.last().map(|found| &found.operation);
            let batch = first.map_or(0, |operation| operation.batch);
            let name = first.and_then(|operation| operation.batch_name.as_deref());
            batch_heading(look, several, batch, name)
        }
    }
}

fn one_heading(look: &Look, found: &Found) -> String {
    let operation = &found.operation;
    let language = look.language;
    let batch = match (&operation.batch_name, operation.batch) {
        (Some(name), _) => Some(name.clone()),
        (None, batch) if batch != operation.number => Some(batch.to_string()),
        (None, _) => None,
    };
    let who = person(language, operation.actor.as_deref());
    let copied = operation.request.copied();
    let state = state_words(language, found);
    let rows = [
        (
            ("Opération", "Operation"),
            Some(format!("{} · {}", operation.number, title(found))),
        ),
        (("Lot", "Batch"), batch),
        (
            ("Par", "By"),
            Some(format!("{who} · {}", look.exact(operation.at))),
        ),
        (("Demandé", "Asked by"), operation.requested_by.clone()),
        (("Note", "Note"), operation.note.clone()),
        (
            ("Actions", "Actions"),
            copied.map(|copied| scope_words(language, copied)),
        ),
        (
            ("Règle", "Policy"),
            copied.map(|copied| policy(language, copied.policy).to_owned()),
        ),
        (
            ("Audit", "Audit"),
            copied.and_then(|copied| override_words(language, copied)),
        ),
        (
            ("État", "State"),
            Some(state).filter(|state| !state.is_empty()),
        ),
    ];
    let text: String = rows
        .into_iter()
        .filter_map(|(label, value)| Some(row(language, label, &value?)))
        .collect();
    text + &next_lines(language, &operation.number.to_string(), operation.state)
}

/// Returns what was selected: `cae_1 et sa branche · statuts`.
fn scope_words(language: Language, copied: &Copied) -> String {
    let scope = scope(language, copied.referentiel, &copied.selection);
    match kinds(&copied.data) {
        Some(kinds) => format!("{scope} · {kinds}"),
        None => scope,
    }
}

/// Says why an audit was overridden, where one was.
fn override_words(language: Language, copied: &Copied) -> Option<String> {
    let reason = copied.override_audit.as_deref()?;
    Some(match language {
        French => format!("passé outre : {reason}"),
        English => format!("overridden: {reason}"),
    })
}

fn batch_heading(look: &Look, shown: &[Found], batch: i64, name: Option<&str>) -> String {
    let language = look.language;
    let name = name.map(|name| format!(" · {name}")).unwrap_or_default();
    let count = match language {
        French => plural(French, shown.len(), "opération", "opérations"),
        English => plural(English, shown.len(), "operation", "operations"),
    };
    let mut text = row(
        language,
        ("Lot", "Batch"),
        &format!("{batch}{name} · {count}"),
    );
    let (table, _) = operations::table(look, shown).text(look);
    text.push_str(&table);
    let state = if shown
        .iter()
        .any(|found| found.operation.state.is_standing())
    {
        State::Done
    } else {
        State::Undone
    };
    text + &next_lines(language, &format!("--batch {batch}"), state)
}

/// Says how to take it back, and how to tell whoever asked.
fn next_lines(language: Language, which: &str, state: State) -> String {
    let undo = match state {
        State::Undone => String::new(),
        _ => row(
            language,
            ("Annuler", "Undo"),
            &format!("tetctl op undo {which}"),
        ),
    };
    let reply = row(
        language,
        ("Répondre", "Reply"),
        &format!("tetctl op reply {which}"),
    );
    undo + &reply
}

fn row(language: Language, (french, english): (&str, &str), value: &str) -> String {
    let label = match language {
        French => french,
        English => english,
    };
    format!("{} {value}\n", values::padded(label, 9))
}
