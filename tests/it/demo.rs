//! `tetctl demo`.

use crate::sandbox::Sandbox;

#[test]
fn the_main_job_is_shown_from_request_to_reply() {
    let sandbox = Sandbox::bare();

    let run = sandbox.run("demo demo --lang fr").ok();

    for part in [
        "Une demande arrive :",
        "$ tetctl copy cae --from petr-du-pays-de-trevanne --to-members-of -x 3 -n",
        "33 à écrire · 2 gardés · 1 égal · 0 refusé = 36 choisis",
        "Copié     33 champs · 3 profils sur 3 · lot 13",
        "$ tetctl referentiel status cae cc-des-sources-et-bocages --format tree",
        "├─ 1 Donner un cap au territoire",
        "Bonjour,\nNous avons copié le référentiel Climat Air Énergie",
        "tetctl op undo --batch demande-trevanne",
    ] {
        assert!(run.stdout.contains(part), "{part}\n---\n{}", run.stdout);
    }
    assert_eq!(run.stderr, "");
}

#[test]
fn the_demo_is_made_anew_and_its_next_commands_work() {
    let sandbox = Sandbox::bare();
    sandbox.run("demo demo").ok();

    let document = sandbox.run("demo demo --json").ok().json();

    assert_eq!(document["store"], "demo/demo.db");
    sandbox.run("demo demo").ok();
    for command in document["commands"].as_array().unwrap() {
        let line = command.as_str().unwrap().strip_prefix("tetctl ").unwrap();
        sandbox
            .run(&format!("{line} --yes --store demo/demo.db"))
            .ok();
    }
}

#[test]
fn a_folder_that_the_demo_did_not_make_is_left_alone() {
    let sandbox = Sandbox::bare();
    std::fs::create_dir(sandbox.path().join("mine")).unwrap();
    sandbox.write("mine/demo.db", "precious");

    let run = sandbox.run("demo mine");
    assert!(
        run.stderr.contains("name an empty folder"),
        "{}",
        run.stderr
    );
    run.fails(
        5,
        "error[store_exists]: `mine` holds files that the demo did not make",
    );

    assert_eq!(sandbox.read("mine/demo.db"), "precious");
}

#[test]
fn a_demo_is_no_rehearsal() {
    let sandbox = Sandbox::bare();
    for flag in ["--dry-run", "--save x.json"] {
        let name = flag.split(' ').next().unwrap();
        sandbox
            .run(&format!("demo demo {flag}"))
            .fails(2, &format!("error[usage]: {name} has no meaning here"));
        assert!(!sandbox.path().join("demo").exists());
    }
}
