//! The languages that tetctl speaks.

/// The language of sentences; codes, keys and data are the same in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    French,
    English,
}

impl Language {
    /// Returns the language of a code (`fr`, `en`) or a locale (`fr_FR.UTF-8`).
    pub fn of(code: &str) -> Option<Self> {
        let tongue = code.get(..2)?.to_ascii_lowercase();
        match tongue.as_str() {
            "fr" => Some(Self::French),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// Returns the code that is typed.
    pub fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// Returns the one of two that is in this language.
    pub fn pick<T>(self, french: T, english: T) -> T {
        match self {
            Self::French => french,
            Self::English => english,
        }
    }
}
