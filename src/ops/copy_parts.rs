//! The counts of a copy, one for each part of the tree that it speaks of.

use crate::domain::action::ActionId;
use crate::domain::copying::Decided;
use crate::domain::fate::Fate;
use crate::domain::referentiel::NodeType;
use crate::domain::selection::{Pattern, Selection};
use crate::domain::structure::Structure;

/// The counts of a part of the tree.
#[derive(Clone, Debug)]
pub struct PartCounts {
    pub id: ActionId,
    pub title: String,
    pub written: usize,
    pub kept: usize,
    pub equal: usize,
}

/// Returns the counts of each axe, or of each part of the one node that holds all that is selected.
pub fn parts(
    decided: &Decided<'_>,
    structure: &Structure,
    selection: &Selection,
) -> Vec<PartCounts> {
    parts_at(decided, structure, level_of_parts(structure, selection))
}

/// Returns the level of the parts: below the one node that holds all that is selected.
pub fn level_of_parts(structure: &Structure, selection: &Selection) -> usize {
    let level = level_of_all(selection) + 1;
    level.min(deepest_part(structure))
}

/// Returns the level above the sous-actions: deeper, parts would repeat the lines.
fn deepest_part(structure: &Structure) -> usize {
    let levels = structure.referentiel().hierarchy().iter();
    let above = levels.take_while(|level| **level != NodeType::SousAction);
    above.count().saturating_sub(1)
}

/// Returns the level of the node that holds all that is selected.
fn level_of_all(selection: &Selection) -> usize {
    let roots = selection.include.iter().map(|pattern| match pattern {
        Pattern::Branch(branch) => Some(branch.clone()),
        Pattern::Range(from, _) => from.parent(),
    });
    let holder = roots.reduce(|one, two| shared(one?, &two?));
    holder.flatten().map_or(0, |id| id.level())
}

/// Returns the node that holds both.
fn shared(one: ActionId, two: &ActionId) -> Option<ActionId> {
    let mut above = Some(one);
    while let Some(id) = above {
        if two.is_within(&id) {
            return Some(id);
        }
        above = id.parent();
    }
    None
}

fn parts_at(decided: &Decided<'_>, structure: &Structure, level: usize) -> Vec<PartCounts> {
    let mut parts: Vec<PartCounts> = Vec::new();
    for line in &decided.lines {
        let id = ancestor(&line.action, level);
        if parts.last().is_none_or(|part| part.id != id) {
            parts.push(PartCounts {
                title: structure.title(&id).unwrap_or_default().to_owned(),
                id,
                written: 0,
                kept: 0,
                equal: 0,
            });
        }
        if let Some(part) = parts.last_mut() {
            match line.fate {
                Fate::Filled | Fate::Replaced(_) | Fate::Appended | Fate::Typed => {
                    part.written += 1;
                }
                Fate::Kept(_) => part.kept += 1,
                Fate::Equal | Fate::Contained => part.equal += 1,
                Fate::Cleared => {}
            }
        }
    }
    parts
}

/// Returns the node of this level in whose branch `action` stands.
pub fn ancestor(action: &ActionId, level: usize) -> ActionId {
    let mut id = action.clone();
    while id.level() > level {
        match id.parent() {
            Some(parent) => id = parent,
            None => break,
        }
    }
    id
}
