//! The rows, the candidates and the near names of a refusal.

use serde_json::{Value as Json, json};

use crate::domain::invalid_row::{InvalidRow, Place};
use crate::domain::language::Language;
use crate::domain::record::Record;
use crate::domain::refusal::{Author, Candidate, Dependent, Moved, Refusal};
use crate::domain::sharing::Occupant;
use crate::domain::value::Value;
use crate::render::look::{Look, utc};
use crate::render::refusals::{kind_count, person};
use crate::render::store_refusals::holder_line;
use crate::render::values;
use crate::render::words::{fields, grouped, plural};
use crate::render::{differences, invalid_rows};

/// How many rows are shown to people; documents hold all.
const SHOWN: usize = 40;

/// Returns the values that have moved, one a line.
pub fn rows(look: &Look, refusal: &Refusal) -> String {
    match refusal {
        Refusal::ChangesetStale { rows, .. } | Refusal::UndoConflict { rows, .. } => {
            limited(look, rows, |row| moved_line(look, row))
        }
        _ => String::new(),
    }
}

/// Returns what stands between the sentence and the hint, for people.
pub fn lines(look: &Look, refusal: &Refusal) -> String {
    match refusal {
        Refusal::InputInvalid { rows, .. } | Refusal::RowsInvalid { rows, .. } => {
            invalid_lines(look, rows)
        }
        Refusal::ChangesetStale { .. } | Refusal::UndoConflict { .. } => {
            let mut text = rows(look, refusal);
            if matches!(refusal, Refusal::ChangesetStale { .. }) {
                text.push_str(match look.language {
                    Language::French => "Rien n'a été écrit.\n",
                    Language::English => "Nothing was written.\n",
                });
            }
            text
        }
        Refusal::StoreBusy {
            by: Occupant::Writer(holder),
            ..
        } => holder_line(look, holder),
        Refusal::HasDependents { rows } => {
            limited(look, rows, |row| dependent_line(look.language, row))
        }
        Refusal::Conflict { rows, .. } => limited(look, rows, |row| differences::lines(look, row)),
        Refusal::NotFound { near, .. } => {
            let title = match look.language {
                Language::French => "proches : ",
                Language::English => "near: ",
            };
            candidate_lines(look.language, title, near)
        }
        Refusal::Ambiguous { candidates, of, .. } => {
            let hidden = of.saturating_sub(candidates.len());
            candidate_lines(look.language, "", candidates) + &more(look.language, hidden)
        }
        Refusal::Loose { candidates, .. } => candidate_lines(look.language, "", candidates),
        _ => String::new(),
    }
}

/// Returns who has the store, where that is known.
pub fn holder(by: &Occupant) -> Json {
    match by {
        Occupant::Writer(holder) => json!({
            "actor": holder.actor,
            "host": holder.host,
            "command": holder.command,
            "since": utc(holder.since),
        }),
        Occupant::Unknown | Occupant::Readers => Json::Null,
    }
}

/// Says how many candidates are left out.
fn more(language: Language, hidden: usize) -> String {
    match (language, hidden) {
        (_, 0) => String::new(),
        (Language::French, 1) => "  … 1 autre\n".to_owned(),
        (Language::French, _) => format!("  … {} autres\n", grouped(hidden)),
        (Language::English, _) => format!("  … {} more\n", grouped(hidden)),
    }
}

fn limited<T>(look: &Look, rows: &[T], line: impl Fn(&T) -> String) -> String {
    let mut text: String = rows.iter().take(SHOWN).map(line).collect();
    let hidden = rows.len().saturating_sub(SHOWN);
    if hidden > 0 {
        text.push_str(&match look.language {
            Language::French => format!(
                "  … {} : --json\n",
                plural(Language::French, hidden, "autre", "autres")
            ),
            Language::English => format!("  … {hidden} more: --json\n"),
        });
    }
    text
}

/// Returns one line a problem of an input, as many as a refusal shows.
pub fn invalid_lines(look: &Look, rows: &[InvalidRow]) -> String {
    limited(look, rows, |row| invalid_line(look.language, row))
}

/// Returns one line for each remark on an input: what was made of a value.
pub fn remark_lines(look: &Look, rows: &[InvalidRow]) -> String {
    limited(look, rows, |row| {
        invalid_line(look.language, row).replacen("  x  ", "  !  ", 1)
    })
}

fn invalid_line(language: Language, row: &InvalidRow) -> String {
    let place = match (&row.place, language) {
        (Place::Line(line), Language::French) => format!("ligne {line}  "),
        (Place::Line(line), Language::English) => format!("line {line}  "),
        (Place::Item { line, number }, Language::French) => {
            format!("ligne {line}, élément {number}  ")
        }
        (Place::Item { line, number }, Language::English) => {
            format!("line {line}, item {number}  ")
        }
        (place @ Place::Cell { .. }, _) => format!("{}  ", place.cell().unwrap_or_default()),
        (Place::Argument | Place::Whole, _) => String::new(),
    };
    let column = if row.column.is_empty() {
        String::new()
    } else {
        format!("{}  ", row.column)
    };
    let value = if row.value.is_empty() {
        String::new()
    } else {
        format!("`{}`  ", values::short(&row.value, 40))
    };
    let message = invalid_rows::sentence(language, &row.code);
    format!("  x  {place}{column}{value}{message}\n")
}

fn moved_line(look: &Look, row: &Moved) -> String {
    let (what, field) = moved_place(row);
    let place = format!("{what}  {field}");
    let expected = shown(look, row, &row.expected);
    let found = shown(look, row, &row.found);
    let by = row
        .by
        .as_ref()
        .map(|by| author(look, by))
        .unwrap_or_default();
    if let Record::Structure(referentiel) = row.record {
        return match look.language {
            Language::French => format!("  !  la structure {referentiel} a changé{by}\n"),
            Language::English => format!("  !  the structure of {referentiel} has changed{by}\n"),
        };
    }
    match look.language {
        Language::French => format!("  !  {place}  prévu {expected}, maintenant {found}{by}\n"),
        Language::English => format!("  !  {place}  expected {expected}, now {found}{by}\n"),
    }
}

/// Returns where a value that has moved stands: the action, else the profile; and the field.
pub fn moved_place(row: &Moved) -> (String, &'static str) {
    let action = row.record.action().map(ToString::to_string);
    let what = action.or_else(|| row.target.clone());
    let field = row
        .field
        .map_or(row.record.kind().code(), |field| field.code());
    (what.unwrap_or_default(), field)
}

fn author(look: &Look, by: &Author) -> String {
    let (who, when, number) = (
        person(look.language, by.actor.as_deref()),
        look.moment(by.at),
        by.operation,
    );
    match look.language {
        Language::French => format!(" par {who}, {when}, opération {number}"),
        Language::English => format!(" by {who}, {when}, operation {number}"),
    }
}

/// Returns what stands there now, as people read it.
pub fn found(look: &Look, row: &Moved) -> String {
    shown(look, row, &row.found)
}

/// Returns a value as people read it: a label, or a word for what is not there.
fn shown(look: &Look, row: &Moved, value: &Value) -> String {
    match (&effective(row, value), look.language) {
        (Value::Null, Language::French) => "vide".to_owned(),
        (Value::Null, Language::English) => "blank".to_owned(),
        (Value::Bool(true), Language::French) => "présent".to_owned(),
        (Value::Bool(true), Language::English) => "present".to_owned(),
        (Value::Bool(false), Language::French) => "absent".to_owned(),
        (Value::Bool(false), Language::English) => "absent".to_owned(),
        (value, _) => {
            let text = match row.field {
                Some(field) => values::label(field, value),
                None => values::text(value),
            };
            format!("« {} »", values::short(&text, 30))
        }
    }
}

/// Returns a value, or the default of a situation that is not stored.
fn effective(row: &Moved, value: &Value) -> Value {
    match (row.field, value) {
        (Some(_), Value::Null) => row.record.default_value().unwrap_or(Value::Null),
        _ => value.clone(),
    }
}

fn dependent_line(language: Language, row: &Dependent) -> String {
    format!(
        "  !  {}  {}\n",
        row.slug,
        kind_count(language, row.kind, row.count)
    )
}

/// Returns one line a candidate, aligned, the first behind `title`.
pub fn candidate_lines(language: Language, title: &str, candidates: &[Candidate]) -> String {
    let key = widest(candidates, |candidate| &candidate.key);
    let name = widest(candidates, |candidate| &candidate.name);
    let indent = " ".repeat(title.chars().count());
    let line = |(place, candidate): (usize, &Candidate)| {
        let margin = if place == 0 { title } else { &indent };
        let line = format!(
            "  {margin}{:key$}   {:name$}   {}",
            candidate.key,
            candidate.name,
            about(language, candidate)
        );
        format!("{}\n", line.trim_end())
    };
    candidates.iter().enumerate().map(line).collect()
}

fn widest(candidates: &[Candidate], text: impl Fn(&Candidate) -> &String) -> usize {
    let widths = candidates
        .iter()
        .map(|candidate| text(candidate).chars().count());
    widths.max().unwrap_or(0)
}

/// Returns what tells a candidate from the others: `CC · 61 · 200000131`.
pub fn about(language: Language, candidate: &Candidate) -> String {
    let Candidate {
        nature,
        department,
        siren,
        ..
    } = candidate;
    let facts = [nature, department, siren].into_iter().flatten().cloned();
    let parts: Vec<String> = facts.chain(reason(language, candidate)).collect();
    parts.join(" · ")
}

/// Returns what else tells a candidate: its supra, what it holds.
fn reason(language: Language, candidate: &Candidate) -> Option<String> {
    let supra = candidate.member_of.as_ref().map(|supra| match language {
        Language::French => format!("membre de {supra}"),
        Language::English => format!("member of {supra}"),
    });
    let filled = filled(language, candidate);
    let parts: Vec<String> = supra.into_iter().chain(filled).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// Says what a candidate holds: in the référentiel that is meant, or, where it holds any, in all.
fn filled(language: Language, candidate: &Candidate) -> Option<String> {
    let count = usize::try_from(candidate.filled?).ok()?;
    if let Some(referentiel) = candidate.within {
        let fields = fields(language, count);
        return Some(format!("{fields} {}", referentiel.id().to_uppercase()));
    }
    let (one, many) = match language {
        Language::French => ("champ rempli", "champs remplis"),
        Language::English => ("field filled in", "fields filled in"),
    };
    (count > 0).then(|| plural(language, count, one, many))
}

/// Returns the rows of a refusal for documents.
pub fn documents(refusal: &Refusal) -> Vec<Json> {
    match refusal {
        Refusal::InputInvalid { rows, .. }
        | Refusal::RowsInvalid { rows, .. }
        | Refusal::RowsLeftOut { rows, .. } => rows.iter().map(invalid_document).collect(),
        Refusal::ChangesetStale { rows, .. } | Refusal::UndoConflict { rows, .. } => {
            rows.iter().map(moved_document).collect()
        }
        Refusal::HasDependents { rows } => rows.iter().map(dependent_document).collect(),
        Refusal::Stopped { remaining, .. } => remaining
            .iter()
            .map(|target| json!({ "target": target }))
            .collect(),
        Refusal::Conflict { slug, rows } => {
            let rows = rows.iter();
            rows.map(|row| differences::document(slug, row)).collect()
        }
        _ => Vec::new(),
    }
}

fn invalid_document(row: &InvalidRow) -> Json {
    let mut document = match row.place.cell() {
        Some(cell) => json!({ "cell": cell }),
        None => json!({ "line": row.place.line() }),
    };
    if let Place::Item { number, .. } = row.place {
        document["item"] = number.into();
    }
    document["column"] = row.column.as_str().into();
    document["value"] = row.value.as_str().into();
    document["code"] = row.code.code().into();
    document["message"] = invalid_rows::sentence(Language::English, &row.code).into();
    document
}

/// Returns a value that has moved, for documents.
pub fn moved_document(row: &Moved) -> Json {
    json!({
        "target": row.target,
        "action": row.record.action(),
        "field": row.field.map_or(row.record.kind().code(), |field| field.code()),
        "expected": effective(row, &row.expected),
        "found": effective(row, &row.found),
        "actor": row.by.as_ref().and_then(|by| by.actor.as_ref()),
        "at": row.by.as_ref().map(|by| utc(by.at)),
        "operation": row.by.as_ref().map(|by| by.operation),
    })
}

fn dependent_document(row: &Dependent) -> Json {
    json!({ "target": row.slug, "field": row.kind.code(), "count": row.count })
}

/// Returns what the typed name may mean, for documents.
pub fn candidates(refusal: &Refusal) -> Json {
    let candidates = match refusal {
        Refusal::NotFound { near, .. } => near.as_slice(),
        Refusal::Ambiguous { candidates, .. } | Refusal::Loose { candidates, .. } => candidates,
        _ => &[],
    };
    let document = |candidate: &Candidate| {
        json!({
            "key": candidate.key,
            "name": candidate.name,
            "nature": candidate.nature,
            "department": candidate.department,
            "siren": candidate.siren,
            "reason": reason(Language::English, candidate),
        })
    };
    candidates.iter().map(document).collect()
}
