//! `tetctl help`: the topics, the help of commands, and what is unknown.

use crate::help::{prepared, tried};
use crate::sandbox::{NOW, Run, Sandbox};

const TOPICS: [&str; 5] = ["copying", "selection", "exit-codes", "scripting", "stores"];

#[test]
fn alone_it_lists_the_topics() {
    Sandbox::bare().run("help").shows(
        "Topics
  copying     what a copy does, and what it never does
  selection   naming actions and profiles
  exit-codes  exit codes and error codes
  scripting   tetctl in a script
  stores      where data lives

A topic      tetctl help copying
A command    tetctl help profile edit
All of them  tetctl --help",
        "",
    );
}

#[test]
fn a_topic_is_a_page_in_both_languages() {
    let sandbox = Sandbox::bare();
    for topic in TOPICS {
        let english = sandbox.run(&format!("help {topic}")).ok().stdout;
        let french = sandbox.run(&format!("help {topic} --lang fr")).ok().stdout;
        assert_ne!(english, french);
        for page in [&english, &french] {
            assert!(page.lines().count() <= 45, "{topic} is too long\n{page}");
            assert!(
                page.lines().all(|line| line.chars().count() <= 80),
                "{page}"
            );
        }
        let document = sandbox.run(&format!("help {topic} --json")).ok().json();
        assert_eq!(document["help"], *english);
    }
}

#[test]
fn exit_codes_are_shown_whole() {
    Sandbox::bare().run("help exit-codes").shows(EXIT_CODES, "");
}

#[test]
fn a_page_fits_a_narrow_terminal() {
    let sandbox = Sandbox::bare();
    let mut command = sandbox.command(NOW, "support-1");
    command.env("COLUMNS", "40").args(["help", "copying"]);
    let run = Run::of(command.output().unwrap()).ok();
    let fits = |line: &str| line.trim().starts_with("tetctl") || line.chars().count() <= 40;
    assert!(run.stdout.lines().all(fits), "{}", run.stdout);
}

#[test]
fn every_example_of_a_topic_runs() {
    let sandbox = Sandbox::bare();
    for topic in TOPICS {
        for lang in ["fr", "en"] {
            let page = sandbox
                .run(&format!("help {topic} --lang {lang}"))
                .ok()
                .stdout;
            let examples = page
                .lines()
                .filter_map(|line| line.strip_prefix("  tetctl "));
            let place = prepared();
            let mut count = 0;
            for example in examples {
                let (line, exit) = example.split_once(" # ").unwrap_or((example, "0"));
                let run = tried(&place, line.trim());
                let exit: i32 = exit.trim().parse().unwrap();
                assert_eq!(run.code, Some(exit), "{line}\n{}{}", run.stdout, run.stderr);
                count += 1;
            }
            assert!(count >= 2, "{topic} has too few examples\n{page}");
        }
    }
}

#[test]
fn the_codes_of_the_readme_stand_with_their_exits() {
    let page = Sandbox::bare().run("help exit-codes").ok().stdout;
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let table = readme.split("\n## What it refuses\n").nth(1).unwrap();
    let table = table.split("\n## ").next().unwrap();
    let rows = table
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains("tetctl "));
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [.., exit, code] = cells[..] else {
            panic!("{row}");
        };
        let code = code.trim_matches('`');
        if !code.is_empty() {
            assert!(stands_with(&page, exit, code), "{exit} {code}\n{page}");
        }
    }
}

/// Tells whether a code, or the pattern of its noun, is listed under an exit.
fn stands_with(page: &str, exit: &str, code: &str) -> bool {
    let lines = page.lines().skip_while(|line| {
        let number = line.split_whitespace().next();
        number != Some(exit) || line.starts_with("     ")
    });
    let mut lines = lines.skip(1).take_while(|line| line.starts_with("     "));
    lines.any(|line| {
        line.split_whitespace()
            .any(|known| match known.strip_prefix('*') {
                Some(end) => code.ends_with(end),
                None => known == code,
            })
    })
}

#[test]
fn the_help_of_a_command_is_that_of_the_command() {
    let sandbox = Sandbox::bare();
    for command in ["copy", "profile edit", "referentiel", "ref copy", "help"] {
        let asked = sandbox.run(&format!("help {command}")).ok().stdout;
        assert_eq!(
            asked,
            sandbox.run(&format!("{command} --help")).ok().stdout,
            "{command}"
        );
    }
}

#[test]
fn what_is_unknown_is_refused_with_what_comes_near() {
    let sandbox = Sandbox::bare();
    for (typed, word, hint) in [
        ("help copyng", "copyng", "copying, copy"),
        ("help exit", "exit", "exit-codes"),
        ("help profile sow", "sow", "show"),
        ("help copying more", "copying", "copying, copy"),
    ] {
        let run = sandbox.run(typed);
        let told = format!("hint: {hint}");
        assert!(
            run.stderr.lines().any(|line| line == told),
            "{}",
            run.stderr
        );
        run.fails(2, &format!("error[usage]: unknown command: `{word}`"));
    }
}

const EXIT_CODES: &str = "\
Exit codes, and the error codes of each

   0 done, or nothing to change
   1 unexpected
     internal config_invalid store_denied store_full store_read_only
     store_corrupt store_foreign store_newer store_older
   2 wrong command line, or a name is missing
     usage
   3 nothing or several things match
     *_not_found *_ambiguous *_loose
   4 invalid input
     input_invalid same_profile other_referentiel changeset_invalid
   5 conflict with what is there
     changeset_stale changeset_applied changeset_other_store undo_conflict
     nothing_to_undo conflict too_many_overwrites poorer_source source_empty
     mode_readonly mode_archived audit_running audit_validated cycle batch_taken
     has_dependents store_exists store_network store_synced already_exists
   6 busy, try again
     store_busy store_needs_writer
   7 not confirmed
     not_confirmed
   8 partly done: some rows or targets were refused
     partial
  10 the answer is no, different, or has findings
 130 interrupted
     interrupted

With 2 to 7 nothing was written. Error codes stand in brackets in messages, and
under error.code with --json; they are the same in both languages.

Examples:
  tetctl referentiel diff cae --from orvel-61 --to orvel-61 --json  # 4
  tetctl store check --json";
