//! The stores that figures are taken on: empty ones, the country, a source and its members.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::process::{copying, on, remove, timed};
use crate::structure::{actions, depth, leaves, made_structure};

/// How many profiles the country has, about.
pub const PROFILES: usize = 36_000;

/// How many commentaires the source of a copy holds; its statuts stand on every leaf.
const COMMENTAIRES: usize = 389;

/// The moment at which the source was filled in.
pub const EDITED_AT: i64 = 1_795_511_100;

/// A folder, the structure, and its actions.
pub struct Bench {
    folder: TempDir,
    pub structure: PathBuf,
    pub actions: Vec<String>,
    pub leaves: Vec<String>,
    pub has_sqlite: bool,
}

impl Bench {
    /// Makes the folder, with this structure or a made one of its size.
    pub fn new(structure: Option<&Path>) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let place = folder.path().join("structure.csv");
        match structure {
            Some(file) => fs::copy(file, &place).map(drop),
            None => fs::write(&place, made_structure()),
        }
        .context("the structure")?;
        let actions = actions(&place)?;
        Ok(Self {
            leaves: leaves(&actions),
            actions,
            structure: place,
            folder,
            has_sqlite: Command::new("sqlite3").arg("-version").output().is_ok(),
        })
    }

    /// Returns a file of the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Returns a new store without data.
    pub fn empty(&self) -> Result<PathBuf> {
        let store = self.folder.path().join("base.db");
        remove(&store);
        timed(on(&store).args(["store", "init"]))?;
        Ok(store)
    }

    /// Returns an empty store, and a saved changeset with the profiles of the country.
    pub fn empty_with_profiles(&self) -> Result<(PathBuf, PathBuf)> {
        let base = self.empty()?;
        let edits = (1..=PROFILES).map(|id| profile(id, &format!("profil-{id}"), "commune"));
        let request = json!({ "command": "profile create", "profile": 1 });
        let saved = self.saved(&base, &request, edits.collect())?;
        Ok((base, saved))
    }

    /// Returns a store with the structure, a full source (1), a supra (2) and its members.
    pub fn territory(&self, targets: usize) -> Result<PathBuf> {
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

    /// Returns a territory whose source was copied to all members.
    pub fn copied(&self, targets: usize) -> Result<PathBuf> {
        let base = self.territory(targets)?;
        timed(&mut copying(&base, targets))?;
        Ok(base)
    }

    /// Returns a store of so many operations, each of which makes a profile.
    pub fn journal(&self, operations: usize) -> Result<PathBuf> {
        let base = self.empty()?;
        let changesets = (1..=operations).map(|id| {
            let request = json!({ "command": "profile create", "profile": id });
            let edits = [profile(id, &format!("profil-{id}"), "commune")];
            json!({ "request": request, "edits": edits })
        });
        let saved = self.saved_all(&base, changesets.collect())?;
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
    pub fn values(&self) -> impl Iterator<Item = (&'static str, &str, &'static str)> {
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

    /// Returns a copy of `base` that nothing was done to.
    pub fn fresh(&self, base: &Path) -> Result<PathBuf> {
        let store = self.folder.path().join("fresh.db");
        remove(&store);
        fs::copy(base, &store)?;
        Ok(store)
    }

    /// Writes one transaction for the `sqlite3` command.
    pub fn transaction(&self, rows: impl IntoIterator<Item = String>) -> Result<PathBuf> {
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
        self.saved_all(store, vec![json!({ "request": request, "edits": edits })])
    }

    fn saved_all(&self, store: &Path, changesets: Vec<Value>) -> Result<PathBuf> {
        let info = on(store)
            .args(["store", "info", "--json"])
            .stdout(Stdio::piped())
            .output()?;
        let info: Value = serde_json::from_slice(&info.stdout)?;
        let mut document = json!({
            "schema": "tetctl-changeset/1",
            "store": info["identity"],
            "changesets": changesets,
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
