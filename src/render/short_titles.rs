//! Titles in a table: short words for copies, and the middle cut so that the target stays readable.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::render::table::{GAP, Table};
use crate::render::values;

/// The width from which on a title counts as readable.
const READABLE: usize = 30;

/// The width below which no title is cut.
const LEAST: usize = 10;

/// Returns a title as it is typed for short: `copy cae …`.
pub fn of(title: &str) -> String {
    let copy = title.strip_prefix("referentiel copy ");
    copy.map_or_else(|| title.to_owned(), |rest| format!("copy {rest}"))
}

/// Returns the width that titles may take, so that the table fits `width`.
///
/// The column of counts is given up first where titles would not be readable beside it.
pub fn room(table: &Table, titles: usize, counts: usize, width: usize) -> usize {
    let widths = table.widths();
    let others = table.total() - widths[titles];
    let beside = width.saturating_sub(others);
    if beside < READABLE.min(widths[titles]) {
        return width.saturating_sub(others - widths[counts] - GAP);
    }
    beside
}

/// Cuts the titles of a table to the room that they have.
pub fn fit(table: &mut Table, titles: usize, counts: usize, width: usize) {
    let room = room(table, titles, counts, width).max(LEAST);
    for row in &mut table.rows {
        row[titles] = cut(&row[titles], room);
    }
}

/// Cuts a title to `width` columns: each side of its arrow, or its middle.
pub fn cut(title: &str, width: usize) -> String {
    let line = values::one_line(title);
    if line.width() <= width {
        return line;
    }
    let Some((from, to)) = line.split_once(" → ") else {
        return middle(&line, width);
    };
    let room = width.saturating_sub(3);
    let right = to
        .width()
        .min((room / 2).max(room.saturating_sub(from.width())));
    if right < 6 {
        return middle(&line, width);
    }
    let left = values::short(from, room - right);
    format!("{left} → {}", values::short(to, right))
}

/// Returns the beginning and the end of a text, one half each.
fn middle(line: &str, width: usize) -> String {
    let end = (width / 2).saturating_sub(1);
    let mut kept = 0;
    let ending = line.char_indices().rev().take_while(|(_, char)| {
        kept += char.width().unwrap_or(0);
        kept <= end
    });
    let start = ending.last().map_or(line.len(), |(place, _)| place);
    let tail = &line[start..];
    let head = values::short(&line[..start], width.saturating_sub(tail.width()));
    format!("{head}{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_a_title_stay() {
        let copy = of("referentiel copy cae petr-du-pays-de-trevanne → cc-des-sources-et-bocages");
        for (title, width, short) in [
            ("op undo 31", 20, "op undo 31"),
            (&copy, 40, "copy cae petr-du-p… → cc-des-sources-et…"),
            (&copy, 18, "copy ca… → cc-des…"),
            (
                "copy cae a → cc-des-sources-et-bocages",
                30,
                "copy cae a → cc-des-sources-e…",
            ),
            (
                "referentiel set cc-des-sources-et-bocages",
                21,
                "referentiel…t-bocages",
            ),
        ] {
            assert_eq!(cut(title, width), short);
            assert!(short.width() <= width, "{short}");
        }
    }
}
