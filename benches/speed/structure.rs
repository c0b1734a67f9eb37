//! A structure of the size of CAE, made or read.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;

/// Returns the ids of a structure's actions, in the order of the file.
pub fn actions(structure: &Path) -> Result<Vec<String>> {
    let mut reader = csv::Reader::from_path(structure)?;
    let rows = reader
        .records()
        .map(|row| Ok(row?.get(0).unwrap_or_default().trim().to_owned()));
    let ids: Vec<String> = rows.collect::<Result<_>>()?;
    Ok(ids.into_iter().filter(|id| !id.is_empty()).collect())
}

/// Returns the sous-actions without tâches, and the tâches.
pub fn leaves(actions: &[String]) -> Vec<String> {
    let parents: HashSet<&str> = actions
        .iter()
        .filter_map(|action| Some(action.rsplit_once('.')?.0))
        .collect();
    let ends = actions.iter().filter(|action| depth(action) > 3);
    let leaves = ends.filter(|action| !parents.contains(action.as_str()));
    leaves.cloned().collect()
}

/// Returns the level of an action: 4 is a sous-action, 5 a tâche.
pub fn depth(action: &str) -> usize {
    action.split('.').count()
}

/// Returns a structure of the size of CAE: 6 axes, 19 sous-axes, 61 mesures, 325 sous-actions (of
/// which 273 have tâches) and 1,059 tâches.
pub fn made_structure() -> String {
    let mut text =
        "identifiant,nom,description,contexte,exemples,ressources,points,pourcentage,categorie\n"
            .to_owned();
    let axes = children(&[String::new()], 6, 6);
    let sous_axes = children(&axes, 19, axes.len());
    let mesures = children(&sous_axes, 61, sous_axes.len());
    let sous_actions = children(&mesures, 325, mesures.len());
    let taches = children(&sous_actions, 1_059, 273);
    let long = "Une phrase qui explique ce que le territoire peut faire, et comment il le suit. "
        .repeat(8);
    for id in axes.iter().chain(&sous_axes) {
        let _ = writeln!(text, "{id},Une partie du programme,,,,,,,");
    }
    for id in &mesures {
        let _ = writeln!(
            text,
            "{id},Une mesure du territoire,\"{long}\n{long}\",,,,8,,"
        );
    }
    for (siblings, category) in [(&sous_actions, "bases"), (&taches, "")] {
        for id in siblings {
            let share = share(id, siblings);
            let _ = writeln!(
                text,
                "{id},Une action du territoire,\"{long}\",,,,,{share},{category}"
            );
        }
    }
    text
}

/// Returns `count` ids, spread over the first `used` of the parents.
fn children(parents: &[String], count: usize, used: usize) -> Vec<String> {
    let parents = &parents[..used.min(parents.len())];
    let ids = parents.iter().enumerate().flat_map(|(place, parent)| {
        let own = count / parents.len() + usize::from(place < count % parents.len());
        (1..=own).map(move |number| {
            format!("{parent}.{number}")
                .trim_start_matches('.')
                .to_owned()
        })
    });
    ids.collect()
}

/// Returns the percentage of its parent that an action has; those of its siblings make up 100.
fn share(id: &str, all: &[String]) -> usize {
    let (parent, number) = id.rsplit_once('.').unwrap_or_default();
    let start = format!("{parent}.");
    let count = all.iter().filter(|other| other.starts_with(&start)).count();
    let rest = if number == "1" { 100 % count } else { 0 };
    100 / count + rest
}
