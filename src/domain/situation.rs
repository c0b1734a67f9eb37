//! The situation of a référentiel on a profile: its mode, and its audit.

use serde::{Deserialize, Serialize};

use crate::domain::referentiel::Referentiel;

/// Whether the data of a référentiel may be changed on a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// Data may be changed.
    Write,
    /// Data may be looked at.
    Readonly,
    /// Data may be looked at, and the référentiel is no longer shown.
    Archived,
}

/// How far the audit of a référentiel is on a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audit {
    /// No audit.
    None,
    /// An auditor is at work.
    Running,
    /// The audit is over and validated.
    Validated,
}

/// The mode and the audit of a référentiel on a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Situation {
    pub mode: Mode,
    pub audit: Audit,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 3] = [Self::Write, Self::Readonly, Self::Archived];

    /// Returns the code that is typed and stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Readonly => "readonly",
            Self::Archived => "archived",
        }
    }

    /// Returns the mode of this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }

    /// Returns the mode of a profile that nobody has set: CAE and ECI are written, TE is read.
    pub fn default_of(referentiel: Referentiel) -> Self {
        match referentiel {
            Referentiel::Cae | Referentiel::Eci => Self::Write,
            Referentiel::Te => Self::Readonly,
        }
    }
}

impl Audit {
    /// All states.
    pub const ALL: [Self; 3] = [Self::None, Self::Running, Self::Validated];

    /// Returns the code that is typed and stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Running => "running",
            Self::Validated => "validated",
        }
    }

    /// Returns the state of this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audit| audit.code() == code)
    }
}

impl Situation {
    /// Returns the situation of a profile that nobody has set.
    pub fn default_of(referentiel: Referentiel) -> Self {
        Self {
            mode: Mode::default_of(referentiel),
            audit: Audit::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_come_back() {
        for mode in Mode::ALL {
            assert_eq!(Mode::of(mode.code()), Some(mode));
        }
        for audit in Audit::ALL {
            assert_eq!(Audit::of(audit.code()), Some(audit));
        }
    }
}
