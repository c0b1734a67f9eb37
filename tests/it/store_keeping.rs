//! Keeping a store: what is lost where it could be, and what others find afterwards.

use crate::sandbox::Sandbox;
use crate::store_backup::names;

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
