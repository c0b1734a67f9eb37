//! Figures of whole writes: a country, a structure, copies, fills.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::process::{copying, on, peak_kilobytes, tetctl, timed};
use crate::stores::{Bench, EDITED_AT, PROFILES};
use crate::table::Figure;

impl Bench {
    /// Times the start alone.
    pub fn start_up(&self) -> Result<Figure> {
        let theirs = || timed(Command::new("sqlite3").arg("-version"));
        self.pairs(|| timed(tetctl().arg("--version")), theirs)
    }

    /// Times a saved changeset with the profiles of the country.
    pub fn apply(&self) -> Result<Figure> {
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

    /// Times one profile among those of the country.
    pub fn profile_show(&self) -> Result<Figure> {
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

    /// Times the import of the structure.
    pub fn import(&self) -> Result<Figure> {
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

    /// Times the copy of the source to so many members.
    pub fn copy(&self, targets: usize) -> Result<Figure> {
        let base = self.territory(targets)?;
        self.check(&base, targets)?;
        let sql = self.transaction(Self::copied_rows(targets))?;
        self.pairs(
            || timed(&mut copying(&self.fresh(&base)?, targets)),
            || self.inserted(&base, &sql),
        )
    }

    /// Times the fill of a profile from an export of the source, beside the copy of the same.
    pub fn fill(&self, file: &str) -> Result<Figure> {
        let base = self.territory(1)?;
        let file = self.file(file);
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

    /// Returns a line with the seconds and the peak of memory of one copy to many.
    pub fn memory(&self, targets: usize) -> Result<String> {
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

    fn applied(&self, base: &Path, saved: &Path) -> Result<Duration> {
        let store = self.fresh(base)?;
        timed(on(&store).args(["apply", "--yes"]).arg(saved))
    }

    /// Times one transaction of `sqlite3` on a fresh store.
    pub fn inserted(&self, base: &Path, sql: &Path) -> Result<Duration> {
        let store = self.fresh(base)?;
        let read = format!(".read {}", sql.display());
        timed(Command::new("sqlite3").arg("-bail").arg(&store).arg(read))
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
}
