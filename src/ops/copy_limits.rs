//! What stops a copy to a target: nothing to copy, a difference, too much written over.

use anyhow::Result;

use crate::domain::copying::Decided;
use crate::domain::fate::Fate;
use crate::domain::holding::{Said, names};
use crate::domain::policy::Policy;
use crate::domain::profile::Profile;
use crate::domain::refusal::{Difference, Refusal};
use crate::domain::structure::Structure;
use crate::domain::value::Value;
use crate::ops::copy_referentiel::{CopyRequest, Limit};

/// The number of values that may always be written over.
const SMALL: usize = 20;

/// Tells whether the target holds more than twice as much as the source, and more than a few.
pub fn looks_swapped(decided: &Decided<'_>) -> bool {
    let selected = decided.summary().selected;
    decided.target_filled > SMALL && decided.target_filled > 2 * selected
}

/// Refuses an empty source, swapped ends, a difference where none is allowed, too many overwrites.
pub fn check_limits(
    request: &CopyRequest,
    to: &Profile,
    structure: &Structure,
    decided: &Decided<'_>,
) -> Result<()> {
    let summary = decided.summary();
    if summary.selected == 0 {
        let slug = request.from.slug.clone();
        return Err(Refusal::SourceEmpty { slug }.into());
    }
    let slug = to.slug.clone();
    if request.policy == Policy::Abort && summary.kept > 0 {
        let rows = differences(structure, decided);
        return Err(Refusal::Conflict { slug, rows }.into());
    }
    let overwrites = decided.overwrites();
    let Some(limit) = limit(request, decided.target_filled) else {
        return Ok(());
    };
    if overwrites > limit {
        return Err(Refusal::TooManyOverwrites {
            slug,
            overwrites,
            limit,
        }
        .into());
    }
    Ok(())
}

/// Returns what differs between source and target, field by field.
fn differences(structure: &Structure, decided: &Decided<'_>) -> Vec<Difference> {
    let kept = decided.lines.iter();
    let kept = kept.filter(|line| matches!(line.fate, Fate::Kept(_)));
    kept.map(|line| Difference {
        action: line.action.clone(),
        title: structure.title(&line.action).unwrap_or_default().to_owned(),
        field: line.data().field(),
        source: told(line.source.as_ref()),
        target: told(line.target.as_ref()),
    })
    .collect()
}

/// Returns how many values may be written over.
///
/// Where somebody has answered for each of them, only a limit that was asked for holds.
fn limit(request: &CopyRequest, filled: usize) -> Option<usize> {
    match request.max_overwrites {
        Some(Limit::Count(count)) => Some(count),
        Some(Limit::Percent(percent)) => Some(filled * percent / 100),
        None if request.policy == Policy::Ask => None,
        None => Some(SMALL.max(filled / 2)),
    }
}

/// Returns what is said as it is told: people by their names.
fn told(said: Option<&Said<'_>>) -> Value {
    match said {
        None => Value::Null,
        Some(Said::Statut(statut)) => statut.code().into(),
        Some(Said::Commentaire(text)) => Value::from(*text),
        Some(Said::Pilotes(people)) => {
            let names = names(people).into_iter().map(str::to_owned);
            names.collect::<Vec<_>>().into()
        }
        Some(Said::Services(names)) => names.to_vec().into(),
    }
}
