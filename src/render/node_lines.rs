//! The nodes of a structure that change or go: titles and points, before and after.

use unicode_width::UnicodeWidthStr;

use crate::domain::changeset::{Edit, FieldChange};
use crate::domain::value::Value;
use crate::render::copy_lines::Budget;
use crate::render::look::Look;
use crate::render::values::{label, padded, short};

/// The columns of the name of a field.
const FIELD: usize = 11;

/// How much of what two texts share is shown before the first difference.
const SHARED: usize = 12;

/// Returns the lines that have room, and how many nodes have none.
pub fn lines(look: &Look, edits: &[Edit], budget: Budget) -> (String, usize) {
    let places = edits.iter().map(|edit| place(edit).width());
    let width = places.max().unwrap_or(0);
    let (mut text, mut used) = (String::new(), 0);
    for (rank, edit) in edits.iter().enumerate() {
        let place = padded(&place(edit), width);
        let changes = edit.fields.iter();
        let node: String = changes.map(|change| line(look, &place, change)).collect();
        used += node.lines().count();
        if matches!(budget, Budget::Lines(room) if used > room) {
            return (text, edits.len() - rank);
        }
        text.push_str(&node);
    }
    (text, 0)
}

fn place(edit: &Edit) -> String {
    edit.record
        .action()
        .map_or_else(String::new, ToString::to_string)
}

/// Returns a change on one line, or on two where both values have no room on one.
fn line(look: &Look, place: &str, change: &FieldChange) -> String {
    let mark = match (&change.before, &change.after) {
        (Value::Null, _) => '+',
        (_, Value::Null) => '-',
        _ => '~',
    };
    let head = format!(
        "  {mark}  {place}  {}  ",
        padded(change.field.code(), FIELD)
    );
    let shown = |value: &Value| match value {
        Value::Null => "—".to_owned(),
        value => label(change.field, value),
    };
    let (before, after) = (shown(&change.before), shown(&change.after));
    let one = format!("{head}{before} → {after}");
    if one.width() <= look.width {
        return one + "\n";
    }
    let room = look.width.saturating_sub(head.width()).max(SHARED * 2);
    if change.after == Value::Null {
        return format!("{head}{} → —\n", short(&before, room.saturating_sub(4)));
    }
    let (before, after) = apart(&before, &after, room);
    let under = " ".repeat(head.width().saturating_sub(2));
    format!("{head}{before}\n{under}→ {after}\n")
}

/// Returns two texts so that what tells them apart is among the `width` columns that are shown.
fn apart(one: &str, other: &str, width: usize) -> (String, String) {
    let pairs = one.chars().zip(other.chars());
    let shared = pairs.take_while(|(left, right)| left == right).count();
    if one.width().max(other.width()) <= width || shared + SHARED < width {
        return (short(one, width), short(other, width));
    }
    let start = word_start(one, shared.saturating_sub(SHARED));
    let end = |text: &str| {
        let rest: String = text.chars().skip(start).collect();
        format!("…{}", short(&rest, width.saturating_sub(1)))
    };
    (end(one), end(other))
}

/// Returns where the word begins in which the `place`th character of a text stands.
fn word_start(text: &str, place: usize) -> usize {
    let before: Vec<char> = text.chars().take(place).collect();
    let blank = before.iter().rposition(|char| char.is_whitespace());
    blank.map_or(place, |blank| blank + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_two_long_titles_apart_is_shown() {
        let long = "Définir une stratégie de réduction des émissions de gaz à effet de serre";
        let (one, other) = (
            format!("{long} et l'évaluer"),
            format!("{long} et la relire"),
        );
        assert_eq!(
            apart(&one, &other, 40),
            (
                "…de serre et l'évaluer".to_owned(),
                "…de serre et la relire".to_owned()
            )
        );
        assert_eq!(
            apart("Écrire", "Relire", 40),
            ("Écrire".to_owned(), "Relire".to_owned())
        );
    }
}
