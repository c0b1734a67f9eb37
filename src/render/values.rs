//! Values as people read them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::domain::commentaire;
use crate::domain::record::Field;
use crate::domain::statut::Statut;
use crate::domain::value::Value;

/// Returns a stored value as text; nothing is an empty text.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(truth) => truth.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Real(real) => real.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Names(names) => names.join("; "),
        // People are shown by name: see `View::told`.
        Value::People(people) => people.len().to_string(),
    }
}

/// Returns what a field holds as people read it: a statut by its French label, no tags, one line.
pub fn label(field: Field, value: &Value) -> String {
    let text = text(value);
    match (field, Statut::parse(&text)) {
        (Field::Statut, Ok(Some(statut))) => statut.label(),
        (Field::Commentaire, _) => one_line(&commentaire::as_text(&text)),
        _ => one_line(&text),
    }
}

/// Returns a number as documents write it: a whole one without decimals.
pub fn number(number: f64) -> serde_json::Value {
    serde_json::from_str(&number.to_string()).unwrap_or_default()
}

/// Returns a text on one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a text on one line, cut to `width` columns with `…`.
pub fn short(text: &str, width: usize) -> String {
    let line = one_line(text);
    if line.width() <= width {
        return line;
    }
    let mut cut = String::new();
    let mut used = 1;
    for char in line.chars() {
        used += char.width().unwrap_or(0);
        if used > width {
            break;
        }
        cut.push(char);
    }
    format!("{}…", cut.trim_end())
}

/// Returns a text with blanks up to `width` columns.
pub fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(blanks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commentaire_that_is_a_code_is_no_statut() {
        let value = Value::from("programme");
        assert_eq!(label(Field::Statut, &value), "programmé");
        assert_eq!(label(Field::Commentaire, &value), "programme");
    }

    #[test]
    fn long_texts_are_cut_by_columns() {
        assert_eq!(short("Étude lancée en 2024", 10), "Étude lan…");
        assert_eq!(short("a\n b", 10), "a b");
        assert_eq!(padded("é", 3), "é  ");
    }
}
