//! Reading what was typed for actions, `ID=VALUE`, and naming all that is wrong with it at once.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::branch::{takes_pilotes, takes_statut};
use crate::domain::commentaire;
use crate::domain::invalid_row::{InvalidRow, Place, RowCode};
use crate::domain::name::{is_name, steers};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{Candidate, Noun, Refusal};
use crate::domain::statut::{InvalidStatut, Statut};
use crate::domain::structure::Structure;
use crate::ops::assign_values::{Assigned, Wording};
use crate::ops::find_action::candidates;
use crate::store::View;

/// What was typed, each with the id in front of it.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub statuts: Vec<(String, String)>,
    pub commentaires: Vec<(String, String)>,
    /// One name each; those of one action are its list, and an empty one clears it.
    pub pilotes: Vec<(String, String)>,
    pub services: Vec<(String, String)>,
}

/// Reads what was typed; ids are written whole, all of one référentiel.
///
/// An unknown name that is the only problem is refused as such, with what is near it.
pub fn read(view: &View<'_>, typed: &Typed) -> Result<Assigned> {
    let referentiel = referentiel(typed)?;
    let structure = view.structure(referentiel)?;
    let mut reading = Reading {
        structure: &structure,
        problems: Vec::new(),
    };
    let mut assigned = Assigned::nothing(referentiel, Wording::Kept);
    for (id, text) in &typed.statuts {
        let action = reading.action(id, text);
        if action.as_ref().is_some_and(|action| !takes_statut(action)) {
            reading.refuse(id, text, RowCode::NoStatutHere);
        }
        let statut = reading.statut(id, text).ok();
        reading.assign(&mut assigned.statuts, action, statut, (id, text));
    }
    for (id, text) in &typed.commentaires {
        let action = reading.action(id, text);
        if action.as_ref().is_some_and(|action| action.level() == 0) {
            reading.refuse(id, text, RowCode::NoCommentaireHere);
        }
        if steers(text) {
            reading.refuse(id, text, RowCode::ControlCharacter);
        }
        if commentaire::is_too_long(text) {
            let limit = commentaire::LONGEST;
            reading.refuse(id, text, RowCode::TooLong { limit });
        }
        let value = Some(text.clone());
        reading.assign(&mut assigned.commentaires, action, value, (id, text));
    }
    assigned.pilotes = reading.lists(&typed.pilotes);
    assigned.services = reading.lists(&typed.services);
    reading.end()?;
    Ok(assigned)
}

/// Returns the référentiel of the first id that tells one; the others must be of the same.
fn referentiel(typed: &Typed) -> Result<Referentiel> {
    let ids: Vec<&String> = pairs(typed).map(|(id, _)| id).collect();
    let known = ids
        .iter()
        .filter_map(|id| Some((*id, ActionId::parse(id, None).ok()?.referentiel())));
    let known: Vec<(&String, Referentiel)> = known.collect();
    let Some((_, referentiel)) = known.first().copied() else {
        let rows = pairs(typed).map(|(id, value)| row(id, value, not_an_id(id)));
        return Err(invalid(rows.collect()).into());
    };
    match known.iter().find(|(_, other)| *other != referentiel) {
        Some((id, _)) => Err(Refusal::OtherReferentiel {
            typed: (*id).clone(),
            referentiel,
        }
        .into()),
        None => Ok(referentiel),
    }
}

fn pairs(typed: &Typed) -> impl Iterator<Item = &(String, String)> {
    let values = typed.statuts.iter().chain(&typed.commentaires);
    values.chain(&typed.pilotes).chain(&typed.services)
}

struct Reading<'a> {
    structure: &'a Structure,
    problems: Vec<Problem>,
}

/// One thing that is wrong; a name that is unknown may stand alone as such.
struct Problem {
    row: InvalidRow,
    unknown: Option<(Noun, String, Vec<Candidate>)>,
}

/// A value was refused, and stands among the problems.
struct Wrong;

impl Reading<'_> {
    fn action(&mut self, id: &str, value: &str) -> Option<ActionId> {
        let Ok(action) = ActionId::parse(id, None) else {
            self.refuse(id, value, not_an_id(id));
            return None;
        };
        if self.structure.get(&action).is_some() {
            return Some(action);
        }
        let near = candidates(self.structure, &action);
        self.problems.push(Problem {
            row: row(id, value, RowCode::ActionUnknown),
            unknown: Some((Noun::Action, id.to_owned(), near)),
        });
        None
    }

    /// Reads a statut; a blank clears.
    fn statut(&mut self, id: &str, text: &str) -> Result<Option<Statut>, Wrong> {
        let code = match Statut::parse(text) {
            Ok(statut) => return Ok(statut),
            Err(InvalidStatut::Unknown { near }) => {
                let near = near.into_iter().map(|code| Candidate {
                    key: code.to_owned(),
                    ..Candidate::default()
                });
                self.problems.push(Problem {
                    unknown: Some((Noun::Statut, text.to_owned(), near.collect())),
                    row: row(id, text, RowCode::StatutUnknown),
                });
                return Err(Wrong);
            }
            Err(other) => other.into(),
        };
        self.refuse(id, text, code);
        Err(Wrong)
    }

    /// Reads the names that each mesure is given.
    fn lists(&mut self, typed: &[(String, String)]) -> BTreeMap<ActionId, Vec<String>> {
        let mut lists: BTreeMap<ActionId, Vec<String>> = BTreeMap::new();
        for (id, nom) in typed {
            let Some(action) = self.action(id, nom) else {
                continue;
            };
            if !takes_pilotes(&action) {
                self.refuse(id, nom, RowCode::NoPiloteHere);
            }
            if nom.chars().any(char::is_control) {
                self.refuse(id, nom, RowCode::ControlCharacter);
            }
            let spaced = nom.split_whitespace().collect::<Vec<_>>().join(" ");
            if !spaced.is_empty() && !is_name(&spaced) {
                self.refuse(id, nom, RowCode::NameInvalid);
            }
            let names = lists.entry(action).or_default();
            let nom = spaced;
            if !nom.is_empty() {
                names.push(nom);
            }
        }
        lists
    }

    /// Keeps a value that is right; refuses a second one for the same action.
    fn assign<T>(
        &mut self,
        values: &mut BTreeMap<ActionId, T>,
        action: Option<ActionId>,
        value: Option<T>,
        (id, text): (&str, &str),
    ) {
        let (Some(action), Some(value)) = (action, value) else {
            return;
        };
        if values.insert(action, value).is_some() {
            self.refuse(id, text, RowCode::Twice);
        }
    }

    fn refuse(&mut self, id: &str, value: &str, code: RowCode) {
        self.problems.push(Problem {
            row: row(id, value, code),
            unknown: None,
        });
    }

    fn end(mut self) -> Result<(), Refusal> {
        if let [only] = self.problems.as_mut_slice()
            && let Some((what, typed, near)) = only.unknown.take()
        {
            return Err(Refusal::NotFound { what, typed, near });
        }
        if self.problems.is_empty() {
            return Ok(());
        }
        let rows = self.problems.into_iter().map(|problem| problem.row);
        Err(invalid(rows.collect()))
    }
}

fn row(id: &str, value: &str, code: RowCode) -> InvalidRow {
    InvalidRow {
        place: Place::Argument,
        column: id.to_owned(),
        value: value.to_owned(),
        code,
    }
}

/// An id that only lacks its référentiel is told apart.
fn not_an_id(id: &str) -> RowCode {
    match ActionId::parse(id, Some(Referentiel::Cae)) {
        Ok(_) => RowCode::IdNotWhole,
        Err(_) => RowCode::IdInvalid,
    }
}

fn invalid(rows: Vec<InvalidRow>) -> Refusal {
    Refusal::InputInvalid {
        source: "referentiel set".to_owned(),
        rows,
    }
}
