//! Imagining changesets: reading the store as if they were written, without writing them.

use anyhow::{Result, ensure};

use crate::domain::changeset::{Changeset, Edit};
use crate::store::View;
use crate::store::apply::stamped;

impl View<'_> {
    /// Reads from now on as if `changeset` were written, which it is not; it ends with the view.
    pub fn imagine(&self, changeset: &Changeset) -> Result<()> {
        ensure!(self.is_rehearsal(), "imagining in the writer's place");
        let current = self.current(changeset)?;
        let next = self.last_operation()? + 1;
        let edits: Vec<Edit> = changeset.edits.clone();
        let edits = stamped(edits, &current, next, 0);
        self.engine.imagine()?;
        self.make(&edits, &current)
    }

    /// Reads the store as it is again.
    pub fn forget_imagined(&self) -> Result<()> {
        self.engine.forget_imagined()
    }
}
