//! Applying a saved changeset, once, and what is told of it.

use std::collections::BTreeSet;

use anyhow::Result;

use super::delete_profile::counts;
use super::names::{Names, Slugs};
use super::undo_operation::check_orphans;
use crate::domain::changeset::{Change, Changeset, Edit};
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Kind, Record};
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::files::changeset_reading::Saved;
use crate::store::View;

/// What is told of a saved changeset.
#[derive(Clone, Debug)]
pub struct AppliedReport {
    pub request: Request,
    /// The slugs of the profiles that it speaks of.
    pub slugs: Slugs,
    /// The names of both ends, where it is a copy.
    pub ends: Option<(String, String)>,
    pub fields: usize,
}

/// A profile that would go.
#[derive(Debug)]
pub struct Deleted {
    pub slug: String,
    pub nom: String,
    /// How many records of each kind go with it.
    pub counts: Vec<(Kind, usize)>,
}

/// What is to be known of a file before any of it is applied.
#[derive(Debug, Default)]
pub struct Contents {
    /// The profile that each changeset writes, where it writes one.
    written: Vec<Option<ProfileId>>,
    /// The profiles that each touches or relies on.
    pub touched: Vec<Vec<ProfileId>>,
    /// The first profile that goes, where one does.
    pub deleted: Option<Deleted>,
}

impl Contents {
    /// Takes in the next changeset of the file.
    pub fn take(&mut self, changeset: &Changeset) {
        self.written.push(written(changeset));
        self.touched.push(touched(changeset));
        if self.deleted.is_none() {
            self.deleted = deleted(changeset);
        }
    }

    /// Returns the target of each changeset, by slug; empty where it writes none that exists.
    pub fn targets(&self, view: &View<'_>) -> Result<Vec<String>> {
        let slug = |written: &Option<ProfileId>| {
            let Some(id) = written else {
                return Ok(String::new());
            };
            let profile = view.profile(*id)?;
            Ok(profile.map(|profile| profile.slug).unwrap_or_default())
        };
        self.written.iter().map(slug).collect()
    }
}

/// Refuses a file that was made on another store than the one of this `identity`, or all of which
/// was applied already.
pub fn check_new(view: &View<'_>, identity: &str, saved: &Saved) -> Result<()> {
    if saved.store != identity {
        return Err(Refusal::ChangesetOtherStore.into());
    }
    let mut applied = None;
    for unit in 0..saved.len() {
        applied = view.applied(&saved.key(unit))?;
        if applied.is_none() {
            return Ok(());
        }
    }
    match applied {
        Some(operation) => Err(Refusal::ChangesetApplied { operation }.into()),
        None => Ok(()),
    }
}

/// Returns the profile that a changeset writes, where it writes one.
fn written(changeset: &Changeset) -> Option<ProfileId> {
    match changeset.request.copied() {
        Some(copied) => Some(copied.to),
        None => changeset.edits.first()?.record.profile(),
    }
}

/// Plans one of the saved changesets: as it is, or without edits where it was applied already.
///
/// Refused where something that it was planned on has changed.
pub fn apply_changeset(view: &View<'_>, saved: &Saved, unit: usize) -> Result<Changeset> {
    let mut changeset = saved.changeset(unit)?;
    if view.applied(&saved.key(unit))?.is_some() {
        changeset.edits.clear();
        return Ok(changeset);
    }
    let rows = view.moved(&changeset)?;
    if rows.is_empty() {
        view.check_dependents(&changeset)?;
        if let Request::Undo { operation, .. } = changeset.request {
            check_orphans(view, operation, &changeset.edits)?;
        }
        return Ok(changeset);
    }
    let of = changeset.fields();
    let again = saved.line.clone();
    Err(Refusal::ChangesetStale { rows, of, again }.into())
}

/// Returns the edits of a changeset as they are told.
pub fn told(view: &View<'_>, changeset: Changeset) -> Result<Vec<Edit>> {
    view.told_edits(changeset.edits, &changeset.people)
}

/// Returns the profiles that a changeset touches or relies on; none where it is of a structure.
fn touched(changeset: &Changeset) -> Vec<ProfileId> {
    let edits = changeset.edits.iter().map(|edit| &edit.record);
    let mut profiles: BTreeSet<ProfileId> = edits.flat_map(Record::profiles).collect();
    if !profiles.is_empty() {
        let expects = changeset.expects.iter().map(|expect| &expect.record);
        profiles.extend(expects.flat_map(Record::profiles));
    }
    profiles.into_iter().collect()
}

/// Returns the profile that a changeset deletes and what goes with it, where it does.
///
/// What an undo takes back is no deletion: a yes is enough for it.
fn deleted(changeset: &Changeset) -> Option<Deleted> {
    if matches!(
        changeset.request,
        Request::Undo { .. } | Request::Redo { .. }
    ) {
        return None;
    }
    let is_gone =
        |edit: &&Edit| edit.change == Change::Delete && edit.record.kind() == Kind::Profile;
    let gone = changeset.edits.iter().find(is_gone)?;
    let before = |field| {
        let change = gone.fields.iter().find(|change| change.field == field)?;
        change.before.text().map(str::to_owned)
    };
    Some(Deleted {
        slug: before(Field::Slug)?,
        nom: before(Field::Nom)?,
        counts: counts(&changeset.edits),
    })
}

/// Returns what is told of `changeset`.
pub fn report(view: &View<'_>, changeset: &Changeset) -> Result<AppliedReport> {
    let ends = match changeset.request.copied() {
        Some(copied) => Some((view.nom(copied.from)?, view.nom(copied.to)?)),
        None => None,
    };
    Ok(AppliedReport {
        request: changeset.request.clone(),
        slugs: Names::new(view).of_changeset(changeset)?,
        ends,
        fields: changeset.fields(),
    })
}
