//! `tetctl apply`.

use crate::sandbox::{NOW, Run, Sandbox};
use crate::terminal::{at_terminal, exit, expect};

const SAVE: &str =
    "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --save copy.json";

fn saved() -> Sandbox {
    let sandbox = Sandbox::filled();
    sandbox.run(SAVE).ok();
    sandbox
}

#[test]
fn a_saved_changeset_is_applied_once() {
    let sandbox = saved();

    sandbox.run("apply copy.json --yes").shows(
        "Copied    5 fields · 3 kept · 1 equal · operation 11
Undo      tetctl op undo 11
Reply     tetctl op reply 11",
        "Store     ./store.db",
    );

    sandbox
        .run("apply copy.json --yes")
        .fails(5, "error[changeset_applied]: applied already: operation 11");
}

#[test]
fn saving_writes_nothing_to_the_store() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    sandbox.run(SAVE).ok();
    assert_eq!(sandbox.digest(), before);
    assert_eq!(sandbox.run("op list --format count").stdout, "10\n");
}

#[test]
fn what_somebody_wrote_in_between_is_named() {
    let sandbox = saved();
    sandbox
        .run_as(
            "support-2",
            "referentiel set cc-des-sources-et-bocages cae_1.2.1.1=fait --yes",
        )
        .ok();

    let run = sandbox.run("apply copy.json --yes --lang fr");

    assert_eq!(run.code, Some(5));
    assert_eq!(
        run.stderr,
        "Base      ./store.db
erreur[changeset_stale]: 1 des 5 champs a changé depuis l'aperçu
  !  cae_1.2.1.1  statut  prévu vide, maintenant « fait » par support-2, 09:05, opération 11
Rien n'a été écrit.
conseil : refaire l'aperçu :  tetctl copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --save copy.json
"
    );
    let document = sandbox.run("apply copy.json --yes --json").json();
    assert_eq!(
        document["error"]["rows"][0].to_string(),
        r#"{"target":"cc-des-sources-et-bocages","action":"cae_1.2.1.1","field":"statut","expected":null,"found":"fait","actor":"support-2","at":"2026-11-24T09:05:00Z","operation":11}"#
    );
}

#[test]
fn a_mode_that_changed_in_between_is_enough() {
    let sandbox = saved();
    sandbox
        .run("referentiel mode cae cc-des-sources-et-bocages readonly --yes")
        .ok();
    sandbox.run("apply copy.json --yes").fails(
        5,
        "error[changeset_stale]: 1 expected value has changed since the preview",
    );
}

#[test]
fn another_level_of_a_branch_that_began_to_speak_is_enough() {
    let sandbox = saved();
    sandbox
        .run("referentiel set cc-des-sources-et-bocages cae_1.1.1.2=fait --yes")
        .ok();
    sandbox.run("apply copy.json --yes").fails(
        5,
        "error[changeset_stale]: 1 of the 5 fields has changed since the preview",
    );
}

#[test]
fn a_changeset_that_is_not_what_was_saved_is_refused() {
    let sandbox = saved();
    let text = sandbox.read("copy.json");
    for (content, error) in [
        (
            text.replace("programme", "fait"),
            "the file was edited since --save",
        ),
        (
            text[..text.len() / 2].to_owned(),
            "the file is truncated or unreadable",
        ),
        (
            "{}".to_owned(),
            "the file is no changeset that --save wrote",
        ),
        (
            text.replace("changeset/1", "changeset/7"),
            "the file comes from a newer tetctl",
        ),
    ] {
        sandbox.write("bad.json", &content);
        sandbox
            .run("apply bad.json --yes")
            .fails(4, &format!("error[changeset_invalid]: {error}"));
    }
}

#[test]
fn another_store_is_refused() {
    let sandbox = saved();
    sandbox.run("store init --store ./other.db").ok();
    sandbox
        .run("apply copy.json --yes --store ./other.db")
        .fails(5, "error[changeset_other_store]: made on another store");
}

#[test]
fn a_missing_file_is_named() {
    Sandbox::empty().run("apply nothing.json --yes").fails(
        3,
        "error[file_not_found]: the file `nothing.json` does not exist",
    );
}

#[test]
fn one_stale_target_leaves_the_others_whole() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to-members-of --save all.json")
        .ok();
    sandbox
        .run("referentiel set cc-du-pays-de-trevanne cae_3.1.1.1=pas_fait --yes")
        .ok();

    let document = sandbox.run("apply all.json --yes --json").json();

    assert_eq!(document["exit"], 8);
    assert_eq!(document["targets"][0]["exit"], 0);
    assert_eq!(document["targets"][2]["profile"], "cc-du-pays-de-trevanne");
    assert_eq!(document["targets"][2]["error"]["code"], "changeset_stale");
}

#[test]
fn a_saved_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = saved();
    let mode = std::fs::metadata(sandbox.path().join("copy.json"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn where_all_is_refused_no_file_is_saved() {
    let sandbox = Sandbox::filled();
    let target = "cc-des-sources-et-bocages";
    sandbox
        .run(&format!("referentiel mode cae {target} readonly --yes"))
        .ok();
    sandbox.run(&SAVE.replace("copy.json", "none.json")).fails(
        5,
        &format!("error[mode_readonly]: cae is read-only on {target}"),
    );
    let files = std::fs::read_dir(sandbox.path()).unwrap();
    let names: Vec<String> = files
        .map(|file| file.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(
        !names
            .iter()
            .any(|name| name.contains("json") || name.starts_with(".tmp")),
        "{names:?}"
    );
}

#[test]
fn the_same_command_saved_again_is_another_changeset() {
    let sandbox = Sandbox::territory();
    let set = "referentiel set orvel-61 cae_1.1.1.1=fait --save set.json";
    for _ in 0..2 {
        sandbox.run(set).ok();
        sandbox.run("apply set.json --yes").ok();
        sandbox.run("op undo --yes").ok();
    }
    sandbox
        .run("apply set.json --yes")
        .fails(5, "error[changeset_applied]: applied already: operation 11");
}

#[test]
fn a_dry_run_saves_all_the_same() {
    let sandbox = Sandbox::filled();
    sandbox.run(&format!("{SAVE} -n")).ok();
    sandbox.run("apply copy.json --yes").ok();
}

#[test]
fn a_changeset_goes_through_pipes() {
    let sandbox = Sandbox::filled();
    let run = sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to orvel-61 --save -")
        .ok();
    assert_eq!(run.json()["schema"], "tetctl-changeset/1");
    sandbox.write("piped.json", &run.stdout);
    sandbox.run("apply piped.json --yes").ok();
}

#[test]
fn what_only_the_journal_keeps_is_refused_with_save() {
    let sandbox = Sandbox::filled();
    for flag in ["--note a", "--requested-by a@b.fr", "--batch lot"] {
        let name = flag.split(' ').next().unwrap();
        sandbox.run(&format!("{SAVE} {flag}")).fails(
            2,
            &format!("error[usage]: --save and {name} exclude each other"),
        );
        assert!(!sandbox.path().join("copy.json").exists());
    }
}

#[test]
fn a_changeset_without_edits_has_nothing_to_change() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to orvel-61 --yes")
        .ok();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to orvel-61 --save empty.json")
        .ok();
    for flag in ["--yes", "-n", "--json"] {
        sandbox.run(&format!("apply empty.json {flag}")).ok();
    }
    assert_eq!(
        sandbox.run("apply empty.json --yes").stdout,
        "Nothing to change.\n"
    );
}

#[test]
fn changesets_that_meet_the_same_record_are_rehearsed_in_their_order() {
    let sandbox = Sandbox::territory();
    for statut in ["fait", "pas_fait"] {
        let set = format!("referentiel set orvel-61 cae_1.1.1.1={statut} --batch lot --yes");
        sandbox.run(&set).ok();
    }
    sandbox.run("op undo --batch lot --save undo.json").ok();

    sandbox.run("apply undo.json -n").ok();

    sandbox.run("apply undo.json --yes").ok();
}

#[test]
fn a_stale_target_is_named_with_its_rows() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to-members-of --save all.json")
        .ok();
    sandbox
        .run_as(
            "support-2",
            "referentiel set cc-du-pays-de-trevanne cae_3.1.1.1=pas_fait --yes",
        )
        .ok();

    let run = sandbox.run("apply all.json --yes");

    assert_eq!(run.code, Some(8));
    assert!(
        run.stdout.starts_with(
            "  x  cc-du-pays-de-trevanne  1 of the 9 fields has changed since the preview\n  \
             !  cae_3.1.1.1  statut"
        ),
        "{}",
        run.stdout
    );
}

#[test]
fn a_store_is_never_written_over() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    let copy = "copy cae --from petr-du-pays-de-trevanne --to orvel-61";
    for file in ["./store.db", "./store.db-wal"] {
        sandbox.run(&format!("{copy} --save {file}")).fails(
            2,
            &format!("error[usage]: FILE: `{file}` is a store, which would be lost"),
        );
    }
    std::fs::copy(
        sandbox.path().join("store.db"),
        sandbox.path().join("x.csv"),
    )
    .unwrap();
    sandbox
        .run("referentiel export cae petr-du-pays-de-trevanne -o x.csv")
        .fails(
            2,
            "error[usage]: FILE: `x.csv` is a store, which would be lost",
        );
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_number_that_means_another_profile_is_stale() {
    let sandbox = Sandbox::filled();
    let backup = |from: &str, to: &str| {
        for ending in ["", "-wal", "-shm"] {
            let (from, to) = (format!("{from}{ending}"), format!("{to}{ending}"));
            let to = sandbox.path().join(to);
            let _ = std::fs::remove_file(&to);
            let _ = std::fs::copy(sandbox.path().join(from), to);
        }
    };
    backup("store.db", "backup.db");
    sandbox.run("profile create 'CC de la Première' --yes").ok();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to cc-de-la-premiere --save copy.json")
        .ok();
    backup("backup.db", "store.db");
    sandbox.run("profile create 'CC de la Seconde' --yes").ok();

    let run = sandbox.run("apply copy.json --yes");

    assert_eq!(run.code, Some(5), "{run:?}");
    assert!(run.stderr.contains("cc-de-la-seconde"), "{}", run.stderr);
}

#[test]
fn a_member_that_left_is_no_target() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to-members-of --save all.json")
        .ok();
    sandbox
        .run("profile relate petr-du-pays-de-trevanne --remove cc-du-pays-de-trevanne --yes")
        .ok();

    let document = sandbox.run("apply all.json --yes --json").json();

    assert_eq!(document["exit"], 8);
    assert_eq!(document["targets"][2]["error"]["code"], "changeset_stale");
}

const CC: &str = "cc-des-sources-et-bocages";

#[test]
fn a_saved_deletion_is_as_severe_as_the_deletion() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    sandbox
        .run(&format!("profile delete {CC} --save d.json"))
        .ok();
    for (line, error) in [
        (
            "apply d.json --yes",
            "nothing was written: what would go must be named",
        ),
        (
            "apply d.json",
            "nothing was written: what would go must be named",
        ),
        (
            "apply d.json --confirm orvel-61 --yes",
            "nothing was written: `orvel-61` is not what would go",
        ),
    ] {
        let error = format!("error[not_confirmed]: {error}");
        sandbox.run(line).fails(7, &error);
    }
    sandbox.run("apply d.json -n").ok();
    assert_eq!(sandbox.digest(), before);

    sandbox.run(&format!("apply d.json --confirm {CC}")).ok();
    sandbox.run(&format!("profile show {CC}")).fails_with(3);
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.digest(), before);
    sandbox.run("op redo --save again.json").ok();
    sandbox.run("apply again.json --yes").ok();
}

#[test]
fn at_a_terminal_a_saved_deletion_asks_for_the_name() {
    let sandbox = Sandbox::filled();
    sandbox
        .run(&format!("profile delete {CC} --save d.json"))
        .ok();
    for (answer, code) in [("o", 7), (CC, 0)] {
        let Some(mut session) = at_terminal(&sandbox, &["apply", "d.json", "--lang", "fr"]) else {
            return;
        };
        let question = format!(
            "Supprimer CC des Sources et Bocages (1 relation · 3 statuts · 1 commentaire) ? \
             Pour confirmer, taper son nom ou {CC} (d : chaque ligne) :"
        );
        expect(&mut session, &question);
        session.send_line(answer).unwrap();
        session.exp_eof().unwrap();
        assert_eq!(exit(&mut session), Some(code), "{answer}");
    }
}

#[test]
fn a_confirmation_of_nothing_is_refused() {
    let sandbox = saved();
    let before = sandbox.digest();
    let line = format!("apply copy.json --confirm {CC} --yes");
    sandbox.run(&line).fails(
        2,
        "error[usage]: --confirm has no meaning here: no profile is deleted",
    );
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_changeset_is_read_from_stdin_as_from_its_file() {
    let sandbox = saved();
    let saved = std::fs::File::open(sandbox.path().join("copy.json")).unwrap();
    let mut command = sandbox.command(NOW, "support-1");
    let output = command.args(["apply", "-", "--yes"]).stdin(saved).output();
    Run::of(output.unwrap()).shows(
        "Copied    5 fields · 3 kept · 1 equal · operation 11
Undo      tetctl op undo 11
Reply     tetctl op reply 11",
        "Store     ./store.db",
    );
}

#[test]
fn what_never_ends_is_refused_at_its_first_bytes() {
    let sandbox = saved();
    sandbox.run("apply /dev/zero --yes").fails(
        4,
        "error[changeset_invalid]: the file is truncated or unreadable",
    );
    let endless = sandbox.run("copy cae --requests /dev/zero --yes --json");
    assert_eq!(endless.code, Some(4), "{endless:?}");
    let row = &endless.json()["error"]["rows"][0];
    assert_eq!(row["code"], "file_too_large", "{row}");
}
