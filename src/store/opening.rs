//! How a store is opened.

use std::time::Duration;

/// How a store is opened: how long others are waited for, who would write, and what is allowed.
#[derive(Clone, Debug)]
pub struct Opening {
    /// How long another writer is waited for.
    pub wait: Duration,
    pub writer: WriterId,
    /// Whether a store on a network drive may be written.
    pub allow_network: bool,
    /// Whether a store in a synchronised folder may be written.
    pub allow_synced: bool,
    /// Tells the present moment, in seconds since 1970, UTC.
    pub clock: fn() -> i64,
}

/// Who would write, for those who wait meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriterId {
    pub actor: String,
    pub host: String,
    /// The full name of the command, without its arguments.
    pub command: String,
}

impl Opening {
    /// Returns the opening of who only looks, and waits for nobody.
    pub fn to_look() -> Self {
        Self::waiting(Duration::ZERO)
    }

    /// Returns the opening of nobody in particular, who waits that long.
    pub fn waiting(wait: Duration) -> Self {
        Self {
            wait,
            writer: WriterId::default(),
            allow_network: false,
            allow_synced: false,
            clock: || 0,
        }
    }
}
