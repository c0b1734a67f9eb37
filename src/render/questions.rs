//! What is asked at a terminal.

use crate::domain::language::Language::{self, English, French};
use crate::domain::refusal::Candidate;
use crate::render::refusal_rows::about;
use crate::render::values::padded;
use crate::render::words::fields;

/// Asks which of several profiles a name means; nothing is preselected.
pub fn which_profile(language: Language, typed: &str, candidates: &[Candidate]) -> String {
    let title = match language {
        French => format!("« {typed} » : lequel ?   (Entrée pour arrêter)"),
        English => format!("\"{typed}\": which one?   (Enter to stop)"),
    };
    let width = candidates
        .iter()
        .map(|candidate| candidate.name.chars().count())
        .max()
        .unwrap_or(0);
    let lines = candidates.iter().zip(1..).map(|(candidate, number)| {
        let name = padded(&candidate.name, width);
        format!("\n  {number}  {name}   {}", about(language, candidate))
    });
    title + &lines.collect::<String>()
}

/// Gives the command line that does the same without a question about names.
pub fn again(language: Language, line: &str) -> String {
    match language {
        French => format!("Refaire   {line}"),
        English => format!("Again     {line}"),
    }
}

/// Asks whether to write `count` fields, which `what` names; `d` shows every line.
pub fn write_fields(language: Language, count: usize, what: &str) -> String {
    let fields = fields(language, count);
    match language {
        French => format!("Écrire {fields} : {what} ? [o/N/d]"),
        English => format!("Write {fields}: {what}? [y/N/d]"),
    }
}

/// Says which profile a loose name was read as.
pub fn read_as(language: Language, typed: &str, slug: &str) -> String {
    match language {
        French => format!("{slug} · lu de « {typed} »"),
        English => format!("{slug} · read from \"{typed}\""),
    }
}
