//! `tetctl store restore`.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::time::Duration;

use rusqlite::Connection;

use crate::beside::Paused;
use crate::sandbox::{NOW, Sandbox};
use crate::store_backup::{digest_of, names};
use crate::store_upgrade::{oldest, share};
use crate::terminal::{at_terminal, exit, expect};

/// Returns the filled territory, its backup `nuit.db`, and one operation since.
pub fn gone_on() -> Sandbox {
    let sandbox = Sandbox::filled();
    sandbox.run("store backup nuit.db").ok();
    sandbox
        .run("referentiel set orvel-61 cae_3.1.1.1=fait --yes")
        .ok();
    sandbox
}

#[test]
fn a_backup_comes_back_over_the_store_and_there_is_a_way_back() {
    let sandbox = gone_on();
    let (now, then) = (sandbox.digest(), digest_of(&sandbox, "nuit.db"));
    let file = std::fs::read(sandbox.path().join("nuit.db")).unwrap();

    sandbox
        .run("store restore nuit.db --confirm store.db")
        .shows(
            &format!(
                "Restored  nuit.db → ./store.db
Holds     6 profiles · 10 operations, the last one 10, at 09:05 by support-2
Digest    {then}
Back      tetctl store restore ./store.db.before-restore --confirm store.db"
            ),
            "Store     ./store.db",
        );

    assert_eq!(sandbox.digest(), then);
    assert_eq!(digest_of(&sandbox, "store.db.before-restore"), now);
    assert_eq!(std::fs::read(sandbox.path().join("nuit.db")).unwrap(), file);
    for name in ["store.db", "store.db.before-restore"] {
        let mode = std::fs::metadata(sandbox.path().join(name)).unwrap();
        assert_eq!(mode.permissions().mode() & 0o777, 0o600, "{name}");
    }

    sandbox
        .run("store restore ./store.db.before-restore --confirm store.db")
        .ok();
    assert_eq!(sandbox.digest(), now);
    assert_eq!(
        names(sandbox.path()),
        [
            "nuit.db",
            "store.db",
            "store.db.before-restore",
            "store.db.before-restore-2"
        ]
    );
}

#[test]
fn a_rehearsal_shows_both_and_writes_nothing() {
    let sandbox = gone_on();
    let before = sandbox.digest();

    sandbox.run("store restore nuit.db -n --lang fr").shows(
        "Présent   ./store.db · 6 profils · 11 opérations, la dernière 11, à 09:05 par support-1
Remis     nuit.db · 6 profils · 10 opérations, la dernière 10, à 09:05 par support-2
  !  1 opération de la base n'y est pas
Reste     ./store.db.before-restore",
        "Base      ./store.db · rien ne sera écrit",
    );
    let told = sandbox.run("store restore nuit.db -n --json").ok().json();

    assert_eq!(
        told["present"].to_string(),
        r#"{"profiles":6,"operations":11,"last_operation":11}"#
    );
    assert_eq!(told["dry_run"], true);
    assert_eq!(told["last_operation"], 10);
    assert_eq!(told["backup"], "./store.db.before-restore");
    assert_eq!(sandbox.digest(), before);
    assert_eq!(names(sandbox.path()), ["nuit.db", "store.db"]);
}

#[test]
fn a_yes_is_not_enough_over_a_store() {
    let sandbox = gone_on();
    let before = sandbox.digest();
    for flags in ["", "--yes", "--json", "--confirm nuit.db", "--confirm ''"] {
        let run = sandbox.run(&format!("store restore nuit.db {flags}"));
        assert_eq!(run.code, Some(7), "{flags}\n{}{}", run.stdout, run.stderr);
    }
    let run = sandbox.run("store restore nuit.db --yes");
    assert_eq!(
        run.stderr,
        "Store     ./store.db
Present   ./store.db · 6 profiles · 11 operations, the last one 11, at 09:05 by support-1
Comes     nuit.db · 6 profiles · 10 operations, the last one 10, at 09:05 by support-2
  !  1 operation of the store is not in it
Stays     ./store.db.before-restore
error[not_confirmed]: nothing was written: what would go must be named
hint: --confirm store.db confirms, -n only shows
"
    );
    assert_eq!(sandbox.digest(), before);
    assert_eq!(names(sandbox.path()), ["nuit.db", "store.db"]);
}

#[test]
fn at_a_terminal_the_store_is_named() {
    let sandbox = gone_on();
    let words = ["store", "restore", "nuit.db", "--lang", "fr"];
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    expect(&mut session, "  !  1 opération de la base n'y est pas");
    expect(
        &mut session,
        "Remplacer la base par nuit.db ? Pour confirmer, taper store.db :",
    );
    let now = sandbox.digest();
    session.send_line("store.db").unwrap();
    expect(&mut session, "Revenir   tetctl store restore");
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(0));
    assert_eq!(digest_of(&sandbox, "store.db.before-restore"), now);

    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    expect(&mut session, "taper store.db :");
    session.send_line("oui").unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(7));
}

#[test]
fn a_named_store_is_named_by_its_name() {
    let sandbox = gone_on();
    std::fs::create_dir_all(sandbox.path().join(".config/tetctl")).unwrap();
    sandbox.write(
        ".config/tetctl/config.toml",
        "[stores]\nequipe = \"./store.db\"\n",
    );
    let restore = "store restore nuit.db --store equipe";
    let run = sandbox.run(&format!("{restore} --yes"));
    assert!(
        run.stderr
            .ends_with("hint: --confirm equipe confirms, -n only shows\n"),
        "{}",
        run.stderr
    );
    sandbox.run(&format!("{restore} --confirm equipe")).ok();
}

#[test]
fn where_no_store_is_one_is_made() {
    let sandbox = gone_on();
    let new = "--store ./new/deep/base.db";
    sandbox
        .run(&format!("store restore nuit.db -n {new}"))
        .shows(
            "Present   no store, it will be made
Comes     nuit.db · 6 profiles · 10 operations, the last one 10, at 09:05 by support-2",
            "Store     ./new/deep/base.db · nothing will be written",
        );
    assert!(!sandbox.path().join("new").exists());

    let told = sandbox
        .run(&format!("store restore nuit.db --json {new}"))
        .ok()
        .json();

    assert_eq!(told["digest"], digest_of(&sandbox, "nuit.db"));
    assert_eq!(told["present"], serde_json::Value::Null);
    assert_eq!(told["backup"], serde_json::Value::Null);
    let folder = sandbox.path().join("new/deep");
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.join("base.db")), 0o600);
    assert_eq!(mode(folder.clone()), 0o700);
    let made = Connection::open(folder.join("base.db")).unwrap();
    let journal = made.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0));
    assert_eq!(journal.unwrap(), "wal");
}

#[test]
fn what_another_store_left_behind_is_not_taken_for_a_part() {
    let sandbox = gone_on();
    sandbox.write("new.db-wal", "frames");
    sandbox
        .run("store restore nuit.db --store ./new.db")
        .fails(
            5,
            "error[store_exists]: `./new.db-wal` exists already and would be taken for a part of `./new.db`",
        );
    assert_eq!(sandbox.read("new.db-wal"), "frames");
    assert!(!sandbox.path().join("new.db").exists());
}

#[test]
fn what_is_no_sound_store_is_not_put_back() {
    let sandbox = gone_on();
    let before = sandbox.digest();
    let bytes = std::fs::read(sandbox.path().join("nuit.db")).unwrap();
    sandbox.write("notes.txt", "not a store");
    sandbox.write("empty.db", "");
    std::fs::write(sandbox.path().join("half.db"), &bytes[..bytes.len() / 2]).unwrap();
    let mut holed = bytes.clone();
    let middle = bytes.len() / 2;
    holed[middle..middle + 8192].fill(7);
    std::fs::write(sandbox.path().join("holed.db"), holed).unwrap();
    std::fs::write(sandbox.path().join("newer.db"), &bytes).unwrap();
    let newer = Connection::open(sandbox.path().join("newer.db")).unwrap();
    newer.execute("UPDATE store SET schema = 99", []).unwrap();
    drop(newer);
    for (file, code, error) in [
        ("none.db", 3, "error[file_not_found]"),
        ("./", 1, "error[store_foreign]: `./` is a folder, no store"),
        ("notes.txt", 1, "error[store_foreign]"),
        ("empty.db", 1, "error[store_foreign]"),
        ("half.db", 1, "error[store_corrupt]"),
        ("holed.db", 1, "error[store_corrupt]"),
        ("newer.db", 1, "error[store_newer]"),
        ("store.db", 2, "error[usage]"),
        ("store.db-wal", 2, "error[usage]"),
    ] {
        let run = sandbox.run(&format!("store restore {file} --confirm store.db"));
        assert_eq!(run.code, Some(code), "{file}\n{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(error), "{file}\n{}", run.stderr);
    }
    assert_eq!(sandbox.digest(), before);
    assert!(!sandbox.path().join("store.db.before-restore").exists());
}

#[test]
fn what_is_there_and_is_no_store_is_left_alone() {
    let sandbox = gone_on();
    sandbox.write("notes.txt", "precious");
    sandbox
        .run("store restore nuit.db --store ./notes.txt --confirm notes.txt")
        .fails(
            1,
            "error[store_foreign]: `./notes.txt` is no store of tetctl",
        );
    assert_eq!(sandbox.read("notes.txt"), "precious");
}

#[test]
fn an_older_backup_is_upgraded_and_left_as_it_is() {
    let sandbox = gone_on();
    sandbox.fixture("schema/oldest.db");
    let oldest = std::fs::read(sandbox.path().join("oldest.db")).unwrap();
    let run = sandbox.run("store restore oldest.db -n").ok();
    assert!(
        run.stdout.contains(
            "  !  another store, not a copy of this one\n  !  of an older schema (1), upgraded (2)\n"
        ),
        "{}",
        run.stdout
    );

    sandbox
        .run("store restore oldest.db --confirm store.db")
        .ok();
    sandbox.run("store restore oldest.db --store ./new.db").ok();

    assert_eq!(
        std::fs::read(sandbox.path().join("oldest.db")).unwrap(),
        oldest
    );
    for store in ["./store.db", "./new.db"] {
        let check = sandbox.run(&format!("store check --store {store}")).ok();
        assert_eq!(check.stderr, "", "{store}");
    }
    sandbox.run("op undo 6 --yes").ok();
}

#[test]
fn a_shared_store_stays_shared() {
    let sandbox = gone_on();
    share(&sandbox);
    let file = sandbox.path().join("store.db");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o660)).unwrap();

    sandbox.run("store restore nuit.db --confirm store.db").ok();

    assert_eq!(sandbox.digest(), digest_of(&sandbox, "nuit.db"));
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o660);
    let store = Connection::open(&file).unwrap();
    let journal = store.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0));
    assert_eq!(journal.unwrap(), "delete");

    let older = oldest();
    share(&older);
    std::fs::copy(sandbox.path().join("nuit.db"), older.path().join("nuit.db")).unwrap();
    older.run("store restore nuit.db --confirm store.db").fails(
        1,
        "error[store_older]: the store is of an older schema (1, now: 2)",
    );
}

#[test]
fn whoever_has_the_store_open_sees_the_old_or_the_new() {
    for is_shared in [false, true] {
        let sandbox = gone_on();
        if is_shared {
            share(&sandbox);
        }
        let other = Connection::open(sandbox.path().join("store.db")).unwrap();
        let count = || {
            let sql = "SELECT count(*) FROM operation";
            other
                .query_row(sql, [], |row| row.get::<_, i64>(0))
                .unwrap()
        };
        assert_eq!(count(), 11);
        sandbox.run("store restore nuit.db --confirm store.db").ok();
        assert_eq!(count(), 10);
    }
}

#[test]
fn a_store_that_somebody_writes_to_is_busy() {
    for is_shared in [false, true] {
        let sandbox = gone_on();
        if is_shared {
            share(&sandbox);
        }
        let other = Connection::open(sandbox.path().join("store.db")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();

        sandbox
            .run("store restore nuit.db --confirm store.db --lock-timeout 1s")
            .fails(
                6,
                "error[store_busy]: somebody else is writing to the store (waited 1 s)",
            );

        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(
            names(sandbox.path())
                .iter()
                .filter(|name| name.contains("before"))
                .count(),
            0
        );
        sandbox.run("store restore nuit.db --confirm store.db").ok();
    }
}

#[test]
fn a_damaged_store_is_kept_as_it_is_and_replaced() {
    let sandbox = gone_on();
    let file = sandbox.path().join("store.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let damaged = 4 * 4096..6 * 4096;
    bytes[damaged.clone()].fill(7);
    std::fs::write(&file, &bytes).unwrap();
    assert_eq!(sandbox.run("store check").code, Some(10));

    sandbox.run("store restore nuit.db --confirm store.db").ok();

    assert_eq!(sandbox.digest(), digest_of(&sandbox, "nuit.db"));
    let kept = std::fs::read(sandbox.path().join("store.db.before-restore")).unwrap();
    assert!(
        kept[damaged.clone()] == bytes[damaged],
        "the damaged pages were kept"
    );
}

/// Returns what stands in the folder but for what the test put there.
fn leftovers(sandbox: &Sandbox) -> Vec<String> {
    let entries = std::fs::read_dir(sandbox.path()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names
        .filter(|name| name.starts_with(".tetctl-") || name.contains("before-restore"))
        .collect();
    names.sort();
    names
}

#[test]
fn a_restore_ends_before_it_writes_over_the_store_or_says_what_it_did() {
    for signal in ["INT", "TERM"] {
        let sandbox = gone_on();
        let now = sandbox.digest();
        let line = "store restore nuit.db --confirm store.db --json";

        let early = Paused::start(&sandbox, line, "before-overwrite").hears(signal);
        let run = early.goes_on().end();
        assert_eq!(run.code, Some(130), "{run:?}");
        let document = run.json();
        assert_eq!(
            document["error"]["message"],
            "interrupted: nothing was written"
        );
        assert_eq!(sandbox.digest(), now);
        assert_eq!(leftovers(&sandbox), Vec::<String>::new());

        let late = Paused::start(&sandbox, line, "within-overwrite").hears(signal);
        let run = late.goes_on().end().ok();
        assert_eq!(run.json()["digest"], digest_of(&sandbox, "nuit.db"));
        assert_eq!(sandbox.digest(), digest_of(&sandbox, "nuit.db"));
        assert_eq!(leftovers(&sandbox), ["store.db.before-restore"]);
    }
}

#[test]
fn a_restore_that_is_killed_leaves_the_old_or_the_new() {
    let sandbox = gone_on();
    for number in 0..30 {
        let line = format!("profile create 'Test {number}' --nature test --yes");
        sandbox.run(&line).ok();
    }
    let (now, then) = (sandbox.digest(), digest_of(&sandbox, "nuit.db"));
    let mut ended = 0;
    for after in (0..60).step_by(3) {
        let mut child = sandbox
            .command(NOW, "support-1")
            .args(["store", "restore", "nuit.db", "--confirm", "store.db"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(after));
        child.kill().unwrap();
        ended += u32::from(child.wait().unwrap().success());

        let check = sandbox.run("store check --json").ok().json();
        let digest = check["digest"].as_str().unwrap();
        assert!(digest == now || digest == then, "after {after} ms");
        if digest == then {
            let kept = names(sandbox.path());
            let kept = kept.iter().find(|name| name.contains("before-restore"));
            let line = format!("store restore ./{} --confirm store.db", kept.unwrap());
            sandbox.run(&line).ok();
            assert_eq!(sandbox.digest(), now);
        }
    }
    assert!(ended < 20, "no restore was killed");
}

/// A small disk, which goes with the value.
struct Disk(std::path::PathBuf);

impl Disk {
    /// Mounts a disk of so many kilobytes in the folder; where none can be mounted, says so.
    fn of(sandbox: &Sandbox, kilobytes: u32) -> Option<Self> {
        let place = sandbox.path().join("disk");
        std::fs::create_dir(&place).unwrap();
        let size = format!("size={kilobytes}k,mode=700");
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(&place)
            .stderr(Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(place));
        }
        eprintln!("skipped: no disk can be mounted");
        None
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let ended = std::process::Command::new("umount").arg(&self.0).status();
        assert!(ended.is_ok_and(|status| status.success()));
    }
}

#[test]
fn a_full_disk_leaves_what_was_there() {
    let sandbox = gone_on();
    let Some(disk) = Disk::of(&sandbox, 300) else {
        return;
    };
    sandbox.run("store init --store ./disk/s.db").ok();
    let there = sandbox.run("store check --json --store ./disk/s.db").stdout;

    sandbox.run("store backup disk/s.db-2").ok();
    sandbox
        .run("store backup disk/nuit.db")
        .fails(1, "error[store_full]: no space left for `disk/nuit.db`");
    sandbox
        .run("store restore nuit.db --store ./disk/s.db --confirm s.db")
        .fails(1, "error[store_full]: no space left for `./disk/s.db`");

    assert_eq!(names(&disk.0), ["s.db", "s.db-2"]);
    let check = sandbox.run("store check --json --store ./disk/s.db");
    assert_eq!(check.ok().stdout, there);
}
