//! A clock that jumps back: the journal's order is that of its numbers, and nothing is lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::beside::{self, PAUSE};
use crate::sandbox::{NOW, Sandbox, words};

const LATER: &str = "2026-11-24T10:00:00Z";
const EARLIER: &str = "2026-11-23T09:00:00Z";

#[track_caller]
fn set(sandbox: &Sandbox, now: &str, value: &str) {
    let line = format!("referentiel set {value} --yes");
    sandbox.run_at(now, "support-1", &line).ok();
}

#[test]
fn the_journal_goes_by_number_and_undo_by_the_last_one() {
    let sandbox = Sandbox::territory();
    set(&sandbox, LATER, "orvel-61 cae_3.1.1.1=fait");
    set(&sandbox, EARLIER, "orvel-61 cae_3.1.1.1=pas_fait");
    let list = "op list --limit 2 --format csv --no-header";
    let rows = sandbox.run_at(EARLIER, "support-1", list).ok().stdout;
    let numbers: Vec<&str> = rows
        .lines()
        .filter_map(|row| row.split(',').next())
        .collect();
    let [last, first] = numbers[..] else {
        panic!("{rows}");
    };
    assert!(
        last.parse::<i64>().unwrap() > first.parse().unwrap(),
        "{rows}"
    );

    sandbox.run_at(EARLIER, "support-1", "op undo --yes").ok();

    let told = sandbox.run("referentiel export cae orvel-61 --json").ok();
    assert_eq!(told.json()["items"][0]["statut"], "fait");
    sandbox.run_at(EARLIER, "support-1", "op undo --yes").ok();
    let told = sandbox.run("referentiel export cae orvel-61 --json").ok();
    assert_eq!(told.json()["items"].to_string(), "[]");
    let history = sandbox
        .run("op history orvel-61 cae_3.1.1.1 --json")
        .ok()
        .json();
    let numbers = history["items"].as_array().unwrap().iter();
    let numbers: Vec<i64> = numbers
        .filter_map(|item| item["operation"].as_i64())
        .collect();
    let (mut sorted, mut other) = (numbers.clone(), numbers.clone());
    sorted.sort_unstable();
    other.sort_unstable_by(|one, two| two.cmp(one));
    assert!(numbers == sorted || numbers == other, "{numbers:?}");
    sandbox.run("store check").ok();
}

#[test]
fn since_finds_by_the_time_that_was_written_down() {
    let sandbox = Sandbox::territory();
    set(&sandbox, LATER, "orvel-61 cae_3.1.1.1=fait");
    set(&sandbox, EARLIER, "orvel-61 cae_3.1.1.1=pas_fait");
    let count = |line: &str| {
        let run = sandbox.run_at(EARLIER, "support-1", line).ok();
        run.stdout.trim().parse::<usize>().unwrap()
    };
    let sets = "op list --command 'referentiel set' --format count";
    assert_eq!(count(sets), 2);
    assert_eq!(count(&format!("{sets} --since 2026-11-24")), 1);
    assert_eq!(count(&format!("{sets} --until 2026-11-23")), 1);
    // What is written later than now is since yesterday all the same.
    assert_eq!(count(&format!("{sets} --since yesterday")), 2);
}

#[test]
fn newest_goes_by_the_dates_of_the_edits() {
    let sandbox = Sandbox::territory();
    set(&sandbox, LATER, "orvel-61 cae_3.1.1.1=fait");
    set(
        &sandbox,
        EARLIER,
        "petr-du-pays-de-trevanne cae_3.1.1.1=pas_fait cae_1.1.1.1=fait",
    );
    let copy = "copy cae --from petr-du-pays-de-trevanne --to orvel-61 --on-conflict newest";

    let kept = sandbox.run(&format!("{copy} --yes --json")).ok().json();

    let changes = kept["changes"].as_array().unwrap().iter();
    let fates = changes.map(|change| {
        let part = |key: &str| change[key].as_str().unwrap_or_default().to_owned();
        [part("action"), part("decision"), part("reason")].join(" ")
    });
    let mut fates: Vec<String> = fates.collect();
    fates.sort();
    assert_eq!(
        fates,
        ["cae_1.1.1.1 written blank", "cae_3.1.1.1 kept older"]
    );
}

#[test]
fn a_saved_changeset_is_applied_before_it_was_saved() {
    let sandbox = Sandbox::filled();
    let copy = "copy cae --from petr-du-pays-de-trevanne --to orvel-61";
    let save = format!("{copy} --save copie.json");
    sandbox.run_at(LATER, "support-1", &save).ok();
    let run = sandbox.run_at(EARLIER, "support-1", "apply copie.json --yes");
    run.ok();
    for look in [
        "op list",
        "op show 11",
        "profile show orvel-61",
        "store info",
    ] {
        sandbox
            .run_at("1980-01-01T00:00:00Z", "support-1", look)
            .ok();
    }
    let status = "referentiel status cae orvel-61";
    sandbox
        .run_at("1980-01-01T00:00:00Z", "support-1", status)
        .ok();
}

/// Returns the release binary, where it is of this source: nothing of it is newer.
fn release() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let binary = target.join("release/tetctl");
    let Ok(built) = fs::metadata(&binary).and_then(|file| file.modified()) else {
        return unbuilt("no release build is there");
    };
    let sources = [newest(&root.join("src")), newest(&root.join("Cargo.lock"))];
    if sources.iter().any(|source| *source > Some(built)) {
        return unbuilt("the release build is older than the source");
    }
    Some(binary)
}

/// Says why the release build is not tried, which whoever runs the tests need not have made.
fn unbuilt(why: &str) -> Option<PathBuf> {
    eprintln!("skipped: {why}");
    None
}

/// Returns when the last file of a place was changed.
fn newest(place: &Path) -> Option<SystemTime> {
    if place.is_dir() {
        let entries = fs::read_dir(place).ok()?.flatten();
        return entries.filter_map(|entry| newest(&entry.path())).max();
    }
    fs::metadata(place).ok()?.modified().ok()
}

#[test]
fn a_release_build_has_the_clock_of_the_host_and_no_pauses() {
    let Some(binary) = release() else {
        return;
    };
    let sandbox = Sandbox::empty();
    let pause = sandbox.path().join("pause");
    let ours = sandbox.command(NOW, "support-1");
    let output = Command::new(&binary)
        .args(words("profile create 'CC X' --yes --json"))
        .current_dir(sandbox.path())
        .env_clear()
        .envs(
            ours.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("TETCTL_NOW", "2001-01-01T00:00:00Z")
        .env(PAUSE, beside::pause("before-0", &pause))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(!pause.exists());
    let list = sandbox.run("op list --limit 1 --json").ok().json();
    let at = list["items"][0]["at"].as_str().unwrap();
    assert!(at > "2025", "{at}");
}
