//! Running `tetctl` and others as whole processes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

/// Returns `tetctl` away from the caller's environment and terminal.
pub fn tetctl() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tetctl"));
    command.env_clear().env("HOME", std::env::temp_dir());
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Returns `tetctl` on this store.
pub fn on(store: &Path) -> Command {
    let mut command = tetctl();
    command
        .arg("--store")
        .arg(store)
        .env("TETCTL_ACTOR", "bench");
    command
}

/// Returns the copy of the source to one target, or to all members of the supra.
pub fn copying(store: &Path, targets: usize) -> Command {
    let mut command = on(store);
    command.args(["referentiel", "copy", "cae", "--yes", "--from", "source"]);
    match targets {
        1 => command.args(["--to", "cc-1"]),
        _ => command.args(["--to-members-of", "supra"]),
    };
    command
}

/// Runs a command to its end and returns how long that took.
pub fn timed(command: &mut Command) -> Result<Duration> {
    ended(command, 0)
}

/// Runs a command that ends with this code, and returns how long that took.
pub fn ended(command: &mut Command, code: i32) -> Result<Duration> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let started = Instant::now();
    let output = command.output()?;
    let elapsed = started.elapsed();
    let said = String::from_utf8_lossy(&output.stderr);
    let error = said
        .lines()
        .find(|line| line.starts_with("error"))
        .unwrap_or_default();
    ensure!(
        output.status.code() == Some(code),
        "{} {error}",
        output.status
    );
    Ok(elapsed)
}

/// Removes a store and what SQLite keeps beside it.
pub fn remove(store: &Path) {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(format!("{}{ending}", store.display()));
    }
}

/// Returns the most memory that a process had, from its status.
pub fn peak_kilobytes(status: &Path) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
