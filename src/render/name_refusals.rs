//! What is said of a name that means nothing, or more than one thing.

use crate::domain::refusal::Noun;
use crate::render::words::{Both, both, grouped};

/// Says that nothing of this kind is called that.
pub fn not_found(what: Noun, typed: &str) -> Both {
    if what == Noun::File {
        return no_file(typed);
    }
    let (aucun, no) = none(what);
    both(
        format!("{aucun} ne correspond à `{typed}`"),
        format!("{no} matches `{typed}`"),
    )
}

/// Says that nothing of this kind was chosen, where it was asked for.
pub fn none_chosen(what: Noun) -> Both {
    let (aucun, no) = none(what);
    both(
        format!("{aucun} : rien n'a été choisi"),
        format!("{no}: nothing was chosen"),
    )
}

fn none(what: Noun) -> (&'static str, &'static str) {
    match what {
        Noun::File => ("aucun fichier", "no file"),
        Noun::Profile => ("aucun profil", "no profile"),
        Noun::Action => ("aucune action", "no action"),
        Noun::Referentiel => ("aucun référentiel", "no référentiel"),
        Noun::Statut => ("aucun statut", "no statut"),
        Noun::Operation => ("aucune opération", "no operation"),
        Noun::Batch => ("aucun lot", "no batch"),
        Noun::Store => ("aucune base nommée", "no named store"),
    }
}

fn no_file(typed: &str) -> Both {
    both(
        format!("le fichier `{typed}` n'existe pas"),
        format!("the file `{typed}` does not exist"),
    )
}

/// Says that a word of a list is no key.
pub fn not_a_key(typed: &str) -> Both {
    both(
        format!("`{typed}` n'est pas une clé de profil"),
        format!("`{typed}` is no key of a profile"),
    )
}

/// Says how many profiles are called that.
pub fn ambiguous(typed: &str, count: usize) -> Both {
    both(
        format!("{} profils correspondent à `{typed}`", grouped(count)),
        format!("{} profiles match `{typed}`", grouped(count)),
    )
}

/// Says that the name is not exact.
pub fn loose(typed: &str) -> Both {
    both(
        format!("`{typed}` n'est ni une clé ni un nom entier"),
        format!("`{typed}` is neither a key nor a full name"),
    )
}

/// Says that the structure of a référentiel was never imported.
pub fn structure_missing(referentiel: &str) -> Both {
    both(
        format!("la structure du référentiel {referentiel} n'a pas été importée"),
        format!("the structure of {referentiel} was not imported"),
    )
}
