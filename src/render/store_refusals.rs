//! What is said of a store that cannot be used.

use crate::domain::refusal::Origin;
use crate::render::words::{Both, both};

/// Says that no store stands at `place`, and who named it.
pub fn not_found(place: &str, origin: Origin) -> Both {
    let (donnee, given) = match origin {
        Origin::Flag => ("donnée par --store", "given by --store"),
        Origin::Environment => ("donnée par TETCTL_STORE", "given by TETCTL_STORE"),
        Origin::Configuration => ("donnée par la configuration", "given by the configuration"),
        Origin::Default => ("la base par défaut", "the default store"),
    };
    both(
        format!("aucune base à `{place}` ({donnee})"),
        format!("no store at `{place}` ({given})"),
    )
}

/// Says that something stands at `place` already.
pub fn exists(place: &str) -> Both {
    both(
        format!("`{place}` existe déjà"),
        format!("`{place}` exists already"),
    )
}

/// Says that the folder holds files that no demo made.
pub fn not_the_demos(place: &str) -> Both {
    both(
        format!("`{place}` contient des fichiers que la démo n'a pas faits"),
        format!("`{place}` holds files that the demo did not make"),
    )
}

/// Says that what stands at `place` is no store.
pub fn foreign(place: &str, folder: bool) -> Both {
    if folder {
        return both(
            format!("`{place}` est un dossier, pas une base"),
            format!("`{place}` is a folder, no store"),
        );
    }
    both(
        format!("`{place}` n'est pas une base de tetctl"),
        format!("`{place}` is no store of tetctl"),
    )
}

/// Says that the store is damaged.
pub fn corrupt(place: &str) -> Both {
    both(
        format!("la base `{place}` est abîmée"),
        format!("the store `{place}` is damaged"),
    )
}

/// Says that the store is of a later schema than the one that is known.
pub fn newer(schema: i64, known: i64) -> Both {
    both(
        format!("la base a été faite par un tetctl plus récent (schéma {schema}, connu : {known})"),
        format!("the store was made by a newer tetctl (schema {schema}, known: {known})"),
    )
}

/// Says that this user may not go to `place`.
pub fn denied(place: &str) -> Both {
    both(
        format!("accès refusé à `{place}`"),
        format!("access denied to `{place}`"),
    )
}

/// Says that `place` is full.
pub fn full(place: &str) -> Both {
    both(
        format!("plus de place pour `{place}`"),
        format!("no space left for `{place}`"),
    )
}

/// Says that the store cannot be written where it stands.
pub fn read_only(place: &str) -> Both {
    both(
        format!("`{place}` est en lecture seule"),
        format!("`{place}` is read-only"),
    )
}

/// Says that somebody else was writing all the while.
pub fn busy(waited: u64) -> Both {
    both(
        format!("quelqu'un d'autre écrit dans la base (attendu {waited} s)"),
        format!("somebody else is writing to the store (waited {waited} s)"),
    )
}

/// Says that the store is of an earlier schema than the present one.
pub fn older(schema: i64, known: i64) -> Both {
    both(
        format!("la base est d'un schéma plus ancien ({schema}, actuel : {known})"),
        format!("the store is of an older schema ({schema}, now: {known})"),
    )
}

/// Says what is wrong with the configuration, and on which line.
pub fn config_invalid(place: &str, line: Option<usize>, key: &str) -> Both {
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    both(
        format!("configuration incorrecte, {place}{line} : {key}"),
        format!("wrong configuration, {place}{line}: {key}"),
    )
}
