//! The conflicts of a copy, asked one after the other.

use crate::domain::answers::Sort;
use crate::domain::commentaire;
use crate::domain::language::Language::{self, English, French};
use crate::domain::policy::Data;
use crate::ops::copy_questions::{Asked, Edited, Side};
use crate::ops::copy_report::Told;
use crate::render::folding;
use crate::render::look::Look;
use crate::render::refusals::person;
use crate::render::words::plural;

/// The line below which nothing of an edited text is kept.
const SCISSORS: &str = "# ------------------------ >8 ------------------------";

/// Shows a conflict: which of how many, whose, the action's title, both values whole.
pub fn conflict(look: &Look, asked: &Asked, (number, of): (usize, usize), nom: &str) -> String {
    let language = look.language;
    let (action, title) = (&asked.question.action, &asked.title);
    let field = match asked.question.sort() {
        Sort::Branches => language.pick("branche", "branch"),
        Sort::Of(data) => data.field().code(),
    };
    let place = match language {
        French => format!("Conflit {number} sur {of}"),
        English => format!("Conflict {number} of {of}"),
    };
    let head = folding::facts(look.width, "", &[place, nom.to_owned(), field.to_owned()]);
    let title = folding::joined(
        look.width,
        "  !  ",
        "  ",
        &[action.to_string(), title.clone()],
    );
    let (source, target) = language.pick(("source", "cible"), ("source", "target"));
    format!(
        "\n{head}{title}{}{}",
        side(look, target, &asked.target),
        side(look, source, &asked.source)
    )
}

/// Shows what one end says, and when that was edited.
fn side(look: &Look, label: &str, side: &Side) -> String {
    let margin = format!("       {label:<8}");
    let mut lines = lines(look.language, &side.told);
    lines.extend(
        side.statuts
            .iter()
            .map(|(action, statut)| format!("{action} {}", statut.label())),
    );
    lines.extend(side.edited.as_ref().map(|edit| edited(look, edit)));
    let labels = std::iter::once(margin.as_str()).chain(std::iter::repeat("               "));
    let lines = lines.iter().zip(labels);
    lines
        .map(|(line, label)| folding::sentence(look.width, label, line))
        .collect()
}

/// Returns a value whole, as people read it.
fn lines(language: Language, told: &Told) -> Vec<String> {
    match told {
        Told::Nothing => vec![language.pick("vide", "blank").to_owned()],
        Told::Statut(statut) => vec![statut.label()],
        Told::Commentaire(text) => {
            let text = commentaire::as_text(text);
            text.lines().map(str::to_owned).collect()
        }
        Told::Names(names) => vec![names.join(" ; ")],
        Told::ByTaches(_) => vec![language.pick("par tâches :", "by tâches:").to_owned()],
        Told::BySousAction(statut) => vec![match language {
            French => format!("{}, au niveau de la sous-action", statut.label()),
            English => format!("{}, at the sous-action", statut.label()),
        }],
    }
}

fn edited(look: &Look, edited: &Edited) -> String {
    let when = look.phrase(edited.at);
    let who = person(look.language, edited.by.as_deref());
    match (look.language, edited.copied) {
        (French, false) => format!("(modifié {when} par {who})"),
        (French, true) => format!("(modifié {when}, copié par {who})"),
        (English, false) => format!("(edited {when} by {who})"),
        (English, true) => format!("(edited {when}, copied by {who})"),
    }
}

/// Returns what can be answered; `alike` conflicts of this sort are left, this one included.
pub fn choices(look: &Look, sort: Sort, alike: usize) -> String {
    folding::facts(look.width, "", &keys(look.language, sort, alike))
}

/// Says that what was typed is none of the keys of a conflict.
pub fn not_a_key(language: Language, sort: Sort, alike: usize) -> String {
    answer_by(language, &keys(language, sort, alike))
}

/// Returns the keys, each with what it does.
fn keys(language: Language, sort: Sort, alike: usize) -> Vec<String> {
    let [keep, take] = ends(language);
    let mut keys = vec![keep, take];
    if sort != Sort::Branches {
        keys.push(language.pick("e éditer", "e edit"));
    }
    let mut keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
    if alike > 1 {
        let left = left(language, sort, alike);
        keys.push(match language {
            French => format!("m même réponse pour {left}"),
            English => format!("s same answer for {left}"),
        });
    }
    keys.push(language.pick("q quitter", "q quit").to_owned());
    keys
}

fn ends(language: Language) -> [&'static str; 2] {
    language.pick(
        ["g garder la cible", "p prendre la source"],
        ["k keep the target's", "t take the source's"],
    )
}

fn answer_by(language: Language, keys: &[String]) -> String {
    let letters: Vec<&str> = keys
        .iter()
        .filter_map(|key| key.split(' ').next())
        .collect();
    let letters = letters.join(", ");
    match language {
        French => format!("  x  répondre par une des lettres : {letters}"),
        English => format!("  x  answer by one of the letters: {letters}"),
    }
}

/// Asks for the answer to all conflicts of this sort that are left.
pub fn same_for(look: &Look, sort: Sort, alike: usize) -> String {
    let left = left(look.language, sort, alike);
    let [keep, take] = ends(look.language);
    let parts = match look.language {
        French => [
            format!("Pour {left} : {keep}"),
            take.to_owned(),
            "Entrée pour revenir".to_owned(),
        ],
        English => [
            format!("For {left}: {keep}"),
            take.to_owned(),
            "Enter to go back".to_owned(),
        ],
    };
    folding::facts(look.width, "", &parts)
}

fn left(language: Language, sort: Sort, alike: usize) -> String {
    let (one, many) = match (sort, language) {
        (Sort::Of(Data::Statuts), French) => ("statut restant", "statuts restants"),
        (Sort::Of(Data::Commentaires), French) => ("commentaire restant", "commentaires restants"),
        (Sort::Of(Data::Pilotes), French) => {
            ("liste de pilotes restante", "listes de pilotes restantes")
        }
        (Sort::Of(Data::Services), French) => {
            ("liste de services restante", "listes de services restantes")
        }
        (Sort::Branches, French) => ("branche restante", "branches restantes"),
        (Sort::Of(Data::Statuts), English) => ("statut left", "statuts left"),
        (Sort::Of(Data::Commentaires), English) => ("commentaire left", "commentaires left"),
        (Sort::Of(Data::Pilotes), English) => ("list of pilotes left", "lists of pilotes left"),
        (Sort::Of(Data::Services), English) => ("list of services left", "lists of services left"),
        (Sort::Branches, English) => ("branch left", "branches left"),
    };
    let count = plural(language, alike, one, many);
    match language {
        French => format!("les {count}"),
        English => format!("the {count}"),
    }
}

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
    let text = |told: &Told| lines(language, told).join("\n");
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
