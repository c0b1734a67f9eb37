//! People: the only table that names them. Everything else holds their number.

use std::collections::HashMap;

use anyhow::{Context, Result};

use crate::domain::changeset::Edit;
use crate::domain::name::fold;
use crate::domain::person::{NewPerson, Person, PersonId};
use crate::domain::profile::ProfileId;
use crate::domain::value::Value;
use crate::store::View;

/// What stands for the name of a person who was erased.
const ERASED: &str = "personne effacée";

/// How a person is known.
#[derive(Clone, Copy)]
pub enum Known<'a> {
    /// By the name that the person claims.
    Actor(&'a str),
    /// By the operating system's user.
    SystemUser(&'a str),
    /// By e-mail, folded in case.
    Email(&'a str),
}

impl View<'_> {
    /// Returns the number of a person, if the store knows one.
    pub fn person(&self, known: Known<'_>) -> Result<Option<i64>> {
        let (sql, word) = match known {
            Known::Actor(word) => ("SELECT id FROM person WHERE actor = $1", word),
            Known::SystemUser(word) => ("SELECT id FROM person WHERE os_user = $1", word),
            Known::Email(word) => ("SELECT id FROM person WHERE email = $1", word),
        };
        self.row(sql, &[word.into()], |row| row.int(0))
    }

    /// Returns the people whom `profile` knows by name.
    pub fn people_of(&self, profile: ProfileId) -> Result<Vec<Person>> {
        self.rows(
            "SELECT id, nom FROM person
             WHERE profile = $1 AND nom IS NOT NULL
             ORDER BY id",
            &[profile.0.into()],
            |row| {
                Ok(Person {
                    id: PersonId(row.int(0)?),
                    nom: row.maybe_text(1)?.map(str::to_owned),
                })
            },
        )
    }

    /// Returns the name of a person; none once the person was erased.
    pub fn person_name(&self, person: PersonId) -> Result<Option<String>> {
        let sql = "SELECT nom FROM person WHERE id = $1";
        let nom = self.row(sql, &[person.0.into()], |row| {
            Ok(row.maybe_text(0)?.map(str::to_owned))
        })?;
        Ok(nom.flatten())
    }

    /// Returns a value as it is told: people by their names, those that `new` adds too.
    pub fn told(&self, value: &Value, new: &[NewPerson]) -> Result<Value> {
        let Value::People(people) = value else {
            return Ok(value.clone());
        };
        let mut names = Vec::new();
        for person in people.iter() {
            let added = new.iter().find(|added| added.person == *person);
            let nom = match added {
                Some(added) => Some(added.nom.clone()),
                None => self.person_name(*person)?,
            };
            names.push(nom.unwrap_or_else(|| ERASED.to_owned()));
        }
        Ok(names.into())
    }

    /// Returns edits as they are told: people by their names.
    pub fn told_edits(&self, mut edits: Vec<Edit>, new: &[NewPerson]) -> Result<Vec<Edit>> {
        for change in edits.iter_mut().flat_map(|edit| &mut edit.fields) {
            change.before = self.told(&change.before, new)?;
            change.after = self.told(&change.after, new)?;
        }
        Ok(edits)
    }

    /// Adds the people whom their profiles do not know, and gives all of them their numbers.
    pub(super) fn settle_people(&self, edits: &mut [Edit], new: &[NewPerson]) -> Result<()> {
        if new.is_empty() {
            return Ok(());
        }
        let mut numbers = HashMap::new();
        for person in new {
            numbers.insert(person.person, self.known_to(person.profile, &person.nom)?);
        }
        for change in edits.iter_mut().flat_map(|edit| &mut edit.fields) {
            if let Value::People(people) = &change.after {
                let number = |person| *numbers.get(person).unwrap_or(person);
                let settled: Vec<PersonId> = people.iter().map(number).collect();
                change.after = settled.into();
            }
        }
        Ok(())
    }

    /// Returns the number of the person whom `profile` knows by this name; added where there is none.
    fn known_to(&self, profile: ProfileId, nom: &str) -> Result<PersonId> {
        let folded = fold(nom);
        let find = || {
            self.row(
                "SELECT id FROM person WHERE profile = $1 AND folded = $2",
                &[profile.0.into(), folded.as_str().into()],
                |row| Ok(PersonId(row.int(0)?)),
            )
        };
        if let Some(known) = find()? {
            return Ok(known);
        }
        self.engine.run(
            "INSERT INTO person (id, profile, nom, folded)
             SELECT coalesce(max(id), 0) + 1, CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT)
             FROM person",
            &[profile.0.into(), nom.into(), folded.as_str().into()],
        )?;
        find()?.context("the person just added")
    }

    /// Returns the number of a person, who is added where the store knows none.
    ///
    /// People are not journalled by value, and undo never removes them.
    pub(super) fn known_person(&self, known: Known<'_>) -> Result<i64> {
        if let Some(person) = self.person(known)? {
            return Ok(person);
        }
        let (actor, system_user, email) = match known {
            Known::Actor(word) => (Some(word), None, None),
            Known::SystemUser(word) => (None, Some(word), None),
            Known::Email(word) => (None, None, Some(word)),
        };
        self.engine.run(
            "INSERT INTO person (id, actor, os_user, email)
             SELECT coalesce(max(id), 0) + 1, CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT)
             FROM person",
            &[actor.into(), system_user.into(), email.into()],
        )?;
        self.person(known)?.context("the person just added")
    }
}
