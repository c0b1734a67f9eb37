//! `tetctl help exit-codes`.

use crate::domain::exit::Meaning;
use crate::domain::language::Language::{self, English, French};

/// Returns the page.
pub fn text(language: Language) -> String {
    let rows: String = Meaning::ALL.map(|meaning| row(language, meaning)).concat();
    let (before, after) = language.pick((FRENCH, FRENCH_END), (ENGLISH, ENGLISH_END));
    format!("{before}{rows}{after}")
}

fn row(language: Language, meaning: Meaning) -> String {
    let first = format!("{:>4} {}\n", meaning.exit(), words(language, meaning));
    match meaning.codes() {
        [] => first,
        codes => format!("{first}     {}\n", codes.join(" ")),
    }
}

fn words(language: Language, meaning: Meaning) -> &'static str {
    match (language, meaning) {
        (French, Meaning::Done) => "fait, ou rien à changer",
        (English, Meaning::Done) => "done, or nothing to change",
        (French, Meaning::Unexpected) => "inattendu",
        (English, Meaning::Unexpected) => "unexpected",
        (French, Meaning::Usage) => "ligne de commande incorrecte, ou un nom manque",
        (English, Meaning::Usage) => "wrong command line, or a name is missing",
        (French, Meaning::NotFound) => "rien ou plusieurs choses correspondent",
        (English, Meaning::NotFound) => "nothing or several things match",
        (French, Meaning::Invalid) => "entrée invalide",
        (English, Meaning::Invalid) => "invalid input",
        (French, Meaning::Conflict) => "conflit avec ce qui est là",
        (English, Meaning::Conflict) => "conflict with what is there",
        (French, Meaning::Busy) => "occupé, réessayer",
        (English, Meaning::Busy) => "busy, try again",
        (French, Meaning::NotConfirmed) => "pas confirmé",
        (English, Meaning::NotConfirmed) => "not confirmed",
        (French, Meaning::Partial) => "fait en partie : des lignes ou des cibles refusées",
        (English, Meaning::Partial) => "partly done: some rows or targets were refused",
        (French, Meaning::Findings) => "la réponse est non, différent, ou des problèmes",
        (English, Meaning::Findings) => "the answer is no, different, or has findings",
        (French, Meaning::Interrupted) => "interrompu",
        (English, Meaning::Interrupted) => "interrupted",
    }
}

const FRENCH: &str = "\
Codes de sortie, et codes d'erreur de chacun

";

const FRENCH_END: &str = "
Avec 2 à 7, rien n'a été écrit. Les codes d'erreur sont entre crochets dans les messages, et sous error.code avec --json ; ils sont les mêmes dans les deux langues.

Exemples :
  tetctl referentiel diff cae --from orvel-61 --to orvel-61 --json  # 4
  tetctl store check --json
";

const ENGLISH: &str = "\
Exit codes, and the error codes of each

";

const ENGLISH_END: &str = "
With 2 to 7 nothing was written. Error codes stand in brackets in messages, and under error.code with --json; they are the same in both languages.

Examples:
  tetctl referentiel diff cae --from orvel-61 --to orvel-61 --json  # 4
  tetctl store check --json
";
