//! The topics of `tetctl help`: short pages with examples, in both languages.

mod copying;
mod exit_codes;
mod scripting;
mod selection;
mod stores;

use crate::domain::language::Language::{self, English, French};
use crate::render::folding::{folded, sentence};
use crate::render::look::Look;

/// The widths between which a page is folded.
const NARROW: usize = 40;
const WIDE: usize = 80;

/// What `tetctl help` explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Copying,
    Selection,
    ExitCodes,
    Scripting,
    Stores,
}

impl Topic {
    /// All topics.
    pub const ALL: [Self; 5] = [
        Self::Copying,
        Self::Selection,
        Self::ExitCodes,
        Self::Scripting,
        Self::Stores,
    ];

    /// Returns the topic of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == word)
    }

    /// Returns the word that is typed.
    pub fn code(self) -> &'static str {
        match self {
            Self::Copying => "copying",
            Self::Selection => "selection",
            Self::ExitCodes => "exit-codes",
            Self::Scripting => "scripting",
            Self::Stores => "stores",
        }
    }
}

/// Returns the page of a topic, which fits the terminal.
pub fn page(look: &Look, topic: Topic) -> String {
    let language = look.language;
    let text = match topic {
        Topic::Copying => copying::text(language),
        Topic::Selection => selection::text(language),
        Topic::ExitCodes => exit_codes::text(language),
        Topic::Scripting => scripting::text(language),
        Topic::Stores => stores::text(language),
    };
    let width = look.width.clamp(NARROW, WIDE);
    let line = |line: &str| {
        if line.starts_with("  tetctl ") {
            // An example is copied as it stands.
            return format!("{line}\n");
        }
        if line.starts_with(' ') {
            return folded(width, line) + "\n";
        }
        sentence(width, "", line)
    };
    text.lines().map(line).collect()
}

/// Lists the topics, and says how the help of a command is shown.
pub fn list(language: Language) -> String {
    let topics =
        Topic::ALL.map(|topic| format!("  {:<12}{}\n", topic.code(), title(language, topic)));
    let (head, tail) = match language {
        French => (
            "Sujets",
            "Un sujet     tetctl help copying\n\
             Une commande tetctl help profile edit\n\
             Toutes       tetctl --help\n",
        ),
        English => (
            "Topics",
            "A topic      tetctl help copying\n\
             A command    tetctl help profile edit\n\
             All of them  tetctl --help\n",
        ),
    };
    format!("{head}\n{}\n{tail}", topics.concat())
}

fn title(language: Language, topic: Topic) -> &'static str {
    match (language, topic) {
        (French, Topic::Copying) => "ce que fait une copie, et ce qu'elle ne fait jamais",
        (English, Topic::Copying) => "what a copy does, and what it never does",
        (French, Topic::Selection) => "nommer des actions et des profils",
        (English, Topic::Selection) => "naming actions and profiles",
        (French, Topic::ExitCodes) => "les codes de sortie et les codes d'erreur",
        (English, Topic::ExitCodes) => "exit codes and error codes",
        (French, Topic::Scripting) => "tetctl dans un script",
        (English, Topic::Scripting) => "tetctl in a script",
        (French, Topic::Stores) => "où sont les données",
        (English, Topic::Stores) => "where data lives",
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn every_page_fits_every_terminal_of_40_columns_and_more() {
        for (language, width) in [(French, 40), (English, 40), (French, 60), (English, 200)] {
            let look = Look {
                language,
                width,
                height: None,
                unicode: true,
                zone: TimeZone::UTC,
                now: 0,
            };
            for topic in Topic::ALL {
                for line in page(&look, topic).lines() {
                    let is_example = line.trim_start().starts_with("tetctl ");
                    let most = if is_example { WIDE } else { width.min(WIDE) };
                    assert!(line.width() <= most, "{}: {line}", topic.code());
                }
            }
        }
    }
}
