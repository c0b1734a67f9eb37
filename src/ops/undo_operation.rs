//! Undoing: the edits of an operation reversed, whole or in part, as a new operation.
//!
//! An undo relies on nothing but the values that it takes back. What it puts back stood there
//! before the operation, next to whatever else stands in the branch: a statut that comes back at
//! one level may hide tâches that were filled in since, which are kept as all hidden ones are.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;

use super::choose_part::{Part, nothing_of};
use super::find_operations::{operation_of, operations_of_batch};
use super::import_structure::orphans_since;
use super::redo_operation::{is_undo_that_stands, redo_operation};
use super::undo_checks::{Undoing, checked};
use crate::domain::changeset::{Change, Changeset, Edit, fields};
use crate::domain::operation::{Operation, State};
use crate::domain::record::{Field, Record};
use crate::domain::refusal::{NothingToUndo, Refusal};
use crate::domain::request::Request;
use crate::store::View;

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
    for undo in view.reversals_of(operation.number)?.into_iter().rev() {
        for redo in view.reversals_of(undo)?.into_iter().rev() {
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
/// Refused where something of it has changed since, or where records depend on what would go,
/// unless `part` leaves what cannot be put back.
pub fn undo_operation(view: &View<'_>, operation: &Operation, part: &Part) -> Result<Undoing> {
    let number = operation.number;
    if operation.state == State::Undo {
        return redo_operation(view, number, part.rest());
    }
    check_standing(view, number)?;
    let remaining = remaining(view, number)?;
    let left = fields(&remaining);
    let mut edits = remaining;
    edits.retain(|edit| part.contains(&edit.record));
    if edits.is_empty() {
        return Err(nothing_of(number, None));
    }
    let request = Request::Undo {
        operation: number,
        partial: fields(&edits) < left,
    };
    let edits: Vec<Edit> = edits.into_iter().map(Edit::reversed).collect();
    check_orphans(view, number, &edits)?;
    checked(view, Changeset::of(request, edits), part.rest())
}

/// Refuses the undo of an import on whose new actions values were written since.
///
/// Older ones had no action before the import either, and have none again.
pub(super) fn check_orphans(view: &View<'_>, operation: i64, edits: &[Edit]) -> Result<()> {
    let rows = orphans_since(view, operation, edits)?;
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

/// Returns the edits of an operation that no partial undo has put back; of an undo, no redo.
///
/// A part that was put back and then redone belongs to the redo, which is undone by itself.
pub fn remaining(view: &View<'_>, operation: i64) -> Result<Vec<Edit>> {
    let mut put_back: HashMap<Record, Vec<Field>> = HashMap::new();
    for reversal in view.reversals_of(operation)? {
        for edit in view.edits(reversal)? {
            let fields = edit.fields.iter().map(|change| change.field);
            put_back.entry(edit.record).or_default().extend(fields);
        }
    }
    let mut edits = view.edits(operation)?;
    edits.retain_mut(|edit| {
        let Some(fields) = put_back.get(&edit.record) else {
            return true;
        };
        edit.fields.retain(|change| !fields.contains(&change.field));
        edit.change == Change::Update && !edit.fields.is_empty()
    });
    Ok(edits)
}
