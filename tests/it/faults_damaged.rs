//! A store that is none, or is damaged: told by a code, whatever the bytes are, and left as it is.

use std::fs;

use rusqlite::Connection;

use crate::sandbox::{Run, Sandbox};
use crate::wide::{Seeded, territory};

/// What is tried on each file: looks of every kind, a check, a write.
const COMMANDS: [&str; 7] = [
    "profile list --json",
    "op list --json",
    "op history cc-01 --json",
    "referentiel status cae petr-du-val --json",
    "referentiel export cae petr-du-val --json",
    "store check --json",
    "profile edit cc-02 --population 1200 --yes --json",
];

/// Holds a run to a code that is foreseen, and returns it; nothing where it did what it was asked.
#[track_caller]
fn code(run: &Run) -> Option<String> {
    let exit = run
        .code
        .unwrap_or_else(|| panic!("a signal ended it: {run:?}"));
    assert!(exit <= 10, "{run:?}");
    let code = run.json()["error"]["code"].as_str().map(str::to_owned);
    assert_eq!(code.is_some(), ![0, 10].contains(&exit), "{run:?}");
    code
}

#[test]
fn what_is_no_store_is_told_and_left_as_it_is() {
    let sandbox = Sandbox::bare();
    let other = sandbox.path().join("other.db");
    let database = Connection::open(&other).unwrap();
    database
        .execute_batch("CREATE TABLE store (name TEXT); INSERT INTO store VALUES ('x')")
        .unwrap();
    drop(database);
    let jpeg = [b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01".as_slice(), &[7; 5_000]].concat();
    let files = [
        Vec::new(),
        b"just a text\n".to_vec(),
        fs::read(&other).unwrap(),
        jpeg,
        vec![0; 8_192],
    ];
    for bytes in files {
        fs::write(sandbox.path().join("store.db"), &bytes).unwrap();
        for command in COMMANDS {
            let run = sandbox.run(command);
            assert_eq!(run.code, Some(1), "{command}: {run:?}");
            assert_eq!(code(&run).as_deref(), Some("store_foreign"), "{command}");
        }
        let left = fs::read(sandbox.path().join("store.db")).unwrap();
        assert_eq!(left, bytes);
    }
}

#[test]
fn a_store_of_a_newer_schema_is_neither_read_nor_written() {
    let sandbox = territory(2);
    let store = Connection::open(sandbox.path().join("store.db")).unwrap();
    store.execute_batch("UPDATE store SET schema = 99").unwrap();
    drop(store);
    let before = fs::read(sandbox.path().join("store.db")).unwrap();

    for command in COMMANDS {
        let run = sandbox.run(command);
        assert_eq!(run.code, Some(1), "{command}: {run:?}");
        assert_eq!(code(&run).as_deref(), Some("store_newer"), "{command}");
    }

    assert_eq!(fs::read(sandbox.path().join("store.db")).unwrap(), before);
}

#[test]
fn a_store_that_was_cut_is_never_taken_for_a_sound_one() {
    let sandbox = territory(2);
    let file = sandbox.path().join("store.db");
    let whole = fs::read(&file).unwrap();
    let page = 4_096;
    let lengths = [
        1,
        99,
        100,
        511,
        512,
        page - 1,
        page,
        page + 1,
        3 * page,
        whole.len() / 2,
        whole.len() - page,
    ];
    for length in lengths {
        for command in COMMANDS {
            sandbox.forget_beside();
            fs::write(&file, &whole[..length]).unwrap();
            let run = sandbox.run(command);
            let code = code(&run);
            let is_check = command.starts_with("store check");
            assert!(!is_check || run.code != Some(0), "{length}: {run:?}");
            assert_ne!(
                code.as_deref(),
                Some("internal"),
                "{length} {command}: {run:?}"
            );
        }
    }
}

#[test]
fn no_byte_of_a_store_makes_a_command_fall_over() {
    let sandbox = territory(2);
    let file = sandbox.path().join("store.db");
    let whole = fs::read(&file).unwrap();
    let mut random = Seeded(5);
    let mut found = 0;
    for round in 0..24 {
        let mut bytes = whole.clone();
        for _ in 0..=round * 4 {
            let place = random.below(bytes.len());
            bytes[place] ^= 1 << random.below(8);
        }
        for command in COMMANDS {
            sandbox.forget_beside();
            fs::write(&file, &bytes).unwrap();
            let run = sandbox.run(command);
            let code = code(&run);
            assert_ne!(
                code.as_deref(),
                Some("internal"),
                "{round} {command}: {run:?}"
            );
            let is_check = command.starts_with("store check");
            found += usize::from(is_check && run.code != Some(0));
        }
    }
    assert!(found > 12, "{found} of 24 were found");
}

#[test]
fn a_folder_and_a_missing_parent_are_told() {
    let sandbox = Sandbox::empty();
    for command in ["profile list", "store check", "profile create 'CC X' --yes"] {
        sandbox
            .run(&format!("{command} --store ./"))
            .fails(1, "error[store_foreign]: `./` is a folder, no store");
        sandbox
            .run(&format!("{command} --store ./absent/a.db"))
            .fails(
                3,
                "error[store_not_found]: no store at `./absent/a.db` (given by --store)",
            );
    }
    assert!(!sandbox.path().join("absent").exists());
    let run = sandbox.run("store init --store ./store.db/a.db --json");
    assert_eq!(run.code, Some(1), "{run:?}");
    sandbox.run("store check").ok();
}
