//! `tetctl store backup`.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;

use crate::sandbox::{NOW, Sandbox};
use crate::store_upgrade::{oldest, share};

/// Returns the names of what stands in a folder.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "structure.csv")
        .collect();
    names.sort();
    names
}

/// Returns the digest that a file holds.
pub fn digest_of(sandbox: &Sandbox, file: &str) -> String {
    let check = sandbox.run(&format!("store check --json --store ./{file}"));
    check.ok().json()["digest"].as_str().unwrap().to_owned()
}

#[test]
fn a_backup_says_what_it_holds_and_holds_what_the_store_does() {
    let sandbox = Sandbox::filled();
    let digest = sandbox.digest();

    let run = sandbox.run("store backup nuit.db");

    let bytes = std::fs::metadata(sandbox.path().join("nuit.db")).unwrap();
    let size = format!("{} kB", (bytes.len() + 500) / 1000);
    run.shows(
        &format!(
            "Copied    ./store.db → nuit.db
Holds     6 profiles · 10 operations, the last one 10, at 09:05 by support-2 · {size}
Digest    {digest}
Verified  opened again, no damage, the same content as the store"
        ),
        "",
    );
    assert_eq!(bytes.permissions().mode() & 0o777, 0o600);
    assert_eq!(digest_of(&sandbox, "nuit.db"), digest);
    assert_eq!(names(sandbox.path()), ["nuit.db", "store.db"]);
}

#[test]
fn a_backup_speaks_french_and_to_programs() {
    let sandbox = Sandbox::empty();
    let french = sandbox
        .run("store backup nuit.db --lang fr --store ./store.db")
        .ok();
    let lines: Vec<&str> = french.stdout.lines().collect();
    assert_eq!(lines[0], "Copié     ./store.db → nuit.db");
    assert!(lines[1].starts_with("Contient  0 profil · 0 opération · "));
    assert_eq!(
        lines[3],
        "Vérifié   rouverte, rien d'abîmé, même contenu que la base"
    );

    let document = sandbox.run("store backup matin.db --json").ok().json();

    assert_eq!(
        document["summary"].to_string(),
        r#"{"profiles":0,"operations":0}"#
    );
    assert_eq!(document["file"], "matin.db");
    assert_eq!(document["digest"], sandbox.digest());
    assert_eq!(document["last_operation"], serde_json::Value::Null);
    assert!(document["bytes"].as_u64().unwrap() > 0);
}

#[test]
fn a_rehearsal_of_a_backup_makes_no_file() {
    let sandbox = Sandbox::filled();
    sandbox.run("store backup nuit.db -n").shows(
        "Would be  nuit.db
Holds     6 profiles · 10 operations, the last one 10, at 09:05 by support-2",
        "Store     ./store.db · nothing will be written",
    );
    let document = sandbox.run("store backup nuit.db -n --json").ok().json();
    assert_eq!(document["dry_run"], true);
    assert_eq!(document["last_operation"], 10);
    sandbox
        .run("store backup nuit.db --save x.json")
        .fails(2, "error[usage]: --save has no meaning here");
    assert_eq!(names(sandbox.path()), ["store.db"]);
}

#[test]
fn what_is_there_already_is_never_written_over() {
    let sandbox = Sandbox::empty();
    sandbox.run("store backup nuit.db").ok();
    let first = std::fs::read(sandbox.path().join("nuit.db")).unwrap();
    sandbox.run("profile create 'CC X' --yes").ok();
    for flags in ["", "--yes", "-n"] {
        let run = sandbox.run(&format!("store backup nuit.db {flags}"));
        assert!(
            run.stderr
                .ends_with("hint: choose another name; this one is free: nuit-2.db\n"),
            "{}",
            run.stderr
        );
        run.fails(5, "error[store_exists]: `nuit.db` exists already");
    }
    assert_eq!(
        std::fs::read(sandbox.path().join("nuit.db")).unwrap(),
        first
    );

    std::os::unix::fs::symlink("nowhere", sandbox.path().join("link.db")).unwrap();
    sandbox
        .run("store backup link.db")
        .fails(5, "error[store_exists]: `link.db` exists already");
    assert!(!sandbox.path().join("nowhere").exists());
}

#[test]
fn a_place_that_cannot_hold_a_backup_is_refused() {
    let sandbox = Sandbox::empty();
    std::fs::create_dir(sandbox.path().join("folder")).unwrap();
    for (file, why) in [
        ("folder", "`folder` is a folder"),
        ("new/", "`new/` is a folder"),
        ("none/nuit.db", "`none/nuit.db` is no folder that exists"),
        ("store.db", "`store.db` is the store itself"),
        ("./folder/../store.db", "is the store itself"),
        ("store.db-wal", "`store.db-wal` is the store itself"),
        ("store.db-journal", "`store.db-journal` is the store itself"),
    ] {
        let run = sandbox.run(&format!("store backup {file}"));
        assert_eq!(run.code, Some(2), "{file}\n{}", run.stderr);
        assert!(run.stderr.contains(why), "{file}\n{}", run.stderr);
    }
    assert_eq!(names(sandbox.path()), ["folder", "store.db"]);
    sandbox.run("store backup x.db --store ./none.db").fails(
        3,
        "error[store_not_found]: no store at `./none.db` (given by --store)",
    );
}

#[test]
fn a_backup_is_as_private_or_shared_as_its_store() {
    let sandbox = Sandbox::filled();
    let journal = |file: &str| {
        let store = rusqlite::Connection::open(sandbox.path().join(file)).unwrap();
        let mode = store.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0));
        mode.unwrap()
    };
    sandbox.run("store backup private.db").ok();
    assert_eq!(journal("private.db"), "wal");
    share(&sandbox);
    sandbox.run("store backup shared.db").ok();
    assert_eq!(journal("shared.db"), "delete");
}

#[test]
fn a_damaged_store_gives_no_backup() {
    let sandbox = Sandbox::filled();
    let file = sandbox.path().join("store.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(7);
    std::fs::write(&file, bytes).unwrap();

    let run = sandbox.run("store backup nuit.db");

    assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
    assert_eq!(names(sandbox.path()), ["store.db"]);
}

#[test]
fn an_older_store_is_upgraded_before_it_is_copied() {
    let sandbox = oldest();
    sandbox.run("store backup nuit.db").ok();
    assert_eq!(digest_of(&sandbox, "nuit.db"), sandbox.digest());
}

#[test]
fn a_backup_made_while_others_write_is_one_commit() {
    let sandbox = Sandbox::territory();
    let mut writer = std::process::Command::new("sh");
    let line = "for n in 1 2 3 4 5 6 7 8 9 10 11 12; do \
        \"$T\" referentiel set orvel-61 cae_1.1.1.1=fait --yes -q && \
        \"$T\" referentiel set orvel-61 cae_1.1.1.1=pas_fait --yes -q || exit 1; done";
    let mut writer = writer
        .args(["-c", line])
        .current_dir(sandbox.path())
        .env_clear()
        .env("T", env!("CARGO_BIN_EXE_tetctl"))
        .env("HOME", sandbox.path())
        .env("TETCTL_STORE", "./store.db")
        .env("TETCTL_ACTOR", "support-2")
        .env("TETCTL_NOW", NOW)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    for number in 0..5 {
        let copied = sandbox.run(&format!("store backup nuit-{number}.db --json"));
        let copied = copied.ok().json();
        let file = format!("nuit-{number}.db");
        assert_eq!(copied["digest"], digest_of(&sandbox, &file));
        let list = sandbox.run(&format!("op list --limit 1 --json --store ./{file}"));
        assert_eq!(
            list.json()["items"][0]["operation"],
            copied["last_operation"]
        );
    }
    assert!(writer.wait().unwrap().success());
}
