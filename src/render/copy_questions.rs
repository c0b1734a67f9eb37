//! What somebody is asked at a conflict of a copy: another value, on a line or in an editor.

use crate::domain::commentaire;
use crate::domain::language::Language::{self, English, French};
use crate::domain::policy::Data;
use crate::ops::copy_report::Told;

/// The line below which nothing of an edited text is kept.
const SCISSORS: &str = "# ------------------------ >8 ------------------------";

/// Asks for another value.
pub fn value(language: Language, data: Data) -> &'static str {
    match (language, data) {
        (French, Data::Statuts) => {
            "Statut ?   (fait, programme, pas_fait, non_concerne, detaille:20/50/30 ; Entrée pour revenir)"
        }
        (English, Data::Statuts) => {
            "Statut?   (fait, programme, pas_fait, non_concerne, detaille:20/50/30; Enter to go back)"
        }
        (French, Data::Commentaires) => "Commentaire ?   (sur une ligne ; Entrée pour revenir)",
        (English, Data::Commentaires) => "Commentaire?   (on one line; Enter to go back)",
        (French, Data::Pilotes) => "Pilotes ?   (séparés par « ; » ; Entrée pour revenir)",
        (English, Data::Pilotes) => "Pilotes?   (parted by \";\"; Enter to go back)",
        (French, Data::Services) => "Services ?   (séparés par « ; » ; Entrée pour revenir)",
        (English, Data::Services) => "Services?   (parted by \";\"; Enter to go back)",
    }
}

/// Returns what an editor opens: the target's text, and below a line that cuts, the source's.
pub fn sheet(language: Language, target: &Told, source: &Told) -> String {
    let text = |told: &Told| match told {
        Told::Commentaire(text) => commentaire::as_text(text),
        _ => String::new(),
    };
    let (target, source) = (text(target), text(source));
    format!("{target}\n{SCISSORS}\n{}\n{source}\n", help(language))
}

/// Returns what was written above the line that cuts; the help below it tells it from a text.
pub fn above_scissors(language: Language, sheet: &str) -> &str {
    let cut = format!("{SCISSORS}\n{}", help(language));
    let parts = sheet
        .split_once(&cut)
        .or_else(|| sheet.split_once(SCISSORS));
    parts.map_or(sheet, |(above, _)| above).trim()
}

fn help(language: Language) -> &'static str {
    match language {
        French => "# Tout ce qui suit cette ligne est laissé de côté. La source dit :",
        English => "# All that follows this line is left aside. The source says:",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_above_the_cut_is_kept() {
        let told = |text: &str| Told::Commentaire(text.to_owned());
        let cut = format!("Un\n{SCISSORS}\nDeux");
        for target in ["Un", "<p>Un</p><p>Deux</p>", cut.as_str()] {
            let sheet = sheet(French, &told(target), &told("La source"));
            let text = commentaire::as_text(target);
            assert_eq!(above_scissors(French, &sheet), text);
        }
        assert_eq!(above_scissors(French, "Un\n"), "Un");
        assert_eq!(above_scissors(French, &format!("Un\n{SCISSORS}\n")), "Un");
    }
}
