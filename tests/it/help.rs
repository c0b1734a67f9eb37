//! The help of every command: what it is for, and two examples that run.

use crate::sandbox::{Run, Sandbox, words};

/// Returns the command lines that have a help of their own: all but `tetctl` alone.
fn commands(sandbox: &Sandbox, line: &str) -> Vec<String> {
    let help = sandbox.run(&format!("{line} --help")).ok().stdout;
    let below: Vec<String> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .map(|name| format!("{line} {name}").trim().to_owned())
        .collect();
    if below.is_empty() {
        return vec![line.to_owned()];
    }
    let group = Some(line.to_owned()).filter(|line| !line.is_empty());
    let below = below.iter().flat_map(|line| commands(sandbox, line));
    group.into_iter().chain(below).collect()
}

/// Returns the examples at the end of a help.
fn examples(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Examples:")
        .skip(1)
        .filter_map(|line| line.trim().strip_prefix("tetctl "))
        .map(str::to_owned)
        .collect()
}

/// Returns a place where every example finds what it names.
pub fn prepared() -> Sandbox {
    let sandbox = Sandbox::filled();
    sandbox.fixture("structure.csv");
    sandbox.fixture("statuts.csv");
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to ca-orvel-agglomeration --save copie.json")
        .ok();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --yes")
        .ok();
    sandbox
}

/// Makes the backup that is put back in the examples.
fn back_up(sandbox: &Sandbox, example: &str) {
    if example.starts_with("store restore") {
        sandbox.run("store backup sauvegarde.db").ok();
    }
}

/// Runs an example; the numbers of its operations are those of the prepared store.
pub fn tried(sandbox: &Sandbox, example: &str) -> Run {
    let line = example
        .replace("812", "11")
        .replace("815", "11")
        .replace("-a 5", "-a 1");
    let first = sandbox.run(&line);
    if first.code == Some(7) {
        return sandbox.run(&format!("{line} --yes"));
    }
    first
}

#[test]
fn every_command_says_what_it_is_for_and_gives_two_examples() {
    let sandbox = Sandbox::bare();
    let commands = commands(&sandbox, "");
    assert!(commands.len() > 20, "{commands:?}");
    for command in commands {
        let help = sandbox.run(&format!("{command} --help")).ok().stdout;
        assert!(!help.starts_with("Usage"), "{command} says nothing\n{help}");
        assert_eq!(examples(&help).len(), 2, "{command}\n{help}");
    }
}

#[test]
fn every_example_runs() {
    let sandbox = Sandbox::bare();
    for command in commands(&sandbox, "") {
        let help = sandbox.run(&format!("{command} --help")).ok().stdout;
        for example in examples(&help) {
            let prepared = prepared();
            if example == "op redo" || example == "op redo --yes" {
                prepared.run("op undo --yes").ok();
            }
            if example == "store init" {
                std::fs::remove_file(prepared.path().join("store.db")).unwrap();
            }
            back_up(&prepared, &example);
            let run = tried(&prepared, &example);
            // What is compared in the examples differs.
            let exit = if example.starts_with("referentiel diff") {
                10
            } else {
                0
            };
            assert_eq!(
                run.code,
                Some(exit),
                "{example}\n{}{}",
                run.stdout,
                run.stderr
            );
        }
    }
}

#[test]
fn an_example_is_split_as_a_shell_splits_it() {
    assert_eq!(words("a 'b c' \"d e\""), ["a", "b c", "d e"]);
}
