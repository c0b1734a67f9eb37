//! What the policies say of one conflict: the later edit, the text behind the other.

use std::cmp::Ordering;

use crate::domain::action::ActionId;
use crate::domain::answers::Made;
use crate::domain::appending::{put_behind, stands_in};
use crate::domain::branch::Speaks;
use crate::domain::fate::{Cause, Fate, Reason};
use crate::domain::holding::{Holding, Said};
use crate::domain::policy::Data;

/// What becomes of a conflict, and what is written where that is not what the source says.
pub type Verdict = (Fate, Option<Made>);

/// Puts a commentaire behind another, unless it stands there; all else stays.
pub fn appended(said: Said<'_>, present: Said<'_>) -> Verdict {
    let (Said::Commentaire(added), Said::Commentaire(text)) = (said, present) else {
        return (Fate::Kept(Reason::Differs), None);
    };
    if stands_in(added, text) {
        return (Fate::Contained, None);
    }
    match put_behind(text, added) {
        Some(whole) => (Fate::Appended, Some(Made::Commentaire(whole))),
        None => (Fate::Kept(Reason::Differs), None),
    }
}

/// Tells whether the source's edit is the later one, and why it is not.
pub fn newest(
    source: Option<i64>,
    target: Option<i64>,
    level: Option<Speaks>,
) -> Result<Cause, Reason> {
    let (Some(source), Some(target)) = (source, target) else {
        return Err(Reason::SameAge(level));
    };
    match source.cmp(&target) {
        Ordering::Greater => Ok(Cause::Newer),
        Ordering::Equal => Err(Reason::SameAge(level)),
        Ordering::Less => Err(Reason::Older(level)),
    }
}

/// Returns when a person last edited what is said of an action.
pub fn edited(holding: &Holding, data: Data, action: &ActionId) -> Option<i64> {
    holding.stamp(data, action).map(|stamp| stamp.edited_at)
}

/// Returns when a person last edited one of these statuts.
pub fn latest(holding: &Holding, statuts: &[&ActionId]) -> Option<i64> {
    let edited = statuts
        .iter()
        .filter_map(|action| edited(holding, Data::Statuts, action));
    edited.max()
}
