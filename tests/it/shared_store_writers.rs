//! Several who write at once: each waits, none is lost, and who waits too long is told for whom.

use std::fs;
use std::process::Command;

use crate::as_user::{Ground, Who};
use crate::beside::Paused;
use crate::sandbox::{NOW, Run, Sandbox, words};

const WRITERS: u32 = 8;
const WRITES: u32 = 200;

/// Has eight processes at a time write two hundred times each; every write ends well.
fn write_all(command: impl Fn(u32) -> Command + Sync) {
    let run =
        |writer: u32, line: &str| Run::of(command(writer).args(words(line)).output().unwrap());
    for writer in 1..=WRITERS {
        run(writer, &format!("profile create 'CC {writer}' --yes")).ok();
    }
    std::thread::scope(|scope| {
        for writer in 1..=WRITERS {
            scope.spawn(move || {
                for write in 1..=WRITES {
                    run(
                        writer,
                        &format!(
                            "profile edit cc-{writer} --population {write} --yes --lock-timeout 60s"
                        ),
                    )
                    .ok();
                }
            });
        }
    });
    let count = run(1, "op list --format count").ok();
    assert_eq!(count.stdout, format!("{}\n", WRITERS * (WRITES + 1)));
    for writer in 1..=WRITERS {
        let shown = run(writer, &format!("profile show cc-{writer} --json"))
            .ok()
            .json();
        assert_eq!(shown["profile"]["population"], WRITES);
    }
    run(1, "store check").ok();
}

#[test]
fn no_write_of_eight_is_lost_on_a_store_of_ones_own() {
    let sandbox = Sandbox::empty();
    write_all(|_| sandbox.command(NOW, "support-1"));
}

#[test]
fn no_write_of_eight_is_lost_on_a_shared_store() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let ground = ground.shared("");
    write_all(|writer| ground.command(Who::Member(writer)));
}

fn writing(sandbox: &Sandbox, line: &str) -> Command {
    let mut command = sandbox.command("2026-11-24T09:04:48Z", "support-2");
    command.args(words(line));
    command
}

fn host() -> String {
    let host = nix::unistd::gethostname().unwrap();
    host.to_string_lossy().into_owned()
}

#[test]
fn whoever_waits_too_long_is_told_for_whom() {
    let sandbox = Sandbox::empty();
    let command = writing(&sandbox, "profile create 'CC du Val' --yes");
    let writer = Paused::at("before-commit", sandbox.path(), command);
    let write = "profile create 'CC du Mont' --yes --lock-timeout 0s";

    let french = sandbox.run(&format!("{write} --lang fr"));
    let lines = format!(
        "erreur[store_busy]: la base est occupée depuis 12 s (attendu 0 s)
  par support-2 sur {0} · profile create · depuis 09:04:48
conseil : réessayer, ou attendre plus longtemps : --lock-timeout 60s
",
        host()
    );
    assert!(french.stderr.ends_with(&lines), "{}", french.stderr);
    french.fails_with(6);
    let english = sandbox.run(write);
    let lines = format!(
        "error[store_busy]: the store has been busy for 12 s (waited 0 s)
  by support-2 on {0} · profile create · since 09:04:48
hint: try again, or wait longer: --lock-timeout 60s
",
        host()
    );
    assert!(english.stderr.ends_with(&lines), "{}", english.stderr);
    let document = sandbox.run(&format!("{write} --json")).json();
    assert_eq!(
        document["error"]["holder"],
        serde_json::json!({
            "actor": "support-2",
            "host": host(),
            "command": "profile create",
            "since": "2026-11-24T09:04:48Z",
        })
    );
    // Those who read a store that nobody shares do not wait.
    sandbox.run("profile list --lock-timeout 0s").ok();

    writer.goes_on().end().ok();
    sandbox.run(write).ok();
    assert!(!sandbox.path().join("store.db.writer").exists());
}

#[test]
fn a_notice_whose_writer_is_gone_is_not_believed() {
    let sandbox = Sandbox::empty();
    let command = writing(&sandbox, "profile create 'CC du Val' --yes");
    let writer = Paused::at("before-commit", sandbox.path(), command);
    let notice = sandbox.path().join("store.db.writer");
    let told = fs::read_to_string(&notice).unwrap();
    assert!(!told.contains("Val"), "arguments stay private: {told}");
    let write = "profile create 'CC du Mont' --yes --lock-timeout 0s";

    let mut other: serde_json::Value = serde_json::from_str(&told).unwrap();
    other["host"] = "poste-09".into();
    fs::write(&notice, other.to_string()).unwrap();
    let run = sandbox.run(write);
    assert!(
        run.stderr.contains("by support-2 on poste-09"),
        "{}",
        run.stderr
    );

    other["host"] = host().into();
    other["began"] = 1.into();
    fs::write(&notice, other.to_string()).unwrap();
    sandbox.run(write).fails(
        6,
        "error[store_busy]: somebody else is writing to the store (waited 0 s)",
    );
    let document = sandbox.run(&format!("{write} --json")).json();
    assert_eq!(document["error"]["holder"], serde_json::Value::Null);

    fs::write(&notice, &told).unwrap();
    writer.dies();
    assert!(notice.exists());
    sandbox.run(write).ok();
    assert!(!notice.exists());
}

#[test]
fn a_reader_who_does_not_let_go_of_a_shared_store_is_told_of() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let ground = ground.shared("");
    let reader = rusqlite::Connection::open(ground.store()).unwrap();
    reader
        .execute_batch("BEGIN; SELECT identity FROM store")
        .unwrap();
    let write = "profile create 'CC du Val' --yes --lock-timeout 0s";
    ground.run(Who::Member(1), write).fails(
        6,
        "error[store_busy]: somebody is reading the store and does not let go (waited 0 s)",
    );
    reader.execute_batch("ROLLBACK").unwrap();
    ground.run(Who::Member(1), write).ok();
}

#[test]
fn a_reader_of_a_shared_store_waits_for_a_commit_and_no_longer() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let ground = ground.shared("");
    let writer = rusqlite::Connection::open(ground.store()).unwrap();
    writer.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let read = "op list --format count --lock-timeout";
    ground
        .run(Who::Member(1), &format!("{read} 0s"))
        .fails_with(6);
    let mut command = ground.command(Who::Member(1));
    command.args(words(&format!("{read} 60s")));
    let waiting = Paused::at("waiting", &ground.home(), command).goes_on();
    writer.execute_batch("COMMIT").unwrap();
    assert_eq!(waiting.end().ok().stdout, "0\n");
}
