//! A list, in every form: table, document, csv, tsv, ids, count.

use anyhow::Result;
use serde_json::Value;

use crate::files::csv_text::{self, Delimited};
use crate::files::lists;
use crate::render::document::Document;
use crate::render::look::Look;
use crate::render::table::Table;
use crate::render::words::left_out;

/// A list of things, ready for every form.
#[derive(Clone, Debug)]
pub struct Listing {
    /// For people.
    pub table: Table,
    /// The line under the table.
    pub foot: Option<String>,
    /// For `--json`.
    pub items: Vec<Value>,
    /// The header of csv and tsv.
    pub header: Vec<&'static str>,
    /// The rows of csv and tsv.
    pub rows: Vec<Vec<String>>,
    /// What tells each thing.
    pub ids: Vec<String>,
    /// How many match, whatever is shown.
    pub count: usize,
}

impl Listing {
    /// Returns the list as a table, with its foot.
    pub fn table_text(self, look: &Look) -> String {
        let (mut text, gone) = self.table.text(look);
        if !gone.is_empty() {
            text.push_str(&left_out(look.language, &gone));
        }
        if let Some(foot) = self.foot {
            text.push_str(&foot);
            text.push('\n');
        }
        text
    }

    /// Returns the list as delimited text.
    pub fn delimited(self, form: Delimited, with_header: bool) -> Result<String> {
        let header = with_header.then(|| self.header.iter().map(|&key| key.to_owned()).collect());
        let rows = header.into_iter().chain(self.rows);
        csv_text::write(form, rows)
    }

    /// Returns the document of the list.
    pub fn document(self) -> Document {
        Document::of_items(self.items)
    }

    /// Returns what tells each thing, a line each.
    pub fn id_lines(&self) -> String {
        self.ids.iter().map(|id| format!("{id}\n")).collect()
    }
}

/// Returns a value of an item as the cell of a csv.
pub fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(cell).collect();
            lists::join(&values, ';')
        }
        other => other.to_string(),
    }
}
