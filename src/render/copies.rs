//! A copy: the preview.

use crate::domain::refusal::Refusal;
use crate::domain::request::Summary;
use crate::ops::copy_referentiel::CopyRequest;
use crate::ops::copy_report::CopyReport;
use crate::render::copy_ends::{ends, warnings};
use crate::render::copy_lines::{self, Budget, More};
use crate::render::copy_results;
use crate::render::copy_tables;
use crate::render::copy_tails::tail;
use crate::render::look::Look;

/// How many targets at most have their lines kept and shown.
pub const FEW: usize = 20;

/// The lines beside the blocks of a preview: the store's name, three empty ones, and the one that
/// says how many are left out.
pub const APART: usize = 5;

/// A copy, as far as it is planned or done.
pub struct Shown<'a> {
    pub request: &'a CopyRequest,
    pub read_from: Option<&'a str>,
    /// The supra whose members are the targets.
    pub of_members: Option<&'a Members>,
    pub targets: Vec<Target<'a>>,
    /// Whether `--save` was not given and can be proposed.
    pub can_save: bool,
    /// How many fields a target that was refused would have been given.
    pub selected: usize,
}

/// The supra whose members are the targets.
#[derive(Clone, Debug)]
pub struct Members {
    pub nom: String,
    /// Whether all of them are.
    pub all: bool,
}

/// One target of a copy.
pub struct Target<'a> {
    pub nom: &'a str,
    pub read_from: Option<&'a str>,
    pub report: Option<&'a CopyReport>,
    pub refusal: Option<&'a Refusal>,
    /// How many fields it has filled in, where that was read.
    pub filled: Option<usize>,
    pub operation: Option<i64>,
}

impl Shown<'_> {
    /// Returns what is told of the targets that were not refused.
    pub fn reports(&self) -> impl Iterator<Item = &CopyReport> {
        self.targets.iter().filter_map(|target| target.report)
    }

    /// Tells whether somebody has decided conflicts, which must not be asked again to write.
    pub fn is_decided(&self) -> bool {
        self.can_save && !self.request.answers.is_empty()
    }

    /// Returns the sum of the counts.
    pub fn total(&self) -> Summary {
        let mut total = Summary::default();
        for target in &self.targets {
            total += self.summary(target);
        }
        total
    }

    /// Returns the counts of a target; of a refused one, what the others had to copy is refused.
    pub fn summary(&self, target: &Target<'_>) -> Summary {
        target.summary(self.selected_each())
    }

    /// Counts the targets that were refused.
    pub fn refused(&self) -> usize {
        self.targets
            .iter()
            .filter(|target| target.refusal.is_some())
            .count()
    }

    /// Counts the fields that are selected for each target.
    pub fn selected_each(&self) -> usize {
        self.reports()
            .next()
            .map_or(self.selected, |report| report.summary.selected)
    }
}

impl Target<'_> {
    /// Returns the counts; where the target is refused, `selected` fields are.
    pub fn summary(&self, selected: usize) -> Summary {
        let refused = || Summary {
            selected,
            refused: selected,
            ..Summary::default()
        };
        self.report.map_or_else(refused, |report| report.summary)
    }
}

/// Shows what would be copied; `full` shows every line.
pub fn preview(look: &Look, shown: &Shown<'_>, full: bool) -> String {
    let head = ends(look, shown) + &warnings(look, shown);
    let table = match shown.targets.as_slice() {
        [_] => copy_tables::parts(look, shown),
        _ => copy_tables::targets(look, shown),
    };
    let tail = tail(look, shown);
    let question = copy_results::question(look, shown);
    let around = [&head, &table, &tail, &question]
        .iter()
        .map(|text| text.lines().count())
        .sum::<usize>();
    let budget = Budget::of(look, around + APART, full);
    let more = if shown.is_decided() {
        More::Key
    } else {
        More::Flag
    };
    let lines = match shown.targets.as_slice() {
        [only] => only.report.map_or_else(String::new, |report| {
            copy_lines::of_one(look, report, budget, more)
        }),
        targets if full || targets.len() <= FEW => {
            copy_lines::of_several(look, targets, budget, more)
        }
        _ => String::new(),
    };
    match shown.targets.as_slice() {
        [_] => joined(&[&head, &lines, &table, &tail]),
        _ => joined(&[&head, &table, &lines, &tail]),
    }
}

/// Joins blocks by an empty line; empty ones are left out.
pub fn joined(blocks: &[&str]) -> String {
    let blocks: Vec<&str> = blocks
        .iter()
        .copied()
        .filter(|block| !block.is_empty())
        .collect();
    blocks.join("\n")
}
