//! Reading a part of a structure: a branch, to a depth, by words.

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::name;
use crate::domain::referentiel::Referentiel;
use crate::domain::structure::{Node, Structure};
use crate::ops::find_action::find_action;
use crate::store::View;

/// What part of a structure is looked at.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The branch, as it was typed; all of it otherwise.
    pub branch: Option<String>,
    /// How many levels below the branch; all of them otherwise.
    pub depth: Option<usize>,
    /// Words of titles, or the beginning of an id.
    pub search: Option<String>,
}

/// A part of a structure.
#[derive(Debug)]
pub struct Found {
    pub structure: Structure,
    /// The branch that is looked at, the root for all of it.
    pub branch: ActionId,
    /// The nodes that were asked for; the root is not one.
    pub nodes: Vec<Node>,
}

/// Returns the part of the structure of `referentiel` that was asked for.
pub fn search_structure(view: &View<'_>, referentiel: Referentiel, part: &Part) -> Result<Found> {
    let structure = view.structure(referentiel)?;
    let branch = match &part.branch {
        Some(typed) => find_action(&structure, typed)?,
        None => ActionId::root(referentiel),
    };
    let deepest = part.depth.map(|depth| branch.level() + depth);
    let nodes = structure
        .branch(&branch)
        .iter()
        .filter(|node| node.id.level() > 0)
        .filter(|node| deepest.is_none_or(|deepest| node.id.level() <= deepest))
        .filter(|node| {
            let search = part.search.as_deref();
            search.is_none_or(|search| finds(search, node))
        })
        .cloned()
        .collect();
    Ok(Found {
        structure,
        branch,
        nodes,
    })
}

/// Tells whether every word of `search` is in the title of `node`, or begins its id.
pub fn finds(search: &str, node: &Node) -> bool {
    let title = name::fold(&node.title);
    let is_there = |word: &str| {
        let word = name::fold(word);
        let begins_id = [node.id.as_str(), node.id.identifiant()]
            .iter()
            .any(|id| id.starts_with(&word));
        begins_id || name::words(&word).iter().all(|part| title.contains(part))
    };
    let mut words = search.split_whitespace().peekable();
    words.peek().is_some() && words.all(is_there)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node() -> Node {
        let id = ActionId::parse("cae_1.2.3", None).unwrap();
        Node {
            node_type: id.node_type().unwrap(),
            id,
            title: "Réaliser le diagnostic d’exposition".to_owned(),
            points: 1.0,
        }
    }

    #[test]
    fn words_are_found_whatever_their_accents_and_order() {
        for search in [
            "realiser",
            "Diagnostic Réal",
            "d'exposition",
            "1.2",
            "cae_1 diag",
        ] {
            assert!(finds(search, &node()), "{search}");
        }
        for search in ["", "bilan", "diagnostic bilan", "2.3"] {
            assert!(!finds(search, &node()), "{search}");
        }
    }
}
