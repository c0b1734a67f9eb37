//! Places that cannot be read, written or entered, and places that are full.

use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::as_user::{Ground, Mount, Who};
use crate::beside::{Beside, until};
use crate::sandbox::{Run, Sandbox, words};
use crate::wide::{self, COPY, territory, undisturbed};

const MEMBERS: usize = 6;

/// A store of the territory on a ground that everybody may enter, in a folder of its own.
fn placed(ground: &Ground, folder: u32, file: u32) -> PathBuf {
    let place = ground.path().join("place");
    fs::create_dir_all(&place).unwrap();
    let store = place.join("store.db");
    fs::copy(territory(MEMBERS).path().join("store.db"), &store).unwrap();
    fs::set_permissions(&store, Permissions::from_mode(file)).unwrap();
    fs::set_permissions(&place, Permissions::from_mode(folder)).unwrap();
    store
}

fn on(store: &Path, command: &mut Command, line: &str) -> Run {
    let output = command.args(words(line)).arg("--store").arg(store).output();
    Run::of(output.unwrap())
}

#[track_caller]
fn refused_with(run: &Run, code: &str) {
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(run.json()["error"]["code"], code, "{run:?}");
}

#[test]
fn on_a_read_only_mount_looking_works_and_writing_is_refused() {
    let Some(ground) = Ground::new() else {
        return;
    };
    placed(&ground, 0o755, 0o644);
    let at = ground.path().join("mounted");
    let Some(_mount) = Mount::read_only(&ground.path().join("place"), &at) else {
        return;
    };
    let store = at.join("store.db");

    let look = on(&store, &mut ground.root(), "profile list --format count").ok();
    assert_eq!(look.stdout.trim(), (MEMBERS + 1).to_string());
    let check = on(&store, &mut ground.root(), "store check --json").ok();
    assert_eq!(check.json()["digest"], territory(MEMBERS).digest());

    for line in [COPY, "profile create 'CC Neuve' --yes"] {
        let run = on(&store, &mut ground.root(), &format!("{line} --json"));
        refused_with(&run, "store_read_only");
    }
}

#[test]
fn where_the_folder_may_not_be_written_looking_works_and_writing_is_refused() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let store = placed(&ground, 0o755, 0o644);
    let somebody = || ground.command(Who::Outsider);

    let run = on(&store, &mut somebody(), &format!("{COPY} --json"));
    refused_with(&run, "store_denied");
    let look = on(&store, &mut somebody(), "profile list --json");
    // A private store has a log beside it, which only who may write can open.
    let code = look.json()["error"]["code"].as_str().map(str::to_owned);
    assert!(
        look.code == Some(0) || code.as_deref() == Some("store_denied"),
        "{look:?}"
    );
    let beside = fs::read_dir(store.parent().unwrap()).unwrap().count();
    assert_eq!(beside, 1, "nothing is left beside the store");
}

#[test]
fn where_the_store_may_not_be_read_that_is_told() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let private = placed(&ground, 0o755, 0o600);
    for line in [
        "profile list --json",
        "store check --json",
        &format!("{COPY} --json"),
    ] {
        let run = on(&private, &mut ground.command(Who::Outsider), line);
        refused_with(&run, "store_denied");
    }
}

#[test]
fn where_the_folder_may_not_be_entered_nothing_is_taken_for_missing_and_made() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let hidden = placed(&ground, 0o700, 0o600);
    let before = fs::read(&hidden).unwrap();
    for line in ["profile list", "store check", COPY, "store init"] {
        let line = format!("{line} --json");
        let run = on(&hidden, &mut ground.command(Who::Outsider), &line);
        refused_with(&run, "store_denied");
    }
    assert_eq!(fs::read(&hidden).unwrap(), before);
}

#[test]
fn a_pipe_in_the_place_of_a_store_is_no_store_and_is_not_waited_for() {
    let sandbox = Sandbox::bare();
    let made = Command::new("mkfifo")
        .arg(sandbox.path().join("store.db"))
        .status();
    assert!(made.unwrap().success());
    for line in [
        "profile list",
        "store check",
        "profile create 'CC Neuve' --yes",
    ] {
        let mut process = Beside::start(&sandbox, &format!("{line} --json"), &[]);
        until("the end of it", || process.has_ended());
        refused_with(&process.end(), "store_foreign");
    }
}

/// A disk of memory with a store on it, and room for so many bytes more.
struct Disk {
    ground: Ground,
    mount: Mount,
    at: PathBuf,
}

impl Disk {
    fn new(store: &Path, more: u64) -> Option<Self> {
        let ground = Ground::new()?;
        let at = ground.path().join("disk");
        let size = fs::metadata(store).unwrap().len() + more;
        let mount = Mount::memory(&at, size)?;
        fs::copy(store, at.join("store.db")).unwrap();
        Some(Self { ground, mount, at })
    }

    fn run(&self, line: &str) -> Run {
        on(&self.at.join("store.db"), &mut self.ground.root(), line)
    }

    fn digest(&self) -> String {
        let check = self.run("store check --json").ok().json();
        assert_eq!(check["problems"].to_string(), "[]");
        check["digest"].as_str().unwrap().to_owned()
    }

    /// Gives the disk room for all.
    fn grow(&self) {
        let mut mount = Command::new("mount");
        let grown = mount
            .args(["-o", "remount,size=64m"])
            .arg(&self.at)
            .status();
        assert!(grown.unwrap().success());
    }
}

#[test]
fn a_full_disk_stops_a_copy_between_targets_and_the_same_command_finishes() {
    let made = territory(MEMBERS);
    let before = made.digest();
    for more in [0, 40_000, 120_000, 200_000, 260_000] {
        let Some(disk) = Disk::new(&made.path().join("store.db"), more) else {
            return;
        };
        let run = disk.run(&format!("{COPY} --json"));
        disk.grow();
        let document = run.json();
        if run.code == Some(8) {
            let targets = document["targets"].as_array().unwrap();
            let last = targets.last().unwrap();
            assert_eq!(last["error"]["code"], "store_full", "{document}");
        } else {
            refused_with(&run, "store_full");
            assert_eq!(disk.digest(), before);
        }
        disk.run(COPY).ok();
        assert_eq!(disk.digest(), undisturbed(MEMBERS));
        drop(disk.mount);
    }
}

#[test]
fn a_full_disk_refuses_an_import_whole_and_takes_it_once_there_is_room() {
    let empty = Sandbox::empty();
    let before = empty.digest();
    let file = empty.path().join("structure.csv");
    fs::write(&file, wide::structure()).unwrap();
    for more in [0, 16_000, 40_000] {
        let Some(disk) = Disk::new(&empty.path().join("store.db"), more) else {
            return;
        };
        let import = format!("referentiel import {} --id cae --yes", file.display());
        let run = disk.run(&format!("{import} --json"));
        refused_with(&run, "store_full");
        let hint = run.json()["error"]["hint"].to_string();
        assert!(
            hint.contains("make room where the store is (`df -h "),
            "{hint}"
        );
        disk.grow();
        assert_eq!(disk.digest(), before, "{more}");
        disk.run(&import).ok();
        assert_ne!(disk.digest(), before);
    }
}

/// The small territory, a file with a wrong row, and a disk that takes nothing more.
fn beside_a_full_disk() -> Option<(Sandbox, Mount)> {
    let sandbox = Sandbox::filled();
    sandbox.write(
        "bad.csv",
        "action,statut\ncae_1.1.1.1,fait\ncae_1.1.2.1,zzz\n",
    );
    let full = sandbox.path().join("full");
    let mount = Mount::memory(&full, 16_384)?;
    let file = fs::File::create(full.join("filler")).unwrap();
    while (&file).write(&[0; 4096]).is_ok_and(|count| count > 0) {}
    Some((sandbox, mount))
}

#[test]
fn a_file_that_finds_no_room_is_named_and_the_store_stays_as_it_was() {
    if !nix::unistd::geteuid().is_root() {
        return;
    }
    let Some((sandbox, _mount)) = beside_a_full_disk() else {
        return;
    };
    let before = sandbox.digest();
    let fill = "referentiel fill cae cc-des-sources-et-bocages bad.csv --on-error skip --yes";
    let copy = "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages";
    for (line, file) in [
        (format!("{fill} --rejects full/r.csv"), "full/r.csv"),
        (format!("{copy} --save full/p.json"), "full/p.json"),
        ("op show 8 -o full/o.json".to_owned(), "full/o.json"),
        (
            "referentiel export cae petr-du-pays-de-trevanne -o full/e.json".to_owned(),
            "full/e.json",
        ),
    ] {
        let run = sandbox.run(&format!("{line} --json"));
        refused_with(&run, "file_not_written");
        let message = run.json()["error"]["message"].clone();
        assert_eq!(
            message,
            format!("`{file}` could not be written: the disk is full")
        );
        let left: Vec<_> = fs::read_dir(sandbox.path().join("full")).unwrap().collect();
        assert_eq!(left.len(), 1, "{line}: {left:?}");
    }
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_file_below_a_file_is_not_found() {
    let sandbox = Sandbox::filled();
    sandbox.write("a.csv", "");
    sandbox
        .run("referentiel fill cae cc-des-sources-et-bocages a.csv/x --yes")
        .fails(
            3,
            "error[file_not_found]: the file `a.csv/x` does not exist",
        );
}
