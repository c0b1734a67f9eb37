//! Replies to whoever asked: four to six lines of plain French, whatever the language of screens.

use std::collections::BTreeSet;

use crate::domain::article;
use crate::domain::language::Language::French;
use crate::domain::operation::State;
use crate::domain::policy::{Data, Policy};
use crate::domain::profile::ProfileId;
use crate::domain::request::{Copied, Request, Summary};
use crate::ops::tell_operations::Told;
use crate::render::replied_selection::selection;
use crate::render::replied_sentences::{
    are, are_past, listed, other_line, plural_mark, profile_of, put_again, put_back,
};
use crate::render::selections::kinds;
use crate::render::words::{fields, grouped, plural};

/// What a copy never carries.
const NEVER: &str =
    "Les documents, discussions et réponses de personnalisation ne sont pas copiés.";

/// What became of a copy, as far as whoever asked is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It stands, whole or in part.
    Stands { partly: bool, redone: bool },
    /// It was taken back by a later operation.
    Gone,
    /// The operation that is told takes it back, whole or in part; that may be taken back too.
    TakenBack { partial: bool, redone: bool },
}

/// Copies that were asked in one go: the same source, selection and data, several targets.
struct Group<'t> {
    copied: &'t Copied,
    fate: Fate,
    told: Vec<&'t Told>,
    /// Whether the reply tells of other operations too, so that each target is named.
    named: bool,
    summary: Summary,
    /// How many of the written fields took the place of others.
    replaced: usize,
    /// How many of the written commentaires were put behind others.
    appended: usize,
    /// How many of the written fields somebody typed.
    typed: usize,
    /// How many fields were kept though nobody had decided so.
    undecided: usize,
    /// The fields that the operations wrote.
    fields: usize,
}

impl<'t> Group<'t> {
    fn of(told: &'t Told, copied: &'t Copied, fate: Fate, named: bool) -> Self {
        let mut group = Self {
            copied,
            fate,
            told: Vec::new(),
            named,
            summary: Summary::default(),
            replaced: 0,
            appended: 0,
            typed: 0,
            undecided: 0,
            fields: 0,
        };
        group.add(told, copied);
        group
    }

    fn add(&mut self, told: &'t Told, copied: &Copied) {
        self.told.push(told);
        self.summary += copied.summary;
        self.replaced += copied.replaced;
        self.appended += copied.appended;
        self.typed += copied.typed;
        self.undecided += copied.undecided;
        self.fields += told.operation.edits;
    }
}

/// Returns the reply to paste, for operations of one batch, the earliest first.
pub fn reply(told: &[Told]) -> String {
    let mut lines = vec!["Bonjour,".to_owned()];
    let groups = groups(told);
    for group in &groups {
        lines.extend(copy_lines(group));
    }
    let others = told.iter().filter(|told| told.origin.copied().is_none());
    lines.extend(others.map(|one| other_line(one, told.len() > 1)));
    lines.push(closing(&groups, told));
    lines.join("\n") + "\n"
}

fn groups(told: &[Told]) -> Vec<Group<'_>> {
    let named = told.len() > 1;
    let mut groups: Vec<Group<'_>> = Vec::new();
    for told in told {
        let Some(copied) = told.origin.copied() else {
            continue;
        };
        let fate = fate(told);
        let known = groups
            .iter_mut()
            .find(|group| group.fate == fate && is_one_request(group.copied, copied));
        let Some(group) = known else {
            groups.push(Group::of(told, copied, fate, named));
            continue;
        };
        group.add(told, copied);
    }
    groups
}

fn is_one_request(one: &Copied, other: &Copied) -> bool {
    one.referentiel == other.referentiel
        && one.from == other.from
        && one.selection == other.selection
        && one.data == other.data
        && one.policy == other.policy
}

fn fate(told: &Told) -> Fate {
    let operation = &told.operation;
    match operation.request {
        Request::Undo { partial, .. } => Fate::TakenBack {
            partial,
            redone: !told.in_place,
        },
        _ if !told.in_place => Fate::Gone,
        Request::Redo { .. } => Fate::Stands {
            partly: told.partly,
            redone: true,
        },
        _ => Fate::Stands {
            partly: told.partly,
            redone: false,
        },
    }
}

fn copy_lines(group: &Group<'_>) -> Vec<String> {
    let count = group.fields;
    match group.fate {
        Fate::Stands { redone: false, .. } if group.summary.written == 0 => nothing_copied(group),
        Fate::Stands {
            redone: false,
            partly,
        } => {
            let mut lines = vec![
                format!(
                    "Nous avons copié {} : {}.",
                    what(group, ("le", "les")),
                    filled(group)
                ),
                format!("{}{NEVER}", kept(group)),
            ];
            if partly {
                lines.push("Une partie de cette copie a ensuite été annulée.".to_owned());
            }
            lines
        }
        Fate::Stands {
            redone: true,
            partly,
        } => vec![
            format!(
                "Nous avons rétabli la copie {} : {} de nouveau en place.",
                what(group, ("du", "des")),
                are(count)
            ),
            if partly {
                "Une partie en a ensuite été annulée.".to_owned()
            } else {
                NEVER.to_owned()
            },
        ],
        Fate::Gone => vec![
            format!("La copie {} a été annulée.", what(group, ("du", "des"))),
            "Les champs qu'elle avait remplis sont revenus à leur valeur d'avant.".to_owned(),
        ],
        Fate::TakenBack { partial, redone } => taken_back(group, partial, redone),
    }
}

fn nothing_copied(group: &Group<'_>) -> Vec<String> {
    vec![
        format!(
            "Nous n'avons rien eu à copier {} : tout y était déjà rempli.",
            what(group, ("du", "des"))
        ),
        format!("{}{NEVER}", kept(group)),
    ]
}

fn taken_back(group: &Group<'_>, partial: bool, redone: bool) -> Vec<String> {
    let part = if partial { "une partie de " } else { "" };
    vec![
        format!(
            "Nous avons annulé {part}la copie {} : {}.",
            what(group, ("du", "des")),
            put_back(group.fields)
        ),
        match (partial, redone) {
            (_, true) => put_again(group.fields).to_owned(),
            (true, false) => "Le reste de la copie est toujours en place.".to_owned(),
            (false, false) => "Le reste n'a pas été touché.".to_owned(),
        },
    ]
}

/// Returns what was copied, from whom, to whom: "le référentiel … (axe 1) du PETR … vers …".
fn what(group: &Group<'_>, (one, many): (&str, &str)) -> String {
    let copied = group.copied;
    let label = copied.referentiel.label();
    let is_whole = Data::ALL.iter().all(|data| copied.data.contains(data));
    let object = match kinds(&copied.data) {
        Some(_) if !is_whole => format!("{many} {} du référentiel {label}", data(&copied.data)),
        _ => format!("{one} référentiel {label}"),
    };
    let selection = selection(&copied.selection);
    let source = group.told.first().map(|told| told.called(copied.from));
    let source = source.map_or_else(String::new, |called| {
        article::of(&called.nom, called.nature)
    });
    format!("{object}{selection} {source} {}", to(group))
}

/// Returns the kinds of data as they are read out: "statuts, pilotes et services".
fn data(data: &[Data]) -> String {
    let codes: Vec<String> = data.iter().map(|data| data.code().to_owned()).collect();
    listed(&codes)
}

/// Returns the targets: the reader's own profile, or all by name where there is more to tell.
fn to(group: &Group<'_>) -> String {
    let targets = group.told.iter().filter_map(|told| {
        let target = told.origin.copied()?.to;
        Some((*told, target))
    });
    let mut seen = BTreeSet::new();
    let targets: Vec<(&Told, ProfileId)> =
        targets.filter(|(_, target)| seen.insert(*target)).collect();
    if let [(told, target)] = targets.as_slice() {
        return format!("vers {}", profile_of(told, *target, group.named));
    }
    let names = targets
        .iter()
        .map(|(told, target)| told.called(*target).nom);
    let names: Vec<String> = names.collect();
    format!("vers {} profils ({})", names.len(), listed(&names))
}

/// Says how many fields were filled in, and what became of those that said something else.
fn filled(group: &Group<'_>) -> String {
    let changed = [
        (group.replaced, replacing(group.copied.policy)),
        (group.appended, "complété§ à la suite"),
        (group.typed, "ressaisi§"),
    ];
    let changed: Vec<(usize, &str)> = changed
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .collect();
    let elsewhere: usize = changed.iter().map(|(count, _)| count).sum();
    let completed = group.summary.written.saturating_sub(elsewhere);
    let mut parts = Vec::new();
    if completed > 0 || changed.is_empty() {
        let s = plural_mark(completed);
        parts.push(format!("{} complété{s}", have_been(completed)));
    }
    for (count, word) in changed {
        let been = if parts.is_empty() {
            format!("{} été ", are_past(count))
        } else {
            String::new()
        };
        let word = word.replace('§', plural_mark(count));
        parts.push(format!("{} {been}{word}", of_yours(group, count)));
    }
    listed(&parts)
}

fn of_yours(group: &Group<'_>, count: usize) -> String {
    if group.named {
        fields(French, count)
    } else {
        format!("{} de vos champs", grouped(count))
    }
}

/// Says what became of fields whose value gave way to the source's; § stands for the plural's mark.
fn replacing(policy: Policy) -> &'static str {
    match policy {
        Policy::Newest => "remplacé§ par une saisie plus récente",
        _ => "remplacé§",
    }
}

/// Returns "1 champ a été", "2 champs ont été".
fn have_been(count: usize) -> String {
    format!("{} {} été", fields(French, count), are_past(count))
}

/// Says what the target kept, what was equal, and what went with a change of level.
fn kept(group: &Group<'_>) -> String {
    let Summary {
        kept,
        equal,
        cleared,
        ..
    } = group.summary;
    let yours = match group.told.len() {
        1 if group.named => "déjà remplis sur ce profil",
        1 => "que vous aviez déjà remplis",
        _ => "déjà remplis sur ces profils",
    };
    let one = yours.replace("remplis", "rempli");
    let kept = match kept {
        0 => String::new(),
        1 => format!("1 champ {one} a été gardé tel quel. "),
        kept => format!(
            "{} champs {yours} ont été gardés tels quels. ",
            grouped(kept)
        ),
    };
    let equal = match equal {
        0 => String::new(),
        1 => "1 champ était déjà identique. ".to_owned(),
        equal => format!("{} champs étaient déjà identiques. ", grouped(equal)),
    };
    let cleared = match cleared {
        0 => String::new(),
        cleared => format!(
            "{} à un autre niveau de la même sous-mesure {} été effacé{}. ",
            plural(French, cleared, "statut saisi", "statuts saisis"),
            are_past(cleared),
            plural_mark(cleared)
        ),
    };
    kept + &equal + &cleared + asked(group)
}

/// Says that somebody has decided each difference, where somebody has.
fn asked(group: &Group<'_>) -> &'static str {
    let differences = group.summary.kept + group.replaced + group.typed;
    if group.copied.policy == Policy::Ask && differences > 0 && group.undecided == 0 {
        return "Les différences ont été tranchées une à une. ";
    }
    ""
}

/// Says what can still be done about it.
fn closing(groups: &[Group<'_>], told: &[Told]) -> String {
    let stands = |group: &Group<'_>| matches!(group.fate, Fate::Stands { .. }) && group.fields > 0;
    let standing = groups.iter().filter(|group| stands(group));
    let standing: usize = standing.map(|group| group.told.len()).sum();
    if standing > 0 {
        let these = match standing {
            1 => "cette copie",
            _ => "ces copies",
        };
        return format!(
            "Les éléments repris sont marqués « à confirmer ». Si besoin, nous pouvons annuler {these}."
        );
    }
    let wrote = told.iter().any(|told| told.operation.edits > 0);
    if !wrote {
        return match told {
            [_] => "Rien n'a changé sur votre profil.".to_owned(),
            _ => "Rien n'a changé sur ces profils.".to_owned(),
        };
    }
    let what = match groups {
        [] => "l'opération",
        _ => "la copie",
    };
    let is_undone = |told: &Told| told.in_place == (told.operation.state == State::Undo);
    if told.iter().all(is_undone) {
        format!("Si besoin, nous pouvons refaire {what}.")
    } else {
        format!("Si besoin, nous pouvons annuler {what}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::nature::Nature;
    use crate::domain::operation::Operation;
    use crate::domain::referentiel::Referentiel::Cae;
    use crate::domain::selection::{Pattern, Selection};
    use crate::ops::tell_operations::Called;

    fn copied(to: i64, include: &[&str], exclude: &[&str], counts: [usize; 3]) -> Request {
        let patterns = |texts: &[&str]| {
            let read = |text: &&str| Pattern::parse(text, Some(Cae)).unwrap();
            texts.iter().map(read).collect()
        };
        let [written, kept, equal] = counts;
        Request::ReferentielCopy(Box::new(Copied {
            referentiel: Cae,
            from: ProfileId(1),
            to: ProfileId(to),
            selection: Selection {
                include: patterns(include),
                exclude: patterns(exclude),
            },
            data: Data::ALL.to_vec(),
            policy: Policy::Fill,
            override_audit: None,
            replaced: 0,
            appended: 0,
            typed: 0,
            undecided: 0,
            summary: Summary {
                selected: written + kept + equal,
                written,
                kept,
                equal,
                ..Summary::default()
            },
        }))
    }

    fn told(request: &Request, origin: &Request, edits: usize, state: State) -> Told {
        let names = [
            ("PETR du Pays de Trévanne", Nature::Petr),
            ("CC des Sources et Bocages", Nature::Cc),
            ("Paimpol", Nature::Commune),
        ];
        let numbered = names.into_iter().zip(1..).map(|((nom, nature), number)| {
            let nom = nom.to_owned();
            (ProfileId(number), Called { nom, nature })
        });
        Told {
            operation: Operation {
                number: 812,
                batch: 812,
                batch_name: None,
                at: 0,
                actor: None,
                request: request.clone(),
                note: None,
                requested_by: None,
                edits,
                state,
                undone_by: None,
            },
            origin: origin.clone(),
            in_place: state != State::Undone,
            partly: state == State::PartlyUndone,
            names: numbered.collect(),
        }
    }

    fn of_copy(request: &Request, edits: usize, state: State) -> Told {
        told(request, request, edits, state)
    }

    #[test]
    fn a_copy_is_told_in_four_lines() {
        let request = copied(2, &["1"], &[], [67, 9, 7]);
        assert_eq!(
            reply(&[of_copy(&request, 67, State::Done)]),
            "Bonjour,
Nous avons copié le référentiel Climat Air Énergie (axe 1) du PETR du Pays de Trévanne vers votre profil : 67 champs ont été complétés.
9 champs que vous aviez déjà remplis ont été gardés tels quels. 7 champs étaient déjà identiques. Les documents, discussions et réponses de personnalisation ne sont pas copiés.
Les éléments repris sont marqués « à confirmer ». Si besoin, nous pouvons annuler cette copie.
"
        );
    }

    #[test]
    fn what_became_of_values_that_differed_is_told_by_kind() {
        let told = |policy, [written, kept, replaced, appended, typed]: [usize; 5]| {
            let Request::ReferentielCopy(mut asked) = copied(2, &[], &[], [written, kept, 0])
            else {
                panic!("a copy");
            };
            (asked.policy, asked.replaced) = (policy, replaced);
            (asked.appended, asked.typed) = (appended, typed);
            let request = Request::ReferentielCopy(asked);
            let reply = reply(&[of_copy(&request, written, State::Done)]);
            let lines = reply.lines().skip(1).take(2);
            let ends = lines.map(|line| {
                let line = line.rsplit(" : ").next().unwrap_or_default();
                line.replace(NEVER, "")
            });
            ends.collect::<Vec<_>>()
        };
        for (policy, counts, said) in [
            (
                Policy::Newest,
                [5, 1, 2, 0, 0],
                [
                    "3 champs ont été complétés et 2 de vos champs remplacés par une saisie plus récente.",
                    "1 champ que vous aviez déjà rempli a été gardé tel quel. ",
                ],
            ),
            (
                Policy::Append,
                [1, 0, 0, 1, 0],
                ["1 de vos champs a été complété à la suite.", ""],
            ),
            (
                Policy::Ask,
                [6, 0, 2, 0, 1],
                [
                    "3 champs ont été complétés, 2 de vos champs remplacés et 1 de vos champs ressaisi.",
                    "Les différences ont été tranchées une à une. ",
                ],
            ),
        ] {
            assert_eq!(told(policy, counts), said);
        }
    }

    #[test]
    fn differences_that_nobody_decided_are_not_said_to_be_decided() {
        let Request::ReferentielCopy(mut asked) = copied(2, &[], &[], [6, 2, 0]) else {
            panic!("a copy");
        };
        (asked.policy, asked.replaced, asked.undecided) = (Policy::Ask, 1, 1);
        let request = Request::ReferentielCopy(asked);
        let reply = reply(&[of_copy(&request, 6, State::Done)]);
        assert!(reply.contains("2 champs que vous aviez déjà remplis ont été gardés tels quels. "));
        assert!(!reply.contains("tranchées"), "{reply}");
    }

    #[test]
    fn several_targets_are_named() {
        let requests = [2, 3].map(|to| copied(to, &[], &["4"], [10, 1, 0]));
        let told: Vec<Told> = requests
            .iter()
            .map(|request| of_copy(request, 10, State::Done))
            .collect();
        assert_eq!(
            reply(&told),
            "Bonjour,
Nous avons copié le référentiel Climat Air Énergie (sauf l'axe 4) du PETR du Pays de Trévanne vers 2 profils (CC des Sources et Bocages et Paimpol) : 20 champs ont été complétés.
2 champs déjà remplis sur ces profils ont été gardés tels quels. Les documents, discussions et réponses de personnalisation ne sont pas copiés.
Les éléments repris sont marqués « à confirmer ». Si besoin, nous pouvons annuler ces copies.
"
        );
    }

    #[test]
    fn nothing_written_is_never_done() {
        let request = copied(2, &["1.1.2", "2.1.1..2.1.3"], &[], [0, 1, 0]);
        let reply = reply(&[of_copy(&request, 0, State::Done)]);
        assert_eq!(
            reply,
            "Bonjour,
Nous n'avons rien eu à copier du référentiel Climat Air Énergie (mesures 1.1.2 et 2.1.1 à 2.1.3) du PETR du Pays de Trévanne vers votre profil : tout y était déjà rempli.
1 champ que vous aviez déjà rempli a été gardé tel quel. Les documents, discussions et réponses de personnalisation ne sont pas copiés.
Rien n'a changé sur votre profil.
"
        );
    }

    #[test]
    fn what_was_taken_back_is_said_to_be() {
        let request = copied(2, &[], &[], [3, 0, 0]);
        let undone = reply(&[of_copy(&request, 3, State::Undone)]);
        assert_eq!(
            undone,
            "Bonjour,
La copie du référentiel Climat Air Énergie du PETR du Pays de Trévanne vers votre profil a été annulée.
Les champs qu'elle avait remplis sont revenus à leur valeur d'avant.
Si besoin, nous pouvons refaire la copie.
"
        );
        let undo = Request::Undo {
            operation: 812,
            partial: false,
        };
        let told = told(&undo, &request, 1, State::Undo);
        assert_eq!(
            reply(&[told]),
            "Bonjour,
Nous avons annulé la copie du référentiel Climat Air Énergie du PETR du Pays de Trévanne vers votre profil : 1 champ est revenu à sa valeur d'avant.
Le reste n'a pas été touché.
Si besoin, nous pouvons refaire la copie.
"
        );
    }

    #[test]
    fn other_commands_are_told_in_a_sentence() {
        let request = Request::ProfileRelate {
            supra: ProfileId(1),
            added: vec![ProfileId(2), ProfileId(3)],
            removed: Vec::new(),
        };
        assert_eq!(
            reply(&[of_copy(&request, 2, State::Done)]),
            "Bonjour,
Nous avons ajouté aux membres du PETR du Pays de Trévanne : CC des Sources et Bocages et Paimpol.
Si besoin, nous pouvons annuler l'opération.
"
        );
    }
}
