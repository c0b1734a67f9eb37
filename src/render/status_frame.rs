//! What stands above and below a tree of statuts: whose it is, and the legend.

use crate::domain::action::ActionId;
use crate::domain::language::Language::{English, French};
use crate::domain::situation::{Audit, Mode};
use crate::ops::read_status::Status;
use crate::render::folding;
use crate::render::look::Look;
use crate::render::words::{grouped, plural};

/// What stands in a tree that is shown, and what does not.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The marks of the statuts that are shown.
    pub marks: Vec<char>,
    /// Whether sous-actions are counted.
    pub ratios: bool,
    /// How many rows are left out for being empty.
    pub left_out: usize,
    /// How many fields stand below the deepest level that is shown.
    pub deeper: usize,
    /// The depth at which they would be shown.
    pub depth: usize,
}

/// Returns whose data it is, how much, how old, and what keeps it from being written.
pub fn heading(look: &Look, status: &Status) -> String {
    let referentiel = status.structure.referentiel();
    let counts = status.counts(&ActionId::root(referentiel));
    let edit = status.last.as_ref().map(|last| look.phrase(last.at));
    let facts = [
        Some(status.profile.nom.clone()),
        Some(format!("{referentiel} {}", referentiel.label())),
        Some(match look.language {
            French => plural(French, counts.fields, "champ rempli", "champs remplis"),
            English => plural(
                English,
                counts.fields,
                "field filled in",
                "fields filled in",
            ),
        }),
        edit.map(|edit| match look.language {
            French => format!("modifié {edit}"),
            English => format!("edited {edit}"),
        }),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    folding::facts(look.width, "", &facts) + &situation(look, status)
}

/// Says what keeps the data from being written, where something does.
fn situation(look: &Look, status: &Status) -> String {
    let (mode, audit) = (status.situation.mode, status.situation.audit);
    let mode = match (look.language, mode) {
        (_, Mode::Write) => None,
        (French, Mode::Readonly) => Some("lecture seule"),
        (English, Mode::Readonly) => Some("read-only"),
        (French, Mode::Archived) => Some("archivé"),
        (English, Mode::Archived) => Some("archived"),
    };
    let audit = match (look.language, audit) {
        (_, Audit::None) => None,
        (French, Audit::Running) => Some("audit en cours"),
        (English, Audit::Running) => Some("audit running"),
        (French, Audit::Validated) => Some("audit validé"),
        (English, Audit::Validated) => Some("audit validated"),
    };
    let said: Vec<&str> = mode.into_iter().chain(audit).collect();
    match said.as_slice() {
        [] => String::new(),
        said => format!("  !  {}\n", said.join(" · ")),
    }
}

/// Returns what the signs on the screen mean, and what is not shown.
pub fn legend(look: &Look, seen: &Seen) -> String {
    let mut text = String::new();
    let marks = look.language.pick(
        "✓ fait  ▸ programmé  ✗ pas fait  ◐ détaillé fait/programmé/pas fait  ∅ non concerné  · vide",
        "✓ fait  ▸ programmé  ✗ pas fait  ◐ détaillé fait/programmé/pas fait  ∅ non concerné  · blank",
    );
    let is_seen = |mark: &&str| {
        mark.chars()
            .next()
            .is_some_and(|sign| seen.marks.contains(&sign))
    };
    let marks: Vec<String> = marks
        .split("  ")
        .filter(is_seen)
        .map(str::to_owned)
        .collect();
    if !marks.is_empty() {
        text.push_str(&folding::joined(look.width, "", "  ", &marks));
    }
    if seen.ratios {
        let ratio = look.language.pick(
            "2/5 : sous-actions renseignées, par elles-mêmes ou par leurs tâches",
            "2/5: sous-actions that speak, by themselves or by their tâches",
        );
        text.push_str(&folding::sentence(look.width, "", ratio));
    }
    for line in [deeper(look, seen), left_out(look, seen.left_out)] {
        text.push_str(&line);
    }
    text
}

/// Says how many fields stand below what is shown.
fn deeper(look: &Look, seen: &Seen) -> String {
    let Seen { deeper, depth, .. } = *seen;
    match (deeper, look.language) {
        (0, _) => String::new(),
        (count, French) => format!(
            "{} plus bas : --depth {depth}, ou un ID\n",
            plural(French, count, "champ", "champs")
        ),
        (count, English) => format!(
            "{} further down: --depth {depth}, or an ID\n",
            plural(English, count, "field", "fields")
        ),
    }
}

fn left_out(look: &Look, count: usize) -> String {
    match (count, look.language) {
        (0, _) => String::new(),
        (1, French) => "1 ligne sans donnée non montrée : --depth N montre tout\n".to_owned(),
        (count, French) => format!(
            "{} lignes sans donnée non montrées : --depth N montre tout\n",
            grouped(count)
        ),
        (count, English) => format!(
            "{} without data not shown: --depth N shows all\n",
            plural(English, count, "row", "rows")
        ),
    }
}
