//! A store on which operations are written, undone and redone.

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::domain::action::ActionId;
use crate::domain::changeset::{Changeset, Edit, Stamp};
use crate::domain::operation::{Batch, State};
use crate::domain::policy::{Data, Policy};
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Record};
use crate::domain::referentiel::Referentiel;
use crate::domain::request::{Copied, Request, Summary};
use crate::domain::selection::Selection;
use crate::domain::value::Value;
use crate::ops::choose_part::{Part, TypedPart, choose_part};
use crate::ops::find_operations::operation_of;
use crate::ops::redo_operation::find_undos;
use crate::ops::trial::{self, empty, signature};
use crate::ops::undo_operation::{Wanted, find_undoable, undo_operation};
use crate::store::{Store, View, Writing};

/// The profile that is copied.
pub const SOURCE: ProfileId = ProfileId(1);
/// The profile that is written.
pub const TARGET: ProfileId = ProfileId(2);

/// A store with two profiles, and two people who write to it.
pub struct Desk {
    _folder: TempDir,
    pub store: Store,
    now: i64,
}

impl Desk {
    /// Returns a store with the two profiles and nothing else.
    pub fn new() -> Result<Self> {
        let (store, folder) = empty()?;
        let mut desk = Self {
            _folder: folder,
            store,
            now: 1_000,
        };
        for (profile, slug) in [(SOURCE, "petr-du-pays"), (TARGET, "cc-des-sources")] {
            desk.create(profile, slug)?;
        }
        Ok(desk)
    }

    /// Creates a profile.
    pub fn create(&mut self, profile: ProfileId, slug: &str) -> Result<i64> {
        let edit = Edit::create(
            Record::Profile(profile),
            [
                (Field::Slug, slug.into()),
                (Field::Nom, slug.into()),
                (Field::Nature, "CC".into()),
            ],
        );
        self.write(
            "setup",
            Request::ProfileCreate { profile },
            vec![edit],
            Batch::New,
        )
    }

    /// Writes these edits as one operation.
    pub fn write(
        &mut self,
        actor: &str,
        request: Request,
        edits: Vec<Edit>,
        batch: Batch,
    ) -> Result<i64> {
        let changeset = Changeset::of(request, edits);
        self.plan(actor, batch, |_| Ok(changeset))
    }

    /// Writes what `plan` returns as one operation, a minute after the last.
    pub fn plan(
        &mut self,
        actor: &str,
        batch: Batch,
        plan: impl FnOnce(&View<'_>) -> Result<Changeset>,
    ) -> Result<i64> {
        self.now += 60;
        let writing = Writing {
            signature: &signature(actor, self.now),
            batch,
            changeset: None,
        };
        let (operation, ()) = self.store.write(writing, |view| Ok((plan(view)?, ())))?;
        operation.context("something to change")
    }

    /// Writes statuts as `referentiel set` does; an empty one clears.
    pub fn set(&mut self, actor: &str, statuts: &[(&str, &str)]) -> Result<i64> {
        let edits = self.statut_edits(statuts)?;
        self.write(actor, set_request(), edits, Batch::New)
    }

    /// Returns the edits that give the target these statuts.
    pub fn statut_edits(&mut self, statuts: &[(&str, &str)]) -> Result<Vec<Edit>> {
        let held = self.store.view()?.statuts(TARGET, Referentiel::Cae)?;
        let now = self.now;
        let edit = |(action, statut): &(&str, &str)| {
            let before = held.get(&id(action)).map(|held| held.value.to_string());
            let after = Some(*statut).filter(|statut| !statut.is_empty());
            let (before, after) = (Value::from(before), Value::from(after));
            let record = Record::Statut(TARGET, id(action));
            (before != after).then(|| {
                Edit::single(record, Field::Statut, before, after).stamped(Stamp::edited(now))
            })
        };
        Ok(statuts.iter().filter_map(edit).collect())
    }

    /// Copies a statut and a commentaire of each action, as `referentiel copy` does.
    pub fn copy(&mut self, actor: &str, actions: &[&str]) -> Result<i64> {
        let edits = actions.iter().flat_map(|action| {
            let of = |record, field, after: &str| {
                let stamp = Stamp::copied(SOURCE, 500);
                Edit::single(record, field, Value::Null, after.into()).stamped(stamp)
            };
            [
                of(Record::Statut(TARGET, id(action)), Field::Statut, "fait"),
                of(
                    Record::Commentaire(TARGET, id(action)),
                    Field::Commentaire,
                    "<p>Repris</p>",
                ),
            ]
        });
        let edits: Vec<Edit> = edits.collect();
        let request = copy_request(edits.len());
        self.write(actor, request, edits, Batch::New)
    }

    /// Takes operations back, one undo each, in one batch.
    pub fn undo(&mut self, actor: &str, wanted: Wanted<'_>, part: &TypedPart) -> Result<Vec<i64>> {
        let view = self.store.view()?;
        let operations = find_undoable(&view, wanted)?;
        let (operations, part) = choose_part(&view, operations, part)?;
        drop(view);
        let mut batch = Batch::New;
        let mut numbers = Vec::new();
        for operation in operations {
            let number = self.plan(actor, batch, |view| {
                Ok(undo_operation(view, &operation, &part)?.changeset)
            })?;
            batch = Batch::Of(numbers.first().copied().unwrap_or(number));
            numbers.push(number);
        }
        Ok(numbers)
    }

    /// Takes back what `op undo` would.
    pub fn undo_last(&mut self, actor: &str) -> Result<Vec<i64>> {
        self.undo(actor, Wanted::Latest { actor }, &TypedPart::default())
    }

    /// Takes back what `op redo` would.
    pub fn redo(&mut self, actor: &str) -> Result<Vec<i64>> {
        let undos = find_undos(&self.store.view()?, actor)?;
        let part = Part::default();
        let mut numbers = Vec::new();
        for undo in undos {
            numbers.push(self.plan(actor, Batch::New, |view| {
                Ok(undo_operation(view, &undo, &part)?.changeset)
            })?);
        }
        Ok(numbers)
    }

    /// Returns the digest of the content.
    pub fn digest(&mut self) -> Result<String> {
        self.store.view()?.digest()
    }

    /// Returns what became of an operation.
    pub fn state(&mut self, number: i64) -> Result<State> {
        Ok(operation_of(&self.store.view()?, number)?.state)
    }
}

fn id(text: &str) -> ActionId {
    trial::id(text).unwrap()
}

/// Returns the request of a write of statuts.
pub fn set_request() -> Request {
    Request::ReferentielSet {
        referentiel: Referentiel::Cae,
        profile: TARGET,
    }
}

fn copy_request(written: usize) -> Request {
    Request::ReferentielCopy(Box::new(Copied {
        referentiel: Referentiel::Cae,
        from: SOURCE,
        to: TARGET,
        selection: Selection::default(),
        data: Data::ALL.to_vec(),
        policy: Policy::Fill,
        override_audit: None,
        replaced: 0,
        appended: 0,
        typed: 0,
        undecided: 0,
        summary: Summary {
            selected: written,
            written,
            ..Summary::default()
        },
    }))
}
