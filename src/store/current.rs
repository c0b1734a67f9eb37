//! The rows as they stand, read by owner or by key, for comparing and for merging.

use std::collections::HashMap;

use anyhow::Result;

use crate::domain::changeset::{Changeset, Edit, Stamp};
use crate::domain::policy::Data;
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Kind, Record};
use crate::domain::value::Value;
use crate::store::View;
use crate::store::engine::{Bind, Row};
use crate::store::lists::{column_value, field_value};
use crate::store::reading::action_of;
use crate::store::table::{self, Table};

/// From how many records of one owner on all rows of the owner are read at once.
const MANY: usize = 16;

/// One row: the values of its table's fields in order, and its stamp.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    values: Vec<Value>,
    pub stamp: Option<Stamp>,
}

/// The rows that a changeset touches or relies on; a record without a row is absent.
pub type Current = HashMap<Record, Stored>;

impl Stored {
    fn empty(kind: Kind) -> Self {
        Self {
            values: vec![Value::Null; Table::of(kind).fields.len()],
            stamp: None,
        }
    }

    /// Returns the value of `field`.
    pub fn value(&self, kind: Kind, field: Field) -> &Value {
        Table::of(kind)
            .place_of(field)
            .map_or(&Value::Null, |place| &self.values[place])
    }

    /// Returns the fields that hold something.
    pub fn filled(&self, kind: Kind) -> impl Iterator<Item = (Field, &Value)> {
        let fields = Table::of(kind).fields.iter().copied();
        fields
            .zip(&self.values)
            .filter(|(_, value)| **value != Value::Null)
    }

    /// Returns what `edit` makes of the row that stands in `current`, or of none.
    pub fn after(edit: &Edit, current: &Current) -> Self {
        let present = current.get(&edit.record).cloned();
        let mut row = present.unwrap_or_else(|| Self::empty(edit.record.kind()));
        row.merge(edit);
        row
    }

    /// Returns the row with its values as their columns hold them.
    pub fn in_columns(mut self) -> Result<Self> {
        let values = self.values.iter().map(column_value);
        self.values = values.collect::<Result<_>>()?;
        Ok(self)
    }

    fn merge(&mut self, edit: &Edit) {
        let table = Table::of(edit.record.kind());
        for change in &edit.fields {
            if let Some(place) = table.place_of(change.field) {
                self.values[place] = change.after.clone();
            }
        }
        if let Some(stamps) = &edit.stamps {
            self.stamp = stamps.after;
        }
    }

    /// Returns the fields and stamps as the bulk write takes them, after the key.
    pub fn binds(&self) -> impl Iterator<Item = Bind<'_>> {
        let stamp = self.stamp.iter().flat_map(|stamp| {
            [
                stamp.operation.into(),
                stamp.edited_at.into(),
                stamp.copied_from.map(|profile| profile.0).into(),
                Bind::Bool(stamp.confirmed),
            ]
        });
        self.values.iter().map(Bind::from).chain(stamp)
    }
}

/// Returns the records that a changeset writes, then those that it relies on.
fn records(changeset: &Changeset) -> impl Iterator<Item = &Record> {
    let edits = changeset.edits.iter().map(|edit| &edit.record);
    edits.chain(changeset.expects.iter().map(|expect| &expect.record))
}

impl View<'_> {
    /// Returns the rows that `changeset` touches or relies on.
    pub fn current(&self, changeset: &Changeset) -> Result<Current> {
        let mut groups: HashMap<(Kind, Option<ProfileId>), Vec<&Record>> = HashMap::new();
        for record in records(changeset) {
            let owner = (record.kind(), record.profile());
            groups.entry(owner).or_default().push(record);
        }
        let mut current = Current::with_capacity(changeset.edits.len());
        for ((kind, owner), records) in groups {
            match owner {
                Some(profile) if records.len() > MANY && Table::of(kind).stamped => {
                    self.of_owner(kind, profile, &mut current)?;
                }
                _ => self.of_keys(kind, &records, &mut current)?,
            }
        }
        Ok(current)
    }

    fn of_owner(&self, kind: Kind, profile: ProfileId, current: &mut Current) -> Result<()> {
        let table = Table::of(kind);
        self.engine.find(table, &[profile.0.into()], &mut |row| {
            let action = action_of(row.text(1)?, format_args!("profile {}", profile.0))?;
            if let Some(data) = Data::of_kind(kind) {
                current.insert(data.record(profile, action), stored(table, row)?);
            }
            Ok(())
        })
    }

    fn of_keys(&self, kind: Kind, records: &[&Record], current: &mut Current) -> Result<()> {
        let table = Table::of(kind);
        for record in records {
            self.engine
                .find(table, &table::key_of(record), &mut |row| {
                    current.insert((*record).clone(), stored(table, row)?);
                    Ok(())
                })?;
        }
        Ok(())
    }
}

/// Reads the fields and the stamp of a row, after its key.
pub fn stored(table: &Table, row: &dyn Row) -> Result<Stored> {
    let first = table.key.len();
    let values = table.fields.iter().zip(first..);
    let values = values
        .map(|(field, column)| field_value(*field, owned(row.value(column)?)))
        .collect::<Result<_>>()?;
    let stamp = table
        .stamped
        .then(|| stamp(row, first + table.fields.len()))
        .transpose()?;
    Ok(Stored { values, stamp })
}

/// Reads the four columns of a stamp that begin at `first`.
pub fn stamp(row: &dyn Row, first: usize) -> Result<Stamp> {
    Ok(Stamp {
        operation: row.maybe_int(first)?,
        edited_at: row.int(first + 1)?,
        copied_from: row.maybe_int(first + 2)?.map(ProfileId),
        confirmed: row.bool(first + 3)?,
    })
}

fn owned(bind: Bind<'_>) -> Value {
    match bind {
        Bind::Bool(truth) => Value::Bool(truth),
        Bind::Int(int) => Value::Int(int),
        Bind::Real(real) => Value::Real(real),
        Bind::Text(text) => Value::from(text),
        Bind::Null | Bind::Blob(_) => Value::Null,
    }
}
