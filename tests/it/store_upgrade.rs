//! A store that an older tetctl made.

use crate::sandbox::Sandbox;

fn oldest() -> Sandbox {
    let sandbox = Sandbox::bare();
    let oldest = sandbox.fixture("schema/oldest.db");
    std::fs::rename(oldest, sandbox.path().join("store.db")).unwrap();
    sandbox
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
