//! What somebody reads who may not write: the last commit or a reason, never an older state.

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::as_user::{Ground, Mount, Who};
use crate::beside::Paused;
use crate::sandbox::{Run, words};

const MEMBER: Who = Who::Member(1);
const VIEWER: Who = Who::Outsider;
const COUNT: &str = "op list --format count";

/// Returns a store that everybody may read, with one operation in it.
fn readable() -> Option<Ground> {
    let ground = Ground::new()?.shared("--readable");
    ground.run(MEMBER, "profile create 'CC du Val' --yes").ok();
    Some(ground)
}

fn writing(ground: &Ground, line: &str) -> Command {
    let mut command = ground.command(MEMBER);
    command.args(words(line));
    command
}

#[track_caller]
fn reads(ground: &Ground, operations: u32) {
    let read = ground.run(VIEWER, COUNT).ok();
    assert_eq!(read.stdout, format!("{operations}\n"));
}

#[track_caller]
fn needs_a_writer(ground: &Ground) {
    let run = ground.run(VIEWER, COUNT);
    let hint = format!(
        "hint: a member of the group {} opens it once:  tetctl store check\n",
        ground.group()
    );
    assert!(run.stderr.ends_with(&hint), "{}", run.stderr);
    let said = format!(
        "error[store_needs_writer]: a crash left work in `{}` that you may not finish",
        ground.store().display()
    );
    run.fails(6, &said);
}

#[test]
fn while_nobody_has_it_open_the_last_commit_is_read() {
    let Some(ground) = readable() else {
        return;
    };
    reads(&ground, 1);
    let check = ground.run(VIEWER, "store check --json").ok().json();
    assert_eq!(check["problems"], serde_json::json!([]));
}

#[test]
fn while_a_writer_has_it_open_the_commit_just_made_is_read() {
    let Some(ground) = readable() else {
        return;
    };
    let command = writing(&ground, "profile create 'CC du Mont' --yes");
    let writer = Paused::at("after-commit", &ground.home(), command);
    reads(&ground, 2);
    writer.goes_on().end().ok();
    reads(&ground, 2);
}

#[test]
fn after_a_kill_of_a_writer_that_had_committed_its_commit_is_read() {
    let Some(ground) = readable() else {
        return;
    };
    let command = writing(&ground, "profile create 'CC du Mont' --yes");
    Paused::at("after-commit", &ground.home(), command).dies();
    reads(&ground, 2);
}

#[test]
fn after_a_kill_inside_a_small_transaction_the_last_commit_is_read() {
    let Some(ground) = readable() else {
        return;
    };
    let command = writing(&ground, "profile create 'CC du Mont' --yes");
    let writer = Paused::at("before-commit", &ground.home(), command);
    reads(&ground, 1);
    writer.dies();
    reads(&ground, 1);
    ground.run(MEMBER, "profile create 'CC du Lac' --yes").ok();
    reads(&ground, 2);
}

/// Kills a writer whose transaction no longer fitted its memory.
fn kill_spilled(ground: &Ground) {
    fs::copy(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/structure.csv"),
        ground.home().join("structure.csv"),
    )
    .unwrap();
    let mut command = writing(ground, "referentiel import structure.csv --id cae --yes");
    command.env("TETCTL_TEST_CACHE", "2");
    Paused::at("before-commit", &ground.home(), command).dies();
}

#[test]
fn after_a_kill_inside_a_transaction_that_spilled_a_member_must_open_it_once() {
    let Some(ground) = readable() else {
        return;
    };
    kill_spilled(&ground);
    needs_a_writer(&ground);
    needs_a_writer(&ground);

    ground.run(Who::Member(2), "store check").ok();

    reads(&ground, 1);
    let info = ground.run(VIEWER, "store info --json").ok().json();
    assert_eq!(info["referentiels"], serde_json::json!([]));
}

#[test]
fn on_a_read_only_mount_the_last_commit_or_a_reason_is_read() {
    let Some(ground) = readable() else {
        return;
    };
    let folder = ground.path().join("equipe");
    let at = ground.path().join("mounted");
    let Some(_mount) = Mount::read_only(&folder, &at) else {
        return;
    };
    let store = at.join("store.db");
    let on_mount = |who: Who, line: &str| {
        let mut command = ground.command(who);
        command.env("TETCTL_STORE", &store).args(words(line));
        Run::of(command.output().unwrap())
    };
    let read_only = format!("error[store_read_only]: `{}` is read-only", store.display());
    for who in [MEMBER, VIEWER] {
        assert_eq!(on_mount(who, COUNT).ok().stdout, "1\n");
        on_mount(who, "profile create 'CC X' --yes").fails(1, &read_only);
    }
    let info = on_mount(MEMBER, "store info --json").ok().json();
    assert_eq!(info["not_writable"], "store_read_only");

    let command = writing(&ground, "profile create 'CC du Mont' --yes");
    Paused::at("before-commit", &ground.home(), command).dies();
    assert_eq!(on_mount(VIEWER, COUNT).ok().stdout, "1\n");
    kill_spilled(&ground);
    for who in [MEMBER, VIEWER] {
        let said = on_mount(who, COUNT);
        assert!(
            said.stderr.contains("error[store_needs_writer]"),
            "{said:?}"
        );
        said.fails_with(6);
    }
    ground.run(MEMBER, "store check").ok();
    assert_eq!(on_mount(VIEWER, COUNT).ok().stdout, "1\n");
}

#[test]
fn a_private_store_on_a_read_only_mount_is_read_whole_or_not_at_all() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let folder = ground.home().join("mine");
    let private = |line: &str| {
        let mut command = ground.command(MEMBER);
        command
            .env("TETCTL_STORE", "./mine/store.db")
            .args(words(line));
        command
    };
    let done = |line: &str| Run::of(private(line).output().unwrap()).ok();
    done("store init");
    done("profile create 'CC du Val' --yes");
    let at = ground.path().join("mounted");
    let Some(_mount) = Mount::read_only(&folder, &at) else {
        return;
    };
    let on_mount = || {
        let mut command = ground.command(MEMBER);
        command
            .env("TETCTL_STORE", at.join("store.db"))
            .args(words(COUNT));
        Run::of(command.output().unwrap())
    };
    assert!(!folder.join("store.db-wal").exists());
    assert_eq!(on_mount().ok().stdout, "1\n");

    let mut command = private("profile create 'CC du Mont' --yes");
    command.stdin(std::process::Stdio::null());
    Paused::at("after-commit", &ground.home(), command).dies();
    assert!(folder.join("store.db-wal").exists());
    let left_over = on_mount();
    match left_over.code {
        Some(0) => assert_eq!(left_over.stdout, "2\n"),
        _ => left_over.fails_with(6),
    }
    done("store check");
    assert_eq!(on_mount().ok().stdout, "2\n");
}

#[test]
fn while_a_member_writes_in_a_loop_nobody_reads_an_older_state() {
    const WRITES: u32 = 40;
    let Some(ground) = readable() else {
        return;
    };
    let (done, over) = (AtomicU32::new(1), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for population in 1..=WRITES {
                let line = format!("profile edit cc-du-val --population {population} --yes");
                ground.run(MEMBER, &line).ok();
                done.fetch_add(1, Ordering::SeqCst);
            }
            over.store(true, Ordering::SeqCst);
        });
        let mut answers = 0;
        while !over.load(Ordering::SeqCst) {
            let before = done.load(Ordering::SeqCst);
            let read = ground.run(VIEWER, COUNT);
            match read.code {
                Some(0) => {
                    let count: u32 = read.stdout.trim().parse().unwrap();
                    assert!(count >= before, "{count} after {before}");
                    answers += 1;
                }
                _ => read.fails_with(6),
            }
        }
        assert!(answers > 0);
    });
    reads(&ground, WRITES + 1);
}
