//! Which node of a structure a typed id means.

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::refusal::{Candidate, Noun, Refusal};
use crate::domain::selection::near;
use crate::domain::structure::Structure;
use crate::ops::search_structure::finds;
use crate::ops::selecting::candidate;

/// How many nodes are proposed for words that are no id.
const PROPOSED: usize = 5;

/// Returns the id of a node; of an unknown one the near ids are named with their titles.
pub fn find_action(structure: &Structure, typed: &str) -> Result<ActionId> {
    let referentiel = structure.referentiel();
    let Ok(id) = ActionId::parse(typed, Some(referentiel)) else {
        let found = structure.nodes().iter().skip(1);
        let found = found.filter(|node| finds(typed, node)).take(PROPOSED);
        let found = found.map(|node| candidate(structure, &node.id));
        return Err(unknown(typed, found.collect()));
    };
    if id.referentiel() != referentiel {
        let typed = typed.to_owned();
        return Err(Refusal::OtherReferentiel { typed, referentiel }.into());
    }
    match structure.get(&id) {
        Some(node) => Ok(node.id.clone()),
        None => Err(unknown(typed, candidates(structure, &id))),
    }
}

/// Returns the nodes most like an id that does not exist.
pub fn candidates(structure: &Structure, id: &ActionId) -> Vec<Candidate> {
    let ids = near(id, structure);
    ids.iter().map(|id| candidate(structure, id)).collect()
}

fn unknown(typed: &str, near: Vec<Candidate>) -> anyhow::Error {
    Refusal::NotFound {
        what: Noun::Action,
        typed: typed.to_owned(),
        near,
    }
    .into()
}
