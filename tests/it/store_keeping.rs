//! Keeping a store: what is lost where it could be, and what others find afterwards.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

use rusqlite::Connection;

use crate::as_user::{Ground, Who};
use crate::sandbox::Sandbox;
use crate::store_backup::{digest_of, names};
use crate::store_restore::gone_on;
use crate::terminal::{at_terminal, exit, expect};

#[test]
fn the_name_of_the_writers_notice_is_no_place_for_a_backup() {
    let sandbox = Sandbox::empty();
    sandbox.run("store backup store.db.writer").fails(
        2,
        "error[usage]: FILE: `store.db.writer` is the store itself",
    );
    sandbox.write("store.db.writer", "mes notes");
    sandbox.run("profile create 'CC X' --yes").ok();
    assert_eq!(sandbox.read("store.db.writer"), "mes notes");
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.read("store.db.writer"), "mes notes");
}

#[test]
fn a_backup_is_not_put_beside_what_would_be_read_as_a_part_of_it() {
    let sandbox = Sandbox::empty();
    for ending in ["-wal", "-journal"] {
        let side = format!("nuit.db{ending}");
        sandbox.write(&side, "frames");
        sandbox.write(&format!("{side}.old"), "older frames");
        for flags in ["", "-n"] {
            let run = sandbox.run(&format!("store backup nuit.db {flags}"));
            let hint = format!("hint: move it out of the way:  mv -n {side} {side}.old-2\n");
            assert!(run.stderr.ends_with(&hint), "{}", run.stderr);
            let error = format!(
                "error[store_exists]: `{side}` exists already and would be taken for a part of `nuit.db`"
            );
            run.fails(5, &error);
        }
        assert_eq!(sandbox.read(&side), "frames");
        std::fs::remove_file(sandbox.path().join(&side)).unwrap();
        std::fs::remove_file(sandbox.path().join(format!("{side}.old"))).unwrap();
    }
    sandbox.run("store backup nuit.db").ok();
}

#[test]
fn what_is_kept_goes_to_a_name_without_leftovers() {
    let sandbox = Sandbox::empty();
    sandbox.run("store backup nuit.db").ok();
    sandbox.write("store.db.before-restore-wal", "frames");
    sandbox.run("store restore nuit.db --confirm store.db").ok();
    assert!(names(sandbox.path()).contains(&"store.db.before-restore-2".to_owned()));
}

#[test]
fn what_was_written_during_the_question_is_shown_and_asked_again() {
    let sandbox = gone_on();
    let words = ["store", "restore", "nuit.db"];
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    expect(&mut session, "  !  1 operation of the store is not in it");
    expect(&mut session, "type store.db:");
    sandbox
        .run("referentiel set orvel-61 cae_3.1.1.1=programme --yes")
        .ok();
    let now = sandbox.digest();
    session.send_line("store.db").unwrap();
    expect(
        &mut session,
        "Something has changed since the preview; here is the new one.",
    );
    expect(&mut session, "12 operations, the last one 12");
    expect(&mut session, "  !  2 operations of the store are not in it");
    expect(&mut session, "type store.db:");
    assert_eq!(sandbox.digest(), now);
    session.send_line("store.db").unwrap();
    expect(&mut session, "Back      tetctl store restore");
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(0));
    assert_eq!(digest_of(&sandbox, "store.db.before-restore"), now);
}

/// Ruins the store in some way.
type Ruin = fn(&Sandbox);

fn cut(sandbox: &Sandbox, length: usize) {
    sandbox.forget_beside();
    let file = sandbox.path().join("store.db");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(file, &bytes[..length.min(bytes.len() / 2)]).unwrap();
}

#[test]
fn what_is_left_of_a_store_is_moved_aside_whole_and_replaced() {
    let ruins: [(&str, Ruin); 5] = [
        ("empty", |sandbox| cut(sandbox, 0)),
        ("its first bytes", |sandbox| cut(sandbox, 100)),
        ("its first page", |sandbox| cut(sandbox, 4096)),
        ("half of it", |sandbox| cut(sandbox, usize::MAX)),
        ("its tables unreadable", |sandbox| {
            let file = sandbox.path().join("store.db");
            let mut bytes = std::fs::read(&file).unwrap();
            bytes[100..4096].fill(7);
            std::fs::write(file, bytes).unwrap();
        }),
    ];
    for (name, ruin) in ruins {
        let sandbox = gone_on();
        let then = digest_of(&sandbox, "nuit.db");
        ruin(&sandbox);
        if name == "empty" {
            sandbox.write("store.db-wal", "frames");
            sandbox.run("store info").fails_with(1);
        }
        let wreck = std::fs::read(sandbox.path().join("store.db")).unwrap();

        let told = sandbox.run("store restore nuit.db -n").ok().stdout;
        assert!(
            told.starts_with("Present   ./store.db · damaged, cannot be read\n"),
            "{name}\n{told}"
        );
        assert!(
            told.ends_with("Stays     ./store.db.before-restore\n"),
            "{name}\n{told}"
        );
        sandbox.run("store restore nuit.db --yes").fails_with(7);
        sandbox.run("store restore nuit.db --confirm store.db").ok();

        assert_eq!(sandbox.digest(), then, "{name}");
        let kept = std::fs::read(sandbox.path().join("store.db.before-restore")).unwrap();
        assert!(kept == wreck, "{name}");
        if name == "empty" {
            assert_eq!(sandbox.read("store.db.before-restore-wal"), "frames");
        }
        sandbox.run("profile create 'CC X' --yes").ok();
    }
}

#[test]
fn a_store_of_a_newer_tetctl_is_replaced_and_kept() {
    let sandbox = gone_on();
    let store = Connection::open(sandbox.path().join("store.db")).unwrap();
    store
        .execute_batch("UPDATE store SET schema = 99; ALTER TABLE profile RENAME TO entity")
        .unwrap();
    drop(store);

    let told = sandbox.run("store restore nuit.db -n").ok().stdout;
    assert!(
        told.starts_with("Present   ./store.db · of a newer tetctl (schema 99)\n"),
        "{told}"
    );
    sandbox.run("store restore nuit.db --confirm store.db").ok();

    assert_eq!(sandbox.digest(), digest_of(&sandbox, "nuit.db"));
    sandbox
        .run("store info --store ./store.db.before-restore")
        .fails(
            1,
            "error[store_newer]: the store was made by a newer tetctl (schema 99, known: 2)",
        );
}

#[test]
fn what_never_was_a_store_stays_and_the_way_past_it_is_told() {
    let sandbox = gone_on();
    let other = Connection::open(sandbox.path().join("other.db")).unwrap();
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    drop(other);
    sandbox.write("notes.txt", "precious");
    for name in ["other.db", "notes.txt"] {
        let before = std::fs::read(sandbox.path().join(name)).unwrap();
        let line = format!("store restore nuit.db --store ./{name} --confirm {name}");
        let run = sandbox.run(&line);
        let hint = format!("move it out of the way:  mv -n ./{name} ./{name}.old\n");
        assert!(run.stderr.ends_with(&hint), "{}", run.stderr);
        let error = format!("error[store_foreign]: `./{name}` is no store of tetctl");
        run.fails(1, &error);
        assert!(std::fs::read(sandbox.path().join(name)).unwrap() == before);
    }
}

#[test]
fn the_name_that_is_told_is_the_one_that_is_taken() {
    let sandbox = gone_on();
    sandbox.run("store restore nuit.db --confirm store.db").ok();
    let told = sandbox.run("store restore nuit.db -n").ok().stdout;
    assert!(
        told.ends_with("Stays     ./store.db.before-restore-2\n"),
        "{told}"
    );
    let rehearsed = sandbox.run("store restore nuit.db -n --json").ok().json();
    let done = sandbox
        .run("store restore nuit.db --confirm store.db --json")
        .ok()
        .json();
    assert_eq!(rehearsed["backup"], "./store.db.before-restore-2");
    assert_eq!(rehearsed["backup"], done["backup"]);
}

/// Returns the group and the mode of a file.
fn held_by(file: &std::path::Path) -> (u32, u32) {
    let facts = fs::metadata(file).unwrap();
    (facts.gid(), facts.mode() & 0o777)
}

#[test]
fn a_store_that_comes_back_into_the_folder_of_a_group_is_the_groups() {
    for (words, mode) in [("", 0o660), ("--readable", 0o664)] {
        let Some(ground) = Ground::new() else {
            return;
        };
        let ground = ground.shared(words);
        let (one, two) = (Who::Member(1), Who::Member(2));
        ground.run(one, "profile create 'CC X' --yes").ok();
        ground.run(one, "store backup nuit.db").ok();
        fs::remove_file(ground.store()).unwrap();
        let _ = fs::remove_file(ground.store().with_extension("db-journal"));

        let told = ground.run(one, "store restore nuit.db -n").ok().stdout;
        let present = format!(
            "Present   no store, it will be made, shared by the group {}",
            ground.group()
        );
        assert!(told.starts_with(&present), "{told}");
        let done = ground.run(one, "store restore nuit.db --json").ok().json();

        assert_eq!(done["group"], ground.group());
        assert_eq!(held_by(&ground.store()), (ground.group_number(), mode));
        ground.run(two, "profile create 'CC Y' --yes").ok();
        let journal = Connection::open(ground.store())
            .unwrap()
            .pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0));
        assert_eq!(journal.unwrap(), "delete");
    }
}

#[test]
fn a_folder_that_is_open_to_all_or_to_one_shares_nothing() {
    let sandbox = gone_on();
    let folder = sandbox.path().join("f");
    fs::create_dir(&folder).unwrap();
    for mode in [0o2777, 0o2755, 0o0770] {
        fs::set_permissions(&folder, Permissions::from_mode(mode)).unwrap();
        sandbox.run("store restore nuit.db --store ./f/s.db").ok();
        assert_eq!(held_by(&folder.join("s.db")).1, 0o600, "{mode:o}");
        fs::remove_file(folder.join("s.db")).unwrap();
    }
}

#[test]
fn any_member_of_the_group_can_go_back() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let ground = ground.shared("");
    let (one, two) = (Who::Member(1), Who::Member(2));
    ground.run(one, "store backup nuit.db").ok();
    ground.run(one, "profile create 'CC X' --yes").ok();
    ground
        .run(one, "store restore nuit.db --confirm store.db")
        .ok();
    let kept = ground.store().with_extension("db.before-restore");
    assert_eq!(held_by(&kept), (ground.group_number(), 0o660));
    let line = format!("store restore {} --confirm store.db", kept.display());
    ground.run(two, &line).ok();
    ground.run(two, "profile show cc-x").ok();
}

#[test]
fn a_private_store_in_a_folder_that_takes_nothing_says_so() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let somebody = Who::Outsider;
    let folder = ground.home().join("f");
    ground.run(somebody, "store init --store ./f/s.db").ok();
    fs::set_permissions(&folder, Permissions::from_mode(0o500)).unwrap();
    let folder = fs::canonicalize(folder).unwrap();
    for line in [
        "profile list",
        "store check",
        "store backup x.db",
        "profile create 'CC X' --yes",
    ] {
        let run = ground.run(somebody, &format!("{line} --store ./f/s.db"));
        let hint = "or read a copy:  cp -n ./f/s.db ~/copy.db; tetctl --store ~/copy.db …\n";
        assert!(run.stderr.ends_with(hint), "{}", run.stderr);
        let error = format!(
            "error[store_denied]: `./f/s.db` keeps a log beside it, even to be read, and you may make nothing in `{}`",
            folder.display()
        );
        run.fails(1, &error);
    }
    fs::copy(folder.join("s.db"), ground.home().join("copy.db")).unwrap();
    fs::set_permissions(ground.home().join("copy.db"), Permissions::from_mode(0o666)).unwrap();
    ground.run(somebody, "profile list --store ~/copy.db").ok();
}

#[test]
fn what_has_no_meaning_for_a_copy_is_refused() {
    let sandbox = gone_on();
    for line in [
        "store backup x.db",
        "store restore nuit.db --confirm store.db",
        "store upgrade",
    ] {
        for flag in ["--note why", "--batch b", "--save c.json"] {
            let name = flag.split(' ').next().unwrap();
            let error = format!("error[usage]: {name} has no meaning here");
            sandbox.run(&format!("{line} {flag}")).fails(2, &error);
        }
    }
    sandbox
        .run("store backup -")
        .fails(2, "error[usage]: FILE: `-` is no plain file");
    assert_eq!(names(sandbox.path()), ["nuit.db", "store.db"]);
}

#[test]
fn what_is_wrong_with_the_backup_is_said_of_the_backup() {
    let sandbox = gone_on();
    let bytes = fs::read(sandbox.path().join("nuit.db")).unwrap();
    fs::write(sandbox.path().join("half.db"), &bytes[..bytes.len() / 2]).unwrap();
    sandbox.write("notes.txt", "not a store");
    let damaged = sandbox.run("store restore half.db --confirm store.db");
    let hint = "hint: take another backup; what is damaged:  tetctl store check --store half.db\n";
    assert!(damaged.stderr.ends_with(hint), "{}", damaged.stderr);
    damaged.fails(1, "error[store_corrupt]: the backup `half.db` is damaged");
    let foreign = sandbox.run("store restore notes.txt --confirm store.db");
    let hint = "hint: check FILE: a backup that tetctl store backup made\n";
    assert!(foreign.stderr.ends_with(hint), "{}", foreign.stderr);
    foreign.fails(1, "error[store_foreign]: `notes.txt` is no store of tetctl");
}
