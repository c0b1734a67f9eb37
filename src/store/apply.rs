//! Making the edits of a changeset: the one door through which the domain's data is written.

use anyhow::Result;

use crate::domain::changeset::{Change, Changeset, Edit, StampChange};
use crate::domain::record::{Kind, Record};
use crate::domain::refusal::Refusal;
use crate::store::current::{Current, Stored};
use crate::store::engine::Bind;
use crate::store::table::{self, Table};
use crate::store::{View, Writing};

impl View<'_> {
    /// Makes all the edits of `changeset` and journals them as `operation`.
    ///
    /// Refused, with the rows, where something that it was planned on no longer holds.
    pub(super) fn apply(
        &self,
        operation: i64,
        changeset: Changeset,
        writing: Writing<'_>,
    ) -> Result<()> {
        let current = self.current(&changeset)?;
        let rows = self.differences(&changeset, &current)?;
        let of = changeset.fields().max(1);
        if !rows.is_empty() {
            return Err(Refusal::ChangesetStale {
                rows,
                of,
                again: None,
            }
            .into());
        }
        self.check_dependents(&changeset)?;
        self.check_loops(&changeset.edits)?;
        let Changeset {
            request,
            mut edits,
            people,
            ..
        } = changeset;
        self.settle_people(&mut edits, &people)?;
        let edits = stamped(edits, &current, operation, writing.signature.at);
        self.make(&edits, &current)
            .map_err(|error| self.taken(error, &edits, of))?;
        self.journal(operation, &request, &edits, writing)
    }

    /// Deletes children before parents, then writes parents before children.
    pub(super) fn make(&self, edits: &[Edit], current: &Current) -> Result<()> {
        for kind in Kind::ALL.into_iter().rev() {
            let keys: Vec<_> = of_kind(edits, kind)
                .filter(|edit| edit.change == Change::Delete)
                .map(|edit| table::key_of(&edit.record))
                .collect();
            if !keys.is_empty() {
                self.engine.remove(Table::of(kind), &keys)?;
            }
        }
        for kind in Kind::ALL {
            let rows: Vec<(&Record, Stored)> = of_kind(edits, kind)
                .filter(|edit| edit.change != Change::Delete)
                .map(|edit| Ok((&edit.record, Stored::after(edit, current).in_columns()?)))
                .collect::<Result<_>>()?;
            if !rows.is_empty() {
                let binds: Vec<Vec<Bind<'_>>> = rows.iter().map(whole_row).collect();
                self.engine.put(Table::of(kind), &binds)?;
            }
        }
        Ok(())
    }

    /// Names the values that are taken, where the engine found that a unique one is.
    fn taken(&self, error: anyhow::Error, edits: &[Edit], of: usize) -> anyhow::Error {
        let stale = matches!(
            error.downcast_ref::<Refusal>(),
            Some(Refusal::ChangesetStale { .. })
        );
        if !stale {
            return error;
        }
        match self.duplicates(edits) {
            Ok(rows) => Refusal::ChangesetStale {
                rows,
                of,
                again: None,
            }
            .into(),
            Err(error) => error,
        }
    }
}

/// Fills in what only the moment of writing knows: the stamps before, and the operation's number.
pub(super) fn stamped(edits: Vec<Edit>, current: &Current, operation: i64, at: i64) -> Vec<Edit> {
    let complete = |mut edit: Edit| {
        if Table::of(edit.record.kind()).stamped {
            let before = current.get(&edit.record).and_then(|row| row.stamp);
            let after = match edit.decision.confirms() {
                Some(confirmed) => before.map(|stamp| stamp.marked(confirmed)),
                None => edit
                    .stamps
                    .and_then(|stamps| stamps.after)
                    .map(|stamp| stamp.written(operation, at)),
            };
            edit.stamps = Some(StampChange { before, after });
        }
        edit
    };
    edits.into_iter().map(complete).collect()
}

fn of_kind(edits: &[Edit], kind: Kind) -> impl Iterator<Item = &Edit> {
    edits.iter().filter(move |edit| edit.record.kind() == kind)
}

fn whole_row<'r>((record, row): &'r (&'r Record, Stored)) -> Vec<Bind<'r>> {
    let mut binds = table::key_of(record);
    binds.extend(row.binds());
    binds
}
