//! Putting a commentaire behind another, once: nothing that people read of either is lost.
//!
//! A text and a rich text become one rich text. What would not read as both, such as a text behind
//! a comment that is never closed, is not put together at all.

use crate::domain::commentaire::{as_text, is_too_long, reads_the_same};

/// Tells whether people read all lines of `added` in a row in `present`, blanks aside.
///
/// A part of a line does not count: « fait » does not stand in « pas fait ».
pub fn stands_in(added: &str, present: &str) -> bool {
    let (added, present) = (as_text(added), as_text(present));
    let (added, present) = (lines(&added), lines(&present));
    !added.is_empty() && present.windows(added.len()).any(|part| part == added)
}

/// Returns `added` behind `present`; none where the whole would not read as both, or be too long.
pub fn put_behind(present: &str, added: &str) -> Option<String> {
    let (present, added) = (present.trim_end(), added.trim());
    let joined = if is_plain(present) && is_plain(added) {
        [format!("{present}\n{added}"), String::new()]
    } else {
        let (present, added) = (rich(present), rich(added));
        [format!("{present}{added}"), format!("{present}<br>{added}")]
    };
    let whole = [read_lines(present), read_lines(added)].concat();
    joined
        .into_iter()
        .find(|text| read_lines(text) == whole && !is_too_long(text))
}

fn is_plain(text: &str) -> bool {
    reads_the_same(text, text)
}

/// Returns a text as rich text, a paragraph a line; what is rich already stays as it is.
fn rich(text: &str) -> String {
    if !is_plain(text) {
        return text.to_owned();
    }
    text.lines().map(paragraph).collect()
}

fn paragraph(line: &str) -> String {
    if line.trim().is_empty() {
        return "<p><br></p>".to_owned();
    }
    let escaped = line.replace('&', "&amp;").replace('<', "&lt;");
    format!("<p>{escaped}</p>")
}

fn read_lines(text: &str) -> Vec<String> {
    lines(&as_text(text))
}

/// Returns the lines in which something is read, with single blanks.
fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ")
    });
    lines.filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::commentaire::is_blank;

    #[test]
    fn a_text_is_put_on_a_line_of_its_own() {
        for (present, added, whole) in [
            ("Un", "Deux", "Un\nDeux"),
            ("Un\n", "  Deux\nTrois ", "Un\nDeux\nTrois"),
            ("<p>Un</p>", "<p>Deux</p>", "<p>Un</p><p>Deux</p>"),
            ("Un<br>Deux", "<p>Trois</p>", "Un<br>Deux<br><p>Trois</p>"),
            (
                "<p>Un</p>",
                "R&D\n\na < b",
                "<p>Un</p><p>R&amp;D</p><p><br></p><p>a &lt; b</p>",
            ),
            ("a < b", "<p>Deux</p>", "<p>a &lt; b</p><p>Deux</p>"),
        ] {
            assert_eq!(put_behind(present, added).as_deref(), Some(whole));
        }
    }

    #[test]
    fn what_would_swallow_the_rest_is_left_alone() {
        assert_eq!(
            put_behind("<b>Un</b><!-- sans fin", "<p>Deux</p><!-- x -->"),
            None
        );
    }

    #[test]
    fn what_is_read_already_is_found_whatever_its_form() {
        for (added, present) in [
            ("Deux", "Un\nDeux"),
            (
                "<p>Deux&nbsp;mots</p>",
                "<p>Un</p><ul><li>Deux  mots</li></ul>",
            ),
            ("Un\n\nDeux", "<p>Un</p><p>Deux</p>"),
        ] {
            assert!(stands_in(added, present), "{added}");
        }
        for (added, present) in [("fait", "pas fait"), ("Un\nTrois", "Un\nDeux\nTrois")] {
            assert!(!stands_in(added, present), "{added}");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_a_second_time_changes_nothing(
            present in "(<p>|</p>|<br>|<b>|</b>|&amp;|&|<|\n| |a|é|<!--|-->){1,12}",
            added in "(<p>|</p>|<br>|<b>|</b>|&amp;|&|<|\n| |a|é|<!--|-->){1,12}",
        ) {
            prop_assume!(!is_blank(&present) && !is_blank(&added));
            if let Some(whole) = put_behind(&present, &added) {
                prop_assert!(stands_in(&present, &whole));
                prop_assert!(stands_in(&added, &whole));
            }
        }
    }
}
