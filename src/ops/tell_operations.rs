//! Telling operations to whoever asked for them: the facts of a reply, names included.

use std::collections::BTreeMap;

use anyhow::Result;

use super::find_operations::{operation_of, origin, redone_by};
use crate::domain::nature::Nature;
use crate::domain::operation::{Operation, State};
use crate::domain::profile::ProfileId;
use crate::domain::request::Request;
use crate::store::View;

/// What a profile is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    pub nom: String,
    pub nature: Nature,
}

/// An operation, what it goes back to, and the names of the profiles it speaks of.
#[derive(Clone, Debug)]
pub struct Told {
    pub operation: Operation,
    /// What was asked in the first place: of an undo or a redo, the operation it goes back to.
    pub origin: Request,
    /// Whether what it wrote is in place: not taken back, or put back again since.
    pub in_place: bool,
    /// Whether a part of it was taken back and not put back again.
    pub partly: bool,
    pub names: BTreeMap<ProfileId, Called>,
}

impl Told {
    /// Returns what a profile is called.
    pub fn called(&self, profile: ProfileId) -> Called {
        let called = self.names.get(&profile).cloned();
        called.unwrap_or_else(|| unknown(String::new()))
    }
}

/// Returns the facts of these operations, the earliest first.
pub fn tell_operations(view: &View<'_>, operations: &[Operation]) -> Result<Vec<Told>> {
    let told = operations.iter().rev().map(|operation| {
        let origin = origin(view, operation)?.request;
        let touched = view.touched(operation.number)?;
        let names = origin
            .profiles()
            .into_iter()
            .chain(touched)
            .map(|profile| Ok((profile, called(view, profile)?)))
            .collect::<Result<_>>()?;
        let (in_place, partly) = place(view, operation)?;
        Ok(Told {
            operation: operation.clone(),
            origin,
            in_place,
            partly,
            names,
        })
    });
    told.collect()
}

/// Tells whether an operation is in place, and whether a part of it is not.
///
/// What undid it counts, unless it was redone; then it is the redo that is in place, or in part.
fn place(view: &View<'_>, operation: &Operation) -> Result<(bool, bool)> {
    if operation.state == State::Undo {
        return Ok((redone_by(view, operation.number)?.is_none(), false));
    }
    let (mut is_back, mut is_missed) = (false, false);
    for undo in view.reversals_of(operation.number)? {
        for redo in view.reversals_of(undo)? {
            let (in_place, partly) = place(view, &operation_of(view, redo)?)?;
            is_back |= in_place;
            is_missed |= !in_place || partly;
        }
        is_missed |= view.taken_back_by(undo)?.is_none();
    }
    let in_place = operation.state != State::Undone || is_back;
    Ok((in_place, in_place && is_missed))
}

fn called(view: &View<'_>, profile: ProfileId) -> Result<Called> {
    match view.profile(profile)? {
        Some(profile) => Ok(Called {
            nom: profile.nom,
            nature: profile.nature,
        }),
        None => Ok(unknown(view.nom(profile)?)),
    }
}

/// Returns what a profile that is gone was called; its nature is told by the first word alone.
fn unknown(nom: String) -> Called {
    Called {
        nature: Nature::from_first_word(&nom).unwrap_or(Nature::Structure),
        nom,
    }
}
