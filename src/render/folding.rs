//! Lines that are broken where the terminal ends, so that nothing wraps by itself.

use unicode_width::UnicodeWidthStr;

/// Joins parts by ` · ` behind a label; what does not fit goes on a line indented like the first.
pub fn facts(width: usize, label: &str, parts: &[String]) -> String {
    joined(width, label, " · ", parts)
}

/// Breaks a sentence at its blanks.
pub fn sentence(width: usize, label: &str, text: &str) -> String {
    joined(width, label, " ", &words(text))
}

/// Joins parts by `between`; a part that is too long for a line is broken at its blanks.
pub fn joined(width: usize, label: &str, between: &str, parts: &[String]) -> String {
    let indent = label.width();
    let room = width.saturating_sub(indent).max(20);
    let parts = parts.iter().filter(|part| !part.is_empty()).cloned();
    let lines = filled(room, between, parts);
    let lines: Vec<String> = lines.iter().flat_map(|line| broken(line, room)).collect();
    let margin = " ".repeat(indent);
    let mut text = String::new();
    for (place, line) in lines.iter().enumerate() {
        let before = if place == 0 { label } else { &margin };
        text.push_str(&format!("{before}{line}\n"));
    }
    text
}

/// Breaks a line at its blanks where it is longer than `room`.
fn broken(line: &str, room: usize) -> Vec<String> {
    if line.width() <= room {
        return vec![line.to_owned()];
    }
    filled(room, " ", words(line))
}

/// Returns lines of as many parts as fit in `room`; a part that is longer has its own.
fn filled(room: usize, between: &str, parts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in parts {
        let fits = |line: &str| line.width() + between.width() + part.width() <= room;
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(&part),
            Some(line) if fits(line) => {
                line.push_str(between);
                line.push_str(&part);
            }
            _ => lines.push(part),
        }
    }
    lines
}

/// Breaks the lines of a text that are too long, at their blanks; what stands alone stays as it is.
pub fn folded(width: usize, text: &str) -> String {
    let lines = text.lines().map(|line| folded_line(width, line));
    lines.collect::<Vec<_>>().join("\n")
}

/// Breaks a line behind its mark, or behind what it is indented by.
fn folded_line(width: usize, line: &str) -> String {
    if line.width() <= width {
        return line.to_owned();
    }
    let is_margin = |place: usize| line.is_char_boundary(place) && line[place..].starts_with("  ");
    let mark = line.chars().nth(2).map_or(0, |mark| 2 + mark.len_utf8());
    let margin = match line.strip_prefix("  ") {
        Some(_) if is_margin(mark) => mark + 2,
        _ => line.len() - line.trim_start().len(),
    };
    let (label, text) = line.split_at(margin);
    let indent = label.width().max(2);
    let lines = filled(width.saturating_sub(indent).max(20), " ", words(text));
    let lines = lines.iter().map(|line| line.trim());
    label.to_owned()
        + &lines
            .collect::<Vec<_>>()
            .join(&format!("\n{}", " ".repeat(indent)))
}

/// Returns the words; a sign that French sets apart stays with the word before it.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let stays = matches!(word, ":" | "?" | "!" | ";" | "»");
        match words.last_mut() {
            Some(last) if stays || last.ends_with('«') => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_go_on_below_the_first() {
        let parts = ["PETR", "61", "213 champs remplis", "modifié hier"].map(str::to_owned);
        assert_eq!(
            facts(34, "De        ", &parts),
            "De        PETR · 61\n          213 champs remplis\n          modifié hier\n"
        );
        assert_eq!(
            facts(80, "De        ", &parts),
            "De        PETR · 61 · 213 champs remplis · modifié hier\n"
        );
    }

    #[test]
    fn long_lines_go_on_behind_their_mark() {
        let text =
            "Vers quel profil ?   (nom ; Entrée pour arrêter)\n  x  aucun profil ne correspond";
        assert_eq!(
            folded(30, text),
            "Vers quel profil ?   (nom ;\n  Entrée pour arrêter)\n  x  aucun profil ne\n     correspond"
        );
        assert_eq!(folded(80, text), text);
    }

    #[test]
    fn a_sign_never_begins_a_line() {
        assert_eq!(
            sentence(32, "  !  ", "les deux sont-elles échangées ? Non"),
            "  !  les deux sont-elles\n     échangées ? Non\n"
        );
    }
}
