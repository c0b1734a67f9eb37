//! What is said of a check: the digest, and each problem in one line.

use crate::domain::language::Language::{self, English, French};
use crate::domain::problem::{Fault, Part, Problem, StrayFault, Strayed};
use crate::domain::profile::ProfileId;
use crate::domain::record::Record;
use crate::domain::value::Value;
use crate::ops::check_store::Checked;
use crate::ops::names::Slugs;
use crate::render::document::Document;
use crate::render::store_refusals;
use crate::render::values::short;
use crate::render::words::{Both, alike, both, plural};

/// The columns that a value may take.
const VALUE_WIDTH: usize = 60;

/// Says what a check found.
pub fn checked(language: Language, checked: &Checked) -> String {
    let digest = checked.digest.as_deref().unwrap_or("—");
    let lines: String = sentences(language, checked)
        .iter()
        .map(|sentence| format!("  x  {sentence}\n"))
        .collect();
    let count = count(language, checked);
    match language {
        French => format!("Empreinte  {digest}\n{lines}{count}\n"),
        English => format!("Digest     {digest}\n{lines}{count}\n"),
    }
}

/// Says how many problems there are, and how many of them are shown.
fn count(language: Language, checked: &Checked) -> String {
    let (count, shown) = (checked.problems.count, checked.problems.first.len());
    if count == 0 {
        return language.pick("Aucun problème", "No problem").to_owned();
    }
    let problems = match language {
        French => plural(French, count, "problème", "problèmes"),
        English => plural(English, count, "problem", "problems"),
    };
    match language {
        _ if shown == count => problems,
        French => format!("{problems}, les {shown} premiers montrés"),
        English => format!("{problems}, the first {shown} shown"),
    }
}

/// Returns what a check found, as a document.
pub fn document(checked: &Checked) -> Document {
    Document {
        summary: serde_json::json!({ "problems": checked.problems.count }),
        ..Document::default()
    }
    .with("digest", checked.digest.as_deref().into())
    .with("problems", sentences(English, checked).into())
}

fn sentences(language: Language, checked: &Checked) -> Vec<String> {
    let sentence = |problem| words(problem, &checked.slugs).in_language(language);
    checked.problems.first.iter().map(sentence).collect()
}

fn words(problem: &Problem, slugs: &Slugs) -> Both {
    match problem {
        Problem::Engine(line) | Problem::Unreadable(line) => alike(line),
        Problem::Corrupt { place } => store_refusals::corrupt(place),
        Problem::MissingParent { table, parent } => both(
            format!("{table} : une ligne renvoie à {parent}, qui n'existe pas"),
            format!("{table} refers to a missing {parent}"),
        ),
        Problem::Document { operation } => both(
            format!("les modifications de l'opération {operation} sont illisibles"),
            format!("the edits of operation {operation} cannot be read"),
        ),
        Problem::OperationsMissing { first, last } => operations_missing(*first, *last),
        Problem::NumberBehind { last, highest } => both(
            format!(
                "la base compte {last} opérations et en contient jusqu'à la {highest} : elle ne peut plus en écrire"
            ),
            format!(
                "the store counts {last} operations and holds them up to {highest}: it can write no more"
            ),
        ),
        Problem::PartMissing { operation, part } => part_missing(*operation, *part),
        Problem::Stray { name, fault } => stray(name, *fault),
        Problem::Record(strayed) => strayed_words(strayed, slugs),
    }
}

fn operations_missing(first: i64, last: i64) -> Both {
    if first == last {
        return both(
            format!("l'opération {first} manque dans le journal"),
            format!("operation {first} is missing from the journal"),
        );
    }
    both(
        format!("les opérations {first} à {last} manquent dans le journal"),
        format!("operations {first} to {last} are missing from the journal"),
    )
}

fn part_missing(operation: i64, part: Part) -> Both {
    let (quoi, what) = match part {
        Part::Document => ("ses modifications", "its edits"),
        Part::Index => (
            "la liste des profils touchés",
            "the list of profiles it touched",
        ),
    };
    both(
        format!("opération {operation} : il manque {quoi}"),
        format!("operation {operation} lacks {what}"),
    )
}

fn stray(name: &str, fault: StrayFault) -> Both {
    match fault {
        StrayFault::Missing => both(
            format!("`{name}` manque au schéma"),
            format!("`{name}` is missing from the schema"),
        ),
        StrayFault::Added => both(
            format!("`{name}` n'est pas de tetctl"),
            format!("`{name}` is not of tetctl"),
        ),
        StrayFault::Differs => both(
            format!("`{name}` n'est pas tel que tetctl le fait"),
            format!("`{name}` is not as tetctl makes it"),
        ),
    }
}

fn strayed_words(strayed: &Strayed, slugs: &Slugs) -> Both {
    let place = place(&strayed.record, slugs);
    let kind = strayed.record.kind().code();
    match &strayed.fault {
        Fault::Differs {
            column,
            journalled,
            present,
            operation,
        } => {
            let place = if *column == kind {
                format!("{place} · {column}")
            } else {
                format!("{place} · {kind}.{column}")
            };
            differs(&place, journalled, present, *operation)
        }
        Fault::Missing { operation } => both(
            format!("{place} · {kind} : absent, alors que l'opération {operation} l'a écrit"),
            format!("{place} · {kind}: missing, though operation {operation} wrote it"),
        ),
        Fault::Deleted { operation } => both(
            format!("{place} · {kind} : présent, alors que l'opération {operation} l'a supprimé"),
            format!("{place} · {kind}: there, though operation {operation} deleted it"),
        ),
        Fault::Unjournalled => both(
            format!("{place} · {kind} : présent, alors qu'aucune opération ne l'a écrit"),
            format!("{place} · {kind}: there, though no operation wrote it"),
        ),
    }
}

fn differs(place: &str, journalled: &Value, present: &Value, operation: i64) -> Both {
    let look_alike = value(English, journalled) == value(English, present);
    let told = |language, told: &Value| match told {
        Value::Text(text) if look_alike => {
            let length = characters(language, text);
            format!("{} ({length})", value(language, told))
        }
        _ => value(language, told),
    };
    let [la, there] = [French, English].map(|language| told(language, present));
    let [dit, says] = [French, English].map(|language| told(language, journalled));
    both(
        format!("{place} : la base dit {la}, le journal {dit} (opération {operation})"),
        format!("{place}: the store says {there}, the journal {says} (operation {operation})"),
    )
}

/// Tells texts apart whose first line looks the same.
fn characters(language: Language, text: &str) -> String {
    let (one, many) = language.pick(("caractère", "caractères"), ("character", "characters"));
    plural(language, text.chars().count(), one, many)
}

/// Returns a value as it is stored: codes and numbers, people by number.
fn value(language: Language, value: &Value) -> String {
    let text = match value {
        Value::Null => return language.pick("rien", "nothing").to_owned(),
        Value::Text(text) => text.to_string(),
        value => serde_json::to_string(value).unwrap_or_default(),
    };
    format!("`{}`", short(&text, VALUE_WIDTH))
}

/// Returns where a record stands: the profile and the action, or the référentiel.
fn place(record: &Record, slugs: &Slugs) -> String {
    let name = |profile: &ProfileId| match slugs.get(profile) {
        Some(slug) => slug.clone(),
        None => format!("({})", profile.0),
    };
    match record {
        Record::Profile(profile) => name(profile),
        Record::Relation { member, supra } => format!("{} → {}", name(member), name(supra)),
        Record::Structure(referentiel) => referentiel.id().to_owned(),
        Record::Node(action) => action.to_string(),
        Record::Mode(profile, referentiel) | Record::Audit(profile, referentiel) => {
            format!("{} · {}", name(profile), referentiel.id())
        }
        Record::Statut(profile, action)
        | Record::Commentaire(profile, action)
        | Record::Pilotes(profile, action)
        | Record::Services(profile, action) => format!("{} · {action}", name(profile)),
    }
}
