//! Making a store, for this user alone or for a group.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

use anyhow::{Context, Result};

use super::engine::{self, Access, Engine, Sqlite};
use super::{MIGRATIONS, Opening, SCHEMA, Store, Team, leftovers};

impl Store {
    /// Makes an empty store at `path` for this user; refused where something stands there.
    pub fn create(path: &Path, identity: &str, now: i64, opening: &Opening) -> Result<Self> {
        make_place(path, opening)?;
        let engine = Box::new(Sqlite::create(path, opening)?);
        Self::begun(engine, path, (identity, now), opening)
    }

    /// Makes an empty store at `path` for a group, in a folder that it alone has.
    pub fn create_shared(
        path: &Path,
        team: &Team,
        (identity, now): (&str, i64),
        opening: &Opening,
    ) -> Result<Self> {
        engine::check_place(path, opening)?;
        let folder = team.make_folder(path)?;
        let engine = Box::new(Sqlite::create_shared(path, team.file_mode(), opening)?);
        let store = Self::begun(engine, path, (identity, now), opening)?;
        team.check_file(path)
            .inspect_err(|_| leftovers::discard(path))?;
        folder.keep();
        Ok(store)
    }

    /// Makes the tables of an empty database, or nothing stays of it.
    fn begun(
        engine: Box<dyn Engine>,
        path: &Path,
        (identity, now): (&str, i64),
        opening: &Opening,
    ) -> Result<Self> {
        if let Err(error) = found(engine.as_ref(), identity, now) {
            // What could not be finished is no store. Closed first, it leaves no log behind.
            drop(engine);
            leftovers::discard(path);
            return Err(error);
        }
        Ok(Self {
            engine,
            path: path.to_owned(),
            identity: identity.to_owned(),
            found_as: SCHEMA,
            upgraded: None,
            opening: opening.clone(),
        })
    }
}

/// Makes the tables of an empty store.
fn found(engine: &dyn Engine, identity: &str, now: i64) -> Result<()> {
    engine.begin(Access::Write)?;
    for migration in MIGRATIONS {
        engine.migrate(migration)?;
    }
    engine.run(
        "INSERT INTO store (single, identity, schema, created_at, last_operation)
         VALUES (1, $1, $2, $3, 0)",
        &[identity.into(), SCHEMA.into(), now.into()],
    )?;
    engine.commit()
}

/// Makes the folders in which a store of this user alone is to stand; refused where none should.
pub fn make_place(path: &Path, opening: &Opening) -> Result<()> {
    engine::check_place(path, opening)?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let Some(folder) = folder else {
        return Ok(());
    };
    let mut builder = DirBuilder::new();
    builder
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("making {}", folder.display()))
}
