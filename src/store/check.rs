//! What a changeset was planned on, against what is there.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use anyhow::Result;

use crate::domain::changeset::{Change, Changeset, Edit, Expect};
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Kind, Record};
use crate::domain::refusal::{Dependent, Moved, Refusal};
use crate::domain::value::Value;
use crate::store::View;
use crate::store::current::{Current, Stored};

/// What depends on a profile, and how it is counted.
const DEPENDENTS: [(Kind, &str); 7] = [
    (
        Kind::Relation,
        "SELECT CAST(count(*) AS BIGINT) FROM relation WHERE member = $1 OR supra = $1",
    ),
    (
        Kind::Mode,
        "SELECT CAST(count(*) AS BIGINT) FROM referentiel_mode WHERE profile = $1",
    ),
    (
        Kind::Audit,
        "SELECT CAST(count(*) AS BIGINT) FROM referentiel_audit WHERE profile = $1",
    ),
    (
        Kind::Statut,
        "SELECT CAST(count(*) AS BIGINT) FROM statut WHERE profile = $1",
    ),
    (
        Kind::Commentaire,
        "SELECT CAST(count(*) AS BIGINT) FROM commentaire WHERE profile = $1",
    ),
    (
        Kind::Pilotes,
        "SELECT CAST(count(*) AS BIGINT) FROM pilotes WHERE profile = $1",
    ),
    (
        Kind::Services,
        "SELECT CAST(count(*) AS BIGINT) FROM services WHERE profile = $1",
    ),
];

/// One value that is not what was planned on.
struct Difference<'c> {
    record: &'c Record,
    field: Option<Field>,
    expected: Value,
    found: Value,
}

impl View<'_> {
    /// Returns what has moved since `changeset` was planned, with who moved it.
    ///
    /// Slugs and codes that were taken meanwhile count; a relation that would now close a loop is
    /// refused.
    pub fn moved(&self, changeset: &Changeset) -> Result<Vec<Moved>> {
        let current = self.current(changeset)?;
        let mut rows = self.differences(changeset, &current)?;
        rows.extend(self.duplicates(&changeset.edits)?);
        if rows.is_empty() {
            self.check_loops(&changeset.edits)?;
        }
        Ok(rows)
    }

    /// Returns what in `current` is not what `changeset` was planned on.
    pub fn differences(&self, changeset: &Changeset, current: &Current) -> Result<Vec<Moved>> {
        let edits = changeset
            .edits
            .iter()
            .flat_map(|edit| of_edit(edit, current.get(&edit.record)));
        let expects = changeset
            .expects
            .iter()
            .flat_map(|expect| of_expect(expect, current.get(&expect.record)));
        self.explained(edits.chain(expects).collect())
    }

    /// Refuses where records depend on a profile or a structure that `changeset` deletes.
    pub fn check_dependents(&self, changeset: &Changeset) -> Result<()> {
        let gone = changeset
            .edits
            .iter()
            .filter(|edit| edit.change == Change::Delete);
        let mut rows = Vec::new();
        for edit in gone {
            match &edit.record {
                Record::Profile(profile) => {
                    let gone =
                        |kind| deleted(changeset, |record| stands_on(record, kind, *profile));
                    rows.extend(self.dependents(*profile, gone)?);
                }
                Record::Structure(referentiel) => {
                    rows.extend(self.values_on(*referentiel, |_, _| true)?);
                }
                _ => {}
            }
        }
        if rows.is_empty() {
            return Ok(());
        }
        Err(Refusal::HasDependents { rows }.into())
    }

    /// Counts the records of a profile that are left without it; `gone` go with it.
    fn dependents(
        &self,
        profile: ProfileId,
        gone: impl Fn(Kind) -> usize,
    ) -> Result<Vec<Dependent>> {
        let mut rows = Vec::new();
        for (kind, sql) in DEPENDENTS {
            let present = usize::try_from(self.int(sql, &[profile.0.into()])?)?;
            let count = present.saturating_sub(gone(kind));
            if count > 0 {
                rows.push(Dependent {
                    profile,
                    slug: self.slug(profile)?,
                    kind,
                    count,
                });
            }
        }
        Ok(rows)
    }

    /// Says of each gap whose record it is on, and who last wrote it.
    fn explained(&self, gaps: Vec<Difference<'_>>) -> Result<Vec<Moved>> {
        let authors = self.last_authors(gaps.iter().map(|gap| gap.record))?;
        let mut slugs: HashMap<ProfileId, String> = HashMap::new();
        for profile in gaps.iter().filter_map(|gap| gap.record.profile()) {
            if let Entry::Vacant(place) = slugs.entry(profile) {
                place.insert(self.slug(profile)?);
            }
        }
        let moved = |gap: Difference<'_>| {
            Ok(Moved {
                target: gap.record.profile().map(|profile| slugs[&profile].clone()),
                record: gap.record.clone(),
                field: gap.field,
                expected: self.told(&gap.expected, &[])?,
                found: self.told(&gap.found, &[])?,
                by: authors.get(gap.record).cloned(),
            })
        };
        gaps.into_iter().map(moved).collect()
    }
}

/// Tells whether `record` is one of this kind and stands on `profile`.
fn stands_on(record: &Record, kind: Kind, profile: ProfileId) -> bool {
    let on_profile = match record {
        Record::Relation { member, supra } => *member == profile || *supra == profile,
        record => record.profile() == Some(profile),
    };
    record.kind() == kind && on_profile
}

/// Counts the records that `changeset` deletes, among those that `fits` tells.
fn deleted(changeset: &Changeset, fits: impl Fn(&Record) -> bool) -> usize {
    let gone = changeset
        .edits
        .iter()
        .filter(|edit| edit.change == Change::Delete && fits(&edit.record));
    gone.count()
}

fn of_edit<'c>(edit: &'c Edit, row: Option<&Stored>) -> Vec<Difference<'c>> {
    let kind = edit.record.kind();
    let record = &edit.record;
    match (edit.change, row) {
        (Change::Create, None) => Vec::new(),
        (Change::Update | Change::Delete, None) => vec![absent(record, edit)],
        (Change::Create, Some(row)) if row.filled(kind).next().is_none() => {
            vec![appeared(record)]
        }
        (Change::Create | Change::Delete, Some(row)) => {
            let unplanned = row.filled(kind).filter(|(field, found)| {
                !before(edit, *field).is_some_and(|before| before.same(found))
            });
            let planned = edit.fields.iter().filter(|change| {
                *row.value(kind, change.field) == Value::Null && change.before != Value::Null
            });
            let unplanned = unplanned.map(|(field, found)| Difference {
                record,
                field: Some(field),
                expected: before(edit, field).cloned().unwrap_or(Value::Null),
                found: found.clone(),
            });
            let lost = planned.map(|change| Difference {
                record,
                field: Some(change.field),
                expected: change.before.clone(),
                found: Value::Null,
            });
            unplanned.chain(lost).collect()
        }
        (Change::Update, Some(row)) => edit
            .fields
            .iter()
            .filter_map(|change| compare(record, change.field, &change.before, row))
            .collect(),
    }
}

fn of_expect<'c>(expect: &'c Expect, row: Option<&Stored>) -> Vec<Difference<'c>> {
    let record = &expect.record;
    match (&expect.fields, row) {
        (None, None) => Vec::new(),
        (None, Some(row)) => {
            let mut filled = row.filled(record.kind());
            vec![filled.next().map_or_else(
                || appeared(record),
                |(field, found)| Difference {
                    record,
                    field: Some(field),
                    expected: Value::Null,
                    found: found.clone(),
                },
            )]
        }
        (Some(fields), None) => {
            let first = fields.first();
            let expected = first.map(|(_, expected)| expected.clone());
            let found = expected.as_ref().map(|_| Value::Null);
            vec![Difference {
                record,
                field: first.map(|(field, _)| *field),
                expected: expected.unwrap_or(Value::Bool(true)),
                found: found.unwrap_or(Value::Bool(false)),
            }]
        }
        (Some(fields), Some(row)) => fields
            .iter()
            .filter_map(|(field, expected)| compare(record, *field, expected, row))
            .collect(),
    }
}

fn before(edit: &Edit, field: Field) -> Option<&Value> {
    let change = edit.fields.iter().find(|change| change.field == field)?;
    Some(&change.before)
}

fn compare<'c>(
    record: &'c Record,
    field: Field,
    expected: &Value,
    row: &Stored,
) -> Option<Difference<'c>> {
    let found = row.value(record.kind(), field);
    (!found.same(expected)).then(|| Difference {
        record,
        field: Some(field),
        expected: expected.clone(),
        found: found.clone(),
    })
}

fn appeared(record: &Record) -> Difference<'_> {
    Difference {
        record,
        field: None,
        expected: Value::Bool(false),
        found: Value::Bool(true),
    }
}

fn absent<'c>(record: &'c Record, edit: &Edit) -> Difference<'c> {
    let first = edit.fields.first();
    Difference {
        record,
        field: first.map(|change| change.field),
        expected: first.map_or(Value::Bool(true), |change| change.before.clone()),
        found: Value::Null,
    }
}
