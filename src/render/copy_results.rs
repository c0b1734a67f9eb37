//! The question and the result of a copy, and its lines for documents.

use serde_json::{Value as Json, json};

use crate::domain::fate::Fate;
use crate::domain::language::Language::{self, English, French};
use crate::domain::request::Summary;
use crate::ops::copy_report::{ReportLine, Told};
use crate::render::briefs::brief;
use crate::render::copies::{FEW, Shown, Target};
use crate::render::copy_tails::statuts_cleared;
use crate::render::folding;
use crate::render::look::Look;
use crate::render::words::{fields, grouped, partly, plural};
use crate::render::writing::Batched;

/// Asks for the copy, naming both ends and what is written; many targets have no details.
pub fn question(look: &Look, shown: &Shown<'_>) -> String {
    let language = look.language;
    let from = &shown.request.from.nom;
    let refused = shown.refused();
    let to = match (language, shown.targets.as_slice()) {
        (_, [only]) => only.nom.to_owned(),
        (French, targets) => plural(French, targets.len() - refused, "profil", "profils"),
        (English, targets) => plural(English, targets.len() - refused, "profile", "profiles"),
    };
    let refused = match (language, refused) {
        (_, 0) => String::new(),
        (French, count) => format!(" ({})", plural(French, count, "refusé", "refusés")),
        (English, count) => format!(" ({count} refused)"),
    };
    let details = if shown.targets.len() > FEW { "" } else { "/d" };
    let what = deed(language, &shown.total());
    let parts = match language {
        French => [
            format!("{what} : {from}"),
            format!("→ {to}{refused} ? [o/N{details}]"),
        ],
        English => [
            format!("{what}: {from}"),
            format!("→ {to}{refused}? [y/N{details}]"),
        ],
    };
    // Room for the answer is left.
    let width = look.width.saturating_sub(3);
    folding::joined(width, "", " ", &parts)
        .trim_end()
        .to_owned()
}

/// Says what is to be done: zero written is no copy.
pub fn deed(language: Language, total: &Summary) -> String {
    let written = fields(language, total.written);
    let statuts = plural(language, total.cleared, "statut", "statuts");
    match (language, total.written, total.cleared) {
        (French, _, 0) => format!("Copier {written}"),
        (English, _, 0) => format!("Copy {written}"),
        (French, 0, _) => format!("Effacer {statuts}"),
        (English, 0, _) => format!("Clear {statuts}"),
        (French, ..) => format!("Copier {written} et effacer {statuts}"),
        (English, ..) => format!("Copy {written} and clear {statuts}"),
    }
}

/// Says what was copied, and how to take it back and to answer.
pub fn result(look: &Look, shown: &Shown<'_>, batch: Option<Batched>) -> String {
    let language = look.language;
    let total = shown.total();
    let Some(batch) = batch else {
        return nothing(language, &total);
    };
    match shown.targets.as_slice() {
        [only] if batch.left == 0 => {
            let actions = only.report.map_or(0, |report| report.actions);
            done_one(
                language,
                &total,
                Some(actions),
                only.operation.unwrap_or(batch.number),
            )
        }
        _ => done_several(look, shown, &total, batch),
    }
}

/// Says that nothing was written, and why; zero is never « done ».
pub fn nothing(language: Language, total: &Summary) -> String {
    let Summary { kept, equal, .. } = *total;
    match language {
        French => format!(
            "Rien à changer : {} · {}\n",
            plural(French, kept, "champ gardé", "champs gardés"),
            plural(French, equal, "égal", "égaux")
        ),
        English => format!("Nothing to change: {kept} kept · {equal} equal\n"),
    }
}

/// Says that one target was written.
pub fn done_one(
    language: Language,
    total: &Summary,
    actions: Option<usize>,
    operation: i64,
) -> String {
    let done = done(language, total, actions);
    let kept_equal = kept_equal(language, total.kept, total.equal);
    match language {
        French => format!(
            "{done} · {kept_equal} · opération {operation}\n\
             Annuler   tetctl op undo {operation}\n\
             Répondre  tetctl op reply {operation}\n"
        ),
        English => format!(
            "{done} · {kept_equal} · operation {operation}\n\
             Undo      tetctl op undo {operation}\n\
             Reply     tetctl op reply {operation}\n"
        ),
    }
}

/// Says what was copied and cleared; zero written was no copy.
pub fn done(language: Language, total: &Summary, actions: Option<usize>) -> String {
    let cleared = (total.cleared > 0).then(|| statuts_cleared(language, total.cleared));
    if let (0, Some(cleared)) = (total.written, &cleared) {
        let label = language.pick("Fait      ", "Done      ");
        return format!("{label}{cleared}");
    }
    let written = fields(language, total.written);
    let cleared = cleared.map_or_else(String::new, |cleared| format!(" · {cleared}"));
    let (label, on) = language.pick(("Copié     ", "sur"), ("Copied    ", "on"));
    let actions = actions.map_or_else(String::new, |count| {
        format!(" {on} {}", plural(language, count, "action", "actions"))
    });
    format!("{label}{written}{actions}{cleared}")
}

fn kept_equal(language: Language, kept: usize, equal: usize) -> String {
    match language {
        French => format!(
            "{} · {}",
            plural(French, kept, "gardé", "gardés"),
            plural(French, equal, "égal", "égaux")
        ),
        English => format!("{kept} kept · {equal} equal"),
    }
}

fn done_several(look: &Look, shown: &Shown<'_>, total: &Summary, batch: Batched) -> String {
    let language = look.language;
    let count = shown
        .targets
        .iter()
        .filter(|target| target.operation.is_some())
        .count();
    let of = shown.targets.len() + batch.left;
    let batch = batch.number;
    let partial = shown.refused() > 0;
    let mut operations = shown.targets.iter().rev();
    let one = operations.find_map(|target| target.operation);
    let one = one.unwrap_or(batch);
    let done = done(language, total, None);
    let count = match language {
        French => format!(
            "{} sur {}",
            plural(French, count, "profil", "profils"),
            grouped(of)
        ),
        English => format!(
            "{} of {}",
            grouped(count),
            plural(English, of, "profile", "profiles")
        ),
    };
    let next = after_batch(language, batch, one, partial);
    refused_targets(look, &shown.targets) + &format!("{done} · {count} · {next}")
}

/// Names a batch of copies, tells whether a part was refused, and what can be done next.
pub fn after_batch(language: Language, batch: i64, one: i64, partial: bool) -> String {
    let partial = if partial { partly(language) } else { "" };
    match language {
        French => format!(
            "lot {batch}{partial}\n\
             Annuler   tetctl op undo --batch {batch}     une seule cible : tetctl op undo {one}\n\
             Répondre  tetctl op reply --batch {batch}\n\
             Reporter  tetctl op show --batch {batch} --format csv -o a-reporter.csv\n"
        ),
        English => format!(
            "batch {batch}{partial}\n\
             Undo      tetctl op undo --batch {batch}     one target only: tetctl op undo {one}\n\
             Reply     tetctl op reply --batch {batch}\n\
             Report    tetctl op show --batch {batch} --format csv -o hand-over.csv\n"
        ),
    }
}

/// One line a refused target, and why.
pub fn refused_targets<'a>(
    look: &Look,
    targets: impl IntoIterator<Item = &'a Target<'a>>,
) -> String {
    let refused = targets.into_iter().filter_map(|target| {
        let reason = brief(look.language, target.refusal?);
        Some(folding::joined(
            look.width,
            "  x  ",
            "  ",
            &[target.nom.to_owned(), reason],
        ))
    });
    refused.collect()
}

/// Returns the document of one line.
pub fn line_document(target: &str, line: &ReportLine) -> Json {
    let written = line.fate.is_written() || line.fate == Fate::Cleared;
    let before = told(&line.target);
    let after = if written {
        told(line.made.as_ref().unwrap_or(&line.source))
    } else {
        before.clone()
    };
    json!({
        "target": target,
        "action": line.action,
        "field": line.data.field().code(),
        "before": before,
        "after": after,
        "decision": line.fate.code(),
        "reason": line.fate.reason(),
    })
}

fn told(told: &Told) -> Json {
    match told {
        Told::Statut(statut) => statut.code().into(),
        Told::Commentaire(text) => text.as_str().into(),
        Told::Names(names) => json!(names),
        Told::Nothing | Told::ByTaches(_) | Told::BySousAction(_) => Json::Null,
    }
}
