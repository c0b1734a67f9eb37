//! `tetctl store check`: the journal against its own numbers, and the schema.

use crate::sandbox::Sandbox;
use crate::store_check::{behind, problems};

/// What was done to a store, and what is said of it among other things.
const DONE: [(&str, &[&str]); 12] = [
    (
        "UPDATE store SET last_operation = 4",
        &["the store counts 4 operations and holds them up to 10: it can write no more"],
    ),
    (
        "UPDATE store SET last_operation = 13",
        &["operations 11 to 13 are missing from the journal"],
    ),
    (
        "DELETE FROM operation_profile WHERE operation = 4;
         DELETE FROM document WHERE operation = 4;
         DELETE FROM operation WHERE id = 4",
        &["operation 4 is missing from the journal"],
    ),
    (
        "DELETE FROM operation_profile WHERE operation > 8;
         DELETE FROM document WHERE operation > 8;
         DELETE FROM operation WHERE id > 8",
        &["operations 9 to 10 are missing from the journal"],
    ),
    (
        "DELETE FROM operation_profile WHERE operation = 10",
        &["operation 10 lacks the list of profiles it touched"],
    ),
    (
        "DELETE FROM document WHERE operation = 10",
        &["operation 10 lacks its edits"],
    ),
    (
        "PRAGMA foreign_keys = OFF; DELETE FROM operation WHERE id = 10",
        &[
            "document refers to a missing operation",
            "operation 10 is missing from the journal",
        ],
    ),
    (
        "DROP INDEX operation_batch",
        &["`operation_batch` is missing from the schema"],
    ),
    (
        "CREATE TRIGGER t AFTER DELETE ON statut BEGIN DELETE FROM commentaire; END",
        &["`t` is not of tetctl"],
    ),
    (
        "ALTER TABLE profile ADD COLUMN more TEXT",
        &["`profile` is not as tetctl makes it"],
    ),
    (
        "DROP TABLE services",
        &["`services` is missing from the schema"],
    ),
    ("CREATE TABLE notes (a)", &["`notes` is not of tetctl"]),
];

#[test]
fn what_is_missing_of_the_journal_or_the_schema_is_named() {
    for (sql, said) in DONE {
        let sandbox = Sandbox::filled();
        behind(&sandbox, sql);
        let found = problems(&sandbox);
        for line in said {
            assert!(found.contains(&(*line).to_owned()), "{sql}\n{found:#?}");
        }
    }
}

#[test]
fn what_a_check_finds_is_told_in_french() {
    let sandbox = Sandbox::filled();
    behind(
        &sandbox,
        "UPDATE store SET last_operation = 4; DROP INDEX operation_batch;
         DELETE FROM document WHERE operation = 10",
    );
    let french = sandbox.run("store check --lang fr").stdout;
    for line in [
        "  x  la base compte 4 opérations et en contient jusqu'à la 10 : elle ne peut plus en écrire\n",
        "  x  `operation_batch` manque au schéma\n",
        "  x  opération 10 : il manque ses modifications\n",
    ] {
        assert!(french.contains(line), "{french}");
    }
}

#[test]
fn a_write_that_fails_gives_its_number_back() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("profile create 'CC Z' --siren 200000131 --yes")
        .fails_with(5);
    sandbox.run("profile create 'CC X' --yes").ok();
    sandbox.run("op undo --yes").ok();
    assert_eq!(problems(&sandbox), [""; 0]);
}

#[test]
fn what_the_engine_keeps_for_itself_is_no_problem() {
    let sandbox = Sandbox::filled();
    behind(&sandbox, "ANALYZE");
    assert_eq!(problems(&sandbox), [""; 0]);
}
