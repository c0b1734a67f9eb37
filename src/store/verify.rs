//! The rows as they stand, against the last values of the journal.
//!
//! The journal is read once, in its order, and the last value of each field is kept; then the rows
//! are read table by table. Where too much would be kept, some profiles are left for another
//! reading, of the operations that touched them alone.

use anyhow::Result;

use crate::domain::problem::{Fault, Problem, Problems, Strayed};
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Kind, Record};
use crate::domain::refusal::Refusal;
use crate::domain::value::Value;
use crate::store::current::{Stored, stored};
use crate::store::engine::{Bind, Row};
use crate::store::last_values::{LastValue, LastValues, Owners};
use crate::store::reading::{action_of, known};
use crate::store::table::{STAMPS, Table};
use crate::store::{Store, View, document};

/// How many bytes of last values are kept at once.
const BUDGET: usize = 64 << 20;

/// After every text that a key may begin with.
const LAST_TEXT: &str = "\u{10ffff}";

impl Store {
    /// Adds what is not as the journal says.
    ///
    /// Others may write meanwhile: each part is looked at in a view of its own.
    pub fn verify(&mut self, problems: &mut Problems) -> Result<()> {
        self.verify_within(BUDGET, problems)
    }

    fn verify_within(&mut self, budget: usize, problems: &mut Problems) -> Result<()> {
        let mut owners = Some(Owners {
            first: i64::MIN,
            last: i64::MAX,
        });
        while let Some(some) = owners {
            let view = self.view()?;
            let last = view.last_values(some, budget, problems)?;
            owners = last.owners.after();
            view.compare(last, problems)?;
        }
        Ok(())
    }
}

impl View<'_> {
    /// Returns the last values that the journal tells of `owners`, or of the first of them.
    fn last_values(
        &self,
        owners: Owners,
        budget: usize,
        problems: &mut Problems,
    ) -> Result<LastValues> {
        let touched = self.rows(
            "SELECT operation, min(profile), max(profile)
             FROM operation_profile
             GROUP BY operation
             ORDER BY operation",
            &[],
            |row| Ok((row.int(0)?, row.int(1)?, row.int(2)?)),
        )?;
        let mut last = LastValues::of(owners, budget);
        for (operation, least, most) in touched {
            if !last.owners.meet(least, most) {
                continue;
            }
            let taken = self.take_in(operation, &mut last);
            let is_told = least < owners.first;
            match taken {
                Err(error) if is_of_the_moment(&error) => return Err(error),
                Err(_) if !is_told => problems.add(Problem::Document { operation }),
                _ => {}
            }
        }
        Ok(last)
    }

    /// Takes in the edits of an operation, one by one.
    fn take_in(&self, operation: i64, last: &mut LastValues) -> Result<()> {
        let mut is_there = false;
        self.engine.each(
            "SELECT form, edits FROM document WHERE operation = $1",
            &[operation.into()],
            &mut |row| {
                is_there = true;
                for edit in document::edits(row.int(0)?, row.blob(1)?)? {
                    last.take(edit?, operation);
                }
                Ok(())
            },
        )?;
        anyhow::ensure!(is_there, "the document of operation {operation}");
        Ok(())
    }

    /// Adds where the rows of the owners are not what the journal says.
    fn compare(&self, mut last: LastValues, problems: &mut Problems) -> Result<()> {
        let Owners { first, last: end } = last.owners;
        for kind in Kind::ALL {
            let (from, to): (Bind<'_>, Bind<'_>) = match kind {
                Kind::Structure | Kind::Node if first > 0 || end < 0 => continue,
                Kind::Structure | Kind::Node => ("".into(), LAST_TEXT.into()),
                _ => (first.into(), end.into()),
            };
            let table = Table::of(kind);
            self.engine.between(table, from, to, &mut |row| {
                match read(kind, table, row) {
                    Ok((record, stored)) => {
                        let known = last.remove(&record);
                        compare_row(&record, &stored, known, problems);
                    }
                    Err(error) => {
                        let told = format!("{}: {error:#}", table.name);
                        problems.add(Problem::Unreadable(told));
                    }
                }
                Ok(())
            })?;
        }
        for (record, operation) in last.left() {
            add(&record, Fault::Missing { operation }, problems);
        }
        Ok(())
    }
}

/// Tells whether an error says nothing of the content: another try may not meet it.
fn is_of_the_moment(error: &anyhow::Error) -> bool {
    let damaged = |refusal: &Refusal| {
        matches!(
            refusal,
            Refusal::StoreCorrupt { .. } | Refusal::StoreMisread { .. }
        )
    };
    error
        .downcast_ref()
        .is_some_and(|refusal| !damaged(refusal))
}

fn read(kind: Kind, table: &Table, row: &dyn Row) -> Result<(Record, Stored)> {
    Ok((record_of(kind, row)?, stored(table, row)?))
}

/// Returns the record that a row is, by its key.
fn record_of(kind: Kind, row: &dyn Row) -> Result<Record> {
    let profile = || Ok::<_, anyhow::Error>(ProfileId(row.int(0)?));
    let action = || action_of(row.text(1)?, "a key");
    let referentiel = |column| {
        let text = row.text(column)?;
        known(text.parse().ok(), "référentiel", text, "a key")
    };
    Ok(match kind {
        Kind::Structure => Record::Structure(referentiel(0)?),
        Kind::Node => Record::Node(action()?),
        Kind::Profile => Record::Profile(profile()?),
        Kind::Relation => Record::Relation {
            member: profile()?,
            supra: ProfileId(row.int(1)?),
        },
        Kind::Mode => Record::Mode(profile()?, referentiel(1)?),
        Kind::Audit => Record::Audit(profile()?, referentiel(1)?),
        Kind::Statut => Record::Statut(profile()?, action()?),
        Kind::Commentaire => Record::Commentaire(profile()?, action()?),
        Kind::Pilotes => Record::Pilotes(profile()?, action()?),
        Kind::Services => Record::Services(profile()?, action()?),
    })
}

fn compare_row(record: &Record, row: &Stored, last: Option<LastValue>, problems: &mut Problems) {
    let Some(last) = last else {
        return add(record, Fault::Unjournalled, problems);
    };
    let operation = last.operation;
    if !last.is_present {
        return add(record, Fault::Deleted { operation }, problems);
    }
    let kind = record.kind();
    let fields = Table::of(kind).fields.iter().zip(&last.fields);
    for (field, (journalled, operation)) in fields {
        let present = row.value(kind, *field);
        if !is_same(*field, journalled, present) {
            let fault = differs(field.code(), journalled, present, *operation);
            add(record, fault, problems);
        }
    }
    for (column, (journalled, present)) in STAMPS.into_iter().zip(stamps(&last, row)) {
        if journalled != present {
            let fault = differs(column, &journalled, &present, operation);
            add(record, fault, problems);
        }
    }
}

/// Tells whether a field holds what was journalled: points as numbers, all else to the letter.
fn is_same(field: Field, journalled: &Value, present: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::Real(real) => Some(*real),
        Value::Int(int) => int.to_string().parse().ok(),
        _ => None,
    };
    match (field, number(journalled), number(present)) {
        (Field::Points, Some(one), Some(two)) => {
            (one - two).abs() <= 1e-9 * f64::max(1.0, one.abs())
        }
        _ => journalled == present,
    }
}

/// Returns the columns of both stamps, in pairs; none where records carry no stamp.
fn stamps(last: &LastValue, row: &Stored) -> Vec<(Value, Value)> {
    let columns = |stamp: crate::domain::changeset::Stamp| {
        [
            stamp.operation.into(),
            stamp.edited_at.into(),
            stamp.copied_from.map(|profile| profile.0).into(),
            Value::Bool(stamp.confirmed),
        ]
    };
    match (last.stamp, row.stamp) {
        (Some(one), Some(two)) => columns(one).into_iter().zip(columns(two)).collect(),
        _ => Vec::new(),
    }
}

fn differs(column: &'static str, journalled: &Value, present: &Value, operation: i64) -> Fault {
    Fault::Differs {
        column,
        journalled: journalled.clone(),
        present: present.clone(),
        operation,
    }
}

fn add(record: &Record, fault: Fault, problems: &mut Problems) {
    let record = record.clone();
    problems.add(Problem::Record(Box::new(Strayed { record, fault })));
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::changeset::{Changeset, Edit};
    use crate::domain::operation::{Batch, Signature};
    use crate::domain::request::Request;
    use crate::store::{Opening, Writing};

    /// Returns the edits that make 40 profiles, each a member of the first.
    fn territory() -> Vec<Edit> {
        let profile = |number: i64| {
            let name = format!("p-{number}");
            let values = [
                (Field::Slug, name.clone().into()),
                (Field::Nom, name.into()),
                (Field::Nature, "CC".into()),
            ];
            Edit::create(Record::Profile(ProfileId(number)), values)
        };
        let relation = |number: i64| {
            let (member, supra) = (ProfileId(number), ProfileId(1));
            Edit::create(Record::Relation { member, supra }, [])
        };
        (1..=40)
            .map(profile)
            .chain((2..=40).map(relation))
            .collect()
    }

    fn store(folder: &std::path::Path) -> Result<Store> {
        let path = folder.join("store.db");
        let mut store = Store::create(
            &path,
            "a-store",
            0,
            &Opening::waiting(Duration::from_secs(1)),
        )?;
        let signature = Signature {
            actor: "ann".to_owned(),
            system_user: "ann".to_owned(),
            host: "here".to_owned(),
            at: 1_000,
            note: None,
            requested_by: None,
        };
        let writing = Writing {
            signature: &signature,
            batch: Batch::New,
            changeset: None,
        };
        let profile = ProfileId(1);
        let changeset = Changeset::of(Request::ProfileCreate { profile }, territory());
        store.write(writing, |_| Ok((changeset, ())))?;
        Ok(store)
    }

    fn found(store: &mut Store, budget: usize) -> Result<Vec<Problem>> {
        let mut problems = Problems::up_to(1_000);
        store.verify_within(budget, &mut problems)?;
        problems.sort();
        Ok(problems.first)
    }

    #[test]
    fn short_memory_finds_the_same() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let mut store = store(folder.path())?;
        assert_eq!(found(&mut store, 1)?, []);
        for sql in [
            "UPDATE profile SET nom = 'x' WHERE id > 7 AND id < 12",
            "DELETE FROM relation WHERE member > 30",
            "UPDATE relation SET supra = 2 WHERE member = 20",
        ] {
            store.engine.run(sql, &[])?;
        }
        let whole = found(&mut store, usize::MAX)?;
        assert_eq!(whole.len(), 16);
        for budget in [1, 1_000, 5_000] {
            assert_eq!(found(&mut store, budget)?, whole, "{budget}");
        }
        Ok(())
    }

    #[test]
    fn a_document_that_cannot_be_read_is_told_once() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let mut store = store(folder.path())?;
        store.engine.run("UPDATE document SET form = 99", &[])?;
        for budget in [1, usize::MAX] {
            let problems = found(&mut store, budget)?;
            let told = Problem::Document { operation: 1 };
            assert_eq!(problems.iter().filter(|one| **one == told).count(), 1);
        }
        Ok(())
    }
}
