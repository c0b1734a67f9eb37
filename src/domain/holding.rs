//! What a profile says in one référentiel: statuts, commentaires, and who pilots its mesures.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::action::ActionId;
use crate::domain::changeset::{Edit, Stamp};
use crate::domain::commentaire;
use crate::domain::name::same_names;
use crate::domain::person::{Person, PersonId};
use crate::domain::policy::Data;
use crate::domain::statut::Statut;
use crate::domain::value::Value;

/// A value that a profile holds, with its stamp.
#[derive(Clone, Debug, PartialEq)]
pub struct Held<T> {
    pub value: T,
    pub stamp: Stamp,
}

/// All that a profile says in one référentiel.
#[derive(Clone, Debug, Default)]
pub struct Holding {
    pub statuts: BTreeMap<ActionId, Held<Statut>>,
    pub commentaires: BTreeMap<ActionId, Held<String>>,
    pub pilotes: BTreeMap<ActionId, Held<Vec<Person>>>,
    pub services: BTreeMap<ActionId, Held<Vec<String>>>,
}

/// What a profile says in a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said<'a> {
    Statut(Statut),
    Commentaire(&'a str),
    Pilotes(&'a [Person]),
    Services(&'a [String]),
}

impl Holding {
    /// Returns the statut of an action.
    pub fn statut(&self, action: &ActionId) -> Option<Statut> {
        self.statuts.get(action).map(|held| held.value)
    }

    /// Returns the commentaire of an action.
    pub fn commentaire(&self, action: &ActionId) -> Option<&str> {
        let held = self.commentaires.get(action)?;
        Some(held.value.as_str())
    }

    /// Returns what is said of an action; what nobody can see or name says nothing.
    pub fn said(&self, data: Data, action: &ActionId) -> Option<Said<'_>> {
        let said = match data {
            Data::Statuts => Said::Statut(self.statut(action)?),
            Data::Commentaires => Said::Commentaire(self.commentaire(action)?),
            Data::Pilotes => Said::Pilotes(&self.pilotes.get(action)?.value),
            Data::Services => Said::Services(&self.services.get(action)?.value),
        };
        (!said.is_blank()).then_some(said)
    }

    /// Returns the stamp of what is said of an action.
    pub fn stamp(&self, data: Data, action: &ActionId) -> Option<&Stamp> {
        Some(match data {
            Data::Statuts => &self.statuts.get(action)?.stamp,
            Data::Commentaires => &self.commentaires.get(action)?.stamp,
            Data::Pilotes => &self.pilotes.get(action)?.stamp,
            Data::Services => &self.services.get(action)?.stamp,
        })
    }

    /// Returns the actions of which something is said.
    pub fn actions(&self) -> BTreeSet<&ActionId> {
        let lists = self.pilotes.keys().chain(self.services.keys());
        let texts = self.statuts.keys().chain(self.commentaires.keys());
        texts.chain(lists).collect()
    }

    /// Returns the stamps of all values.
    pub fn stamps(&self) -> impl Iterator<Item = &Stamp> {
        let statuts = self.statuts.values().map(|held| &held.stamp);
        let commentaires = self.commentaires.values().map(|held| &held.stamp);
        let pilotes = self.pilotes.values().map(|held| &held.stamp);
        let services = self.services.values().map(|held| &held.stamp);
        statuts.chain(commentaires).chain(pilotes).chain(services)
    }

    /// Returns the values of a kind as they are stored, with their stamps, in the order of actions.
    pub fn values(&self, data: Data) -> Vec<(&ActionId, Value, &Stamp)> {
        match data {
            Data::Statuts => values(&self.statuts, |statut| statut.code().into()),
            Data::Commentaires => values(&self.commentaires, |text| text.as_str().into()),
            Data::Pilotes => values(&self.pilotes, |people| ids(people)),
            Data::Services => values(&self.services, |names| names.clone().into()),
        }
    }

    /// Counts the fields that are filled in.
    pub fn filled(&self) -> usize {
        self.stamps().count()
    }

    /// Says what is said once `edits`, which are of this profile, are written; `named` names people.
    pub fn take(&mut self, edits: &[Edit], named: impl Fn(PersonId) -> Option<String>) {
        for edit in edits {
            let (Some(data), Some(action)) =
                (Data::of_kind(edit.record.kind()), edit.record.action())
            else {
                continue;
            };
            match data {
                Data::Statuts => put(&mut self.statuts, action, held(edit, statut)),
                Data::Commentaires => {
                    let read = |value: &Value| value.text().map(str::to_owned);
                    put(&mut self.commentaires, action, held(edit, read));
                }
                Data::Pilotes => {
                    let read = |value: &Value| people(value, &named);
                    put(&mut self.pilotes, action, held(edit, read));
                }
                Data::Services => put(&mut self.services, action, held(edit, services)),
            }
        }
    }

    /// Returns the operation that last wrote one of the values.
    pub fn last_operation(&self) -> Option<i64> {
        self.stamps().filter_map(|stamp| stamp.operation).max()
    }
}

impl Said<'_> {
    /// Returns the kind of data.
    pub fn data(&self) -> Data {
        match self {
            Self::Statut(_) => Data::Statuts,
            Self::Commentaire(_) => Data::Commentaires,
            Self::Pilotes(_) => Data::Pilotes,
            Self::Services(_) => Data::Services,
        }
    }

    /// Tells whether two profiles say the same; lists are compared as sets of names.
    pub fn same(&self, other: &Said<'_>) -> bool {
        match (self, other) {
            (Self::Statut(one), Said::Statut(other)) => one == other,
            (Self::Commentaire(one), Said::Commentaire(other)) => commentaire::same(one, other),
            (Self::Pilotes(one), Said::Pilotes(other)) => same_names(&names(one), &names(other)),
            (Self::Services(one), Said::Services(other)) => same_names(one, other),
            _ => false,
        }
    }

    fn is_blank(&self) -> bool {
        match self {
            Self::Statut(_) => false,
            Self::Commentaire(text) => commentaire::is_blank(text),
            Self::Pilotes(people) => names(people).is_empty(),
            Self::Services(names) => names.is_empty(),
        }
    }
}

/// Returns the list of these people.
pub fn ids(people: &[Person]) -> Value {
    let ids = people.iter().map(|person| person.id);
    ids.collect::<Vec<_>>().into()
}

/// Returns the names of people; an erased one has none.
pub fn names(people: &[Person]) -> Vec<&str> {
    let names = people.iter().filter_map(|person| person.nom.as_deref());
    names.collect()
}

fn statut(value: &Value) -> Option<Statut> {
    Statut::parse(value.text()?).ok().flatten()
}

fn people(value: &Value, named: impl Fn(PersonId) -> Option<String>) -> Option<Vec<Person>> {
    let Value::People(ids) = value else {
        return None;
    };
    let person = |id: &PersonId| Person {
        id: *id,
        nom: named(*id),
    };
    Some(ids.iter().map(person).collect())
}

fn services(value: &Value) -> Option<Vec<String>> {
    let Value::Names(names) = value else {
        return None;
    };
    Some(names.to_vec())
}

/// Returns what an edit leaves of a value; none where it goes.
fn held<T>(edit: &Edit, read: impl Fn(&Value) -> Option<T>) -> Option<Held<T>> {
    let value = read(&edit.fields.first()?.after)?;
    let stamp = edit.stamps.and_then(|stamps| stamps.after)?;
    Some(Held { value, stamp })
}

fn put<T>(values: &mut BTreeMap<ActionId, Held<T>>, action: &ActionId, held: Option<Held<T>>) {
    match held {
        Some(held) => values.insert(action.clone(), held),
        None => values.remove(action),
    };
}

fn values<T>(
    held: &BTreeMap<ActionId, Held<T>>,
    value: impl Fn(&T) -> Value,
) -> Vec<(&ActionId, Value, &Stamp)> {
    held.iter()
        .map(|(action, held)| (action, value(&held.value), &held.stamp))
        .collect()
}
