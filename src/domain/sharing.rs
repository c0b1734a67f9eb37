//! Who may come to a store, who has it, and what stands in the way, as data.

use crate::domain::exit::Meaning;

/// Whose a file or a folder is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// A group's, of which this user is none.
    Group {
        name: String,
        /// Whether the user was added to it, and has not logged in since.
        joined: bool,
    },
    /// One user's alone.
    User(String),
    /// This user's, or nobody's: the mode of the place forbids it.
    Mode(u32),
}

/// What somebody would do with a file or a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Read,
    Write,
}

/// A file or a folder that is closed to this user, on the way to a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barrier {
    /// What would be done to the store.
    pub act: Act,
    /// What is closed.
    pub closed: String,
    pub keeper: Keeper,
    /// Whom to ask.
    pub owner: String,
    /// Who is refused.
    pub user: String,
}

/// Who has a store, so that others wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occupant {
    /// A writer who said so.
    Writer(Holder),
    /// Somebody who did not say so.
    Unknown,
    /// Those who read, while this one would write.
    Readers,
}

/// A writer, as the file beside the store tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub actor: String,
    pub host: String,
    /// The full name of the command.
    pub command: String,
    /// Since when, in seconds since 1970, UTC.
    pub since: i64,
    /// How many seconds that is.
    pub seconds: u64,
}

/// Why a store cannot be made for a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SharingFault {
    /// No group is called that.
    NoGroup(String),
    /// This user is not in the group.
    NotInGroup { group: String, user: String },
    /// Its folder holds something already, or is somebody else's.
    FolderTaken,
    /// What its folder would stand in is not there.
    NoParent,
    /// The place does not keep modes and groups.
    ModeLost,
}

impl SharingFault {
    /// Returns the code that scripts rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoGroup(_) => "group_not_found",
            Self::NoParent => "folder_not_found",
            Self::NotInGroup { .. } | Self::ModeLost => "store_denied",
            Self::FolderTaken => "store_exists",
        }
    }

    /// Returns what the exit code means.
    pub fn meaning(&self) -> Meaning {
        match self {
            Self::NoGroup(_) | Self::NoParent => Meaning::NotFound,
            Self::NotInGroup { .. } | Self::ModeLost => Meaning::Unexpected,
            Self::FolderTaken => Meaning::Conflict,
        }
    }
}
