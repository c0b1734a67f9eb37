//! The slugs and codes that only one profile may have, and who has them.

use anyhow::Result;

use crate::domain::changeset::{Change, Edit, FieldChange};
use crate::domain::profile::Profile;
use crate::domain::record::{Field, Record};
use crate::domain::refusal::Moved;
use crate::domain::value::Value;
use crate::store::View;

impl View<'_> {
    /// Returns the slugs and codes that `edits` would give to a profile and another one has.
    ///
    /// What `edits` themselves take from that other one is free.
    pub(super) fn duplicates(&self, edits: &[Edit]) -> Result<Vec<Moved>> {
        let mut rows = Vec::new();
        for edit in edits {
            if !matches!(edit.record, Record::Profile(_)) || edit.change == Change::Delete {
                continue;
            }
            for change in &edit.fields {
                let Some(holder) = self.holder(change)? else {
                    continue;
                };
                let record = Record::Profile(holder.id);
                if record != edit.record && !is_freed(&record, change, edits) {
                    rows.push(Moved {
                        target: Some(holder.slug),
                        field: Some(change.field),
                        expected: Value::Null,
                        found: change.after.clone(),
                        by: self.last_authors([&record])?.remove(&record),
                        record,
                    });
                }
            }
        }
        Ok(rows)
    }

    /// Returns the profile that holds the unique value which comes by `change`.
    fn holder(&self, change: &FieldChange) -> Result<Option<Profile>> {
        match (change.field, change.after.text()) {
            (Field::Slug, Some(slug)) => self.profile_by_slug(slug),
            (Field::Siren, Some(siren)) => self.profile_by_siren(siren),
            (Field::Insee, Some(insee)) => self.profile_by_insee(insee),
            _ => Ok(None),
        }
    }
}

/// Tells whether the value that comes by `change` is taken from `record` before it comes.
fn is_freed(record: &Record, change: &FieldChange, edits: &[Edit]) -> bool {
    let own = edits.iter().find(|edit| edit.record == *record);
    own.is_some_and(|edit| {
        let mut fields = edit.fields.iter();
        edit.change == Change::Delete || fields.any(|own| own.field == change.field)
    })
}
