//! A store that another process is writing: waited for as long as is said, then told.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::sandbox::Sandbox;
use crate::wide::{COPY, holds, territory, undisturbed};

/// Takes the writer's place until it is dropped.
fn writer(sandbox: &Sandbox) -> Connection {
    let store = Connection::open(sandbox.path().join("store.db")).unwrap();
    store.busy_timeout(Duration::from_secs(20)).unwrap();
    store.execute_batch("BEGIN IMMEDIATE").unwrap();
    store
}

#[test]
fn a_lock_is_waited_for_as_long_as_is_said() {
    let sandbox = territory(2);
    let _writer = writer(&sandbox);
    for (given, least) in [("0s", 0), ("1s", 1)] {
        let line = format!("profile create 'CC Neuve' --yes --json --lock-timeout {given}");
        let started = Instant::now();

        let run = sandbox.run(&line);

        let took = started.elapsed();
        assert_eq!(run.code, Some(6), "{run:?}");
        assert_eq!(run.json()["error"]["code"], "store_busy");
        assert!(took >= Duration::from_secs(least), "{given}: {took:?}");
    }
}

#[test]
fn looking_waits_for_no_writer() {
    let sandbox = territory(2);
    let digest = sandbox.digest();
    let _writer = writer(&sandbox);
    let started = Instant::now();
    for line in [
        "profile list",
        "copy cae --from petr-du-val --to-members-of -n",
    ] {
        sandbox.run(&format!("{line} --lock-timeout 60s")).ok();
    }
    assert_eq!(sandbox.digest(), digest);
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_writer_that_ends_in_time_is_followed() {
    let sandbox = territory(2);
    let other = writer(&sandbox);
    let ends = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(400));
        other.execute_batch("COMMIT").unwrap();
    });
    sandbox.run("profile create 'CC Neuve' --yes").ok();
    ends.join().unwrap();
    sandbox.run("profile show cc-neuve").ok();
}

#[test]
fn a_copy_to_many_that_cannot_begin_writes_nothing_and_finishes_later() {
    let sandbox = territory(6);
    let other = writer(&sandbox);
    let line = format!("{COPY} --json --lock-timeout 0s");
    let run = sandbox.run(&line);
    assert_eq!(run.code, Some(6), "{run:?}");
    drop(other);
    holds(&sandbox, 6, 0);
    sandbox.run(&line).ok();
    assert_eq!(sandbox.digest(), undisturbed(6));
}

#[test]
fn writers_at_the_same_time_lose_nothing() {
    let sandbox = territory(2);
    let writes = |writer: usize| {
        for number in 0..5 {
            let name = format!("CC Numero {writer} {number}");
            let line = format!("profile create '{name}' --department 61 --yes");
            sandbox.run(&line).ok();
        }
    };
    std::thread::scope(|scope| {
        for writer in 0..4 {
            scope.spawn(move || writes(writer));
        }
    });
    let list = sandbox.run("op list --command 'profile create' --format count");
    // Those of the territory are the PETR and its members.
    assert_eq!(list.ok().stdout.trim(), "23");
}
