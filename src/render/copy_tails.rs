//! What stands at the end of a copy's preview: the counts, what is never copied, what to do next.

use crate::domain::language::Language::{self, English, French};
use crate::domain::policy::Policy;
use crate::domain::request::Summary;
use crate::ops::copy_report::CopyReport;
use crate::render::copies::Shown;
use crate::render::copy_notes::notes;
use crate::render::folding;
use crate::render::look::Look;
use crate::render::words::{grouped, plural};

/// Returns the counts, what is never copied, and what to do next.
pub fn tail(look: &Look, shown: &Shown<'_>) -> String {
    let language = look.language;
    let total = shown.total();
    let reports: Vec<&CopyReport> = shown.reports().collect();
    let mut text = counts(look, &total, &reports);
    let replaceable = shown.reports().map(|report| report.replaceable).sum();
    if replaceable > 0 && shown.request.policy == Policy::Fill {
        text.push_str(&replace_kept(language, replaceable));
    }
    let open: usize = reports.iter().map(|report| report.open).sum();
    if open > 0 {
        text.push_str(&to_decide(language, open));
    } else if shown.can_save && !shown.is_decided() {
        text.push_str(save_first(language, &total));
    }
    text
}

/// Returns the counts, what is added and to read again, and what is never copied.
pub fn counts(look: &Look, total: &Summary, reports: &[&CopyReport]) -> String {
    let totals = folding::facts(look.width, "", &totals(look.language, total));
    totals + &notes(look, reports) + &not_copied(look)
}

/// Tells how to do exactly what was shown, where there is something to do.
pub fn save_first(language: Language, total: &Summary) -> &'static str {
    match language {
        _ if total.written + total.cleared == 0 => "",
        French => "Faire exactement cela : --save copie.json, puis  tetctl apply copie.json\n",
        English => "Do exactly this: --save copy.json, then  tetctl apply copy.json\n",
    }
}

fn not_copied(look: &Look) -> String {
    let (label, things) = match look.language {
        French => (
            "Non copié  ",
            "documents, discussions, réponses de personnalisation, historique, scores",
        ),
        English => (
            "Not copied  ",
            "documents, discussions, personalisation answers, history, scores",
        ),
    };
    folding::sentence(look.width, label, things)
}

/// Says how many conflicts nobody has decided: until then the target's values are kept.
fn to_decide(language: Language, open: usize) -> String {
    let count = match language {
        French => plural(French, open, "conflit reste", "conflits restent"),
        English => plural(English, open, "conflict is", "conflicts are"),
    };
    match (language, open) {
        (French, 1) => format!("{count} à décider ; gardé tant qu'il ne l'est pas\n"),
        (French, _) => format!("{count} à décider ; gardés tant qu'ils ne le sont pas\n"),
        (English, _) => format!("{count} still to be decided; kept until then\n"),
    }
}

fn replace_kept(language: Language, kept: usize) -> String {
    match (language, kept) {
        (French, 1) => {
            "Remplacer le champ gardé : --on-conflict overwrite (ou newest, ask)\n".to_owned()
        }
        (French, kept) => format!(
            "Remplacer les {} gardés : --on-conflict overwrite (ou newest, ask)\n",
            grouped(kept)
        ),
        (English, kept) => format!(
            "Replace the {} kept: --on-conflict overwrite (or newest, ask)\n",
            grouped(kept)
        ),
    }
}

fn totals(language: Language, total: &Summary) -> Vec<String> {
    let Summary {
        selected,
        written,
        equal,
        kept,
        refused,
        cleared,
    } = *total;
    let mut parts = match language {
        French => vec![
            format!("{} à écrire", grouped(written)),
            plural(French, kept, "gardé", "gardés"),
            plural(French, equal, "égal", "égaux"),
            format!(
                "{} = {}",
                plural(French, refused, "refusé", "refusés"),
                plural(French, selected, "choisi", "choisis")
            ),
        ],
        English => vec![
            format!("{} to write", grouped(written)),
            format!("{} kept", grouped(kept)),
            format!("{} equal", grouped(equal)),
            format!(
                "{} refused = {} selected",
                grouped(refused),
                grouped(selected)
            ),
        ],
    };
    if cleared > 0 {
        parts.push(match language {
            French => format!("et {}", statuts_cleared(French, cleared)),
            English => format!("and {}", statuts_cleared(English, cleared)),
        });
    }
    parts
}

/// Says how many statuts go: `1 statut effacé`, `2 statuts cleared`.
pub fn statuts_cleared(language: Language, count: usize) -> String {
    match language {
        French => plural(French, count, "statut effacé", "statuts effacés"),
        English => plural(English, count, "statut cleared", "statuts cleared"),
    }
}
