//! Structures: the list of them, and one as a tree or as rows.

use serde_json::{Value, json};

use crate::domain::language::Language::{self, English, French};
use crate::domain::structure::Node;
use crate::ops::list_structures::Imported;
use crate::ops::search_structure::Found;
use crate::render::listing::{Listing, cell};
use crate::render::look::Look;
use crate::render::table::{Column, Table};
use crate::render::tree;
use crate::render::values::number;
use crate::render::words::{decimal, grouped, plural};

/// Returns the list of the structures that were imported.
pub fn listing(language: Language, imported: &[Imported]) -> Listing {
    let items: Vec<Value> = imported
        .iter()
        .map(|one| {
            json!({
                "id": one.referentiel,
                "nodes": one.nodes,
                "points": number(one.points),
                "version": one.version,
            })
        })
        .collect();
    Listing {
        table: imported_table(language, imported),
        foot: imported.is_empty().then(|| none_imported(language)),
        rows: items.iter().map(cells).collect(),
        ids: imported
            .iter()
            .map(|one| one.referentiel.to_string())
            .collect(),
        header: vec!["id", "nodes", "points", "version"],
        count: items.len(),
        items,
    }
}

fn imported_table(language: Language, imported: &[Imported]) -> Table {
    let [name, nodes] = match language {
        French => ["NOM", "NŒUDS"],
        English => ["NAME", "NODES"],
    };
    let row = |one: &Imported| {
        vec![
            one.referentiel.to_string(),
            one.referentiel.label().to_owned(),
            grouped(one.nodes),
            decimal(language, (one.points * 100.0).round() / 100.0),
            one.version.to_string(),
        ]
    };
    Table {
        columns: vec![
            Column::new("ID"),
            Column::new(name).cutting(),
            Column::new(nodes).right(),
            Column::new("POINTS").right(),
            Column::new("VERSION").right(),
        ],
        rows: imported.iter().map(row).collect(),
    }
}

fn none_imported(language: Language) -> String {
    match language {
        French => "aucune structure : tetctl referentiel import FICHIER --id cae",
        English => "no structure: tetctl referentiel import FILE --id cae",
    }
    .to_owned()
}

/// Returns the nodes as a list.
pub fn nodes(language: Language, found: &Found) -> Listing {
    let items: Vec<Value> = found.nodes.iter().map(item).collect();
    Listing {
        table: tree_table(language, found, true),
        foot: Some(foot(language, found)),
        rows: items.iter().map(cells).collect(),
        ids: found.nodes.iter().map(|node| node.id.to_string()).collect(),
        header: vec!["id", "title", "type", "depth", "points", "parent"],
        count: items.len(),
        items,
    }
}

/// Returns the nodes as a tree for people, with the nodes above them.
pub fn tree(look: &Look, found: &Found) -> String {
    let (text, _) = tree_table(look.language, found, look.unicode).text(look);
    format!("{text}{}\n", foot(look.language, found))
}

fn tree_table(language: Language, found: &Found, unicode: bool) -> Table {
    let shown = with_those_above(found);
    let top = shown.first().map_or(0, |node| node.id.level());
    let depths: Vec<usize> = shown.iter().map(|node| node.id.level() - top).collect();
    let rows = shown.iter().zip(tree::margins(&depths, unicode));
    let row = |(node, margin): (&&Node, tree::Margin)| {
        let id = match node.id.identifiant() {
            "" => node.id.as_str(),
            identifiant => identifiant,
        };
        vec![
            format!("{}{id}", margin.own),
            node.title.clone(),
            decimal(language, (node.points * 100.0).round() / 100.0),
        ]
    };
    let title = match language {
        French => "TITRE",
        English => "TITLE",
    };
    Table {
        columns: vec![
            Column::new("ID"),
            Column::new(title).cutting(),
            Column::new("POINTS").right(),
        ],
        rows: rows.map(row).collect(),
    }
}

/// Returns the nodes and, down from the branch that is looked at, those above them.
fn with_those_above(found: &Found) -> Vec<&Node> {
    let branch = found.structure.branch(&found.branch).iter();
    let mut wanted = found.nodes.iter().peekable();
    branch
        .filter(|node| {
            let is_above = wanted
                .peek()
                .is_some_and(|next| next.id.is_within(&node.id));
            wanted.next_if(|next| next.id == node.id).is_some() || is_above
        })
        .collect()
}

fn foot(language: Language, found: &Found) -> String {
    let (count, id) = (found.nodes.len(), found.structure.referentiel());
    match language {
        French => format!("{} · {id}", plural(French, count, "nœud", "nœuds")),
        English => format!("{} · {id}", plural(English, count, "node", "nodes")),
    }
}

fn item(node: &Node) -> Value {
    let title = Some(node.title.as_str()).filter(|title| !title.is_empty());
    json!({
        "id": node.id,
        "title": title,
        "type": node.node_type,
        "depth": node.id.level(),
        "points": number(node.points),
        "parent": node.id.parent(),
    })
}

fn cells(item: &Value) -> Vec<String> {
    let object = item.as_object();
    object
        .into_iter()
        .flat_map(|object| object.values().map(cell))
        .collect()
}
