//! Whether there is room for a bulk write, found out before it begins.

use std::path::Path;

use anyhow::Result;

use crate::domain::changeset::{Changeset, Edit};
use crate::domain::refusal::Refusal;
use crate::domain::value::Value;
use crate::store::engine::Engine;

/// How many edits are written without a look at the room that is left.
const SMALL: usize = 1000;

/// What an edit takes besides its texts: its row, what finds it, its line of the journal.
const BYTES_PER_EDIT: u64 = 256;

/// Refuses a bulk write for which there is no room.
pub fn check(engine: &dyn Engine, path: &Path, changeset: &Changeset) -> Result<()> {
    let is_short =
        needed(changeset).is_some_and(|needed| engine.free().is_some_and(|free| free < needed));
    if !is_short {
        return Ok(());
    }
    let place = path.display().to_string();
    Err(Refusal::StoreFull { place }.into())
}

/// Returns how many bytes must be free for a changeset: twice its growth; none where it is small.
fn needed(changeset: &Changeset) -> Option<u64> {
    let is_bulk = changeset.edits.len() > SMALL;
    is_bulk.then(|| 2 * changeset.edits.iter().map(growth).sum::<u64>())
}

fn growth(edit: &Edit) -> u64 {
    let texts = edit.fields.iter().map(|change| length(&change.after));
    BYTES_PER_EDIT + texts.sum::<u64>()
}

fn length(value: &Value) -> u64 {
    match value {
        Value::Text(text) => text.len() as u64,
        _ => 0,
    }
}
