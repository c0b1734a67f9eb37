//! What an import of a structure reads, and what it makes of the one that is there.

use serde_json::{Value, json};

use crate::domain::changeset::{Change, Edit};
use crate::domain::language::Language::{self, English, French};
use crate::domain::record::Record;
use crate::domain::structure::Structure;
use crate::ops::names::Slugs;
use crate::render::copy_lines::Budget;
use crate::render::document::Warning;
use crate::render::edits;
use crate::render::look::Look;
use crate::render::node_lines;
use crate::render::words::{decimal, grouped, plural};

/// The lines beside those of the nodes: the store's name, what was read, how many nodes are left
/// out, and the question.
const AROUND: usize = 4;

/// What is told of an import: counts, and the nodes that change or go.
#[derive(Clone, Debug)]
pub struct Report {
    pub source: String,
    pub referentiel: &'static str,
    pub nodes: usize,
    pub points: f64,
    pub created: usize,
    pub changed: usize,
    pub gone: usize,
    /// The values that are left without an action, and the profiles that hold them.
    pub orphans: (usize, usize),
    /// The edits of nodes that were there before.
    pub touched: Vec<Edit>,
}

impl Report {
    /// Counts what `edits` make of the nodes.
    pub fn of(source: &str, read: &Structure, edits: &[Edit], orphans: (usize, usize)) -> Self {
        let nodes = edits
            .iter()
            .filter(|edit| matches!(edit.record, Record::Node(_)));
        let count = |change: Change| nodes.clone().filter(|edit| edit.change == change).count();
        Self {
            source: source.to_owned(),
            referentiel: read.referentiel().id(),
            nodes: read.len_without_root(),
            points: read.nodes()[0].points,
            created: count(Change::Create),
            changed: count(Change::Update),
            gone: count(Change::Delete),
            orphans,
            touched: nodes
                .clone()
                .filter(|edit| edit.change != Change::Create)
                .cloned()
                .collect(),
        }
    }

    /// Returns the counts of documents.
    pub fn summary(&self) -> Value {
        json!({
            "rows": self.nodes,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.nodes - self.created - self.changed,
            "rejected": 0,
            "absent": self.gone,
        })
    }

    /// Returns the nodes that change or go for documents, one a field.
    pub fn changes(&self) -> Vec<Value> {
        edits::documents(&self.touched, &Slugs::new())
    }

    /// Tells whether the structure stays as it is.
    pub fn is_empty(&self) -> bool {
        self.created + self.changed + self.gone == 0
    }

    fn counts(&self, look: &Look) -> String {
        let counts = [
            (self.created, "nouveau", "nouveaux", "new"),
            (self.changed, "modifié", "modifiés", "changed"),
            (self.gone, "disparu", "disparus", "gone"),
        ];
        let said = counts.into_iter().filter(|(count, ..)| *count > 0);
        let said: Vec<String> = said
            .map(|(count, one, many, english)| match look.language {
                French => plural(French, count, one, many),
                English => format!("{} {english}", grouped(count)),
            })
            .collect();
        said.join(", ")
    }

    fn size(&self, look: &Look) -> String {
        let points = decimal(look.language, self.points);
        let is_one = match look.language {
            French => self.points < 2.0,
            English => (self.points - 1.0).abs() < f64::EPSILON,
        };
        let word = if is_one { "point" } else { "points" };
        let nodes = match look.language {
            French => plural(French, self.nodes, "nœud", "nœuds"),
            English => plural(English, self.nodes, "node", "nodes"),
        };
        format!("{nodes}, {points} {word}")
    }
}

/// Returns what was read and what would change; `full` shows every node that changes or goes.
pub fn preview(look: &Look, report: &Report, full: bool) -> String {
    let word = match look.language {
        French => "Lu        ",
        English => "Read      ",
    };
    let (source, size, counts) = (&report.source, report.size(look), report.counts(look));
    if counts.is_empty() {
        return format!("{word}{source} · {size}\n");
    }
    let orphans = orphans(look.language, report);
    let budget = Budget::of(look, AROUND + orphans.lines().count(), full);
    let (lines, hidden) = node_lines::lines(look, &report.touched, budget);
    let hidden = more(look, hidden);
    format!("{word}{source} · {size} · {counts}\n{lines}{hidden}{orphans}")
}

/// Returns the warning of documents, where values are left without an action.
pub fn warning(report: &Report) -> Option<Warning> {
    (report.orphans.0 > 0).then(|| Warning {
        code: "orphans",
        profile: None,
        action: None,
        message: orphan_words(English, report),
    })
}

fn orphans(language: Language, report: &Report) -> String {
    match report.orphans {
        (0, _) => String::new(),
        _ => format!("  !  {}\n", orphan_words(language, report)),
    }
}

fn orphan_words(language: Language, report: &Report) -> String {
    let (values, profiles) = report.orphans;
    match language {
        French => format!(
            "sans action désormais : {} de {}, que la base garde",
            plural(French, values, "valeur", "valeurs"),
            plural(French, profiles, "profil", "profils")
        ),
        English => format!(
            "left without an action: {} of {}, kept in the store",
            plural(English, values, "value", "values"),
            plural(English, profiles, "profile", "profiles")
        ),
    }
}

fn more(look: &Look, hidden: usize) -> String {
    match (hidden, look.language) {
        (0, _) => String::new(),
        (hidden, French) => format!(
            "  … et {} de plus : --full\n",
            plural(French, hidden, "nœud", "nœuds")
        ),
        (hidden, English) => format!(
            "  … and {} more: --full\n",
            plural(English, hidden, "node", "nodes")
        ),
    }
}

/// Returns the question.
pub fn question(look: &Look, report: &Report) -> String {
    let (referentiel, counts) = (report.referentiel, report.counts(look));
    match look.language {
        French => format!("Importer la structure {referentiel} : {counts} ? [o/N/d]"),
        English => format!("Import the structure of {referentiel}: {counts}? [y/N/d]"),
    }
}

/// Says what was imported, and how to take it back.
pub fn done(look: &Look, report: &Report, operation: i64) -> String {
    let (id, size, counts) = (report.referentiel, report.size(look), report.counts(look));
    let orphans = orphans(look.language, report);
    match look.language {
        French => format!(
            "Importé   {id} · {size} ; {counts} · opération {operation}\nAnnuler   tetctl op undo {operation}\n{orphans}"
        ),
        English => format!(
            "Imported  {id} · {size}; {counts} · operation {operation}\nUndo      tetctl op undo {operation}\n{orphans}"
        ),
    }
}
