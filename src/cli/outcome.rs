//! What became of the units of a write: planned, refused, written.

use anyhow::Result;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::domain::changeset::Changeset;
use crate::domain::exit::Meaning;
use crate::domain::refusal::Refusal;
use crate::failure;
use crate::store::View;

/// What became of a unit, or would.
pub struct Outcome<R> {
    pub target: String,
    pub planned: Result<Planned<R>, Refusal>,
}

/// A unit that was not refused.
pub struct Planned<R> {
    pub report: R,
    /// How many fields change; none where there is nothing to change.
    pub fields: usize,
    /// The operation, once it is written.
    pub operation: Option<i64>,
    /// What tells what was shown from anything else; none where nothing was.
    pub fingerprint: Option<Fingerprint>,
    /// Whether it is not what was shown, so that nothing was written.
    pub moved: bool,
}

/// What tells a changeset from any other.
pub type Fingerprint = [u8; 32];

impl<R> Outcome<R> {
    /// Returns the outcome of a unit; what is no refusal, or one that stops all, comes back.
    pub fn of(target: String, planned: Result<Planned<R>>) -> Result<Self> {
        let planned = match planned {
            Ok(planned) => Ok(planned),
            Err(error) => Err(error.downcast::<Refusal>()?),
        };
        match planned {
            Err(refusal) if stops_all(&refusal) => Err(refusal.into()),
            planned => Ok(Self { target, planned }),
        }
    }

    /// Returns the report of a unit that was not refused.
    pub fn report(&self) -> Option<&R> {
        self.planned.as_ref().ok().map(|planned| &planned.report)
    }

    /// Returns the operation of a unit that was written.
    pub fn operation(&self) -> Option<i64> {
        self.planned
            .as_ref()
            .ok()
            .and_then(|planned| planned.operation)
    }

    /// Returns how many fields change.
    pub fn fields(&self) -> usize {
        self.planned.as_ref().map_or(0, |planned| planned.fields)
    }

    /// Tells whether the unit is still to be written.
    pub fn is_pending(&self) -> bool {
        self.fields() > 0 && self.operation().is_none()
    }

    /// Tells whether the unit is not what was shown, and is to be shown again.
    pub fn has_moved(&self) -> bool {
        self.planned.as_ref().is_ok_and(|planned| planned.moved)
    }

    /// Returns the unit as one of which no more is to be shown.
    pub fn settled(mut self) -> Self {
        if let Ok(planned) = &mut self.planned {
            planned.moved = false;
        }
        self
    }

    /// Returns the unit as it is where `refusal` stops it.
    pub fn refused(target: String, refusal: Refusal) -> Self {
        Self {
            target,
            planned: Err(refusal),
        }
    }

    /// Tells whether the unit was left because somebody wanted out.
    pub fn is_interrupted(&self) -> bool {
        matches!(self.planned, Err(Refusal::Interrupted))
    }

    /// Returns why the unit was refused.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.planned.as_ref().err()
    }

    /// Returns what a document tells of the unit: how many fields are written, or why none are.
    pub fn document(&self) -> Value {
        self.document_with(json!({ "written": self.fields() }))
    }

    /// Returns what a document tells of the unit; `summary` holds its counts.
    pub fn document_with(&self, summary: Value) -> Value {
        json!({
            "profile": self.target,
            "operation": self.operation(),
            "exit": self.refusal().map_or(0, Refusal::exit),
            "error": self.refusal().map(failure::refusal_document),
            "summary": summary,
        })
    }
}

/// Returns the summary of units whose fields are all that counts.
pub fn summary<R>(outcomes: &[Outcome<R>]) -> Value {
    let written: usize = outcomes.iter().map(Outcome::fields).sum();
    json!({ "written": written })
}

/// Tells whether no other unit can be written either: the store gives out, somebody holds it, or
/// somebody wants out.
fn stops_all(refusal: &Refusal) -> bool {
    matches!(
        refusal.meaning(),
        Meaning::Unexpected | Meaning::Busy | Meaning::Interrupted
    )
}

/// Returns what tells `changeset` from any other: people by their names, since what those before it
/// add has a number only once it is written.
pub fn fingerprint(view: &View<'_>, changeset: &Changeset) -> Result<Fingerprint> {
    let Changeset {
        request,
        edits,
        expects,
        people,
    } = changeset;
    let told = view.told_edits(edits.clone(), people)?;
    Ok(Sha256::digest(serde_json::to_vec(&(request, told, expects))?).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::referentiel::Referentiel;
    use crate::domain::sharing::Occupant;

    fn refused(error: impl Into<anyhow::Error>) -> Result<Outcome<()>> {
        Outcome::of("a".to_owned(), Err(error.into()))
    }

    #[test]
    fn a_rule_refuses_one_unit_and_what_nobody_foresees_stops_all() -> Result<()> {
        let rule = Refusal::StructureMissing(Referentiel::Cae);
        assert_eq!(refused(rule.clone())?.refusal(), Some(&rule));
        assert!(
            refused(Refusal::StoreBusy {
                waited: 5,
                by: Occupant::Unknown
            })
            .is_err()
        );
        assert!(refused(anyhow::anyhow!("a bug")).is_err());
        Ok(())
    }
}
