//! Taking operations back: one unit an operation, the latest first.

use anyhow::Result;

use super::choose_part::Part;
use super::names::{Names, Slugs};
use super::put_back::{Staying, staying_fields};
use super::rehearsal::Rehearsal;
use super::undo_operation::undo_operation;
use crate::domain::changeset::{Changeset, Edit};
use crate::domain::operation::{Operation, State};
use crate::domain::request::Request;
use crate::store::View;

/// The lines of one operation among several that are kept to be shown.
pub const KEPT: usize = 40;

/// An operation that is taken back, or would be.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The operation that is taken back.
    pub number: i64,
    pub command: &'static str,
    pub actor: Option<String>,
    pub at: i64,
    /// Whether an undo is taken back.
    pub redo: bool,
    /// Whether a part of the operation stays.
    pub partial: bool,
    /// The names of the profiles that are written, a few at most.
    pub places: Vec<String>,
    /// The edits; of one operation among several, the first ones.
    pub edits: Vec<Edit>,
    /// What stays as it is, though it was to be put back.
    pub stays: Vec<Staying>,
    pub slugs: Slugs,
}

impl Taken {
    /// Counts the fields that stay as they are, though they were to be put back.
    pub fn staying(&self) -> usize {
        staying_fields(&self.stays)
    }
}

/// The operations that are taken back, and what a rehearsal has planned so far.
pub struct TakingBack {
    operations: Vec<Operation>,
    /// The target of each operation, by slug.
    targets: Vec<String>,
    part: Part,
    rehearsal: Rehearsal,
}

impl TakingBack {
    /// Returns the write that takes `operations` back in their order.
    pub fn new(view: &View<'_>, operations: Vec<Operation>, part: Part) -> Result<Self> {
        let mut targets = Vec::new();
        let mut touched = Vec::new();
        for operation in &operations {
            let profiles = view.touched(operation.number)?;
            let first = profiles.first().map(|profile| view.slug(*profile));
            targets.push(first.transpose()?.unwrap_or_default());
            touched.push(profiles);
        }
        Ok(Self {
            operations,
            targets,
            part,
            rehearsal: Rehearsal::new(touched),
        })
    }

    /// Returns the operations that are taken back.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Returns the write of some of the units only.
    pub fn only(&self, units: &[usize]) -> Self {
        Self {
            operations: units
                .iter()
                .map(|unit| self.operations[*unit].clone())
                .collect(),
            targets: units
                .iter()
                .map(|unit| self.targets[*unit].clone())
                .collect(),
            part: self.part.clone(),
            rehearsal: Rehearsal::new([]),
        }
    }

    /// Returns the target of a unit, by slug.
    pub fn target(&self, unit: usize) -> &str {
        &self.targets[unit]
    }

    /// Plans the taking back of one operation; in a rehearsal, as if those before were written.
    pub fn plan(&self, view: &View<'_>, unit: usize) -> Result<(Changeset, Taken)> {
        let operation = &self.operations[unit];
        let mut stays = Vec::new();
        let undo = || {
            let undoing = undo_operation(view, operation, &self.part)?;
            stays = undoing.stays;
            Ok(undoing.changeset)
        };
        let changeset = self.rehearsal.plan(view, unit, undo)?;
        let taken = self.taken(view, operation, &changeset, stays)?;
        Ok((changeset, taken))
    }

    fn taken(
        &self,
        view: &View<'_>,
        operation: &Operation,
        changeset: &Changeset,
        stays: Vec<Staying>,
    ) -> Result<Taken> {
        let mut names = Names::new(view);
        let mut slugs = names.of_changeset(changeset)?;
        let left = stays.iter().flat_map(|stay| stay.edit.record.profiles());
        slugs.extend(names.slugs(left)?);
        let touched = view.touched(operation.number)?.into_iter();
        let places = touched.map(|profile| view.nom(profile));
        let kept = if self.operations.len() == 1 {
            usize::MAX
        } else {
            KEPT
        };
        let edits = changeset.edits.iter().take(kept).cloned();
        Ok(Taken {
            number: operation.number,
            command: operation.request.command(),
            actor: operation.actor.clone(),
            at: operation.at,
            redo: operation.state == State::Undo,
            partial: matches!(
                changeset.request,
                Request::Undo { partial: true, .. } | Request::Redo { partial: true, .. }
            ),
            places: places.collect::<Result<_>>()?,
            edits: view.told_edits(edits.collect(), &changeset.people)?,
            stays,
            slugs,
        })
    }
}
