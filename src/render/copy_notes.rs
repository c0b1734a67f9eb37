//! What is added to the targets of a copy, and what somebody should read again on them.

use std::collections::BTreeSet;

use crate::domain::language::Language::{self, English, French};
use crate::domain::rereading::Mention;
use crate::ops::copy_report::{CopyReport, Reread};
use crate::ops::matching::Added;
use crate::render::folding;
use crate::render::look::Look;
use crate::render::words::plural;

/// How many names or ids are told.
const TOLD: usize = 6;

/// Returns the people and services that are added, and the commentaires to read again.
pub fn notes(look: &Look, reports: &[&CopyReport]) -> String {
    let all: Vec<&Added> = reports.iter().map(|report| &report.added).collect();
    added(look, &all) + &reread(look, reports)
}

/// Returns the people and services that are added, each once.
pub fn added(look: &Look, all: &[&Added]) -> String {
    let language = look.language;
    let people = all.iter().flat_map(|added| &added.people);
    let people = people.map(|person| person.nom.as_str()).collect();
    let services = all.iter().flat_map(|added| &added.services);
    let services = services.map(String::as_str).collect();
    let parts: Vec<String> = [
        counted(
            language,
            &people,
            ("personne", "personnes"),
            ("person", "people"),
        ),
        counted(
            language,
            &services,
            ("service", "services"),
            ("service", "services"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return String::new();
    }
    folding::facts(
        look.width,
        language.pick("À créer   ", "To create "),
        &parts,
    )
}

/// Returns how many names there are, and some of them.
fn counted(
    language: Language,
    names: &BTreeSet<&str>,
    french: (&str, &str),
    english: (&str, &str),
) -> Option<String> {
    let (one, many) = language.pick(french, english);
    let count = plural(language, names.len(), one, many);
    let colon = language.pick(" : ", ": ");
    let told = some_of(names.iter().copied(), names.len());
    (!names.is_empty()).then(|| format!("{count}{colon}{told}"))
}

fn reread(look: &Look, reports: &[&CopyReport]) -> String {
    let lines = Mention::ALL.into_iter();
    let lines = lines.filter_map(|mention| held(look.language, mention, reports));
    let label = look.language.pick("À relire  ", "To reread ");
    let mut text = String::new();
    for line in lines {
        text.push_str(&folding::sentence(look.width, label, &line));
    }
    text
}

/// Names the actions whose commentaires hold such a mention; of several targets, on how many.
fn held(language: Language, mention: Mention, reports: &[&CopyReport]) -> Option<String> {
    let (mut count, mut actions, mut targets) = (0, BTreeSet::new(), BTreeSet::new());
    for report in reports {
        let holding = |reread: &&Reread| reread.mentions.contains(&mention);
        for reread in report.reread.iter().filter(holding) {
            count += 1;
            actions.insert(reread.action.as_str());
            targets.insert((&report.target.nom, &report.target.siren));
        }
    }
    if count == 0 {
        return None;
    }
    let on = match (language, targets.len()) {
        _ if reports.len() < 2 => String::new(),
        (French, on) => format!(" · sur {}", plural(French, on, "profil", "profils")),
        (English, on) => format!(" · on {}", plural(English, on, "profile", "profiles")),
    };
    let said = said(language, mention, count);
    let colon = language.pick(" : ", ": ");
    let ids = some_of(actions.iter().copied(), actions.len());
    Some(format!("{said}{colon}{ids}{on}"))
}

fn said(language: Language, mention: Mention, count: usize) -> String {
    let (one, many) = match (language, mention) {
        (French, Mention::Source) => (
            "commentaire nomme la source",
            "commentaires nomment la source",
        ),
        (French, Mention::Email) => (
            "commentaire contient un e-mail",
            "commentaires contiennent un e-mail",
        ),
        (French, Mention::Telephone) => (
            "commentaire contient un numéro de téléphone",
            "commentaires contiennent un numéro de téléphone",
        ),
        (English, Mention::Source) => (
            "commentaire names the source",
            "commentaires name the source",
        ),
        (English, Mention::Email) => ("commentaire holds an e-mail", "commentaires hold an e-mail"),
        (English, Mention::Telephone) => (
            "commentaire holds a telephone number",
            "commentaires hold a telephone number",
        ),
    };
    plural(language, count, one, many)
}

/// Joins the first ones, and says by `…` that there are more.
fn some_of<'t>(texts: impl Iterator<Item = &'t str>, count: usize) -> String {
    let mut told: Vec<&str> = texts.take(TOLD).collect();
    if count > TOLD {
        told.push("…");
    }
    told.join(", ")
}
