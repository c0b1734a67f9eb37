//! How long tetctl takes, beside the `sqlite3` command doing the bare work on the same rows.
//!
//! `cargo bench` prints the table; `cargo bench -- --structure FILE` takes a published structure
//! of CAE instead of a made one of its size, `--all` adds the copy to 1,254 targets. Each figure
//! is taken in pairs (ours, theirs, ours, theirs …) after a warm-up of both; medians are shown.

#![allow(clippy::print_stdout)] // the table is what this is for

mod process;
mod structure;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use process::{copying, on, peak_kilobytes, remove, tetctl, timed};
use structure::{actions, depth, leaves, made_structure};

/// How many pairs each figure is taken from.
const PAIRS: usize = 7;

/// How many profiles the country has, about.
const PROFILES: usize = 36_000;

/// How many targets the largest copy has: the EPCI of the country.
const ALL_TARGETS: usize = 1_254;

/// How many commentaires the source of a copy holds; its statuts stand on every leaf.
const COMMENTAIRES: usize = 389;

/// The moment at which the source was filled in.
const EDITED_AT: i64 = 1_795_511_100;

fn main() -> Result<()> {
    let asked = Asked::read()?;
    let bench = Bench::new(&asked)?;
    if !bench.has_sqlite {
        println!("The `sqlite3` command is not there: its side of the pairs is left out.");
    }
    println!(
        "{PAIRS} pairs after a warm-up, medians, whole processes; {} cores",
        cores()
    );
    println!("{}", line(["", "tetctl", "sqlite3", "ratio", "aim"]));
    bench.show("start-up: --version", "5 ms", Bench::start_up);
    bench.show("apply: 36,000 profiles", "", Bench::apply);
    bench.show(
        "profile show, 36,000 profiles",
        "10 ms",
        Bench::profile_show,
    );
    bench.show("import of the CAE structure", "150 ms", Bench::import);
    bench.show("copy of 1,500 fields to 1", "4 x", |bench| bench.copy(1));
    bench.show("copy of 1,500 fields to 40", "5 x", |bench| bench.copy(40));
    println!();
    println!("{}", line(["", "fill", "copy", "ratio", "aim"]));
    bench.show("fill of every leaf from CSV", "3 x", |bench| {
        bench.fill("statuts.csv")
    });
    bench.show("fill of every leaf from XLSX", "150 ms", |bench| {
        bench.fill("statuts.xlsx")
    });
    if asked.all {
        let peak = bench.memory(ALL_TARGETS);
        println!(
            "{}",
            peak.unwrap_or_else(|error| format!("copy to {ALL_TARGETS}: {error:#}"))
        );
    }
    Ok(())
}

/// What was asked on the command line.
#[derive(Default)]
struct Asked {
    all: bool,
    structure: Option<PathBuf>,
}

impl Asked {
    fn read() -> Result<Self> {
        let mut asked = Self::default();
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--all" => asked.all = true,
                "--structure" => asked.structure = words.next().map(PathBuf::from),
                "--bench" => {}
                other => bail!("`{other}` is not known: --structure FILE, --all"),
            }
        }
        Ok(asked)
    }
}

/// A folder, the structure, and its actions.
struct Bench {
    folder: TempDir,
    structure: PathBuf,
    actions: Vec<String>,
    leaves: Vec<String>,
    has_sqlite: bool,
}

/// The times of one figure, in seconds.
struct Figure {
    ours: f64,
    theirs: Option<f64>,
}

impl Bench {
    fn new(asked: &Asked) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let structure = folder.path().join("structure.csv");
        match &asked.structure {
            Some(file) => fs::copy(file, &structure).map(drop),
            None => fs::write(&structure, made_structure()),
        }
        .context("the structure")?;
        let actions = actions(&structure)?;
        Ok(Self {
            leaves: leaves(&actions),
            actions,
            structure,
            folder,
            has_sqlite: Command::new("sqlite3").arg("-version").output().is_ok(),
        })
    }

    /// Takes a figure and prints its line, or why there is none.
    fn show(&self, name: &str, aim: &str, take: impl Fn(&Self) -> Result<Figure>) {
        match take(self) {
            Ok(Figure { ours, theirs }) => {
                let ratio = theirs.map(|theirs| format!("{:.2} x", ours / theirs));
                let theirs = theirs.map(milliseconds).unwrap_or_default();
                let cells = [
                    name,
                    &milliseconds(ours),
                    &theirs,
                    &ratio.unwrap_or_default(),
                    aim,
                ];
                println!("{}", line(cells));
            }
            Err(error) => println!("{name}: {error:#}"),
        }
    }

    fn start_up(&self) -> Result<Figure> {
        let theirs = || timed(Command::new("sqlite3").arg("-version"));
        self.pairs(|| timed(tetctl().arg("--version")), theirs)
    }

    fn apply(&self) -> Result<Figure> {
        let (base, saved) = self.empty_with_profiles()?;
        let rows = (1..=PROFILES).map(|id| {
            format!("INSERT INTO profile (id, slug, nom, nature, department) VALUES ({id}, 'profil-{id}', 'Profil {id}', 'commune', '61');\n")
        });
        let sql = self.transaction(rows)?;
        self.pairs(
            || self.applied(&base, &saved),
            || self.inserted(&base, &sql),
        )
    }

    fn profile_show(&self) -> Result<Figure> {
        let (base, saved) = self.empty_with_profiles()?;
        let store = self.fresh(&base)?;
        timed(on(&store).args(["apply", "--yes"]).arg(&saved))?;
        let slug = format!("profil-{}", PROFILES / 2);
        let query = format!("SELECT * FROM profile WHERE slug = '{slug}'");
        self.pairs(
            || timed(on(&store).args(["profile", "show", &slug])),
            || timed(Command::new("sqlite3").arg(&store).arg(&query)),
        )
    }

    fn import(&self) -> Result<Figure> {
        let base = self.empty()?;
        let nodes = self.actions.iter().map(|action| {
            format!("INSERT INTO node VALUES ('cae', 'cae_{action}', 'Une action du territoire', 1.5);\n")
        });
        let structure = "INSERT INTO structure VALUES ('cae', 1, 'digest');\n".to_owned();
        let sql = self.transaction([structure].into_iter().chain(nodes))?;
        self.pairs(
            || {
                let store = self.fresh(&base)?;
                timed(
                    on(&store)
                        .args(["referentiel", "import", "--id", "cae", "--yes"])
                        .arg(&self.structure),
                )
            },
            || self.inserted(&base, &sql),
        )
    }

    fn copy(&self, targets: usize) -> Result<Figure> {
        let base = self.territory(targets)?;
        self.check(&base, targets)?;
        let sql = self.transaction(Self::copied_rows(targets))?;
        self.pairs(
            || timed(&mut copying(&self.fresh(&base)?, targets)),
            || self.inserted(&base, &sql),
        )
    }

    /// Times the fill of a profile from an export of the source, beside the copy of the same.
    fn fill(&self, file: &str) -> Result<Figure> {
        let base = self.territory(1)?;
        let file = self.folder.path().join(file);
        let mut export = on(&base);
        export.args(["referentiel", "export", "cae", "source", "-o"]);
        timed(export.arg(&file))?;
        self.pairs(
            || {
                let mut fill = on(&self.fresh(&base)?);
                fill.args(["referentiel", "fill", "cae", "cc-1", "--yes"]);
                timed(fill.arg(&file))
            },
            || timed(&mut copying(&self.fresh(&base)?, 1)),
        )
    }

    /// Holds a copy to writing all that the source holds, so that both sides do the same work.
    fn check(&self, base: &Path, targets: usize) -> Result<()> {
        let mut copy = copying(&self.fresh(base)?, targets);
        let output = copy.arg("--json").stdout(Stdio::piped()).output()?;
        let document: Value = serde_json::from_slice(&output.stdout)?;
        let (written, whole) = (
            &document["summary"]["written"],
            self.values().count() * targets,
        );
        ensure!(
            *written == json!(whole),
            "{written} fields of {whole} were written"
        );
        Ok(())
    }

    /// Returns a line with the seconds and the peak of memory of one copy to many.
    fn memory(&self, targets: usize) -> Result<String> {
        let store = self.fresh(&self.territory(targets)?)?;
        let started = Instant::now();
        let mut child = copying(&store, targets).spawn()?;
        let status = PathBuf::from(format!("/proc/{}/status", child.id()));
        let mut peak = None;
        let exit = loop {
            peak = peak_kilobytes(&status).or(peak);
            if let Some(exit) = child.try_wait()? {
                break exit;
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        ensure!(exit.success(), "the copy ended with {exit}");
        let seconds = started.elapsed().as_secs_f64();
        let peak = peak.map_or("peak not known here".to_owned(), |kilobytes| {
            format!("peak {} MB (aim 200 MB)", kilobytes / 1024)
        });
        Ok(format!(
            "copy of 1,500 fields to {targets}: {seconds:.1} s, {peak}"
        ))
    }

    /// Runs both sides in turn and returns the medians.
    fn pairs(
        &self,
        ours: impl Fn() -> Result<Duration>,
        theirs: impl Fn() -> Result<Duration>,
    ) -> Result<Figure> {
        let (mut one, mut two) = (Vec::new(), Vec::new());
        for round in 0..=PAIRS {
            let first = ours()?;
            let second = self.has_sqlite.then(&theirs).transpose()?;
            if round > 0 {
                one.push(first.as_secs_f64());
                two.extend(second.map(|second| second.as_secs_f64()));
            }
        }
        Ok(Figure {
            ours: median(one).context("no figure")?,
            theirs: median(two),
        })
    }

    fn applied(&self, base: &Path, saved: &Path) -> Result<Duration> {
        let store = self.fresh(base)?;
        timed(on(&store).args(["apply", "--yes"]).arg(saved))
    }

    fn inserted(&self, base: &Path, sql: &Path) -> Result<Duration> {
        let store = self.fresh(base)?;
        let read = format!(".read {}", sql.display());
        timed(Command::new("sqlite3").arg("-bail").arg(&store).arg(read))
    }

    /// Returns a new store without data.
    fn empty(&self) -> Result<PathBuf> {
        let store = self.folder.path().join("base.db");
        remove(&store);
        timed(on(&store).args(["store", "init"]))?;
        Ok(store)
    }

    /// Returns an empty store, and a saved changeset with the profiles of the country.
    fn empty_with_profiles(&self) -> Result<(PathBuf, PathBuf)> {
        let base = self.empty()?;
        let edits = (1..=PROFILES).map(|id| profile(id, &format!("profil-{id}"), "commune"));
        let request = json!({ "command": "profile create", "profile": 1 });
        let saved = self.saved(&base, &request, edits.collect())?;
        Ok((base, saved))
    }

    /// Returns a store with the structure, a full source (1), a supra (2) and its members.
    fn territory(&self, targets: usize) -> Result<PathBuf> {
        let base = self.empty()?;
        let mut import = on(&base);
        timed(
            import
                .args(["referentiel", "import", "--id", "cae", "--yes"])
                .arg(&self.structure),
        )?;
        let named = (1..=targets).map(|member| profile(member + 2, &format!("cc-{member}"), "CC"));
        let ends = [profile(1, "source", "PETR"), profile(2, "supra", "PETR")];
        let request = json!({ "command": "profile create", "profile": 1 });
        let saved = self.saved(&base, &request, ends.into_iter().chain(named).collect())?;
        timed(on(&base).args(["apply", "--yes"]).arg(saved))?;
        let mut relate = on(&base);
        relate.args(["profile", "relate", "supra", "--yes", "--add"]);
        timed(relate.args((1..=targets).map(|member| format!("cc-{member}"))))?;
        let request = json!({ "command": "referentiel set", "referentiel": "cae", "profile": 1 });
        let saved = self.saved(&base, &request, self.source())?;
        timed(on(&base).args(["apply", "--yes"]).arg(saved))?;
        Ok(base)
    }

    /// Returns the edits that fill the source in.
    fn source(&self) -> Vec<Value> {
        self.values()
            .map(|(kind, action, value)| {
                json!({
                    "record": [kind, 1, format!("cae_{action}")],
                    "change": "create",
                    "fields": [[kind, null, value]],
                    "stamps": [null, { "op": null, "at": EDITED_AT, "from": null, "ok": false }],
                })
            })
            .collect()
    }

    /// Returns what the source holds: a statut on each leaf, commentaires on the first actions.
    fn values(&self) -> impl Iterator<Item = (&'static str, &str, &'static str)> {
        const STATUTS: [&str; 3] = ["fait", "programme", "pas_fait"];
        let statuts = self
            .leaves
            .iter()
            .zip(STATUTS.iter().cycle())
            .map(|(action, statut)| ("statut", action.as_str(), *statut));
        let written = self.actions.iter().filter(|action| depth(action) > 2);
        let commentaires = written.take(COMMENTAIRES).map(|action| {
            (
                "commentaire",
                action.as_str(),
                "Voté en conseil, suivi par le comité de pilotage.",
            )
        });
        statuts.chain(commentaires)
    }

    /// Returns the bare inserts of a copy to the members: two statements a target, no check, no
    /// journal. One statement a row would be slower.
    fn copied_rows(targets: usize) -> impl Iterator<Item = String> {
        (3..targets + 3).flat_map(move |target| {
            ["statut", "commentaire"].map(|table| {
                format!("INSERT INTO {table} SELECT {target}, action, {table}, 4, {EDITED_AT}, 1, 0 FROM {table} WHERE profile = 1;\n")
            })
        })
    }

    /// Returns a copy of `base` that nothing was done to.
    fn fresh(&self, base: &Path) -> Result<PathBuf> {
        let store = self.folder.path().join("fresh.db");
        remove(&store);
        fs::copy(base, &store)?;
        Ok(store)
    }

    /// Writes one transaction for the `sqlite3` command.
    fn transaction(&self, rows: impl IntoIterator<Item = String>) -> Result<PathBuf> {
        let rows: String = rows.into_iter().collect();
        let path = self.folder.path().join("rows.sql");
        fs::write(
            &path,
            format!("PRAGMA foreign_keys = ON;\nBEGIN IMMEDIATE;\n{rows}COMMIT;\n"),
        )?;
        Ok(path)
    }

    /// Writes a changeset for the store as `--save` would.
    fn saved(&self, store: &Path, request: &Value, edits: Vec<Value>) -> Result<PathBuf> {
        let info = on(store)
            .args(["store", "info", "--json"])
            .stdout(Stdio::piped())
            .output()?;
        let info: Value = serde_json::from_slice(&info.stdout)?;
        let mut document = json!({
            "schema": "tetctl-changeset/1",
            "store": info["identity"],
            "changesets": [{ "request": request, "edits": edits }],
        });
        document["digest"] = digest(&document)?.into();
        let path = self.folder.path().join("saved.json");
        fs::write(&path, serde_json::to_vec(&document)?)?;
        Ok(path)
    }
}

fn profile(id: usize, slug: &str, nature: &str) -> Value {
    json!({
        "record": ["profile", id],
        "change": "create",
        "fields": [
            ["slug", null, slug],
            ["nom", null, slug.replace('-', " ")],
            ["nature", null, nature],
            ["department", null, "61"],
        ],
    })
}

fn digest(document: &Value) -> Result<String> {
    let bytes = Sha256::digest(serde_json::to_vec(document)?);
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn milliseconds(seconds: f64) -> String {
    format!("{:.1} ms", seconds * 1000.0)
}

fn line([name, ours, theirs, ratio, aim]: [&str; 5]) -> String {
    format!("{name:<32}{ours:>12}{theirs:>12}{ratio:>9}   {aim}")
        .trim_end()
        .to_owned()
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}
