//! The level at which a branch, a sous-action with its tâches, carries its statuts.

use crate::domain::action::ActionId;
use crate::domain::referentiel::NodeType;
use crate::domain::structure::Structure;

/// Where a branch speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Speaks {
    /// The sous-action has a statut; those of its tâches are hidden.
    SousAction,
    /// The sous-action is blank and at least one of its tâches has a statut.
    Taches,
    /// Neither the sous-action nor one of its tâches has a statut.
    Nothing,
}

/// Returns the level at which the branch of `sous_action` speaks.
///
/// A statut of the sous-action hides those of its tâches, which are kept.
pub fn speaks(
    structure: &Structure,
    sous_action: &ActionId,
    has_statut: impl Fn(&ActionId) -> bool,
) -> Speaks {
    if has_statut(sous_action) {
        return Speaks::SousAction;
    }
    let mut taches = structure.children(sous_action);
    if taches.any(|tache| has_statut(&tache.id)) {
        return Speaks::Taches;
    }
    Speaks::Nothing
}

/// Returns the sous-action of a branch: the node itself, or the parent of a tâche.
///
/// Nodes above the sous-actions stand in no branch.
pub fn sous_action_of(action: &ActionId) -> Option<ActionId> {
    match action.node_type()? {
        NodeType::SousAction => Some(action.clone()),
        NodeType::Tache => action.parent(),
        _ => None,
    }
}

/// Tells whether a node may carry a statut: a sous-action or a tâche.
pub fn takes_statut(action: &ActionId) -> bool {
    matches!(
        action.node_type(),
        Some(NodeType::SousAction | NodeType::Tache)
    )
}

/// Tells whether a node may carry pilotes and services: a mesure.
pub fn takes_pilotes(action: &ActionId) -> bool {
    action.node_type() == Some(NodeType::Action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::referentiel::Referentiel::Eci;
    use crate::domain::structure::Node;

    fn id(identifiant: &str) -> ActionId {
        ActionId::parse(identifiant, Some(Eci)).unwrap()
    }

    fn spoken(filled: &[&str]) -> Speaks {
        let ids = ["1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.2", "1.1.2"];
        let node = |identifiant: &str| Node {
            id: id(identifiant),
            title: String::new(),
            points: 0.0,
            node_type: id(identifiant).node_type().unwrap(),
        };
        let structure = Structure::new(Eci, ids.into_iter().map(node).collect());
        speaks(&structure, &id("1.1.1"), |action| {
            filled.contains(&action.identifiant())
        })
    }

    #[test]
    fn a_statut_of_the_sous_action_speaks_for_the_branch() {
        assert_eq!(spoken(&["1.1.1"]), Speaks::SousAction);
        assert_eq!(spoken(&["1.1.1", "1.1.1.2"]), Speaks::SousAction);
    }

    #[test]
    fn else_one_tache_is_enough() {
        assert_eq!(spoken(&["1.1.1.2"]), Speaks::Taches);
        assert_eq!(spoken(&["1.1.2"]), Speaks::Nothing);
        assert_eq!(spoken(&[]), Speaks::Nothing);
    }

    #[test]
    fn a_tache_stands_in_the_branch_of_its_parent() {
        assert_eq!(sous_action_of(&id("1.1.1.2")), Some(id("1.1.1")));
        assert_eq!(sous_action_of(&id("1.1.1")), Some(id("1.1.1")));
        assert_eq!(sous_action_of(&id("1.1")), None);
    }
}
