//! What is asked at a terminal, at one of our own.

use std::process::Stdio;

use rexpect::session::{PtySession, spawn_command};

use crate::as_user::skipped;
use crate::sandbox::{NOW, Sandbox};

/// How long an answer may take.
const PATIENCE: Option<u64> = Some(60_000);

/// Runs `tetctl` with these words at a terminal; where none can be had, says so.
pub fn at_terminal(sandbox: &Sandbox, words: &[&str]) -> Option<PtySession> {
    at_terminal_with(sandbox, words, &[])
}

/// Runs `tetctl` in the same way, with these settings in its environment.
pub fn at_terminal_with(
    sandbox: &Sandbox,
    words: &[&str],
    settings: &[(&str, &str)],
) -> Option<PtySession> {
    let mut command = sandbox.command(NOW, "support-1");
    command.args(words).stdin(Stdio::inherit());
    command.env("TERM", "dumb").env("COLUMNS", "100");
    command.envs(settings.iter().copied());
    match spawn_command(command, PATIENCE) {
        Ok(session) => Some(session),
        Err(error) => skipped(&format!("no terminal can be had ({error})")),
    }
}

/// Waits for the end, and returns the exit code; none where a signal ended it.
pub fn exit(session: &mut PtySession) -> Option<i32> {
    match session.process_mut().wait() {
        Ok(rexpect::process::WaitStatus::Exited(_, code)) => Some(code),
        _ => None,
    }
}

/// Waits for a text, which the terminal's reader takes byte by byte.
#[track_caller]
pub fn expect(session: &mut PtySession, text: &str) {
    let bytes: String = text.bytes().map(char::from).collect();
    session.exp_string(&bytes).unwrap();
}

#[test]
fn an_ambiguous_name_becomes_a_numbered_choice() {
    let sandbox = Sandbox::profiles();
    let words = ["profile", "show", "trevanne", "--lang", "fr"];
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    for line in [
        "« trevanne » : lequel ?   (Entrée pour arrêter)",
        "  1  CC du Pays de Trévanne     CC · 61 · membre de petr-du-pays-de-trevanne",
        "  2  PETR du Pays de Trévanne   PETR · 61",
        "> ",
    ] {
        expect(&mut session, line);
    }
    session.send_line("1").unwrap();
    expect(&mut session, "Slug          cc-du-pays-de-trevanne");
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(0));
}

#[test]
fn enter_alone_stops() {
    let sandbox = Sandbox::profiles();
    let Some(mut session) = at_terminal(&sandbox, &["profile", "show", "trevanne"]) else {
        return;
    };
    expect(&mut session, "> ");
    session.send_line("").unwrap();
    expect(
        &mut session,
        "error[profile_ambiguous]: 2 profiles match `trevanne`",
    );
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(3));
}

#[test]
fn a_loose_name_is_echoed_before_the_question() {
    let sandbox = Sandbox::profiles();
    let words = ["profile", "relate", "petr trevanne", "--add", "orvel-61"];
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    for line in [
        "petr-du-pays-de-trevanne · read from \"petr trevanne\"",
        "  +  orvel-61 → petr-du-pays-de-trevanne",
        "? [y/N/d] ",
    ] {
        expect(&mut session, line);
    }
    session.send_line("y").unwrap();
    expect(&mut session, "Done      profile relate");
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(0));
}

#[test]
fn an_undo_names_the_operation_and_the_number_of_fields() {
    let sandbox = Sandbox::empty();
    sandbox.run("profile create 'CC du Val' --yes").ok();
    let Some(mut session) = at_terminal(&sandbox, &["op", "undo", "--lang", "fr"]) else {
        return;
    };
    expect(&mut session, "  -  cc-du-val  nature");
    expect(&mut session, "Annuler 1 (3 champs sur CC du Val) ? [o/N/d]");
    session.send_line("o").unwrap();
    expect(&mut session, "Annulé    1 · 3 champs · opération 2");
    assert_eq!(exit(&mut session), Some(0));
}

#[test]
fn the_edits_of_a_saved_changeset_are_listed_on_demand() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile relate petr-du-pays-de-trevanne --add orvel-61 --save a.json")
        .ok();
    let Some(mut session) = at_terminal(&sandbox, &["apply", "a.json", "--lang", "fr"]) else {
        return;
    };
    expect(&mut session, "? [o/N/d]");
    session.send_line("d").unwrap();
    expect(&mut session, "  +  orvel-61 → petr-du-pays-de-trevanne");
    expect(&mut session, "? [o/N/d]");
    session.send_line("n").unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(7));
}

#[test]
fn what_moved_while_the_question_stood_is_shown_and_asked_again() {
    let sandbox = Sandbox::filled();
    let words = [
        "copy",
        "cae",
        "--from",
        "petr-du-pays-de-trevanne",
        "--to",
        "ca-orvel-agglomeration",
        "orvel-61",
        "--on-conflict",
        "overwrite",
    ];
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    expect(
        &mut session,
        "Copy 18 fields: PETR du Pays de Trévanne → 2 profiles? [y/N/d]",
    );

    // The question holds nobody up.
    sandbox
        .run_as(
            "support-2",
            "referentiel set orvel-61 cae_3.1.1.1=pas_fait --yes",
        )
        .ok();
    session.send_line("y").unwrap();

    expect(
        &mut session,
        "Something has changed since the preview; here is the new one.",
    );
    expect(
        &mut session,
        "cae_3.1.1.1  Suivre les nappes et les rivières",
    );
    expect(
        &mut session,
        "Copy 9 fields: PETR du Pays de Trévanne → Orvel? [y/N/d]",
    );
    session.send_line("n").unwrap();
    expect(&mut session, "  x  Orvel  nothing was written");
    expect(&mut session, "1 of 2 profiles");
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(8));
    let done = sandbox
        .run("op list --profile ca-orvel-agglomeration --limit 1 --json")
        .json();
    assert_eq!(done["items"][0]["command"], "referentiel copy");
    assert_eq!(done["items"][0]["actor"], "support-1");
    let other = sandbox
        .run("op list --profile orvel-61 --limit 1 --json")
        .json();
    assert_eq!(other["items"][0]["actor"], "support-2");
}

#[test]
fn every_line_of_a_copy_to_several_is_shown_on_demand() {
    let sandbox = Sandbox::filled();
    let line = "copy cae --from petr-du-pays-de-trevanne --to-members-of -a 1.2 --lang fr";
    let words = crate::sandbox::words(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    expect(&mut session, "→ 3 profils ? [o/N/d]");
    session.send_line("d").unwrap();
    for line in [
        "  CC des Sources et Bocages",
        "  +  cae_1.2.1.1  Chiffrer le coût de chaque action",
        "  CC du Pays de Trévanne",
        "  +  cae_1.2.1.1  Chiffrer le coût de chaque action",
        "→ 3 profils ? [o/N/d]",
    ] {
        expect(&mut session, line);
    }
    session.send_line("o").unwrap();
    expect(&mut session, "Copié     3 champs · 3 profils sur 3");
    assert_eq!(exit(&mut session), Some(0));
}

#[test]
fn a_confirmation_names_the_values_and_is_asked_for() {
    let sandbox = Sandbox::filled();
    let copy = "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --yes";
    sandbox.run(copy).ok();
    let words = [
        "referentiel",
        "confirm",
        "cae",
        "sources bocages",
        "-a",
        "1.2",
        "--lang",
        "fr",
    ];
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    expect(&mut session, "          lu de « sources bocages »");
    expect(
        &mut session,
        "Confirme  1 valeur copiée de PETR du Pays de Trévanne",
    );
    expect(
        &mut session,
        "Confirmer 1 valeur : CC des Sources et Bocages ? [o/N/d] ",
    );
    session.send_line("o").unwrap();
    expect(&mut session, "Confirmé  1 valeur · opération 12");
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(0));
}
