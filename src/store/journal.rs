//! The journal: one entry an operation. It only grows, and names nobody.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use crate::domain::changeset::{self, Edit};
use crate::domain::operation::{Requester, Signature};
use crate::domain::profile::ProfileId;
use crate::domain::record::{Kind, Record};
use crate::domain::request::Request;
use crate::store::engine::Bind;
use crate::store::people::Known;
use crate::store::{View, Writing, document};

/// The number that stands in the index for records of no profile.
pub(super) const NO_PROFILE: i64 = 0;

/// Those who sign an operation, by number.
struct People<'s> {
    actor: i64,
    system_user: i64,
    requester: Option<i64>,
    requester_url: Option<&'s str>,
}

impl View<'_> {
    /// Writes down an operation: who did what, the edits, and the profiles that they touch.
    pub(super) fn journal(
        &self,
        operation: i64,
        request: &Request,
        edits: &[Edit],
        writing: Writing<'_>,
    ) -> Result<()> {
        self.enter(operation, request, changeset::fields(edits), writing)?;
        self.engine.run(
            "INSERT INTO document (operation, form, edits) VALUES ($1, $2, $3)",
            &[
                operation.into(),
                document::SCHEMA.into(),
                Bind::Blob(&document::write(edits)?),
            ],
        )?;
        self.index(operation, edits)
    }

    /// Writes the entry of an operation that changes so many fields.
    fn enter(
        &self,
        operation: i64,
        request: &Request,
        fields: usize,
        writing: Writing<'_>,
    ) -> Result<()> {
        let signature = writing.signature;
        let people = self.people(signature)?;
        let batch = self.batch_of(writing.batch, operation, people.actor)?;
        let (undoes, partial, redoes) = taken_back(request);
        let text = serde_json::to_string(request)?;
        self.engine.run(
            "INSERT INTO operation (id, batch, at, actor, os_user, host, command, request, note,
                 requester, requester_url, undoes, partial, redoes, edits, changeset)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
            &[
                operation.into(),
                batch.into(),
                signature.at.into(),
                people.actor.into(),
                people.system_user.into(),
                signature.host.as_str().into(),
                request.command().into(),
                text.as_str().into(),
                signature.note.as_deref().into(),
                people.requester.into(),
                people.requester_url.into(),
                undoes.into(),
                Bind::Bool(partial),
                redoes.into(),
                i64::try_from(fields)?.into(),
                writing.changeset.as_deref().into(),
            ],
        )
    }

    /// Returns the numbers of those who sign an operation.
    fn people<'s>(&self, signature: &'s Signature) -> Result<People<'s>> {
        let (requester, requester_url) = match &signature.requested_by {
            Some(Requester::Email(email)) => (Some(self.known_person(Known::Email(email))?), None),
            Some(Requester::Url(url)) => (None, Some(url.as_str())),
            None => (None, None),
        };
        Ok(People {
            actor: self.known_person(Known::Actor(&signature.actor))?,
            system_user: self.known_person(Known::SystemUser(&signature.system_user))?,
            requester,
            requester_url,
        })
    }

    fn index(&self, operation: i64, edits: &[Edit]) -> Result<()> {
        let mut touched = BTreeSet::new();
        for edit in edits {
            let owner = edit.record.profile().map_or(NO_PROFILE, |owner| owner.0);
            touched.insert((owner, edit.record.kind()));
            if let Record::Relation { supra, .. } = edit.record {
                touched.insert((supra.0, edit.record.kind()));
            }
        }
        for (profile, kind) in touched {
            self.engine.run(
                "INSERT INTO operation_profile (profile, operation, kind) VALUES ($1, $2, $3)",
                &[profile.into(), operation.into(), kind.code().into()],
            )?;
        }
        Ok(())
    }

    /// Returns the edits of an operation.
    pub fn edits(&self, operation: i64) -> Result<Vec<Edit>> {
        let edits = self.row(
            "SELECT form, edits FROM document WHERE operation = $1",
            &[operation.into()],
            |row| document::read(row.int(0)?, row.blob(1)?),
        )?;
        edits.with_context(|| format!("the document of operation {operation}"))
    }

    /// Returns the profiles that an operation touched.
    pub fn touched(&self, operation: i64) -> Result<Vec<ProfileId>> {
        self.rows(
            "SELECT DISTINCT profile FROM operation_profile
             WHERE operation = $1 AND profile <> $2
             ORDER BY profile",
            &[operation.into(), NO_PROFILE.into()],
            |row| Ok(ProfileId(row.int(0)?)),
        )
    }

    /// Returns the operations that touched records of this kind and owner, the latest first.
    pub(super) fn touching(&self, owner: i64, kind: Kind) -> Result<Vec<i64>> {
        self.rows(
            "SELECT operation FROM operation_profile
             WHERE profile = $1 AND kind = $2
             ORDER BY operation DESC",
            &[owner.into(), kind.code().into()],
            |row| row.int(0),
        )
    }
}

/// Returns the operation that `request` undoes, whether it does so in part, and the one that it
/// redoes.
fn taken_back(request: &Request) -> (Option<i64>, bool, Option<i64>) {
    match request {
        Request::Undo { operation, partial } => (Some(*operation), *partial, None),
        Request::Redo { operation, partial } => (None, *partial, Some(*operation)),
        _ => (None, false, None),
    }
}
