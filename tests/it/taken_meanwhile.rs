//! What was taken meanwhile is found by a dry run as by the write.

use crate::sandbox::Sandbox;

fn agree(sandbox: &Sandbox, line: &str, code: i32, said: &str) {
    for how in ["-n", "--yes"] {
        sandbox.run(&format!("{line} {how}")).fails(code, said);
    }
}

#[test]
fn a_siren_that_another_profile_has_now_is_named() {
    let sandbox = Sandbox::empty();
    sandbox
        .run("profile create 'CC du Val' --siren 200000131 --yes")
        .ok();
    sandbox.run("op undo --yes").ok();
    sandbox
        .run("profile create 'CC du Mont' --siren 200000131 --yes")
        .ok();
    let run = sandbox.run("op undo 2 -n");
    assert!(run.stderr.contains("siren"), "{}", run.stderr);
    agree(
        &sandbox,
        "op undo 2",
        5,
        run.stderr
            .lines()
            .find(|line| line.starts_with("error[undo_conflict]"))
            .unwrap_or(&run.stderr),
    );
}

#[test]
fn a_slug_that_another_profile_has_now_is_named() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile create 'CC du Val' --save val.json")
        .ok();
    sandbox.run("profile create 'CC du Val' --yes").ok();
    for how in ["-n", "--yes"] {
        let run = sandbox.run(&format!("apply val.json {how}"));
        assert_eq!(run.code, Some(5), "{}", run.stderr);
        assert!(run.stderr.contains("error[changeset_stale]"));
    }
}

#[test]
fn a_relation_that_would_now_close_a_loop_is_named() {
    let sandbox = Sandbox::empty();
    for name in ["'CC du Val'", "'CC du Mont'"] {
        sandbox.run(&format!("profile create {name} --yes")).ok();
    }
    sandbox
        .run("profile relate cc-du-val --add cc-du-mont --yes")
        .ok();
    sandbox.run("op undo --yes").ok();
    sandbox
        .run("profile relate cc-du-mont --add cc-du-val --yes")
        .ok();
    for how in ["-n", "--yes"] {
        let run = sandbox.run(&format!("op undo 4 {how}"));
        assert!(run.stderr.contains("error[cycle]"), "{}", run.stderr);
    }
}

#[test]
fn a_structure_that_took_the_number_of_another_is_told_from_it() {
    let sandbox = Sandbox::filled();
    let first = sandbox.read("structure.csv");
    let import = |text: &str| {
        sandbox.write("newer.csv", text);
        sandbox
            .run("referentiel import newer.csv --id cae --yes")
            .ok();
    };
    import(&first.replace("Donner un cap", "Tenir un cap"));
    sandbox
        .run(
            "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --save c.json",
        )
        .ok();
    sandbox.run("op undo --yes").ok();
    import(&first.replace("Donner un cap", "Garder un cap"));
    for how in ["-n", "--yes"] {
        let run = sandbox.run(&format!("apply c.json {how}"));
        assert_eq!(run.code, Some(5), "{}", run.stdout);
        assert!(run.stderr.contains("error[changeset_stale]"));
    }
}

#[test]
fn what_has_moved_is_told_in_words() {
    let sandbox = Sandbox::filled();
    sandbox
        .run(
            "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --save c.json",
        )
        .ok();
    for line in [
        "referentiel set cc-des-sources-et-bocages cae_1.2.1.1=pas_fait --yes",
        "referentiel mode cae cc-des-sources-et-bocages readonly --yes",
    ] {
        sandbox.run(line).ok();
    }
    let run = sandbox.run("apply c.json --yes");
    for told in [
        "statut  expected blank, now « pas fait »",
        "mode  expected « write », now « readonly »",
    ] {
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
}

#[test]
fn one_dependent_is_told_in_the_singular() {
    let sandbox = Sandbox::empty();
    sandbox.run("profile create 'CC du Val' --yes").ok();
    sandbox.run("profile create 'CC du Mont' --yes").ok();
    sandbox
        .run("profile relate cc-du-val --add cc-du-mont --yes")
        .ok();
    let run = sandbox.run("op undo 1 --yes --lang fr");
    assert!(
        run.stderr.contains("  !  cc-du-val  1 relation\n"),
        "{}",
        run.stderr
    );
    sandbox.run("op undo 1 --yes").fails(
        5,
        "error[has_dependents]: 1 record still depends on what would go",
    );
}
