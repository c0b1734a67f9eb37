//! Batches: operations that were done together, some under a name of their own.

use anyhow::Result;

use crate::domain::operation::Batch;
use crate::domain::refusal::Refusal;
use crate::store::View;

/// A batch that was given a name, and whose it is.
struct Named {
    batch: i64,
    /// The number of the person.
    owner: i64,
    /// None where the person was erased.
    actor: Option<String>,
}

impl View<'_> {
    /// Returns the number of the batch that `operation` of the person `actor` belongs to.
    pub(super) fn batch_of(&self, batch: Batch, operation: i64, actor: i64) -> Result<i64> {
        let name = match batch {
            Batch::New => return Ok(operation),
            Batch::Of(batch) => return Ok(batch),
            Batch::Named(name) => name,
        };
        match self.batch_owner(&name)? {
            Some(known) if known.owner == actor => Ok(known.batch),
            Some(known) => Err(taken(name, known.actor)),
            None => {
                self.engine.run(
                    "INSERT INTO batch (id, name, owner) VALUES ($1, $2, $3)",
                    &[operation.into(), name.as_str().into(), actor.into()],
                )?;
                Ok(operation)
            }
        }
    }

    /// Returns the number of a batch that was given this name.
    pub fn batch_named(&self, name: &str) -> Result<Option<i64>> {
        Ok(self.batch_owner(name)?.map(|known| known.batch))
    }

    /// Refuses a batch's name that belongs to somebody else than `actor`.
    pub fn check_batch(&self, name: &str, actor: &str) -> Result<()> {
        match self.batch_owner(name)? {
            Some(known) if known.actor.as_deref() != Some(actor) => {
                Err(taken(name.to_owned(), known.actor))
            }
            _ => Ok(()),
        }
    }

    fn batch_owner(&self, name: &str) -> Result<Option<Named>> {
        self.row(
            "SELECT b.id, b.owner, p.actor
             FROM batch b
             JOIN person p ON p.id = b.owner
             WHERE b.name = $1",
            &[name.into()],
            |row| {
                Ok(Named {
                    batch: row.int(0)?,
                    owner: row.int(1)?,
                    actor: row.maybe_text(2)?.map(str::to_owned),
                })
            },
        )
    }
}

fn taken(name: String, actor: Option<String>) -> anyhow::Error {
    Refusal::BatchTaken { name, actor }.into()
}
