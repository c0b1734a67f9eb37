//! What the rules say no to, as data: a code, an exit and the facts, without words.

use std::fmt;

use crate::domain::exit::Meaning;
use crate::domain::file_failure::FileFailure;
use crate::domain::invalid_row::InvalidRow;
use crate::domain::record::Field;
use crate::domain::referentiel::Referentiel;
use crate::domain::sharing::{Barrier, Keeper, Occupant, SharingFault};
use crate::domain::usage::Usage;

pub use crate::domain::candidate::Candidate;
pub use crate::domain::conflict::{
    Author, ChangesetFault, Dependent, Difference, Moved, NothingToUndo,
};
pub use crate::domain::noun::Noun;

/// What the rules say no to.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The command line is wrong.
    Usage(Usage),
    /// No store at `place`.
    StoreNotFound { place: String, origin: Origin },
    /// `store init` on a store.
    StoreExists { place: String },
    /// The folder holds files, and no demo made it.
    NotTheDemos { place: String },
    /// The file is no store of tetctl.
    StoreForeign {
        place: String,
        /// Whether it is a folder.
        folder: bool,
    },
    /// What stands where a store is to be put back is no store; a name that is free.
    InTheWay { place: String, free: String },
    /// What is to be put back is no sound copy of a store.
    CopyUnsound { place: String, damaged: bool },
    /// The engine says that the file is damaged.
    StoreCorrupt { place: String },
    /// A row of the store cannot be read as what it stands for.
    StoreMisread {
        place: String,
        /// Which one, and what is wrong with it, where it is known; in English.
        what: String,
    },
    /// The store was made by a newer tetctl.
    StoreNewer { schema: i64, known: i64 },
    /// The place of the store cannot be read or written by this user.
    StoreDenied { place: String },
    /// The place of the store is full.
    StoreFull { place: String },
    /// The store cannot be written where it stands.
    StoreReadOnly { place: String },
    /// An older tetctl made the store, and this command does not upgrade it.
    StoreOlder { schema: i64, known: i64 },
    /// Something stands where a copy of the store was to be; a name that is free.
    CopyExists { place: String, free: String },
    /// A side file that another store left would be taken for a part of `place`; a name that is free.
    LeftBeside {
        place: String,
        side: String,
        free: String,
    },
    /// Somebody else has the store.
    StoreBusy { waited: u64, by: Occupant },
    /// The store, or the way to it, is closed to this user.
    StoreClosed {
        place: String,
        barrier: Box<Barrier>,
    },
    /// The log beside a private store cannot be made in this folder, not even to read it.
    LogDenied { place: String, folder: String },
    /// No store can be made there for a group.
    StoreUnshared { place: String, fault: SharingFault },
    /// A crash left work that somebody who may write must finish.
    StoreNeedsWriter { place: String, keeper: Keeper },
    /// The store stands on a network drive.
    StoreNetwork { place: String, kind: String },
    /// The store stands in a synchronised folder.
    StoreSynced { place: String, service: String },
    /// A line of the configuration file is wrong.
    ConfigInvalid {
        place: String,
        line: Option<usize>,
        key: String,
    },
    /// A file of the user could not be read or written.
    File(FileFailure),
    /// The configuration file is closed to this user.
    ConfigDenied { place: String },
    /// Nothing is called that.
    NotFound {
        what: Noun,
        typed: String,
        near: Vec<Candidate>,
    },
    /// A word of a list that is no key; the command line as it should be.
    NotAKey {
        typed: String,
        rewritten: String,
        /// Whether several names were typed, rather than one in several words.
        apart: bool,
    },
    /// Several things are called that; the first candidates, and how many there are in all.
    Ambiguous {
        typed: String,
        candidates: Vec<Candidate>,
        of: usize,
    },
    /// Only an exact name of a profile is taken where nobody is asked.
    Loose {
        typed: String,
        candidates: Vec<Candidate>,
    },
    /// A référentiel whose structure was never imported.
    StructureMissing(Referentiel),
    /// The rows of an input that are wrong.
    InputInvalid {
        source: String,
        rows: Vec<InvalidRow>,
    },
    /// A text of a row is longer than a cell of a workbook may be.
    CellTooLong { row: String, limit: usize },
    /// Source and target are one.
    SameProfile { slug: String },
    /// The action belongs to another référentiel.
    OtherReferentiel {
        typed: String,
        referentiel: Referentiel,
    },
    /// The document is no changeset that can be applied.
    ChangesetInvalid(ChangesetFault),
    /// What the changeset was planned on has moved.
    ChangesetStale {
        rows: Vec<Moved>,
        of: usize,
        /// The command line that makes the changeset anew.
        again: Option<String>,
    },
    /// The changeset was applied before.
    ChangesetApplied { operation: i64 },
    /// The changeset was made on another store.
    ChangesetOtherStore,
    /// What an undo would put back has changed since.
    UndoConflict {
        rows: Vec<Moved>,
        of: usize,
        /// How many fields can be put back all the same.
        others: usize,
        /// Whether it is an undo that would be taken back.
        redoing: bool,
    },
    /// There is nothing to take back, or to redo.
    NothingToUndo(NothingToUndo),
    /// Records depend on what would go.
    HasDependents { rows: Vec<Dependent> },
    /// A difference stops the copy, by its policy.
    Conflict { slug: String, rows: Vec<Difference> },
    /// More values would be replaced than allowed.
    TooManyOverwrites {
        slug: String,
        overwrites: usize,
        limit: usize,
    },
    /// The target holds much more than the source.
    PoorerSource {
        slug: String,
        source: usize,
        target: usize,
    },
    /// The source holds nothing of what was selected.
    SourceEmpty { slug: String },
    /// The supra has no member to write.
    NoMember { slug: String },
    /// What is left out of the members of the supra is none of them.
    NotAMember { slug: String, supra: String },
    /// The référentiel is not in mode `write` on the profile.
    NotWritable {
        slug: String,
        referentiel: Referentiel,
        archived: bool,
    },
    /// An audit protects the profile's data.
    Audited {
        slug: String,
        referentiel: Referentiel,
        validated: bool,
    },
    /// The relation would make a profile its own ancestor.
    Cycle { member: String, supra: String },
    /// The batch's name belongs to somebody else.
    BatchTaken { name: String, actor: Option<String> },
    /// Something holds that key already, with other values.
    AlreadyExists {
        field: Field,
        value: String,
        slug: String,
    },
    /// Nobody was there to say yes.
    NotConfirmed { asked: bool },
    /// Somebody wanted out before anything was written.
    Interrupted,
    /// Somebody wanted out between the targets; those that were written stay so.
    Stopped {
        done: usize,
        refused: usize,
        /// The targets that are left as they were, by slug.
        remaining: Vec<String>,
    },
    /// Asked for a name, nobody gave one.
    NoneChosen(Noun),
    /// What goes was not named, or wrongly.
    NotNamed { key: String, typed: Option<String> },
    /// Some of several targets were refused.
    Partial { refused: usize, of: usize },
    /// Some rows of an input are wrong; the others could be taken.
    RowsInvalid {
        source: String,
        rows: Vec<InvalidRow>,
        /// How many rows are wrong.
        wrong: usize,
        of: usize,
    },
    /// Some rows of an input were left out; the others were taken.
    RowsLeftOut {
        rows: Vec<InvalidRow>,
        /// How many rows that is.
        left_out: usize,
        of: usize,
    },
    /// Some of the fields that were to be put back stay as they are.
    PartlyUndone { stays: usize, of: usize },
}

/// Where the name of the store came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Flag,
    Environment,
    Configuration,
    Default,
}

impl Refusal {
    /// Returns the refusal of a word that means nothing, and comes near to nothing.
    pub fn not_found(what: Noun, typed: impl Into<String>) -> Self {
        Self::NotFound {
            what,
            typed: typed.into(),
            near: Vec::new(),
        }
    }

    /// Returns the code that scripts rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Usage(_) => "usage",
            Self::StoreNotFound { .. } => "store_not_found",
            Self::StoreExists { .. }
            | Self::NotTheDemos { .. }
            | Self::CopyExists { .. }
            | Self::LeftBeside { .. } => "store_exists",
            Self::StoreForeign { .. }
            | Self::InTheWay { .. }
            | Self::CopyUnsound { damaged: false, .. } => "store_foreign",
            Self::StoreCorrupt { .. }
            | Self::StoreMisread { .. }
            | Self::CopyUnsound { damaged: true, .. } => "store_corrupt",
            Self::StoreNewer { .. } => "store_newer",
            Self::StoreDenied { .. } | Self::StoreClosed { .. } | Self::LogDenied { .. } => {
                "store_denied"
            }
            Self::StoreFull { .. } => "store_full",
            Self::StoreReadOnly { .. } => "store_read_only",
            Self::StoreBusy { .. } => "store_busy",
            Self::StoreOlder { .. } => "store_older",
            Self::StoreUnshared { fault, .. } => fault.code(),
            Self::StoreNeedsWriter { .. } => "store_needs_writer",
            Self::StoreNetwork { .. } => "store_network",
            Self::StoreSynced { .. } => "store_synced",
            Self::File(failure) => failure.code(),
            Self::ConfigInvalid { .. } | Self::ConfigDenied { .. } => "config_invalid",
            Self::NotFound { what, .. } => what.not_found(),
            Self::NotAKey { .. } => Noun::Profile.not_found(),
            Self::Ambiguous { .. } => "profile_ambiguous",
            Self::Loose { .. } => "profile_loose",
            Self::StructureMissing(_) => Noun::Referentiel.not_found(),
            Self::InputInvalid { .. } | Self::RowsInvalid { .. } => "input_invalid",
            Self::CellTooLong { .. } => "usage",
            Self::SameProfile { .. } => "same_profile",
            Self::OtherReferentiel { .. } => "other_referentiel",
            Self::ChangesetInvalid(_) => "changeset_invalid",
            Self::ChangesetStale { .. } => "changeset_stale",
            Self::ChangesetApplied { .. } => "changeset_applied",
            Self::ChangesetOtherStore => "changeset_other_store",
            Self::UndoConflict { .. } => "undo_conflict",
            Self::NothingToUndo(_) => "nothing_to_undo",
            Self::HasDependents { .. } => "has_dependents",
            Self::Conflict { .. } => "conflict",
            Self::TooManyOverwrites { .. } => "too_many_overwrites",
            Self::PoorerSource { .. } => "poorer_source",
            Self::SourceEmpty { .. } => "source_empty",
            Self::NoMember { .. } | Self::NotAMember { .. } => Noun::Profile.not_found(),
            Self::NotWritable { archived, .. } if *archived => "mode_archived",
            Self::NotWritable { .. } => "mode_readonly",
            Self::Audited { validated, .. } if *validated => "audit_validated",
            Self::Audited { .. } => "audit_running",
            Self::Cycle { .. } => "cycle",
            Self::BatchTaken { .. } => "batch_taken",
            Self::AlreadyExists { .. } => "already_exists",
            Self::NotConfirmed { .. } | Self::NotNamed { .. } => "not_confirmed",
            Self::Interrupted | Self::Stopped { .. } => "interrupted",
            Self::NoneChosen(what) => what.not_found(),
            Self::Partial { .. } | Self::RowsLeftOut { .. } | Self::PartlyUndone { .. } => {
                "partial"
            }
        }
    }

    /// Returns the exit code of the process.
    pub fn exit(&self) -> u8 {
        self.meaning().exit()
    }

    /// Returns what the exit code means.
    pub fn meaning(&self) -> Meaning {
        match self {
            Self::Usage(_) | Self::CellTooLong { .. } => Meaning::Usage,
            Self::StoreForeign { .. }
            | Self::InTheWay { .. }
            | Self::CopyUnsound { .. }
            | Self::StoreCorrupt { .. }
            | Self::StoreMisread { .. }
            | Self::StoreNewer { .. }
            | Self::StoreOlder { .. }
            | Self::StoreDenied { .. }
            | Self::StoreClosed { .. }
            | Self::LogDenied { .. }
            | Self::StoreFull { .. }
            | Self::StoreReadOnly { .. }
            | Self::File(_)
            | Self::ConfigInvalid { .. }
            | Self::ConfigDenied { .. } => Meaning::Unexpected,
            Self::StoreNotFound { .. }
            | Self::NotFound { .. }
            | Self::NotAKey { .. }
            | Self::NoneChosen(_)
            | Self::NoMember { .. }
            | Self::NotAMember { .. }
            | Self::Ambiguous { .. }
            | Self::Loose { .. }
            | Self::StructureMissing(_) => Meaning::NotFound,
            Self::InputInvalid { .. }
            | Self::RowsInvalid { .. }
            | Self::SameProfile { .. }
            | Self::OtherReferentiel { .. }
            | Self::ChangesetInvalid(_) => Meaning::Invalid,
            Self::StoreUnshared { fault, .. } => fault.meaning(),
            Self::StoreBusy { .. } | Self::StoreNeedsWriter { .. } => Meaning::Busy,
            Self::NotConfirmed { .. } | Self::NotNamed { .. } => Meaning::NotConfirmed,
            Self::Interrupted | Self::Stopped { .. } => Meaning::Interrupted,
            Self::Partial { .. } | Self::RowsLeftOut { .. } | Self::PartlyUndone { .. } => {
                Meaning::Partial
            }
            Self::StoreExists { .. }
            | Self::NotTheDemos { .. }
            | Self::CopyExists { .. }
            | Self::LeftBeside { .. }
            | Self::StoreNetwork { .. }
            | Self::StoreSynced { .. }
            | Self::ChangesetStale { .. }
            | Self::ChangesetApplied { .. }
            | Self::ChangesetOtherStore
            | Self::UndoConflict { .. }
            | Self::NothingToUndo(_)
            | Self::HasDependents { .. }
            | Self::Conflict { .. }
            | Self::TooManyOverwrites { .. }
            | Self::PoorerSource { .. }
            | Self::SourceEmpty { .. }
            | Self::NotWritable { .. }
            | Self::Audited { .. }
            | Self::Cycle { .. }
            | Self::BatchTaken { .. }
            | Self::AlreadyExists { .. } => Meaning::Conflict,
        }
    }
}

impl fmt::Display for Refusal {
    /// Writes the code: the sentences are made where the language is known.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}
