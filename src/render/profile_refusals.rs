//! What is said of a profile that a rule keeps from being read or written.

use crate::domain::language::Language::{English, French};
use crate::domain::record::Field;
use crate::render::words::{Both, both, fields, plural};

/// Says that source and target are one.
pub fn same_profile(slug: &str) -> Both {
    both(
        format!("{slug} est à la fois la source et la cible"),
        format!("{slug} is both the source and the target"),
    )
}

/// Says that the action belongs to another référentiel.
pub fn other_referentiel(typed: &str, referentiel: &str) -> Both {
    both(
        format!("`{typed}` n'est pas une action du référentiel {referentiel}"),
        format!("`{typed}` is no action of {referentiel}"),
    )
}

/// Says how many values differ where the policy is to stop.
pub fn conflict(slug: &str, conflicts: usize) -> Both {
    both(
        format!(
            "{} sur {slug}, et la règle est d'arrêter (abort)",
            plural(French, conflicts, "valeur diffère", "valeurs diffèrent")
        ),
        format!(
            "{} on {slug}, and the policy is to stop (abort)",
            plural(English, conflicts, "value differs", "values differ")
        ),
    )
}

/// Says how many values would be replaced, and how many may.
pub fn too_many_overwrites(slug: &str, overwrites: usize, limit: usize) -> Both {
    both(
        format!(
            "{} sur {slug}, plus que la limite de {limit}",
            plural(
                French,
                overwrites,
                "champ serait remplacé",
                "champs seraient remplacés"
            )
        ),
        format!(
            "{} of {slug} would be replaced, more than the limit of {limit}",
            fields(English, overwrites)
        ),
    )
}

/// Says that the target holds more than the source.
pub fn poorer_source(slug: &str, source: usize, target: usize) -> Both {
    both(
        format!(
            "la cible {slug} contient plus que la source ({target} contre {source}) : les deux sont-elles inversées ?"
        ),
        format!(
            "the target {slug} holds more than the source ({target} against {source}): are the two swapped?"
        ),
    )
}

/// Says that the source holds nothing of what was selected.
pub fn source_empty(slug: &str) -> Both {
    both(
        format!("{slug} n'a rien de rempli dans cette sélection"),
        format!("{slug} has nothing filled in within this selection"),
    )
}

/// Says that the supra has no member to write.
pub fn no_member(slug: &str) -> Both {
    both(
        format!("{slug} n'a aucun membre à écrire"),
        format!("{slug} has no member to write"),
    )
}

/// Says that what is left out of the members is none of them.
pub fn not_a_member(slug: &str, supra: &str) -> Both {
    both(
        format!("{slug} n'est pas un membre de {supra}"),
        format!("{slug} is no member of {supra}"),
    )
}

/// Says in which mode the référentiel is.
pub fn not_writable(slug: &str, referentiel: &str, archived: bool) -> Both {
    let (etat, state) = if archived {
        ("archivé", "archived")
    } else {
        ("en lecture seule", "read-only")
    };
    both(
        format!("le référentiel {referentiel} de {slug} est {etat}"),
        format!("{referentiel} is {state} on {slug}"),
    )
}

/// Says how far the audit is.
pub fn audited(slug: &str, referentiel: &str, validated: bool) -> Both {
    let (etat, state) = if validated {
        ("validé", "validated")
    } else {
        ("en cours", "running")
    };
    both(
        format!("l'audit {referentiel} de {slug} est {etat}"),
        format!("the audit of {referentiel} is {state} on {slug}"),
    )
}

/// Says why the profile cannot be a member of the supra.
pub fn cycle(member: &str, supra: &str) -> Both {
    if member == supra {
        return both(
            format!("{member} ne peut pas être membre de lui-même"),
            format!("{member} cannot be a member of itself"),
        );
    }
    both(
        format!("{member} ne peut pas être membre de {supra}, qui en dépend déjà"),
        format!("{member} cannot be a member of {supra}, which is below it already"),
    )
}

/// Says which profile holds the value of a key already.
pub fn already_exists(field: Field, value: &str, slug: &str) -> Both {
    let (le_champ, key) = match field {
        Field::Slug => ("le slug", "slug"),
        Field::Siren => ("le SIREN", "SIREN"),
        Field::Insee => ("le code INSEE", "INSEE code"),
        Field::Department => ("le département", "department"),
        Field::Nom
        | Field::Nature
        | Field::Population
        | Field::Version
        | Field::Digest
        | Field::Title
        | Field::Points
        | Field::Mode
        | Field::Audit
        | Field::Statut
        | Field::Commentaire
        | Field::Pilotes
        | Field::Services => ("le nom", "name"),
    };
    both(
        format!("{le_champ} `{value}` est déjà celui de {slug}"),
        format!("the {key} `{value}` is {slug}'s already"),
    )
}
