//! Redoing: taking an undo back, as a new operation.

use anyhow::Result;

use super::choose_part::Rest;
use super::find_operations::{operation_of, operations_of_batch};
use super::undo_checks::{Undoing, checked};
use super::undo_operation::{check_standing, remaining};
use crate::domain::changeset::{Changeset, Edit};
use crate::domain::operation::{Operation, State};
use crate::domain::refusal::{NothingToUndo, Refusal};
use crate::domain::request::Request;
use crate::store::View;

/// Returns the latest undo of `actor` that was not itself taken back, with those of its batch.
///
/// The latest comes first: what was undone last is redone first.
pub fn find_undos(view: &View<'_>, actor: &str) -> Result<Vec<Operation>> {
    let Some(last) = view.last_undo(actor)? else {
        let actor = actor.to_owned();
        return Err(Refusal::NothingToUndo(NothingToUndo::NoUndo { actor }).into());
    };
    let batch = operation_of(view, last)?.batch;
    let mut operations = operations_of_batch(view, &batch.to_string())?;
    operations.retain(is_undo_that_stands);
    Ok(operations)
}

/// Tells whether an operation is an undo that was not itself taken back.
pub fn is_undo_that_stands(operation: &Operation) -> bool {
    operation.state == State::Undo && operation.undone_by.is_none()
}

/// Plans what is left of an undo, reversed; `rest` says what becomes of what has changed since.
pub fn redo_operation(view: &View<'_>, undo: i64, rest: Rest) -> Result<Undoing> {
    check_standing(view, undo)?;
    let edits = remaining(view, undo)?;
    let edits: Vec<Edit> = edits.into_iter().map(Edit::reversed).collect();
    let request = Request::Redo {
        operation: undo,
        partial: false,
    };
    checked(view, Changeset::of(request, edits), rest)
}
