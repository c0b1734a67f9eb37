//! Ctrl-C, SIGTERM and SIGHUP during work: real signals to a real process, at moments made certain.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::beside::{Beside, PAUSE, Paused, pause, until};
use crate::sandbox::Sandbox;
use crate::terminal::{at_terminal_with, exit, expect};
use crate::wide::{COPY, holds, is_sound, territory, undisturbed};

const MEMBERS: usize = 6;

#[test]
fn ctrl_c_stops_a_copy_between_targets_and_the_same_command_finishes() {
    let sandbox = territory(MEMBERS);
    let line = format!("{COPY} --lang fr");
    let paused = Paused::start(&sandbox, &line, "before-2");

    let run = paused.hears("INT").goes_on().end();

    assert_eq!(run.code, Some(130), "{run:?}");
    assert_eq!(
        run.stderr,
        "Base      ./store.db
Arrêté à la cible 2 sur 6 : 2 faites et gardées, 4 restantes. Rien n'est à moitié fait.
Continuer : relancer la même commande ; sans --batch NOM, c'est un autre lot, annulé à part.
"
    );
    assert_eq!(
        run.stdout,
        "Copié     360 champs · 2 profils sur 6 · lot 11
Annuler   tetctl op undo --batch 11     une seule cible : tetctl op undo 12
Répondre  tetctl op reply --batch 11
Reporter  tetctl op show --batch 11 --format csv -o a-reporter.csv
"
    );
    holds(&sandbox, MEMBERS, 2);

    let again = sandbox.run(&format!("{COPY} --json")).ok().json();
    assert_eq!(
        again["summary"].to_string(),
        r#"{"selected":1080,"written":720,"equal":360,"kept":0,"refused":0,"cleared":0}"#
    );
    holds(&sandbox, MEMBERS, MEMBERS);
    assert_eq!(sandbox.digest(), undisturbed(MEMBERS));
}

#[test]
fn being_asked_to_end_is_heard_like_ctrl_c_and_told_in_one_document() {
    for signal in ["TERM", "HUP"] {
        let sandbox = territory(MEMBERS);
        let line = format!("{COPY} --json");
        let paused = Paused::start(&sandbox, &line, "before-4");

        let run = paused.hears(signal).goes_on().end();

        assert_eq!(run.code, Some(130), "{run:?}");
        let document = run.json();
        assert_eq!(document["ok"], false);
        assert_eq!(document["exit"], 130);
        assert_eq!(document["batch"], 11);
        assert_eq!(
            document["summary"].to_string(),
            r#"{"selected":720,"written":720,"equal":0,"kept":0,"refused":0,"cleared":0}"#
        );
        let targets = document["targets"].as_array().unwrap();
        let done: Vec<_> = targets.iter().map(|target| &target["profile"]).collect();
        assert_eq!(done, ["cc-01", "cc-02", "cc-03", "cc-04"]);
        assert_eq!(
            document["error"].to_string(),
            r#"{"code":"interrupted","message":"stopped at target 4 of 6: 4 done and kept, 2 remaining. Nothing is half done.","hint":"run the same command again to go on; without --batch NAME that is another batch, undone apart","rows":[{"target":"cc-05"},{"target":"cc-06"}]}"#
        );
        holds(&sandbox, MEMBERS, 4);
    }
}

#[test]
fn what_was_done_before_ctrl_c_is_taken_back_as_one_batch() {
    let sandbox = territory(MEMBERS);
    let before = sandbox.digest();
    let paused = Paused::start(&sandbox, COPY, "before-3");
    paused.hears("INT").goes_on().end().fails_with(130);

    sandbox.run("op undo --batch 11 --yes").ok();

    assert_eq!(sandbox.digest(), before);
    holds(&sandbox, MEMBERS, 0);
}

#[test]
fn ctrl_c_before_the_first_target_writes_nothing() {
    let sandbox = territory(MEMBERS);
    let paused = Paused::start(&sandbox, COPY, "before-0");

    let run = paused.hears("INT").goes_on().end();

    run.fails(130, "error[interrupted]: interrupted: nothing was written");
    holds(&sandbox, MEMBERS, 0);
}

#[test]
fn a_target_that_is_being_planned_is_dropped_whole() {
    let sandbox = territory(MEMBERS);
    let paused = Paused::start(&sandbox, COPY, "within-2");

    paused.hears("INT").goes_on().end().fails_with(130);

    holds(&sandbox, MEMBERS, 2);
}

#[test]
fn a_second_ctrl_c_ends_at_once_and_leaves_no_half_target() {
    let sandbox = territory(MEMBERS);
    let paused = Paused::start(&sandbox, COPY, "within-2").hears("INT");

    let process = paused.still();
    process.signal("INT");
    let run = process.end();

    assert_eq!(run.code, Some(130), "{run:?}");
    assert_eq!(run.stdout, "");
    holds(&sandbox, MEMBERS, 2);
    sandbox.run(COPY).ok();
    assert_eq!(sandbox.digest(), undisturbed(MEMBERS));
}

#[test]
fn a_single_write_is_whole_or_not_there() {
    let sandbox = territory(1);
    let line = "profile create 'CC Neuve' --yes";
    let paused = Paused::start(&sandbox, line, "within-0");

    let run = paused.hears("TERM").goes_on().end();

    run.fails(130, "error[interrupted]: interrupted: nothing was written");
    sandbox.run("profile show cc-neuve").fails_with(3);
    sandbox.run(line).ok();
}

#[test]
fn whoever_waits_for_another_writer_stops_waiting_at_once() {
    let sandbox = territory(MEMBERS);
    let before = sandbox.digest();
    for (line, json) in [("profile create 'CC Neuve' --yes", false), (COPY, true)] {
        let other = Connection::open(sandbox.path().join("store.db")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let form = if json { " --json" } else { "" };
        let line = format!("{line} --lock-timeout 60s{form}");
        let process = Paused::start(&sandbox, &line, "waiting").goes_on();

        process.signal("INT");
        let sent = Instant::now();
        let run = process.end();

        assert!(sent.elapsed() < Duration::from_secs(30), "{run:?}");
        assert_eq!(run.code, Some(130), "{run:?}");
        if json {
            assert_eq!(run.json()["error"]["code"], "interrupted");
        }
        drop(other);
    }
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_copy_that_waits_in_the_middle_keeps_what_it_has_done() {
    let sandbox = territory(MEMBERS);
    let line = format!("{COPY} --lock-timeout 60s --json");
    let paused = Paused::start(&sandbox, &line, "before-3,waiting");
    let other = Connection::open(sandbox.path().join("store.db")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let process = paused.goes_on_to_the_next().goes_on();

    process.signal("INT");
    let run = process.end();

    drop(other);
    assert_eq!(run.code, Some(130), "{run:?}");
    assert_eq!(run.json()["targets"].as_array().unwrap().len(), 3);
    holds(&sandbox, MEMBERS, 3);
}

/// Stops a copy on a store that several share after three targets, while somebody else commits.
fn stopped_while_another_commits(wait: &str, points: &str) -> (Sandbox, Paused, Connection) {
    let sandbox = territory(MEMBERS);
    let other = Connection::open(sandbox.path().join("store.db")).unwrap();
    other.busy_timeout(Duration::from_secs(60)).unwrap();
    other
        .execute_batch("PRAGMA journal_mode = TRUNCATE")
        .unwrap();
    let line = format!("{COPY} --json --lock-timeout {wait}");
    let paused = Paused::start(&sandbox, &line, points).hears("INT");
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    (sandbox, paused, other)
}

#[test]
fn what_was_done_before_ctrl_c_is_told_once_another_has_committed() {
    let (sandbox, paused, other) = stopped_while_another_commits("60s", "before-3,waiting");
    let process = paused.goes_on_to_the_next().goes_on();
    other.execute_batch("COMMIT").unwrap();

    let run = process.end();

    assert_eq!(run.code, Some(130), "{run:?}");
    let document = run.json();
    assert_eq!(document["batch"], 11);
    assert_eq!(document["targets"].as_array().unwrap().len(), 3);
    holds(&sandbox, MEMBERS, 3);
}

#[test]
fn what_was_done_before_ctrl_c_is_told_though_the_store_is_not_to_be_had() {
    let (sandbox, paused, other) = stopped_while_another_commits("0s", "before-3");

    let run = paused.goes_on().end();

    other.execute_batch("COMMIT").unwrap();
    assert_eq!(run.code, Some(130), "{run:?}");
    let document = run.json();
    assert_eq!(document["batch"], serde_json::Value::Null);
    let targets = document["targets"].as_array().unwrap();
    let operations: Vec<_> = targets.iter().map(|target| &target["operation"]).collect();
    assert_eq!(operations, [11, 12, 13]);
    holds(&sandbox, MEMBERS, 3);
}

#[test]
fn signals_that_are_ignored_stay_so() {
    let sandbox = territory(MEMBERS);
    let file = sandbox.path().join("pause");
    let settings = [(PAUSE, &*pause("before-2", &file))];
    let process = Beside::start_with(&sandbox, "--ignore-signal=HUP", COPY, &settings);
    until("the pause", || file.exists());

    process.signal("HUP");
    std::fs::remove_file(&file).unwrap();

    process.end().ok();
    holds(&sandbox, MEMBERS, MEMBERS);
}

#[test]
fn an_apply_that_was_stopped_applies_the_rest_when_it_is_run_again() {
    let sandbox = territory(MEMBERS);
    let save = "copy cae --from petr-du-val --to-members-of --save copie.json";
    sandbox.run(save).ok();
    let line = "apply copie.json --yes --json";
    let run = Paused::start(&sandbox, line, "before-2")
        .hears("INT")
        .goes_on()
        .end();
    assert_eq!(run.code, Some(130), "{run:?}");
    assert_eq!(run.json()["summary"]["written"], 360);
    holds(&sandbox, MEMBERS, 2);

    let again = sandbox.run(line).ok().json();

    assert_eq!(again["summary"]["written"], 720);
    assert_eq!(sandbox.digest(), undisturbed(MEMBERS));
}

#[test]
fn an_undo_that_was_stopped_takes_the_rest_back_when_it_is_run_again() {
    for line in ["op undo --batch 11 --yes", "op undo --yes"] {
        let sandbox = territory(MEMBERS);
        let before = sandbox.digest();
        sandbox.run(COPY).ok();
        let run = Paused::start(&sandbox, line, "before-2")
            .hears("INT")
            .goes_on()
            .end();
        assert_eq!(run.code, Some(130), "{run:?}");
        assert!(run.stderr.contains("Stopped at target 2 of 6"), "{run:?}");
        // An undo begins with the last operation.
        holds(&sandbox, MEMBERS, 4);

        sandbox.run(line).ok();

        assert_eq!(sandbox.digest(), before);
    }
}

#[test]
fn requests_that_were_stopped_go_on_when_they_are_run_again() {
    let sandbox = territory(MEMBERS);
    let rows = "de,vers\npetr-du-val,cc-01;cc-02\npetr-du-val,cc-03;cc-04\n";
    sandbox.write("demandes.csv", &format!("{rows}petr-du-val,cc-05;cc-06\n"));
    let line = "copy cae --requests demandes.csv --yes";
    let run = Paused::start(&sandbox, line, "before-3")
        .hears("TERM")
        .goes_on()
        .end();
    assert_eq!(run.code, Some(130), "{run:?}");
    assert!(
        run.stderr
            .contains("Stopped at target 3 of 6: 3 done and kept, 3 remaining.")
    );
    holds(&sandbox, MEMBERS, 3);

    sandbox.run(line).ok();

    assert_eq!(sandbox.digest(), undisturbed(MEMBERS));
}

#[test]
fn a_target_that_was_refused_before_ctrl_c_is_counted_apart() {
    let sandbox = territory(MEMBERS);
    sandbox
        .run("referentiel mode cae cc-02 readonly --yes")
        .ok();
    let line = format!("{COPY} --json");
    let run = Paused::start(&sandbox, &line, "before-3")
        .hears("INT")
        .goes_on()
        .end();

    assert_eq!(run.code, Some(130), "{run:?}");
    let document = run.json();
    assert_eq!(document["summary"]["written"], 360);
    assert_eq!(document["summary"]["refused"], 180);
    assert_eq!(document["targets"][1]["error"]["code"], "mode_readonly");
    assert_eq!(
        document["error"]["message"],
        "stopped at target 3 of 6: 2 done and kept, 1 refused, 3 remaining. Nothing is half done."
    );
}

#[test]
fn ctrl_c_at_a_terminal_stops_the_work_that_was_agreed_to() {
    let sandbox = territory(MEMBERS);
    let file = sandbox.path().join("pause");
    let settings = [(PAUSE, &*pause("before-2", &file))];
    let words = ["copy", "cae", "--from", "petr-du-val", "--to-members-of"];
    let Some(mut session) = at_terminal_with(&sandbox, &words, &settings) else {
        return;
    };
    expect(&mut session, "→ 6 profiles? [y/N/d]");
    session.send_line("y").unwrap();
    until("the pause", || file.exists());
    session.send_control('c').unwrap();
    until("Ctrl-C to be heard", || {
        std::fs::read(&file).is_ok_and(|text| text == b"heard")
    });
    std::fs::remove_file(&file).unwrap();

    expect(
        &mut session,
        "Stopped at target 2 of 6: 2 done and kept, 4 remaining.",
    );
    expect(
        &mut session,
        "Copied    360 fields · 2 of 6 profiles · batch 11",
    );
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(130));
    is_sound(&sandbox);
}

#[test]
fn a_command_that_has_written_nothing_yet_ends_at_once_and_says_so() {
    let sandbox = territory(1);
    let before = sandbox.digest();
    for line in [
        "apply - --yes --json",
        "copy cae --requests - --yes --json",
        "referentiel fill cae petr-du-val - --yes --json",
        "referentiel import - --id eci --yes --json",
    ] {
        for signal in ["INT", "TERM", "HUP"] {
            let (process, _stdin) = Beside::start_waiting(&sandbox, line);
            std::thread::sleep(Duration::from_millis(150));

            process.signal(signal);
            let run = process.end();

            assert_eq!(run.code, Some(130), "{line}: {run:?}");
            let document = run.json();
            assert_eq!(document["exit"], 130);
            assert_eq!(document["error"]["code"], "interrupted");
            assert_eq!(
                document["error"]["message"],
                "interrupted: nothing was written"
            );
        }
    }
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_command_that_ends_at_once_leaves_no_file_in_the_making() {
    let sandbox = territory(1);
    sandbox.write("bad.csv", "action,statut\n1.1.1.1.1,fait\n1.1.1.1.2,zzz\n");
    let fill = "referentiel fill cae cc-01 bad.csv --on-error skip --yes";
    let hidden = || {
        let entries = std::fs::read_dir(sandbox.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name());
        let ours = names.filter(|name| name.to_string_lossy().starts_with(".tetctl-"));
        ours.count()
    };
    let paused = Paused::start(&sandbox, fill, "within-0").hears("INT");
    assert_eq!(hidden(), 1);

    let process = paused.still();
    process.signal("INT");

    assert_eq!(process.end().code, Some(130));
    assert_eq!(hidden(), 0);
}
