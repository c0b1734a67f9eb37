//! What differs between two profiles as tables and as lists: fields, and counts a part of the tree.

use serde_json::{Value as Json, json};

use crate::domain::commentaire;
use crate::domain::comparing::Mark;
use crate::domain::language::Language::{English, French};
use crate::ops::compare_profiles::{DifferenceLine, PartMarks};
use crate::ops::copy_report::Told;
use crate::render::comparisons::{Shown, said};
use crate::render::copy_lines::whole;
use crate::render::copy_tables::{indented, part_header};
use crate::render::listing::{Listing, cell};
use crate::render::look::Look;
use crate::render::operation_lines::share;
use crate::render::table::{Column, Table};

/// The keys of a line, the columns of csv.
const LINE_KEYS: [&str; 6] = ["action", "title", "field", "mark", "source", "target"];

/// The keys of a part, the columns of csv.
const PART_KEYS: [&str; 7] = [
    "action",
    "title",
    "source_only",
    "target_only",
    "different",
    "other_level",
    "equal",
];

/// The columns before a table: a mark between blanks.
const MARGIN: usize = 5;

/// Returns one line a field, with its mark and what both ends say.
pub fn lines_table(look: &Look, lines: &[&DifferenceLine]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let headers = match look.language {
        French => ["ACTION", "TITRE", "CHAMP", "SOURCE", "CIBLE"],
        English => ["ACTION", "TITLE", "FIELD", "SOURCE", "TARGET"],
    };
    let [_, title, _, source, target] = headers;
    let mut table = Table {
        columns: headers.map(Column::new).to_vec(),
        rows: lines.iter().map(|line| people_row(look, line)).collect(),
    };
    let room = look.width.saturating_sub(MARGIN);
    share(&mut table, &[title, source, target], room);
    let marks = lines.iter().map(|line| line.mark.sign());
    let rows = marks.zip(table.rows).collect();
    indented(look, table.columns, rows).concat()
}

fn people_row(look: &Look, line: &DifferenceLine) -> Vec<String> {
    let shown = |told: &Told| match told {
        Told::Nothing => "—".to_owned(),
        told => whole(look.language, told),
    };
    vec![
        line.action.to_string(),
        line.title.clone(),
        line.data.field().code().to_owned(),
        shown(&line.source),
        shown(&line.target),
    ]
}

/// Returns the counts of each part; one alone has the counts of the whole, which stand below.
pub fn parts_table(look: &Look, parts: &[PartMarks]) -> String {
    if parts.len() < 2 {
        return String::new();
    }
    let words = match look.language {
        French => ["SOURCE", "CIBLE", "DIFFÉRENTS", "NIVEAUX", "ÉGAUX"],
        English => ["SOURCE", "TARGET", "DIFFERENT", "LEVELS", "EQUAL"],
    };
    let types = parts.iter().filter_map(|part| part.id.node_type());
    let first = Column::new(part_header(look.language, types.max())).cutting();
    let counts = Mark::ALL.into_iter().zip(words);
    let counts = counts.map(|(mark, word)| Column::new(&format!("{} {word}", mark.sign())).right());
    let rows = parts.iter().map(|part| {
        let name = format!("{} {}", part.id.identifiant(), part.title);
        let counts = Mark::ALL.map(|mark| part.counts.of(mark).to_string());
        (' ', std::iter::once(name).chain(counts).collect())
    });
    let columns = std::iter::once(first).chain(counts).collect();
    indented(look, columns, rows.collect()).concat()
}

/// Returns the lines as a list for programs; what differs is counted, and told by its actions.
pub fn lines_listing(shown: &Shown<'_>) -> Listing {
    let lines: Vec<&DifferenceLine> = shown.lines().collect();
    let different = || lines.iter().filter(|line| line.mark != Mark::Equal);
    let mut ids: Vec<String> = different().map(|line| line.action.to_string()).collect();
    ids.dedup();
    Listing {
        count: different().count(),
        items: lines.iter().map(|line| item(line)).collect(),
        header: LINE_KEYS.to_vec(),
        rows: lines.iter().map(|line| cells(line)).collect(),
        ids,
        ..without_table()
    }
}

/// Returns the counts of the parts as a list for programs.
pub fn parts_listing(shown: &Shown<'_>) -> Listing {
    let parts = &shown.differences.parts;
    let items: Vec<Json> = parts.iter().map(part_item).collect();
    let different = parts.iter().filter(|part| part.counts.different() > 0);
    let row = |item: &Json| PART_KEYS.map(|key| cell(&item[key])).to_vec();
    Listing {
        count: different.clone().count(),
        ids: different.map(|part| part.id.to_string()).collect(),
        header: PART_KEYS.to_vec(),
        rows: items.iter().map(row).collect(),
        items,
        ..without_table()
    }
}

/// Returns an empty list; for people there is a text of its own.
fn without_table() -> Listing {
    Listing {
        table: Table {
            columns: Vec::new(),
            rows: Vec::new(),
        },
        foot: None,
        items: Vec::new(),
        header: Vec::new(),
        rows: Vec::new(),
        ids: Vec::new(),
        count: 0,
    }
}

fn item(line: &DifferenceLine) -> Json {
    json!({
        "action": line.action,
        "title": line.title,
        "field": line.data.field().code(),
        "mark": line.mark.sign().to_string(),
        "source": said(&line.source),
        "target": said(&line.target),
    })
}

fn part_item(part: &PartMarks) -> Json {
    let mut item = json!({ "action": part.id, "title": part.title });
    for mark in Mark::ALL {
        item[mark.code()] = part.counts.of(mark).into();
    }
    item
}

/// Returns a line as the cells of a csv: codes, and commentaires as people read them.
fn cells(line: &DifferenceLine) -> Vec<String> {
    let text = |told: &Told| match told {
        Told::Commentaire(text) => commentaire::as_text(text),
        told => cell(&said(told)),
    };
    vec![
        line.action.to_string(),
        line.title.clone(),
        line.data.field().code().to_owned(),
        line.mark.sign().to_string(),
        text(&line.source),
        text(&line.target),
    ]
}
