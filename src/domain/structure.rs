//! The tree of one référentiel, in natural order.

use sha2::{Digest as _, Sha256};

use super::action::ActionId;
use super::hexadecimal::hexadecimal;
use super::points::rounded;
use super::referentiel::{NodeType, Referentiel};

/// One node of a référentiel.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_field_names,
    reason = "`type` is a word of the language"
)]
pub struct Node {
    /// The full id.
    pub id: ActionId,
    /// The title, which a few published nodes lack.
    pub title: String,
    /// The points that the node is worth, its whole branch included.
    pub points: f64,
    /// What the node is.
    pub node_type: NodeType,
}

/// The nodes of one référentiel, the root first, each branch contiguous.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    referentiel: Referentiel,
    nodes: Vec<Node>,
}

impl Structure {
    /// Orders the nodes under a root that carries the sum of the points of the axes.
    ///
    /// A root among `nodes` is replaced.
    pub fn new(referentiel: Referentiel, mut nodes: Vec<Node>) -> Self {
        let id = ActionId::root(referentiel);
        nodes.retain(|node| node.id != id);
        let axes = nodes.iter().filter(|node| node.id.level() == 1);
        let points = rounded(axes.map(|axe| axe.points).sum());
        nodes.push(Node {
            id,
            title: referentiel.label().to_owned(),
            points,
            node_type: NodeType::Referentiel,
        });
        nodes.sort_unstable_by(|left, right| left.id.cmp(&right.id));
        Self { referentiel, nodes }
    }

    /// Returns the référentiel of which this is the tree.
    pub fn referentiel(&self) -> Referentiel {
        self.referentiel
    }

    /// Returns all nodes, the root first.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Returns what tells these nodes from any others: the start of the SHA-256 of all of them.
    pub fn digest(&self) -> String {
        let mut digest = Sha256::new();
        for node in &self.nodes {
            let line = (node.id.as_str(), node.title.as_str(), node.points.to_bits());
            digest.update(format!("{line:?}\n"));
        }
        hexadecimal(&digest.finalize()[..8])
    }

    /// Returns the number of nodes, the root not counted.
    pub fn len_without_root(&self) -> usize {
        self.nodes.len() - 1
    }

    /// Returns the node of that id.
    pub fn get(&self, id: &ActionId) -> Option<&Node> {
        let place = self.nodes.binary_search_by(|node| node.id.cmp(id));
        place.ok().map(|place| &self.nodes[place])
    }

    /// Returns the title of the node of that id, where there is one.
    pub fn title(&self, id: &ActionId) -> Option<&str> {
        self.get(id).map(|node| node.title.as_str())
    }

    /// Returns the nodes just below `id`, in natural order.
    pub fn children(&self, id: &ActionId) -> impl Iterator<Item = &Node> {
        let level = id.level() + 1;
        let branch = self.branch(id).iter();
        branch.filter(move |node| node.id.level() == level)
    }

    /// Returns the node and all its descendants, in natural order.
    pub fn branch(&self, id: &ActionId) -> &[Node] {
        let start = self.nodes.partition_point(|node| node.id < *id);
        let rest = &self.nodes[start..];
        let end = rest.partition_point(|node| node.id.is_within(id));
        &rest[..end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(identifiant: &str) -> ActionId {
        ActionId::parse(identifiant, Some(Referentiel::Te)).unwrap()
    }

    fn structure(identifiants: &[&str]) -> Structure {
        let node = |identifiant: &&str| Node {
            id: id(identifiant),
            title: String::new(),
            points: 0.1,
            node_type: id(identifiant).node_type().unwrap(),
        };
        Structure::new(Referentiel::Te, identifiants.iter().map(node).collect())
    }

    fn sample() -> Structure {
        structure(&[
            "1.10",
            "1.1.1alter.1",
            "1.1",
            "1.1.1",
            "2",
            "1.1.1.1",
            "1",
            "1.1.1alter",
            "1.2",
            "3",
        ])
    }

    fn ids<'a>(nodes: impl IntoIterator<Item = &'a Node>) -> Vec<&'a str> {
        nodes
            .into_iter()
            .map(|node| node.id.identifiant())
            .collect()
    }

    #[test]
    fn the_root_comes_first_with_the_points_of_the_axes() {
        let structure = sample();
        let root = &structure.nodes()[0];
        assert_eq!(root.id, ActionId::root(Referentiel::Te));
        assert_eq!(
            (root.title.as_str(), root.points),
            ("Climat Ressources", 0.3)
        );
        assert_eq!(structure.len_without_root(), 10);
    }

    #[test]
    fn a_root_among_the_nodes_is_not_doubled() {
        assert_eq!(ids(structure(&["te", "1"]).nodes()), ["", "1"]);
        assert_eq!(ids(structure(&[]).nodes()), [""]);
    }

    #[test]
    fn branches_are_contiguous_and_complete() {
        let structure = sample();
        assert_eq!(ids(structure.branch(&id("1.1.1"))), ["1.1.1", "1.1.1.1"]);
        assert_eq!(
            ids(structure.branch(&id("1.1.1alter"))),
            ["1.1.1alter", "1.1.1alter.1"]
        );
        assert_eq!(structure.branch(&id("te")).len(), 11);
        assert!(structure.branch(&id("4")).is_empty());
        for branch in structure.nodes() {
            let within = structure.nodes().iter();
            let within = within.filter(|node| node.id.is_within(&branch.id));
            assert_eq!(ids(structure.branch(&branch.id)), ids(within));
        }
    }

    #[test]
    fn children_are_one_level_below() {
        let structure = sample();
        assert_eq!(ids(structure.children(&id("te"))), ["1", "2", "3"]);
        assert_eq!(ids(structure.children(&id("1"))), ["1.1", "1.2", "1.10"]);
        assert_eq!(ids(structure.children(&id("1.1"))), ["1.1.1", "1.1.1alter"]);
        assert_eq!(structure.children(&id("2")).count(), 0);
    }

    #[test]
    fn a_node_is_found_by_its_id() {
        let structure = sample();
        assert_eq!(structure.get(&id("1.10")).unwrap().id, id("1.10"));
        assert!(structure.get(&id("1.3")).is_none());
    }
}
