//! The variables of the environment: read as text, or refused by their name.

use std::env;
use std::ffi::OsString;

use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::domain::usage::{ParserFault, Usage};

/// The variables that say where things stand, who writes, and how it is told.
const TOLD: [&str; 6] = [
    "TETCTL_STORE",
    "TETCTL_ACTOR",
    "TETCTL_LANG",
    "TETCTL_PAGER",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
];

/// Returns the text of a variable; none where it is not set, blank, or no text.
pub fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// Refuses a variable that is set and cannot be read: another store would be written in its place.
pub fn check() -> Result<(), Refusal> {
    let language = variable("TETCTL_LANG");
    check_texts(|name| env::var_os(name))?;
    check_language(language.as_deref())
}

fn check_texts(value: impl Fn(&str) -> Option<OsString>) -> Result<(), Refusal> {
    let is_text = |name: &str| value(name).is_none_or(|value| value.to_str().is_some());
    match TOLD.into_iter().find(|name| !is_text(name)) {
        None => Ok(()),
        Some(name) => {
            let shown = value(name).unwrap_or_default();
            let shown = shown.to_string_lossy();
            Err(refused(
                name,
                ParserFault::NotText,
                &shown,
                &format!("unset {name}"),
            ))
        }
    }
}

fn check_language(told: Option<&str>) -> Result<(), Refusal> {
    match told {
        Some(told) if Language::of(told).is_none() => Err(refused(
            "TETCTL_LANG",
            ParserFault::NotAValue,
            told,
            "fr, en",
        )),
        _ => Ok(()),
    }
}

fn refused(name: &str, fault: ParserFault, value: &str, hint: &str) -> Refusal {
    Refusal::Usage(Usage::Parser {
        fault,
        argument: name.to_owned(),
        value: value.to_owned(),
        hint: hint.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::os::unix::ffi::OsStringExt as _;

    use super::*;

    fn named(refused: Result<(), Refusal>) -> Option<String> {
        match refused.err()? {
            Refusal::Usage(Usage::Parser { argument, .. }) => Some(argument),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_variable_that_is_no_text_is_named() {
        for told in TOLD {
            let broken = || OsString::from_vec(vec![b'.', b'/', 0xff]);
            let refused = check_texts(|name| (name == told).then(broken));
            assert_eq!(named(refused).as_deref(), Some(told));
        }
        assert_eq!(check_texts(|_| Some("é".into())), Ok(()));
        assert_eq!(check_texts(|_| None), Ok(()));
    }

    #[test]
    fn a_language_that_nobody_speaks_is_refused_and_a_locale_is_read() {
        assert_eq!(
            named(check_language(Some("de"))).as_deref(),
            Some("TETCTL_LANG")
        );
        for told in [None, Some("fr"), Some("en_GB.UTF-8")] {
            assert_eq!(check_language(told), Ok(()));
        }
    }
}
