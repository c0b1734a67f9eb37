//! `tetctl referentiel fill`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::named;
use crate::cli::import_options::ImportOptions;
use crate::cli::outcome::Outcome;
use crate::cli::session::{Session, quoted, wrong};
use crate::cli::writing::{self, Job};
use crate::cli::{Exit, naming};
use crate::domain::changeset::{Changeset, WHEN_WRITTEN};
use crate::domain::invalid_row::InvalidRow;
use crate::domain::language::Language;
use crate::domain::profile::Profile;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::usage::ValueFault;
use crate::failure;
use crate::files::rejects::rejects;
use crate::files::sheet::MOST_BYTES;
use crate::files::statut_rows::{StatutFile, read_statuts};
use crate::files::whole_file::WholeFile;
use crate::files::{dialect::Dialect, input};
use crate::ops::assign_values::Wording;
use crate::ops::copy_report::End;
use crate::ops::fill_statuts::{Blanks, Filling, fill_statuts};
use crate::ops::names::Names;
use crate::render::document::Document;
use crate::render::fills::{self, FillReport};
use crate::render::look::Look;
use crate::render::{invalid_rows, refusal_rows, understood, writing as words};
use crate::store::View;

/// Fill in what a profile says from a file: csv, xlsx or json
///
/// The columns are those of `referentiel export`, in any order; the platform's score export is read
/// as it is. An absent column and an empty cell leave a value as it is. While one row is wrong
/// nothing is written, unless --on-error skip.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl referentiel fill cae cc-des-sources-et-bocages statuts.csv -n
  tetctl referentiel fill cae cc-des-sources-et-bocages statuts.csv --on-error skip --yes")]
pub struct Args {
    /// The référentiel: cae, eci or te
    #[arg(value_name = "REF")]
    referentiel: String,

    /// The profile to write
    profile: String,

    /// The file (- is stdin)
    file: PathBuf,

    #[command(flatten)]
    options: ImportOptions,

    /// Show every line
    #[arg(long)]
    full: bool,
}

/// A file that fills in what a profile says.
struct FillJob<'a> {
    referentiel: Referentiel,
    profile: Profile,
    file: &'a StatutFile,
    path: &'a Path,
    /// Where the rows that are left out are written.
    rejects: Option<PathBuf>,
    /// The same, where it was typed.
    typed_rejects: Option<PathBuf>,
    blanks: Blanks,
    skips: bool,
    full: bool,
    now: i64,
    /// What is wrong with the rows that the last plan left out.
    wrong: RefCell<Vec<InvalidRow>>,
    /// The file in which they stand, before anything is written to the store.
    place: RefCell<Option<WholeFile>>,
    language: Language,
}

/// Reads the file, then shows what it gives and writes it, and what is left out beside it.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let referentiel = named(&args.referentiel)?;
    let options = args.options.read_options()?;
    let mut store = session.store_to_write()?;
    let profile = naming::profile(session, &mut store, &args.profile)?.profile;
    let bytes = input::read_at_most(&args.file, MOST_BYTES)?;
    let read = read_statuts(&bytes, referentiel, &options);
    let file = read.map_err(|rows| invalid(&args.file, rows))?;
    if !session.is_json() {
        let text = understood::lines(session.look(), &args.file, &file.understood);
        session.ui.remark(&text)?;
    }
    let job = FillJob {
        referentiel,
        profile,
        file: &file,
        path: &args.file,
        rejects: args.options.rejects(&args.file),
        typed_rejects: args.options.typed_rejects(),
        blanks: args.options.blanks(),
        skips: args.options.skips(),
        full: args.full,
        now: WHEN_WRITTEN,
        wrong: RefCell::default(),
        place: RefCell::default(),
        language: session.language(),
    };
    job.place.replace(job.place_of_rejects(session)?);
    let exit = writing::carry_out(session, &mut store, &job)?;
    job.tell_rejects(session)?;
    Ok(exit)
}

fn invalid(path: &Path, rows: Vec<InvalidRow>) -> Refusal {
    let source = path.display().to_string();
    Refusal::InputInvalid { source, rows }
}

impl FillJob<'_> {
    fn filling(&self) -> Filling<'_> {
        let name = self.path.file_name().filter(|name| *name != "-");
        Filling {
            referentiel: self.referentiel,
            file: name.map(|name| name.to_string_lossy().into_owned()),
            rows: &self.file.rows,
            wording: match self.file.understood.dialect {
                Dialect::Json => Wording::Kept,
                _ => Wording::Read,
            },
            blanks: self.blanks,
            headers: &self.file.understood.columns,
        }
    }

    /// Returns the place of the reject file before anything is written; none where there is none.
    ///
    /// Neither it nor a saved changeset takes the place of the file that is read, unless that is
    /// itself the reject file of an earlier run, of which the rows that are still wrong remain.
    fn place_of_rejects(&self, session: &Session) -> Result<Option<WholeFile>> {
        let save = session.globals.save.as_deref();
        let typed = self.typed_rejects.as_deref();
        let rejects = self.rejects.as_deref().filter(|_| self.skips);
        let pairs = [
            ("--save", save, Some(self.path)),
            ("--save", save, rejects),
            ("--rejects", typed, Some(self.path)),
        ];
        for (flag, path, other) in pairs {
            if let (Some(path), Some(other)) = (path, other)
                && is_same_file(path, other)
            {
                let shown = path.display().to_string();
                return Err(wrong(flag, &shown, ValueFault::OtherUse));
            }
        }
        let rejects = self.rejects.as_deref();
        let rejects = rejects.filter(|_| self.skips && !session.globals.dry_run);
        rejects.map(WholeFile::new).transpose()
    }

    /// Returns what is to be known of the rows that are taken.
    fn remarks(&self, problems: &[InvalidRow]) -> Vec<InvalidRow> {
        let wrong: BTreeSet<_> = problems.iter().map(|problem| problem.place.row()).collect();
        let taken = self.file.warnings.iter();
        let taken = taken.filter(|warning| !wrong.contains(&warning.place.row()));
        taken.cloned().collect()
    }

    /// Keeps the rows that are left out, beside their place; the store is untouched until they are.
    fn keep_rejects(&self, problems: &[InvalidRow]) -> Result<()> {
        let mut place = self.place.borrow_mut();
        let Some(place) = place.as_mut().filter(|_| !problems.is_empty()) else {
            return Ok(());
        };
        let message = |row: &InvalidRow| invalid_rows::sentence(self.language, &row.code);
        place.hold(&rejects(self.file, problems, &message)?)
    }

    /// Tells which rows were left out, and puts them in their place where they have one.
    ///
    /// What was written stands; a place that cannot be taken any more is told beside it.
    fn tell_rejects(&self, session: &Session) -> Result<()> {
        let wrong = self.wrong.borrow();
        if wrong.is_empty() || session.globals.dry_run {
            return Ok(());
        }
        if session.writes_at_once() && !session.is_json() {
            let lines = refusal_rows::invalid_lines(session.look(), &wrong);
            session.ui.remark(&lines)?;
        }
        let count = rejected(&wrong);
        let place = self.place.take();
        let (Some(place), Some(path)) = (place, self.rejects.as_deref()) else {
            return session
                .ui
                .remark(&fills::rejected(session.language(), count));
        };
        if let Err(error) = place.finish() {
            return session
                .ui
                .complain(&failure::words(session.language(), &error).0);
        }
        let shown = quoted(&path.display().to_string());
        let names = (self.referentiel.id(), self.profile.slug.as_str());
        let remark = fills::rejects(session.language(), names, count, &shown);
        session.ui.remark(&remark)
    }
}

/// Tells whether two paths name one file.
fn is_same_file(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// Counts the rows that problems stand on.
fn rejected(problems: &[InvalidRow]) -> usize {
    let lines = problems.iter().filter_map(|problem| problem.place.row());
    lines.collect::<BTreeSet<u64>>().len()
}

impl Job for FillJob<'_> {
    type Report = FillReport;

    fn units(&self) -> usize {
        1
    }

    fn target(&self, _unit: usize) -> String {
        self.profile.slug.clone()
    }

    fn plan(&self, view: &View<'_>, _unit: usize) -> Result<(Changeset, FillReport)> {
        let filling = self.filling();
        let plan = fill_statuts(view, &self.profile, &filling, self.now)?;
        let mut problems = self.file.problems.clone();
        problems.extend(plan.problems);
        problems.sort_by(|one, two| one.place.cmp(&two.place));
        let (left_out, right) = (rejected(&problems), plan.counts.rows);
        if !problems.is_empty() && right == 0 {
            return Err(invalid(self.path, problems).into());
        }
        if !problems.is_empty() && !self.skips {
            return Err(Refusal::RowsInvalid {
                source: self.path.display().to_string(),
                rows: problems,
                wrong: left_out,
                of: left_out + right,
            }
            .into());
        }
        self.keep_rejects(&problems)?;
        self.wrong.replace(problems.clone());
        let holding = view.holding(self.profile.id, filling.referentiel)?;
        let report = FillReport {
            source: self.path.display().to_string(),
            slug: self.profile.slug.clone(),
            end: End::read(view, &self.profile, &holding)?,
            edits: view.told_edits(plan.changeset.edits.clone(), &plan.changeset.people)?,
            slugs: Names::new(view).of_changeset(&plan.changeset)?,
            added: plan.added,
            counts: plan.counts,
            remarks: self.remarks(&problems),
            rejected: left_out,
            problems,
        };
        Ok((plan.changeset, report))
    }

    fn preview(&self, look: &Look, outcomes: &[Outcome<FillReport>], full: bool) -> String {
        let reports = outcomes.iter().filter_map(Outcome::report);
        let preview = |report: &FillReport| {
            let text = fills::preview(look, report, full || self.full);
            if report.edits.is_empty() {
                return text + words::nothing(look.language);
            }
            text
        };
        reports.map(preview).collect()
    }

    fn question(&self, look: &Look, outcomes: &[Outcome<FillReport>]) -> String {
        let reports = outcomes.iter().filter_map(Outcome::report);
        reports
            .map(|report| fills::question(look.language, report))
            .collect()
    }

    fn result(
        &self,
        look: &Look,
        outcomes: &[Outcome<FillReport>],
        _batch: Option<words::Batched>,
    ) -> String {
        let written = outcomes.iter().find_map(|outcome| {
            Some(fills::done(
                look.language,
                outcome.report()?,
                outcome.operation()?,
            ))
        });
        written.unwrap_or_else(|| words::nothing(look.language).to_owned())
    }

    fn document(&self, outcomes: &[Outcome<FillReport>]) -> Document {
        let report = outcomes.iter().find_map(Outcome::report);
        let document = Document {
            summary: report.map(FillReport::summary).unwrap_or_default(),
            warnings: report.map(FillReport::warnings).unwrap_or_default(),
            ..Document::default()
        };
        let changes = report.map(FillReport::changes).unwrap_or_default();
        let document = document.with("changes", changes.into());
        document.with("understood", understood::document(&self.file.understood))
    }

    fn left_out(&self, report: &FillReport) -> Option<Refusal> {
        (report.rejected > 0).then(|| Refusal::RowsLeftOut {
            rows: report.problems.clone(),
            left_out: report.rejected,
            of: report.counts.rows + report.rejected,
        })
    }
}
