//! README.md: every command line in it is run, every refusal in it is tried.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;

use crate::sandbox::{NOW, Run, Sandbox, words};

/// What the PETR and one of its members hold before the morning begins.
const FILLED: [&str; 2] = [
    "referentiel set petr-du-pays-de-trevanne cae_1.1.1.1=fait cae_1.1.1.2.1=fait cae_1.1.2.1=programme cae_1.2.1.1=detaille:20/50/30 cae_1.2.1.2=pas_fait cae_2.1.1.1.1=fait cae_3.1.1.1=pas_fait --commentaire 'cae_1.1.1=Voté en mars, relu chaque année.'",
    "referentiel set cc-des-sources-et-bocages cae_1.1.1.1=pas_fait cae_1.1.2.1=programme",
];

/// What each line of "What it refuses" needs before it is typed; the others need nothing.
const BEFORE: [(&str, &[&str]); 24] = [
    (
        "writing to a store in a synchronised folder",
        &["store init --store ./Nextcloud/tetctl.db --allow-synced"],
    ),
    (
        "a backup over the store, without its name",
        &["store backup nuit.db"],
    ),
    (
        "a file of statuts with a wrong row: all are told, none is written",
        &["file faux.csv: statuts.csv | cae_3.1.1.1,fait | cae_3.1.1.1,fiat"],
    ),
    (
        "the same, its other rows written and the wrong ones put beside it",
        &["file faux.csv: statuts.csv | cae_3.1.1.1,fait | cae_3.1.1.1,fiat"],
    ),
    (
        "requests in a file, one of them wrong: its line, column and value are told",
        &["file demandes.csv: copies.csv | orvel-61 | nulle-part"],
    ),
    (
        "a name without quotes, whose words are profiles",
        &[
            "profile create Guingamp --nature commune --department 22 --yes",
            "profile create Paimpol --nature commune --department 22 --yes",
        ],
    ),
    (
        "a full name with a comma is one name",
        &["profile create 'CC des Lacs, Gorges et Monts' --department 61 --yes"],
    ),
    (
        "a target that holds more than the source",
        &[
            "referentiel set ca-orvel-agglomeration cae_1.1.1.1=fait cae_1.1.1.2=fait cae_1.1.2.1=fait cae_1.1.2.2=fait cae_1.2.1.1=fait cae_1.2.1.2=fait cae_2.1.1.0=fait cae_2.1.1.1=fait cae_2.1.1.2=fait cae_2.2.1.1=fait cae_2.2.1.2=fait cae_3.1.1.1=fait cae_3.1.2.1=fait cae_3.1.2.2=fait --commentaire cae_1.1.1=a --commentaire cae_1.1.2=b --commentaire cae_1.2.1=c --commentaire cae_2.1.1=d --commentaire cae_2.2.1=e --commentaire cae_3.1.1=f --commentaire cae_3.1.2=g --commentaire cae_1=h --yes",
        ],
    ),
    (
        "a target in `readonly`",
        &["referentiel mode cae cc-des-sources-et-bocages readonly --yes"],
    ),
    (
        "a target under a running audit",
        &["referentiel lock cae ca-orvel-agglomeration --audit running --yes"],
    ),
    (
        "somebody else's batch",
        &["as support-2: profile create Autre --nature test --batch vague-0 --yes"],
    ),
    (
        "a saved changeset, when somebody wrote in between",
        &[
            "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --save copie.json",
            "as support-2: referentiel set cc-des-sources-et-bocages cae_1.2.1.1=fait --yes",
        ],
    ),
    (
        "a saved changeset, when the mode changed",
        &[
            "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --save modes.json",
            "as support-2: referentiel mode cae cc-des-sources-et-bocages readonly --yes",
        ],
    ),
    (
        "a saved changeset, twice",
        &[
            "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --save deux-fois.json",
            "apply deux-fois.json --yes",
        ],
    ),
    (
        "a saved changeset, edited by hand",
        &[
            "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --save copie.json",
            "file retouche.json: copie.json | \"fait\" | \"programme\"",
        ],
    ),
    (
        "a saved changeset, truncated",
        &[
            "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --save copie.json",
            "half tronque.json: copie.json",
        ],
    ),
    (
        "a saved changeset, on another store",
        &[
            "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --save ailleurs.json",
            "store init --store ./autre.db",
        ],
    ),
    (
        "undoing what was changed since",
        &["as support-2: referentiel set cc-des-sources-et-bocages cae_1.1.1.1=fait --yes"],
    ),
    (
        "what can be undone of it: that much is written, the rest is told",
        &["as support-2: referentiel set cc-des-sources-et-bocages cae_1.1.1.1=fait --yes"],
    ),
    (
        "percentages that do not make up 100",
        &["file sommes.csv: structure.csv | ,40,bases | ,45,bases"],
    ),
    (
        "an action without its parent",
        &["file orphelin.csv: structure.csv | 1.1.2.2, | 1.4.2.2,"],
    ),
    (
        "the same id twice",
        &["file doublon.csv: structure.csv | 2.1.1.1.2, | 2.1.1.1.1,"],
    ),
    (
        "a number that is none",
        &["file nombre.csv: structure.csv | ,40,bases | ,4O,bases"],
    ),
    (
        "the same in a file with CRLF and line breaks in cells: true line numbers",
        &[
            "file lf.csv: structure.csv | ,30,effets | ,3O,effets",
            "crlf crlf.csv: lf.csv",
        ],
    ),
];

#[test]
fn every_command_line_does_what_is_said() {
    let sandbox = filled_territory();
    for name in ["cae", "eci", "te"] {
        structure(&sandbox, name);
    }
    for block in blocks(&readme()) {
        let mut environment = BTreeMap::new();
        for example in block {
            try_out(&sandbox, &mut environment, example);
        }
    }
}

#[test]
fn every_refusal_is_as_the_table_says() {
    let before = filled_territory();
    let rows = refusals();
    for (title, _) in BEFORE {
        let listed = rows.iter().any(|row| row.title == title);
        assert!(listed, "README.md does not list: {title}");
    }
    let mut wrong = Vec::new();
    for row in &rows {
        let sandbox = Sandbox::bare();
        for entry in fs::read_dir(before.path()).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), sandbox.path().join(entry.file_name())).unwrap();
        }
        prepare(&sandbox, &row.title);
        let (exit, code) = tried(&sandbox, &row.typed);
        if (exit, &code) != (row.exit, &row.code) {
            wrong.push(format!(
                "{}: {}\n  exit {exit} {code}",
                row.title, row.typed
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let sandbox = filled_territory();
    prepare(
        &sandbox,
        "the same in a file with CRLF and line breaks in cells: true line numbers",
    );
    let text = sandbox.read("crlf.csv");
    let line = text.lines().position(|line| line.contains(",3O,")).unwrap() + 1;

    let run = sandbox.run("referentiel import crlf.csv --id cae --json");

    let first = &run.json()["error"]["rows"][0];
    assert_eq!(
        (first["line"].as_u64(), first["value"].as_str()),
        (Some(line as u64), Some("3O"))
    );
}

#[test]
fn what_you_see_is_what_the_demo_shows() {
    let readme = readme();
    let marked = readme
        .split_once("<!-- demo -->")
        .and_then(|(_, rest)| rest.split_once("<!-- /demo -->"));
    let shown = marked.unwrap().0.trim().trim_start_matches("```text");
    let shown = shown.trim_end_matches("```");
    let sandbox = Sandbox::bare();
    let run = sandbox.run("demo ./essai --lang fr");
    let run = run.ok();
    assert!(!shown.trim().is_empty(), "{}", run.stdout);
    let mut rest = run.stdout.lines().map(str::trim_end);
    for line in shown.lines().map(str::trim_end) {
        let left_out = line.is_empty() || line == "…";
        let found = left_out || rest.any(|other| other == line);
        assert!(found, "the demo does not show, in this order: {line}");
    }
}

/// What stands in a block of commands.
enum Example {
    /// A variable that is set for the rest of the block.
    Set(String, String),
    /// A line, its exit, and parts of what comes back.
    Line {
        typed: String,
        exit: i32,
        answers: Vec<String>,
    },
}

/// A line of the table of refusals; the code is empty where nothing is refused.
struct Refused {
    title: String,
    typed: String,
    exit: i32,
    code: String,
}

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// Returns what stands in each block of commands.
///
/// A comment that is set in by three blanks is what the line before it answers; `…` stands for
/// anything.
fn blocks(readme: &str) -> Vec<Vec<Example>> {
    let blocks = readme.split("\n```sh\n").skip(1);
    let inside = blocks.filter_map(|rest| rest.split("\n```").next());
    let found: Vec<Vec<Example>> = inside.map(examples).collect();
    let count: usize = found.iter().map(Vec::len).sum();
    assert!(count > 20, "README.md has lost its examples");
    found
}

fn examples(block: &str) -> Vec<Example> {
    let mut found = Vec::new();
    for line in block.lines() {
        if let Some(set) = line.strip_prefix("export ") {
            let (name, value) = set.split_once('=').unwrap();
            found.push(Example::Set(name.into(), value.into()));
        } else if let Some(words) = line.strip_prefix("tetctl ") {
            let (typed, exit) = words.split_once(" # exit ").unwrap_or((words, "0"));
            found.push(Example::Line {
                typed: typed.trim().to_owned(),
                exit: exit.trim().parse().unwrap(),
                answers: Vec::new(),
            });
        } else if let Some(answer) = line.strip_prefix("#   ") {
            let Some(Example::Line { answers, .. }) = found.last_mut() else {
                panic!("an answer to nothing: {line}");
            };
            answers.extend(answer.split('…').map(folded));
        }
    }
    found
}

fn refusals() -> Vec<Refused> {
    let readme = readme();
    let section = readme.split("\n## What it refuses\n").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.contains("tetctl "));
    rows.map(|row| {
        let row = row.replace("\\|", "\u{1}");
        let cells: Vec<String> = row
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().replace('\u{1}', "|"))
            .collect();
        Refused {
            title: cells[0].clone(),
            typed: cells[1].trim_matches('`').to_owned(),
            exit: cells[2].parse().unwrap(),
            code: cells[3].trim_matches('`').to_owned(),
        }
    })
    .collect()
}

fn filled_territory() -> Sandbox {
    let sandbox = Sandbox::territory();
    sandbox.fixture("copies.csv");
    sandbox.fixture("statuts.csv");
    for line in FILLED {
        sandbox.run(&format!("{line} --yes")).ok();
    }
    sandbox
}

/// Puts a published structure where the page says, or the small one where there is none.
fn structure(sandbox: &Sandbox, referentiel: &str) {
    let name = format!("referentiel-{referentiel}-structure.csv");
    let published = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(&name);
    if fs::copy(&published, sandbox.path().join(&name)).is_err() {
        eprintln!("skipped: {name} is not here, the small structure stands for it");
        let small = sandbox.read("structure.csv");
        sandbox.write(&name, &small);
    }
}

/// Runs a line of a block and holds it to its exit and its answers.
#[track_caller]
fn try_out(sandbox: &Sandbox, environment: &mut BTreeMap<String, String>, example: Example) {
    match example {
        Example::Set(name, value) => {
            environment.insert(name, value);
        }
        Example::Line {
            typed,
            exit,
            answers,
        } => {
            let run = confirmed(sandbox, environment, &typed, exit);
            let answer = folded(&format!("{}\n{}", run.stdout, run.stderr));
            assert_eq!(run.code, Some(exit), "{typed}\n{answer}");
            for part in &answers {
                assert!(answer.contains(part), "{typed}\nno `{part}` in:\n{answer}");
            }
        }
    }
}

/// Runs a line; where it would ask, answers yes.
fn confirmed(
    sandbox: &Sandbox,
    environment: &BTreeMap<String, String>,
    typed: &str,
    exit: i32,
) -> Run {
    let first = run(sandbox, environment, typed);
    if first.code == Some(7) && exit != 7 {
        return run(sandbox, environment, &format!("{typed} --yes"));
    }
    first
}

fn run(sandbox: &Sandbox, environment: &BTreeMap<String, String>, typed: &str) -> Run {
    let mut command = sandbox.command(NOW, "support-1");
    let output = command
        .envs(environment)
        .args(words(typed))
        .output()
        .unwrap();
    Run::of(output)
}

/// Types a line of the table and returns its exit and the code of its error.
fn tried(sandbox: &Sandbox, typed: &str) -> (i32, String) {
    let (actor, typed) = match typed.strip_prefix("TETCTL_ACTOR=") {
        Some(rest) => rest.split_once(' ').unwrap(),
        None => ("support-1", typed),
    };
    let typed = typed.strip_prefix("tetctl ").unwrap();
    if let Some(typed) = typed.strip_suffix(" | head -n 1") {
        return (exit_of_cut(sandbox, typed), String::new());
    }
    let run = sandbox.run_as(actor, &format!("{typed} --json"));
    let code = run.json()["error"]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (run.code.unwrap_or(-1), code)
}

/// Runs a line whose reader goes away after the first byte.
fn exit_of_cut(sandbox: &Sandbox, typed: &str) -> i32 {
    let mut command = sandbox.command(NOW, "support-1");
    let mut child = command
        .args(words(typed))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    output.status.code().unwrap_or(-1)
}

/// Does what a line of the table needs before it is typed.
fn prepare(sandbox: &Sandbox, title: &str) {
    let steps = BEFORE.iter().find(|(known, _)| *known == title);
    for step in steps.map_or(&[][..], |(_, steps)| steps) {
        if let Some((name, source)) = step.strip_prefix("file ").and_then(parted) {
            let [source, old, new] = source.split(" | ").collect::<Vec<_>>()[..] else {
                panic!("{step}");
            };
            let text = sandbox.read(source);
            assert!(text.contains(old), "{step}");
            sandbox.write(name, &text.replacen(old, new, 1));
        } else if let Some((name, source)) = step.strip_prefix("half ").and_then(parted) {
            let text = sandbox.read(source);
            let half: String = text.chars().take(text.chars().count() / 2).collect();
            sandbox.write(name, &half);
        } else if let Some((name, source)) = step.strip_prefix("crlf ").and_then(parted) {
            let text = sandbox.read(source).replace('\n', "\r\n");
            sandbox.write(name, &text);
        } else if let Some((actor, line)) = step.strip_prefix("as ").and_then(parted) {
            sandbox.run_as(actor, line).ok();
        } else {
            sandbox.run(step).ok();
        }
    }
}

fn parted(step: &str) -> Option<(&str, &str)> {
    step.split_once(": ")
}

/// Returns the words of a text with one blank between them.
fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
