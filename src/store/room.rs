//! Whether there is room for a bulk write, found out before it begins.

use crate::domain::changeset::{Changeset, Edit};
use crate::domain::value::Value;

/// How many edits are written without a look at the room that is left.
const SMALL: usize = 1000;

/// What an edit takes besides its texts: its row, what finds it, its line of the journal.
const BYTES_PER_EDIT: u64 = 256;

/// Returns how many bytes must be free for a changeset: twice its growth; none where it is small.
pub fn needed(changeset: &Changeset) -> Option<u64> {
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
