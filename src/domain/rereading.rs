//! What in a copied commentaire somebody should read again: it may speak of the source alone.

use crate::domain::commentaire;
use crate::domain::name::{is_kind, meaningful_words};

/// The figures of a French telephone number, its first zero included.
const FIGURES: usize = 10;

/// What a commentaire holds that is the source's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mention {
    /// The source's name.
    Source,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Telephone,
}

impl Mention {
    /// All mentions, in the order in which they are told.
    pub const ALL: [Self; 3] = [Self::Source, Self::Email, Self::Telephone];

    /// Returns the code of documents.
    pub fn code(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Email => "email",
            Self::Telephone => "telephone",
        }
    }
}

/// Returns what in a commentaire is its source's own, the profile of this name.
pub fn mentions(html: &str, source: &str) -> Vec<Mention> {
    let text = commentaire::as_text(html);
    let holds = |mention: &Mention| match mention {
        Mention::Source => names(&text, source),
        Mention::Email => text.split_whitespace().any(is_email),
        Mention::Telephone => holds_telephone(&text),
    };
    Mention::ALL.into_iter().filter(holds).collect()
}

/// Tells whether a text names a profile, with or without the word that says its nature.
fn names(text: &str, source: &str) -> bool {
    let all = meaningful_words(source);
    let own: Vec<&String> = all.iter().filter(|word| !is_kind(word)).collect();
    let wanted = if own.is_empty() {
        all.iter().collect()
    } else {
        own
    };
    let said = meaningful_words(text);
    let mut places = said.windows(wanted.len().max(1));
    !wanted.is_empty() && places.any(|place| place.iter().eq(wanted.iter().copied()))
}

fn is_email(word: &str) -> bool {
    let word = word.trim_matches(|char: char| !char.is_alphanumeric());
    let Some((name, host)) = word.split_once('@') else {
        return false;
    };
    let ending = host.rsplit_once('.').map_or("", |(_, ending)| ending);
    !name.is_empty() && ending.len() >= 2 && ending.chars().all(char::is_alphanumeric)
}

/// Tells whether a text holds ten figures that begin with 0, or with +33 or 0033 for it.
///
/// Blanks, points, hyphens and slashes may part them; more figures are another number.
fn holds_telephone(text: &str) -> bool {
    let parts = |char: char| char.is_whitespace() || ".-/()".contains(char);
    let mut runs = vec![String::new()];
    for char in text.chars() {
        match runs.last_mut() {
            Some(run) if char.is_ascii_digit() || char == '+' => run.push(char),
            _ if parts(char) => {}
            _ => runs.push(String::new()),
        }
    }
    runs.iter().any(|run| is_telephone(run))
}

fn is_telephone(run: &str) -> bool {
    let abroad = ["+330", "+33", "00330", "0033"];
    let rest = abroad.iter().find_map(|prefix| run.strip_prefix(prefix));
    let national = match rest {
        Some(rest) => format!("0{rest}"),
        None => run.to_owned(),
    };
    let mut bytes = national.bytes();
    let begins = bytes.next() == Some(b'0') && bytes.next().is_some_and(|byte| byte != b'0');
    begins && national.len() == FIGURES && national.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_sources_own_is_found() {
        let source = "PETR du Pays de Trévanne";
        for (text, found) in [
            (
                "<p>Le pays de Trevanne porte l'étude.</p>",
                vec![Mention::Source],
            ),
            ("voir jean.petit@pays-x.fr.", vec![Mention::Email]),
            ("appeler le 06 12 34 56 78", vec![Mention::Telephone]),
            ("+33 (0)6.12.34.56.78", vec![Mention::Telephone]),
            (
                "0033612345678 a@b.fr",
                vec![Mention::Email, Mention::Telephone],
            ),
            ("Le pays a voté 1 200 000 € en 2024", vec![]),
            ("SIREN 200 000 131, 12/03/2024", vec![]),
            ("trente @ 5 %", vec![]),
        ] {
            assert_eq!(mentions(text, source), found, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_only_its_nature_is_sought_whole() {
        assert_eq!(
            mentions("la Métropole décide", "Métropole"),
            [Mention::Source]
        );
        assert!(mentions("", "").is_empty());
    }
}
