//! The conflicts of a copy as they are asked: both values, and the keys that decide.

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

/// How many lines are shown at least of a value that does not fit.
const LEAST: usize = 3;

/// The lines beside a conflict: the empty one before it, and the one of the answer.
const APART: usize = 2;

/// A conflict, and its place among the others.
#[derive(Clone, Copy)]
pub struct Conflict<'a> {
    pub asked: &'a Asked,
    /// The name of the target.
    pub nom: &'a str,
    pub number: usize,
    pub of: usize,
    pub left: Left,
}

/// The conflicts of the same sort that are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    pub sort: Sort,
    /// How many there are, the one that is asked included.
    pub alike: usize,
    /// Whether they stand on several targets.
    pub on_several: bool,
}

/// How much of a conflict is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What fits the terminal.
    Fitting,
    Whole,
}

/// Shows a conflict: which of how many, whose, the action's title, both values.
pub fn conflict(look: &Look, conflict: &Conflict<'_>, extent: Extent) -> String {
    let [mut target, mut source] = ends(look, conflict.asked);
    if extent == Extent::Fitting && is_cut(look, conflict) {
        let (one, two) = shared(room(look, conflict), target.value.len(), source.value.len());
        target.cut(look.language, one);
        source.cut(look.language, two);
    }
    let head = head(look, conflict);
    format!("\n{head}{}{}", target.text(), source.text())
}

/// Tells whether the values are longer than what the terminal has room for.
pub fn is_cut(look: &Look, conflict: &Conflict<'_>) -> bool {
    let [target, source] = ends(look, conflict.asked);
    let lines = target.value.len() + source.value.len();
    lines > 2 * LEAST && lines > room(look, conflict)
}

/// Returns how many lines the terminal has for both values.
fn room(look: &Look, conflict: &Conflict<'_>) -> usize {
    let Some(height) = look.height else {
        return usize::MAX;
    };
    let [target, source] = ends(look, conflict.asked);
    let keys = keys(look.language, conflict.left, Extent::Fitting);
    let keys = folding::facts(look.width, "", &keys);
    let around = [&head(look, conflict), &target.edited, &source.edited, &keys];
    let around = around
        .map(|text| text.lines().count())
        .iter()
        .sum::<usize>();
    height.saturating_sub(around + APART)
}

/// Returns how many lines of two values are shown, so that with what tells of the rest they fit.
fn shared(room: usize, one: usize, two: usize) -> (usize, usize) {
    let room = room.saturating_sub(2);
    let half = room / 2;
    let of =
        |lines: usize, other: usize| lines.min(half.max(room.saturating_sub(other)).max(LEAST));
    (of(one, two), of(two, one))
}

fn head(look: &Look, conflict: &Conflict<'_>) -> String {
    let language = look.language;
    let question = &conflict.asked.question;
    let field = match question.sort() {
        Sort::Branches => language.pick("branche", "branch"),
        Sort::Of(data) => data.field().code(),
    };
    let place = match language {
        French => format!("Conflit {} sur {}", conflict.number, conflict.of),
        English => format!("Conflict {} of {}", conflict.number, conflict.of),
    };
    let facts = [place, conflict.nom.to_owned(), field.to_owned()];
    let title = [question.action.to_string(), conflict.asked.title.clone()];
    folding::facts(look.width, "", &facts) + &folding::joined(look.width, "  !  ", "  ", &title)
}

/// What one end says, in lines that fit the width.
struct End {
    label: &'static str,
    value: Vec<String>,
    /// How many lines of the value are left out, in words.
    left_out: String,
    edited: String,
}

/// Returns both ends, the target first.
fn ends(look: &Look, asked: &Asked) -> [End; 2] {
    let language = look.language;
    let (source, target) = language.pick(("source", "cible"), ("source", "target"));
    let mut ends = [
        end(look, target, &asked.target),
        end(look, source, &asked.source),
    ];
    if asked.source.told.reads_like(&asked.target.told) {
        ends[1].value = vec![format!("({})", other_form(language))];
    }
    ends
}

fn end(look: &Look, label: &'static str, side: &Side) -> End {
    let mut lines = lines(look.language, &side.told);
    let statuts = side.statuts.iter();
    lines.extend(statuts.map(|(action, statut)| format!("{action} {}", statut.label())));
    let width = look.width.saturating_sub(MARGIN.len());
    let folded = lines.iter().map(|line| folding::sentence(width, "", line));
    let folded: Vec<String> = folded.collect();
    let edited = side.edited.as_ref().map(|edit| edited(look, edit));
    End {
        label,
        value: folded.concat().lines().map(str::to_owned).collect(),
        left_out: String::new(),
        edited: edited.map_or_else(String::new, |edit| {
            folding::sentence(look.width, MARGIN, &edit)
        }),
    }
}

/// What stands before every line of a value but the first.
const MARGIN: &str = "               ";

impl End {
    /// Keeps the first lines, and says how many are left.
    fn cut(&mut self, language: Language, lines: usize) {
        let left = self.value.len().saturating_sub(lines);
        self.value.truncate(lines);
        if left > 0 {
            let more = match language {
                French => plural(French, left, "autre ligne", "autres lignes") + " : d",
                English => plural(English, left, "more line", "more lines") + ": d",
            };
            self.left_out = format!("{MARGIN}… {more}\n");
        }
    }

    fn text(&self) -> String {
        let label = format!("       {:<8}", self.label);
        let mut text = String::new();
        for (line, place) in self.value.iter().zip(0..) {
            let margin = if place == 0 { &label } else { MARGIN };
            text.push_str(format!("{margin}{line}").trim_end());
            text.push('\n');
        }
        text + &self.left_out + &self.edited
    }
}

/// Says that two values read the same and are written in two ways.
pub fn other_form(language: Language) -> &'static str {
    language.pick(
        "même texte, autre mise en forme",
        "the same text, in another form",
    )
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

/// Returns what can be answered.
pub fn choices(look: &Look, left: Left, extent: Extent) -> String {
    folding::facts(look.width, "", &keys(look.language, left, extent))
}

/// Says that what was typed is none of the keys of a conflict.
pub fn not_a_key(language: Language, left: Left, extent: Extent) -> String {
    let keys = keys(language, left, extent);
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

/// Returns the keys, each with what it does; where not all is shown, one shows all.
fn keys(language: Language, left: Left, extent: Extent) -> Vec<String> {
    let mut keys = deciding(language).map(str::to_owned).to_vec();
    if left.sort != Sort::Branches {
        keys.push(language.pick("e éditer", "e edit").to_owned());
    }
    if left.alike > 1 {
        let left = self::left(language, left);
        keys.push(match language {
            French => format!("m même réponse pour {left}"),
            English => format!("s same answer for {left}"),
        });
    }
    if extent == Extent::Fitting {
        keys.push(language.pick("d détails", "d details").to_owned());
    }
    keys.push(language.pick("q quitter", "q quit").to_owned());
    keys
}

fn deciding(language: Language) -> [&'static str; 2] {
    language.pick(
        ["g garder la cible", "p prendre la source"],
        ["k keep the target's", "t take the source's"],
    )
}

/// Asks for the answer to all conflicts of this sort that are left.
pub fn same_for(look: &Look, left: Left) -> String {
    let left = self::left(look.language, left);
    let [keep, take] = deciding(look.language);
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

fn left(language: Language, left: Left) -> String {
    let (one, many) = match (left.sort, language) {
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
    let count = plural(language, left.alike, one, many);
    let on = match (language, left.on_several) {
        (_, false) => "",
        (French, true) => ", sur toutes les cibles",
        (English, true) => ", on all targets",
    };
    match language {
        French => format!("les {count}{on}"),
        English => format!("the {count}{on}"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::action::ActionId;
    use crate::domain::answers::Question;
    use crate::domain::holding::Said;

    fn asked(target: &str, source: &str) -> Asked {
        let action = ActionId::parse("cae_1.1.1", None).unwrap();
        let said = [source, target].map(Said::Commentaire);
        let side = |text: &str| Side {
            told: Told::Commentaire(text.to_owned()),
            statuts: Vec::new(),
            edited: Some(Edited {
                at: 0,
                by: Some("support-1".to_owned()),
                copied: false,
            }),
        };
        Asked {
            question: Question::of_field(&action, &said[0], &said[1]),
            title: "Écrire la stratégie climat".to_owned(),
            source: side(source),
            target: side(target),
        }
    }

    fn of(asked: &Asked) -> Conflict<'_> {
        Conflict {
            asked,
            nom: "CC des Sources et Bocages",
            number: 1,
            of: 7,
            left: Left {
                sort: Sort::Of(Data::Commentaires),
                alike: 7,
                on_several: true,
            },
        }
    }

    fn list(items: usize) -> String {
        (1..=items)
            .map(|item| format!("<li>point {item}</li>"))
            .collect()
    }

    fn look(width: usize, height: usize) -> Look {
        Look {
            language: French,
            width,
            height: Some(height),
            unicode: true,
            zone: TimeZone::UTC,
            now: 0,
        }
    }

    #[test]
    fn action_values_and_keys_fit_the_terminal() {
        for (width, height) in [(80, 24), (60, 20), (100, 40)] {
            for (one, two) in [(40, 40), (1, 40), (40, 2), (9, 60)] {
                let asked = asked(&list(one), &list(two));
                let (look, shown) = (look(width, height), of(&asked));
                let text = conflict(&look, &shown, Extent::Fitting)
                    + &choices(&look, shown.left, Extent::Fitting);
                assert!(text.lines().count() < height, "{width}x{height}: {text}");
                assert!(text.contains("cible   point 1\n"), "{text}");
                assert!(text.contains("source  point 1\n"), "{text}");
                assert!(text.contains(" : d\n"), "{text}");
                let whole = conflict(&look, &shown, Extent::Whole);
                assert!(whole.contains(&format!("point {two}\n")), "{whole}");
            }
        }
    }

    #[test]
    fn three_lines_of_each_are_shown_whatever_the_height() {
        let asked = asked(&list(40), &list(40));
        let text = conflict(&look(60, 8), &of(&asked), Extent::Fitting);
        assert_eq!(text.matches("point 3\n").count(), 2, "{text}");
        assert_eq!(
            text.matches("… 37 autres lignes : d\n").count(),
            2,
            "{text}"
        );
    }

    #[test]
    fn a_text_in_another_form_is_said_to_be_the_same() {
        let asked = asked("<p>identique</p>", "identique");
        let text = conflict(&look(100, 24), &of(&asked), Extent::Whole);
        assert!(text.contains("source  (même texte, autre mise en forme)\n"));
    }

    #[test]
    fn one_answer_for_several_targets_says_so() {
        let asked = asked("a", "b");
        let keys = choices(&look(200, 24), of(&asked).left, Extent::Whole);
        let said = "m même réponse pour les 7 commentaires restants, sur toutes les cibles";
        assert!(keys.contains(said), "{keys}");
    }
}
