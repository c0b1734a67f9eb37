//! The référentiels and the levels of their trees.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One of the trees of measures by which a profile is assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Referentiel {
    /// Climat Air Énergie.
    Cae,
    /// Économie Circulaire.
    Eci,
    /// Climat Ressources, formerly Transition Écologique.
    Te,
}

impl Referentiel {
    /// The référentiels in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Cae, Self::Eci, Self::Te];

    /// Returns the id, with which every action id begins.
    pub fn id(self) -> &'static str {
        match self {
            Self::Cae => "cae",
            Self::Eci => "eci",
            Self::Te => "te",
        }
    }

    /// Returns the name that people know.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cae => "Climat Air Énergie",
            Self::Eci => "Économie Circulaire",
            Self::Te => "Climat Ressources",
        }
    }

    /// Returns the type of the nodes of each level, the root first.
    pub fn hierarchy(self) -> &'static [NodeType] {
        use NodeType::{Action, Axe, Referentiel, SousAction, SousAxe, Tache};
        match self {
            Self::Cae | Self::Te => &[Referentiel, Axe, SousAxe, Action, SousAction, Tache],
            Self::Eci => &[Referentiel, Axe, Action, SousAction, Tache],
        }
    }

    /// Returns the type of the nodes of `level`, if the tree is that deep.
    pub fn type_at(self, level: usize) -> Option<NodeType> {
        self.hierarchy().get(level).copied()
    }
}

impl fmt::Display for Referentiel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for Referentiel {
    type Err = UnknownReferentiel;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let id = text.trim();
        Self::ALL
            .into_iter()
            .find(|referentiel| referentiel.id().eq_ignore_ascii_case(id))
            .ok_or(UnknownReferentiel)
    }
}

/// What was typed is the id of no référentiel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownReferentiel;

/// What a node of a référentiel is, told by its level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeType {
    /// The root.
    Referentiel,
    /// A first division.
    Axe,
    /// A division of an axe, which ECI does not have.
    SousAxe,
    /// A mesure.
    Action,
    /// A sous-mesure, which may carry a statut.
    SousAction,
    /// A tâche, which may carry a statut.
    Tache,
}

impl NodeType {
    /// Returns the code that scripts rely on.
    pub fn code(self) -> &'static str {
        match self {
            Self::Referentiel => "referentiel",
            Self::Axe => "axe",
            Self::SousAxe => "sous-axe",
            Self::Action => "action",
            Self::SousAction => "sous-action",
            Self::Tache => "tache",
        }
    }
}

impl fmt::Display for NodeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_whatever_its_case() {
        assert_eq!(" CAE ".parse(), Ok(Referentiel::Cae));
        assert_eq!("te".parse(), Ok(Referentiel::Te));
        assert_eq!("te-test".parse::<Referentiel>(), Err(UnknownReferentiel));
        assert_eq!("".parse::<Referentiel>(), Err(UnknownReferentiel));
    }

    #[test]
    fn the_order_is_that_of_the_list() {
        assert!(Referentiel::ALL.is_sorted());
    }

    #[test]
    fn the_tree_of_eci_has_no_sous_axes() {
        assert_eq!(Referentiel::Eci.type_at(4), Some(NodeType::Tache));
        assert_eq!(Referentiel::Eci.type_at(5), None);
        assert_eq!(Referentiel::Cae.type_at(2), Some(NodeType::SousAxe));
    }

    #[test]
    fn the_codes_are_those_of_the_documents() -> serde_json::Result<()> {
        assert_eq!(serde_json::to_string(&Referentiel::Eci)?, r#""eci""#);
        for kind in Referentiel::Te.hierarchy() {
            let written = serde_json::to_string(kind)?;
            assert_eq!(written, format!(r#""{}""#, kind.code()));
            assert_eq!(serde_json::from_str::<NodeType>(&written)?, *kind);
        }
        Ok(())
    }
}
