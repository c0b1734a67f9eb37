//! `tetctl` alone: the store, the last operations, the commands in groups; and the help of all.

use std::fs;

use crate::sandbox::{NOW, Run, Sandbox};

/// Runs `tetctl` with nothing but these flags.
fn alone(sandbox: &Sandbox, flags: &str) -> Run {
    sandbox.run(flags)
}

#[test]
fn the_store_its_last_operations_and_the_commands_are_shown() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --yes")
        .ok();

    alone(&sandbox, "--lang fr").shows(
        "tetctl 0.1.0 · base ./store.db · 6 profils · CAE
Dernières opérations
  11  09:05  vous       copy cae petr-du-pays… → cc-des-sources-et-bo…  5 champs
  10  09:05  support-2  referentiel set cc-des-sources-et-bocages       4 champs
   9  09:05  vous       referentiel set petr-du-pays-de-trevanne        9 champs
   8  09:05  vous       profile relate petr-du-…ca-orvel-agglomeration  3 champs

Répondre à une demande  copy · referentiel diff · op reply · op undo · op redo
Regarder                profile list · profile show · referentiel status
                        op list · op history
Compléter               profile create · profile edit · referentiel set
                        referentiel confirm
Échanger des fichiers   referentiel fill · referentiel export
                        referentiel import · apply
Base                    store init · store info · store check · store backup
                        config show · demo
Aide   tetctl COMMANDE --help
       tetctl help copying|selection|exit-codes|scripting|stores",
        "",
    );
}

#[test]
fn without_a_store_it_is_said_how_to_make_one() {
    let sandbox = Sandbox::bare();

    alone(&sandbox, "").shows(
        "tetctl 0.1.0
Store     no store at `./store.db` (given by TETCTL_STORE)
          tetctl store init makes one, tetctl demo shows an example

Answer a request        copy · referentiel diff · op reply · op undo · op redo
Look                    profile list · profile show · referentiel status
                        op list · op history
Fill in                 profile create · profile edit · referentiel set
                        referentiel confirm
Exchange files          referentiel fill · referentiel export
                        referentiel import · apply
Store                   store init · store info · store check · store backup
                        config show · demo
Help   tetctl COMMAND --help
       tetctl help copying|selection|exit-codes|scripting|stores",
        "",
    );

    assert_eq!(fs::read_dir(sandbox.path()).unwrap().count(), 0);
}

#[test]
fn why_a_store_cannot_be_seen_is_one_line_of_the_answer() {
    let sandbox = Sandbox::bare();
    let reason = |flags: &str| -> String {
        let shown = alone(&sandbox, flags).ok().stdout;
        shown.lines().nth(1).unwrap_or_default().to_owned()
    };
    sandbox.write("store.db", "not a database at all");
    assert_eq!(reason(""), "Store     `./store.db` is no store of tetctl");
    assert_eq!(
        reason("--lang fr"),
        "Base      `./store.db` n'est pas une base de tetctl"
    );
    assert_eq!(reason("--store ./"), "Store     `./` is a folder, no store");
    let oldest = sandbox.fixture("schema/oldest.db");
    fs::rename(&oldest, sandbox.path().join("store.db")).unwrap();
    let before = fs::read(sandbox.path().join("store.db")).unwrap();
    assert_eq!(
        reason(""),
        "Store     the store is of an older schema (1, now: 2)"
    );
    assert_eq!(fs::read(sandbox.path().join("store.db")).unwrap(), before);
    assert_eq!(fs::read_dir(sandbox.path()).unwrap().count(), 1);
}

#[test]
fn a_document_tells_the_same() {
    let sandbox = Sandbox::filled();
    let document = alone(&sandbox, "--json").ok().json();
    assert_eq!(document["command"], serde_json::Value::Null);
    assert_eq!(document["store"], "./store.db");
    assert_eq!(document["store_error"], serde_json::Value::Null);
    assert_eq!(
        document["summary"].to_string(),
        r#"{"profiles":6,"operations":10}"#
    );
    assert_eq!(
        document["referentiels"].to_string(),
        r#"[{"id":"cae","version":1}]"#
    );
    assert_eq!(document["items"].as_array().map(Vec::len), Some(4));
    assert_eq!(document["items"][0]["operation"], 10);

    let without = alone(&Sandbox::bare(), "--json --lang fr").ok().json();
    assert_eq!(without["store"], serde_json::Value::Null);
    assert_eq!(without["store_error"]["code"], "store_not_found");
    assert_eq!(without["summary"], serde_json::Value::Null);
}

#[test]
fn a_script_that_lost_its_command_is_told_so() {
    let sandbox = Sandbox::filled();
    for flags in [
        "--yes",
        "-n",
        "--save s.json",
        "--batch b",
        "--note n",
        "--yes --json",
    ] {
        let run = alone(&sandbox, flags);
        assert_eq!(run.code, Some(2), "{flags}: {run:?}");
    }
    alone(&sandbox, "--yes").fails(2, "error[usage]: COMMAND is missing");
    alone(&sandbox, "profile").fails_with(2);
}

#[test]
fn nothing_is_longer_than_a_small_terminal() {
    let sandbox = Sandbox::filled();
    for lang in ["fr", "en"] {
        let mut command = sandbox.command(NOW, "support-1");
        command.env("COLUMNS", "80");
        let run = Run::of(command.args(["--lang", lang]).output().unwrap()).ok();
        assert!(run.stdout.lines().count() <= 24, "{}", run.stdout);
        assert!(run.stdout.lines().all(|line| line.chars().count() <= 80));
    }
}

#[test]
fn every_command_of_the_groups_exists() {
    let sandbox = Sandbox::bare();
    let shown = alone(&sandbox, "").ok().stdout;
    let groups = shown.lines().skip_while(|line| !line.is_empty()).skip(1);
    let groups = groups.take_while(|line| !line.starts_with("Help"));
    let commands: Vec<&str> = groups.flat_map(|line| line[24..].split(" · ")).collect();
    assert!(commands.len() > 20, "{commands:?}");
    for command in commands {
        sandbox.run(&format!("{command} --help")).ok();
    }
}

#[test]
fn the_help_of_all_is_french_where_the_language_is() {
    let sandbox = Sandbox::bare();
    let french = sandbox.run("--help --lang fr").ok().stdout;
    let first = "Administrer les plans climat que plusieurs collectivités portent ensemble\n";
    assert!(french.starts_with(first), "{french}");
    for line in [
        "Utilisation : tetctl [OPTIONS] COMMANDE",
        "Commandes :",
        "  copy         Copier les données d'un référentiel d'un profil vers d'autres",
        "Options :",
        "  -y, --yes                       Écrire sans demander",
        "Répondre à une demande  copy · referentiel diff · op reply · op undo · op redo",
    ] {
        assert!(
            french.lines().any(|shown| shown == line),
            "no `{line}` in\n{french}"
        );
    }
    assert_eq!(sandbox.run("-h --lang fr").ok().stdout, french);
    let mut command = sandbox.command(NOW, "support-1");
    let located = command
        .env("LANG", "fr_FR.UTF-8")
        .arg("--help")
        .output()
        .unwrap();
    assert_eq!(Run::of(located).ok().stdout, french);
    let english = sandbox.run("--help").ok().stdout;
    assert!(english.contains("\nCommands:\n") && english.contains("\nAnswer a request "));
    // The help of a command is English.
    let command = sandbox.run("copy --help --lang fr").ok().stdout;
    assert_eq!(command, sandbox.run("copy --help").ok().stdout);
}
