//! What stands in the way of a changeset or an undo: what has moved, what depends on what would go.

use crate::domain::action::ActionId;
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Kind, Record};
use crate::domain::value::Value;

/// A value that is not what was planned on.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The profile, by slug, where the record has one.
    pub target: Option<String>,
    pub record: Record,
    /// The field; none where the record itself appeared or went.
    pub field: Option<Field>,
    pub expected: Value,
    pub found: Value,
    /// Who wrote what is found, where the journal tells.
    pub by: Option<Author>,
}

/// Who wrote a value, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub operation: i64,
    /// None where the person was erased.
    pub actor: Option<String>,
    pub at: i64,
}

/// Records that depend on one that would go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependent {
    /// The profile on which they stand.
    pub profile: ProfileId,
    pub slug: String,
    pub kind: Kind,
    pub count: usize,
}

/// What is wrong with a changeset's document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangesetFault {
    /// It does not parse to its end.
    Unreadable,
    /// It parses, and is no changeset.
    NotOne,
    /// Its format is of a later tetctl.
    Version,
    /// Its digest is not that of its content.
    Edited,
}

/// Why there is nothing to take back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NothingToUndo {
    /// The actor has no operation left to undo.
    Mine { actor: String },
    /// The actor has no undo to take back.
    NoUndo { actor: String },
    /// The operation was undone by another.
    Undone { operation: i64, by: i64 },
    /// The batch holds nothing that is not undone.
    Batch,
    /// The operation wrote nothing of what was selected, or of this pattern.
    Selection {
        operation: i64,
        pattern: Option<String>,
    },
}

/// A value of the target that differs from the source's.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub action: ActionId,
    pub title: String,
    pub field: Field,
    /// What the source says.
    pub source: Value,
    /// What the target says; nothing where its branch speaks at the other level.
    pub target: Value,
}
