//! Naming the profiles that operations and changesets speak of.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::domain::changeset::{Change, Changeset};
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Record};
use crate::store::View;

/// The slugs of profiles, by number.
pub type Slugs = BTreeMap<ProfileId, String>;

/// Names profiles; what was read once is kept, for a list names the same ones again and again.
pub struct Names<'v> {
    view: &'v View<'v>,
    slugs: Slugs,
}

impl<'v> Names<'v> {
    /// Returns the names that `view` knows.
    pub fn new(view: &'v View<'v>) -> Self {
        Self {
            view,
            slugs: Slugs::new(),
        }
    }

    /// Returns the slug of a profile; of one that is gone, the last that the journal knows.
    pub fn slug(&mut self, profile: ProfileId) -> Result<String> {
        if let Some(slug) = self.slugs.get(&profile) {
            return Ok(slug.clone());
        }
        let slug = self.view.slug(profile)?;
        self.slugs.insert(profile, slug.clone());
        Ok(slug)
    }

    /// Returns the slugs of these profiles, by number.
    pub fn slugs(&mut self, profiles: impl IntoIterator<Item = ProfileId>) -> Result<Slugs> {
        profiles
            .into_iter()
            .map(|profile| Ok((profile, self.slug(profile)?)))
            .collect()
    }

    /// Returns the slugs of the profiles that a changeset speaks of, those that it creates too.
    pub fn of_changeset(&mut self, changeset: &Changeset) -> Result<Slugs> {
        self.slugs.extend(created(changeset));
        let edits = changeset.edits.iter();
        let owners = edits.flat_map(|edit| edit.record.profiles());
        self.slugs(owners.chain(changeset.request.profiles()))
    }
}

/// Returns the slugs of the profiles that a changeset creates, which no store knows yet.
fn created(changeset: &Changeset) -> impl Iterator<Item = (ProfileId, String)> {
    let creations = changeset.edits.iter().filter_map(|edit| match edit.record {
        Record::Profile(profile) if edit.change == Change::Create => Some((profile, edit)),
        _ => None,
    });
    creations.filter_map(|(profile, edit)| {
        let mut fields = edit.fields.iter();
        let slug = fields.find(|change| change.field == Field::Slug)?;
        Some((profile, slug.after.text()?.to_owned()))
    })
}
