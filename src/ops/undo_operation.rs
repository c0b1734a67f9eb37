//! Undoing: the edits of an operation reversed, whole or in part, as a new operation.
//!
//! An undo relies on nothing but the values that it takes back. What it puts back stood there
//! before the operation, next to whatever else stands in the branch: a statut that comes back at
//! one level may hide tâches that were filled in since, which are kept as all hidden ones are.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use anyhow::Result;

use super::choose_part::{Part, nothing_of};
use super::find_operations::{operation_of, operations_of_batch, origin};
use super::import_structure::orphans;
use super::redo_operation::{is_undo_that_stands, redo_operation};
use super::writable::check_writable;
use crate::domain::changeset::{Changeset, Edit, Expect};
use crate::domain::operation::{Operation, State};
use crate::domain::policy::Data;
use crate::domain::profile::ProfileId;
use crate::domain::record::Record;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{NothingToUndo, Refusal};
use crate::domain::request::Request;
use crate::store::{Overlay, View};

/// Which operations are taken back.
#[derive(Clone, Copy, Debug)]
pub enum Wanted<'a> {
    /// The actor's latest one that stands, with its whole batch.
    Latest { actor: &'a str },
    /// This one only.
    Number(i64),
    /// All of a batch that stand.
    Batch(&'a str),
}

/// Returns the operations to take back, the latest first.
pub fn find_undoable(view: &View<'_>, wanted: Wanted<'_>) -> Result<Vec<Operation>> {
    match wanted {
        Wanted::Number(number) => {
            let operation = operation_of(view, number)?;
            if operation.state == State::Undo {
                check_standing(view, number)?;
                return Ok(vec![operation]);
            }
            let standing = standing_of(view, operation)?;
            if standing.is_empty() {
                check_standing(view, number)?;
            }
            Ok(standing)
        }
        Wanted::Batch(typed) => standing_of_batch(view, typed),
        Wanted::Latest { actor } => {
            let Some(last) = view.last_standing(actor)? else {
                let actor = actor.to_owned();
                return Err(Refusal::NothingToUndo(NothingToUndo::Mine { actor }).into());
            };
            let batch = operation_of(view, last)?.batch;
            standing_of_batch(view, &batch.to_string())
        }
    }
}

/// Returns what stands of a batch; of a batch of undos, those that were not taken back.
fn standing_of_batch(view: &View<'_>, typed: &str) -> Result<Vec<Operation>> {
    let all = operations_of_batch(view, typed)?;
    let mut standing: BTreeMap<i64, Operation> = BTreeMap::new();
    for operation in all
        .iter()
        .filter(|operation| operation.state != State::Undo)
    {
        for operation in standing_of(view, operation.clone())? {
            standing.insert(operation.number, operation);
        }
    }
    if !standing.is_empty() {
        return Ok(standing.into_values().rev().collect());
    }
    let undos: Vec<Operation> = all.into_iter().filter(is_undo_that_stands).collect();
    if undos.is_empty() {
        return Err(Refusal::NothingToUndo(NothingToUndo::Batch).into());
    }
    Ok(undos)
}

/// Returns what stands of an operation, the latest first: the redos of what was undone of it, then
/// itself where something of it was never undone.
fn standing_of(view: &View<'_>, operation: Operation) -> Result<Vec<Operation>> {
    let mut standing = Vec::new();
    for undo in view.undos_of(operation.number)?.into_iter().rev() {
        if let Some(redo) = view.taken_back_by(undo)? {
            standing.extend(standing_of(view, operation_of(view, redo)?)?);
        }
    }
    if view.taken_back_by(operation.number)?.is_none() {
        standing.push(operation);
    }
    Ok(standing)
}

/// Plans the taking back of an operation, or of a part; of an undo, its redo.
///
/// Refused where something of it has changed since, or where records depend on what would go.
pub fn undo_operation(
    view: &View<'_>,
    operation: &Operation,
    part: &Part,
    overlay: &Overlay,
) -> Result<Changeset> {
    let number = operation.number;
    if operation.state == State::Undo {
        return redo_operation(view, number, overlay);
    }
    check_standing(view, number)?;
    let remaining = remaining(view, number)?;
    let left = remaining.len();
    let mut edits = remaining;
    edits.retain(|edit| part.contains(&edit.record));
    if edits.is_empty() {
        return Err(nothing_of(number, None));
    }
    let request = Request::Undo {
        operation: number,
        partial: edits.len() < left,
    };
    let edits: Vec<Edit> = edits.into_iter().map(Edit::reversed).collect();
    check_orphans(view, operation, &edits)?;
    checked(view, Changeset::of(request, edits), overlay)
}

/// Refuses the undo of an import on whose new actions values stand.
fn check_orphans(view: &View<'_>, operation: &Operation, edits: &[Edit]) -> Result<()> {
    let Some(referentiel) = operation.request.referentiel() else {
        return Ok(());
    };
    let rows = orphans(view, referentiel, edits)?;
    if rows.is_empty() {
        return Ok(());
    }
    Err(Refusal::HasDependents { rows }.into())
}

/// Refuses an operation that was taken back whole.
pub fn check_standing(view: &View<'_>, operation: i64) -> Result<()> {
    let Some(by) = view.taken_back_by(operation)? else {
        return Ok(());
    };
    let undone = NothingToUndo::Undone { operation, by };
    Err(Refusal::NothingToUndo(undone).into())
}

/// Returns the changeset, unless what it takes back has changed or carries something.
pub fn checked(view: &View<'_>, mut changeset: Changeset, overlay: &Overlay) -> Result<Changeset> {
    let protected = check_protected(view, &changeset)?;
    changeset.expects.extend(protected);
    let rows = view.moved(&changeset, overlay)?;
    if !rows.is_empty() {
        let of = changeset.fields();
        let redoing = matches!(changeset.request, Request::Redo { .. });
        return Err(Refusal::UndoConflict { rows, of, redoing }.into());
    }
    view.check_dependents(&changeset, overlay)?;
    Ok(changeset)
}

/// Refuses data of a référentiel that is read-only, archived or under audit on its profile.
///
/// What was written in spite of an audit may be taken back in spite of it. Returns what the
/// changeset relies on.
fn check_protected(view: &View<'_>, changeset: &Changeset) -> Result<Vec<Expect>> {
    let data = changeset.edits.iter().filter_map(|Edit { record, .. }| {
        Data::of(record.kind())?;
        Some((record.profile()?, record.action()?.referentiel()))
    });
    let places: BTreeSet<(ProfileId, Referentiel)> = data.collect();
    let override_audit = overrode_audit(view, &changeset.request)?;
    let mut expects = Vec::new();
    for (profile, referentiel) in places {
        if let Some(profile) = view.profile(profile)? {
            expects.extend(check_writable(view, &profile, referentiel, override_audit)?);
        }
    }
    Ok(expects)
}

/// Tells whether what is taken back was written in spite of an audit.
fn overrode_audit(view: &View<'_>, request: &Request) -> Result<bool> {
    let (Request::Undo { operation, .. } | Request::Redo { operation }) = request else {
        return Ok(false);
    };
    let origin = origin(view, &operation_of(view, *operation)?)?;
    Ok(match &origin.request {
        Request::ReferentielCopy(copied) => copied.override_audit.is_some(),
        _ => false,
    })
}

/// Returns the edits of an operation that no partial undo has put back.
///
/// A part that was put back and then redone belongs to the redo, which is undone by itself.
pub fn remaining(view: &View<'_>, operation: i64) -> Result<Vec<Edit>> {
    let mut put_back: HashSet<Record> = HashSet::new();
    for undo in view.undos_of(operation)? {
        put_back.extend(view.edits(undo)?.into_iter().map(|edit| edit.record));
    }
    let mut edits = view.edits(operation)?;
    edits.retain(|edit| !put_back.contains(&edit.record));
    Ok(edits)
}
