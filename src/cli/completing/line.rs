//! The words of an unfinished command line: all that candidates can see of it.

use std::ffi::OsString;

use crate::domain::referentiel::Referentiel;

/// The words of an unfinished command line.
#[derive(Clone, Debug)]
pub struct Line {
    /// The words before the one under the cursor, the program's name left out.
    before: Vec<String>,
    typed: String,
}

impl Line {
    /// Returns the line that these words begin; the last of them is the one under the cursor.
    pub fn of(words: &[OsString]) -> Self {
        let mut words: Vec<String> = words
            .iter()
            .map(|word| unquoted(&word.to_string_lossy()).to_owned())
            .collect();
        let typed = words.pop().unwrap_or_default();
        let before = words.into_iter().skip(1).collect();
        Self { before, typed }
    }

    /// Returns what is typed of the word under the cursor.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Returns the words before the one under the cursor.
    pub fn before(&self) -> &[String] {
        &self.before
    }

    /// Returns the value that a flag was given earlier on the line.
    pub fn value(&self, flag: &str) -> Option<&str> {
        let mut words = self.before.iter().enumerate().rev();
        words.find_map(|(place, word)| {
            let rest = word.strip_prefix(flag)?;
            let next = || self.before.get(place + 1).map(String::as_str);
            match rest.strip_prefix('=') {
                Some(value) => Some(unquoted(value)),
                None if rest.is_empty() => next(),
                None => None,
            }
        })
    }

    /// Returns the référentiel that the line names.
    pub fn referentiel(&self) -> Option<Referentiel> {
        let words = self.before.iter().enumerate();
        let mut named = words.filter(|(place, _)| {
            let before = place.checked_sub(1).map(|before| &*self.before[before]);
            before.is_none_or(|before| !before.starts_with("--") || before == "--id")
        });
        named.find_map(|(_, word)| word.parse().ok())
    }

    /// Tells whether the line is one of the commands of this noun.
    pub fn is_under(&self, noun: &str) -> bool {
        self.before.iter().any(|word| word == noun)
    }
}

/// Returns a word without the quotes that a shell may hand over with it.
fn unquoted(word: &str) -> &str {
    let inside = |quote: char| word.strip_prefix(quote)?.strip_suffix(quote);
    inside('"').or_else(|| inside('\'')).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &str) -> Line {
        let words: Vec<OsString> = words.split(' ').map(OsString::from).collect();
        Line::of(&words)
    }

    #[test]
    fn the_store_is_the_one_that_the_line_names() {
        for (words, store) in [
            ("tetctl --store a.db profile show ", Some("a.db")),
            ("tetctl profile show --store=b.db ", Some("b.db")),
            ("tetctl profile show --store 'c.db' ", Some("c.db")),
            ("tetctl profile show --store=\"d.db\" ", Some("d.db")),
            ("tetctl profile show --store d.db", None),
            ("tetctl profile show --stores=d.db x", None),
        ] {
            assert_eq!(line(words).value("--store"), store, "{words}");
        }
    }

    #[test]
    fn the_referentiel_is_the_one_that_stands_by_itself() {
        for (words, referentiel) in [
            ("tetctl copy cae -a ", Some(Referentiel::Cae)),
            ("tetctl ref import f.csv --id eci ", Some(Referentiel::Eci)),
            ("tetctl copy --note te cae -a 1", Some(Referentiel::Cae)),
            ("tetctl op undo 812 -a ", None),
        ] {
            assert_eq!(line(words).referentiel(), referentiel, "{words}");
        }
    }
}
