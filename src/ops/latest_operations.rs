//! The latest operations, without reading the whole journal.

use anyhow::Result;

use super::find_operations::{Detail, Found, found};
use super::names::Names;
use crate::domain::operation::Operation;
use crate::store::{OperationFilter, View};

/// Returns the latest operations with what names them, the latest first.
pub fn latest_operations(view: &View<'_>, count: usize, detail: Detail) -> Result<Vec<Found>> {
    let mut names = Names::new(view);
    let latest = latest(view, count)?;
    let named = latest
        .into_iter()
        .map(|operation| found(view, &mut names, operation, detail));
    named.collect()
}

/// Returns the latest operations, the latest first; numbers that no operation has count as one.
pub fn latest(view: &View<'_>, count: usize) -> Result<Vec<Operation>> {
    let first = view.last_operation()? + 1 - i64::try_from(count)?;
    view.operations(&OperationFilter {
        first: Some(first),
        ..OperationFilter::default()
    })
}
