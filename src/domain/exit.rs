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

    /// Returns what stands at the arms of a function: the names of their variants, and the answer.
    fn arms<'a>(source: &'a str, function: &str) -> Vec<(BTreeSet<&'a str>, &'a str)> {
        let body = source.split(function).nth(1).unwrap();
        let body = body.split("\n    }\n").next().unwrap();
        let mut arms = Vec::new();
        let mut rest = body;
        while let Some((pattern, after)) = rest.split_once("=>") {
            let names = pattern.split("Self::").skip(1);
            let is_name = |sign: char| !sign.is_alphanumeric();
            let names = names.map(|name| name.split(is_name).next().unwrap());
            let end = after.find("Self::").unwrap_or(after.len());
            arms.push((names.collect(), &after[..end]));
            rest = &after[end..];
        }
        arms
    }

    /// Returns the codes of the refusals that are written in a source, each with its meanings.
    fn written(source: &'static str) -> BTreeSet<(&'static str, String)> {
        let codes = arms(source, "pub fn code(&self)");
        let meanings = arms(source, "pub fn meaning(&self)");
        let mut written = BTreeSet::new();
        for (names, code) in codes {
            let Some(code) = code.split('"').nth(1) else {
                // It is a noun's, or that of a fault.
                continue;
            };
            for name in names {
                let of = meanings.iter().find(|(names, _)| names.contains(name));
                let (_, meaning) = of.unwrap_or_else(|| panic!("{name} means nothing"));
                let (_, meaning) = meaning.split_once("Meaning::").unwrap();
                let meaning = meaning.split(|sign: char| !sign.is_alphanumeric());
                written.extend(meaning.take(1).map(|meaning| (code, meaning.to_owned())));
            }
        }
        written
    }

    #[test]
    fn every_code_of_a_refusal_is_listed_at_what_it_means_and_no_other() {
        let noun = |code: &str| {
            ["_not_found", "_ambiguous", "_loose"]
                .iter()
                .any(|end| code.ends_with(end))
        };
        let sources = [include_str!("refusal.rs"), include_str!("sharing.rs")];
        let written = sources.into_iter().flat_map(written);
        let written = written.filter(|(code, meaning)| !noun(code) || meaning != "NotFound");
        let listed = Meaning::ALL.iter().flat_map(|meaning| {
            let name = format!("{meaning:?}");
            meaning
                .codes()
                .iter()
                .map(move |code| (*code, name.clone()))
        });
        // No refusal stands for what nobody foresaw.
        let listed = listed.filter(|(code, _)| !code.starts_with('*') && *code != "internal");
        assert_eq!(
            written.collect::<BTreeSet<_>>(),
            listed.collect::<BTreeSet<_>>()
        );
    }
}
