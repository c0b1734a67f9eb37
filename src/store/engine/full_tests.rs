//! A database that may grow no more, and a commit that somebody holds up: all stays as it was.

use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use crate::domain::changeset::{Changeset, Edit};
use crate::domain::operation::{Batch, Signature};
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Record};
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::store::{Opening, Store, Writing};

fn store(folder: &Path) -> Result<Store> {
    let opening = Opening::waiting(Duration::ZERO);
    Store::create(&folder.join("store.db"), "a-store", 0, &opening)
}

/// Creates profiles of these numbers in one operation.
fn create(store: &mut Store, numbers: RangeInclusive<i64>) -> Result<()> {
    let edits = numbers.map(|number| {
        let slug = format!("cc-{number}");
        let values = [
            (Field::Slug, slug.clone().into()),
            (Field::Nom, slug.into()),
            (Field::Nature, "CC".into()),
        ];
        Edit::create(Record::Profile(ProfileId(number)), values)
    });
    let profile = ProfileId(1);
    let changeset = Changeset::of(Request::ProfileCreate { profile }, edits.collect());
    let signature = Signature {
        actor: "support-1".to_owned(),
        system_user: "support".to_owned(),
        host: "poste-01".to_owned(),
        at: 1_000,
        note: None,
        requested_by: None,
    };
    let writing = Writing {
        signature: &signature,
        batch: Batch::New,
        changeset: None,
    };
    store.write(writing, |_| Ok((changeset, ())))?;
    Ok(())
}

fn refusal(written: Result<()>) -> Option<Refusal> {
    written.err()?.downcast().ok()
}

fn pragma(store: &Store, text: &str) -> Result<i64> {
    let mut number = 0;
    store.engine.each(text, &[], &mut |row| {
        number = row.maybe_int(0).unwrap_or_default().unwrap_or_default();
        Ok(())
    })?;
    Ok(number)
}

#[test]
fn a_full_database_is_told_and_left_as_it_was() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut store = store(folder.path())?;
    create(&mut store, 1..=1)?;
    let digest = store.view()?.digest()?;
    let pages = pragma(&store, "PRAGMA page_count")?;
    for more in [0, 1, 3, 10] {
        pragma(&store, &format!("PRAGMA max_page_count = {}", pages + more))?;

        let refusal = refusal(create(&mut store, 2..=2_000));

        assert!(matches!(refusal, Some(Refusal::StoreFull { .. })), "{more}");
        assert_eq!(store.view()?.digest()?, digest);
        assert_eq!(store.damage()?, []);
    }
    pragma(&store, "PRAGMA max_page_count = 100000")?;
    create(&mut store, 2..=2_000)?;
    assert_ne!(store.view()?.digest()?, digest);
    Ok(())
}

#[test]
fn a_commit_that_a_reader_holds_up_is_forgotten_whole() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut store = store(folder.path())?;
    pragma(&store, "PRAGMA journal_mode = DELETE")?;
    let digest = store.view()?.digest()?;
    let opening = Opening::waiting(Duration::ZERO);
    let mut other = Store::open(&folder.path().join("store.db"), &opening)?;
    let reader = other.view()?;
    reader.digest()?;

    let refusal = refusal(create(&mut store, 1..=1));

    assert!(matches!(refusal, Some(Refusal::StoreBusy { .. })));
    assert_eq!(store.view()?.digest()?, digest);
    drop(reader);
    create(&mut store, 1..=1)?;
    Ok(())
}
