//! Texts in both languages, counts with their nouns.

use crate::domain::language::Language::{self, English, French};

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Both {
    french: String,
    english: String,
}

impl Both {
    /// Returns the text in one language.
    pub fn in_language(self, language: Language) -> String {
        language.pick(self.french, self.english)
    }
}

/// Returns a text in both languages.
pub fn both(french: impl Into<String>, english: impl Into<String>) -> Both {
    Both {
        french: french.into(),
        english: english.into(),
    }
}

/// Returns a text that is the same in both languages.
pub fn alike(text: impl Into<String>) -> Both {
    let text = text.into();
    both(text.clone(), text)
}

/// Returns `1 row` or `2 rows`; French takes the singular for zero, English the plural.
pub fn plural(language: Language, count: usize, one: &str, many: &str) -> String {
    let singular = match language {
        French => count < 2,
        English => count == 1,
    };
    format!("{} {}", grouped(count), if singular { one } else { many })
}

/// Returns `1 champ`, `2 champs`.
pub fn fields(language: Language, count: usize) -> String {
    match language {
        French => plural(language, count, "champ", "champs"),
        English => plural(language, count, "field", "fields"),
    }
}

/// Returns `2 des 67 champs ont`, `1 of the 67 fields has`: a sentence goes on with a participle.
pub fn of_fields(language: Language, count: usize, of: usize) -> String {
    match (language, count) {
        (French, 1) if of == 1 => "le seul champ a".to_owned(),
        (English, 1) if of == 1 => "the only field has".to_owned(),
        (French, 1) => format!("1 des {of} champs a"),
        (French, _) => format!("{count} des {of} champs ont"),
        (English, 1) => format!("1 of the {of} fields has"),
        (English, _) => format!("{count} of the {of} fields have"),
    }
}

/// Returns a count with a no-break space between thousands.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// Returns a number with the decimal sign of the language.
pub fn decimal(language: Language, number: f64) -> String {
    match language {
        French => number.to_string().replace('.', ","),
        English => number.to_string(),
    }
}

/// Says, behind what was done, that it was not all: the exit code tells programs.
pub fn partly(language: Language) -> &'static str {
    language.pick(" · code 8 (partiel)", " · exit 8 (partial)")
}

/// Says which columns the terminal has no room for.
pub fn left_out(language: Language, columns: &[String]) -> String {
    let names = columns.join(", ");
    match language {
        French => format!("(sans {names} : terminal trop étroit)\n"),
        English => format!("(without {names}: the terminal is too narrow)\n"),
    }
}

/// Returns a word as a shell takes it for one.
pub fn quoted(word: &str) -> String {
    let plain = |char: char| char.is_alphanumeric() || "-_./,=:@%+".contains(char);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_singular_in_french_and_plural_in_english() {
        assert_eq!(fields(French, 0), "0 champ");
        assert_eq!(fields(English, 0), "0 fields");
        assert_eq!(fields(English, 1), "1 field");
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(grouped(1_412), "1\u{202f}412");
        assert_eq!(grouped(412), "412");
    }
}
