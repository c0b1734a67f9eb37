//! `tetctl profile create`.

use crate::sandbox::Sandbox;

const PETR: &str = "profile create 'PETR du Pays de Trévanne' --department 61";

#[test]
fn a_profile_is_created_once() {
    let sandbox = Sandbox::empty();

    sandbox.run(&format!("{PETR} --yes")).shows(
        "Done      profile create petr-du-pays-de-trevanne · 4 fields · operation 1
Undo      tetctl op undo 1",
        "Store     ./store.db",
    );
    sandbox
        .run(&format!("{PETR} --yes"))
        .shows("Nothing to change.", "Store     ./store.db");
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let sandbox = Sandbox::empty();
    let before = sandbox.digest();

    sandbox.run(&format!("{PETR} -n")).shows(
        "profile create petr-du-pays-de-trevanne
  +  petr-du-pays-de-trevanne  slug         — → petr-du-pays-de-trevanne
  +  petr-du-pays-de-trevanne  nom          — → PETR du Pays de Trévanne
  +  petr-du-pays-de-trevanne  nature       — → PETR
  +  petr-du-pays-de-trevanne  department   — → 61",
        "Store     ./store.db · nothing will be written",
    );

    assert_eq!(sandbox.digest(), before);
}

#[test]
fn nobody_to_confirm_is_a_refusal() {
    let sandbox = Sandbox::empty();
    sandbox.run(PETR).fails(
        7,
        "error[not_confirmed]: nothing was written: nobody is there to confirm",
    );
}

/// Returns the document of one profile.
fn shown(sandbox: &Sandbox, key: &str) -> serde_json::Value {
    sandbox
        .run(&format!("profile show {key} --json"))
        .ok()
        .json()["profile"]
        .clone()
}

#[test]
fn every_nature_tells_its_type() {
    let sandbox = Sandbox::empty();
    for (nature, kind) in [
        ("METRO", "epci"),
        ("MET69", "epci"),
        ("CU", "epci"),
        ("CA", "epci"),
        ("CC", "epci"),
        ("EPT", "epci"),
        ("PETR", "epci"),
        ("POLEM", "epci"),
        ("SMF", "epci"),
        ("SMO", "epci"),
        ("SIVU", "epci"),
        ("SIVOM", "epci"),
        ("commune", "commune"),
        ("departement", "departement"),
        ("region", "region"),
        ("prefecture_region", "prefecture_region"),
        ("prefecture_departement", "prefecture_departement"),
        ("service_public", "service_public"),
        ("structure", "structure_sans_statut_juridique"),
        ("test", "test"),
    ] {
        let line = format!("profile create 'Le {nature}' --nature {nature} --department 61");
        sandbox.run(&format!("{line} --yes")).ok();

        let listed = sandbox.run(&format!("profile list --nature {nature} --json"));
        let items = listed.json()["items"].clone();
        assert_eq!(items[0]["nature"], nature);
        assert_eq!(items[0]["type"], kind);
    }
}

#[test]
fn the_first_word_is_the_nature_where_it_is_one() {
    let sandbox = Sandbox::empty();
    sandbox
        .run("profile create \"Métropole d'Orvel\" --yes")
        .ok();
    assert_eq!(shown(&sandbox, "metropole-d-orvel")["nature"], "METRO");
    sandbox.run("profile create 'Grand Orvel' --yes").fails(
        2,
        "error[usage]: the first word of `Grand Orvel` is no nature",
    );
    sandbox
        .run("profile create Orvel --nature XX --yes --lang fr")
        .fails(2, "erreur[usage]: `XX` n'est pas une nature");
}

#[test]
fn codes_stay_as_they_are_written() {
    let sandbox = Sandbox::empty();
    for line in [
        "Bourg --nature commune --insee 01053",
        "Corte --nature commune --insee 2b096",
        "Abymes --nature commune --insee 97101",
        "'CC de la Corse' --department 2A --siren '200 000 131'",
    ] {
        sandbox.run(&format!("profile create {line} --yes")).ok();
    }

    assert_eq!(shown(&sandbox, "bourg-01")["insee"], "01053");
    assert_eq!(shown(&sandbox, "bourg-01")["department"], "01");
    assert_eq!(shown(&sandbox, "corte-2b")["insee"], "2B096");
    assert_eq!(shown(&sandbox, "abymes-971")["department"], "971");
    assert_eq!(shown(&sandbox, "cc-de-la-corse")["department"], "2A");
    assert_eq!(shown(&sandbox, "cc-de-la-corse")["siren"], "200000131");
}

#[test]
fn wrong_codes_are_errors_of_usage() {
    let sandbox = Sandbox::empty();
    for (line, error) in [
        (
            "'CC A' --siren 20000013",
            "--siren: `20000013` does not have 9 digits",
        ),
        (
            "'CC A' --siren 200000132",
            "--siren: `200000132` has a wrong check digit: one of its digits is off",
        ),
        (
            "'CC A' --department 20",
            "--department: `20` is no code of a department",
        ),
        (
            "'CC A' --insee 61006",
            "--insee: `61006` is the code of a commune, the profile is none",
        ),
        (
            "Orvel --nature commune --insee 610",
            "--insee: `610` is no INSEE code of a commune (5 characters)",
        ),
        (
            "Orvel --nature commune",
            "a commune needs --department or --insee",
        ),
        (
            "Orvel --nature commune --insee 61006 --department 62",
            "--department: `62` is not the department of the INSEE code",
        ),
    ] {
        sandbox
            .run(&format!("profile create {line} --yes"))
            .fails(2, &format!("error[usage]: {error}"));
    }
}

#[test]
fn a_key_that_is_taken_names_its_holder() {
    let sandbox = Sandbox::empty();
    for line in [
        "'CC du Val' --siren 200000131",
        "Orvel --nature commune --insee 61006",
        "'Atelier du Climat' --nature structure",
        "Orne --nature departement --department 61",
        "Essai --nature test",
    ] {
        let line = format!("profile create {line} --yes");
        sandbox.run(&line).ok();
        sandbox
            .run(&line)
            .shows("Nothing to change.", "Store     ./store.db");
    }
    let before = sandbox.digest();

    for (line, error) in [
        (
            "'CC du Mont' --siren 200000131",
            "the SIREN `200000131` is cc-du-val's already",
        ),
        (
            "'CC du Val' --siren 200000131 --population 9",
            "the SIREN `200000131` is cc-du-val's already",
        ),
        (
            "Perrou --nature commune --insee 61006",
            "the INSEE code `61006` is orvel-61's already",
        ),
        (
            "'ATELIER du climat' --nature structure --department 61",
            "the name `ATELIER du climat` is atelier-du-climat's already",
        ),
        (
            "'Le 61' --nature departement --department 61",
            "the department `61` is orne's already",
        ),
        (
            "essai --nature test --population 1",
            "the name `essai` is essai's already",
        ),
    ] {
        sandbox
            .run(&format!("profile create {line} --yes"))
            .fails(5, &format!("error[already_exists]: {error}"));
    }
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn homonyms_carry_their_department_then_their_siren() {
    let sandbox = Sandbox::empty();
    for (line, slug) in [
        ("'CC du Val' --department 61", "cc-du-val"),
        ("'CC DU VAL' --department 72", "cc-du-val-72"),
        (
            "'CC du Val' --department 72 --siren 200000131",
            "cc-du-val-72-0131",
        ),
        (
            "'CC du Val' --department 72 --population 5",
            "cc-du-val-72-2",
        ),
        ("Perrou --nature commune --department 61", "perrou-61"),
        ("Perrou --nature structure --department 35", "perrou-35"),
    ] {
        sandbox.run(&format!("profile create {line} --yes")).ok();
        let document = sandbox.run(&format!("profile show {slug} --json"));
        assert_eq!(document.code, Some(0), "{slug}");
    }
}

#[test]
fn a_name_can_be_seen_and_is_not_endless() {
    let sandbox = Sandbox::empty();
    for name in ["\u{a0}", "\u{200b}\u{feff}", "\u{202e}"] {
        let run = sandbox.run(&format!("profile create '{name}' --nature test --yes"));
        assert_eq!(run.code, Some(2), "{name:?}");
    }
    let name = "a".repeat(301);
    let run = sandbox.run(&format!("profile create {name} --nature test --yes"));
    assert!(run.stderr.contains("has more than 300 characters"));
    assert_eq!(run.code, Some(2));
    let name = &name[1..];
    sandbox
        .run(&format!("profile create {name} --nature test --yes"))
        .ok();
}

#[test]
fn a_dry_run_of_what_is_there_says_that_nothing_changes() {
    let sandbox = Sandbox::profiles();
    let run = sandbox
        .run("profile create 'CC du Pays de Trévanne' --department 61 -n")
        .ok();
    assert!(
        run.stdout.ends_with("\nNothing to change.\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_name_of_digits_hides_no_siren() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile create 200000131 --nature test --yes")
        .ok();
    let shown = sandbox.run("profile show 200000131 --json").json();
    assert_eq!(shown["profile"]["slug"], "cc-des-sources-et-bocages");
}
