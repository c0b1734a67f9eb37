//! Other users of this host, a group, and mounts: for tests of who may read and write a store.
//!
//! Users are numbers without a name, a group is made for each test and goes with it, and so do
//! mounts. Where that is not permitted, the test says that it is skipped.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;

use crate::sandbox::{NOW, Run, words};

/// Somebody on this host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// A member of the group, by number.
    Member(u32),
    /// Somebody outside the group.
    Outsider,
}

/// A place that everybody may enter, with the binary, and a group of its own.
pub struct Ground {
    folder: TempDir,
    group: Group,
}

/// A group that goes when it is dropped.
struct Group {
    name: String,
    number: u32,
}

/// A mount that ends when it is dropped.
pub struct Mount {
    at: PathBuf,
}

impl Who {
    /// Returns the number of the user, which no account of a fresh host has.
    pub fn number(self) -> u32 {
        match self {
            Self::Member(number) => 61_100 + number,
            Self::Outsider => 61_199,
        }
    }
}

impl Ground {
    /// Makes the place; none, and a line on stderr, where no other user can be had.
    pub fn new() -> Option<Self> {
        if !nix::unistd::geteuid().is_root() {
            return skipped("other users need root");
        }
        let Some(group) = Group::new() else {
            return skipped("no group can be made");
        };
        let folder = tempfile::tempdir().unwrap();
        open_to_all(folder.path());
        let ground = Self { folder, group };
        let binary = Path::new(env!("CARGO_BIN_EXE_tetctl"));
        if fs::hard_link(binary, ground.binary()).is_err() {
            fs::copy(binary, ground.binary()).unwrap();
        }
        fs::create_dir(ground.path().join("home")).unwrap();
        let all = Permissions::from_mode(0o777);
        fs::set_permissions(ground.home(), all).unwrap();
        let tried = ground.command(Who::Outsider).arg("--version").output();
        if tried.is_ok_and(|output| output.status.success()) {
            return Some(ground);
        }
        skipped("setpriv cannot run the binary as another user")
    }

    /// Returns the folder, which everybody may enter and only root may change.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Returns the folder in which commands run, where everybody may write.
    pub fn home(&self) -> PathBuf {
        self.path().join("home")
    }

    /// Returns the name of the group.
    pub fn group(&self) -> &str {
        &self.group.name
    }

    /// Returns the number of the group.
    pub fn group_number(&self) -> u32 {
        self.group.number
    }

    /// Returns where the store of `shared` stands.
    pub fn store(&self) -> PathBuf {
        self.path().join("equipe/store.db")
    }

    /// Makes the store that the group shares; `words` are further ones of `store init`.
    #[track_caller]
    pub fn shared(self, words: &str) -> Self {
        let line = format!("store init --group {} {words}", self.group());
        Run::of(
            self.root()
                .args(crate::sandbox::words(&line))
                .output()
                .unwrap(),
        )
        .ok();
        self
    }

    /// Runs `tetctl` with these words as somebody, who is also the actor.
    #[track_caller]
    pub fn run(&self, who: Who, line: &str) -> Run {
        Run::of(self.command(who).args(words(line)).output().unwrap())
    }

    /// Returns the command as somebody, ready to take its words.
    pub fn command(&self, who: Who) -> Command {
        let (user, group) = (who.number().to_string(), self.group.number.to_string());
        let mut command = Command::new("setpriv");
        command.args(["--reuid", &user, "--regid", &user]);
        match who {
            Who::Member(_) => command.args(["--groups", &group]),
            Who::Outsider => command.arg("--clear-groups"),
        };
        command.arg(self.binary());
        self.settled(command, &format!("user-{user}"))
    }

    /// Returns the command as root, ready to take its words.
    pub fn root(&self) -> Command {
        self.settled(Command::new(self.binary()), "root")
    }

    fn settled(&self, mut command: Command, actor: &str) -> Command {
        command
            .current_dir(self.path().join("home"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path().join("home"))
            .env("TETCTL_STORE", self.store())
            .env("TETCTL_ACTOR", actor)
            .env("TETCTL_NOW", NOW)
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        command
    }

    fn binary(&self) -> PathBuf {
        self.path().join("tetctl")
    }
}

impl Group {
    fn new() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(1);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tetctl-{}-{count}", std::process::id());
        if !keeps_trying("groupadd", &name) {
            return None;
        }
        let found = nix::unistd::Group::from_name(&name).ok()??;
        Some(Self {
            name,
            number: found.gid.as_raw(),
        })
    }
}

/// Runs a command on a group, again where another one has the list of groups at that moment.
fn keeps_trying(command: &str, group: &str) -> bool {
    for _ in 0..150 {
        match Command::new(command).arg(group).output() {
            Ok(output) if output.status.success() => return true,
            Ok(_) => std::thread::sleep(Duration::from_millis(200)),
            // It is not there at all.
            Err(_) => return false,
        }
    }
    false
}

impl Drop for Group {
    fn drop(&mut self) {
        if !keeps_trying("groupdel", &self.name) {
            eprintln!("the group {} is left behind", self.name);
        }
    }
}

impl Mount {
    /// Mounts memory of so many bytes at `at`, which everybody may enter.
    pub fn memory(at: &Path, bytes: u64) -> Option<Self> {
        let size = format!("size={bytes},mode=755");
        Self::new(at, &["-t", "tmpfs", "-o", &size, "tmpfs"])
    }

    /// Mounts `from` at `at` to be read only.
    pub fn read_only(from: &Path, at: &Path) -> Option<Self> {
        let mount = Self::new(at, &["--bind", from.to_str()?])?;
        let mut remount = Command::new("mount");
        remount.args(["-o", "remount,ro,bind"]).arg(at);
        if remount.output().is_ok_and(|output| output.status.success()) {
            return Some(mount);
        }
        skipped("nothing can be mounted read-only")
    }

    fn new(at: &Path, words: &[&str]) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let mounted = Command::new("mount").args(words).arg(at).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self { at: at.to_owned() });
        }
        skipped("nothing can be mounted")
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // A mount that is still used goes as soon as it no longer is.
        let _ = Command::new("umount").arg("--lazy").arg(&self.at).output();
    }
}

/// Says why a test is skipped; it fails where none may be, as on a host that can do it all.
pub fn skipped<T>(why: &str) -> Option<T> {
    let may_be = std::env::var_os("TETCTL_TEST_SKIPS").is_none();
    assert!(may_be, "skipped, where no test may be: {why}");
    eprintln!("skipped: {why}");
    None
}

fn open_to_all(folder: &Path) {
    fs::set_permissions(folder, Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn somebody_else_is_somebody_else() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let folder = fs::canonicalize(ground.path()).unwrap();
    let denied = format!(
        "error[store_denied]: writing is denied in `../mine.db`: `{}` is written by root",
        folder.display()
    );
    ground
        .run(Who::Outsider, "store init --store ../mine.db")
        .fails(1, &denied);
    ground
        .run(Who::Outsider, "store init --store ./mine.db")
        .ok();
    ground
        .run(Who::Member(1), "store info --store ./mine.db")
        .fails_with(1);
}

#[test]
fn a_read_only_mount_is_read_only() {
    let folder = tempfile::tempdir().unwrap();
    if !nix::unistd::geteuid().is_root() {
        return;
    }
    let Some(memory) = Mount::memory(&folder.path().join("memory"), 1 << 20) else {
        return;
    };
    let at = folder.path().join("same");
    if let Some(mount) = Mount::read_only(&memory.at, &at) {
        assert!(fs::write(at.join("a"), "").is_err());
        drop(mount);
        fs::write(at.join("a"), "").unwrap();
    }
}
