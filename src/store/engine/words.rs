//! The words of a migration that differ from engine to engine, in SQLite's own.

/// The words in braces, and what they are here.
const WORDS: [(&str, &str); 7] = [
    ("{int}", "INTEGER"),
    ("{bool}", "INTEGER"),
    ("{real}", "REAL"),
    ("{text}", "TEXT"),
    ("{blob}", "BLOB"),
    ("{strict}", "STRICT"),
    ("{keyed}", "STRICT, WITHOUT ROWID"),
];

/// Returns a migration as SQLite reads it.
pub fn in_own_words(script: &str) -> String {
    WORDS.iter().fold(script.to_owned(), |text, (word, own)| {
        text.replace(word, own)
    })
}
