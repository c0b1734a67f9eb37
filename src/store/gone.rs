//! What profiles were called that are gone, by the journal.

use std::cell::RefCell;
use std::collections::HashMap;

use anyhow::Result;

use crate::domain::changeset::Edit;
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Kind, Record};
use crate::domain::value::Value;
use crate::store::View;

/// What profiles were called, each by the operation that tells it.
///
/// One operation may take thousands away, and its document is long: it is read once a view.
#[derive(Debug, Default)]
pub struct Gone(RefCell<HashMap<(i64, ProfileId), Called>>);

/// What a profile was called.
#[derive(Clone, Debug, Default)]
struct Called {
    slug: Option<String>,
    nom: Option<String>,
}

impl View<'_> {
    /// Returns the last slug that the journal knows of a profile.
    pub(super) fn last_slug(&self, profile: ProfileId) -> Result<String> {
        self.last_text(profile, |called| called.slug)
    }

    /// Returns the last name that the journal knows of a profile.
    pub(super) fn last_nom(&self, profile: ProfileId) -> Result<String> {
        self.last_text(profile, |called| called.nom)
    }

    fn last_text(
        &self,
        profile: ProfileId,
        text: impl Fn(Called) -> Option<String>,
    ) -> Result<String> {
        for number in self.touching(profile.0, Kind::Profile)? {
            let called = self.called_in(number, profile)?;
            if let Some(text) = called.and_then(&text) {
                return Ok(text);
            }
        }
        Ok(format!("({})", profile.0))
    }

    /// Returns what an operation, which touched it, tells of what a profile was called.
    fn called_in(&self, operation: i64, profile: ProfileId) -> Result<Option<Called>> {
        let key = (operation, profile);
        let known = |gone: &Gone| gone.0.borrow().get(&key).cloned();
        if let Some(called) = known(&self.gone) {
            return Ok(Some(called));
        }
        let edits = self.edits(operation)?.into_iter();
        let told = edits.filter_map(|edit| match edit.record {
            Record::Profile(profile) => Some(((operation, profile), called(&edit))),
            _ => None,
        });
        self.gone.0.borrow_mut().extend(told);
        Ok(known(&self.gone))
    }
}

fn called(edit: &Edit) -> Called {
    let text = |field| {
        let of_field = edit.fields.iter().filter(|change| change.field == field);
        let mut texts = of_field.flat_map(|change| [&change.after, &change.before]);
        texts.find_map(Value::text).map(str::to_owned)
    };
    Called {
        slug: text(Field::Slug),
        nom: text(Field::Nom),
    }
}
