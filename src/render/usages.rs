//! What is said of a wrong command line.

use crate::domain::usage::{ParserFault, Usage, ValueFault};
use crate::render::words::{Both, both};

/// Says what is wrong with a command line.
pub fn words(usage: &Usage) -> Both {
    match usage {
        Usage::Parser {
            fault,
            argument,
            value,
            ..
        } => parser_words(*fault, argument, value),
        Usage::LeftOver { word, .. } => left_over(word),
        Usage::ReferentielAsSupra { word, .. } => referentiel_as_supra(word),
        Usage::Missing { flag } => missing(flag),
        Usage::NobodyToAsk { flag } => both(
            format!("{flag} demande un terminal : personne n'est là pour répondre"),
            format!("{flag} needs a terminal: nobody is there to answer"),
        ),
        Usage::NatureUnknown { name } => nature_unknown(name),
        Usage::CommuneWithoutDepartment => commune_without_department(),
        Usage::Value { flag, value, fault } => value_words(flag, value, *fault),
        Usage::Format { format, known } => format_words(format, &known.join(", ")),
        Usage::Both { one, two } => both(
            format!("{one} et {two} s'excluent"),
            format!("{one} and {two} exclude each other"),
        ),
        Usage::NoRehearsal { flag } => both(
            format!("{flag} n'a pas de sens ici"),
            format!("{flag} has no meaning here"),
        ),
        Usage::PartOfUndo { operation } => both(
            format!(
                "l'opération {operation} est une annulation, dont aucune partie ne se prend : sans -a, -x ni --data"
            ),
            format!(
                "operation {operation} is an undo, of which no part is taken: without -a, -x and --data"
            ),
        ),
        Usage::NothingToConfirm => both(
            "--confirm n'a pas de sens ici : aucun profil n'est supprimé",
            "--confirm has no meaning here: no profile is deleted",
        ),
        Usage::AddedAndRemoved { slug } => added_and_removed(slug),
        Usage::Date { value } => both(
            format!("`{value}` n'est pas une date"),
            format!("`{value}` is no date"),
        ),
    }
}

fn parser_words(fault: ParserFault, argument: &str, value: &str) -> Both {
    match fault {
        ParserFault::UnknownArgument => both(
            format!("option ou mot inconnu : `{argument}`"),
            format!("unknown option or word: `{argument}`"),
        ),
        ParserFault::UnknownCommand => both(
            format!("commande inconnue : `{argument}`"),
            format!("unknown command: `{argument}`"),
        ),
        ParserFault::Missing => missing(argument),
        ParserFault::NoValue => both(
            format!("{argument} attend une valeur"),
            format!("{argument} needs a value"),
        ),
        ParserFault::NotAValue => both(
            format!("`{value}` n'est pas une valeur de {argument}"),
            format!("`{value}` is no value of {argument}"),
        ),
        ParserFault::Conflict => both(
            format!("{argument} et {value} s'excluent"),
            format!("{argument} and {value} exclude each other"),
        ),
        ParserFault::Twice => both(
            format!("{argument} est donné deux fois"),
            format!("{argument} is given twice"),
        ),
        ParserFault::NotText => both(
            format!("`{argument}` n'est pas en UTF-8"),
            format!("`{argument}` is not in UTF-8"),
        ),
        ParserFault::Other => both(
            "la ligne de commande est incomplète ou fausse",
            "the command line is incomplete or wrong",
        ),
    }
}

fn left_over(word: &str) -> Both {
    both(
        format!("`{word}` est un mot de trop"),
        format!("`{word}` is one word too many"),
    )
}

fn referentiel_as_supra(word: &str) -> Both {
    both(
        format!("`{word}` est un référentiel, pas un profil"),
        format!("`{word}` is a référentiel, no profile"),
    )
}

fn missing(flag: &str) -> Both {
    both(format!("il manque {flag}"), format!("{flag} is missing"))
}

fn nature_unknown(name: &str) -> Both {
    if name.contains(' ') {
        return both(
            format!("le premier mot de `{name}` n'est pas une nature"),
            format!("the first word of `{name}` is no nature"),
        );
    }
    both(
        format!("`{name}` n'est pas une nature"),
        format!("`{name}` is no nature"),
    )
}

fn commune_without_department() -> Both {
    both(
        "une commune demande --department ou --insee",
        "a commune needs --department or --insee",
    )
}

fn format_words(format: &str, known: &str) -> Both {
    both(
        format!("pas de format `{format}` ici : {known}"),
        format!("no format `{format}` here: {known}"),
    )
}

fn added_and_removed(slug: &str) -> Both {
    both(
        format!("{slug} est à la fois après --add et après --remove"),
        format!("{slug} stands both after --add and after --remove"),
    )
}

fn value_words(flag: &str, value: &str, fault: ValueFault) -> Both {
    let (french, english) = fault_words(fault);
    both(
        format!("{flag} : `{value}` {french}"),
        format!("{flag}: `{value}` {english}"),
    )
}

/// Returns what is said after a value, in French and in English.
fn fault_words(fault: ValueFault) -> (&'static str, &'static str) {
    match fault {
        ValueFault::SirenDigits => ("n'a pas 9 chiffres", "does not have 9 digits"),
        ValueFault::SirenKey => (
            "a une clé de contrôle fausse : un chiffre est erroné",
            "has a wrong check digit: one of its digits is off",
        ),
        ValueFault::Insee => (
            "n'est pas un code INSEE de commune (5 caractères)",
            "is no INSEE code of a commune (5 characters)",
        ),
        ValueFault::Department => (
            "n'est pas un code de département",
            "is no code of a department",
        ),
        ValueFault::DepartmentOfInsee => (
            "n'est pas le département du code INSEE",
            "is not the department of the INSEE code",
        ),
        ValueFault::InseeOfCommune => (
            "est le code d'une commune, le profil n'en est pas une",
            "is the code of a commune, the profile is none",
        ),
        ValueFault::TooLong => ("a plus de 300 caractères", "has more than 300 characters"),
        ValueFault::Steers => (
            "contient un caractère de contrôle",
            "holds a control character",
        ),
        ValueFault::Empty => ("est vide", "is empty"),
        ValueFault::Slug => (
            "n'est pas un slug : minuscules sans accent, chiffres, tirets, et pas un code",
            "is no slug: lower case without accents, figures, hyphens, and not a code",
        ),
        ValueFault::Count => ("n'est pas un nombre entier", "is no whole number"),
        ValueFault::Email => (
            "n'est ni un e-mail ni une adresse web",
            "is neither an e-mail nor a web address",
        ),
        ValueFault::Pair => (
            "n'est pas de la forme ID=VALEUR",
            "is not of the form ID=VALUE",
        ),
        ValueFault::Mapping => (
            "n'est pas de la forme EN-TÊTE=COLONNE",
            "is not of the form HEADER=COLUMN",
        ),
        ValueFault::OtherUse => (
            "sert déjà dans cette commande, et serait perdu",
            "is used otherwise in this command, and would be lost",
        ),
        ValueFault::BatchName => (
            "n'est fait que de chiffres : un numéro d'opération",
            "is made of digits only: an operation's number",
        ),
        ValueFault::Folder => ("est un dossier", "is a folder"),
        ValueFault::Store => (
            "est une base, qui serait perdue",
            "is a store, which would be lost",
        ),
        ValueFault::StoreItself => ("est la base elle-même", "is the store itself"),
        ValueFault::NoFile => ("n'est pas un fichier ordinaire", "is no plain file"),
        ValueFault::OtherEnding => (
            "a une terminaison qui contredit --format",
            "has an ending that contradicts --format",
        ),
        ValueFault::NoFolder => (
            "n'est pas un dossier qui existe",
            "is no folder that exists",
        ),
        ValueFault::Ending => (
            "ne finit ni par .csv, ni par .tsv, ni par .json",
            "ends neither in .csv, nor in .tsv, nor in .json",
        ),
        ValueFault::ExportEnding => (
            "ne finit ni par .csv, ni par .xlsx, ni par .json",
            "ends neither in .csv, nor in .xlsx, nor in .json",
        ),
        ValueFault::Range => (
            "n'est pas une suite d'actions sœurs, de la première à la dernière",
            "is no range of sibling actions, from first to last",
        ),
    }
}
