//! Commentaires are rich text: when one is blank, what people read of it, when two are the same.

use super::name::{is_visible, steers};

/// The elements that end a line when they are closed.
const BLOCKS: &str = "p li div h1 h2 h3 h4 h5 h6 tr ul ol blockquote pre";

/// The other elements that editors write; any other `<word>` is text.
const INLINES: &str = "br span b i u s em strong a sub sup mark code small del ins strike font img hr table \
    thead tbody td th figure figcaption iframe video label input section html body";

/// How many characters a commentaire may have: forty pages.
pub const LONGEST: usize = 100_000;

/// Tells whether a commentaire has more characters than one may have.
pub fn is_too_long(html: &str) -> bool {
    html.len() > LONGEST && html.chars().count() > LONGEST
}

/// Tells whether a commentaire has no visible character once tags and entities are read.
pub fn is_blank(html: &str) -> bool {
    !is_visible(&as_text(html))
}

/// Tells whether two commentaires are equal, the white space around them aside.
pub fn same(one: &str, other: &str) -> bool {
    one.trim() == other.trim()
}

/// Tells whether people read `text` in a commentaire that is kept as `html`.
pub fn reads_the_same(html: &str, text: &str) -> bool {
    as_text(html).trim() == text.trim()
}

/// Returns the commentaire in which people read `text`.
pub fn from_text(text: &str) -> String {
    if reads_the_same(text, text) {
        return text.to_owned();
    }
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Returns what people read of a commentaire: no tags, entities decoded, a line per paragraph.
///
/// The time it takes is proportional to the length, whatever the text.
pub fn as_text(html: &str) -> String {
    let mut reader = Reader {
        rest: html,
        text: String::with_capacity(html.len()),
        tags_end: true,
        comments_end: true,
    };
    while let Some(place) = reader.rest.find(['<', '&']) {
        let plain = reader.take(place);
        reader.text.push_str(plain);
        reader.read_mark();
    }
    reader.text.push_str(reader.rest);
    reader.text.truncate(reader.text.trim_end().len());
    reader.text
}

/// What remains to be read, and what has been read.
///
/// Once a search for the end of a tag has failed, no later one can succeed: it is not made again.
struct Reader<'a> {
    rest: &'a str,
    text: String,
    tags_end: bool,
    comments_end: bool,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    /// Reads the `<` or `&` that is next: a comment, a tag, an entity, or itself.
    fn read_mark(&mut self) {
        if let Some(length) = self.comment() {
            self.take(length);
        } else if let Some((ending, length)) = self.tag() {
            self.take(length);
            self.end_line(ending);
        } else if let Some((letter, length)) = entity(self.rest) {
            self.take(length);
            self.text.push(letter);
        } else {
            let mark = self.take(1);
            self.text.push_str(mark);
        }
    }

    fn comment(&mut self) -> Option<usize> {
        if !self.comments_end || !self.rest.starts_with("<!--") {
            return None;
        }
        let end = self.rest.find("-->");
        self.comments_end = end.is_some();
        end.map(|end| end + 3)
    }

    fn tag(&mut self) -> Option<(Ending, usize)> {
        if !self.tags_end {
            return None;
        }
        let ending = opened_tag(self.rest)?;
        let end = self.rest.find('>');
        self.tags_end = end.is_some();
        end.map(|end| (ending, end + 1))
    }

    fn end_line(&mut self, ending: Ending) {
        let begun = !self.text.is_empty() && !self.text.ends_with('\n');
        if ending == Ending::Always || (ending == Ending::Begun && begun) {
            self.text.push('\n');
        }
    }
}

/// Whether a tag ends a line of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// A `<br>` does.
    Always,
    /// The end of a paragraph ends the line it has begun.
    Begun,
    /// Other tags do not.
    Never,
}

/// Reads the name of the tag with which `rest` begins, where it is one.
fn opened_tag(rest: &str) -> Option<Ending> {
    let named = rest.strip_prefix('<')?;
    let closed = named.strip_prefix('/');
    let named = closed.unwrap_or(named);
    let length = named
        .bytes()
        .take(11)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let (name, after) = named.split_at(length);
    if !after.starts_with(['>', '/', ' ', '\t', '\n', '\r']) {
        return None;
    }
    let is_in = |names: &str| {
        names
            .split(' ')
            .any(|known| name.eq_ignore_ascii_case(known))
    };
    if name.eq_ignore_ascii_case("br") {
        return Some(Ending::Always);
    }
    if is_in(BLOCKS) {
        return Some(closed.map_or(Ending::Never, |_| Ending::Begun));
    }
    is_in(INLINES).then_some(Ending::Never)
}

/// Reads the entity with which `rest` begins: its character and its length.
fn entity(rest: &str) -> Option<(char, usize)> {
    let after = rest.strip_prefix('&')?;
    let end = after.bytes().take(10).position(|byte| byte == b';')?;
    let name = &after[..end];
    let letter = match name.strip_prefix('#') {
        Some(number) => numbered(number)?,
        None => named(name)?,
    };
    Some((letter, end + 2))
}

/// Returns the character of a decimal or hexadecimal number; never NUL.
fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    // What would steer a terminal stays as it is written: no file takes such a character back.
    let letter = code.ok().and_then(char::from_u32)?;
    (!steers(letter.encode_utf8(&mut [0; 4]))).then_some(letter)
}

/// Returns the character of a named entity that occurs in French text.
fn named(name: &str) -> Option<char> {
    match name {
        "nbsp" => Some('\u{a0}'),
        "shy" => Some('\u{ad}'),
        "thinsp" => Some('\u{2009}'),
        "zwnj" => Some('\u{200c}'),
        "zwj" => Some('\u{200d}'),
        _ => ENTITIES
            .split(' ')
            .filter_map(|entity| entity.strip_prefix(name))
            .find_map(|letter| letter.parse().ok()),
    }
}

/// Entities one sees: the name, then its character.
const ENTITIES: &str = "amp& lt< gt> quot\" apos' agraveà AgraveÀ aacuteá AacuteÁ acircâ AcircÂ aumlä AumlÄ \
    aeligæ AEligÆ ccedilç CcedilÇ egraveè EgraveÈ eacuteé EacuteÉ ecircê EcircÊ eumlë EumlË \
    iacuteí icircî IcircÎ iumlï IumlÏ ntildeñ oacuteó ocircô OcircÔ oumlö OumlÖ oeligœ \
    OEligŒ ugraveù UgraveÙ uacuteú ucircû UcircÛ uumlü UumlÜ yumlÿ szligß laquo« raquo» \
    lsquo‘ rsquo’ ldquo“ rdquo” ndash– mdash— hellip… bull• middot· deg° sup2² sup3³ microµ \
    euro€ times× plusmn± frac12½ frac14¼ le≤ ge≥ rarr→ copy©";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_entity_that_would_steer_a_terminal_is_text() {
        assert_eq!(as_text("&#1;@ &#x1b;[2J &#9;&#233;"), "&#1;@ &#x1b;[2J \té");
    }

    #[test]
    fn nothing_visible_is_blank() {
        for html in [
            "",
            " \n",
            "<p><br></p>",
            "<p>&nbsp;</p>",
            "<P CLASS='x'>&#160;&#xA0;\u{200b}\u{feff}</P>",
            "<p></p><!-- a note --><ul><li></li></ul>",
        ] {
            assert!(is_blank(html), "{html}");
        }
        for html in ["<p>x</p>", ".", "<", "&", "&lt;", "<inconnu>", "<p"] {
            assert!(!is_blank(html), "{html}");
        }
    }

    #[test]
    fn people_read_lines() {
        for (html, text) in [
            ("<p>Un</p><p>Deux</p>", "Un\nDeux"),
            ("Un<br>Deux<br/>Trois", "Un\nDeux\nTrois"),
            ("<ul><li><p>Un</p></li><li>Deux</li></ul>", "Un\nDeux"),
            ("<p>Un</p><p><br></p><p>Deux</p>", "Un\n\nDeux"),
            (
                "<a href=\"https://x.fr\">Lien</a>, <b>gras</b>",
                "Lien, gras",
            ),
            (
                "L&#39;&eacute;t&eacute; &amp; l&rsquo;hiver",
                "L'été & l’hiver",
            ),
            (
                "&amp;lt; &#0; &#xD800; &inconnu; R&D",
                "&lt; &#0; &#xD800; &inconnu; R&D",
            ),
            ("a<!-- note -->b <!-- sans fin", "ab <!-- sans fin"),
        ] {
            assert_eq!(as_text(html), text);
        }
    }

    #[test]
    fn a_text_without_tags_stays_as_it_is() {
        for text in [
            "a < b",
            "si T<Tmax et P>Pmin",
            "voir <Nom du service>",
            "  deux\n lignes\tici",
            "<p sans fin",
            "déjà «été»",
        ] {
            assert_eq!(as_text(text), text);
        }
        assert_eq!(as_text("fin \n\u{a0}"), "fin");
    }

    #[test]
    fn white_space_around_makes_no_difference() {
        assert!(same(" <p>a</p>\n", "<p>a</p>"));
        assert!(!same("<p>a</p>", "a"));
    }

    #[test]
    fn hostile_texts_are_read_in_one_pass() {
        let html = "<".repeat(10_000_000);
        assert_eq!(as_text(&html), html);
        for part in [
            "&", "<p ", "</p ", "<!--", "<a<", "&#", "<<br>", "<p>", "&amp",
        ] {
            let html = part.repeat(1_000_000 / part.len());
            assert!(as_text(&html).len() <= html.len());
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(html in "(<|>|/|!--|-->|&|;|#|p|br|é|x| ){0,40}") {
            prop_assert!(as_text(&html).len() <= html.len());
        }
    }
}
