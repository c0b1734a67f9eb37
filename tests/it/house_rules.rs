//! What the code promises of itself: layers, names, explanations, and nothing left behind.

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer, and those that it may use besides itself.
const LAYERS: [(&str, &[&str]); 9] = [
    (
        "cli",
        &["failure", "ui", "render", "ops", "files", "store", "domain"],
    ),
    ("failure", &["ui", "render", "domain"]),
    ("ui", &["render", "domain"]),
    ("render", &["ops", "files", "store", "domain"]),
    ("ops", &["files", "store", "domain"]),
    ("files", &["domain"]),
    ("store", &["domain"]),
    ("domain", &[]),
    ("lib", &["cli"]),
];

/// Packages, and the only places that may know them.
const PACKAGES: [(&str, &str); 11] = [
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("ctrlc", "ui"),
    ("indicatif", "ui"),
    ("comfy_table", "render"),
    ("csv", "files"),
    ("encoding_rs", "files"),
    ("calamine", "files"),
    ("rust_xlsxwriter", "files"),
    ("rusqlite", "store/engine"),
    ("libsqlite3_sys", "store/engine"),
];

/// The environment that may be read, as scripts are told.
const ENVIRONMENT: [&str; 27] = [
    "TETCTL_STORE",
    "TETCTL_ACTOR",
    "TETCTL_LANG",
    "TETCTL_PAGER",
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLORTERM",
    "CI",
    "TERM",
    "COLUMNS",
    "TZ",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
    "HOME",
    "PATH",
    "TMPDIR",
    "VISUAL",
    "EDITOR",
    "COMPLETE",
    "PGPASSWORD",
    "PGPASSFILE",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
];

/// How many lines a file may have, its tests left out.
const MOST_LINES: usize = 400;

#[test]
fn each_layer_uses_only_those_below_it() {
    for source in sources("src") {
        let Some((layer, allowed)) = LAYERS.iter().find(|(layer, _)| source.layer() == *layer)
        else {
            assert_eq!(source.layer(), "main", "{source}: in no layer");
            continue;
        };
        for used in source.layers_used() {
            let known = LAYERS.iter().any(|(layer, _)| *layer == used);
            assert!(
                !known || used == *layer || allowed.contains(&used),
                "{source}: {layer} uses {used}"
            );
        }
    }
}

#[test]
fn modules_are_named_whole_where_they_are_used() {
    for source in sources("src") {
        let grouped = source.code().contains(concat!("crate", "::{"));
        assert!(!grouped, "{source}: a group hides which layers are used");
    }
}

#[test]
fn packages_are_known_only_where_they_belong() {
    for source in sources("src") {
        for (package, place) in PACKAGES {
            let inside = source.place().starts_with(&format!("src/{place}"));
            let used = has_word(source.code(), &format!("{package}::"));
            assert!(inside || !used, "{source} knows {package}");
        }
    }
}

#[test]
fn the_domain_has_neither_files_nor_streams_nor_a_clock() {
    const OUTSIDE: [&str; 9] = [
        "std::fs",
        "std::io",
        "std::net",
        "std::process",
        "std::env",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
    ];
    for source in sources("src/domain") {
        for word in OUTSIDE {
            assert!(!source.code().contains(word), "{source}: {word}");
        }
    }
}

#[test]
fn only_the_store_speaks_sql() {
    const STARTS: [&str; 7] = [
        "SELECT ",
        "INSERT INTO ",
        "UPDATE ",
        "DELETE FROM ",
        "CREATE TABLE ",
        "PRAGMA ",
        "BEGIN IMMEDIATE",
    ];
    for source in sources("src") {
        if source.layer() == "store" {
            continue;
        }
        for line in source.code().lines() {
            let texts = line.split('"').map(str::trim_start);
            let spoken = texts
                .flat_map(|text| STARTS.map(|start| text.starts_with(start)))
                .any(|found| found);
            assert!(!spoken, "{source}: {line}");
        }
    }
}

#[test]
fn every_file_begins_by_saying_what_it_is_for() {
    for source in all_sources() {
        assert!(source.text.starts_with("//! "), "{source}");
    }
}

#[test]
fn everything_shared_is_explained() {
    let found = sources("src").into_iter().flat_map(|source| {
        let lines = unexplained(source.code());
        let told = lines.iter().map(|line| format!("{source}: {line}"));
        told.collect::<Vec<_>>()
    });
    nothing(found);
}

#[test]
fn nothing_is_left_behind() {
    let words = [
        ["to", "do!("],
        ["unimple", "mented!("],
        ["db", "g!("],
        ["TO", "DO"],
        ["FIX", "ME"],
    ]
    .map(|halves| halves.concat());
    for source in all_sources() {
        for word in &words {
            assert!(!has_word(&source.text, word), "{source}: {word}");
        }
    }
}

#[test]
fn only_ui_prints() {
    for source in sources("src") {
        let prints = ["print!(", "println!(", "eprint!(", "eprintln!("]
            .iter()
            .any(|word| has_word(source.code(), word));
        assert!(
            !prints || source.layer() == "ui",
            "{source} prints by itself"
        );
    }
}

#[test]
fn names_say_something() {
    const VAGUE: [&str; 6] = ["util", "utils", "helper", "manager", "common", "misc"];
    for source in all_sources() {
        let file = source.path.file_stem().unwrap().to_string_lossy();
        let items = source.text.lines().filter_map(item_name);
        for name in items.chain([file.as_ref()]) {
            let vague = parts(name).iter().any(|part| {
                let part = part.strip_suffix('s').unwrap_or(part);
                VAGUE.contains(&part)
            });
            assert!(!vague, "{source}: `{name}` says nothing");
        }
    }
}

#[test]
fn files_stay_short() {
    let sized = sources("src")
        .into_iter()
        .map(|source| (source.code().lines().count(), source));
    let long = sized.filter(|(lines, _)| *lines > MOST_LINES);
    nothing(long.map(|(lines, source)| format!("{source}: {lines} lines without tests")));
}

#[test]
fn no_file_names_a_package_registry_or_a_place_of_one_machine() {
    let words = [
        ["crates", ".io"],
        ["npmjs", ".org"],
        ["npmjs", ".com"],
        ["pypi", ".org"],
        ["deb", ".debian"],
        ["/ho", "me/"],
        ["/Us", "ers/"],
        ["/ro", "ot/"],
        ["/wo", "rk/"],
        ["/fa", "rm/"],
        ["bash", "_jobs"],
        ["../sha", "red/reference"],
    ]
    .map(|halves| halves.concat());
    for (path, text) in tracked_texts() {
        for word in &words {
            assert!(!text.contains(word.as_str()), "{}: {word}", path.display());
        }
    }
}

#[test]
fn only_the_promised_environment_is_read() {
    for source in sources("src") {
        let reads = ["env::var", "use std::env", "env ="]
            .iter()
            .any(|word| source.code().contains(word));
        for name in literals(source.code()).filter(|name| is_variable(name)) {
            let ours = name.starts_with("TETCTL_");
            let read = ours || reads;
            let known = ENVIRONMENT.contains(&name) || is_for_tests(name);
            assert!(!read || known, "{source} reads {name}");
        }
    }
}

#[test]
fn what_tests_set_is_read_by_builds_for_tests_alone() {
    for source in sources("src") {
        let lines: Vec<&str> = source.code().lines().collect();
        for (number, line) in lines.iter().enumerate() {
            if literals(line).any(is_for_tests) {
                let near = &lines[number.saturating_sub(3)..(number + 2).min(lines.len())];
                let guarded = near.iter().any(|line| line.contains("debug_assertions"));
                assert!(guarded, "{source}: {}", line.trim());
            }
        }
    }
}

/// Holds a rule to have found nothing, and shows all that it found.
#[track_caller]
fn nothing(found: impl IntoIterator<Item = String>) {
    let found: Vec<String> = found.into_iter().collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

/// A file of Rust.
struct Source {
    path: PathBuf,
    text: String,
}

impl std::fmt::Display for Source {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.place())
    }
}

impl Source {
    /// Returns the path below the project's root.
    fn place(&self) -> String {
        let below = self.path.strip_prefix(root()).unwrap();
        below.to_string_lossy().into_owned()
    }

    /// Returns the name of the folder, or of the file that stands for one.
    fn layer(&self) -> String {
        let place = self.place();
        let first = place.split('/').nth(1).unwrap_or_default();
        first.trim_end_matches(".rs").to_owned()
    }

    /// Returns the text without its tests.
    fn code(&self) -> &str {
        let tests = self.text.find("#[cfg(test)]\nmod tests");
        tests.map_or(&self.text, |start| &self.text[..start])
    }

    /// Returns the first name of every path that begins at the crate.
    fn layers_used(&self) -> Vec<&str> {
        let after = self.code().split("crate::").skip(1);
        after.map(word_at_start).collect()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &str) -> Vec<Source> {
    let mut found: Vec<Source> = files_below(&root().join(folder))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| Source {
            text: fs::read_to_string(&path).unwrap(),
            path,
        })
        .collect();
    found.sort_by(|one, two| one.path.cmp(&two.path));
    assert!(!found.is_empty(), "{folder} holds no source");
    found
}

fn all_sources() -> impl Iterator<Item = Source> {
    ["src", "tests", "benches"].into_iter().flat_map(sources)
}

/// Returns the texts of the project, without what cargo and git keep.
fn tracked_texts() -> Vec<(PathBuf, String)> {
    const APART: [&str; 3] = [".git", "target", "Cargo.lock"];
    let top = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap());
    let kept = top.filter(|entry| !APART.iter().any(|name| entry.file_name() == *name));
    kept.flat_map(|entry| files_below(&entry.path()))
        .filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?)))
        .collect()
}

fn files_below(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let entries = fs::read_dir(path).unwrap();
    entries
        .flat_map(|entry| files_below(&entry.unwrap().path()))
        .collect()
}

/// Tells whether `word` stands in `text` and is not the end of a longer name.
fn has_word(text: &str, word: &str) -> bool {
    let starts = text.match_indices(word).map(|(start, _)| start);
    starts
        .map(|start| text[..start].chars().next_back())
        .any(|before| before.is_none_or(|char| !char.is_alphanumeric() && char != '_'))
}

fn word_at_start(text: &str) -> &str {
    let end = text.find(|char: char| !char.is_alphanumeric() && char != '_');
    &text[..end.unwrap_or(text.len())]
}

/// Returns the shared items without a sentence above them; attributes may stand between.
fn unexplained(code: &str) -> Vec<&str> {
    const KINDS: [&str; 8] = [
        "fn ",
        "async fn ",
        "struct ",
        "enum ",
        "trait ",
        "const ",
        "static ",
        "type ",
    ];
    let (mut explained, mut in_attribute) = (false, false);
    let mut found = Vec::new();
    for line in code.lines().map(str::trim) {
        let item = ["pub ", "pub(super) ", "pub(crate) "]
            .iter()
            .find_map(|start| line.strip_prefix(start));
        let shared = item.is_some_and(|item| KINDS.iter().any(|kind| item.starts_with(kind)));
        if shared && !explained {
            found.push(line);
        }
        in_attribute |= line.starts_with("#[");
        explained = line.starts_with("///") || (explained && in_attribute);
        in_attribute &= !line.ends_with(']');
    }
    found
}

/// Returns the name that a line gives to an item.
fn item_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = ["pub ", "pub(super) ", "pub(crate) "]
        .iter()
        .find_map(|start| line.strip_prefix(start))
        .unwrap_or(line);
    let named = ["mod ", "struct ", "enum ", "trait ", "fn ", "const "]
        .iter()
        .find_map(|start| line.strip_prefix(start))?;
    Some(word_at_start(named))
}

/// Returns the words of a name in either case, lower case.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for char in name.chars() {
        let previous_is_lower = parts
            .last()
            .and_then(|part| part.chars().next_back())
            .is_some_and(char::is_lowercase);
        let begins = char == '_'
            || (char.is_uppercase() && previous_is_lower && name != name.to_uppercase());
        if begins {
            parts.push(String::new());
        }
        let part = parts.last_mut().unwrap();
        part.extend(char.to_lowercase().filter(|char| *char != '_'));
    }
    parts
}

/// Returns what stands between quotes, line by line.
fn literals(code: &str) -> impl Iterator<Item = &str> {
    code.lines()
        .flat_map(|line| line.split('"').skip(1).step_by(2))
}

fn is_variable(name: &str) -> bool {
    name.len() > 1
        && name
            .chars()
            .all(|char| char.is_ascii_uppercase() || char == '_')
}

fn is_for_tests(name: &str) -> bool {
    is_variable(name) && (name == "TETCTL_NOW" || name.starts_with("TETCTL_TEST_"))
}

#[test]
fn the_rules_see_what_they_are_for() {
    assert_eq!(
        unexplained("/// Says.\n#[derive(\n    A\n)]\npub struct B;"),
        [""; 0]
    );
    assert_eq!(
        unexplained("/// Says.\npub a: u8,\npub fn b() {"),
        ["pub fn b() {"]
    );
    assert_eq!(parts("fileHelper_x"), ["file", "helper", "x"]);
    assert!(has_word("use csv::Reader", "csv::"));
    assert!(!has_word("use crate::files::my_csv::x", "csv::"));
    assert!(literals("variable(\"TZ\").or(b)").eq(["TZ"]));
}
