//! Reading which actions are meant, and saying why a pattern means none.

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{Candidate, Noun, Refusal};
use crate::domain::selection::{Pattern, Selection, SelectionProblem};
use crate::domain::structure::Structure;
use crate::domain::usage::{Usage, ValueFault};

/// Reads the patterns of `--action` and `--exclude-action`, whose ids may be short.
pub fn selection(
    referentiel: Referentiel,
    include: &[String],
    exclude: &[String],
) -> Result<Selection> {
    check_filled(include, exclude)?;
    let read = |typed: &[String]| {
        let words = typed.iter().flat_map(|value| value.split(','));
        words
            .filter(|word| !word.trim().is_empty())
            .map(|word| pattern(referentiel, word))
            .collect::<Result<Vec<_>>>()
    };
    Ok(Selection {
        include: read(include)?,
        exclude: read(exclude)?,
    })
}

/// Refuses a value of either flag that names nothing, since no pattern at all is everything.
pub fn check_filled(include: &[String], exclude: &[String]) -> Result<()> {
    let is_blank = |value: &&String| value.split(',').all(|word| word.trim().is_empty());
    for (flag, typed) in [("--action", include), ("--exclude-action", exclude)] {
        if let Some(value) = typed.iter().find(is_blank) {
            return Err(Refusal::Usage(Usage::value(flag, value, ValueFault::Empty)).into());
        }
    }
    Ok(())
}

fn pattern(referentiel: Referentiel, word: &str) -> Result<Pattern> {
    let pattern = Pattern::parse(word, Some(referentiel))
        .map_err(|_| Refusal::not_found(Noun::Action, word.trim()));
    Ok(pattern?)
}

/// Returns the refusal of a pattern that means no action of `structure`.
pub fn refusal(structure: &Structure, problem: SelectionProblem) -> Refusal {
    match problem {
        SelectionProblem::NothingMatches { pattern, near } => Refusal::NotFound {
            what: Noun::Action,
            typed: pattern.to_string(),
            near: near.iter().map(|id| candidate(structure, id)).collect(),
        },
        SelectionProblem::OtherReferentiel { pattern, expected } => Refusal::OtherReferentiel {
            typed: pattern.to_string(),
            referentiel: expected,
        },
        SelectionProblem::NotARange { from, to } => Refusal::Usage(Usage::value(
            "--action",
            format!("{from}..{to}"),
            ValueFault::Range,
        )),
    }
}

/// Returns an action as a candidate: its id and its title.
pub fn candidate(structure: &Structure, id: &ActionId) -> Candidate {
    Candidate {
        key: id.to_string(),
        name: structure.title(id).unwrap_or_default().to_owned(),
        ..Candidate::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_names_nothing_is_never_everything() -> Result<()> {
        for typed in ["", ",", " ", " , "] {
            let typed = [typed.to_owned()];
            assert!(selection(Referentiel::Cae, &typed, &[]).is_err());
            assert!(selection(Referentiel::Cae, &[], &typed).is_err());
        }
        let typed = ["1, 2,".to_owned()];
        let read = selection(Referentiel::Cae, &typed, &[])?;
        assert_eq!(read.include.len(), 2);
        Ok(())
    }
}
