//! A file of copy requests: the preview, the question, the result.

use crate::domain::language::Language::{self, English, French};
use crate::domain::policy::Policy;
use crate::domain::request::Summary;
use crate::domain::selection::{Pattern, Selection};
use crate::ops::copy_referentiel::CopyRequest;
use crate::ops::copy_report::CopyReport;
use crate::render::briefs::brief;
use crate::render::copies::{APART, FEW, Target, joined};
use crate::render::copy_ends::{cut_branches, of_target};
use crate::render::copy_lines::{self, Budget, More};
use crate::render::copy_tables::{self, mark};
use crate::render::look::Look;
use crate::render::table::Column;
use crate::render::words::{grouped, plural};
use crate::render::writing::Batched;
use crate::render::{copy_results, copy_tails, folding};

/// The requests of a file, as far as they are planned or done.
pub struct Shown<'a> {
    /// The file.
    pub source: &'a [String],
    pub units: Vec<Unit<'a>>,
    /// Whether `--save` was not given and can be proposed.
    pub can_save: bool,
}

/// One target of one request.
pub struct Unit<'a> {
    /// The line on which the request stands.
    pub line: u64,
    pub request: &'a CopyRequest,
    /// Called by its line and its name.
    pub target: Target<'a>,
    /// The name alone.
    pub nom: &'a str,
    /// How many fields are selected.
    pub selected: usize,
}

impl Shown<'_> {
    /// Returns the sum of the counts.
    pub fn total(&self) -> Summary {
        let mut total = Summary::default();
        for unit in &self.units {
            total += unit.summary();
        }
        total
    }

    /// Counts the requests of which a target passes.
    fn requests(&self, passes: impl Fn(&Unit<'_>) -> bool) -> usize {
        let units = self.units.iter().filter(|unit| passes(unit));
        let mut lines: Vec<u64> = units.map(|unit| unit.line).collect();
        lines.dedup();
        lines.len()
    }

    fn refused(&self) -> usize {
        let units = self.units.iter();
        units.filter(|unit| unit.target.refusal.is_some()).count()
    }
}

impl Unit<'_> {
    /// Returns the counts.
    pub fn summary(&self) -> Summary {
        self.target.summary(self.selected)
    }
}

/// Calls a target by the line of its request.
pub fn name(language: Language, line: u64, nom: &str) -> String {
    match language {
        French => format!("ligne {line} · {nom}"),
        English => format!("line {line} · {nom}"),
    }
}

/// Shows what would be copied: counts by request and target, then as many conflicts as fit.
pub fn preview(look: &Look, shown: &Shown<'_>, full: bool) -> String {
    let head = head(look, shown) + &warnings(look, shown);
    let table = table(look, shown);
    let total = shown.total();
    let units = shown.units.iter();
    let reports: Vec<&CopyReport> = units.filter_map(|unit| unit.target.report).collect();
    let mut tail = copy_tails::counts(look, &total, &reports);
    if shown.can_save {
        tail.push_str(copy_tails::save_first(look.language, &total));
    }
    let around = [&head, &table, &tail].into_iter();
    let around: usize = around.map(|text| text.lines().count()).sum();
    let budget = Budget::of(look, around + 1 + APART, full);
    let targets = shown.units.iter().map(|unit| &unit.target);
    let lines = if full || shown.units.len() <= FEW {
        copy_lines::of_several(look, targets, budget, More::Flag)
    } else {
        String::new()
    };
    joined(&[&head, &table, &lines, &tail])
}

fn head(look: &Look, shown: &Shown<'_>) -> String {
    let language = look.language;
    let (requests, targets) = (shown.requests(|_| true), shown.units.len());
    let label = language.pick("Lu        ", "Read      ");
    let parts = match language {
        French => [
            plural(French, requests, "demande", "demandes"),
            plural(French, targets, "copie", "copies"),
        ],
        English => [
            plural(English, requests, "request", "requests"),
            plural(English, targets, "copy", "copies"),
        ],
    };
    let [requests, copies] = parts;
    folding::facts(
        look.width,
        label,
        &[shown.source, &[requests, copies]].concat(),
    )
}

fn warnings(look: &Look, shown: &Shown<'_>) -> String {
    let language = look.language;
    let mut lines = Vec::new();
    for unit in &shown.units {
        let Some(report) = unit.target.report else {
            continue;
        };
        lines.extend(of_target(language, unit.target.nom, report));
        let cut = cut_branches(language, &report.cut);
        lines.extend(cut.map(|cut| name(language, unit.line, &cut)));
    }
    lines.dedup();
    let lines = lines.iter();
    lines
        .map(|line| folding::sentence(look.width, "  !  ", line))
        .collect()
}

fn table(look: &Look, shown: &Shown<'_>) -> String {
    let rows = shown.units.iter().map(|unit| {
        let heading = [
            unit.line.to_string(),
            what(look.language, unit.request),
            unit.request.from.nom.clone(),
            unit.nom.to_owned(),
        ];
        let counts = copy_tables::counts(&unit.target, unit.selected);
        let row: Vec<String> = heading.into_iter().chain(counts).collect();
        (mark(&unit.target), row)
    });
    let reasons = shown.units.iter().map(|unit| {
        let refusal = unit
            .target
            .refusal
            .map(|refusal| brief(look.language, refusal));
        refusal.unwrap_or_default()
    });
    let reasons: Vec<String> = reasons.collect();
    let (mut rows, mut columns): (Vec<_>, _) = (rows.collect(), columns(look.language));
    if shown.refused() == 0 {
        columns.pop();
        for (_, row) in &mut rows {
            Vec::pop(row);
        }
    }
    copy_tables::reasoned(look, columns, rows, &reasons)
}

/// Says in few words what a request copies, behind its policy where that is not the usual one.
fn what(language: Language, request: &CopyRequest) -> String {
    let id = request.referentiel.id();
    let list = |patterns: &[Pattern]| {
        let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        patterns.join(", ").replace(&format!("{id}_"), "")
    };
    let Selection { include, exclude } = &request.selection;
    let policy = match request.policy {
        Policy::Fill => String::new(),
        other => format!("{} · ", other.code()),
    };
    let scope = match include.as_slice() {
        [] => id.to_owned(),
        include => format!("{id} {}", list(include)),
    };
    let except = match exclude.as_slice() {
        [] => String::new(),
        exclude => format!(" {} {}", language.pick("sauf", "except"), list(exclude)),
    };
    policy + &scope + &except
}

fn columns(language: Language) -> Vec<Column> {
    let [line, what, from, to, filled, written, kept, equal, refused] = match language {
        French => [
            "LIGNE",
            "QUOI",
            "DE",
            "VERS",
            "REMPLIS",
            "À ÉCRIRE",
            "GARDÉS",
            "ÉGAUX",
            "REFUSÉS",
        ],
        English => [
            "LINE", "WHAT", "FROM", "TO", "FILLED", "TO WRITE", "KEPT", "EQUAL", "REFUSED",
        ],
    };
    let mut columns = vec![
        Column::new(line).right(),
        Column::new(what).cutting(),
        Column::new(from).cutting(),
        Column::new(to).cutting(),
        Column::new(filled).right().leaving(1),
    ];
    let counts = [written, kept, equal, refused];
    columns.extend(counts.map(|header| Column::new(header).right()));
    columns
}

/// Asks for the copies, naming how many values and requests there are.
pub fn question(look: &Look, shown: &Shown<'_>) -> String {
    let language = look.language;
    let refused = shown.refused();
    let passing = shown.units.len() - refused;
    let requests = shown.requests(|unit| unit.target.refusal.is_none());
    let what = copy_results::deed(language, &shown.total());
    let details = if shown.units.len() > FEW { "" } else { "/d" };
    let parts = match language {
        French => [
            format!(
                "{what} : {}",
                plural(French, requests, "demande", "demandes")
            ),
            format!(
                "→ {}{} ? [o/N{details}]",
                plural(French, passing, "cible", "cibles"),
                match refused {
                    0 => String::new(),
                    count => format!(" ({})", plural(French, count, "refusée", "refusées")),
                }
            ),
        ],
        English => [
            format!(
                "{what}: {}",
                plural(English, requests, "request", "requests")
            ),
            format!(
                "→ {}{}? [y/N{details}]",
                plural(English, passing, "target", "targets"),
                match refused {
                    0 => String::new(),
                    count => format!(" ({count} refused)"),
                }
            ),
        ],
    };
    let width = look.width.saturating_sub(3);
    folding::joined(width, "", " ", &parts)
        .trim_end()
        .to_owned()
}

/// Says what was copied, and how to take it back and to answer.
pub fn result(look: &Look, shown: &Shown<'_>, batch: Option<Batched>) -> String {
    let language = look.language;
    let total = shown.total();
    let Some(Batched { number, left }) = batch else {
        return copy_results::nothing(language, &total);
    };
    let mut operations = shown.units.iter().rev();
    let one = operations.find_map(|unit| unit.target.operation);
    let requests = shown.requests(|unit| unit.target.operation.is_some());
    let of = shown.requests(|_| true);
    let done = copy_results::done(language, &total, None);
    let (french, english) = (("demande", "demandes"), ("request", "requests"));
    let count = match language {
        // Of how many is told where it stopped.
        _ if left > 0 => {
            let (one, many) = language.pick(french, english);
            plural(language, requests, one, many)
        }
        French => format!(
            "{} sur {}",
            plural(French, requests, french.0, french.1),
            grouped(of)
        ),
        English => format!(
            "{} of {}",
            grouped(requests),
            plural(English, of, english.0, english.1)
        ),
    };
    let is_partial = shown.refused() > 0;
    let next = copy_results::after_batch(language, number, one.unwrap_or(number), is_partial);
    let targets = shown.units.iter().map(|unit| &unit.target);
    copy_results::refused_targets(look, targets) + &format!("{done} · {count} · {next}")
}
