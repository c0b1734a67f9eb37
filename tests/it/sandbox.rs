//! A folder, a store and a cleared environment in which `tetctl` runs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The place of one test.
pub struct Sandbox {
    folder: TempDir,
}

/// What one run left behind.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// The moment at which every test takes place.
pub const NOW: &str = "2026-11-24T09:05:00Z";

/// The commands that make the small territory.
const TERRITORY: [&str; 7] = [
    "profile create 'PETR du Pays de Trévanne' --department 61",
    "profile create 'CC du Pays de Trévanne' --department 61",
    "profile create 'CC des Sources et Bocages' --department 61 --siren 200000131",
    "profile create 'CA Orvel Agglomération' --department 61 --siren 200000149",
    "profile create Orvel --nature commune --insee 61006 --population 12400",
    "profile create 'SM de traitement des déchets du Haut Orvel' --nature SMF --department 61",
    "profile relate petr-du-pays-de-trevanne --add cc-du-pays-de-trevanne cc-des-sources-et-bocages ca-orvel-agglomeration",
];

impl Sandbox {
    /// Returns a place with an empty folder.
    pub fn bare() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// Returns a place with an empty store.
    pub fn empty() -> Self {
        let sandbox = Self::bare();
        sandbox.run("store init").ok();
        sandbox
    }

    /// Returns a place with the small structure as `cae`, and a territory without data: a PETR, its
    /// three EPCI, a town, a syndicat.
    pub fn territory() -> Self {
        let sandbox = Self::empty();
        sandbox.fixture("structure.csv");
        sandbox
            .run("referentiel import structure.csv --id cae --yes")
            .ok();
        for line in TERRITORY {
            sandbox.run(&format!("{line} --yes")).ok();
        }
        sandbox
    }

    /// Returns the territory without any structure: its profiles and their relations.
    pub fn profiles() -> Self {
        let sandbox = Self::empty();
        for line in TERRITORY {
            sandbox.run(&format!("{line} --yes")).ok();
        }
        sandbox
    }

    /// Returns the territory where the PETR says 9 things and one of its members 4.
    pub fn filled() -> Self {
        let sandbox = Self::territory();
        sandbox
            .run(
                "referentiel set petr-du-pays-de-trevanne cae_1.1.1.1=fait cae_1.1.1.2.1=fait \
                 cae_1.1.1.2.2=programme cae_1.1.2.1=detaille:20/50/30 cae_1.2.1.1=pas_fait \
                 cae_2.1.1.1.1=fait cae_3.1.1.1=fait --commentaire 'cae_1.1.1=Stratégie votée' \
                 --commentaire 'cae_1.1.1.1=Diagnostic partagé' --yes",
            )
            .ok();
        sandbox
            .run_as(
                "support-2",
                "referentiel set cc-des-sources-et-bocages cae_1.1.1.1=pas_fait \
                 cae_1.1.2.1.1=fait cae_2.1.1.1.1=fait --commentaire 'cae_1.1.1=Étude lancée' --yes",
            )
            .ok();
        sandbox
    }

    /// Returns the folder in which commands run.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Copies a file of `fixtures` into the folder.
    pub fn fixture(&self, name: &str) -> PathBuf {
        let from = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(name);
        let to = self.path().join(Path::new(name).file_name().unwrap());
        std::fs::copy(from, &to).unwrap();
        to
    }

    /// Writes a file into the folder.
    pub fn write(&self, name: &str, content: &str) {
        std::fs::write(self.path().join(name), content).unwrap();
    }

    /// Reads a file of the folder.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    /// Removes what SQLite keeps beside the store.
    pub fn forget_beside(&self) {
        for ending in ["-wal", "-shm", "-journal"] {
            let _ = std::fs::remove_file(self.path().join(format!("store.db{ending}")));
        }
    }

    /// Runs `tetctl` with these words, which quotes may hold together.
    #[track_caller]
    pub fn run(&self, line: &str) -> Run {
        self.run_as("support-1", line)
    }

    /// Runs `tetctl` as somebody else.
    #[track_caller]
    pub fn run_as(&self, actor: &str, line: &str) -> Run {
        self.run_at(NOW, actor, line)
    }

    /// Runs `tetctl` at another moment.
    #[track_caller]
    pub fn run_at(&self, now: &str, actor: &str, line: &str) -> Run {
        let output = self.command(now, actor).args(words(line)).output().unwrap();
        Run::of(output)
    }

    /// Returns the command, ready to take its words: an environment of its own, no stdin.
    pub fn command(&self, now: &str, actor: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tetctl"));
        command
            .current_dir(self.path())
            .env_clear()
            .env("HOME", self.path())
            .env("TETCTL_STORE", "./store.db")
            .env("TETCTL_ACTOR", actor)
            .env("TETCTL_NOW", now)
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        command
    }

    /// Returns the digest of what the store holds.
    #[track_caller]
    pub fn digest(&self) -> String {
        let check = self.run("store check --json");
        check.json()["digest"].as_str().unwrap().to_owned()
    }
}

impl Run {
    /// Returns what a finished process left behind.
    pub fn of(output: std::process::Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Holds the run to success.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.stdout, self.stderr);
        self
    }

    /// Holds the run to success and to these answers; blanks at the ends of lines do not count.
    #[track_caller]
    pub fn shows(self, stdout: &str, stderr: &str) -> Self {
        assert_eq!(
            (trimmed(&self.stdout), trimmed(&self.stderr)),
            (trimmed(stdout), trimmed(stderr))
        );
        self.ok()
    }

    /// Holds the run to this exit code, an empty stdout, and this line among the first of stderr.
    #[track_caller]
    pub fn fails(self, code: i32, line: &str) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stdout, "");
        let error = self.stderr.lines().find(|line| line.starts_with("err"));
        assert_eq!(error, Some(line), "{}", self.stderr);
        self
    }

    /// Holds the run to this exit code.
    #[track_caller]
    pub fn fails_with(self, code: i32) {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
    }

    /// Returns the document on stdout.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|_| panic!("{}{}", self.stdout, self.stderr))
    }
}

fn trimmed(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// Splits a line at blanks; quotes of both kinds hold words together.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for char in line.chars() {
        match (quote, char) {
            (None, '"' | '\'') => {
                quote = Some(char);
                word.get_or_insert_default();
            }
            (Some(open), char) if open == char => quote = None,
            (None, char) if char.is_whitespace() => words.extend(word.take()),
            (_, char) => word.get_or_insert_default().push(char),
        }
    }
    words.extend(word);
    words
}
