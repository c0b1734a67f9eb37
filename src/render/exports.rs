//! What a profile says in a référentiel, as a file.

use anyhow::Result;
use serde_json::{Map, Value, json};

use crate::domain::commentaire;
use crate::domain::holding::names;
use crate::domain::language::Language;
use crate::domain::statut::{Shares, Statut};
use crate::files::lists;
use crate::files::xlsx_text::{XlsxCell, write_xlsx};
use crate::ops::read_status::{Entry, Status};
use crate::render::document::Warning;
use crate::render::listing::{self, Listing};
use crate::render::status::orphans_left_out;
use crate::render::table::Table;
use crate::render::values::number;

/// The columns of a file of statuts.
const COLUMNS: [&str; 8] = [
    "action",
    "statut",
    "fait",
    "programme",
    "pas_fait",
    "commentaire",
    "pilotes",
    "services",
];

/// For whom a csv is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For programs: decimal points, `;` between several values.
    Plain,
    /// For French Excel: decimal commas, and `,` between several values.
    Excel,
}

/// Returns the actions that hold something as the rows of a workbook, under their header.
pub fn workbook(status: &Status) -> Result<Vec<u8>> {
    let entries = status.entries();
    let known = entries.iter().filter(|entry| entry.node.is_some());
    let row = |item: Value| COLUMNS.map(|column| xlsx_cell(column, &item)).to_vec();
    let rows: Vec<Vec<XlsxCell>> = known.map(item).map(row).collect();
    write_xlsx(&COLUMNS, &rows)
}

fn xlsx_cell(column: &str, item: &Value) -> XlsxCell {
    match item[column].as_f64() {
        Some(number) => XlsxCell::Number(number),
        None => XlsxCell::Text(cell(column, item)),
    }
}

/// Returns the actions that hold something; those that are gone are left out.
pub fn statuts(status: &Status, style: Style) -> Listing {
    let entries = status.entries();
    let known = entries.iter().filter(|entry| entry.node.is_some());
    let items: Vec<Value> = known.clone().map(item).collect();
    let cells = |item: &Value| {
        let cells = COLUMNS.iter();
        cells.map(|column| styled(style, column, item)).collect()
    };
    Listing {
        table: Table {
            columns: Vec::new(),
            rows: Vec::new(),
        },
        foot: None,
        rows: items.iter().map(cells).collect(),
        ids: known.map(|entry| entry.action.to_string()).collect(),
        header: COLUMNS.to_vec(),
        count: items.len(),
        items,
    }
}

/// Counts the actions that hold something and are gone.
pub fn orphans(status: &Status) -> usize {
    let entries = status.entries();
    entries.iter().filter(|entry| entry.node.is_none()).count()
}

/// Returns the remark of documents on what was left out.
pub fn warning(status: &Status, orphans: usize) -> Option<Warning> {
    (orphans > 0).then(|| Warning {
        code: "orphans",
        profile: Some(status.profile.slug.clone()),
        action: None,
        message: orphans_left_out(Language::English, orphans),
    })
}

fn item(entry: &Entry<'_>) -> Value {
    let mut item = Map::new();
    item.insert("action".to_owned(), json!(entry.action));
    item.extend(values(entry));
    item.into()
}

/// Returns the statut, its shares where it has some, the commentaire as it is kept, who pilots.
pub fn values(entry: &Entry<'_>) -> Map<String, Value> {
    let statut = entry.statut.map(|held| held.value);
    let shares = match statut {
        Some(Statut::Detaille(shares)) => Some(shares),
        _ => None,
    };
    let share = |share: Option<f64>| share.map_or(Value::Null, number);
    let commentaire = entry.commentaire.map(|held| held.value.as_str());
    let pilotes = entry
        .pilotes
        .map_or_else(Vec::new, |held| names(&held.value));
    let services = entry.services.map_or(&[][..], |held| &held.value);
    let values = [
        ("statut", json!(statut.map(code))),
        ("fait", share(shares.map(Shares::fait))),
        ("programme", share(shares.map(Shares::programme))),
        ("pas_fait", share(shares.map(Shares::pas_fait))),
        ("commentaire", json!(commentaire)),
        ("pilotes", json!(pilotes)),
        ("services", json!(services)),
    ];
    let keyed = values.into_iter();
    keyed.map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Returns the code of a statut, its shares left out.
fn code(statut: Statut) -> String {
    match statut {
        Statut::Detaille(_) => "detaille".to_owned(),
        other => other.code(),
    }
}

/// Returns an item as the cells of a csv: a commentaire as it reads.
pub fn cells(item: &Value, columns: &[&str]) -> Vec<String> {
    columns.iter().map(|column| cell(column, item)).collect()
}

fn cell(column: &str, item: &Value) -> String {
    match (column, &item[column]) {
        ("commentaire", Value::String(html)) => commentaire::as_text(html),
        (_, value) => listing::cell(value),
    }
}

fn styled(style: Style, column: &str, item: &Value) -> String {
    match (style, &item[column]) {
        (Style::Excel, Value::Number(number)) => number.to_string().replace('.', ","),
        (Style::Excel, Value::Array(names)) => {
            let names: Vec<String> = names.iter().map(listing::cell).collect();
            lists::join(&names, ',')
        }
        _ => cell(column, item),
    }
}
