//! What is wrong with a row of an input.

use crate::domain::invalid_row::RowCode;
use crate::domain::language::Language;
use crate::domain::policy::{Data, Policy};
use crate::render::words::{Both, both};

/// Says what is wrong with a value, and what it should be.
pub fn sentence(language: Language, code: &RowCode) -> String {
    words(code).in_language(language)
}

fn words(code: &RowCode) -> Both {
    match code {
        RowCode::ColumnMissing => both("colonne absente", "missing column"),
        RowCode::ColumnTwice => both("colonne présente deux fois", "column present twice"),
        RowCode::OtherFormat => both(
            "colonne d'un autre référentiel : vérifier --id",
            "a column of another référentiel: check --id",
        ),
        RowCode::NoRow => both("aucune ligne de données", "no row of data"),
        RowCode::NotACsv => both(
            "classeur ou archive : l'exporter en CSV",
            "a workbook or an archive: export it as CSV",
        ),
        RowCode::NoPoints => both(
            "la structure ne vaut aucun point : points ou pourcentages perdus, ou --id d'un autre référentiel",
            "the structure is worth no points: points or percentages lost, or --id of another référentiel",
        ),
        RowCode::Ragged { expected, found } => ragged(*expected, *found),
        RowCode::QuoteOpen => both("guillemet jamais refermé", "quote never closed"),
        RowCode::NulByte => both("caractère nul", "NUL character"),
        RowCode::NotANumber => both("pas un nombre positif", "not a number that is zero or more"),
        RowCode::IdInvalid => both("pas un identifiant d'action", "not an action's id"),
        RowCode::LevelUnknown => both(
            "plus profond que l'arbre du référentiel",
            "deeper than the référentiel's tree",
        ),
        RowCode::DuplicateId { first_line } => duplicate_id(*first_line),
        RowCode::ParentMissing { parent } => parent_missing(parent.as_str()),
        RowCode::PercentageSum { sum } => percentage_sum(*sum),
        RowCode::PointsMissing => both("ni points ni pourcentage", "neither points nor percentage"),
        RowCode::PercentageRange => both("pas entre 0 et 100", "not between 0 and 100"),
        RowCode::CategorieUnknown => both(
            "ni bases, ni mise en œuvre, ni effets",
            "neither bases, nor mise en œuvre, nor effets",
        ),
        RowCode::SharesSum { sum } => shares_sum(*sum),
        RowCode::SharesNotThree => both(
            "trois parts attendues : fait/programmé/pas fait",
            "three shares expected: fait/programmé/pas fait",
        ),
        RowCode::ShareNotANumber => both("une part n'est pas un nombre", "a share is no number"),
        RowCode::ShareRange => both(
            "une part n'est pas entre 0 et 1, ou 0 et 100",
            "a share is not between 0 and 1, or 0 and 100",
        ),
        RowCode::NoStatutHere => both(
            "un statut ne se donne qu'à une sous-action ou une tâche",
            "only a sous-action or a tâche takes a statut",
        ),
        RowCode::NoPiloteHere => both(
            "pilotes et services ne se donnent qu'à une mesure",
            "only a mesure takes pilotes and services",
        ),
        RowCode::ControlCharacter => both("caractère de contrôle", "control character"),
        RowCode::NoCommentaireHere => both(
            "la racine ne prend pas de commentaire",
            "the root takes no commentaire",
        ),
        RowCode::Twice => both("donnée deux fois", "given twice"),
        RowCode::IdNotWhole => both(
            "l'identifiant s'écrit en entier, avec son référentiel",
            "the id is written whole, with its référentiel",
        ),
        RowCode::ActionUnknown => {
            both("aucune action n'a cet identifiant", "no action has this id")
        }
        RowCode::StatutUnknown => both("pas un statut", "not a statut"),
        RowCode::ColumnUnknown { near } => column_unknown(near.as_deref()),
        RowCode::Empty => both("obligatoire", "needed"),
        RowCode::ProfileUnknown { near } => profile_unknown(near),
        RowCode::ProfileAmbiguous { keys } => keyed("plusieurs profils", "several profiles", keys),
        RowCode::ProfileLoose { keys } => keyed(
            "ni une clé ni un nom entier",
            "neither a key nor a full name",
            keys,
        ),
        RowCode::NameNotQuoted => both(
            "dans une liste, un nom est entre guillemets, une clé non",
            "in a list, a name stands in quotes, a key without",
        ),
        RowCode::SameProfile => both("la source elle-même", "the source itself"),
        RowCode::ReferentielUnknown => {
            both("ni cae, ni eci, ni te", "neither cae, nor eci, nor te")
        }
        RowCode::StructureMissing => both(
            "sa structure n'a pas été importée",
            "its structure was not imported",
        ),
        RowCode::OtherReferentiel { expected } => other_referentiel(expected.id()),
        RowCode::ActionMissing { near } => keyed(
            "aucune action n'a cet identifiant ; proches",
            "no action has this id; near",
            near,
        ),
        RowCode::NotARange => both(
            "pas une suite d'actions sœurs, de la première à la dernière",
            "no range of sibling actions, from first to last",
        ),
        RowCode::DataUnknown => one_of(&Data::ALL.map(Data::code)),
        RowCode::PolicyUnknown => one_of(&Policy::OF_FILES.map(Policy::code)),
    }
}

fn column_unknown(near: Option<&str>) -> Both {
    match near {
        None => both("colonne inconnue", "unknown column"),
        Some(near) => both(
            format!("colonne inconnue : {near} ?"),
            format!("unknown column: {near}?"),
        ),
    }
}

fn profile_unknown(near: &[String]) -> Both {
    if near.is_empty() {
        return both("aucun profil ne correspond", "no profile matches");
    }
    let near = near.join(", ");
    both(
        format!("aucun profil ne correspond ; proches : {near}"),
        format!("no profile matches; near: {near}"),
    )
}

/// Says what is wrong with a name, and the keys that may be meant.
fn keyed(french: &str, english: &str, keys: &[String]) -> Both {
    let keys = keys.join(", ");
    both(format!("{french} : {keys}"), format!("{english}: {keys}"))
}

fn one_of(known: &[&str]) -> Both {
    let known = known.join(", ");
    both(format!("attendu : {known}"), format!("expected: {known}"))
}

fn other_referentiel(expected: &str) -> Both {
    both(
        format!("d'un autre référentiel que {expected}"),
        format!("of another référentiel than {expected}"),
    )
}

fn ragged(expected: usize, found: usize) -> Both {
    both(
        format!("{found} cellules pour {expected} colonnes"),
        format!("{found} cells for {expected} columns"),
    )
}

fn duplicate_id(first_line: u64) -> Both {
    both(
        format!("déjà à la ligne {first_line}"),
        format!("on line {first_line} already"),
    )
}

fn parent_missing(parent: &str) -> Both {
    both(
        format!("sa ligne parente {parent} manque"),
        format!("its parent {parent} is missing"),
    )
}

fn percentage_sum(sum: f64) -> Both {
    both(
        format!("les pourcentages de ses enfants font {sum}, pas 100"),
        format!("the percentages of its children make {sum}, not 100"),
    )
}

fn shares_sum(sum: f64) -> Both {
    both(
        format!("les parts font {sum}, ni 1 ni 100"),
        format!("the shares make {sum}, neither 1 nor 100"),
    )
}
