//! How names are compared: folded for equality, loosely for proposals, by likeness for near ones.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words that carry no meaning in a name.
const ARTICLES: [&str; 15] = [
    "de", "du", "des", "la", "le", "les", "l", "d", "et", "en", "a", "au", "aux", "sur", "sous",
];

/// What is written in several ways, longest first, and the short word that stands for it.
const ABBREVIATIONS: [(&[&str], &str); 11] = [
    (&["communaute", "communes"], "cc"),
    (&["communaute", "agglomeration"], "ca"),
    (&["communaute", "urbaine"], "cu"),
    (&["syndicat", "mixte"], "sm"),
    (&["com", "com"], "cc"),
    (&["comcom"], "cc"),
    (&["agglomeration"], "ca"),
    (&["agglo"], "ca"),
    (&["metropole"], "metro"),
    (&["saint"], "st"),
    (&["sainte"], "ste"),
];

/// From how many letters on a word alone can tell which profile is meant.
const LONG: usize = 5;

/// The short words that say what a profile is rather than which one it is.
const KINDS: [&str; 7] = ["cc", "ca", "cu", "sm", "metro", "petr", "commune"];

/// Tells whether a character sets the direction in which others are shown.
pub fn is_bidi_control(char: char) -> bool {
    matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Tells whether a text holds a control character, other than blanks, that would steer a terminal.
pub fn steers(text: &str) -> bool {
    let mut letters = text.chars();
    letters.any(|letter| letter.is_control() && !matches!(letter, '\t' | '\n' | '\r'))
}

/// Tells whether a text holds a character that can be seen.
pub fn is_visible(text: &str) -> bool {
    !text.chars().all(is_invisible)
}

/// Tells whether a text holds a letter or a digit, as every name of a person or a service does.
pub fn is_name(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// Tells whether nothing is seen of a character: white space, controls, what has no width or no ink.
fn is_invisible(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char,
            '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}')
}

/// Returns `text` without accents, case, ligatures, typographic apostrophes and spare white space.
///
/// Two names are the same full name exactly when their folds are equal.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return spaced_once(text.chars().map(|c| c.to_ascii_lowercase()), text.len());
    }
    let letters = text
        .chars()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| !is_combining_mark(*c));
    spaced_once(letters, text.len())
}

/// Tells whether a word of a name says what the profile is rather than which one.
pub fn is_kind(word: &str) -> bool {
    KINDS.contains(&word)
}

/// Tells whether two lists hold the same names, in whatever order.
pub fn same_names<T: AsRef<str>>(one: &[T], other: &[T]) -> bool {
    let folded = |names: &[T]| -> BTreeSet<String> {
        names.iter().map(|name| fold(name.as_ref())).collect()
    };
    folded(one) == folded(other)
}

/// Collects plain characters, with one space for every run of white space.
fn spaced_once(letters: impl Iterator<Item = char>, capacity: usize) -> String {
    let mut folded = String::with_capacity(capacity);
    let mut gap = false;
    for letter in letters {
        if letter.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        push_plain(&mut folded, letter);
    }
    folded
}

fn push_plain(folded: &mut String, letter: char) {
    match letter {
        'œ' => folded.push_str("oe"),
        'æ' => folded.push_str("ae"),
        'ß' => folded.push_str("ss"),
        '’' | '‘' | '‛' | 'ʼ' | '′' | '´' | '`' => folded.push('\''),
        _ => folded.push(letter),
    }
}

/// Returns the slug of a whole name: its folded letters and digits, one `-` for all between.
///
/// A name without any letter or digit has an empty slug.
pub fn slugify(name: &str) -> String {
    let folded = fold(name);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// Returns the folded words of a name, articles included.
pub fn words(name: &str) -> Vec<String> {
    split(&fold(name)).map(str::to_owned).collect()
}

/// Returns the folded words of a text, articles left out.
pub fn meaningful_words(text: &str) -> Vec<String> {
    let mut words = words(text);
    words.retain(|word| !ARTICLES.contains(&word.as_str()));
    words
}

fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Tells whether every significant word that was typed is, or begins, a word of the name.
///
/// Articles are dropped and usual abbreviations are understood on both sides ("cc", "agglo", "st").
pub fn matches_loosely(typed: &str, name: &str) -> bool {
    let (typed, name) = (fold(typed), fold(name));
    let known = known_words(&name);
    let sought = sought_words(&typed);
    !sought.is_empty()
        && sought
            .iter()
            .all(|word| known.iter().any(|known| word.finds(known)))
}

/// A word that was typed, and the short word that stands for it and its neighbours.
struct Sought<'a> {
    typed: Option<&'a str>,
    short: &'a str,
}

impl Sought<'_> {
    fn finds(&self, known: &str) -> bool {
        let begins = |typed: &str| typed.len() >= 3 && known.starts_with(typed);
        known == self.short || self.typed.is_some_and(begins)
    }
}

/// Returns the significant words, or all of them where none is significant.
fn sought_words(folded: &str) -> Vec<Sought<'_>> {
    let mut left = significant(folded);
    if left.is_empty() {
        left = split(folded).collect();
    }
    shortened(&left)
}

fn significant(folded: &str) -> Vec<&str> {
    split(folded)
        .filter(|word| !ARTICLES.contains(word))
        .collect()
}

/// Replaces what is written in several ways by its short word.
fn shortened<'a>(mut words: &[&'a str]) -> Vec<Sought<'a>> {
    let mut sought = Vec::with_capacity(words.len());
    while let [first, ..] = words {
        let same = ABBREVIATIONS
            .iter()
            .find(|(long, _)| words.starts_with(long));
        let (taken, short) = same.map_or((1, *first), |(long, short)| (long.len(), *short));
        let typed = (taken == 1).then_some(*first);
        sought.push(Sought { typed, short });
        words = &words[taken..];
    }
    sought
}

/// Returns every word under which a name is known: as written, shortened, and spelled out.
fn known_words(folded: &str) -> Vec<&str> {
    let mut known: Vec<&str> = split(folded).collect();
    for Sought { short, .. } in shortened(&significant(folded)) {
        known.push(short);
        if let Some((long, _)) = ABBREVIATIONS.iter().find(|(_, other)| *other == short) {
            known.extend_from_slice(long);
        }
    }
    known
}

/// Returns how much a typed name looks like `name`, from 0 (not at all) to 1 (the same).
///
/// What a profile is ("CC", "Métropole") counts little: people mistype the place.
pub fn nearness(typed: &str, name: &str) -> f64 {
    let (typed, name) = (fold(typed), fold(name));
    let whole = likeness(&typed, &name);
    let (typed, name) = (place(&typed), place(&name));
    if typed.is_empty() || name.is_empty() {
        return whole;
    }
    whole.max(0.99 * likeness(&typed, &name))
}

/// Returns how much the words typed look each like some word of `name`, from 0 to 1.
///
/// Long words count more; what a profile is does not count. One long word that is very near is
/// enough to be somewhat near.
pub fn word_nearness(typed: &str, name: &str) -> f64 {
    let (typed, name) = (place(&fold(typed)), place(&fold(name)));
    let (mut sum, mut letters, mut best) = (0.0, 0.0, 0.0_f64);
    for word in typed.split(' ').filter(|word| !word.is_empty()) {
        let likenesses = name.split(' ').map(|known| likeness(word, known));
        let nearest = likenesses.fold(0.0, f64::max);
        let weight = f64::from(u32::try_from(word.len()).unwrap_or(u32::MAX));
        sum += weight * nearest;
        letters += weight;
        if word.len() >= LONG {
            best = best.max(nearest);
        }
    }
    if letters > 0.0 {
        (sum / letters).max(0.8 * best)
    } else {
        0.0
    }
}

/// Returns the mean of the Damerau and Jaro-Winkler likenesses.
fn likeness(typed: &str, name: &str) -> f64 {
    f64::midpoint(
        strsim::normalized_damerau_levenshtein(typed, name),
        strsim::jaro_winkler(typed, name),
    )
}

/// Returns the significant words of a folded name that say which profile it is.
fn place(folded: &str) -> String {
    let words = shortened(&significant(folded));
    let places = words.iter().map(|word| word.short);
    places
        .filter(|word| !KINDS.contains(word))
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn full_names_differ_in_nothing_but_dress() {
        let folded = "cc du coeur d'ain - aegidius";
        assert_eq!(fold("CC du Cœur d’Ain - Ægidius"), folded);
        assert_eq!(fold(" cc  du\u{a0}COEUR\u{202f}d'Ain -\tægidius\n"), folded);
        assert_eq!(fold("E\u{301}té ẞ ß"), "ete ss ss");
        assert_ne!(fold("Pays de Trévanne"), fold("Pays Trévanne"));
        assert_ne!(fold("Saint-Alban"), fold("Saint Alban"));
    }

    #[test]
    fn a_slug_is_the_whole_name() {
        assert_eq!(
            slugify("CC Rives de l'Ain - Pays du Cerdon"),
            "cc-rives-de-l-ain-pays-du-cerdon"
        );
        assert_eq!(slugify(" (L’Œuvre) n° 2 ! "), "l-oeuvre-n-2");
        assert_eq!(slugify("— !"), "");
    }

    #[test]
    fn words_are_folded_and_keep_the_articles() {
        assert_eq!(
            words("Pays de l’Étoile-sur-Mer"),
            ["pays", "de", "l", "etoile", "sur", "mer"]
        );
    }

    #[test]
    fn loose_words_find_the_name() {
        for (typed, name) in [
            ("trevanne", "PETR du Pays de Trévanne"),
            ("petr trevanne", "PETR du Pays de Trévanne"),
            ("le pays trev", "PETR du Pays de Trévanne"),
            (
                "cc sources",
                "Communauté de communes des Sources et Bocages",
            ),
            ("com com sources", "CC des Sources et Bocages"),
            ("comcom des sources", "CC des Sources et Bocages"),
            (
                "communauté de communes sources",
                "CC des Sources et Bocages",
            ),
            ("communaute sources", "CC des Sources et Bocages"),
            ("agglo orvel", "CA Orvel"),
            ("orvel agglo", "Orvel Agglomération"),
            ("communauté d'agglomération orvel", "CA Orvel Agglomération"),
            ("ca orvel", "Communauté d'Agglomération d'Orvel"),
            ("cu orvel", "Communauté urbaine d'Orvel"),
            ("communauté urbaine", "CU Orvel"),
            ("st alban", "Saint-Alban"),
            ("sainte anne", "Ste-Anne"),
            ("metro orvel", "Orvel Métropole"),
            ("metropole orvel", "Métro d'Orvel"),
            ("sm orvel", "Syndicat mixte de l'Orvel"),
            ("syndicat mixte orvel", "SM de l'Orvel"),
            ("les", "Les"),
        ] {
            assert!(matches_loosely(typed, name), "{typed} finds {name}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for (typed, name) in [
            ("", "CC des Sources"),
            ("-", "CC des Sources"),
            ("so", "CC des Sources"),
            ("cc orvel", "CA Orvel"),
            ("com com orvel", "CA Orvel"),
            ("agglo orvel", "CC Orvel"),
            ("sources bocages", "CC des Sources"),
            ("ources", "CC des Sources"),
            ("st alban", "Sainte-Alban"),
        ] {
            assert!(!matches_loosely(typed, name), "{typed} finds {name}");
        }
    }

    #[test]
    fn a_mistyped_place_is_near() {
        for name in ["Grand Angoulême", "CA du Grand Angoulême"] {
            let near = nearness("grand anguleme", name);
            assert!(near > 0.9, "{name}: {near}");
        }
        let far = nearness("grand anguleme", "CC du Grand Autunois Morvan");
        assert!(far < 0.8, "{far}");
        assert!(nearness("CC", "CA Orvel") < 0.7);
        assert!((nearness("É", "e") - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_mistyped_word_is_near_the_name_that_holds_it() {
        assert!(word_nearness("trevane", "PETR du Pays de Trévanne") > 0.9);
        assert!(word_nearness("grand orvele", "CA Orvel Agglomération") > 0.7);
        assert!(word_nearness("zzzzz", "CA Orvel Agglomération") < 0.3);
        assert!(word_nearness("cc", "CC des Sources") < 0.1);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,20}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn a_slug_is_its_own_slug(text in "\\PC{0,20}") {
            let slug = slugify(&text);
            prop_assert_eq!(slugify(&slug), slug);
        }

        #[test]
        fn a_full_name_matches_itself(text in "[a-zéœ' -]{1,20}") {
            prop_assert_eq!(matches_loosely(&text, &text), !words(&text).is_empty());
        }
    }
}
