//! Every setting and where it comes from; the same in both languages.

use serde_json::json;

use crate::domain::refusal::Origin;
use crate::render::document::Document;
use crate::render::values::padded;

/// The width of the keys.
const KEY: usize = 14;

/// The width of the values.
const VALUE: usize = 40;

/// One setting as it is shown.
pub struct Line {
    pub key: String,
    pub value: Option<String>,
    pub origin: Origin,
}

/// Returns one line a setting, then where the configuration file stands.
pub fn text(lines: &[Line], file: &str) -> String {
    let shown: String = lines.iter().map(line_text).collect();
    format!("{shown}{}  {file}\n", padded("file", KEY))
}

fn line_text(line: &Line) -> String {
    let value = line.value.as_deref().unwrap_or("—");
    format!(
        "{}  {}  {}\n",
        padded(&line.key, KEY),
        padded(value, VALUE),
        origin(line.origin)
    )
}

/// Returns the document of the settings.
pub fn document(lines: &[Line], file: &str) -> Document {
    let item = |line: &Line| json!({ "key": line.key, "value": line.value, "origin": origin(line.origin) });
    Document::of_items(lines.iter().map(item).collect()).with("file", file.into())
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Flag => "flag",
        Origin::Environment => "environment",
        Origin::Configuration => "configuration",
        Origin::Default => "default",
    }
}
