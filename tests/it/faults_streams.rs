//! Answers that nobody takes: a pipe that is closed, a disk that is full. The write is finished.

use std::fs::{File, OpenOptions};
use std::os::fd::OwnedFd;
use std::process::{Command, Stdio};

use crate::sandbox::{NOW, Run, Sandbox, words};
use crate::wide::{COPY, holds, territory};

fn full() -> File {
    OpenOptions::new().write(true).open("/dev/full").unwrap()
}

/// Returns the end of a pipe that nobody reads any more.
fn closed() -> OwnedFd {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

fn run(command: &mut Command, line: &str) -> Run {
    Run::of(command.args(words(line)).output().unwrap())
}

fn answering(sandbox: &Sandbox, line: &str, stdout: impl Into<Stdio>) -> Run {
    run(sandbox.command(NOW, "support-1").stdout(stdout), line)
}

#[test]
fn a_pipe_that_is_closed_ends_quietly_and_what_was_begun_is_written() {
    let sandbox = territory(6);
    for line in [
        "profile list --format csv",
        "referentiel show cae --json",
        "op list",
        "store check",
        "profile create 'CC Neuve' --yes",
        COPY,
    ] {
        let run = answering(&sandbox, line, closed());
        assert_eq!(run.code, Some(0), "{line}: {run:?}");
        assert!(!run.stderr.contains("error"), "{line}: {run:?}");
    }
    sandbox.run("profile show cc-neuve").ok();
    holds(&sandbox, 6, 6);
}

#[test]
fn a_full_disk_behind_stdout_is_told_and_what_was_begun_is_written() {
    let sandbox = territory(6);
    for line in [
        "profile list --format csv",
        "referentiel show cae --json",
        "store check",
        "profile create 'CC Neuve' --yes",
        COPY,
    ] {
        let run = answering(&sandbox, line, full());
        assert_eq!(run.code, Some(1), "{line}: {run:?}");
        assert!(
            run.stderr.contains("writing the answer: No space left"),
            "{line}: {run:?}"
        );
    }
    sandbox.run("profile show cc-neuve").ok();
    holds(&sandbox, 6, 6);
}

#[test]
fn where_remarks_are_taken_by_nobody_answers_are_the_same() {
    let sandbox = territory(2);
    let mut command = sandbox.command(NOW, "support-1");
    let run = run(command.stderr(closed()), "profile create 'CC Neuve' --yes");
    run.ok();
    let mut command = sandbox.command(NOW, "support-1");
    let run = self::run(command.stderr(full()), "profile create 'CC Vieille' --yes");
    assert_eq!(run.code, Some(1), "{run:?}");
    // The store could not be named, so nothing was begun.
    sandbox.run("profile show cc-vieille").fails_with(3);
}

#[test]
fn a_version_or_a_help_that_cannot_be_written_is_told() {
    let sandbox = Sandbox::bare();
    for line in ["--version", "copy --help", "--help"] {
        let run = answering(&sandbox, line, full());
        assert_eq!(run.code, Some(1), "{line}: {run:?}");
        assert!(run.stderr.contains("writing the answer"), "{run:?}");
        assert_eq!(answering(&sandbox, line, closed()).code, Some(0));
    }
}
