//! What an undo leaves as it is, line by line: the value, who wrote it and when, or what keeps it.

use serde_json::{Value as Json, json};

use crate::domain::changeset::Edit;
use crate::domain::language::Language::{self, English, French};
use crate::domain::refusal::{Moved, Refusal};
use crate::domain::value::Value;
use crate::ops::names::Slugs;
use crate::ops::put_back::{Staying, Why, changed, staying_fields};
use crate::render::edits;
use crate::render::look::Look;
use crate::render::refusal_rows::{found, moved_document, moved_place};
use crate::render::refusals::{kind_count, person, sentence};
use crate::render::values::padded;
use crate::render::words::plural;

/// How many lines are shown to people; documents hold all.
const SHOWN: usize = 40;

/// Says how much can be put back and how much stays, then what stays, a line each.
pub fn lines(look: &Look, back: usize, stays: &[Staying], slugs: &Slugs) -> String {
    if stays.is_empty() {
        return String::new();
    }
    let language = look.language;
    let can = match language {
        French => plural(French, back, "peut être remis", "peuvent être remis"),
        English => format!("{back} can be put back"),
    };
    format!("          {can} · {}", left(look, stays, slugs))
}

/// Says how much stays, then what, a line each.
pub fn left(look: &Look, stays: &[Staying], slugs: &Slugs) -> String {
    let language = look.language;
    let moved = changed(stays).count();
    let others = staying_fields(stays).saturating_sub(moved);
    let moved_words = match language {
        French => plural(French, moved, "a changé depuis", "ont changé depuis"),
        English => plural(English, moved, "has changed since", "have changed since"),
    };
    let others_words = match (language, moved) {
        (French, 0) => plural(French, others, "reste", "restent"),
        (English, 0) => plural(English, others, "stays", "stay"),
        (French, _) => plural(French, others, "reste avec", "restent avec"),
        (English, _) => plural(English, others, "stays with it", "stay with it"),
    };
    let counts = [(moved, moved_words), (others, others_words)];
    let counts: Vec<String> = counts
        .into_iter()
        .filter_map(|(count, words)| (count > 0).then_some(words))
        .collect();
    let colon = language.pick(" :", ":");
    format!(
        "{}{colon}\n{}",
        counts.join(" · "),
        rows(look, stays, slugs)
    )
}

/// A line of what stays: where, which field, and the reason.
type Row = [String; 3];

fn rows(look: &Look, stays: &[Staying], slugs: &Slugs) -> String {
    let all: Vec<Row> = stays
        .iter()
        .flat_map(|stay| rows_of(look, stay, slugs))
        .collect();
    let shown = &all[..all.len().min(SHOWN)];
    let width = |column: usize| {
        let widths = shown.iter().map(|row| row[column].chars().count());
        widths.max().unwrap_or(0)
    };
    let widths = [0, 1, 2].map(width);
    let word = look.language.pick("reste", "stays");
    let line = |row: &Row| {
        let cells = row.iter().zip(widths);
        let cells: Vec<String> = cells.map(|(cell, width)| padded(cell, width)).collect();
        format!("  !  {}   {word}\n", cells.join("  "))
    };
    let mut text: String = shown.iter().map(line).collect();
    let hidden = all.len() - shown.len();
    if hidden > 0 {
        text.push_str(&match look.language {
            French => format!(
                "  … {} : --json\n",
                plural(French, hidden, "autre", "autres")
            ),
            English => format!("  … {hidden} more: --json\n"),
        });
    }
    text
}

fn rows_of(look: &Look, stay: &Staying, slugs: &Slugs) -> Vec<Row> {
    let (what, field) = edits::subject(&stay.edit, slugs);
    let reason = match &stay.why {
        Why::Changed(rows) => {
            let row = |row: &Moved| {
                let (what, field) = moved_place(row);
                [what, field.to_owned(), moved_reason(look, row)]
            };
            return rows.iter().map(row).collect();
        }
        Why::Refused(refusal) => refused_reason(look.language, refusal),
        Why::Branch => match look.language {
            French => "va avec sa branche".to_owned(),
            English => "goes with its branch".to_owned(),
        },
    };
    vec![[what, field.to_owned(), reason]]
}

/// Returns what stands there now, and who wrote it: `« fait » par support-2, 11:02 (opération 830)`.
fn moved_reason(look: &Look, row: &Moved) -> String {
    let value = found(look, row);
    let Some(by) = &row.by else {
        return value;
    };
    let (who, when, number) = (
        person(look.language, by.actor.as_deref()),
        look.moment(by.at),
        by.operation,
    );
    match look.language {
        French => format!("{value} par {who}, {when} (opération {number})"),
        English => format!("{value} by {who}, {when} (operation {number})"),
    }
}

/// Says why a rule keeps it: each kind of what depends on it, or the loop it would close.
fn refused_reason(language: Language, refusal: &Refusal) -> String {
    let Refusal::HasDependents { rows } = refusal else {
        return sentence(language, refusal);
    };
    let kinds = rows
        .iter()
        .map(|row| kind_count(language, row.kind, row.count));
    let kinds: Vec<String> = kinds.collect();
    match language {
        French => format!("porte {}", kinds.join(", ")),
        English => format!("carries {}", kinds.join(", ")),
    }
}

/// Returns what stays, for documents: the keys of a conflict's rows, and the reason.
pub fn documents(stays: &[Staying], slugs: &Slugs) -> Vec<Json> {
    let all = stays.iter().flat_map(|stay| match &stay.why {
        Why::Changed(rows) => rows
            .iter()
            .map(|row| with_reason(moved_document(row), "changed"))
            .collect(),
        Why::Refused(refusal) => still(&stay.edit, slugs, refusal.code()),
        Why::Branch => still(&stay.edit, slugs, "branch"),
    });
    all.collect()
}

fn with_reason(mut document: Json, reason: &str) -> Json {
    document["reason"] = reason.into();
    document
}

/// Returns the documents of an edit whose values are what was expected, and stay all the same.
fn still(edit: &Edit, slugs: &Slugs, reason: &str) -> Vec<Json> {
    let documents = edits::documents(std::slice::from_ref(edit), slugs).into_iter();
    let kept = documents.map(|document| {
        json!({
            "target": document["target"],
            "action": document["action"],
            "field": document["field"],
            "expected": document["before"],
            "found": document["before"],
            "actor": Value::Null,
            "at": Value::Null,
            "operation": Value::Null,
            "reason": reason,
        })
    });
    kept.collect()
}
