//! The shells that complete command lines, and what each has to load.

use clap::ValueEnum;

/// A shell that completes command lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    Bash,
    Zsh,
    Fish,
}

impl Shell {
    /// Returns the shell of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }

    /// Returns what the shell loads to complete the command lines of tetctl.
    pub fn stub(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../../../completions/tetctl.bash"),
            Self::Zsh => include_str!("../../../completions/_tetctl"),
            Self::Fish => include_str!("../../../completions/tetctl.fish"),
        }
    }
}
