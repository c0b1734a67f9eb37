//! `tetctl store init|info|check`.

use std::os::unix::fs::PermissionsExt as _;

use crate::sandbox::Sandbox;

#[test]
fn a_new_store_is_empty_and_for_its_owner_alone() {
    let sandbox = Sandbox::bare();

    sandbox.run("store init --lang fr").shows(
        "Base      ./store.db · vide, lisible par vous seul
Ensuite   tetctl referentiel import FICHIER --id cae
          tetctl profile create NOM",
        "",
    );

    let file = sandbox.path().join("store.db");
    let mode = std::fs::metadata(file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let info = sandbox.run("store info --json").ok().json();
    assert_eq!(
        info["summary"].to_string(),
        r#"{"profiles":0,"operations":0}"#
    );
    assert_eq!(info["store_schema"], 2);
}

#[test]
fn a_store_is_never_made_over_something() {
    let sandbox = Sandbox::empty();
    sandbox
        .run("store init")
        .fails(5, "error[store_exists]: `./store.db` exists already");
    sandbox
        .run("store init --store ./")
        .fails(5, "error[store_exists]: `./` exists already");
}

#[test]
fn a_missing_store_is_not_made_by_accident() {
    let sandbox = Sandbox::bare();

    let run = sandbox.run("profile list");

    assert!(
        run.stderr.contains("hint: tetctl store init makes one"),
        "{}",
        run.stderr
    );
    run.fails(
        3,
        "error[store_not_found]: no store at `./store.db` (given by TETCTL_STORE)",
    );
    assert!(!sandbox.path().join("store.db").exists());
    sandbox.write("letter.txt", "");
    sandbox
        .run("profile list --store ./letter.txt/a.db")
        .fails_with(3);
    sandbox.run("profile list --store ./other.db").fails(
        3,
        "error[store_not_found]: no store at `./other.db` (given by --store)",
    );
}

#[test]
fn a_file_that_is_no_store_is_left_as_it_is() {
    let sandbox = Sandbox::bare();
    for content in ["", "not a database at all"] {
        sandbox.write("store.db", content);
        sandbox.run("profile create 'CC X' --yes").fails(
            1,
            "error[store_foreign]: `./store.db` is no store of tetctl",
        );
        assert_eq!(sandbox.read("store.db"), content);
    }
}

#[test]
fn a_truncated_store_is_damaged() {
    let sandbox = Sandbox::filled();
    let file = sandbox.path().join("store.db");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();

    let run = sandbox.run("store check --json");

    assert_eq!(run.code, Some(10), "{run:?}");
    let problems = run.json()["problems"].as_array().map_or(0, Vec::len);
    assert!(problems > 0, "{run:?}");
}

#[test]
fn a_folder_is_no_store() {
    let sandbox = Sandbox::bare();
    sandbox
        .run("profile list --store ./")
        .fails(1, "error[store_foreign]: `./` is a folder, no store");
}

#[test]
fn making_a_store_is_neither_shown_nor_saved_first() {
    let sandbox = Sandbox::bare();
    for (typed, flag) in [("-n", "--dry-run"), ("--save s.json", "--save")] {
        sandbox
            .run(&format!("store init {typed}"))
            .fails(2, &format!("error[usage]: {flag} has no meaning here"));
    }
    assert!(!sandbox.path().join("store.db").exists());
}

#[test]
fn equal_content_has_an_equal_digest_in_any_store() {
    let (one, two) = (Sandbox::filled(), Sandbox::filled());
    assert_eq!(one.digest(), two.digest());

    two.run("referentiel set orvel-61 cae_3.1.1.1=fait --yes")
        .ok();

    assert_ne!(one.digest(), two.digest());
    two.run("op undo --yes").ok();
    assert_eq!(one.digest(), two.digest());
}
