//! Importing the structure of a référentiel.

use std::cmp::Ordering;
use std::collections::HashSet;

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::changeset::{Change, Changeset, Edit};
use crate::domain::record::{Field, Kind, Record};
use crate::domain::refusal::Dependent;
use crate::domain::request::Request;
use crate::domain::structure::{Node, Structure};
use crate::domain::value::Value;
use crate::store::View;

/// Plans the edits that make the stored structure the one that was read.
///
/// A structure that changes gets the next version. Data that profiles hold on nodes which go stays
/// where it is.
pub fn import_structure(view: &View<'_>, read: &Structure) -> Result<Changeset> {
    let referentiel = read.referentiel();
    let version = view.version(referentiel)?;
    let stored = view.known_structure(referentiel)?;
    let stored = stored.unwrap_or_else(|| Structure::new(referentiel, Vec::new()));
    let mut edits = differences(&stored.nodes()[1..], &read.nodes()[1..]);
    if !edits.is_empty() {
        edits.insert(0, heading(view, read, version)?);
    }
    let request = Request::ReferentielImport { referentiel };
    Ok(Changeset::of(request, edits))
}

/// Returns the values that `edits` leave without an action, by the profiles that hold them.
pub fn orphans(view: &View<'_>, edits: &[Edit]) -> Result<Vec<Dependent>> {
    orphans_since(view, 0, edits)
}

/// Returns those of the values that were written after this operation.
pub fn orphans_since(view: &View<'_>, since: i64, edits: &[Edit]) -> Result<Vec<Dependent>> {
    let gone = edits
        .iter()
        .filter(|edit| edit.change == Change::Delete && edit.record.kind() == Kind::Node)
        .filter_map(|edit| edit.record.action());
    let gone: Vec<&ActionId> = gone.collect();
    let Some(first) = gone.first() else {
        return Ok(Vec::new());
    };
    let gone_ids: HashSet<&str> = gone.iter().map(|action| action.as_str()).collect();
    view.values_on(first.referentiel(), |action, operation| {
        operation > since && gone_ids.contains(action)
    })
}

/// Returns the edit of what tells the structure: its next version, and its digest.
fn heading(view: &View<'_>, read: &Structure, version: Option<i64>) -> Result<Edit> {
    let referentiel = read.referentiel();
    let record = Record::Structure(referentiel);
    let (next, digest) = (version.unwrap_or(0) + 1, read.digest());
    if version.is_none() {
        let values = [
            (Field::Version, next.into()),
            (Field::Digest, digest.into()),
        ];
        return Ok(Edit::create(record, values));
    }
    let known = view.structure_digest(referentiel)?;
    let values = [
        (Field::Version, version.into(), next.into()),
        (Field::Digest, known.into(), digest.into()),
    ];
    Ok(Edit::update(record, values))
}

/// Returns the edits that lead from one list of nodes to another; both are in order.
fn differences(mut old: &[Node], mut new: &[Node]) -> Vec<Edit> {
    let mut edits = Vec::new();
    loop {
        let order = match (old.first(), new.first()) {
            (None, None) => return edits,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.id.cmp(&new.id),
        };
        if order == Ordering::Equal {
            edits.extend(update(&old[0], &new[0]));
        }
        if order.is_le() {
            edits.extend((order != Ordering::Equal).then(|| delete(&old[0])));
            old = &old[1..];
        }
        if order.is_ge() {
            edits.extend((order != Ordering::Equal).then(|| create(&new[0])));
            new = &new[1..];
        }
    }
}

fn create(node: &Node) -> Edit {
    Edit::create(Record::Node(node.id.clone()), values(node))
}

fn delete(node: &Node) -> Edit {
    Edit::delete(Record::Node(node.id.clone()), values(node))
}

fn values(node: &Node) -> [(Field, Value); 2] {
    [
        (Field::Title, node.title.as_str().into()),
        (Field::Points, node.points.into()),
    ]
}

fn update(old: &Node, new: &Node) -> Option<Edit> {
    let values = values(old).into_iter().zip(values(new));
    let values = values.map(|((field, before), (_, after))| (field, before, after));
    let edit = Edit::update(Record::Node(new.id.clone()), values);
    (!edit.fields.is_empty()).then_some(edit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::referentiel::Referentiel::Eci;

    fn nodes(written: &[(&str, &str, f64)]) -> Vec<Node> {
        let node = |(id, title, points): &(&str, &str, f64)| {
            let id = ActionId::parse(id, Some(Eci)).unwrap();
            Node {
                node_type: id.node_type().unwrap(),
                id,
                title: (*title).to_owned(),
                points: *points,
            }
        };
        written.iter().map(node).collect()
    }

    #[test]
    fn only_what_differs_is_edited() {
        let old = nodes(&[("1", "a", 1.0), ("1.1", "b", 1.0), ("2", "c", 2.0)]);
        let new = nodes(&[("1", "a", 1.0), ("2", "c", 3.0), ("10", "d", 0.0)]);
        let edits = differences(&old, &new);
        let seen: Vec<(String, Change, usize)> = edits
            .iter()
            .map(|edit| {
                let action = edit.record.action().unwrap().to_string();
                (action, edit.change, edit.fields.len())
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("eci_1.1".to_owned(), Change::Delete, 2),
                ("eci_2".to_owned(), Change::Update, 1),
                ("eci_10".to_owned(), Change::Create, 2),
            ]
        );
        assert!(differences(&new, &new).is_empty());
    }
}
