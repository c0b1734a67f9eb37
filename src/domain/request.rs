//! What was asked: the part of an operation from which its title and its reply are made.
//!
//! It stands in the journal, so it names nobody: profiles by number, people not at all.

use serde::{Deserialize, Serialize};

use crate::domain::policy::{Data, Policy};
use crate::domain::profile::ProfileId;
use crate::domain::referentiel::Referentiel;
use crate::domain::selection::Selection;
use crate::domain::situation::{Audit, Mode};

/// What was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command")]
pub enum Request {
    #[serde(rename = "profile create")]
    ProfileCreate { profile: ProfileId },
    #[serde(rename = "profile edit")]
    ProfileEdit { profile: ProfileId },
    #[serde(rename = "profile delete")]
    ProfileDelete { profile: ProfileId },
    #[serde(rename = "profile relate")]
    ProfileRelate {
        supra: ProfileId,
        added: Vec<ProfileId>,
        removed: Vec<ProfileId>,
    },
    #[serde(rename = "referentiel import")]
    ReferentielImport { referentiel: Referentiel },
    #[serde(rename = "referentiel set")]
    ReferentielSet {
        referentiel: Referentiel,
        profile: ProfileId,
    },
    #[serde(rename = "referentiel confirm")]
    ReferentielConfirm(Box<Confirmed>),
    #[serde(rename = "referentiel fill")]
    ReferentielFill {
        referentiel: Referentiel,
        profile: ProfileId,
        /// The name of the file, without its folders; none for stdin.
        file: Option<String>,
    },
    #[serde(rename = "referentiel mode")]
    ReferentielMode {
        referentiel: Referentiel,
        profile: ProfileId,
        mode: Mode,
    },
    #[serde(rename = "referentiel lock")]
    ReferentielLock {
        referentiel: Referentiel,
        profile: ProfileId,
        audit: Audit,
    },
    #[serde(rename = "referentiel copy")]
    ReferentielCopy(Box<Copied>),
    /// Takes an operation back; `partial` where some of it stays.
    #[serde(rename = "op undo")]
    Undo { operation: i64, partial: bool },
    /// Takes an undo back; `partial` where some of it stays.
    #[serde(rename = "op redo")]
    Redo {
        operation: i64,
        #[serde(default)]
        partial: bool,
    },
}

/// A confirmation of what was copied: what was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Confirmed {
    pub referentiel: Referentiel,
    pub profile: ProfileId,
    pub selection: Selection,
    pub data: Vec<Data>,
}

/// A copy to one target: what was asked, and the counts that its report needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Copied {
    pub referentiel: Referentiel,
    pub from: ProfileId,
    pub to: ProfileId,
    pub selection: Selection,
    pub data: Vec<Data>,
    pub policy: Policy,
    /// The reason given for writing in spite of an audit.
    pub override_audit: Option<String>,
    pub summary: Summary,
    /// How many of the written fields took the place of others.
    #[serde(default)]
    pub replaced: usize,
    /// How many of the written commentaires were put behind others.
    #[serde(default)]
    pub appended: usize,
    /// How many of the written fields somebody typed in the place of others.
    #[serde(default)]
    pub typed: usize,
    /// How many of the kept fields nobody has decided, though somebody was to be asked.
    #[serde(default)]
    pub undecided: usize,
}

/// The counts of a copy, in fields of actions where the source speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The sum of the next four.
    pub selected: usize,
    pub written: usize,
    pub equal: usize,
    pub kept: usize,
    pub refused: usize,
    /// Statuts of the target's other level that go; counted apart.
    pub cleared: usize,
}

impl std::ops::AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.selected += other.selected;
        self.written += other.written;
        self.equal += other.equal;
        self.kept += other.kept;
        self.refused += other.refused;
        self.cleared += other.cleared;
    }
}

impl Request {
    /// Returns the command that was typed, by its full name.
    pub fn command(&self) -> &'static str {
        match self {
            Self::ProfileCreate { .. } => "profile create",
            Self::ProfileEdit { .. } => "profile edit",
            Self::ProfileDelete { .. } => "profile delete",
            Self::ProfileRelate { .. } => "profile relate",
            Self::ReferentielImport { .. } => "referentiel import",
            Self::ReferentielSet { .. } => "referentiel set",
            Self::ReferentielConfirm(_) => "referentiel confirm",
            Self::ReferentielFill { .. } => "referentiel fill",
            Self::ReferentielMode { .. } => "referentiel mode",
            Self::ReferentielLock { .. } => "referentiel lock",
            Self::ReferentielCopy(_) => "referentiel copy",
            Self::Undo { .. } => "op undo",
            Self::Redo { .. } => "op redo",
        }
    }

    /// Returns the référentiel whose data is written.
    pub fn referentiel(&self) -> Option<Referentiel> {
        match self {
            Self::ReferentielImport { referentiel }
            | Self::ReferentielSet { referentiel, .. }
            | Self::ReferentielFill { referentiel, .. }
            | Self::ReferentielMode { referentiel, .. }
            | Self::ReferentielLock { referentiel, .. } => Some(*referentiel),
            Self::ReferentielCopy(copied) => Some(copied.referentiel),
            Self::ReferentielConfirm(confirmed) => Some(confirmed.referentiel),
            _ => None,
        }
    }

    /// Returns the copy that was asked, where it is one.
    pub fn copied(&self) -> Option<&Copied> {
        match self {
            Self::ReferentielCopy(copied) => Some(copied),
            _ => None,
        }
    }

    /// Returns the profiles that the title names.
    pub fn profiles(&self) -> Vec<ProfileId> {
        match self {
            Self::ProfileCreate { profile }
            | Self::ProfileEdit { profile }
            | Self::ProfileDelete { profile }
            | Self::ReferentielSet { profile, .. }
            | Self::ReferentielFill { profile, .. }
            | Self::ReferentielMode { profile, .. }
            | Self::ReferentielLock { profile, .. } => vec![*profile],
            Self::ProfileRelate {
                supra,
                added,
                removed,
            } => [&[*supra][..], added, removed].concat(),
            Self::ReferentielCopy(copied) => vec![copied.from, copied.to],
            Self::ReferentielConfirm(confirmed) => vec![confirmed.profile],
            Self::ReferentielImport { .. } | Self::Undo { .. } | Self::Redo { .. } => vec![],
        }
    }
}
