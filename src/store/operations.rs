//! Operations, as the journal tells them.

use anyhow::Result;

use crate::domain::operation::Operation;
use crate::domain::profile::ProfileId;
use crate::domain::request::Request;
use crate::store::View;
use crate::store::engine::Row;
use crate::store::reversals::Reversals;

/// Which operations are looked for; nothing set finds all.
#[derive(Clone, Debug, Default)]
pub struct OperationFilter {
    pub profile: Option<ProfileId>,
    /// The first second, UTC.
    pub since: Option<i64>,
    /// The second after the last, UTC.
    pub until: Option<i64>,
    pub actor: Option<String>,
    pub command: Option<String>,
    /// The number of the batch.
    pub batch: Option<i64>,
    pub number: Option<i64>,
    /// The lowest number.
    pub first: Option<i64>,
}

impl View<'_> {
    /// Returns the operations that match, the latest first.
    pub fn operations(&self, filter: &OperationFilter) -> Result<Vec<Operation>> {
        let reversals = self.reversals()?;
        self.rows(
            "SELECT o.id, o.batch, b.name, o.at, a.actor, o.request, o.note, r.email,
                 o.requester_url, o.edits
             FROM operation o
             JOIN person a ON a.id = o.actor
             LEFT JOIN batch b ON b.id = o.batch
             LEFT JOIN person r ON r.id = o.requester
             WHERE (CAST($1 AS BIGINT) IS NULL
                    OR o.id IN (SELECT i.operation FROM operation_profile i WHERE i.profile = $1))
               AND (CAST($2 AS BIGINT) IS NULL OR o.at >= $2)
               AND (CAST($3 AS BIGINT) IS NULL OR o.at < $3)
               AND (CAST($4 AS TEXT) IS NULL OR a.actor = $4)
               AND (CAST($5 AS TEXT) IS NULL OR o.command = $5)
               AND (CAST($6 AS BIGINT) IS NULL OR o.batch = $6)
               AND (CAST($7 AS BIGINT) IS NULL OR o.id = $7)
               AND (CAST($8 AS BIGINT) IS NULL OR o.id >= $8)
             ORDER BY o.id DESC",
            &[
                filter.profile.map(|profile| profile.0).into(),
                filter.since.into(),
                filter.until.into(),
                filter.actor.as_deref().into(),
                filter.command.as_deref().into(),
                filter.batch.into(),
                filter.number.into(),
                filter.first.into(),
            ],
            |row| operation_of(row, &reversals),
        )
    }

    /// Counts the operations.
    pub fn operation_count(&self) -> Result<i64> {
        self.int("SELECT CAST(count(*) AS BIGINT) FROM operation", &[])
    }

    /// Returns the number of the latest operation, 0 where there is none.
    pub fn last_operation(&self) -> Result<i64> {
        self.int("SELECT coalesce(max(id), 0) FROM operation", &[])
    }

    /// Tells whether an operation after `operation` touched `profile`.
    pub fn touched_since(&self, profile: ProfileId, operation: i64) -> Result<bool> {
        let later = self.row(
            "SELECT operation FROM operation_profile
             WHERE profile = $1 AND operation > $2
             LIMIT 1",
            &[profile.0.into(), operation.into()],
            |row| row.int(0),
        )?;
        Ok(later.is_some())
    }

    /// Returns the operation of this number.
    pub fn operation(&self, number: i64) -> Result<Option<Operation>> {
        let filter = OperationFilter {
            number: Some(number),
            ..OperationFilter::default()
        };
        Ok(self.operations(&filter)?.into_iter().next())
    }

    /// Returns the operation that applied a saved changeset.
    pub fn applied(&self, changeset: &str) -> Result<Option<i64>> {
        self.row(
            "SELECT id FROM operation WHERE changeset = $1",
            &[changeset.into()],
            |row| row.int(0),
        )
    }
}

fn operation_of(row: &dyn Row, reversals: &Reversals) -> Result<Operation> {
    let number = row.int(0)?;
    let request: Request = serde_json::from_str(row.text(5)?)?;
    let (state, undone_by) = reversals.state(number, &request);
    let text = |column| Ok::<_, anyhow::Error>(row.maybe_text(column)?.map(str::to_owned));
    Ok(Operation {
        number,
        batch: row.int(1)?,
        batch_name: text(2)?,
        at: row.int(3)?,
        actor: text(4)?,
        request,
        note: text(6)?,
        requested_by: text(7)?.or(text(8)?),
        edits: usize::try_from(row.int(9)?)?,
        state,
        undone_by,
    })
}
