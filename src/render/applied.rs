//! A saved changeset that is applied: the preview, the question, the result.

use crate::domain::changeset::Edit;
use crate::domain::language::Language::{self, English, French};
use crate::domain::refusal::Refusal;
use crate::ops::apply_changeset::AppliedReport;
use crate::render::copy_results;
use crate::render::edits;
use crate::render::look::Look;
use crate::render::words::{fields, grouped, partly, plural};
use crate::render::writing::Batched;
use crate::render::{titles, writing};

/// How many changesets are listed.
pub const LISTED: usize = 40;

/// One changeset of a saved file.
pub struct Line<'r> {
    /// The target, by slug; empty where it writes none that exists.
    pub target: &'r str,
    pub report: Option<&'r AppliedReport>,
    /// The edits that are shown below.
    pub edits: Vec<Edit>,
    pub refusal: Option<&'r Refusal>,
}

/// Returns one line a changeset: what it would do, or why it is refused.
pub fn preview<'r>(look: &Look, lines: impl Iterator<Item = Line<'r>>) -> String {
    let language = look.language;
    let line = |line: Line<'r>| match (line.report, line.refusal) {
        (_, Some(refusal)) => writing::refused(look, line.target, refusal),
        (Some(report), None) => {
            let count = fields(language, report.fields);
            let edits = edits::lines(language, &line.edits, &report.slugs);
            format!("  ~  {} · {count}\n{edits}", title(report))
        }
        (None, None) => String::new(),
    };
    let all: Vec<String> = lines.map(line).collect();
    let mut text: String = all.iter().take(LISTED).cloned().collect();
    if all.len() > LISTED {
        text.push_str(&format!("     … {}\n", all.len() - LISTED));
    }
    text
}

fn title(report: &AppliedReport) -> String {
    titles::title(&report.request, &report.slugs)
}

/// Asks for it, naming both ends of a copy.
pub fn question(language: Language, count: usize, reports: &[&AppliedReport]) -> String {
    let written = fields(language, count);
    let what = match reports {
        [only] => match &only.ends {
            Some((from, to)) => format!("{from} → {to}"),
            None => title(only),
        },
        several => match language {
            French => plural(French, several.len(), "profil", "profils"),
            English => plural(English, several.len(), "profile", "profiles"),
        },
    };
    match language {
        French => format!("Appliquer {written} : {what} ? [o/N/d]"),
        English => format!("Apply {written}: {what}? [y/N/d]"),
    }
}

/// Says what was written, and how to take it back.
pub fn result<'r>(
    look: &Look,
    done: &[(&AppliedReport, i64)],
    refusals: impl Iterator<Item = (&'r str, &'r Refusal)>,
    batch: Option<Batched>,
) -> String {
    let language = look.language;
    let refused: Vec<String> = refusals
        .map(|(target, refusal)| writing::refused(look, target, refusal))
        .collect();
    let text = match (done, batch) {
        ([], _) | (_, None) => writing::nothing(language).to_owned(),
        ([(report, operation)], Some(Batched { left: 0, .. })) if refused.is_empty() => {
            one(language, report, *operation)
        }
        (several, Some(batch)) => many(language, several, refused.len(), batch),
    };
    refused.concat() + &text
}

fn many(
    language: Language,
    done: &[(&AppliedReport, i64)],
    refused: usize,
    batch: Batched,
) -> String {
    let count = done.iter().map(|(report, _)| report.fields).sum();
    let written = fields(language, count);
    let Batched {
        number: batch,
        left,
    } = batch;
    let (targets, of) = (done.len(), done.len() + refused + left);
    let is_copy = done.iter().all(|(report, _)| report.ends.is_some());
    let partial = if refused > 0 { partly(language) } else { "" };
    let reply = match (language, is_copy) {
        (_, false) => String::new(),
        (French, true) => format!("Répondre  tetctl op reply --batch {batch}\n"),
        (English, true) => format!("Reply     tetctl op reply --batch {batch}\n"),
    };
    match language {
        French => format!(
            "Fait      {written} · {} sur {} · lot {batch}{partial}\n\
             Annuler   tetctl op undo --batch {batch}\n{reply}",
            plural(French, targets, "profil", "profils"),
            grouped(of)
        ),
        English => format!(
            "Done      {written} · {} of {} · batch {batch}{partial}\n\
             Undo      tetctl op undo --batch {batch}\n{reply}",
            grouped(targets),
            plural(English, of, "profile", "profiles")
        ),
    }
}

fn one(language: Language, report: &AppliedReport, operation: i64) -> String {
    match report.request.copied() {
        Some(copied) => copy_results::done_one(language, &copied.summary, None, operation),
        None => writing::done(language, &title(report), report.fields, operation),
    }
}
