//! What differs between two profiles: both ends, the lines, the counts.

use serde_json::{Value as Json, json};

use crate::domain::action::ActionId;
use crate::domain::comparing::Mark;
use crate::domain::language::Language::{self, English, French};
use crate::ops::compare_profiles::{CompareRequest, Counts, DifferenceLine, Differences};
use crate::ops::copy_report::Told;
use crate::render::comparison_tables::{lines_table, parts_table};
use crate::render::copy_ends::{cut_branches, end, part, read_from};
use crate::render::copy_lines::Budget;
use crate::render::document::{Document, Warning};
use crate::render::folding;
use crate::render::look::Look;
use crate::render::selections;
use crate::render::words::{grouped, plural};

/// The lines beside the blocks: three empty ones, the table's header, the one that says how many
/// are left out, and the shell's next one.
const APART: usize = 6;

/// Two profiles that are compared, as they are shown.
pub struct Shown<'a> {
    pub request: &'a CompareRequest,
    pub differences: &'a Differences,
    /// The loose names that both ends were read from.
    pub read_from: [Option<&'a str>; 2],
    /// Whether every line is shown, equal ones too.
    pub full: bool,
}

impl Shown<'_> {
    /// Returns the lines that are told: those that differ, and in full the equal ones.
    pub fn lines(&self) -> impl Iterator<Item = &DifferenceLine> {
        let lines = self.differences.lines.iter();
        lines.filter(|line| self.full || line.mark != Mark::Equal)
    }

    /// Returns the document: both ends and the counts, whatever its items are.
    pub fn document(&self, items: Vec<Json>) -> Document {
        let Differences { total, cut, .. } = self.differences;
        Document {
            summary: summary(total),
            warnings: cut.iter().map(cut_branch).collect(),
            ..Document::of_items(items)
        }
        .with("from", self.request.from.slug.as_str().into())
        .with("to", self.request.to.slug.as_str().into())
    }
}

fn cut_branch(action: &ActionId) -> Warning {
    Warning {
        code: "cut_branch",
        profile: None,
        action: Some(action.to_string()),
        message: "the selection takes a part of this branch only".to_owned(),
    }
}

/// Returns the counts of documents: all fields, then one count a mark.
fn summary(counts: &Counts) -> Json {
    let mut summary = json!({ "fields": counts.all() });
    for mark in Mark::ALL {
        summary[mark.code()] = counts.of(mark).into();
    }
    summary
}

/// Returns both ends, what differs as far as it fits, and the counts.
pub fn text(look: &Look, shown: &Shown<'_>) -> String {
    let (head, counts) = (head(look, shown), totals(look, &shown.differences.total));
    let parts = parts_table(look, &shown.differences.parts);
    let around = [&head, &parts, &counts].map(|text| text.lines().count());
    let around: usize = around.iter().sum();
    let lines = lines(look, shown, Budget::of(look, around + APART, shown.full));
    joined(&[&head, &lines, &parts, &counts])
}

/// Returns both ends and the counts.
pub fn stat(look: &Look, shown: &Shown<'_>) -> String {
    let counts = totals(look, &shown.differences.total);
    let parts = parts_table(look, &shown.differences.parts);
    joined(&[&head(look, shown), &parts, &counts])
}

fn joined(blocks: &[&str]) -> String {
    let mut blocks = blocks.to_vec();
    blocks.retain(|block| !block.is_empty());
    blocks.join("\n")
}

fn head(look: &Look, shown: &Shown<'_>) -> String {
    let language = look.language;
    let Differences { source, target, .. } = shown.differences;
    let names = [source, target].map(|end| end.nom.chars().count());
    let width = names.into_iter().max().unwrap_or(0);
    let [from, to] = shown.read_from;
    let ends = [
        (language.pick("De        ", "From      "), source, from),
        (language.pick("Vers      ", "To        "), target, to),
    ];
    let ends = ends
        .map(|(label, side, loose)| end(look, label, side, width) + &read_from(language, loose));
    let cut = cut_branches(language, &shown.differences.cut);
    let cut = cut.map(|line| folding::sentence(look.width, "  !  ", &line));
    ends.concat() + &scope(look, shown) + &cut.unwrap_or_default()
}

fn scope(look: &Look, shown: &Shown<'_>) -> String {
    let (language, request) = (look.language, shown.request);
    let scope = selections::scope(language, request.referentiel, &request.selection);
    let mut parts = vec![scope];
    parts.extend(part(language, &request.data));
    folding::facts(look.width, "Actions   ", &parts)
}

/// Returns the lines that have room, and how many have none.
fn lines(look: &Look, shown: &Shown<'_>, budget: Budget) -> String {
    let lines: Vec<&DifferenceLine> = shown.lines().collect();
    let room = match budget {
        Budget::Full => lines.len(),
        Budget::Lines(room) => room.min(lines.len()),
    };
    let (fit, hidden) = lines.split_at(room);
    let more = match (look.language, hidden.len()) {
        (_, 0) => String::new(),
        (French, left) => format!(
            "     … {} : --full\n",
            plural(French, left, "autre ligne", "autres lignes")
        ),
        (English, left) => format!(
            "     … {}: --full\n",
            plural(English, left, "more line", "more lines")
        ),
    };
    lines_table(look, fit) + &more
}

/// Returns the counts in words; nothing to compare is said, and no difference too.
fn totals(look: &Look, total: &Counts) -> String {
    let language = look.language;
    if total.all() == 0 {
        let nothing = language.pick(
            "Rien à comparer : aucun des deux ne dit rien ici.",
            "Nothing to compare: neither says anything here.",
        );
        return folding::sentence(look.width, "", nothing);
    }
    let mut parts: Vec<String> = Mark::ALL
        .into_iter()
        .map(|mark| {
            format!(
                "{} {}",
                mark.sign(),
                counted(language, mark, total.of(mark))
            )
        })
        .collect();
    if let Some(last) = parts.last_mut() {
        let all = grouped(total.all());
        last.push_str(&match language {
            French => format!(" = {all} comparés"),
            English => format!(" = {all} compared"),
        });
    }
    let same = match (total.different(), language) {
        (0, French) => "Aucune différence.\n",
        (0, English) => "No difference.\n",
        _ => "",
    };
    folding::facts(look.width, "", &parts) + same
}

/// Says what a mark means, with how many lines have it.
fn counted(language: Language, mark: Mark, count: usize) -> String {
    let number = grouped(count);
    match (language, mark) {
        (French, Mark::SourceOnly) => format!("{number} à la source seule"),
        (English, Mark::SourceOnly) => format!("{number} of the source only"),
        (French, Mark::TargetOnly) => format!("{number} à la cible seule"),
        (English, Mark::TargetOnly) => format!("{number} of the target only"),
        (French, Mark::Different) => plural(French, count, "différent", "différents"),
        (English, Mark::Different) => format!("{number} different"),
        (French, Mark::OtherLevel) => plural(
            French,
            count,
            "branche à deux niveaux",
            "branches à deux niveaux",
        ),
        (English, Mark::OtherLevel) => plural(
            English,
            count,
            "branch at two levels",
            "branches at two levels",
        ),
        (French, Mark::Equal) => plural(French, count, "égal", "égaux"),
        (English, Mark::Equal) => format!("{number} equal"),
    }
}

/// Returns what an end says as documents hold it; a branch by its tâches has no statut of its own.
pub fn said(told: &Told) -> Json {
    match told {
        Told::Statut(statut) | Told::BySousAction(statut) => statut.code().into(),
        Told::Commentaire(text) => text.as_str().into(),
        Told::Names(names) => names.clone().into(),
        Told::Nothing | Told::ByTaches(_) => Json::Null,
    }
}
