//! Finding operations: by number, by batch, and what names them to people.

use anyhow::Result;

use super::names::{Names, Slugs};
use crate::domain::operation::{Operation, State};
use crate::domain::refusal::{Noun, Refusal};
use crate::domain::request::Request;
use crate::store::{OperationFilter, View};

/// An operation, with the names of the profiles it speaks of.
#[derive(Clone, Debug)]
pub struct Found {
    pub operation: Operation,
    /// The profiles that it wrote, by slug; none where only titles were asked for.
    pub targets: Vec<String>,
    /// The slugs of these profiles and of those that its title names.
    pub slugs: Slugs,
    /// The redo that stands in its stead, where it was undone and then redone.
    pub redone_by: Option<i64>,
}

/// What is told of operations: an operation may have written thousands of profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The profiles that titles speak of.
    Title,
    /// The profiles that were written, too.
    Targets,
}

/// Returns an operation with its names, and those that its title speaks of.
pub fn found(
    view: &View<'_>,
    names: &mut Names<'_>,
    operation: Operation,
    detail: Detail,
) -> Result<Found> {
    let touched = match detail {
        Detail::Title => Vec::new(),
        Detail::Targets => view.touched(operation.number)?,
    };
    let slugs = names.slugs(
        operation
            .request
            .profiles()
            .into_iter()
            .chain(touched.clone()),
    )?;
    let redone_by = match operation.undone_by {
        Some(undo) if operation.state != State::Undo => redone_by(view, undo)?,
        _ => None,
    };
    Ok(Found {
        redone_by,
        targets: touched
            .iter()
            .filter_map(|profile| slugs.get(profile).cloned())
            .collect(),
        operation,
        slugs,
    })
}

/// Returns the operation of this number.
pub fn operation_of(view: &View<'_>, number: i64) -> Result<Operation> {
    let found = view.operation(number)?;
    found.ok_or_else(|| Refusal::not_found(Noun::Operation, number.to_string()).into())
}

/// Returns the operations of a batch, known by its number or its name, the latest first.
pub fn operations_of_batch(view: &View<'_>, typed: &str) -> Result<Vec<Operation>> {
    let filter = OperationFilter {
        batch: Some(batch_of(view, typed)?),
        ..OperationFilter::default()
    };
    let operations = view.operations(&filter)?;
    if operations.is_empty() {
        return Err(Refusal::not_found(Noun::Batch, typed).into());
    }
    Ok(operations)
}

/// Returns the number of a batch, known by its number or its name.
pub fn batch_of(view: &View<'_>, typed: &str) -> Result<i64> {
    let typed = typed.trim();
    let batch = match typed.parse() {
        Ok(number) => Some(number),
        Err(_) => view.batch_named(typed)?,
    };
    batch.ok_or_else(|| Refusal::not_found(Noun::Batch, typed).into())
}

/// Returns the operation that puts back what `undo` took back, if it stands: the last of a chain of
/// undos and redos.
pub fn redone_by(view: &View<'_>, undo: i64) -> Result<Option<i64>> {
    let mut redo = None;
    let (mut number, mut is_redo) = (undo, false);
    while let Some(by) = view.taken_back_by(number)? {
        is_redo = !is_redo;
        redo = is_redo.then_some(by);
        number = by;
    }
    Ok(redo)
}

/// Returns the request that an undo or a redo goes back to in the end; of any other, its own.
pub fn origin(view: &View<'_>, operation: &Operation) -> Result<Operation> {
    let mut origin = operation.clone();
    while let Request::Undo { operation, .. } | Request::Redo { operation, .. } = origin.request {
        origin = operation_of(view, operation)?;
    }
    Ok(origin)
}
