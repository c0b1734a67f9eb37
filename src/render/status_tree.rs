//! What a profile says in a référentiel, as a tree that is read in a hurry.

use unicode_width::UnicodeWidthStr;

use crate::domain::action::ActionId;
use crate::domain::branch::takes_statut;
use crate::domain::changeset::Stamp;
use crate::domain::commentaire;
use crate::domain::holding::names;
use crate::domain::language::Language::{English, French};
use crate::domain::statut::Statut;
use crate::domain::structure::Node;
use crate::ops::read_status::{Entry, Status};
use crate::render::look::Look;
use crate::render::status_frame::{Seen, heading, legend};
use crate::render::tree::{self, Margin};
use crate::render::values::{padded, short};
use crate::render::words::grouped;

/// How many levels are shown where nobody says how many.
const DEPTH: usize = 3;

/// The columns that a commentaire may take.
const COMMENTAIRE_WIDTH: usize = 40;

/// The columns of a wide terminal that are used.
const WIDEST: usize = 100;

/// Which part of the tree is shown.
#[derive(Clone, Debug)]
pub struct Part {
    /// The branch, the root for all of it.
    pub branch: ActionId,
    /// How many levels; without it three, and only what holds something.
    pub depth: Option<usize>,
}

/// One row of the tree, before it is laid out.
struct Row {
    text: String,
    /// The statut, or how many sous-actions speak.
    said: String,
    fields: String,
    /// That the value is to confirm, and from whom; empty where it is not.
    confirm: String,
    /// The commentaire, cut, and who pilots; empty where there is nothing.
    remarks: String,
}

/// Returns the tree, under a line that says whose it is and above its legend.
pub fn tree(look: &Look, status: &Status, part: &Part) -> String {
    let (nodes, left_out) = nodes(status, part);
    let top = part.branch.level();
    let depths: Vec<usize> = nodes.iter().map(|node| node.id.level() - top).collect();
    let margins = tree::margins(&depths, look.unicode);
    let rows: Vec<Row> = nodes.iter().map(|node| row(look, status, node)).collect();
    let mut text = heading(look, status);
    text.push_str(&laid_out(look, &rows, &margins));
    text.push_str(&legend(look, &seen(status, part, &nodes, &rows, left_out)));
    text
}

/// Returns what a legend has to explain, and what is not shown.
fn seen(status: &Status, part: &Part, nodes: &[&Node], rows: &[Row], left_out: usize) -> Seen {
    let deepest = deepest(part);
    let below = status.structure.branch(&part.branch).iter();
    let below = below
        .filter(|node| node.id.level() > deepest)
        .map(|node| (node.id.level(), status.entry(&node.id).fields()))
        .filter(|(_, fields)| *fields > 0);
    let (levels, fields): (Vec<usize>, Vec<usize>) = below.unzip();
    Seen {
        marks: rows
            .iter()
            .filter_map(|row| row.said.chars().next())
            .collect(),
        ratios: nodes.iter().any(|node| !takes_statut(&node.id)),
        left_out,
        deeper: fields.iter().sum(),
        depth: levels
            .iter()
            .max()
            .map_or(0, |level| level - part.branch.level()),
    }
}

fn deepest(part: &Part) -> usize {
    part.branch.level() + part.depth.unwrap_or(DEPTH)
}

/// Returns the nodes that are shown, and how many within the depth are left out for being empty.
fn nodes<'s>(status: &'s Status, part: &Part) -> (Vec<&'s Node>, usize) {
    let deepest = deepest(part);
    let branch = status.structure.branch(&part.branch).iter();
    let within: Vec<&Node> = branch.filter(|node| node.id.level() <= deepest).collect();
    let all = within.len();
    let shown: Vec<&Node> = within
        .into_iter()
        .filter(|node| {
            part.depth.is_some()
                || node.id.level() <= part.branch.level() + 1
                || status.counts(&node.id).fields > 0
        })
        .collect();
    let left_out = all - shown.len();
    (shown, left_out)
}

fn row(look: &Look, status: &Status, node: &Node) -> Row {
    let entry = status.entry(&node.id);
    let counts = status.counts(&node.id);
    let id = match node.id.identifiant() {
        "" => node.id.as_str(),
        identifiant => identifiant,
    };
    let said = if takes_statut(&node.id) {
        statut(look, status, &entry)
    } else {
        format!("{}/{}", counts.speaking, counts.sous_actions)
    };
    Row {
        text: format!("{id} {}", node.title),
        said,
        fields: match counts.fields {
            0 => String::new(),
            fields => grouped(fields),
        },
        confirm: confirm(look, status, &entry),
        remarks: remarks(&entry),
    }
}

/// Returns the mark and the label of a statut; of a branch that speaks below, by how many tâches.
fn statut(look: &Look, status: &Status, entry: &Entry<'_>) -> String {
    let Some(held) = entry.statut else {
        let taches = status.structure.children(entry.action);
        let taches = taches.filter(|tache| status.entry(&tache.id).statut.is_some());
        return match (taches.count(), look.unicode) {
            (0, true) => "·".to_owned(),
            (0, false) => "-".to_owned(),
            (count, _) => match look.language {
                French => format!("par tâches ({count})"),
                English => format!("by tâches ({count})"),
            },
        };
    };
    let label = held.value.label();
    let shown = if look.unicode {
        format!("{} {label}", mark(held.value))
    } else {
        label
    };
    match (entry.is_hidden, look.language) {
        (false, _) => shown,
        (true, French) => format!("{shown} (masqué)"),
        (true, English) => format!("{shown} (hidden)"),
    }
}

fn mark(statut: Statut) -> char {
    match statut {
        Statut::Fait => '✓',
        Statut::Programme => '▸',
        Statut::PasFait => '✗',
        Statut::Detaille(_) => '◐',
        Statut::NonConcerne => '∅',
    }
}

/// Returns the commentaire, cut, then who pilots: people, then services.
fn remarks(entry: &Entry<'_>) -> String {
    let text = entry.commentaire.map(|held| {
        let text = commentaire::as_text(&held.value);
        format!("« {} »", short(&text, COMMENTAIRE_WIDTH))
    });
    let pilotes = entry.pilotes.map(|held| names(&held.value).join(", "));
    let services = entry.services.map(|held| held.value.join(", "));
    let parts: Vec<String> = [text, pilotes, services].into_iter().flatten().collect();
    parts.join(" · ")
}

fn confirm(look: &Look, status: &Status, entry: &Entry<'_>) -> String {
    let stamp = entry.origin().filter(|stamp| stamp.is_to_confirm());
    stamp.map_or_else(String::new, |stamp| to_confirm(look, status, stamp))
}

fn to_confirm(look: &Look, status: &Status, stamp: &Stamp) -> String {
    let source = status.source(stamp).unwrap_or_default();
    match look.language {
        French => format!("à confirmer (de {source})"),
        English => format!("to confirm (from {source})"),
    }
}

/// Aligns what is said and the counts to the right of the tree.
fn laid_out(look: &Look, rows: &[Row], margins: &[Margin]) -> String {
    let (title, count) = match look.language {
        French => ("STATUT", "CHAMPS"),
        English => ("STATUT", "FIELDS"),
    };
    let widest = |text: fn(&Row) -> &String, header: &str| {
        let widths = rows.iter().map(|row| text(row).width());
        widths.max().unwrap_or(0).max(header.width())
    };
    let said = widest(|row| &row.said, title);
    let fields = widest(|row| &row.fields, count);
    let left = rows.iter().zip(margins);
    let left = left.map(|(row, margin)| margin.own.width() + row.text.width());
    let room = look.width.min(WIDEST).saturating_sub(said + fields + 4);
    let left = left.max().unwrap_or(0).min(room.max(30));
    let line = |text: &str, said_text: &str, count: &str| {
        let said_text = padded(said_text, said);
        let line = format!("{}  {said_text}  {count:>fields$}", padded(text, left));
        line.trim_end().to_owned()
    };
    let mut text = line("", title, count) + "\n";
    for (row, margin) in rows.iter().zip(margins) {
        let own = short(&row.text, left.saturating_sub(margin.own.width()));
        let own = line(&(margin.own.clone() + &own), &row.said, &row.fields);
        text.push_str(&with_notes(look, row, &own, &margin.below));
    }
    text
}

/// Returns a row with what is to confirm behind it where that fits, else on the one line below.
fn with_notes(look: &Look, row: &Row, own: &str, below: &str) -> String {
    let room = look.width.min(WIDEST);
    let behind = own.width() + 2 + row.confirm.width() <= room;
    let (behind, notes) = match (row.confirm.as_str(), row.remarks.as_str()) {
        ("", notes) => (String::new(), notes.to_owned()),
        (confirm, notes) if behind => (format!("  {confirm}"), notes.to_owned()),
        (confirm, "") => (String::new(), confirm.to_owned()),
        (confirm, commentaire) => (String::new(), format!("{confirm} · {commentaire}")),
    };
    let mut text = format!("{own}{behind}\n");
    if !notes.is_empty() {
        let room = room.saturating_sub(below.width());
        text.push_str(&format!("{below}{}\n", short(&notes, room)));
    }
    text
}

#[cfg(test)]
mod tests {
    use anyhow::Result;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::language::Language;
    use crate::domain::referentiel::Referentiel;
    use crate::ops::read_status::read_status;
    use crate::ops::trial::{Trial, id};

    #[test]
    fn what_is_to_confirm_stands_below_its_row() -> Result<()> {
        let mut trial = Trial::new()?;
        trial.copy("cae_1.1.1.1", "detaille:0.2/0.5/0.3", 5)?;
        let profile = trial.profile.clone();
        let status = read_status(&trial.store.view()?, &profile, Referentiel::Cae)?;
        let look = Look {
            language: Language::French,
            width: 100,
            height: None,
            unicode: true,
            zone: TimeZone::UTC,
            now: 5,
        };
        let part = Part {
            branch: id("1.1.1.1")?,
            depth: Some(0),
        };
        let text = tree(&look, &status, &part);
        assert!(
            text.contains(
                "habitants  ◐ détaillé 20/50/30       1\n   à confirmer (de petr-de-la)\n"
            )
        );
        Ok(())
    }
}
