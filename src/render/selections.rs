//! Which actions are meant, in words.

use crate::domain::language::Language::{self, English, French};
use crate::domain::policy::Data;
use crate::domain::referentiel::Referentiel;
use crate::domain::selection::{Pattern, Selection};

/// Returns the kinds of data in words, where they are not the usual ones: `pilotes, services`.
pub fn kinds(data: &[Data]) -> Option<String> {
    let is_usual =
        data.len() == Data::USUAL.len() && Data::USUAL.iter().all(|one| data.contains(one));
    let codes: Vec<&str> = data.iter().map(|data| data.code()).collect();
    (!is_usual).then(|| codes.join(", "))
}

/// Returns the selection in words: `cae_1 et sa branche`, `tout sauf cae_4`, `tout le référentiel`.
pub fn scope(language: Language, referentiel: Referentiel, selection: &Selection) -> String {
    let list = |patterns: &[Pattern]| {
        let texts: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        texts.join(", ")
    };
    let (include, exclude) = (list(&selection.include), list(&selection.exclude));
    let except = match (language, exclude.as_str()) {
        (_, "") => String::new(),
        (French, ids) => format!(" sauf {ids}"),
        (English, ids) => format!(" except {ids}"),
    };
    let what = match (language, selection.include.as_slice()) {
        (French, []) if !exclude.is_empty() => "tout".to_owned(),
        (English, []) if !exclude.is_empty() => "all".to_owned(),
        (French, []) => format!("tout le référentiel {referentiel}"),
        (English, []) => format!("the whole référentiel {referentiel}"),
        (French, [Pattern::Branch(_)]) => format!("{include} et sa branche"),
        (English, [Pattern::Branch(_)]) => format!("{include} and its branch"),
        _ => include,
    };
    what + &except
}
