//! What the store knows of one profile.

use serde_json::{Value, json};

use crate::domain::language::Language::{self, English, French};
use crate::domain::profile::Profile;
use crate::domain::referentiel::Referentiel;
use crate::domain::situation::{Audit, Mode, Situation};
use crate::ops::show_profile::ProfileFacts;
use crate::render::document::Document;
use crate::render::look::{Look, utc};
use crate::render::profiles::{facts, filled};
use crate::render::refusals::person;
use crate::render::values::padded;
use crate::render::words::{fields, grouped};

/// What stands for nothing.
const NONE: &str = "—";

/// The width of the titles.
const TITLE: usize = 14;

/// How many members are named.
const NAMED: usize = 8;

/// Returns what the store knows of a profile, one fact a line; `title` is that of its last operation.
pub fn sheet(look: &Look, facts: &ProfileFacts, title: &str) -> String {
    let language = look.language;
    let identity = identity_lines(language, &facts.profile);
    let relations = relation_lines(language, facts);
    let referentiels = referentiel_lines(language, facts);
    let last = [last_line(look, facts, title)];
    let lines = identity
        .into_iter()
        .chain(relations)
        .chain(referentiels)
        .chain(last);
    let lines = lines.map(|(title, text)| padded(&title, TITLE) + &text + "\n");
    format!("{}\n{}", facts.profile.nom, lines.collect::<String>())
}

/// A line of a sheet: its title and its text.
type Line = (String, String);

fn identity_lines(language: Language, profile: &Profile) -> Vec<Line> {
    let Profile {
        slug,
        nature,
        siren,
        insee,
        department,
        population,
        ..
    } = profile;
    let population = population.and_then(|count| usize::try_from(count).ok());
    let facts = [
        ("Slug", "Slug", Some(slug.clone())),
        ("Nature", "Nature", Some(nature.label().to_owned())),
        ("SIREN", "SIREN", siren.as_ref().map(ToString::to_string)),
        ("INSEE", "INSEE", insee.as_ref().map(ToString::to_string)),
        (
            "Département",
            "Department",
            department.as_ref().map(ToString::to_string),
        ),
        ("Population", "Population", population.map(grouped)),
    ];
    let known = facts
        .into_iter()
        .filter_map(|(french, english, text)| Some((french, english, text?)));
    known
        .map(|(french, english, text)| (language.pick(french, english).to_owned(), text))
        .collect()
}

fn relation_lines(language: Language, facts: &ProfileFacts) -> Vec<Line> {
    vec![
        (
            language.pick("Membre de", "Member of").to_owned(),
            slugs(&facts.parents).unwrap_or_else(|| NONE.to_owned()),
        ),
        (
            language.pick("Membres", "Members").to_owned(),
            match slugs(&facts.members) {
                Some(slugs) => format!("{} · {slugs}", facts.members.len()),
                None => "0".to_owned(),
            },
        ),
    ]
}

fn slugs(profiles: &[Profile]) -> Option<String> {
    let named = profiles.iter().take(NAMED);
    let mut slugs: Vec<&str> = named.map(|profile| profile.slug.as_str()).collect();
    if profiles.len() > NAMED {
        slugs.push("…");
    }
    (!slugs.is_empty()).then(|| slugs.join(", "))
}

fn referentiel_lines(language: Language, facts: &ProfileFacts) -> Vec<Line> {
    let mut lines = Vec::new();
    for (place, referentiel) in Referentiel::ALL.into_iter().enumerate() {
        if !facts.referentiels.contains(&referentiel) {
            continue;
        }
        let count = fields(language, usize::try_from(facts.filled[place]).unwrap_or(0));
        let situation = situation(language, facts.situations[place]);
        lines.push((
            referentiel.id().to_uppercase(),
            format!("{count} · {situation}"),
        ));
    }
    lines
}

fn situation(language: Language, situation: Situation) -> String {
    let mode = match (language, situation.mode) {
        (French, Mode::Write) => "en écriture",
        (English, Mode::Write) => "writable",
        (French, Mode::Readonly) => "en lecture seule",
        (English, Mode::Readonly) => "read-only",
        (French, Mode::Archived) => "archivé",
        (English, Mode::Archived) => "archived",
    };
    let audit = match (language, situation.audit) {
        (French, Audit::None) => "sans audit",
        (English, Audit::None) => "no audit",
        (French, Audit::Running) => "audit en cours",
        (English, Audit::Running) => "audit running",
        (French, Audit::Validated) => "audit validé",
        (English, Audit::Validated) => "audit validated",
    };
    format!("{mode}, {audit}")
}

fn last_line(look: &Look, facts: &ProfileFacts, title: &str) -> Line {
    let text = facts.last.as_ref().map(|last| {
        let who = person(look.language, last.actor.as_deref());
        let when = look.moment(last.at);
        format!("{} · {when} · {who} · {title}", last.number)
    });
    (
        look.language.pick("Opération", "Operation").to_owned(),
        text.unwrap_or_else(|| NONE.to_owned()),
    )
}

/// Returns the document of a profile; `title` is that of its last operation.
pub fn document(known: &ProfileFacts, title: &str) -> Document {
    let slugs = |profiles: &[Profile]| -> Value {
        profiles
            .iter()
            .map(|profile| profile.slug.as_str())
            .collect()
    };
    let situation = |place: usize, referentiel: Referentiel| {
        let situation = known.situations[place];
        json!({ "referentiel": referentiel, "mode": situation.mode, "audit": situation.audit })
    };
    let situations = Referentiel::ALL.into_iter().enumerate();
    let last = known.last.as_ref().map(|last| {
        json!({
            "operation": last.number,
            "at": utc(last.at),
            "actor": last.actor,
            "title": title,
        })
    });
    Document::default()
        .with("profile", facts(&known.profile))
        .with("parents", slugs(&known.parents))
        .with("members", slugs(&known.members))
        .with("filled", filled(known.filled))
        .with(
            "situations",
            situations
                .map(|(place, referentiel)| situation(place, referentiel))
                .collect(),
        )
        .with("last", last.unwrap_or(Value::Null))
}
