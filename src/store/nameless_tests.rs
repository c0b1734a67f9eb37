//! The journal names nobody: people stand in it by number, and one table alone knows them.

use std::io::Read as _;
use std::time::Duration;

use anyhow::{Context, Result};
use flate2::read::DeflateDecoder;

use super::engine::Bind;
use super::{MIGRATIONS, Opening, Store, Writing};
use crate::domain::changeset::{Changeset, Edit};
use crate::domain::operation::{Batch, Requester, Signature};
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Record};
use crate::domain::request::Request;

const PEOPLE: [&str; 3] = ["marie.dupont", "mdupont-local", "jeanne.martin@orvel.fr"];

fn store_with_operations(folder: &std::path::Path) -> Result<Store> {
    let [actor, system_user, email] = PEOPLE.map(str::to_owned);
    let path = folder.join("store.db");
    let mut store = Store::create(
        &path,
        "a-store",
        0,
        &Opening::waiting(Duration::from_secs(1)),
    )?;
    let signature = Signature {
        actor,
        system_user,
        host: "poste-01".to_owned(),
        at: 1_000,
        note: None,
        requested_by: Some(Requester::Email(email)),
    };
    for number in 1..=3 {
        let profile = ProfileId(number);
        let slug = format!("cc-{number}");
        let values = [
            (Field::Slug, slug.clone().into()),
            (Field::Nom, slug.into()),
            (Field::Nature, "CC".into()),
        ];
        let changeset = Changeset::of(
            Request::ProfileCreate { profile },
            vec![Edit::create(Record::Profile(profile), values)],
        );
        let writing = Writing {
            signature: &signature,
            batch: Batch::Named("lot".to_owned()),
            changeset: None,
        };
        store.write(writing, |_| Ok((changeset, ())))?;
    }
    Ok(store)
}

/// Returns each table with its columns, as the migrations declare them.
fn tables() -> Vec<(&'static str, Vec<&'static str>)> {
    let bodies = MIGRATIONS.iter().flat_map(|text| {
        let parts = text.split("CREATE TABLE ").skip(1);
        parts.filter_map(|part| part.split("\n)").next())
    });
    let table = |body: &'static str| {
        let (name, columns) = body.split_once(" (")?;
        let words = columns.lines().filter_map(|line| {
            let word = line.split_whitespace().next()?;
            word.starts_with(|char: char| char.is_ascii_lowercase())
                .then_some(word)
        });
        Some((name, words.collect()))
    };
    bodies.filter_map(table).collect()
}

fn text_of(value: Bind<'_>) -> Result<String> {
    Ok(match value {
        Bind::Text(text) => text.to_owned(),
        Bind::Blob(bytes) => {
            let mut text = String::new();
            DeflateDecoder::new(bytes)
                .read_to_string(&mut text)
                .context("a document")?;
            text
        }
        _ => String::new(),
    })
}

fn content(store: &mut Store, table: &str, columns: &[&str]) -> Result<String> {
    let view = store.view()?;
    let sql = format!("SELECT {} FROM {table}", columns.join(", "));
    let rows = view.rows(&sql, &[], |row| {
        (0..columns.len())
            .map(|column| text_of(row.value(column)?))
            .collect::<Result<Vec<_>>>()
    })?;
    Ok(rows.concat().join("\n"))
}

#[test]
fn one_table_alone_names_people() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut store = store_with_operations(folder.path())?;
    let tables = tables();
    for known in ["operation", "document", "batch", "profile", "commentaire"] {
        assert!(tables.iter().any(|(table, _)| *table == known), "{known}");
    }
    for (table, columns) in tables {
        let content = content(&mut store, table, &columns)?.to_lowercase();
        for name in PEOPLE {
            assert_eq!(content.contains(name), table == "person", "{table}: {name}");
        }
    }
    Ok(())
}

#[test]
fn a_document_is_read_as_it_was_compressed() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut store = store_with_operations(folder.path())?;
    let documents = content(&mut store, "document", &["edits"])?;
    assert!(
        documents.contains("[\"slug\",null,\"cc-2\"]"),
        "{documents}"
    );
    Ok(())
}
