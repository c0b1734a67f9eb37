//! Which actions of a référentiel are meant: branches, ranges of siblings, and exceptions.

use std::cmp::Reverse;
use std::fmt;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::action::{ActionId, InvalidActionId};
use super::referentiel::Referentiel;
use super::structure::{Node, Structure};

/// The number of ids that are proposed where a pattern matches nothing.
const PROPOSED: usize = 5;

/// Some nodes of a référentiel, as they are typed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// A node and all its descendants: `1.1`, or `1.1.*`.
    Branch(ActionId),
    /// The siblings from one to the other, with their branches: `1.1.1..1.1.3`.
    Range(ActionId, ActionId),
}

impl Pattern {
    /// Reads a pattern, whose ids may leave out their référentiel where `known` tells it.
    pub fn parse(text: &str, known: Option<Referentiel>) -> Result<Self, InvalidActionId> {
        let parsed = match text.split_once("..") {
            None => branch(text, known).map(Self::Branch),
            Some((from, to)) => branch(from, known).and_then(|from| {
                let to = branch(to, Some(from.referentiel()))?;
                Ok(Self::Range(from, to))
            }),
        };
        parsed.map_err(|_| InvalidActionId {
            typed: text.trim().to_owned(),
        })
    }

    /// Tells whether the pattern means this node.
    pub fn contains(&self, id: &ActionId) -> bool {
        match self {
            Self::Branch(branch) => id.is_within(branch),
            Self::Range(from, to) => from <= id && (id <= to || id.is_within(to)),
        }
    }

    /// Returns the branch, or the first end of the range.
    fn first(&self) -> &ActionId {
        match self {
            Self::Branch(id) | Self::Range(id, _) => id,
        }
    }

    fn is_of(&self, referentiel: Referentiel) -> bool {
        match self {
            Self::Branch(id) => id.referentiel() == referentiel,
            Self::Range(from, to) => [from, to].iter().all(|id| id.referentiel() == referentiel),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Branch(id) => id.fmt(f),
            Self::Range(from, to) => write!(f, "{from}..{to}"),
        }
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text, None).map_err(|_| {
            D::Error::invalid_value(Unexpected::Str(&text), &"an action id or a range")
        })
    }
}

/// The nodes that an operation is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// What is selected; nothing stands for everything.
    pub include: Vec<Pattern>,
    /// What is left out, whatever `include` says.
    pub exclude: Vec<Pattern>,
}

impl Selection {
    /// Tells whether the node is selected.
    pub fn contains(&self, id: &ActionId) -> bool {
        let matches = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.contains(id));
        (self.include.is_empty() || matches(&self.include)) && !matches(&self.exclude)
    }

    /// Checks that every pattern means nodes of `structure`: both ends of a range are there.
    pub fn check(&self, structure: &Structure) -> Result<(), SelectionProblem> {
        let mut patterns = self.include.iter().chain(&self.exclude);
        patterns.try_for_each(|pattern| check(pattern, structure))
    }

    /// Checks that every pattern means at least one node of `structure`, which may be a part.
    pub fn reaches(&self, structure: &Structure) -> Result<(), SelectionProblem> {
        let mut patterns = self.include.iter().chain(&self.exclude);
        let none = patterns.find(|pattern| {
            let mut nodes = structure.nodes().iter();
            !nodes.any(|node| pattern.contains(&node.id))
        });
        match none {
            None => Ok(()),
            Some(pattern) => Err(SelectionProblem::NothingMatches {
                pattern: pattern.clone(),
                near: near(pattern.first(), structure),
            }),
        }
    }
}

/// What can be wrong with a selection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectionProblem {
    /// No node of the structure is meant.
    NothingMatches {
        /// What was typed.
        pattern: Pattern,
        /// Ids that exist and may have been meant, the nearest first.
        near: Vec<ActionId>,
    },
    /// The pattern is of another référentiel.
    OtherReferentiel {
        /// What was typed.
        pattern: Pattern,
        /// The référentiel in which nodes are selected.
        expected: Referentiel,
    },
    /// The ends of a range are not siblings, or stand the wrong way round.
    NotARange {
        /// The first end.
        from: ActionId,
        /// The last end.
        to: ActionId,
    },
}

fn branch(text: &str, known: Option<Referentiel>) -> Result<ActionId, InvalidActionId> {
    let text = text.trim();
    ActionId::parse(text.strip_suffix(".*").unwrap_or(text), known)
}

fn check(pattern: &Pattern, structure: &Structure) -> Result<(), SelectionProblem> {
    let expected = structure.referentiel();
    if !pattern.is_of(expected) {
        return Err(SelectionProblem::OtherReferentiel {
            pattern: pattern.clone(),
            expected,
        });
    }
    let ends = match pattern {
        Pattern::Range(from, to) if from > to || from.parent() != to.parent() => {
            return Err(SelectionProblem::NotARange {
                from: from.clone(),
                to: to.clone(),
            });
        }
        Pattern::Range(from, to) => vec![from, to],
        Pattern::Branch(id) => vec![id],
    };
    match ends.into_iter().find(|id| structure.get(id).is_none()) {
        None => Ok(()),
        Some(absent) => Err(SelectionProblem::NothingMatches {
            pattern: Pattern::Branch(absent.clone()),
            near: near(absent, structure),
        }),
    }
}

/// Returns the siblings most like an id that does not exist, or failing siblings any nodes.
pub fn near(id: &ActionId, structure: &Structure) -> Vec<ActionId> {
    let parent = id.parent();
    let siblings = parent.iter().flat_map(|parent| structure.children(parent));
    let mut candidates: Vec<&Node> = siblings.collect();
    if candidates.is_empty() {
        candidates = structure.nodes().iter().skip(1).collect();
    }
    candidates.sort_by_cached_key(|node| distance(id.identifiant(), node.id.identifiant()));
    let nearest = candidates.into_iter().take(PROPOSED);
    nearest.map(|node| node.id.clone()).collect()
}

/// Counts the typing errors between two texts; among equals, a longer common start is nearer.
fn distance(left: &str, right: &str) -> (usize, Reverse<usize>) {
    let pairs = left.bytes().zip(right.bytes());
    let common = pairs.take_while(|(left, right)| left == right).count();
    (strsim::damerau_levenshtein(left, right), Reverse(common))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::points::{RawNode, resolve};
    use Referentiel::{Cae, Eci};

    fn id(text: &str) -> ActionId {
        ActionId::parse(text, Some(Cae)).unwrap()
    }

    fn pattern(text: &str) -> Pattern {
        Pattern::parse(text, Some(Cae)).unwrap()
    }

    fn selection(include: &[&str], exclude: &[&str]) -> Selection {
        let patterns = |texts: &[&str]| texts.iter().map(|text| pattern(text)).collect();
        Selection {
            include: patterns(include),
            exclude: patterns(exclude),
        }
    }

    fn structure() -> Structure {
        let identifiants = [
            "1", "1.1", "1.1.1", "1.1.2", "1.1.10", "1.2", "2", "2.1", "2.1.1",
        ];
        let raw = identifiants.map(|identifiant| RawNode {
            id: id(identifiant),
            title: String::new(),
            points: None,
            percentage: None,
        });
        resolve(Cae, raw.into()).unwrap()
    }

    fn selected(include: &[&str], exclude: &[&str]) -> Vec<String> {
        let selection = selection(include, exclude);
        let structure = structure();
        assert_eq!(selection.check(&structure), Ok(()));
        let nodes = structure.nodes().iter().skip(1);
        let nodes = nodes.filter(|node| selection.contains(&node.id));
        nodes.map(|node| node.id.identifiant().to_owned()).collect()
    }

    #[test]
    fn an_id_takes_its_whole_branch() {
        let branch = Pattern::Branch(id("cae_1.1"));
        for text in ["1.1", "1.1.*", " cae_1.1 ", "CAE_1.1.*"] {
            assert_eq!(pattern(text), branch);
        }
        assert_eq!(selected(&["1.1"], &[]), ["1.1", "1.1.1", "1.1.2", "1.1.10"]);
    }

    #[test]
    fn a_range_takes_siblings_with_their_branches() {
        assert_eq!(selected(&["1.1.2..1.1.10"], &[]), ["1.1.2", "1.1.10"]);
        assert_eq!(
            selected(&["1.1..1.2"], &[]),
            ["1.1", "1.1.1", "1.1.2", "1.1.10", "1.2"]
        );
        assert_eq!(selected(&["2..2"], &[]), ["2", "2.1", "2.1.1"]);
    }

    #[test]
    fn nothing_typed_is_everything_but_what_is_excluded() {
        assert_eq!(selected(&[], &[]).len(), 9);
        assert_eq!(selected(&[], &["1"]), ["2", "2.1", "2.1.1"]);
        assert_eq!(selected(&["cae"], &["1"]), ["2", "2.1", "2.1.1"]);
        assert_eq!(selected(&["1.1"], &["1.1.1..1.1.2"]), ["1.1", "1.1.10"]);
    }

    #[test]
    fn what_cannot_be_read_is_returned_as_typed() {
        for text in ["1.1..", "..1.1", "1.1...1.3", "1..2..3", "*", "abc", ""] {
            let refused = InvalidActionId {
                typed: text.to_owned(),
            };
            assert_eq!(Pattern::parse(text, Some(Cae)), Err(refused));
        }
        assert!(Pattern::parse("1.1", None).is_err());
    }

    #[test]
    fn a_pattern_without_a_node_comes_with_near_ids() {
        let problem = |text: &str, near: &[&str]| SelectionProblem::NothingMatches {
            pattern: pattern(text),
            near: near.iter().map(|text| id(text)).collect(),
        };
        for (text, absent, near) in [
            ("1.1.11", "1.1.11", &["1.1.1", "1.1.10", "1.1.2"][..]),
            ("1.1.8..1.1.10", "1.1.8", &["1.1.1", "1.1.2", "1.1.10"]),
            ("1.1.2..1.1.11", "1.1.11", &["1.1.1", "1.1.10", "1.1.2"]),
            (
                "2.1.1.1",
                "2.1.1.1",
                &["2.1.1", "1.1.1", "1.1.2", "1.1.10", "2.1"],
            ),
        ] {
            let refused = Err(problem(absent, near));
            assert_eq!(selection(&[text], &[]).check(&structure()), refused);
            assert_eq!(selection(&[], &[text]).check(&structure()), refused);
        }
    }

    #[test]
    fn another_referentiel_is_a_problem_of_its_own() {
        for text in ["eci_1", "eci_1..eci_2", "1..eci_2"] {
            let refused = SelectionProblem::OtherReferentiel {
                pattern: pattern(text),
                expected: Cae,
            };
            assert_eq!(selection(&[text], &[]).check(&structure()), Err(refused));
        }
        assert_eq!(
            Pattern::parse("eci_1..2", Some(Cae)),
            Pattern::parse("1..2", Some(Eci))
        );
    }

    #[test]
    fn the_ends_of_a_range_are_siblings_in_order() {
        for (from, to) in [("1.1", "1.1.2"), ("1.1.1", "2.1.1"), ("1.1.10", "1.1.2")] {
            let refused = SelectionProblem::NotARange {
                from: id(from),
                to: id(to),
            };
            let selection = selection(&[&format!("{from}..{to}")], &[]);
            assert_eq!(selection.check(&structure()), Err(refused));
        }
    }

    #[test]
    fn documents_hold_full_ids() -> serde_json::Result<()> {
        let selection = selection(&["1.1.*", "1.1.1..1.1.3"], &["2"]);
        let written = serde_json::to_string(&selection)?;
        assert_eq!(
            written,
            r#"{"include":["cae_1.1","cae_1.1.1..cae_1.1.3"],"exclude":["cae_2"]}"#
        );
        assert_eq!(serde_json::from_str::<Selection>(&written)?, selection);
        Ok(())
    }
}
