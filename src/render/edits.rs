//! Edits, line by line: what each field was, and what it becomes.

use serde_json::{Value as Json, json};

use crate::domain::changeset::{Change, Decision, Edit, FieldChange};
use crate::domain::language::Language::{self, English, French};
use crate::domain::profile::ProfileId;
use crate::domain::record::Record;
use crate::domain::value::Value;
use crate::ops::names::Slugs;
use crate::render::values::{label, padded, short};

/// The columns that a value may take.
const VALUE_WIDTH: usize = 40;

/// Returns one line a field: mark, place, field, before, after.
pub fn lines(language: Language, edits: &[Edit], slugs: &Slugs) -> String {
    let places: Vec<String> = edits.iter().map(|edit| place(edit, slugs)).collect();
    let width = places
        .iter()
        .map(|place| place.chars().count())
        .max()
        .unwrap_or(0);
    edits
        .iter()
        .zip(&places)
        .flat_map(|(edit, place)| {
            let place = padded(place, width);
            let whole = edit
                .fields
                .is_empty()
                .then(|| format!("  {}  {place}\n", mark_of_whole(edit)));
            let fields = effective(edit);
            let decision = edit.decision;
            let line = |change| line(language, &place, change, decision);
            let fields = fields.iter().map(line);
            whole.into_iter().chain(fields.collect::<Vec<_>>())
        })
        .collect()
}

/// Returns what changes for people: a situation that is not stored is the default one.
fn effective(edit: &Edit) -> Vec<FieldChange> {
    let Some(default) = edit.record.default_value() else {
        return edit.fields.clone();
    };
    let known = |value: &Value| match value {
        Value::Null => default.clone(),
        value => value.clone(),
    };
    let changes = edit.fields.iter().map(|change| FieldChange {
        field: change.field,
        before: known(&change.before),
        after: known(&change.after),
    });
    changes.collect()
}

/// Returns one document a field; a record without fields was there or not.
pub fn documents(edits: &[Edit], slugs: &Slugs) -> Vec<Json> {
    let mut documents = Vec::new();
    for edit in edits {
        if edit.fields.is_empty() {
            documents.push(json!({
                "target": edit.record.profile().and_then(|_| owner(edit, slugs)),
                "action": edit.record.action(),
                "field": edit.record.kind().code(),
                "before": edit.change == Change::Delete,
                "after": edit.change == Change::Create,
                "decision": edit.decision.code(),
            }));
        }
        for change in &effective(edit) {
            documents.push(json!({
                "target": edit.record.profile().and_then(|_| owner(edit, slugs)),
                "action": edit.record.action(),
                "field": change.field.code(),
                "before": change.before,
                "after": change.after,
                "decision": edit.decision.code(),
            }));
        }
    }
    documents
}

/// Returns where an edit stands for people: the action, else whose record it is.
fn place(edit: &Edit, slugs: &Slugs) -> String {
    match edit.record.action() {
        Some(action) => action.to_string(),
        None => owner(edit, slugs).unwrap_or_default(),
    }
}

/// Returns what an edit is about: where it stands, and its only field or the kind of its record.
pub fn subject(edit: &Edit, slugs: &Slugs) -> (String, &'static str) {
    let what = match edit.fields.as_slice() {
        [only] => only.field.code(),
        _ => edit.record.kind().code(),
    };
    (place(edit, slugs), what)
}

/// Returns whose record is written: a profile, a relation `member → supra`, or a référentiel.
fn owner(edit: &Edit, slugs: &Slugs) -> Option<String> {
    let name = |profile: &ProfileId| slugs.get(profile).cloned().unwrap_or_default();
    match &edit.record {
        Record::Relation { member, supra } => Some(format!("{} → {}", name(member), name(supra))),
        Record::Structure(referentiel) => Some(referentiel.id().to_owned()),
        record => record.profile().as_ref().map(name),
    }
}

fn line(language: Language, place: &str, change: &FieldChange, decision: Decision) -> String {
    let shown = |value: &Value| match value {
        Value::Null => "—".to_owned(),
        value => short(&label(change.field, value), VALUE_WIDTH),
    };
    let mark = match (&change.before, &change.after) {
        (Value::Null, _) => '+',
        (_, Value::Null) => '-',
        _ => '~',
    };
    let field = padded(change.field.code(), 11);
    let (before, after) = (shown(&change.before), shown(&change.after));
    let what = match (decision, language) {
        (Decision::Confirmed, French) => format!("{after} (confirmé)"),
        (Decision::Confirmed, English) => format!("{after} (confirmed)"),
        (Decision::ToConfirm, French) => format!("{after} (à confirmer)"),
        (Decision::ToConfirm, English) => format!("{after} (to confirm)"),
        (Decision::Written | Decision::Cleared | Decision::Appended | Decision::Typed, _) => {
            format!("{before} → {after}")
        }
    };
    format!("  {mark}  {place}  {field}  {what}\n")
}

fn mark_of_whole(edit: &Edit) -> char {
    match edit.change {
        Change::Create => '+',
        Change::Update => '~',
        Change::Delete => '-',
    }
}
