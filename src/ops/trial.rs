//! A store in which planners are tried: the small structure as `cae`, one profile, one source.

use std::time::Duration;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::domain::action::ActionId;
use crate::domain::changeset::{Changeset, Edit, Stamp};
use crate::domain::operation::{Batch, Signature};
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::record::{Field, Record};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::files::structure_rows::read_structure;
use crate::ops::create_profile::{NewProfile, create_profile};
use crate::ops::import_structure::import_structure;
use crate::store::{Opening, Store, View, Writing};

/// The store, and what it stands in.
pub struct Trial {
    pub store: Store,
    pub profile: Profile,
    /// A profile that values may be copied from.
    pub source: Profile,
    _folder: TempDir,
}

impl Trial {
    /// Makes the store.
    pub fn new() -> Result<Self> {
        let (mut store, folder) = empty()?;
        let structure = structure(|text| text)?;
        let imported = import_structure(&store.view()?, &structure)?;
        write(&mut store, imported)?;
        Ok(Self {
            profile: created(&mut store, "CC d'ici")?,
            source: created(&mut store, "PETR de là")?,
            store,
            _folder: folder,
        })
    }

    /// Applies a changeset, as it was planned.
    pub fn write(&mut self, changeset: Changeset) -> Result<()> {
        write(&mut self.store, changeset)
    }

    /// Applies what `plan` returns in the writer's place.
    pub fn plan(&mut self, plan: impl FnOnce(&View<'_>) -> Result<Changeset>) -> Result<()> {
        apply(&mut self.store, plan)
    }

    /// Writes a statut that was copied from the source.
    pub fn copy(&mut self, action: &str, statut: &str, at: i64) -> Result<()> {
        let record = Record::Statut(self.profile.id, id(action)?);
        let edit = Edit::single(record, Field::Statut, None::<&str>.into(), statut.into());
        let edit = edit.stamped(Stamp::copied(self.source.id, at));
        self.write(Changeset::of(set(self.profile.id), vec![edit]))
    }
}

/// Makes a store in which there is nothing; it goes with its folder.
pub fn empty() -> Result<(Store, TempDir)> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("store.db");
    let store = Store::create(&path, "trial", 0, &Opening::waiting(Duration::from_secs(1)))?;
    Ok((store, folder))
}

/// Returns the signature of an operation of `actor`.
pub fn signature(actor: &str, at: i64) -> Signature {
    Signature {
        actor: actor.to_owned(),
        system_user: "support".to_owned(),
        host: "poste".to_owned(),
        at,
        note: None,
        requested_by: None,
    }
}

/// Reads the small structure, once `change` has changed its text.
pub fn structure(change: impl Fn(String) -> String) -> Result<crate::domain::structure::Structure> {
    let text = include_str!("../../fixtures/structure.csv").to_owned();
    let read = read_structure(change(text).as_bytes(), Referentiel::Cae);
    Ok(read.map_err(|rows| Refusal::InputInvalid {
        source: "structure.csv".to_owned(),
        rows,
    })?)
}

/// Returns the id of an action of CAE.
pub fn id(action: &str) -> Result<ActionId> {
    let id = ActionId::parse(action, Some(Referentiel::Cae));
    id.ok().context("an action's id")
}

/// Tells whether a write was refused because something had moved.
pub fn is_stale(written: Result<()>) -> bool {
    let error = written.err();
    let refusal = error.as_ref().and_then(|error| error.downcast_ref());
    matches!(refusal, Some(Refusal::ChangesetStale { .. }))
}

fn set(profile: ProfileId) -> Request {
    Request::ReferentielSet {
        referentiel: Referentiel::Cae,
        profile,
    }
}

fn created(store: &mut Store, nom: &str) -> Result<Profile> {
    let new = NewProfile {
        nom: nom.to_owned(),
        nature: "CC".parse().ok().context("a nature")?,
        siren: None,
        insee: None,
        department: None,
        population: None,
    };
    let changeset = create_profile(&store.view()?, &new)?;
    write(store, changeset)?;
    let profiles = store.view()?.profiles()?;
    let created = profiles.into_iter().find(|profile| profile.nom == nom);
    created.context("the profile")
}

fn write(store: &mut Store, changeset: Changeset) -> Result<()> {
    apply(store, |_| Ok(changeset))
}

fn apply(store: &mut Store, plan: impl FnOnce(&View<'_>) -> Result<Changeset>) -> Result<()> {
    let writing = Writing {
        signature: &signature("support-1", 0),
        batch: Batch::New,
        changeset: None,
    };
    store.write(writing, |view| Ok((plan(view)?, ())))?;
    Ok(())
}
