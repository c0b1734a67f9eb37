//! The last operation on a profile, found by the journal's index alone.

use anyhow::Result;

use crate::domain::profile::ProfileId;
use crate::domain::request::Request;
use crate::store::View;

/// The last operation on a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct LastOperation {
    pub number: i64,
    /// Seconds since 1970, UTC.
    pub at: i64,
    /// None where the person was erased.
    pub actor: Option<String>,
    pub request: Request,
}

impl View<'_> {
    /// Returns the last operation on `profile`.
    pub fn last_operation_on(&self, profile: ProfileId) -> Result<Option<LastOperation>> {
        self.row(
            "SELECT o.id, o.at, a.actor, o.request
             FROM operation o
             JOIN person a ON a.id = o.actor
             WHERE o.id = (SELECT max(i.operation) FROM operation_profile i WHERE i.profile = $1)",
            &[profile.0.into()],
            |row| {
                Ok(LastOperation {
                    number: row.int(0)?,
                    at: row.int(1)?,
                    actor: row.maybe_text(2)?.map(str::to_owned),
                    request: serde_json::from_str(row.text(3)?)?,
                })
            },
        )
    }
}
