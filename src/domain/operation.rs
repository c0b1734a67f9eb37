//! One entry of the journal, and who made it.

use crate::domain::request::Request;

/// Who writes, when, and in whose name: what the journal keeps of every operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name that the person claims.
    pub actor: String,
    /// The operating system's user.
    pub system_user: String,
    /// The machine.
    pub host: String,
    /// Seconds since 1970, UTC.
    pub at: i64,
    /// A free remark.
    pub note: Option<String>,
    /// Who asked for it.
    pub requested_by: Option<Requester>,
}

/// Who asked for an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requester {
    /// A person, by e-mail.
    Email(String),
    /// A conversation, by its address.
    Url(String),
}

/// The batch that an operation joins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Batch {
    /// One of its own, known by the operation's number.
    New,
    /// The one that began with this operation.
    Of(i64),
    /// The one of this name; it belongs to the actor who first used it.
    Named(String),
}

/// One entry of the journal, without its edits.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    pub number: i64,
    /// The number of the batch's first operation.
    pub batch: i64,
    pub batch_name: Option<String>,
    pub at: i64,
    /// None where the person was erased.
    pub actor: Option<String>,
    pub request: Request,
    pub note: Option<String>,
    pub requested_by: Option<String>,
    /// How many fields changed.
    pub edits: usize,
    pub state: State,
    /// The operation that took it back, or the last that took back a part.
    pub undone_by: Option<i64>,
}

/// What became of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It stands.
    Done,
    /// It was taken back.
    Undone,
    /// A part of it was taken back.
    PartlyUndone,
    /// It takes another back.
    Undo,
    /// It takes an undo back.
    Redo,
}

impl State {
    /// Returns the code of documents.
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Undone => "undone",
            Self::PartlyUndone => "partly_undone",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }

    /// Tells whether `op undo` may take the operation without its number being given.
    pub fn is_standing(self) -> bool {
        matches!(self, Self::Done | Self::PartlyUndone | Self::Redo)
    }
}
