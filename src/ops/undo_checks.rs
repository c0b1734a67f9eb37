//! What an undo or a redo may do: values that have not changed since, on data that may be written.

use std::collections::{BTreeMap, HashSet};

use anyhow::Result;

use super::choose_part::Rest;
use super::find_operations::{operation_of, origin};
use super::put_back::{Staying, Why, changed, conflict, expect_owners, set_aside};
use super::writable::check_writable;
use crate::domain::changeset::{Change, Changeset, Edit, Expect, fields};
use crate::domain::policy::Data;
use crate::domain::profile::ProfileId;
use crate::domain::record::{Kind, Record};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::store::View;

/// What is planned of an undo, and what of it stays as it is.
#[derive(Debug)]
pub struct Undoing {
    pub changeset: Changeset,
    pub stays: Vec<Staying>,
}

/// Returns what can be done of the changeset, as `rest` says of what has changed or carries
/// something.
pub fn checked(view: &View<'_>, mut changeset: Changeset, rest: Rest) -> Result<Undoing> {
    let protected = check_protected(view, &changeset)?;
    changeset.expects.extend(protected);
    expect_owners(&mut changeset);
    if rest == Rest::Stays && !writes_structure(&changeset) {
        return in_part(view, changeset);
    }
    let rows = view.moved(&changeset)?;
    if !rows.is_empty() {
        let (request, of) = (changeset.request.clone(), changeset.fields());
        let others = could_go_back(view, changeset)?;
        return Err(conflict(&request, rows, of, others).into());
    }
    view.check_dependents(&changeset)?;
    let stays = Vec::new();
    Ok(Undoing { changeset, stays })
}

/// Leaves what cannot be put back; refused where that is all of it.
fn in_part(view: &View<'_>, mut changeset: Changeset) -> Result<Undoing> {
    let of = changeset.fields();
    let stays = set_aside(view, &mut changeset)?;
    if changeset.edits.is_empty() {
        return Err(nothing_goes_back(&changeset.request, &stays, of).into());
    }
    if let (false, Request::Undo { partial, .. } | Request::Redo { partial, .. }) =
        (stays.is_empty(), &mut changeset.request)
    {
        *partial = true;
    }
    Ok(Undoing { changeset, stays })
}

/// Returns why nothing at all can be put back.
fn nothing_goes_back(request: &Request, stays: &[Staying], of: usize) -> Refusal {
    let rows: Vec<_> = changed(stays).cloned().collect();
    let mut refusals = stays.iter().filter_map(|stay| match &stay.why {
        Why::Refused(refusal) => Some(refusal),
        Why::Changed(_) | Why::Branch => None,
    });
    match refusals.next() {
        Some(refusal) if rows.is_empty() => refusal.as_ref().clone(),
        _ => conflict(request, rows, of, 0),
    }
}

/// Counts the fields that can be put back although others cannot.
fn could_go_back(view: &View<'_>, mut changeset: Changeset) -> Result<usize> {
    if writes_structure(&changeset) {
        return Ok(0);
    }
    set_aside(view, &mut changeset)?;
    Ok(fields(&changeset.edits))
}

/// Tells whether nodes are written: a structure is one whole, of which no part goes back alone.
fn writes_structure(changeset: &Changeset) -> bool {
    let mut kinds = changeset.edits.iter().map(|edit| edit.record.kind());
    kinds.any(|kind| matches!(kind, Kind::Structure | Kind::Node))
}

/// Refuses data of a référentiel that is read-only, archived or under audit on its profile.
///
/// An audit keeps back what it would keep from being written: all that was copied, of the rest the
/// statuts; what was written in spite of it may be taken back in spite of it. Returns what the
/// changeset relies on.
fn check_protected(view: &View<'_>, changeset: &Changeset) -> Result<Vec<Expect>> {
    let audited = audited(view, &changeset.request)?;
    let passing: HashSet<ProfileId> = coming_or_going(&changeset.edits);
    let mut places: BTreeMap<(ProfileId, Referentiel), bool> = BTreeMap::new();
    for Edit { record, .. } in &changeset.edits {
        let data = Data::of_kind(record.kind()).zip(record.profile().zip(record.action()));
        if let Some((data, (profile, action))) = data
            && !passing.contains(&profile)
        {
            let is_audited = places.entry((profile, action.referentiel())).or_default();
            *is_audited |= audited.contains(&data);
        }
    }
    let mut expects = Vec::new();
    for ((profile, referentiel), is_audited) in places {
        if let Some(profile) = view.profile(profile)? {
            expects.extend(check_writable(view, &profile, referentiel, !is_audited)?);
        }
    }
    Ok(expects)
}

/// Returns the profiles that come or go with all that they hold.
fn coming_or_going(edits: &[Edit]) -> HashSet<ProfileId> {
    let whole = edits.iter().filter(|edit| edit.change != Change::Update);
    whole
        .filter_map(|edit| match edit.record {
            Record::Profile(profile) => Some(profile),
            _ => None,
        })
        .collect()
}

/// Returns the kinds of data that an audit keeps from being taken back.
fn audited(view: &View<'_>, request: &Request) -> Result<&'static [Data]> {
    let (Request::Undo { operation, .. } | Request::Redo { operation, .. }) = request else {
        return Ok(&Data::ALL);
    };
    let origin = origin(view, &operation_of(view, *operation)?)?;
    Ok(match &origin.request {
        Request::ReferentielCopy(copied) if copied.override_audit.is_some() => &[],
        Request::ReferentielSet { .. }
        | Request::ReferentielFill { .. }
        | Request::ReferentielConfirm(_) => &[Data::Statuts],
        _ => &Data::ALL,
    })
}
