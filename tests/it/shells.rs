//! The stubs in the shells themselves, where these are installed.

use std::path::Path;
use std::process::{Command, Stdio};

use rexpect::session::{PtySession, spawn_command};

use crate::as_user::skipped;
use crate::sandbox::{NOW, Run, Sandbox};
use crate::terminal::expect;

/// How long a shell may take.
const PATIENCE: Option<u64> = Some(60_000);

/// What the shell says once it reads what is typed.
const PROMPT: &str = "go> ";

/// Returns a shell that finds `tetctl`; where it is not installed, says so.
fn shell(sandbox: &Sandbox, name: &str) -> Option<Command> {
    let is_there = Command::new(name)
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    if is_there.is_err() {
        return skipped(&format!("{name} is not installed"));
    }
    let program = Path::new(env!("CARGO_BIN_EXE_tetctl")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new(name);
    let settings = sandbox.command(NOW, "support-1");
    let settings = settings
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    command
        .current_dir(sandbox.path())
        .env_clear()
        .envs(settings)
        .env("PATH", format!("{}:{path}", program.display()))
        .env("TERM", "xterm")
        .env("PS1", PROMPT)
        .env("LC_ALL", "C.UTF-8")
        .env("COLUMNS", "100");
    Some(command)
}

/// Returns a shell at a terminal that has loaded its stub.
fn at_terminal(command: Command, load: &str) -> Option<PtySession> {
    match spawn_command(command, PATIENCE) {
        Ok(mut session) => {
            // The quotes keep the echo of the line from being taken for its answer.
            session.send_line(&format!("{load}; echo rea''dy")).unwrap();
            expect(&mut session, "ready");
            expect(&mut session, PROMPT);
            Some(session)
        }
        Err(error) => skipped(&format!("no terminal can be had ({error})")),
    }
}

/// Types a line that ends with a tab, waits for what the shell makes of it, and takes it away.
#[track_caller]
fn types(session: &mut PtySession, typed: &str, completed: &str) {
    session.send(typed).unwrap();
    session.flush().unwrap();
    expect(session, completed);
    session.send("\u{15}").unwrap();
    session.flush().unwrap();
}

/// Ends the shell, which would not be ended by a signal.
fn leave(mut session: PtySession) {
    session.send_line("exit").unwrap();
    session.exp_eof().unwrap();
}

#[test]
fn bash_completes_names_pairs_and_flags() {
    let sandbox = Sandbox::territory();
    let Some(mut command) = shell(&sandbox, "bash") else {
        return;
    };
    command.args(["--norc", "--noprofile", "-i"]);
    // Where the terminal does not echo, bash shows nothing of what it completes.
    let load = "stty echo; source <(tetctl completions bash)";
    let Some(mut session) = at_terminal(command, load) else {
        return;
    };
    types(
        &mut session,
        "tetctl copy cae --from pe\t",
        "petr-du-pays-de-trevanne ",
    );
    types(
        &mut session,
        "tetctl referentiel set orvel-61 cae_1.1.1.1=fa\t",
        "1.1.1.1=fait ",
    );
    types(
        &mut session,
        "tetctl copy --on-conflict=ov\t",
        "--on-conflict=overwrite ",
    );
    types(
        &mut session,
        "tetctl profile show haut\t",
        "sm-de-traitement-des-dechets-du-haut-orvel ",
    );
    types(
        &mut session,
        "tetctl profile show treva\t\t",
        "(CC du Pays de ",
    );
    types(&mut session, "tetctl apply struc\t", "structure.csv ");
    let name = "profile create 'CC X' --batch 'v;$(touch made)' --yes";
    sandbox.run(name).ok();
    types(
        &mut session,
        "tetctl copy --batch v\t",
        r"v\;\$\(touch\ made\)",
    );
    leave(session);
}

#[test]
fn zsh_completes_names_pairs_and_flags() {
    let sandbox = Sandbox::territory();
    let Some(mut command) = shell(&sandbox, "zsh") else {
        return;
    };
    command.args(["-f", "-i"]);
    let load = "autoload -Uz compinit; compinit -u; source <(tetctl completions zsh)";
    let Some(mut session) = at_terminal(command, load) else {
        return;
    };
    types(
        &mut session,
        "tetctl copy cae --from pe\t",
        "tr-du-pays-de-trevanne",
    );
    types(
        &mut session,
        "tetctl referentiel set orvel-61 cae_1.1.1.1=fa\t",
        "it",
    );
    types(&mut session, "tetctl copy --on-conflict=ov\t", "erwrite");
    types(
        &mut session,
        "tetctl profile show haut\t",
        "sm-de-traitement-des-dechets-du-haut-orvel",
    );
    types(&mut session, "tetctl apply struc\t", "ture.csv");
    leave(session);
}

#[test]
fn fish_completes_names_pairs_and_flags() {
    let sandbox = Sandbox::territory();
    for (line, completed) in [
        (
            "tetctl copy cae --from pe",
            "petr-du-pays-de-trevanne\tPETR du Pays de Trévanne · PETR · 61\n",
        ),
        (
            "tetctl referentiel set orvel-61 cae_1.1.1.1=fa",
            "cae_1.1.1.1=fait\n",
        ),
        ("tetctl copy --on-conflict=ov", "--on-conflict=overwrite\n"),
        ("tetctl apply struc", "structure.csv\n"),
        ("tetctl op show --output=struc", "--output=structure.csv\n"),
    ] {
        let Some(mut command) = shell(&sandbox, "fish") else {
            return;
        };
        let script = "tetctl completions fish | source; complete --do-complete $argv[1]";
        command.args(["--no-config", "--command", script, line]);
        let run = Run::of(command.stdin(Stdio::null()).output().unwrap()).ok();
        assert_eq!(run.stdout, completed, "{line}\n{}", run.stderr);
    }
}
