//! From what is proposed to what a shell reads.

use clap_complete::engine::CompletionCandidate;

use crate::domain::name::is_bidi_control;
use crate::render::proposals;

/// What tells the candidate that stands for all files.
pub const FILES: &str = "files";

/// Returns the candidate that has the shell complete files.
pub fn files() -> CompletionCandidate {
    CompletionCandidate::new("").id(Some(FILES.to_owned()))
}

/// Returns a candidate and what it means.
pub fn meaning(value: impl Into<String>, meaning: &str) -> CompletionCandidate {
    let help = Some(meaning.to_owned()).filter(|meaning| !meaning.is_empty());
    CompletionCandidate::new(value.into()).help(help.map(Into::into))
}

/// Returns those of some fixed words that begin so.
pub fn words<'w>(
    words: impl IntoIterator<Item = (&'w str, &'w str)>,
    typed: &str,
) -> Vec<CompletionCandidate> {
    let words = words
        .into_iter()
        .filter(|(word, _)| word.starts_with(typed));
    words.map(|(word, told)| meaning(word, told)).collect()
}

/// Returns the candidates for the last value of a list, behind what stands before it.
pub fn last_of_list(
    typed: &str,
    separators: &[&str],
    propose: impl FnOnce(&str) -> Vec<CompletionCandidate>,
) -> Vec<CompletionCandidate> {
    let ends = separators.iter().filter_map(|separator| {
        let start = typed.rfind(separator)?;
        Some(start + separator.len())
    });
    let (before, last) = typed.split_at(ends.max().unwrap_or(0));
    let proposed = propose(last).into_iter();
    proposed
        .map(|candidate| candidate.add_prefix(before))
        .collect()
}

/// Tells whether a value can be shown, and handed over in one line.
pub fn is_one_word(candidate: &CompletionCandidate) -> bool {
    let steers = |char: char| char.is_control() || is_bidi_control(char);
    !candidate.get_value().to_string_lossy().contains(steers)
}

/// Returns the line of a candidate: its value, a tab, what it means.
pub fn line(candidate: &CompletionCandidate) -> String {
    let value = candidate.get_value().to_string_lossy();
    let help = candidate.get_help().map(ToString::to_string);
    let told = help.as_deref().and_then(|help| help.lines().next());
    match told.map(proposals::plain).filter(|told| !told.is_empty()) {
        Some(told) => format!("{value}\t{told}\n"),
        None => format!("{value}\n"),
    }
}
