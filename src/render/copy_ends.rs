//! What stands at the head of a copy's preview: both ends, what is selected, what to look out for.

use crate::domain::action::ActionId;
use crate::domain::language::Language::{self, English, French};
use crate::domain::policy::{Data, Policy};
use crate::ops::copy_report::{CopyReport, End, Revealed};
use crate::render::copies::{Members, Shown};
use crate::render::folding;
use crate::render::look::Look;
use crate::render::refusals::person;
use crate::render::selections;
use crate::render::values::padded;
use crate::render::words::{fields, plural};

/// How many branches and tâches at most are named.
const NAMED: usize = 5;

/// Returns both ends, and what is selected.
pub fn ends(look: &Look, shown: &Shown<'_>) -> String {
    let language = look.language;
    let source = shown.reports().next().map(|report| &report.source);
    let width = longest_name(shown);
    let (from, to) = match language {
        French => ("De        ", "Vers      "),
        English => ("From      ", "To        "),
    };
    let mut text = String::new();
    if let Some(source) = source {
        text.push_str(&end(look, from, source, width));
    }
    text.push_str(&read_from(language, shown.read_from));
    match shown.targets.as_slice() {
        [only] => {
            if let Some(report) = only.report {
                text.push_str(&end(look, to, &report.target, width));
            }
            text.push_str(&read_from(language, only.read_from));
        }
        targets => {
            let several = several(language, shown, targets.len());
            text.push_str(&folding::sentence(look.width, to, &several));
            for target in targets {
                text.push_str(&read_from(language, target.read_from));
            }
        }
    }
    text + &scope(look, shown)
}

fn longest_name(shown: &Shown<'_>) -> usize {
    let ends = shown
        .reports()
        .take(1)
        .flat_map(|report| [&report.source, &report.target]);
    ends.map(|end| end.nom.chars().count()).max().unwrap_or(0)
}

/// Returns one end: its name, what tells it, what it holds, who last wrote there.
pub fn end(look: &Look, label: &str, end: &End, width: usize) -> String {
    let facts = [
        Some(end.nature),
        end.department.as_deref(),
        end.siren.as_deref(),
    ];
    let mut parts: Vec<String> = facts.into_iter().flatten().map(str::to_owned).collect();
    parts.push(match look.language {
        French => plural(French, end.filled, "champ rempli", "champs remplis"),
        English => plural(English, end.filled, "field filled in", "fields filled in"),
    });
    if let Some(last) = &end.last {
        let (when, who) = (
            look.phrase(last.at),
            person(look.language, last.actor.as_deref()),
        );
        parts.push(match (look.language, &end.read_from) {
            (French, None) => format!("modifié {when} par {who}"),
            (English, None) => format!("edited {when} by {who}"),
            (French, Some(file)) => format!("lu de {file} {when} par {who}"),
            (English, Some(file)) => format!("read from {file} {when} by {who}"),
        });
    }
    let name = format!("{}   ", padded(&end.nom, width));
    if let Some(first) = parts.first_mut() {
        first.insert_str(0, &name);
    }
    folding::facts(look.width, label, &parts)
}

/// Says which loose name an end was read from.
pub fn read_from(language: Language, typed: Option<&str>) -> String {
    match (language, typed) {
        (_, None) => String::new(),
        (French, Some(typed)) => format!("          lu de « {typed} »\n"),
        (English, Some(typed)) => format!("          read from \"{typed}\"\n"),
    }
}

fn several(language: Language, shown: &Shown<'_>, count: usize) -> String {
    match (language, shown.of_members) {
        (French, Some(Members { nom, all: true })) => format!("les {count} membres de {nom}"),
        (French, Some(Members { nom, .. })) => format!("{count} membres de {nom}"),
        (English, Some(Members { nom, all: true })) => format!("the {count} members of {nom}"),
        (English, Some(Members { nom, .. })) => format!("{count} members of {nom}"),
        (French, None) => format!("{count} profils"),
        (English, None) => format!("{count} profiles"),
    }
}

fn scope(look: &Look, shown: &Shown<'_>) -> String {
    let language = look.language;
    let request = shown.request;
    let count = shown.selected_each();
    let each = match (language, shown.targets.len()) {
        (_, 1) => "",
        (French, _) => " par cible",
        (English, _) => " for each target",
    };
    let policy = policy(language, request.policy);
    let mut parts = vec![selections::scope(
        language,
        request.referentiel,
        &request.selection,
    )];
    parts.extend(kinds(language, &request.data));
    parts.extend(match language {
        French => [
            plural(French, count, "champ choisi", "champs choisis") + each,
            format!("règle : {policy}"),
        ],
        English => [
            format!("{} selected{each}", fields(English, count)),
            format!("policy: {policy}"),
        ],
    });
    folding::facts(look.width, "Actions   ", &parts)
}

/// Says which kinds of data are meant, where that is not all of them.
pub fn part(language: Language, data: &[Data]) -> Option<String> {
    let codes: Vec<&str> = data.iter().map(|data| data.code()).collect();
    (data.len() < Data::ALL.len()).then(|| only(language, &codes.join(", ")))
}

/// Says which kinds of data are copied, where they are not the usual ones.
fn kinds(language: Language, data: &[Data]) -> Option<String> {
    let kinds = selections::kinds(data)?;
    Some(match data.len() {
        count if count == Data::ALL.len() => kinds,
        _ => only(language, &kinds),
    })
}

fn only(language: Language, kinds: &str) -> String {
    match language {
        French => format!("{kinds} seulement"),
        English => format!("{kinds} only"),
    }
}

/// Names a policy, with the word that is typed.
pub fn policy(language: Language, policy: Policy) -> &'static str {
    match (language, policy) {
        (French, Policy::Fill) => "compléter (fill)",
        (English, Policy::Fill) => "fill in (fill)",
        (French, Policy::Overwrite) => "remplacer (overwrite)",
        (English, Policy::Overwrite) => "replace (overwrite)",
        (French, Policy::Newest) => "garder le plus récent (newest)",
        (English, Policy::Newest) => "keep the newest (newest)",
        (French, Policy::Append) => "ajouter à la suite (append)",
        (English, Policy::Append) => "put behind (append)",
        (French, Policy::Ask) => "demander (ask)",
        (English, Policy::Ask) => "ask",
        (French, Policy::Abort) => "arrêter à la première différence (abort)",
        (English, Policy::Abort) => "stop at a difference (abort)",
    }
}

/// Returns what to look out for: swapped ends, then tâches that reappear, then branches that the
/// selection cuts.
pub fn warnings(look: &Look, shown: &Shown<'_>) -> String {
    let language = look.language;
    let mut lines = Vec::new();
    for target in &shown.targets {
        let who = if shown.targets.len() == 1 {
            ""
        } else {
            target.nom
        };
        if let Some(report) = target.report {
            lines.extend(of_target(language, who, report));
        }
    }
    let cut = shown.reports().next().map_or(&[][..], |report| &report.cut);
    lines.extend(cut_branches(language, cut));
    let lines = lines.iter();
    lines
        .map(|line| folding::sentence(look.width, "  !  ", line))
        .collect()
}

/// Returns what to look out for on a target, which `who` names.
pub fn of_target(language: Language, who: &str, report: &CopyReport) -> Vec<String> {
    let mut lines: Vec<String> = report
        .swapped
        .map(|held| swapped(language, who, held, report.summary.selected))
        .into_iter()
        .collect();
    let named = report.revealed.iter().take(NAMED);
    lines.extend(named.map(|tache| revealed(language, who, tache)));
    let hidden = report.revealed.len().saturating_sub(NAMED);
    if hidden > 0 {
        lines.push(match language {
            French => format!(
                "… et {} : --json",
                plural(French, hidden, "autre", "autres")
            ),
            English => format!("… and {hidden} more: --json"),
        });
    }
    lines
}

fn swapped(language: Language, who: &str, held: usize, selected: usize) -> String {
    match language {
        French if who.is_empty() => format!(
            "la cible contient plus que la source ({held} contre {selected}) : les deux sont-elles inversées ?"
        ),
        English if who.is_empty() => format!(
            "the target holds more than the source ({held} against {selected}): are the two swapped?"
        ),
        French => format!("{who} contient plus que la source ({held} contre {selected})"),
        English => format!("{who} holds more than the source ({held} against {selected})"),
    }
}

fn revealed(language: Language, who: &str, tache: &Revealed) -> String {
    let Revealed { action, statut } = tache;
    let label = statut.label();
    let who = if who.is_empty() {
        String::new()
    } else {
        format!("{who} · ")
    };
    match language {
        French => format!("{who}{action} était masquée et reparaît : {label}"),
        English => format!("{who}{action} was hidden and reappears: {label}"),
    }
}

/// Names the branches that a selection cuts.
pub fn cut_branches(language: Language, cut: &[ActionId]) -> Option<String> {
    if cut.is_empty() {
        return None;
    }
    let ids: Vec<&str> = cut.iter().take(NAMED).map(ActionId::as_str).collect();
    let more = if cut.len() > ids.len() { ", …" } else { "" };
    let ids = ids.join(", ");
    Some(match language {
        French => format!("la sélection ne prend qu'une partie de {ids}{more}"),
        English => format!("the selection takes only a part of {ids}{more}"),
    })
}
