//! Where a store is not written: network drives, synchronised folders, full places.

use std::path::Path;

use crate::as_user::{Mount, skipped};
use crate::sandbox::{NOW, Run, Sandbox, words};

const CREATE: &str = "profile create 'CC du Val' --yes";

/// Runs a line as on a network drive.
fn on_network(sandbox: &Sandbox, line: &str) -> Run {
    let mut command = sandbox.command(NOW, "support-1");
    command.env("TETCTL_TEST_FILESYSTEM", "nfs4");
    Run::of(command.args(words(line)).output().unwrap())
}

/// Returns a structure of more than a thousand nodes.
pub fn long_structure() -> String {
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/structure.csv");
    let small = std::fs::read_to_string(small).unwrap();
    let (header, blanks) = (small.lines().next().unwrap(), ",".repeat(19));
    let mut text = format!("{header}\n1,Axe{blanks}\n1.1,Sous-axe{blanks}\n");
    for number in 1..=1100 {
        text.push_str(&format!("1.1.{number},Mesure,,,,,10{}\n", &blanks[5..]));
    }
    text
}

#[test]
fn a_network_drive_is_read_and_not_written() {
    let sandbox = Sandbox::empty();
    let run = on_network(&sandbox, &format!("{CREATE} --lang fr"));
    let hint = "conseil : garder la base sur un seul poste et y aller :  ssh -t POSTE tetctl … ; --allow-network passe outre\n";
    assert!(run.stderr.ends_with(hint), "{}", run.stderr);
    run.fails(
        5,
        "erreur[store_network]: `./store.db` est sur un disque réseau (nfs4) : y écrire peut abîmer la base",
    );
    for line in [
        "profile create 'CC du Val'",
        "op undo --yes",
        "apply absent.json --yes",
    ] {
        on_network(&sandbox, line).fails(
            5,
            "error[store_network]: `./store.db` is on a network drive (nfs4): writing there may damage the store",
        );
    }
    on_network(&sandbox, "profile create 'CC du Val' -n").ok();
    on_network(&sandbox, "profile create 'CC du Val' --save c.json").ok();
    let info = on_network(&sandbox, "store info --json").ok().json();
    assert_eq!(info["not_writable"], "store_network");

    on_network(&sandbox, &format!("{CREATE} --allow-network")).ok();

    let listed = on_network(&sandbox, "profile list --format ids").ok();
    assert_eq!(listed.stdout, "cc-du-val\n");
}

#[test]
fn no_store_is_made_on_a_network_drive_unless_it_is_said() {
    let sandbox = Sandbox::bare();
    for line in ["store init --store ./a/b/s.db", "demo ./a"] {
        on_network(&sandbox, line).fails_with(5);
    }
    assert!(!sandbox.path().join("a/b").exists());
    on_network(&sandbox, "store init --store ./a/b/s.db --allow-network").ok();
    on_network(&sandbox, "demo ./b --allow-network").ok();
}

#[test]
fn a_synchronised_folder_is_read_and_not_written() {
    let sandbox = Sandbox::empty();
    for (folder, service) in [
        ("OneDrive - Société", "OneDrive"),
        ("Nextcloud", "Nextcloud"),
        ("Mobile Documents", "iCloud"),
    ] {
        let at = format!("--store '{folder}/s.db'");
        sandbox.run(&format!("store init {at}")).fails(
            5,
            &format!("error[store_synced]: `{folder}/s.db` is in a synchronised folder ({service}): writing there may damage the store"),
        );
        assert!(!sandbox.path().join(folder).exists());
        sandbox.run(&format!("store init {at} --allow-synced")).ok();
        sandbox.run(&format!("{CREATE} {at}")).fails_with(5);
        sandbox.run(&format!("{CREATE} {at} --allow-synced")).ok();
        let listed = sandbox.run(&format!("profile list --format ids {at}")).ok();
        assert_eq!(listed.stdout, "cc-du-val\n");
    }
}

#[test]
fn a_link_into_a_synchronised_folder_is_followed() {
    let sandbox = Sandbox::empty();
    let folder = sandbox.path().join("kDrive");
    std::fs::create_dir(&folder).unwrap();
    std::fs::rename(sandbox.path().join("store.db"), folder.join("s.db")).unwrap();
    std::os::unix::fs::symlink("kDrive/s.db", sandbox.path().join("store.db")).unwrap();
    sandbox.run(CREATE).fails(
        5,
        "error[store_synced]: `./store.db` is in a synchronised folder (kDrive): writing there may damage the store",
    );
}

#[test]
fn a_bulk_write_without_room_is_refused_before_it_begins() {
    let sandbox = Sandbox::bare();
    if !nix::unistd::geteuid().is_root() {
        skipped::<()>("mounts need root");
        return;
    }
    let memory = sandbox.path().join("memory");
    let Some(_mount) = Mount::memory(&memory, 640 * 1024) else {
        return;
    };
    sandbox.write("longue.csv", &long_structure());
    sandbox.run("store init --store ./memory/s.db").ok();

    let import = "referentiel import longue.csv --id cae --store ./memory/s.db --yes";
    sandbox
        .run(import)
        .fails(1, "error[store_full]: no space left for `./memory/s.db`");

    let count = sandbox
        .run("op list --format count --store ./memory/s.db")
        .ok();
    assert_eq!(count.stdout, "0\n");
    sandbox.run("store init --store ./other.db").ok();
    sandbox.run(&import.replace("memory/s", "other")).ok();
}
