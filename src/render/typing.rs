//! Why what was typed, or left in an editor, is no answer.

use crate::domain::invalid_row::RowCode;
use crate::domain::language::Language::{self, English, French};
use crate::domain::policy::Data;
use crate::domain::typed::{EditorFault, Unread};
use crate::render::invalid_rows;

/// Says why bytes are no text.
pub fn unread(language: Language, unread: Unread) -> String {
    let why = match (unread, language) {
        (Unread::LineFull, French) => {
            "trop long pour une ligne du terminal : définir VISUAL ou EDITOR pour l'écrire dans un éditeur"
        }
        (Unread::LineFull, English) => {
            "too long for one line of the terminal: set VISUAL or EDITOR to write it in an editor"
        }
        (Unread::NotUtf8, French) => "ce n'est pas de l'UTF-8 : rien n'en a été pris",
        (Unread::NotUtf8, English) => "this is no UTF-8: nothing of it was taken",
        (Unread::Steering, French) => {
            "caractère de contrôle (une flèche, par exemple) : rien n'en a été pris"
        }
        (Unread::Steering, English) => {
            "control character (an arrow key, say): nothing of it was taken"
        }
    };
    format!("  x  {why}")
}

/// Says that a yes or a no was expected.
pub fn not_a_reply(language: Language) -> &'static str {
    language.pick(
        "  x  répondre par o (oui), n (non) ou d (détails)",
        "  x  answer y (yes), n (no) or d (details)",
    )
}

/// Says why nothing came back from an editor.
pub fn editor_fault(language: Language, fault: &EditorFault) -> String {
    let why = match (fault, language) {
        (EditorFault::NotRun { command, why }, French) => {
            format!("l'éditeur « {command} » n'a pas pu être lancé : {why}")
        }
        (EditorFault::NotRun { command, why }, English) => {
            format!("the editor `{command}` could not be run: {why}")
        }
        (EditorFault::Failed { command }, French) => {
            format!("l'éditeur « {command} » a fini en erreur : rien n'en a été pris")
        }
        (EditorFault::Failed { command }, English) => {
            format!("the editor `{command}` ended with a failure: nothing of it was taken")
        }
        (EditorFault::FileGone, French) => "l'éditeur n'a pas laissé de fichier".to_owned(),
        (EditorFault::FileGone, English) => "the editor has left no file".to_owned(),
        (EditorFault::Unread(unread), _) => return self::unread(language, *unread),
    };
    format!("  x  {why}")
}

/// Says that what was typed is no value of this kind, and why.
pub fn not_a_value(language: Language, data: Data, typed: &str, why: &RowCode) -> String {
    let quoted = |text: &str| match language {
        French => format!("« {text} »"),
        English => format!("\"{text}\""),
    };
    match (why, data, language) {
        (RowCode::StatutUnknown, _, French) => {
            format!("  x  {} n'est pas un statut", quoted(typed))
        }
        (RowCode::StatutUnknown, _, English) => format!("  x  {} is no statut", quoted(typed)),
        (RowCode::Empty, Data::Commentaires, _) => format!("  x  {}", emptied(language)),
        (RowCode::Empty, _, French) => {
            format!("  x  {} n'est pas une liste de noms", quoted(typed))
        }
        (RowCode::Empty, _, English) => format!("  x  {} is no list of names", quoted(typed)),
        (RowCode::TooLong { .. } | RowCode::ControlCharacter, _, _) => {
            format!("  x  {}", invalid_rows::sentence(language, why))
        }
        _ => {
            let why = invalid_rows::sentence(language, why);
            format!("  x  {}{}{why}", quoted(typed), language.pick(" : ", ": "))
        }
    }
}

fn emptied(language: Language) -> &'static str {
    language.pick(
        "vide : une copie n'efface rien ; g garde le texte de la cible",
        "blank: a copy erases nothing; k keeps the target's text",
    )
}

/// Says that a text was left as it was, which is no answer.
pub fn unchanged(language: Language) -> &'static str {
    language.pick(
        "  x  inchangé : g garde le texte de la cible",
        "  x  unchanged: k keeps the target's text",
    )
}
