//! `tetctl store upgrade`, and stores that an older tetctl made.

use rusqlite::Connection;

use crate::sandbox::Sandbox;

/// Returns a place with the oldest store.
pub fn oldest() -> Sandbox {
    let sandbox = Sandbox::bare();
    let oldest = sandbox.fixture("schema/oldest.db");
    std::fs::rename(oldest, sandbox.path().join("store.db")).unwrap();
    sandbox
}

/// Makes the store one that a group shares: without a write-ahead log.
pub fn share(sandbox: &Sandbox) {
    let store = Connection::open(sandbox.path().join("store.db")).unwrap();
    let mode = store.pragma_update_and_check(None, "journal_mode", "TRUNCATE", |row| {
        row.get::<_, String>(0)
    });
    assert_eq!(mode.unwrap(), "truncate");
}

fn schema(sandbox: &Sandbox) -> i64 {
    let store = Connection::open(sandbox.path().join("store.db")).unwrap();
    let sql = "SELECT schema FROM store";
    store.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn the_oldest_store_is_upgraded_once_and_kept_as_it_was() {
    let sandbox = oldest();
    let first = sandbox.run("store check --lang fr").ok();
    assert_eq!(
        first.stderr,
        "Base      mise à niveau (schéma 1 → 2) · l'ancienne : ./store.db.schema-1\n"
    );
    assert_eq!(sandbox.run("store check").ok().stderr, "");
    assert!(sandbox.path().join("store.db.schema-1").exists());
    let info = sandbox.run("store info --json").ok().json();
    assert_eq!(info["store_schema"], 2);
}

#[test]
fn what_was_done_before_an_upgrade_is_undone_after_it() {
    let sandbox = oldest();
    let undone = sandbox.run("op undo 6 --yes --json").ok().json();
    assert_eq!(undone["summary"]["written"], 3);
    let emptied = sandbox.run("referentiel status cae cc-des-sources-et-bocages --format count");
    assert_eq!(emptied.ok().stdout, "0\n");
}

#[test]
fn what_stands_in_the_backups_place_is_left_alone() {
    let sandbox = oldest();
    sandbox.write("store.db.schema-1", "precious");
    let opened = sandbox.run("store check").ok();
    assert!(
        opened.stderr.contains("./store.db.schema-1-2"),
        "{}",
        opened.stderr
    );
    assert_eq!(sandbox.read("store.db.schema-1"), "precious");
    let backup = std::fs::read(sandbox.path().join("store.db.schema-1-2")).unwrap();
    std::fs::write(sandbox.path().join("store.db"), backup).unwrap();
    let again = sandbox.run("op undo 6 --yes").ok();
    assert!(
        again.stderr.contains("./store.db.schema-1-3"),
        "{}",
        again.stderr
    );
}

#[test]
fn an_upgrade_says_from_where_to_where_and_happens_once() {
    let sandbox = oldest();

    sandbox.run("store upgrade").shows(
        "Store     upgraded (schema 1 → 2) · the older one: ./store.db.schema-1",
        "Store     ./store.db",
    );
    sandbox
        .run("store upgrade --lang fr")
        .shows("Rien à changer.", "Base      ./store.db");

    let again = sandbox.run("store upgrade --json").ok();
    assert_eq!(
        again.stdout,
        "{\"schema\":\"tetctl/1\",\"command\":\"store upgrade\",\"ok\":true,\"exit\":0,\"dry_run\":false,\"operation\":null,\"batch\":null,\"batch_name\":null,\"summary\":null,\"warnings\":[],\"store\":\"./store.db\",\"from\":2,\"to\":2,\"backup\":null}\n"
    );
    assert!(!sandbox.path().join("store.db.schema-2").exists());
}

#[test]
fn a_rehearsal_of_an_upgrade_leaves_the_store_as_it_is() {
    let sandbox = oldest();
    let bytes = std::fs::read(sandbox.path().join("store.db")).unwrap();

    sandbox.run("store upgrade -n --lang fr").shows(
        "Base      serait mise à niveau (schéma 1 → 2), une fois gardée à côté telle qu'elle est",
        "Base      ./store.db · rien ne sera écrit",
    );
    let told = sandbox.run("store upgrade -n --json").ok().json();
    assert_eq!((&told["from"], &told["to"]), (&1.into(), &2.into()));
    sandbox
        .run("store upgrade --save x.json")
        .fails(2, "error[usage]: --save has no meaning here");

    assert_eq!(
        std::fs::read(sandbox.path().join("store.db")).unwrap(),
        bytes
    );
    assert!(!sandbox.path().join("store.db.schema-1").exists());
}

#[test]
fn a_store_that_a_group_shares_is_upgraded_on_purpose_only() {
    let sandbox = oldest();
    share(&sandbox);

    for line in [
        "profile list",
        "store info",
        "store check",
        "op undo 6 --yes",
        "profile create 'CC X' -n",
    ] {
        let run = sandbox.run(line);
        assert!(
            run.stderr
                .ends_with("hint: once all who use it have this tetctl:  tetctl store upgrade\n"),
            "{line}\n{}",
            run.stderr
        );
        run.fails(
            1,
            "error[store_older]: the store is of an older schema (1, now: 2)",
        );
    }
    assert_eq!(schema(&sandbox), 1);
    assert!(!sandbox.path().join("store.db.schema-1").exists());

    sandbox.run("store upgrade --yes").ok();
    assert_eq!(schema(&sandbox), 2);
    sandbox.run("op undo 6 --yes").ok();
}

#[test]
fn what_is_no_store_is_not_upgraded() {
    let sandbox = Sandbox::bare();
    sandbox.run("store upgrade").fails(
        3,
        "error[store_not_found]: no store at `./store.db` (given by TETCTL_STORE)",
    );
    sandbox.write("store.db", "a,b\n");
    sandbox.run("store upgrade").fails(
        1,
        "error[store_foreign]: `./store.db` is no store of tetctl",
    );
}

#[test]
fn a_store_of_a_later_schema_is_left_to_a_later_tetctl() {
    let sandbox = Sandbox::empty();
    let store = Connection::open(sandbox.path().join("store.db")).unwrap();
    store.execute("UPDATE store SET schema = 99", []).unwrap();
    drop(store);
    for line in ["store upgrade", "profile list"] {
        sandbox.run(line).fails(
            1,
            "error[store_newer]: the store was made by a newer tetctl (schema 99, known: 2)",
        );
    }
}
