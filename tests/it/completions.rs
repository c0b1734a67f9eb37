//! What shells are told of an unfinished line, by the protocol of the stubs.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::sandbox::{NOW, Run, Sandbox, words};

/// The stubs, and the shells that load them.
const STUBS: [(&str, &str); 3] = [
    ("bash", "tetctl.bash"),
    ("zsh", "_tetctl"),
    ("fish", "tetctl.fish"),
];

/// Completes a line, whose last word is the one under the cursor; it may be empty.
fn complete(sandbox: &Sandbox, line: &str) -> Run {
    let mut typed = words(line);
    if line.ends_with(' ') {
        typed.push(String::new());
    }
    let mut command = sandbox.command(NOW, "support-1");
    command
        .env("COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", "1");
    Run::of(command.args(["--", "tetctl"]).args(typed).output().unwrap())
}

/// Holds a line to these candidates, and to silence besides.
#[track_caller]
fn completes(sandbox: &Sandbox, line: &str, expected: &str) {
    let run = complete(sandbox, line).ok();
    let expected = expected.replace(" | ", "\t");
    assert_eq!(
        (run.stdout.trim_end(), &*run.stderr),
        (expected.as_str(), ""),
        "{line}"
    );
}

#[test]
fn a_pipe_in_the_place_of_the_store_holds_nobody_up() {
    let sandbox = Sandbox::bare();
    let pipe = sandbox.path().join("store.db");
    let made = std::process::Command::new("mkfifo").arg(pipe).status();
    assert!(made.unwrap().success());
    complete(&sandbox, "profile show ").ok();
}

#[test]
fn the_stubs_are_those_of_the_command() {
    let sandbox = Sandbox::bare();
    for (shell, file) in STUBS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("completions")
            .join(file);
        let stub = fs::read_to_string(path).unwrap();
        sandbox
            .run(&format!("completions {shell}"))
            .shows(&stub, "");
        let document = sandbox
            .run(&format!("completions {shell} --json"))
            .ok()
            .json();
        assert_eq!(document["script"], *stub);
        assert!(
            stub.contains(&format!("COMPLETE={shell} tetctl -- ")),
            "the bare name"
        );
    }
    sandbox.run("completions tcsh").fails_with(2);
}

#[test]
fn profiles_are_told_by_slug_name_nature_and_department() {
    let sandbox = Sandbox::territory();
    completes(
        &sandbox,
        "copy cae --from pe",
        "petr-du-pays-de-trevanne | PETR du Pays de Trévanne · PETR · 61",
    );
    completes(
        &sandbox,
        "copy cae --from cc-des-sources-et-bocages --to ",
        "ca-orvel-agglomeration | CA Orvel Agglomération · CA · 61
cc-des-sources-et-bocages | CC des Sources et Bocages · CC · 61
cc-du-pays-de-trevanne | CC du Pays de Trévanne · CC · 61
petr-du-pays-de-trevanne | PETR du Pays de Trévanne · PETR · 61
sm-de-traitement-des-dechets-du-haut-orvel | SM de traitement des déchets du Haut Orvel · SMF · 61",
    );
    completes(
        &sandbox,
        "copy cae --from=or",
        "--from=orvel-61 | Orvel · commune · 61",
    );
}

#[test]
fn profiles_are_found_by_a_word_of_their_name_and_by_code() {
    let sandbox = Sandbox::territory();
    completes(
        &sandbox,
        "profile show trév",
        "cc-du-pays-de-trevanne | CC du Pays de Trévanne · CC · 61
petr-du-pays-de-trevanne | PETR du Pays de Trévanne · PETR · 61",
    );
    completes(
        &sandbox,
        "profile show 20000",
        "200000131 | CC des Sources et Bocages · CC · 61
200000149 | CA Orvel Agglomération · CA · 61",
    );
    completes(
        &sandbox,
        "profile show 6100",
        "61006 | Orvel · commune · 61",
    );
}

#[test]
fn values_in_a_row_and_between_commas_go_on() {
    let sandbox = Sandbox::territory();
    let town = "orvel-61 | Orvel · commune · 61";
    completes(&sandbox, "copy cae --to a b or", town);
    completes(&sandbox, "copy cae --to a,or", &format!("a,{town}"));
    completes(&sandbox, "profile relate a --add b c or", town);
    completes(
        &sandbox,
        "copy cae --data statuts,c",
        "statuts,commentaires",
    );
}

#[test]
fn communes_that_hold_something_are_listed_with_the_others() {
    let sandbox = Sandbox::territory();
    let listed = |line: &str| complete(&sandbox, line).stdout.contains("orvel-61");
    assert!(!listed("profile show "));
    sandbox
        .run("referentiel set orvel-61 cae_1.1.1.1=fait --yes")
        .ok();
    assert!(listed("profile show "));
}

#[test]
fn actions_go_down_one_level_at_a_time() {
    let sandbox = Sandbox::territory();
    let axes = complete(&sandbox, "copy cae -a ").ok().stdout;
    let ids = |text: &str| -> Vec<String> {
        let first = |line: &str| line.split('\t').next().map(str::to_owned);
        text.lines().filter_map(first).collect()
    };
    assert_eq!(ids(&axes), ["1", "2", "3"]);
    let below = complete(&sandbox, "copy cae -x 2,1.2").ok().stdout;
    assert_eq!(ids(&below), ["2,1.2", "2,1.2.1"]);
    let whole = complete(&sandbox, "op undo -a cae_1.2").ok().stdout;
    assert_eq!(ids(&whole), ["cae_1.2", "cae_1.2.1"]);
    let range = complete(&sandbox, "copy cae -a 1.1.1..1.1.").ok().stdout;
    assert_eq!(ids(&range), ["1.1.1..1.1.2"]);
    let range = complete(&sandbox, "copy cae -a 2,1..").ok().stdout;
    assert_eq!(ids(&range), ["2,1..2", "2,1..3"]);
    let branch = complete(&sandbox, "referentiel show cae 1.2").ok().stdout;
    assert_eq!(ids(&branch), ["1.2", "1.2.1"]);
    let title = axes.lines().next().unwrap().split_once('\t').unwrap().1;
    let shown = sandbox
        .run("referentiel show cae 1 --depth 0 --format csv")
        .ok();
    assert!(shown.stdout.contains(title), "{title}: {}", shown.stdout);
}

#[test]
fn behind_an_id_stand_the_statuts() {
    let sandbox = Sandbox::territory();
    let set = "referentiel set orvel-61";
    completes(
        &sandbox,
        &format!("{set} cae_1.1.1.1=fait cae_1.1.1.2=p"),
        "cae_1.1.1.2=programme\ncae_1.1.1.2=pas_fait",
    );
    let statuts = complete(&sandbox, &format!("{set} cae_1.1.1.2="))
        .ok()
        .stdout;
    assert_eq!(statuts.lines().count(), 6, "{statuts}");
    let ids = complete(&sandbox, &format!("{set} cae_1.1.1.")).ok().stdout;
    assert!(ids.starts_with("cae_1.1.1.1=\t"), "{ids}");
    let above = complete(&sandbox, &format!("{set} cae_1.1")).ok().stdout;
    assert!(above.starts_with("cae_1.1.\t"), "{above}");
    let pilotes = complete(&sandbox, &format!("{set} --pilote cae_1.1."))
        .ok()
        .stdout;
    assert!(pilotes.starts_with("cae_1.1.1=\t"), "{pilotes}");
}

#[test]
fn operations_and_batches_are_told_by_what_they_were() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("profile create 'CC X' --batch vague-1 --yes")
        .ok();
    completes(
        &sandbox,
        "op undo --lang fr 1",
        "11 | 09:05 · profile create cc-x
10 | 09:05 · referentiel set cc-des-sources-et-bocages
1 | 09:05 · referentiel import cae",
    );
    completes(
        &sandbox,
        "op reply --batch v",
        "vague-1 | 09:05 · profile create cc-x",
    );
    completes(
        &sandbox,
        "copy cae --batch ",
        "vague-1 | 09:05 · profile create cc-x",
    );
}

#[test]
fn a_name_that_would_steer_a_terminal_is_not_proposed() {
    let sandbox = Sandbox::empty();
    for name in ["a\nb", "a\u{1b}[2J", "a; rm x"] {
        let line = format!("profile create 'CC {}' --yes --batch '{name}'", name.len());
        sandbox.run(&line).ok();
    }
    let told = "a; rm x | 09:05 · profile create cc-7";
    completes(&sandbox, "copy --batch a", told);
}

#[test]
fn fixed_words_are_listed() {
    let sandbox = Sandbox::territory();
    for (line, expected) in [
        (
            "referentiel mode cae orvel-61 ",
            "write\nreadonly\narchived",
        ),
        (
            "referentiel lock cae orvel-61 --audit ",
            "none\nrunning\nvalidated",
        ),
        ("copy --on-conflict a", "append\nask\nabort"),
        ("copy ", "cae | Climat Air Énergie"),
        (
            "referentiel import f.csv --id e",
            "eci | Économie Circulaire",
        ),
        ("profile list --nature SM", "SMF\nSMO"),
        ("--lang ", "fr | français\nen | English"),
        ("--format i", "ids"),
        ("completions ", "bash\nzsh\nfish"),
        (
            "help c",
            "copying\ncopy | Copy a référentiel's data from a profile to others\nconfig | The configuration\ncompletions | Show what a shell loads to complete command lines",
        ),
        (
            "help config ",
            "show | Show every setting and where it comes from",
        ),
        ("apply ", "\tfiles"),
        ("op show 1 -o ", "\tfiles"),
        ("--store ./", "\tfiles"),
        ("profile create --note ", ""),
    ] {
        let run = complete(&sandbox, line).ok();
        let expected = expected.replace(" | ", "\t");
        assert_eq!(run.stdout.trim_end_matches('\n'), expected, "{line}");
    }
}

#[test]
fn the_store_is_the_one_that_the_command_would_open() {
    let sandbox = Sandbox::empty();
    sandbox.run("store init --store ./autre.db").ok();
    sandbox
        .run("profile create 'CC Ailleurs' --store ./autre.db --yes")
        .ok();
    let there = "cc-ailleurs | CC Ailleurs · CC";
    completes(&sandbox, "profile show c", "");
    completes(&sandbox, "--store ./autre.db profile show c", there);
    completes(&sandbox, "profile show --store=./autre.db c", there);
    fs::create_dir_all(sandbox.path().join(".config/tetctl")).unwrap();
    sandbox.write(
        ".config/tetctl/config.toml",
        "[stores]\nautre = './autre.db'\n",
    );
    completes(&sandbox, "profile show --store autre c", there);
    completes(&sandbox, "profile show --store ", "autre | ./autre.db");
}

#[test]
fn whatever_fails_is_silent() {
    let live = [
        "profile show ",
        "op undo ",
        "copy cae -a ",
        "op show --batch ",
    ];
    let silent = |sandbox: &Sandbox| {
        for line in live {
            let run = complete(sandbox, line).ok();
            let said = run.stdout.lines().find(|line| !line.starts_with("--"));
            assert_eq!((said, &*run.stderr), (None, ""), "{line}");
        }
    };
    silent(&Sandbox::bare());
    for content in ["", "not a database at all"] {
        let sandbox = Sandbox::bare();
        sandbox.write("store.db", content);
        silent(&sandbox);
        assert_eq!(sandbox.read("store.db"), content);
    }
    let damaged = Sandbox::filled();
    let file = damaged.path().join("store.db");
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    complete(&damaged, "profile show ").ok();
    let invalid = Sandbox::territory();
    fs::create_dir_all(invalid.path().join(".config/tetctl")).unwrap();
    invalid.write(".config/tetctl/config.toml", "store = [\n");
    silent(&invalid);
}

#[test]
fn a_shell_loads_its_stub_whatever_the_configuration_holds() {
    let sandbox = Sandbox::bare();
    let stub = sandbox.run("completions bash").ok().stdout;
    fs::create_dir_all(sandbox.path().join(".config/tetctl")).unwrap();
    sandbox.write(".config/tetctl/config.toml", "store = [\n");
    sandbox.run("completions bash").shows(&stub, "");
    assert_eq!(sandbox.run("config show").code, Some(1));
}

#[test]
fn an_older_store_is_neither_upgraded_nor_read() {
    let sandbox = Sandbox::bare();
    let oldest = sandbox.fixture("schema/oldest.db");
    let file = sandbox.path().join("store.db");
    fs::rename(oldest, &file).unwrap();
    let before = fs::read(&file).unwrap();

    let run = complete(&sandbox, "profile show orv").ok();

    assert_eq!((&*run.stdout, &*run.stderr), ("", ""));

    assert_eq!(fs::read(&file).unwrap(), before);
    assert_eq!(fs::read_dir(sandbox.path()).unwrap().count(), 1);
}

#[test]
fn completing_leaves_the_folder_as_it_was() {
    let sandbox = Sandbox::filled();
    let names = || -> Vec<OsString> {
        let entries = fs::read_dir(sandbox.path()).unwrap();
        let mut names: Vec<OsString> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let (before, digest) = (names(), sandbox.digest());
    complete(&sandbox, "profile show ").ok();
    assert_eq!((names(), sandbox.digest()), (before, digest));
    let file = sandbox.path().join("store.db");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
    complete(&sandbox, "profile show ").ok();
}

#[test]
fn a_variable_of_that_name_changes_no_other_run() {
    let sandbox = Sandbox::territory();
    for value in ["bash", "1", "tcsh"] {
        let mut command = sandbox.command(NOW, "support-1");
        command.env("COMPLETE", value);
        let run = Run::of(
            command
                .args(["referentiel", "list", "--format", "ids"])
                .output()
                .unwrap(),
        );
        run.shows("cae", "");
    }
}
