//! What stands where a copy of a store is to be put back, whatever state it is in.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Error, Result};
use rustix::fs::{CWD, RenameFlags, renameat_with};

use crate::domain::refusal::Refusal;
use crate::domain::sharing::Act;
use crate::store::engine::{Engine as _, Sqlite, denied};
use crate::store::leftovers::{beside, free_beside};
use crate::store::{Contents, Opening, SCHEMA, Store};

/// How every file of SQLite begins.
const HEADER: &[u8; 16] = b"SQLite format 3\0";

/// How the names end under which what was there is kept.
const KEPT: &str = ".before-restore";

/// What goes with a store that is moved.
const SIDE_FILES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What stands where a copy is to be put.
pub enum Present {
    Nothing,
    /// A store that is written over, after a backup; one of a newer tetctl too.
    Store(Box<Store>),
    /// What is left of a store, which is moved aside as it is; why it cannot be opened.
    Wreck(Refusal),
}

impl Present {
    /// Looks at what stands at `path`; refused where it is something else than a store.
    pub fn at(path: &Path, opening: &Opening) -> Result<Self> {
        if path.symlink_metadata().is_err() {
            return Ok(Self::Nothing);
        }
        let engine = Sqlite::open(path, opening);
        match engine.and_then(|engine| Store::of_any_schema(engine, path, opening)) {
            Ok(store) => {
                store.refuse_older()?;
                Ok(Self::Store(Box::new(store)))
            }
            Err(error) => wreck(path, error).map(Self::Wreck),
        }
    }

    /// Returns what the store holds; none where nothing is there, an error where it cannot be told.
    pub fn contents(&mut self) -> Option<Result<Contents>> {
        match self {
            Self::Nothing => None,
            Self::Store(store) if store.found_as > SCHEMA => {
                let (schema, known) = (store.found_as, SCHEMA);
                Some(Err(Refusal::StoreNewer { schema, known }.into()))
            }
            Self::Store(store) => Some(store.contents()),
            Self::Wreck(refusal) => Some(Err(refusal.clone().into())),
        }
    }
}

/// Returns the name under which what stands at `path` will be kept.
pub fn kept_name(path: &Path) -> PathBuf {
    free_beside(path, KEPT)
}

/// Moves what stands at `place` aside, with what stands beside it; returns where it is then.
pub fn set_aside(place: &Path) -> Result<PathBuf> {
    let kept = kept_name(place);
    moved(place, &kept)?;
    // The store first: without it, what is left beside is refused, and not read as another's part.
    for ending in SIDE_FILES {
        let side = beside(place, ending);
        if side.symlink_metadata().is_ok() {
            moved(&side, &beside(&kept, ending))?;
        }
    }
    Ok(kept)
}

/// Gives a file another name, which must be free.
fn moved(from: &Path, to: &Path) -> Result<()> {
    let done = renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE);
    done.map_err(|error| denied(to, Act::Write, &error.into()))
}

/// Returns why a store cannot be opened; an error that is no sign of damage comes back.
fn wreck(path: &Path, error: Error) -> Result<Refusal> {
    match error.downcast_ref::<Refusal>() {
        Some(damaged @ (Refusal::StoreCorrupt { .. } | Refusal::StoreMisread { .. })) => {
            Ok(damaged.clone())
        }
        Some(Refusal::StoreForeign { place, folder }) if !folder => {
            let place = place.clone();
            if was_a_store(path) {
                return Ok(Refusal::StoreCorrupt { place });
            }
            let free = free_beside(path, ".old").display().to_string();
            Err(Refusal::InTheWay { place, free }.into())
        }
        _ => Err(error),
    }
}

/// Tells whether a file in which no store is found may have been one: it is empty, or a database
/// that cannot be read or holds no table.
fn was_a_store(path: &Path) -> bool {
    // Opening a pipe would wait for whoever writes to it.
    if !path.metadata().is_ok_and(|facts| facts.is_file()) {
        return false;
    }
    let mut header = Vec::new();
    let read = File::open(path).and_then(|file| file.take(16).read_to_end(&mut header));
    if read.is_err() || !(header.is_empty() || header == HEADER) {
        return false;
    }
    let is_bare = Sqlite::look(path).and_then(|engine| engine.is_bare());
    is_bare.unwrap_or(true)
}
