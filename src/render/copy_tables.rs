//! The tables of a copy's preview: counts a part of the tree, or a target.

use crate::domain::language::Language::{self, English, French};
use crate::domain::referentiel::NodeType;
use crate::domain::request::Summary;
use crate::ops::copy_parts::PartCounts;
use crate::render::briefs::brief;
use crate::render::copies::{Shown, Target};
use crate::render::folding;
use crate::render::look::Look;
use crate::render::table::{Column, Table};

/// The counts of each axe, or of each part of the node that holds all that is selected.
///
/// One part alone has the counts of the whole, which stand below.
pub fn parts(look: &Look, shown: &Shown<'_>) -> String {
    let parts = shown
        .reports()
        .next()
        .map_or(&[][..], |report| &report.parts);
    if parts.len() < 2 {
        return String::new();
    }
    let [written, kept, equal] = match look.language {
        French => ["À ÉCRIRE", "GARDÉS", "ÉGAUX"],
        English => ["TO WRITE", "KEPT", "EQUAL"],
    };
    let columns = vec![
        Column::new(level(look.language, parts)).cutting(),
        Column::new(written).right(),
        Column::new(kept).right(),
        Column::new(equal).right(),
    ];
    let rows = parts.iter().map(|part| {
        let name = format!("{} {}", part.id.identifiant(), part.title);
        let counts = [part.written, part.kept, part.equal];
        std::iter::once(name)
            .chain(counts.map(|count| count.to_string()))
            .collect()
    });
    let rows: Vec<(char, Vec<String>)> = rows.map(|row| (' ', row)).collect();
    indented(look, columns, rows).concat()
}

fn level(language: Language, parts: &[PartCounts]) -> &'static str {
    let types = parts.iter().filter_map(|part| part.id.node_type());
    part_header(language, types.max())
}

/// Says what parts of this type are.
pub fn part_header(language: Language, deepest: Option<NodeType>) -> &'static str {
    match deepest {
        Some(NodeType::SousAxe) => "SOUS-AXE",
        Some(NodeType::Action | NodeType::SousAction | NodeType::Tache) => {
            language.pick("MESURE", "ACTION")
        }
        Some(NodeType::Axe | NodeType::Referentiel) | None => "AXE",
    }
}

/// One line of counts a target; why one was refused stands behind it, or below where the terminal
/// is too narrow, so that names stay whole.
pub fn targets(look: &Look, shown: &Shown<'_>) -> String {
    let reasons: Vec<String> = shown
        .targets
        .iter()
        .map(|target| {
            let refusal = target.refusal.map(|refusal| brief(look.language, refusal));
            refusal.unwrap_or_default()
        })
        .collect();
    let rows = shown.targets.iter();
    let rows = rows.map(|target| (mark(target), target_row(target, shown.selected_each())));
    reasoned(look, columns(look.language), rows.collect(), &reasons)
}

/// Draws a table whose rows have each a reason behind or below them, or an empty one.
pub fn reasoned(
    look: &Look,
    columns: Vec<Column>,
    rows: Vec<(char, Vec<String>)>,
    reasons: &[String],
) -> String {
    let mut with_reasons = columns.clone();
    with_reasons.push(Column::new(""));
    let wide = rows.iter().cloned().zip(reasons);
    let wide = wide.map(|((mark, mut row), reason)| {
        row.push(reason.clone());
        (mark, row)
    });
    let unlimited = Look {
        width: usize::MAX,
        ..look.clone()
    };
    let lines = indented(&unlimited, with_reasons, wide.collect());
    let widest = lines.iter().map(|line| line.trim_end().chars().count());
    if widest.max().unwrap_or(0) <= look.width {
        return lines.concat();
    }
    let lines = indented(look, columns, rows);
    let below = std::iter::once("").chain(reasons.iter().map(String::as_str));
    lines
        .into_iter()
        .zip(below)
        .map(|(line, reason)| line + &reason_below(look, reason))
        .collect()
}

fn reason_below(look: &Look, reason: &str) -> String {
    if reason.is_empty() {
        return String::new();
    }
    folding::sentence(look.width, "       ", reason)
}

fn columns(language: Language) -> Vec<Column> {
    let headers = match language {
        French => ["VERS", "REMPLIS", "À ÉCRIRE", "GARDÉS", "ÉGAUX", "REFUSÉS"],
        English => ["TO", "FILLED", "TO WRITE", "KEPT", "EQUAL", "REFUSED"],
    };
    let mut columns: Vec<Column> = headers
        .iter()
        .map(|header| Column::new(header).right())
        .collect();
    columns[0] = Column::new(headers[0]).cutting();
    columns
}

/// Returns the mark of a target: refused, with conflicts, or neither.
pub fn mark(target: &Target<'_>) -> char {
    match target.report {
        None => 'x',
        Some(report) if report.conflicts > 0 => '!',
        Some(_) => ' ',
    }
}

fn target_row(target: &Target<'_>, selected: usize) -> Vec<String> {
    let counts = counts(target, selected);
    std::iter::once(target.nom.to_owned())
        .chain(counts)
        .collect()
}

/// Returns how much a target holds, then its counts; of a refused one `selected` is refused.
pub fn counts(target: &Target<'_>, selected: usize) -> Vec<String> {
    let filled = target
        .report
        .map(|report| report.target.filled)
        .or(target.filled);
    let filled = filled.map_or_else(|| "—".to_owned(), |count| count.to_string());
    let counts = match target.report {
        Some(report) => {
            let Summary {
                written,
                kept,
                equal,
                ..
            } = report.summary;
            [written, kept, equal, 0]
        }
        None => [0, 0, 0, selected],
    };
    std::iter::once(filled)
        .chain(counts.map(|count| count.to_string()))
        .collect()
}

/// Draws a table behind a margin that holds a mark a row; one line a row, the header first.
pub fn indented(look: &Look, columns: Vec<Column>, rows: Vec<(char, Vec<String>)>) -> Vec<String> {
    let narrower = Look {
        width: look.width.saturating_sub(5),
        ..look.clone()
    };
    let (marks, rows): (Vec<char>, Vec<Vec<String>>) = rows.into_iter().unzip();
    let (text, _) = Table { columns, rows }.text(&narrower);
    let mut marks = std::iter::once(' ').chain(marks);
    text.lines()
        .map(|line| format!("  {}  {line}\n", marks.next().unwrap_or(' ')))
        .collect()
}
