//! Bringing a store of an older schema to the present one, after a backup beside it.

use std::path::PathBuf;

use anyhow::Result;

use crate::domain::refusal::Refusal;
use crate::store::engine::{Access, Engine};
use crate::store::{MIGRATIONS, SCHEMA, Store, heading};

/// A store that was of an older schema when it was opened.
#[derive(Clone, Debug)]
pub struct Upgraded {
    /// The number of the older schema.
    pub schema: i64,
    /// The store as it was.
    pub backup: PathBuf,
}

impl Store {
    /// Returns the number of the schema that the store had when it was opened.
    pub fn found_as(&self) -> i64 {
        self.found_as
    }

    /// Tells whether a group shares the store.
    pub fn is_shared(&self) -> bool {
        !self.engine.keeps_log()
    }

    /// Upgrades a private store; one that a group shares is upgraded on purpose only.
    ///
    /// Else one new binary would lock out all who still have the old one.
    pub(super) fn upgrade_on_opening(&mut self) -> Result<()> {
        self.refuse_older()?;
        self.upgrade()?;
        Ok(())
    }

    /// Refuses a store of an older schema that a group shares, or that this user may not write.
    pub fn refuse_older(&self) -> Result<()> {
        let schema = self.found_as;
        if schema < SCHEMA && (self.is_shared() || self.engine.obstacle().is_some()) {
            let known = SCHEMA;
            return Err(Refusal::StoreOlder { schema, known }.into());
        }
        Ok(())
    }

    /// Brings the store to the present schema; none where it is of that schema.
    pub fn upgrade(&mut self) -> Result<Option<Upgraded>> {
        if self.found_as < SCHEMA {
            self.upgraded = self.upgrade_from(self.found_as)?;
        }
        Ok(self.upgraded.clone())
    }

    /// Upgrades from `schema`; none where somebody else did meanwhile.
    ///
    /// The backup is made in the writer's place, so that it is the very state that is upgraded.
    fn upgrade_from(&self, schema: i64) -> Result<Option<Upgraded>> {
        let mut kept = None;
        let migrated = self.in_the_writers_place(|engine| {
            if heading(engine, &self.path)?.1 != schema {
                return Ok(None);
            }
            let backup = engine.back_up(&format!("schema-{schema}"))?;
            kept = Some(backup.clone());
            migrate(engine, schema)?;
            Ok(Some(backup))
        });
        if let (Err(_), Some(backup)) = (&migrated, kept)
            && self.is_still_of(schema)
        {
            // The store is as it was: another backup of it would come with each try.
            let _ = std::fs::remove_file(backup);
        }
        Ok(migrated?.map(|backup| Upgraded { schema, backup }))
    }

    /// Tells whether the store is known for certain to be of this schema.
    fn is_still_of(&self, schema: i64) -> bool {
        let engine = self.engine.as_ref();
        let found = engine.begin(Access::Read).and_then(|()| {
            let found = heading(engine, &self.path);
            engine.rollback();
            found
        });
        found.is_ok_and(|(_, found)| found == schema)
    }

    /// Brings a copy that nobody else knows to the present schema.
    pub(super) fn upgrade_copy(&self) -> Result<()> {
        self.in_the_writers_place(|engine| migrate(engine, self.found_as).map(Some))?;
        Ok(())
    }

    /// Does something with nobody else writing; it is kept where it returns something.
    fn in_the_writers_place<T>(
        &self,
        act: impl FnOnce(&dyn Engine) -> Result<Option<T>>,
    ) -> Result<Option<T>> {
        let engine = self.engine.as_ref();
        engine.begin(Access::Write)?;
        let acted = act(engine);
        let kept = match &acted {
            Ok(Some(_)) => engine.commit(),
            _ => Ok(()),
        };
        // What was committed has no transaction left to forget.
        engine.rollback();
        kept.and(acted)
    }
}

/// Takes the steps from `schema` on.
fn migrate(engine: &dyn Engine, schema: i64) -> Result<()> {
    for migration in &MIGRATIONS[usize::try_from(schema)?..] {
        engine.migrate(migration)?;
    }
    engine.run(
        "UPDATE store SET schema = $1 WHERE single = 1",
        &[SCHEMA.into()],
    )
}
