//! The exit codes, and the error codes that go with each.

/// What the exit code of a command means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    Done,
    Unexpected,
    Usage,
    NotFound,
    Invalid,
    Conflict,
    Busy,
    NotConfirmed,
    Partial,
    Findings,
    Interrupted,
}

impl Meaning {
    /// All of them, by their number.
    pub const ALL: [Self; 11] = [
        Self::Done,
        Self::Unexpected,
        Self::Usage,
        Self::NotFound,
        Self::Invalid,
        Self::Conflict,
        Self::Busy,
        Self::NotConfirmed,
        Self::Partial,
        Self::Findings,
        Self::Interrupted,
    ];

    /// Returns the exit code of the process.
    pub fn exit(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Invalid => 4,
            Self::Conflict => 5,
            Self::Busy => 6,
            Self::NotConfirmed => 7,
            Self::Partial => 8,
            Self::Findings => 10,
            Self::Interrupted => 130,
        }
    }

    /// Returns the error codes that end so; `*` stands for a noun.
    pub fn codes(self) -> &'static [&'static str] {
        match self {
            Self::Done | Self::Findings => &[],
            Self::Unexpected => &[
                "internal",
                "config_invalid",
                "store_denied",
                "store_full",
                "store_read_only",
                "store_corrupt",
                "store_foreign",
                "store_newer",
                "store_older",
            ],
            Self::Usage => &["usage"],
            Self::NotFound => &["*_not_found", "*_ambiguous", "*_loose"],
            Self::Invalid => &[
                "input_invalid",
                "same_profile",
                "other_referentiel",
                "changeset_invalid",
            ],
            Self::Conflict => &[
                "changeset_stale",
                "changeset_applied",
                "changeset_other_store",
                "undo_conflict",
                "nothing_to_undo",
                "conflict",
                "too_many_overwrites",
                "poorer_source",
                "source_empty",
                "mode_readonly",
                "mode_archived",
                "audit_running",
                "audit_validated",
                "cycle",
                "batch_taken",
                "has_dependents",
                "store_exists",
                "store_network",
                "store_synced",
                "already_exists",
            ],
            Self::Busy => &["store_busy", "store_needs_writer"],
            Self::NotConfirmed => &["not_confirmed"],
            Self::Partial => &["partial"],
            Self::Interrupted => &["interrupted"],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Returns the codes that refusals have, as they are written there.
    fn codes_of_refusals() -> BTreeSet<&'static str> {
        let source = include_str!("refusal.rs");
        let body = source.split("pub fn code(&self)").nth(1).unwrap();
        let body = body.split("pub fn exit(&self)").next().unwrap();
        let code = |text: &&str| {
            text.bytes()
                .all(|byte| byte == b'_' || byte.is_ascii_lowercase())
        };
        body.split('"').skip(1).step_by(2).filter(code).collect()
    }

    #[test]
    fn every_code_of_a_refusal_is_listed_and_no_other() {
        let noun = |code: &str| {
            ["_not_found", "_ambiguous", "_loose"]
                .iter()
                .any(|end| code.ends_with(end))
        };
        let written = codes_of_refusals().into_iter().filter(|code| !noun(code));
        let listed = Meaning::ALL.iter().flat_map(|meaning| meaning.codes());
        // No refusal stands for what nobody foresaw.
        let listed = listed
            .copied()
            .filter(|code| !code.starts_with('*') && *code != "internal");
        assert_eq!(
            written.collect::<BTreeSet<_>>(),
            listed.collect::<BTreeSet<_>>()
        );
    }
}
