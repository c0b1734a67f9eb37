//! What becomes of a field of the target of a copy, and why.

use crate::domain::branch::Speaks;

/// What becomes of a field of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was blank and is written.
    Filled,
    /// It held something else and is written over.
    Replaced(Cause),
    /// The source's text is put behind its own.
    Appended,
    /// It held something else, and what somebody typed takes its place.
    Typed,
    /// It says the same.
    Equal,
    /// Its text holds the source's already, so that nothing is appended.
    Contained,
    /// It stays as it is.
    Kept(Reason),
    /// It stood at the other level of its branch and goes.
    Cleared,
}

/// Why a field of the target is written over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// All that differ are.
    Overwrite,
    /// The source's was edited later.
    Newer,
    /// Somebody chose the source's.
    Chosen,
}

/// Why a field of the target stays as it is.
///
/// Where a whole branch is one conflict, the level at which the target's speaks is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It says something else.
    Differs,
    /// Its branch speaks at the other level.
    OtherLevel(Speaks),
    /// What would have to be cleared is not selected.
    CutBranch(Speaks),
    /// The source's was edited before it.
    Older(Option<Speaks>),
    /// Neither is known to have been edited later.
    SameAge(Option<Speaks>),
    /// Somebody chose it.
    Chosen(Option<Speaks>),
    /// Nobody has answered for it.
    NotAnswered(Option<Speaks>),
}

impl Fate {
    /// Returns the code of documents.
    pub fn code(self) -> &'static str {
        match self {
            Self::Filled | Self::Replaced(_) | Self::Appended | Self::Typed => "written",
            Self::Equal | Self::Contained => "equal",
            Self::Kept(_) => "kept",
            Self::Cleared => "cleared",
        }
    }

    /// Returns the code of the reason, where there is one.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::Filled => Some("blank"),
            Self::Replaced(cause) => Some(cause.code()),
            Self::Appended => Some("append"),
            Self::Typed => Some("typed"),
            Self::Kept(reason) => Some(reason.code()),
            Self::Cleared => Some("other_level"),
            Self::Contained => Some("contained"),
            Self::Equal => None,
        }
    }

    /// Tells whether the field is written; clearing is none.
    pub fn is_written(self) -> bool {
        self.code() == "written"
    }

    /// Tells whether nothing is written because the source's is there already.
    pub fn is_equal(self) -> bool {
        matches!(self, Self::Equal | Self::Contained)
    }

    /// Tells whether a value of the target goes; what is appended to stays whole.
    pub fn loses(self) -> bool {
        matches!(self, Self::Replaced(_) | Self::Typed | Self::Cleared)
    }
}

impl Cause {
    fn code(self) -> &'static str {
        match self {
            Self::Overwrite => "overwrite",
            Self::Newer => "newer",
            Self::Chosen => "chosen",
        }
    }
}

impl Reason {
    /// Returns the level at which the target's branch speaks, where the whole of it is one conflict.
    pub fn level(self) -> Option<Speaks> {
        match self {
            Self::Differs => None,
            Self::OtherLevel(level) | Self::CutBranch(level) => Some(level),
            Self::Older(level)
            | Self::SameAge(level)
            | Self::Chosen(level)
            | Self::NotAnswered(level) => level,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Differs => "differs",
            Self::OtherLevel(_) => "other_level",
            Self::CutBranch(_) => "cut_branch",
            Self::Older(_) => "older",
            Self::SameAge(_) => "same_age",
            Self::Chosen(_) => "chosen",
            Self::NotAnswered(_) => "not_answered",
        }
    }
}
