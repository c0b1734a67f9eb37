//! What is shown around an undo or a redo: what it takes back, the question, the result.

use serde_json::Value as Json;

use crate::domain::language::Language::{self, English, French};
use crate::domain::refusal::Refusal;
use crate::ops::take_back::{KEPT, Taken};
use crate::render::edits;
use crate::render::look::Look;
use crate::render::refusal_rows;
use crate::render::refusals::{person, sentence};
use crate::render::staying;
use crate::render::words::{fields, grouped, partly, plural};
use crate::render::writing::Batched;

/// One operation of several, and what became of its taking back.
pub struct Unit<'a> {
    pub target: &'a str,
    pub number: i64,
    pub taken: Option<&'a Taken>,
    pub fields: usize,
    /// The operation that took it back, once it is written.
    pub operation: Option<i64>,
    pub refusal: Option<&'a Refusal>,
}

/// Shows what would be taken back.
pub fn preview(look: &Look, units: &[Unit<'_>], full: bool) -> String {
    if let [only] = units {
        return only.taken.map_or_else(String::new, |taken| {
            let head = head(look, taken, only.fields);
            let stays = staying::lines(look, only.fields, &taken.stays, &taken.slugs);
            let told = stays.lines().count();
            let height = look.height.map(|height| height.saturating_sub(told));
            head + &stays + &lines(look, taken, only.fields, full, height)
        });
    }
    let taken = units.iter().filter_map(|unit| Some((unit, unit.taken?)));
    let shown = if full {
        units.len()
    } else {
        room_for(taken.clone().count(), KEPT)
    };
    let heads = taken.clone().take(shown).map(|(unit, taken)| {
        let lines = if full {
            lines(look, taken, unit.fields, true, None)
        } else {
            String::new()
        };
        let stays = staying::lines(look, unit.fields, &taken.stays, &taken.slugs);
        head(look, taken, unit.fields) + &stays + &lines
    });
    let heads = heads.collect::<Vec<_>>().concat();
    heads + &hidden(look.language, taken.count().saturating_sub(shown)) + &refusals(look, units)
}

/// Returns how many of `count` lines to show: one alone is never hidden, for its line says as much.
fn room_for(count: usize, room: usize) -> usize {
    if count == room + 1 { count } else { room }
}

/// Says how many operations are not shown.
fn hidden(language: Language, count: usize) -> String {
    match (language, count) {
        (_, 0) => String::new(),
        (French, count) => format!("     … {} : d\n", plural(French, count, "autre", "autres")),
        (English, count) => format!("     … {} more: d\n", grouped(count)),
    }
}

/// Returns the line that names what is taken back: `812 · referentiel copy · support-1 · 10:12 · …`.
fn head(look: &Look, taken: &Taken, count: usize) -> String {
    let language = look.language;
    let label = match (language, taken.redo) {
        (French, false) => "Annule   ",
        (French, true) => "Refait   ",
        (English, false) => "Undoes   ",
        (English, true) => "Redoes   ",
    };
    format!(
        "{label} {} · {} · {} · {} · {}\n",
        numbered(language, taken),
        taken.command,
        person(language, taken.actor.as_deref()),
        look.moment(taken.at),
        extent(language, taken, count)
    )
}

/// Returns the number of the operation: `31`, or `31 en partie`.
fn numbered(language: Language, taken: &Taken) -> String {
    match (language, taken.partial) {
        (_, false) => taken.number.to_string(),
        (French, true) => format!("{} en partie", taken.number),
        (English, true) => format!("{} in part", taken.number),
    }
}

/// Returns the number of fields and where they stand.
fn extent(language: Language, taken: &Taken, count: usize) -> String {
    let on = match language {
        French => "sur",
        English => "on",
    };
    match taken.places.as_slice() {
        [] => fields(language, count),
        [only] => format!("{} {on} {only}", fields(language, count)),
        several => format!(
            "{} {on} {}",
            fields(language, count),
            profiles(language, several.len())
        ),
    }
}

fn profiles(language: Language, count: usize) -> String {
    match language {
        French => plural(French, count, "profil", "profils"),
        English => plural(English, count, "profile", "profiles"),
    }
}

/// Returns as many lines as let the whole preview fit the terminal: at least 3, at most 40.
fn lines(look: &Look, taken: &Taken, count: usize, full: bool, height: Option<usize>) -> String {
    let room = height.map_or(KEPT, |height| height.saturating_sub(5).clamp(3, KEPT));
    let all = edits::lines(look.language, &taken.edits, &taken.slugs);
    let shown = if full {
        usize::MAX
    } else {
        room_for(count, room)
    };
    let text: String = all.split_inclusive('\n').take(shown).collect();
    let hidden = count.saturating_sub(text.lines().count());
    if hidden == 0 {
        return text;
    }
    let number = taken.number;
    text + &match look.language {
        French => format!(
            "     … {} : d, ou  tetctl op show {number}\n",
            plural(French, hidden, "autre", "autres")
        ),
        English => format!(
            "     … {} more: d, or  tetctl op show {number}\n",
            grouped(hidden)
        ),
    }
}

/// Returns the operations that were refused, each with its reason and rows.
fn refusals(look: &Look, units: &[Unit<'_>]) -> String {
    let refused = units.iter().filter_map(|unit| Some((unit, unit.refusal?)));
    let lines = refused.map(|(unit, refusal)| {
        let reason = sentence(look.language, refusal);
        let rows = refusal_rows::lines(look, refusal);
        format!("  x  {} · {} · {reason}\n{rows}", unit.number, unit.target)
    });
    lines.collect::<Vec<_>>().concat()
}

/// Asks whether to take it back; names the operation and the number of fields.
pub fn question(language: Language, units: &[Unit<'_>]) -> String {
    let pending: Vec<&Unit<'_>> = units
        .iter()
        .filter(|unit| unit.fields > 0 && unit.operation.is_none())
        .collect();
    let redo = pending
        .iter()
        .any(|unit| unit.taken.is_some_and(|taken| taken.redo));
    let count: usize = pending.iter().map(|unit| unit.fields).sum();
    let what = match pending.as_slice() {
        [
            Unit {
                taken: Some(taken), ..
            },
        ] => format!(
            "{} ({})",
            numbered(language, taken),
            extent(language, taken, count)
        ),
        several => format!(
            "{} ({})",
            operations(language, several.len()),
            fields(language, count)
        ),
    };
    match (language, redo) {
        (French, false) => format!("Annuler {what} ? [o/N/d]"),
        (French, true) => format!("Refaire {what} ? [o/N/d]"),
        (English, false) => format!("Undo {what}? [y/N/d]"),
        (English, true) => format!("Redo {what}? [y/N/d]"),
    }
}

fn operations(language: Language, count: usize) -> String {
    match language {
        French => plural(French, count, "opération", "opérations"),
        English => plural(English, count, "operation", "operations"),
    }
}

/// Says what was taken back, and what comes next.
pub fn result(look: &Look, units: &[Unit<'_>], batch: Option<Batched>) -> String {
    let language = look.language;
    let done: Vec<&Unit<'_>> = units
        .iter()
        .filter(|unit| unit.operation.is_some())
        .collect();
    let redo = done
        .iter()
        .any(|unit| unit.taken.is_some_and(|taken| taken.redo));
    let count = fields(language, done.iter().map(|unit| unit.fields).sum());
    let left = batch.map_or(0, |batch| batch.left);
    let number = batch.map(|batch| batch.number);
    let (what, which) = match (done.as_slice(), units.len() + left, number) {
        ([], ..) => return refusals(look, units),
        ([one], 1, _) => single(language, one, &count),
        (done, of, batch) => several(language, (done, of), &count, batch.unwrap_or_default()),
    };
    let label = match (language, redo) {
        (French, false) => "Annulé   ",
        (French, true) => "Refait   ",
        (English, false) => "Undone   ",
        (English, true) => "Redone   ",
    };
    format!(
        "{label} {what}\n{}{}{}",
        stays(look, &done),
        refusals(look, units),
        next(language, redo, &which)
    )
}

/// Returns what stays of the operations that were taken back in part.
fn stays(look: &Look, done: &[&Unit<'_>]) -> String {
    let taken = done.iter().filter_map(|unit| unit.taken);
    let taken: Vec<&Taken> = taken.filter(|taken| !taken.stays.is_empty()).collect();
    let lines = taken.iter().take(KEPT).map(|taken| {
        let number = match done {
            [_] => String::new(),
            _ => format!("{} · ", taken.number),
        };
        let left = staying::left(look, &taken.stays, &taken.slugs);
        format!("          {number}{left}")
    });
    let lines: String = lines.collect();
    let hidden = taken.len().saturating_sub(KEPT);
    match (look.language, hidden) {
        (_, 0) => lines,
        (French, _) => format!("{lines}          … {hidden} : --json\n"),
        (English, _) => format!("{lines}          … {hidden} more: --json\n"),
    }
}

/// Returns what was taken back in one operation, and the number of what took it back.
fn single(language: Language, unit: &Unit<'_>, count: &str) -> (String, String) {
    let number = unit.operation.unwrap_or_default();
    let word = match language {
        French => "opération",
        English => "operation",
    };
    let taken = unit.taken.map(|taken| numbered(language, taken));
    let taken = taken.unwrap_or_else(|| unit.number.to_string());
    let stays = unit.taken.is_some_and(|taken| !taken.stays.is_empty());
    let partial = if stays { partly(language) } else { "" };
    (
        format!("{taken} · {count} · {word} {number}{partial}"),
        number.to_string(),
    )
}

fn several(
    language: Language,
    (done, of): (&[&Unit<'_>], usize),
    count: &str,
    batch: i64,
) -> (String, String) {
    let mut taken = done.iter().filter_map(|unit| unit.taken);
    let stays = taken.any(|taken| !taken.stays.is_empty());
    let is_partial = done.len() < of || stays;
    let partial = if is_partial { partly(language) } else { "" };
    let (done, of) = (operations(language, done.len()), grouped(of));
    let text = match language {
        French => format!("{done} sur {of} · {count} · lot {batch}{partial}"),
        English => format!("{done} of {of} · {count} · batch {batch}{partial}"),
    };
    (text, format!("--batch {batch}"))
}

fn next(language: Language, redo: bool, which: &str) -> String {
    match (language, redo) {
        (French, false) => format!("Refaire   tetctl op redo\nRépondre  tetctl op reply {which}\n"),
        (French, true) => {
            format!("Annuler   tetctl op undo {which}\nRépondre  tetctl op reply {which}\n")
        }
        (English, false) => {
            format!("Redo      tetctl op redo\nReply     tetctl op reply {which}\n")
        }
        (English, true) => {
            format!("Undo      tetctl op undo {which}\nReply     tetctl op reply {which}\n")
        }
    }
}

/// Returns the changes of one operation, for documents.
pub fn changes(taken: &Taken) -> Vec<Json> {
    edits::documents(&taken.edits, &taken.slugs)
}
