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
use crate::files::changeset_file::Saved;
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

/// Returns the target of each saved changeset, by slug.
///
/// Refused where they were made on another store than the one of this `identity`, or where all of
/// them were applied already.
pub fn targets(view: &View<'_>, identity: &str, saved: &Saved) -> Result<Vec<String>> {
    if saved.store != identity {
        return Err(Refusal::ChangesetOtherStore.into());
    }
    let mut targets = Vec::new();
    let mut is_new = false;
    let mut applied = None;
    for (unit, changeset) in saved.changesets.iter().enumerate() {
        targets.push(target(view, changeset)?);
        if !is_new {
            applied = view.applied(&saved.key(unit))?;
            is_new = applied.is_none();
        }
    }
    match applied {
        Some(operation) => Err(Refusal::ChangesetApplied { operation }.into()),
        None => Ok(targets),
    }
}

/// Returns the slug of the profile that a changeset writes, where it writes one that exists.
fn target(view: &View<'_>, changeset: &Changeset) -> Result<String> {
    let written = match changeset.request.copied() {
        Some(copied) => Some(copied.to),
        None => changeset
            .edits
            .first()
            .and_then(|edit| edit.record.profile()),
    };
    let profile = match written {
        Some(profile) => view.profile(profile)?,
        None => None,
    };
    Ok(profile.map(|profile| profile.slug).unwrap_or_default())
}

/// Plans one of the saved changesets: as it is, or without edits where it was applied already.
///
/// Refused where something that it was planned on has changed.
pub fn apply_changeset(view: &View<'_>, saved: &Saved, unit: usize) -> Result<Changeset> {
    let mut changeset = saved.changesets[unit].clone();
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

/// Returns the edits of a changeset as they are told, where people stand in them.
pub fn told(view: &View<'_>, changeset: &Changeset) -> Result<Option<Vec<Edit>>> {
    let mut kinds = changeset.edits.iter().map(|edit| edit.record.kind());
    if !kinds.any(|kind| kind == Kind::Pilotes) {
        return Ok(None);
    }
    let told = view.told_edits(changeset.edits.clone(), &changeset.people)?;
    Ok(Some(told))
}

/// Returns the profiles that a changeset touches or relies on; none where it is of a structure.
pub fn touched(changeset: &Changeset) -> Vec<ProfileId> {
    let edits = changeset.edits.iter().map(|edit| &edit.record);
    let mut profiles: BTreeSet<ProfileId> = edits.flat_map(Record::profiles).collect();
    if !profiles.is_empty() {
        let expects = changeset.expects.iter().map(|expect| &expect.record);
        profiles.extend(expects.flat_map(Record::profiles));
    }
    profiles.into_iter().collect()
}

/// Returns the profile that the changesets delete and what goes with it, where they do.
///
/// What an undo takes back is no deletion: a yes is enough for it.
pub fn deleted(saved: &Saved) -> Option<Deleted> {
    saved.changesets.iter().find_map(|changeset| {
        let is_undo = matches!(
            changeset.request,
            Request::Undo { .. } | Request::Redo { .. }
        );
        let mut edits = changeset.edits.iter().filter(|_| !is_undo);
        let gone = edits
            .find(|edit| edit.change == Change::Delete && edit.record.kind() == Kind::Profile)?;
        let before = |field| {
            let change = gone.fields.iter().find(|change| change.field == field)?;
            change.before.text().map(str::to_owned)
        };
        Some(Deleted {
            slug: before(Field::Slug)?,
            nom: before(Field::Nom)?,
            counts: counts(&changeset.edits),
        })
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
