//! Putting a copy of a store back: where there is none, or over the one that is there.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::domain::refusal::Refusal;
use crate::store::engine::{NewFile, Sqlite, keep_private, new_beside, put_at};
use crate::store::replacing::set_aside;
use crate::store::{Contents, Opening, SCHEMA, Store, Team, leftovers};

/// A copy that is ready to be put in its place: whole, sound and of the present schema.
pub struct Ready {
    file: NewFile,
    pub contents: Contents,
    pub digest: String,
    opening: Opening,
}

impl Store {
    /// Opens a copy of a store, which is only read and left as it is; refused where it is damaged.
    pub fn open_copy(file: &Path, opening: &Opening) -> Result<Self> {
        let copy = Self::of(Sqlite::read_only(file, opening)?, file, opening)?;
        if copy.damage()?.is_empty() {
            return Ok(copy);
        }
        let place = file.display().to_string();
        Err(Refusal::StoreCorrupt { place }.into())
    }

    /// Readies this copy beside `place`, where it is to stand; what is older is upgraded there.
    pub fn ready_for(&self, place: &Path) -> Result<Ready> {
        let file = new_beside(place)?;
        self.engine.copy_into(&file, place)?;
        let mut copy = Self::open_as_it_is(file.path(), &self.opening)?;
        if copy.found_as < SCHEMA {
            copy.upgrade_copy()?;
        }
        let (contents, digest) = copy.sound()?;
        Ok(Ready {
            file,
            contents,
            digest,
            opening: self.opening.clone(),
        })
    }
}

impl Ready {
    /// Makes a store of it at `place`, where nothing stands.
    pub fn make(self, place: &Path) -> Result<()> {
        leftovers::refuse(place)?;
        self.settle(place)?;
        put_at(self.file, place)
    }

    /// Gives it to the group that shares the folder of `place`, else to this user alone.
    fn settle(&self, place: &Path) -> Result<()> {
        match Team::of_folder(place) {
            Some(team) => team.take_file(self.file.as_file(), self.file.path()),
            None => keep_private(self.file.path(), &self.opening),
        }
    }

    /// Makes a store of it in the place of what is left of one, and returns where that one stands.
    pub fn make_instead(self, place: &Path) -> Result<PathBuf> {
        self.settle(place)?;
        let kept = set_aside(place)?;
        leftovers::refuse(place)?;
        put_at(self.file, place)?;
        Ok(kept)
    }

    /// Writes it over a store that was kept beside itself, and returns where that one stands.
    pub fn write_over(self, store: &Store) -> Result<PathBuf> {
        store.engine.overwrite(self.file.path(), "before-restore")
    }
}
