//! The id of a node of a référentiel, such as `cae_1.1.2`.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::referentiel::{NodeType, Referentiel};

/// The full id of a node: the référentiel, then the dotted identifiant.
///
/// Ids are ordered as people read them: by référentiel, then part by part, 2 before 10 and
/// `1.1.1` before `1.1.1alter` before `1.1.2`, so that a branch is always contiguous.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ActionId(Arc<str>);

/// What was typed is the id of no node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidActionId {
    /// What was typed.
    pub typed: String,
}

impl ActionId {
    /// Returns the id of the root of `referentiel`.
    pub fn root(referentiel: Referentiel) -> Self {
        Self(referentiel.id().into())
    }

    /// Reads an id, which may leave out its référentiel where `known` tells it.
    ///
    /// The référentiel of a full id wins over `known`: the caller compares.
    pub fn parse(text: &str, known: Option<Referentiel>) -> Result<Self, InvalidActionId> {
        read(text.trim(), known).ok_or_else(|| InvalidActionId {
            typed: text.trim().to_owned(),
        })
    }

    /// Returns the référentiel to which the node belongs.
    pub fn referentiel(&self) -> Referentiel {
        match self.0.as_bytes().first() {
            Some(b'c') => Referentiel::Cae,
            Some(b'e') => Referentiel::Eci,
            _ => Referentiel::Te,
        }
    }

    /// Returns the id without its référentiel, empty for the root.
    pub fn identifiant(&self) -> &str {
        self.0
            .get(self.referentiel().id().len() + 1..)
            .unwrap_or_default()
    }

    /// Returns the full id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the number of parts of the identifiant, 0 for the root.
    pub fn level(&self) -> usize {
        let is_separator = |byte: &&u8| matches!(byte, b'_' | b'.');
        self.0.as_bytes().iter().filter(is_separator).count()
    }

    /// Returns the type of the node, if its référentiel is that deep.
    pub fn node_type(&self) -> Option<NodeType> {
        self.referentiel().type_at(self.level())
    }

    /// Returns the id without its last part, none for the root.
    pub fn parent(&self) -> Option<Self> {
        let end = self.0.rfind(['.', '_'])?;
        Some(Self(self.0[..end].into()))
    }

    /// Tells whether the node is `branch` or one of its descendants.
    pub fn is_within(&self, branch: &Self) -> bool {
        let (id, branch) = (self.0.as_bytes(), branch.0.as_bytes());
        id.starts_with(branch) && matches!(id.get(branch.len()), None | Some(b'.' | b'_'))
    }
}

impl Ord for ActionId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.referentiel().cmp(&other.referentiel()).then_with(|| {
            natural(
                self.identifiant().as_bytes(),
                other.identifiant().as_bytes(),
            )
        })
    }
}

impl PartialOrd for ActionId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for ActionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for ActionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for ActionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ActionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text, None)
            .map_err(|_| D::Error::invalid_value(Unexpected::Str(&text), &"an action id"))
    }
}

fn read(text: &str, known: Option<Referentiel>) -> Option<ActionId> {
    let (referentiel, identifiant) = match prefix(text) {
        Some((referentiel, "")) => return Some(ActionId::root(referentiel)),
        Some((referentiel, rest)) => (referentiel, rest.strip_prefix('_').unwrap_or(rest)),
        None => (known?, text),
    };
    if !is_identifiant(identifiant) {
        return Some(full(referentiel, &tidied(identifiant)?));
    }
    let is_full = text.as_bytes().get(referentiel.id().len()) == Some(&b'_');
    if is_full && text.starts_with(referentiel.id()) {
        return Some(ActionId(text.into()));
    }
    Some(full(referentiel, identifiant))
}

fn full(referentiel: Referentiel, identifiant: &str) -> ActionId {
    ActionId(format!("{}_{identifiant}", referentiel.id()).into())
}

/// Splits a référentiel that `text` begins with, in any case, from the rest.
fn prefix(text: &str) -> Option<(Referentiel, &str)> {
    Referentiel::ALL.into_iter().find_map(|referentiel| {
        let (start, rest) = text.split_at_checked(referentiel.id().len())?;
        let is_prefix = start.eq_ignore_ascii_case(referentiel.id());
        is_prefix.then_some((referentiel, rest))
    })
}

/// Tells whether these are dotted parts of figures and small letters, the first of figures alone.
fn is_identifiant(text: &str) -> bool {
    let mut parts = text.as_bytes().split(|byte| *byte == b'.');
    let is_small = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
    let is_axe = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    parts.next().is_some_and(is_axe)
        && parts.all(|part| !part.is_empty() && part.iter().all(is_small))
}

/// Returns the identifiant meant by a loose form: `18a` and `18 a` are `18.a`.
fn tidied(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let figures = text.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let letters = &text[figures.len()..];
    let is_loose = figures.ends_with(' ') || !figures.contains('.');
    let tidy = if is_loose && !letters.is_empty() {
        format!("{}.{letters}", figures.trim_end())
    } else {
        text
    };
    is_identifiant(&tidy).then_some(tidy)
}

/// Compares two identifiants from their first difference, runs of figures as numbers.
///
/// The end of an id comes before a dot, a dot before figures, figures before letters: the
/// bytes already stand in that order.
fn natural(left: &[u8], right: &[u8]) -> Ordering {
    let common = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let is_figure = |byte: &u8| byte.is_ascii_digit();
    let run = left[..common].iter().rev().copied();
    let start = common - run.take_while(|byte| is_figure(byte)).count();
    match (figures(&left[start..]), figures(&right[start..])) {
        ([], _) | (_, []) => left.get(common).cmp(&right.get(common)),
        (a, b) => number(a)
            .cmp(&number(b))
            .then(a.len().cmp(&b.len()))
            .then_with(|| left.get(common).cmp(&right.get(common))),
    }
}

fn figures(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|byte| !byte.is_ascii_digit());
    &text[..end.unwrap_or(text.len())]
}

/// Returns what orders runs of figures of any length by value: the length, then the figures.
fn number(run: &[u8]) -> (usize, &[u8]) {
    let zeros = run.iter().take_while(|byte| **byte == b'0').count();
    (run.len() - zeros, &run[zeros..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use Referentiel::{Cae, Eci, Te};

    fn id(text: &str) -> ActionId {
        ActionId::parse(text, None).unwrap()
    }

    #[test]
    fn an_id_is_read_with_or_without_its_referentiel() {
        assert_eq!(ActionId::parse("1.1.2", Some(Cae)), Ok(id("cae_1.1.2")));
        assert_eq!(ActionId::parse(" CAE_1.1.2 ", None), Ok(id("cae_1.1.2")));
        assert_eq!(ActionId::parse("eci_2", Some(Cae)), Ok(id("eci_2")));
        assert_eq!(ActionId::parse("Te", None), Ok(ActionId::root(Te)));
        assert_eq!(id("cae_1.1.2").as_str(), "cae_1.1.2");
    }

    #[test]
    fn loose_forms_are_read_where_they_are_simple() {
        for loose in ["cae18a", "cae 18 a", "CAE 18A", "cae_18 a", "cae_18.a"] {
            assert_eq!(id(loose).as_str(), "cae_18.a", "{loose}");
        }
        assert_eq!(id("cae 1.1.1").as_str(), "cae_1.1.1");
        assert_eq!(id("te_1.1.1Alter").as_str(), "te_1.1.1alter");
        assert_eq!(id("te_1.1.6.3 a").as_str(), "te_1.1.6.3.a");
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in [
            "",
            " ",
            "1.1",
            "cae_",
            "cae_1.",
            "cae_.1",
            "cae_1..2",
            "cae_a",
            "cae_1-2",
            "xyz_1",
            "cae_5 6",
            "cae__1",
            "te-test_1",
            "terre",
            "cae_1.é",
            "é",
        ] {
            let refused = InvalidActionId {
                typed: wrong.trim().to_owned(),
            };
            assert_eq!(ActionId::parse(wrong, None), Err(refused));
        }
    }

    #[test]
    fn ids_are_ordered_as_people_read_them() {
        let ordered = [
            "cae",
            "cae_1",
            "cae_1.1",
            "cae_1.1.2.0",
            "cae_1.1.2.0.1",
            "cae_1.2",
            "cae_1.10",
            "cae_2",
            "cae_10",
            "eci",
            "eci_1",
            "te",
            "te_1.1.1",
            "te_1.1.1.1",
            "te_1.1.1.1.a",
            "te_1.1.1.10",
            "te_1.1.1.a",
            "te_1.1.1alter",
            "te_1.1.1alter.1",
            "te_1.1.1altercom",
            "te_1.1.2",
            "te_1.1.10",
            "te_1.1.010",
            "te_1.1.99999999999999999999999",
        ]
        .map(id);
        for (place, left) in ordered.iter().enumerate() {
            for (other, right) in ordered.iter().enumerate() {
                assert_eq!(left.cmp(right), place.cmp(&other), "{left} {right}");
            }
        }
    }

    #[test]
    fn a_branch_holds_itself_and_its_descendants() {
        assert!(id("cae_1.1").is_within(&id("cae_1.1")));
        assert!(id("cae_1.1.2").is_within(&id("cae_1.1")));
        assert!(id("cae_1.1.2").is_within(&ActionId::root(Cae)));
        assert!(!id("cae_1.10").is_within(&id("cae_1.1")));
        assert!(!id("te_1.1.1alter").is_within(&id("te_1.1.1")));
        assert!(!id("cae_1").is_within(&id("cae_1.1")));
        assert!(!id("eci_1").is_within(&ActionId::root(Cae)));
    }

    #[test]
    fn an_id_knows_its_place_in_the_tree() {
        let tache = id("eci_3.3.1.3");
        assert_eq!(tache.referentiel(), Eci);
        assert_eq!(tache.identifiant(), "3.3.1.3");
        assert_eq!(
            (tache.level(), tache.node_type()),
            (4, Some(NodeType::Tache))
        );
        assert_eq!(tache.parent(), Some(id("eci_3.3.1")));
        assert_eq!(id("eci_1.1.1.1.1").node_type(), None);
    }

    #[test]
    fn the_root_stands_above_the_axes() {
        let root = ActionId::root(Cae);
        assert_eq!((root.identifiant(), root.level()), ("", 0));
        assert_eq!(root.node_type(), Some(NodeType::Referentiel));
        assert_eq!(root.parent(), None);
        assert_eq!(id("cae_1").parent(), Some(root));
    }

    #[test]
    fn documents_hold_the_full_id() -> serde_json::Result<()> {
        assert_eq!(
            serde_json::to_string(&id("te_1.1.1alter"))?,
            r#""te_1.1.1alter""#
        );
        assert_eq!(serde_json::from_str::<ActionId>(r#""cae_1""#)?, id("cae_1"));
        assert!(serde_json::from_str::<ActionId>(r#""1.1""#).is_err());
        Ok(())
    }
}
