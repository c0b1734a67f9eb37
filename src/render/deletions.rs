//! What is shown before a profile goes: what it is, what goes with it, and the question.

use serde_json::{Value as Json, json};

use crate::domain::language::Language::{self, English, French};
use crate::domain::profile::Profile;
use crate::domain::record::Kind;
use crate::render::refusals::kind_count;

/// Says which profile goes and how much of each kind goes with it.
pub fn preview(language: Language, profile: &Profile, counts: &[(Kind, usize)]) -> String {
    let facts = [
        Some(profile.nom.clone()),
        Some(profile.nature.code().to_owned()),
        profile.department.as_ref().map(ToString::to_string),
        profile.siren.as_ref().map(ToString::to_string),
        Some(profile.slug.clone()),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let label = language.pick("Supprime ", "Deletes  ");
    format!(
        "{label} {}\n          {}\n",
        facts.join(" · "),
        with(language, counts)
    )
}

/// Returns what goes with the profile: `2 relations · 41 statuts`.
fn with(language: Language, counts: &[(Kind, usize)]) -> String {
    let kinds = counts.iter().filter(|(_, count)| *count > 0);
    let kinds: Vec<String> = kinds
        .map(|(kind, count)| kind_count(language, *kind, *count))
        .collect();
    if kinds.is_empty() {
        return language.pick("rien d'autre", "nothing else").to_owned();
    }
    kinds.join(" · ")
}

/// Asks for the name of the profile that goes.
pub fn question(language: Language, nom: &str, slug: &str, counts: &[(Kind, usize)]) -> String {
    let with = with(language, counts);
    match language {
        French => format!(
            "Supprimer {nom} ({with}) ? Pour confirmer, taper son nom ou {slug} (d : chaque ligne) :"
        ),
        English => {
            format!("Delete {nom} ({with})? To confirm, type its name or {slug} (d: every line):")
        }
    }
}

/// Returns how many records of each kind go, for documents.
pub fn records(counts: &[(Kind, usize)]) -> Json {
    let mut records = json!({});
    for (kind, count) in counts {
        records[kind.code()] = (*count).into();
    }
    records
}
