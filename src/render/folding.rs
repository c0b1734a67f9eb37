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
    fn a_sign_never_begins_a_line() {
        assert_eq!(
            sentence(32, "  !  ", "les deux sont-elles échangées ? Non"),
            "  !  les deux sont-elles\n     échangées ? Non\n"
        );
    }
}
