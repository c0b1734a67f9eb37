//! What each node of a référentiel is worth, from the points and percentages that are written.

use super::action::ActionId;
use super::referentiel::{NodeType, Referentiel};
use super::structure::{Node, Structure};

/// A node as it is written, before its points are known.
#[derive(Clone, Debug, PartialEq)]
pub struct RawNode {
    /// The full id.
    pub id: ActionId,
    /// The title.
    pub title: String,
    /// The points written on the node itself.
    pub points: Option<f64>,
    /// The share of the parent's points, from 0 to 100.
    pub percentage: Option<f64>,
}

/// Something that keeps a list of nodes from being a structure.
#[derive(Clone, Debug, PartialEq)]
pub struct StructureProblem {
    /// The node that is wrong.
    pub node: ActionId,
    /// Its position in the list, none for the root.
    pub position: Option<usize>,
    /// What is wrong with it.
    pub defect: Defect,
}

/// What can be wrong with a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Defect {
    /// The percentages of its children do not make 100.
    PercentageSum {
        /// What they make.
        sum: f64,
    },
    /// The node just above it is not in the list.
    ParentMissing {
        /// The node that is not there.
        parent: ActionId,
    },
    /// Its id is in the list twice.
    DuplicateId {
        /// The position of the first of the two.
        first: usize,
    },
    /// It must carry points and does not.
    PointsMissing,
    /// It is deeper than its référentiel, or the root, which is never written.
    LevelUnknown,
}

/// Gives every node its points, or names all that is wrong, in the order of the list.
///
/// A node keeps the points written on it; without them it is worth its share of its parent's
/// points, and failing that the sum of its children.
pub fn resolve(
    referentiel: Referentiel,
    raw: Vec<RawNode>,
) -> Result<Structure, Vec<StructureProblem>> {
    let mut tree = Tree::grow(referentiel, raw);
    for parent in 0..tree.nodes.len() {
        tree.share(parent);
    }
    for parent in (0..tree.nodes.len()).rev() {
        tree.add_up(parent);
    }
    if tree.problems.is_empty() {
        return Ok(tree.structure(referentiel));
    }
    tree.problems.sort_by_key(|problem| problem.position);
    Err(tree.problems)
}

/// Removes the noise of binary fractions: nine decimals are kept, and zero has no sign.
pub fn rounded(points: f64) -> f64 {
    (points * 1e9).round() / 1e9 + 0.0
}

/// The nodes in natural order, the root first, hence each parent before its children.
struct Tree {
    nodes: Vec<Place>,
    problems: Vec<StructureProblem>,
}

struct Place {
    raw: RawNode,
    position: Option<usize>,
    node_type: NodeType,
    children: Vec<usize>,
}

impl Tree {
    fn grow(referentiel: Referentiel, raw: Vec<RawNode>) -> Self {
        let mut tree = Self {
            nodes: vec![Place::root(referentiel)],
            problems: Vec::new(),
        };
        let mut ordered: Vec<(usize, RawNode)> = raw.into_iter().enumerate().collect();
        ordered.sort_by(|(_, left), (_, right)| left.id.cmp(&right.id));
        let mut ancestors = vec![0];
        for (position, raw) in ordered {
            tree.add(position, raw, &mut ancestors);
        }
        tree
    }

    /// Adds the next node below the last of `ancestors` that is above it.
    fn add(&mut self, position: usize, raw: RawNode, ancestors: &mut Vec<usize>) {
        let node_type = match raw.id.node_type() {
            None | Some(NodeType::Referentiel) => {
                return self.refuse(&raw.id, Some(position), Defect::LevelUnknown);
            }
            Some(node_type) => node_type,
        };
        let last = self.nodes.last().filter(|last| last.raw.id == raw.id);
        if let Some(first) = last.and_then(|last| last.position) {
            return self.refuse(&raw.id, Some(position), Defect::DuplicateId { first });
        }
        self.attach(position, &raw, ancestors);
        if self.nodes[0].raw.id.referentiel() == Referentiel::Te
            && node_type == NodeType::SousAction
            && raw.points.or(raw.percentage).is_none()
        {
            self.refuse(&raw.id, Some(position), Defect::PointsMissing);
        }
        self.nodes.push(Place {
            raw,
            position: Some(position),
            node_type,
            children: Vec::new(),
        });
    }

    fn attach(&mut self, position: usize, raw: &RawNode, ancestors: &mut Vec<usize>) {
        let is_above = |place: usize| raw.id.is_within(&self.nodes[place].raw.id);
        while ancestors.len() > 1 && ancestors.last().is_some_and(|last| !is_above(*last)) {
            ancestors.pop();
        }
        let level = raw.id.level();
        let is_parent =
            |place: &usize| is_above(*place) && self.nodes[*place].raw.id.level() + 1 == level;
        let place = self.nodes.len();
        if let Some(parent) = ancestors.last().copied().filter(is_parent) {
            self.nodes[parent].children.push(place);
        } else if let Some(parent) = raw.id.parent() {
            self.refuse(&raw.id, Some(position), Defect::ParentMissing { parent });
        }
        ancestors.push(place);
    }

    /// Gives the children of `parent` their shares of its points.
    ///
    /// Where no child says anything, the shares are equal, but for those of an explicit 0 %.
    fn share(&mut self, parent: usize) {
        let children = self.nodes[parent].children.clone();
        let written = |place: &usize| self.nodes[*place].raw.percentage;
        let has_points = |place: &usize| self.nodes[*place].raw.points.is_some();
        let has_share = children
            .iter()
            .filter_map(written)
            .any(|share| share != 0.0);
        if !has_share && !children.iter().any(has_points) {
            self.share_evenly(&children);
        } else if has_share {
            let sum = rounded(children.iter().filter_map(written).sum());
            self.check_sum(parent, sum);
        }
        let Some(points) = self.nodes[parent].raw.points else {
            return;
        };
        for child in children {
            let raw = &mut self.nodes[child].raw;
            let share = raw.percentage.map(|share| points * share / 100.0);
            raw.points = raw.points.or(share);
        }
    }

    fn share_evenly(&mut self, children: &[usize]) {
        let silent = |place: &&usize| self.nodes[**place].raw.percentage.is_none();
        let silent: Vec<usize> = children.iter().filter(silent).copied().collect();
        let number: f64 = silent.iter().map(|_| 1.0).sum();
        for child in silent {
            self.nodes[child].raw.percentage = Some(100.0 / number);
        }
    }

    fn check_sum(&mut self, parent: usize, sum: f64) {
        if rounded(sum - 100.0) != 0.0 {
            let Place { raw, position, .. } = &self.nodes[parent];
            let (id, position) = (raw.id.clone(), *position);
            self.refuse(&id, position, Defect::PercentageSum { sum });
        }
    }

    /// Gives a node without points the sum of its children's, which are known before.
    fn add_up(&mut self, parent: usize) {
        let children = self.nodes[parent].children.iter();
        let sum = children
            .filter_map(|child| self.nodes[*child].raw.points)
            .sum();
        self.nodes[parent].raw.points.get_or_insert(sum);
    }

    fn refuse(&mut self, node: &ActionId, position: Option<usize>, defect: Defect) {
        self.problems.push(StructureProblem {
            node: node.clone(),
            position,
            defect,
        });
    }

    fn structure(self, referentiel: Referentiel) -> Structure {
        let nodes = self.nodes.into_iter().map(|place| Node {
            id: place.raw.id,
            title: place.raw.title,
            points: rounded(place.raw.points.unwrap_or_default()),
            node_type: place.node_type,
        });
        Structure::new(referentiel, nodes.collect())
    }
}

impl Place {
    fn root(referentiel: Referentiel) -> Self {
        Self {
            raw: RawNode {
                id: ActionId::root(referentiel),
                title: String::new(),
                points: None,
                percentage: None,
            },
            position: None,
            node_type: NodeType::Referentiel,
            children: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Referentiel::{Eci, Te};

    type Written = (&'static str, Option<f64>, Option<f64>);

    fn id(text: &str) -> ActionId {
        ActionId::parse(text, Some(Eci)).unwrap()
    }

    fn raw(written: &[Written]) -> Vec<RawNode> {
        let node = |(text, points, percentage): &Written| RawNode {
            id: id(text),
            title: String::new(),
            points: *points,
            percentage: *percentage,
        };
        written.iter().map(node).collect()
    }

    fn points(written: &[Written]) -> Vec<(String, f64)> {
        let structure = resolve(Eci, raw(written)).unwrap();
        let pair = |node: &Node| (node.id.identifiant().to_owned(), node.points);
        structure.nodes().iter().map(pair).collect()
    }

    fn problems(referentiel: Referentiel, written: &[Written]) -> Vec<(Option<usize>, Defect)> {
        let problems = resolve(referentiel, raw(written)).unwrap_err();
        let pair = |problem: StructureProblem| (problem.position, problem.defect);
        problems.into_iter().map(pair).collect()
    }

    fn expected(points: &[(&str, f64)]) -> Vec<(String, f64)> {
        points
            .iter()
            .map(|(id, points)| ((*id).to_owned(), *points))
            .collect()
    }

    #[test]
    fn a_share_is_of_the_parents_points() {
        let written = [
            ("1", None, None),
            ("1.1", Some(30.0), None),
            ("1.1.1", None, Some(20.0)),
            ("1.1.2", None, Some(80.0)),
            ("1.1.1.1", None, Some(70.0)),
            ("1.1.1.2", None, Some(30.0)),
        ];
        assert_eq!(
            points(&written),
            expected(&[
                ("", 30.0),
                ("1", 30.0),
                ("1.1", 30.0),
                ("1.1.1", 6.0),
                ("1.1.1.1", 4.2),
                ("1.1.1.2", 1.8),
                ("1.1.2", 24.0),
            ])
        );
    }

    #[test]
    fn silent_children_share_evenly_but_for_an_explicit_zero() {
        let written = [
            ("1", None, None),
            ("1.1", Some(1.0), None),
            ("1.1.0", None, Some(0.0)),
            ("1.1.0.1", None, None),
            ("1.1.1", None, None),
            ("1.1.2", None, None),
            ("1.1.3", None, None),
        ];
        assert_eq!(
            points(&written)[2..],
            expected(&[
                ("1.1", 1.0),
                ("1.1.0", 0.0),
                ("1.1.0.1", 0.0),
                ("1.1.1", 0.333_333_333),
                ("1.1.2", 0.333_333_333),
                ("1.1.3", 0.333_333_333),
            ])
        );
    }

    #[test]
    fn explicit_points_are_not_checked_against_the_parents() {
        let written = [
            ("1", None, None),
            ("1.1", Some(2.0), None),
            ("1.1.1", Some(1.0), None),
            ("1.1.2", Some(0.5), None),
        ];
        assert_eq!(
            points(&written)[1..],
            expected(&[("1", 2.0), ("1.1", 2.0), ("1.1.1", 1.0), ("1.1.2", 0.5)])
        );
    }

    #[test]
    fn a_node_without_points_is_the_sum_of_its_children() {
        let written = [
            ("1", None, None),
            ("1.1", None, None),
            ("1.2", None, None),
            ("1.1.1", Some(0.1), None),
            ("1.1.2", Some(0.2), None),
        ];
        assert_eq!(
            points(&written),
            expected(&[
                ("", 0.3),
                ("1", 0.3),
                ("1.1", 0.3),
                ("1.1.1", 0.1),
                ("1.1.2", 0.2),
                ("1.2", 0.0),
            ])
        );
    }

    #[test]
    fn all_problems_are_named_at_once() {
        let written = [
            ("1", None, None),
            ("1.1", Some(10.0), None),
            ("1.1.1", None, Some(50.0)),
            ("1.1.2", None, Some(40.0)),
            ("1.2.1", None, None),
            ("1.2.1.1", None, None),
            ("1.1.2", None, Some(60.0)),
            ("1.1.1.1.1", None, None),
            ("cae_1", None, None),
            ("eci", None, None),
        ];
        assert_eq!(
            problems(Eci, &written),
            [
                (Some(1), Defect::PercentageSum { sum: 90.0 }),
                (Some(4), Defect::ParentMissing { parent: id("1.2") }),
                (Some(6), Defect::DuplicateId { first: 3 }),
                (Some(7), Defect::LevelUnknown),
                (Some(8), Defect::ParentMissing { parent: id("cae") }),
                (Some(9), Defect::LevelUnknown),
            ]
        );
    }

    #[test]
    fn a_decimal_share_may_complete_the_hundred() {
        let written = [
            ("1", None, None),
            ("1.1", Some(10.0), None),
            ("1.1.1", None, Some(12.5)),
            ("1.1.2", None, Some(33.3)),
            ("1.1.3", None, Some(54.2)),
        ];
        assert!(resolve(Eci, raw(&written)).is_ok());
    }

    #[test]
    fn a_sous_action_of_te_must_carry_points() {
        let written = [
            ("te_1", None, None),
            ("te_1.1", None, None),
            ("te_1.1.1", None, None),
            ("te_1.1.1.1", None, None),
            ("te_1.1.1.2", Some(1.0), None),
        ];
        assert_eq!(problems(Te, &written), [(Some(3), Defect::PointsMissing)]);
    }
}
