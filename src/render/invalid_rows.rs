//! What is wrong with a row of an input.

use crate::domain::invalid_row::{JsonType, RowCode};
use crate::domain::language::Language;
use crate::domain::policy::{Data, Policy};
use crate::render::invalid_headers::{
    column_unknown, header_unknown, map_column_unknown, map_header_fewer, map_header_unknown,
};
use crate::render::words::{Both, both, grouped};

/// Says what is wrong with a value, and what it should be.
pub fn sentence(language: Language, code: &RowCode) -> String {
    words(code).in_language(language)
}

#[expect(clippy::too_many_lines, reason = "one arm a sentence")]
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
        RowCode::QuoteInside => both(
            "du texte après un guillemet refermé : doubler les guillemets qui sont du texte",
            "text behind a closing quote: double the quotes that are text",
        ),
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
        RowCode::NameNotQuoted { written } => both(
            format!("dans une liste, un nom est entre guillemets, une clé non : {written}"),
            format!("in a list, a name stands in quotes, a key without: {written}"),
        ),
        RowCode::OtherSeparator { separator } => both(
            format!("entre deux valeurs : « {separator} »"),
            format!("between two values: \"{separator}\""),
        ),
        RowCode::NobodyToAsk => nobody_to_ask(),
        RowCode::ReferentielNotNamed => both(
            "colonne absente : l'ajouter, ou donner REF (tetctl copy cae --requests …)",
            "missing column: add it, or give REF (tetctl copy cae --requests …)",
        ),
        RowCode::UnsureEncoding => both(
            "deux encodages dans un même fichier : l'enregistrer en UTF-8",
            "two encodings in one file: save it as UTF-8",
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
        RowCode::HeaderUnknown { near } => header_unknown(near.as_deref()),
        RowCode::HeaderEmpty { name } => both(
            format!("la colonne {name} n'a pas d'en-tête : lui en donner un, ou --ignore-unknown"),
            format!("column {name} has no header: give it one, or --ignore-unknown"),
        ),
        RowCode::OtherReferentielLikely {
            expected,
            differ,
            of,
        } => other_referentiel_likely(expected.id(), *differ, *of),
        RowCode::NamesJoined => both(
            "lu comme un seul nom : ici, plusieurs noms se séparent par une virgule",
            "read as one name: here, several names are parted by a comma",
        ),
        RowCode::MapHeaderUnknown { near } => map_header_unknown(near.as_deref()),
        RowCode::MapHeaderFewer { count } => map_header_fewer(*count),
        RowCode::MapTwice => both(
            "--map : cet en-tête ou cette colonne est déjà dans un autre --map",
            "--map: another --map has this header or this column already",
        ),
        RowCode::MapColumnUnknown { known } => map_column_unknown(&known.join(", ")),
        RowCode::IdMissing => both(
            "la ligne n'a pas d'identifiant d'action",
            "the row has no id of an action",
        ),
        RowCode::IdIsDate => both(
            "le tableur en a fait une date : mettre la colonne au format Texte, retaper l'identifiant",
            "the spreadsheet made a date of it: format the column as Text, type the id again",
        ),
        RowCode::IdIsNumber => both(
            "un nombre, où 1.1 et 1.10 se confondent : mettre la colonne au format Texte, ou écrire cae_1.1",
            "a number, where 1.1 and 1.10 are one: format the column as Text, or write cae_1.1",
        ),
        RowCode::SharesIgnored => both(
            "ce statut n'est pas détaillé : ses parts ne sont pas lues",
            "this statut is not detailed: its shares are not read",
        ),
        RowCode::TwoSnapshots => both(
            "deux états dans ce fichier : --map \"Statut#1=statut\" prend le premier, #2 le second",
            "two snapshots in this file: --map \"Statut#1=statut\" takes the first, #2 the second",
        ),
        RowCode::NameInvalid => both(
            "un nom a une lettre ou un chiffre",
            "a name has a letter or a digit",
        ),
        RowCode::TooLong { limit } => too_long(*limit),
        RowCode::CellCut { limit } => cell_cut(*limit),
        RowCode::MixedEncoding => both(
            "de l'UTF-8 dans un fichier qui n'en est pas : corriger, ou choisir par --encoding",
            "UTF-8 in a file that is not: correct it, or choose by --encoding",
        ),
        RowCode::NotUtf8 => both(
            "pas de l'UTF-8, que le reste du fichier est : corriger, ou choisir par --encoding",
            "not UTF-8, which the rest of the file is: correct it, or choose by --encoding",
        ),
        RowCode::Utf16Unmarked { name } => both(
            format!("de l'UTF-16 sans marque : --encoding {name}"),
            format!("UTF-16 without a mark: --encoding {name}"),
        ),
        RowCode::EncodingInvalid => both(
            "pas du texte dans cet encodage : --encoding en choisit un autre",
            "no text in this encoding: --encoding chooses another",
        ),
        RowCode::FileTooLarge { limit } => both(
            format!("plus de {limit} Mo : couper le fichier"),
            format!("more than {limit} MB: split the file"),
        ),
        RowCode::OldWorkbook => both(
            "un classeur .xls, ou protégé par un mot de passe : l'enregistrer en .xlsx, sans mot de passe",
            "an .xls workbook, or one behind a password: save it as .xlsx, without a password",
        ),
        RowCode::OtherArchive => both(
            "une archive qui n'est pas un .xlsx (.ods, .zip…) : l'enregistrer en .xlsx ou en CSV",
            "an archive that is no .xlsx (.ods, .zip…): save it as .xlsx or CSV",
        ),
        RowCode::WorkbookDamaged => both(
            "classeur endommagé : l'ouvrir et l'enregistrer à nouveau",
            "damaged workbook: open it and save it again",
        ),
        RowCode::WorkbookTooLarge { limit } => both(
            format!("plus de {limit} Mo une fois décompressé"),
            format!("more than {limit} MB once unpacked"),
        ),
        RowCode::TooManyCells { limit } => more_than(*limit, "cellules", "cells"),
        RowCode::TooManyColumns { limit } => more_than(*limit, "colonnes", "columns"),
        RowCode::TooManyRows { limit } => more_than(*limit, "lignes", "rows"),
        RowCode::TooManyProblems { limit } => both(
            format!(
                "plus de {} problèmes : la suite n'est pas lue",
                grouped(*limit)
            ),
            format!(
                "more than {} problems: what follows is not read",
                grouped(*limit)
            ),
        ),
        RowCode::SheetUnknown { known } => sheet_unknown(&known.join(", ")),
        RowCode::CellError => both(
            "le résultat de la formule est une erreur",
            "the formula's result is an error",
        ),
        RowCode::FormulaWithoutResult => both(
            "une formule jamais calculée : ouvrir le classeur dans un tableur et l'enregistrer",
            "a formula never computed: open the workbook in a spreadsheet and save it",
        ),
        RowCode::MergedCells => both(
            "cellules fusionnées : les défusionner, une valeur par ligne",
            "merged cells: unmerge them, one value a row",
        ),
        RowCode::JsonInvalid { column } => both(
            format!("ce n'est plus du JSON au caractère {column} de la ligne"),
            format!("no JSON from character {column} of the line on"),
        ),
        RowCode::WrongType { expected } => wrong_type(*expected),
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

fn nobody_to_ask() -> Both {
    let known = Policy::OF_FILES.map(Policy::code).join(", ");
    both(
        format!("un fichier ne demande rien à personne ; attendu : {known}"),
        format!("a file can ask nobody; expected: {known}"),
    )
}

fn other_referentiel(expected: &str) -> Both {
    both(
        format!("d'un autre référentiel que {expected}"),
        format!("of another référentiel than {expected}"),
    )
}

fn too_long(limit: usize) -> Both {
    both(
        format!("plus de {limit} caractères"),
        format!("more than {limit} characters"),
    )
}

fn cell_cut(limit: usize) -> Both {
    let limit = grouped(limit);
    both(
        format!("coupé après {limit} caractères, une cellule n'en tient pas plus : à raccourcir"),
        format!("cut after {limit} characters, a cell holds no more: to be shortened"),
    )
}

fn more_than(limit: usize, french: &str, english: &str) -> Both {
    let limit = grouped(limit);
    both(
        format!("plus de {limit} {french}"),
        format!("more than {limit} {english}"),
    )
}

fn other_referentiel_likely(expected: &str, differ: usize, of: usize) -> Both {
    both(
        format!(
            "sans doute un autre référentiel : {differ} intitulés sur {of} ne sont pas ceux de {expected}"
        ),
        format!("likely another référentiel: {differ} titles of {of} are not those of {expected}"),
    )
}

fn sheet_unknown(known: &str) -> Both {
    both(
        format!("pas une feuille du classeur ; il y a {known}"),
        format!("not a sheet of the workbook; there are {known}"),
    )
}

fn wrong_type(expected: JsonType) -> Both {
    match expected {
        JsonType::Item => both("un objet attendu", "an object expected"),
        JsonType::Items => both("une liste attendue", "a list expected"),
        JsonType::Text => both("un texte attendu", "a text expected"),
        JsonType::Number => both("un nombre attendu", "a number expected"),
        JsonType::Texts => both("une liste de textes attendue", "a list of texts expected"),
    }
}

/// Returns a sum without the noise of binary fractions, as French and as English write it.
fn rounded(sum: f64) -> (String, String) {
    let sum = ((sum * 1e9).round() / 1e9).to_string();
    (sum.replace('.', ","), sum)
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
    let (somme, sum) = rounded(sum);
    both(
        format!("les pourcentages de ses enfants font {somme}, pas 100"),
        format!("the percentages of its children make {sum}, not 100"),
    )
}

fn shares_sum(sum: f64) -> Both {
    let (somme, sum) = rounded(sum);
    both(
        format!("les parts font {somme}, ni 1 ni 100"),
        format!("the shares make {sum}, neither 1 nor 100"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_told_without_the_noise_of_binary_fractions() {
        let sum = 0.1 + 0.7;
        for (code, sentence) in [
            (
                RowCode::SharesSum { sum },
                "the shares make 0.8, neither 1 nor 100",
            ),
            (
                RowCode::PercentageSum { sum },
                "the percentages of its children make 0.8, not 100",
            ),
        ] {
            assert_eq!(super::sentence(Language::English, &code), sentence);
        }
        let french = super::sentence(Language::French, &RowCode::SharesSum { sum });
        assert_eq!(french, "les parts font 0,8, ni 1 ni 100");
    }
}
