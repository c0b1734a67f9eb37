//! What a profile says in a référentiel: the rows of it, and the sentences around them.

use serde_json::{Map, Value, json};

use crate::domain::action::ActionId;
use crate::domain::changeset::Stamp;
use crate::domain::commentaire;
use crate::domain::holding::names;
use crate::domain::language::Language::{self, English, French};
use crate::ops::read_status::{Entry, Status};
use crate::render::exports::{cells, values};
use crate::render::folding;
use crate::render::listing::Listing;
use crate::render::look::{Look, utc};
use crate::render::table::{Column, Table};
use crate::render::values::short;
use crate::render::words::{fields, plural};

/// The share of the terminal that a value may take: most of it is the titles'.
const VALUE_SHARE: usize = 4;

/// The columns that a value has at least.
const VALUE_LEAST: usize = 20;

/// The columns of csv and tsv, the keys of documents.
const COLUMNS: [&str; 14] = [
    "action",
    "title",
    "type",
    "statut",
    "fait",
    "programme",
    "pas_fait",
    "commentaire",
    "pilotes",
    "services",
    "hidden",
    "to_confirm",
    "source",
    "edited_at",
];

/// Returns the entries as a list, for programs and, one line a field, for people.
///
/// Of the fields, people see those whose stamp `is_wanted`.
pub fn listing(
    look: &Look,
    status: &Status,
    entries: &[Entry<'_>],
    is_wanted: impl Fn(&Stamp) -> bool,
) -> Listing {
    let items: Vec<Value> = entries.iter().map(|entry| item(status, entry)).collect();
    let width = (look.width / VALUE_SHARE).max(VALUE_LEAST);
    let rows: Vec<Vec<String>> = entries
        .iter()
        .flat_map(|entry| field_rows(status, entry, width, &is_wanted))
        .collect();
    let only = only_source(&rows);
    let language = look.language;
    let facts = foot(language, status, rows.len(), entries.len(), only.as_deref());
    Listing {
        foot: Some(folding::facts(look.width, "", &facts).trim_end().to_owned()),
        table: table(language, rows, only.is_none()),
        rows: items.iter().map(|item| cells(item, &COLUMNS)).collect(),
        ids: entries
            .iter()
            .map(|entry| entry.action.to_string())
            .collect(),
        header: COLUMNS.to_vec(),
        count: items.len(),
        items,
    }
}

/// Returns the one source from which all the rows are, nothing where no row has any.
fn only_source(rows: &[Vec<String>]) -> Option<String> {
    let mut sources = rows.iter().filter_map(|row| row.last());
    let Some(first) = sources.next() else {
        return Some(String::new());
    };
    sources.all(|source| source == first).then(|| first.clone())
}

fn item(status: &Status, entry: &Entry<'_>) -> Value {
    let title = entry.node.map(|node| node.title.as_str());
    let source = entry.origin().and_then(|stamp| status.source(stamp));
    let mut item = Map::new();
    let mut add = |key: &str, value: Value| item.insert(key.to_owned(), value);
    add("action", json!(entry.action));
    add("title", json!(title.filter(|title| !title.is_empty())));
    add("type", json!(entry.action.node_type()));
    item.extend(values(entry));
    let mut add = |key: &str, value: Value| item.insert(key.to_owned(), value);
    add("hidden", entry.is_hidden.into());
    add("to_confirm", entry.is_to_confirm().into());
    add("source", json!(source));
    add("edited_at", json!(entry.edited_at().map(utc)));
    item.into()
}

fn table(language: Language, mut rows: Vec<Vec<String>>, with_source: bool) -> Table {
    let headers = match language {
        French => ["ACTION", "TITRE", "CHAMP", "VALEUR", "DE"],
        English => ["ACTION", "TITLE", "FIELD", "VALUE", "FROM"],
    };
    let [action, title, field, value, from] = headers.map(Column::new);
    let mut columns = vec![action, title.cutting(), field, value.cutting()];
    if with_source {
        columns.push(from);
    } else {
        for row in &mut rows {
            row.pop();
        }
    }
    Table { columns, rows }
}

fn field_rows(
    status: &Status,
    entry: &Entry<'_>,
    width: usize,
    is_wanted: &impl Fn(&Stamp) -> bool,
) -> Vec<Vec<String>> {
    let title = entry.node.map_or("—", |node| node.title.as_str());
    let row = |field: &str, value: String, stamp: &Stamp| {
        let from = status.source(stamp).filter(|_| stamp.is_to_confirm());
        let cells = [entry.action.as_str(), title, field, &value];
        let cells = cells.into_iter().chain([from.unwrap_or_default()]);
        is_wanted(stamp).then(|| cells.map(str::to_owned).collect())
    };
    let said = entry
        .statut
        .and_then(|held| row("statut", held.value.label(), &held.stamp));
    let commentaire = entry.commentaire.and_then(|held| {
        let text = short(&commentaire::as_text(&held.value), width);
        row("commentaire", text, &held.stamp)
    });
    let pilotes = entry.pilotes.and_then(|held| {
        let names = names(&held.value).join(", ");
        row("pilotes", short(&names, width), &held.stamp)
    });
    let services = entry.services.and_then(|held| {
        let names = short(&held.value.join(", "), width);
        row("services", names, &held.stamp)
    });
    let texts = said.into_iter().chain(commentaire);
    texts.chain(pilotes).chain(services).collect()
}

/// Says how many rows there are, on how many actions, and from whom where that is one profile.
fn foot(
    language: Language,
    status: &Status,
    rows: usize,
    actions: usize,
    source: Option<&str>,
) -> Vec<String> {
    let (slug, id) = (&status.profile.slug, status.structure.referentiel());
    let actions = plural(language, actions, "action", "actions");
    let rows = fields(language, rows);
    let source = source.filter(|source| !source.is_empty());
    let (on, copied) = language.pick(("sur", "copiés de"), ("on", "copied from"));
    let source = source.map(|source| format!("{copied} {source}"));
    let facts = [
        format!("{rows} {on} {actions}"),
        id.to_string(),
        slug.clone(),
    ];
    facts.into_iter().chain(source).collect()
}

/// Returns the entries of a branch that satisfy `wanted`.
pub fn chosen<'s>(
    status: &'s Status,
    branch: &ActionId,
    deepest: Option<usize>,
    wanted: impl Fn(&Entry<'s>) -> bool,
) -> Vec<Entry<'s>> {
    let mut entries = status.entries();
    entries.retain(|entry| {
        entry.action.is_within(branch)
            && deepest.is_none_or(|deepest| entry.action.level() <= deepest)
            && wanted(entry)
    });
    entries
}

/// Says that values of actions that are gone are left out of an export.
pub fn orphans_left_out(language: Language, count: usize) -> String {
    let actions = plural(language, count, "action", "actions");
    match language {
        French => format!(
            "{actions} hors de la structure actuelle, non exportées : tetctl referentiel status … --orphans"
        ),
        English => format!(
            "{actions} outside the present structure, not exported: tetctl referentiel status … --orphans"
        ),
    }
}
