//! People: the only table that names them. Everything else holds their number.

use anyhow::{Context, Result};

use crate::store::View;

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
