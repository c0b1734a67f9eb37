//! Several values in one cell.

use crate::domain::name::fold;

/// What keeps the values of a cell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separators {
    /// One character, outside quotes.
    One(char),
    /// Commas and semicolons, outside quotes and parentheses, as the platform writes them.
    Platform,
}

/// Returns the values of a cell, a line of it being one too: tidied, none empty, none twice.
pub fn split(cell: &str, separators: Separators) -> Vec<String> {
    let is_separator = |letter: char, depth: usize| match separators {
        _ if matches!(letter, '\r' | '\n') => true,
        Separators::One(one) => letter == one,
        Separators::Platform => depth == 0 && matches!(letter, ',' | ';'),
    };
    let (mut parts, mut start, mut depth, mut quoted) = (Vec::new(), 0, 0_usize, false);
    for (place, letter) in cell.char_indices() {
        let is_first = cell[start..place].trim().is_empty();
        match letter {
            '"' if quoted || is_first => quoted = !quoted,
            // A doubled quote inside quotes: the second one opens again.
            '"' if cell[start..place].ends_with('"')
                && cell[start..].trim_start().starts_with('"') =>
            {
                quoted = true;
            }
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            _ if !quoted && is_separator(letter, depth) => {
                parts.push(&cell[start..place]);
                start = place + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&cell[start..]);
    tidied(parts.into_iter().map(unquoted))
}

/// Returns names with single blanks, without empty ones and those that are there already.
pub fn tidied(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    let mut tidy = Vec::new();
    for name in names {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let folded = fold(&name);
        if !name.is_empty() && !seen.contains(&folded) {
            seen.push(folded);
            tidy.push(name);
        }
    }
    tidy
}

fn unquoted(part: &str) -> String {
    let part = part.trim();
    let inner = part
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.map_or_else(|| part.to_owned(), |inner| inner.replace("\"\"", "\""))
}

/// Returns the cell that holds these values, quoted where they hold the separator or a quote.
pub fn join(values: &[String], separator: char) -> String {
    let quoted = |value: &String| {
        if value.contains([separator, '"', '\r', '\n']) {
            return format!("\"{}\"", value.replace('"', "\"\""));
        }
        value.clone()
    };
    let values: Vec<String> = values.iter().map(quoted).collect();
    values.join(&separator.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_platform_parts_outside_parentheses() {
        assert_eq!(
            split(
                "Ana Le Goff, Service (eau, air) ; \"Dir; bois\",  ana  le goff ,",
                Separators::Platform
            ),
            ["Ana Le Goff", "Service (eau, air)", "Dir; bois"]
        );
    }

    #[test]
    fn each_line_of_a_cell_is_a_value() {
        for separators in [Separators::Platform, Separators::One(';')] {
            let names = split("Ana Le Goff\r\nLéo Caron\n\"Eau\nair\"", separators);
            assert_eq!(names, ["Ana Le Goff", "Léo Caron", "Eau air"]);
        }
    }

    proptest! {
        #[test]
        fn what_is_joined_is_split_again(names in prop::collection::vec("[a-z\";,(]{1,6}", 0..4), separator in "[;,]") {
            let names = tidied(names);
            let separator = separator.chars().next().unwrap();
            prop_assert_eq!(split(&join(&names, separator), Separators::One(separator)), names);
        }
    }
}
