//! Which operations stand, and which take others back.

use std::collections::HashMap;

use anyhow::Result;

use crate::domain::operation::State;
use crate::domain::request::Request;
use crate::store::View;

/// Which operations take others back, whole or in part.
#[derive(Default)]
pub struct Reversals {
    /// Of each operation, the last that takes it back, and whether whole.
    undone: HashMap<i64, (i64, bool)>,
    /// Of each undo, the redo that takes it back whole, or the last of what was left of it.
    redone: HashMap<i64, i64>,
}

impl View<'_> {
    /// Returns the latest operation of `actor` that is neither undone nor itself an undo.
    pub fn last_standing(&self, actor: &str) -> Result<Option<i64>> {
        self.row(
            "SELECT o.id
             FROM operation o
             JOIN person a ON a.id = o.actor
             WHERE a.actor = $1 AND o.undoes IS NULL
               AND NOT EXISTS (SELECT u.id FROM operation u WHERE u.undoes = o.id AND NOT u.partial)
             ORDER BY o.id DESC
             LIMIT 1",
            &[actor.into()],
            |row| row.int(0),
        )
    }

    /// Returns the latest undo of `actor` that was not itself taken back.
    pub fn last_undo(&self, actor: &str) -> Result<Option<i64>> {
        self.row(
            "SELECT o.id
             FROM operation o
             JOIN person a ON a.id = o.actor
             WHERE a.actor = $1 AND o.undoes IS NOT NULL
               AND NOT EXISTS (SELECT r.id FROM operation r WHERE r.redoes = o.id AND NOT r.partial)
             ORDER BY o.id DESC
             LIMIT 1",
            &[actor.into()],
            |row| row.int(0),
        )
    }

    /// Returns the operation that takes `operation` back whole; of an undo, its redo.
    pub fn taken_back_by(&self, operation: i64) -> Result<Option<i64>> {
        self.row(
            "SELECT id FROM operation
             WHERE (undoes = $1 OR redoes = $1) AND NOT partial
             ORDER BY id DESC
             LIMIT 1",
            &[operation.into()],
            |row| row.int(0),
        )
    }

    /// Returns the operations that take `operation` back, whole or in part; of an undo, its redos.
    pub fn reversals_of(&self, operation: i64) -> Result<Vec<i64>> {
        self.rows(
            "SELECT id FROM operation WHERE undoes = $1 OR redoes = $1 ORDER BY id",
            &[operation.into()],
            |row| row.int(0),
        )
    }

    /// Returns all that takes operations back.
    pub(super) fn reversals(&self) -> Result<Reversals> {
        let mut reversals = Reversals::default();
        self.engine.each(
            "SELECT id, undoes, partial, redoes
             FROM operation
             WHERE undoes IS NOT NULL OR redoes IS NOT NULL
             ORDER BY id",
            &[],
            &mut |row| {
                let (number, is_whole) = (row.int(0)?, !row.bool(2)?);
                if let Some(undone) = row.maybe_int(1)? {
                    reversals.undone.insert(undone, (number, is_whole));
                }
                if let Some(redone) = row.maybe_int(3)?
                    && is_whole
                {
                    reversals.redone.insert(redone, number);
                }
                Ok(())
            },
        )?;
        Ok(reversals)
    }
}

impl Reversals {
    /// Returns what became of an operation, and the operation that took it back.
    pub fn state(&self, number: i64, request: &Request) -> (State, Option<i64>) {
        if matches!(request, Request::Undo { .. }) {
            return (State::Undo, self.redone.get(&number).copied());
        }
        match self.undone.get(&number) {
            Some((by, true)) => (State::Undone, Some(*by)),
            Some((by, false)) => (State::PartlyUndone, Some(*by)),
            None if matches!(request, Request::Redo { .. }) => (State::Redo, None),
            None => (State::Done, None),
        }
    }
}
