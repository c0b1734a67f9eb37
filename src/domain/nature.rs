//! What a profile is: its nature, and the platform's type that follows from it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::codes::parsed;
use crate::domain::name::{fold, words};

/// What a profile is, in law or on the platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nature {
    /// A métropole.
    Metro,
    /// The métropole de Lyon, a nature of its own in the national register.
    Met69,
    /// A communauté urbaine.
    Cu,
    /// A communauté d'agglomération.
    Ca,
    /// A communauté de communes.
    Cc,
    /// An établissement public territorial.
    Ept,
    /// A pôle d'équilibre territorial et rural.
    Petr,
    /// A pôle métropolitain.
    Polem,
    /// A syndicat mixte fermé.
    Smf,
    /// A syndicat mixte ouvert.
    Smo,
    /// A syndicat intercommunal à vocation unique.
    Sivu,
    /// A syndicat intercommunal à vocation multiple.
    Sivom,
    /// A commune.
    Commune,
    /// A département.
    Departement,
    /// A région.
    Region,
    /// The préfecture of a région.
    PrefectureRegion,
    /// The préfecture of a département.
    PrefectureDepartement,
    /// A public service.
    ServicePublic,
    /// A structure without legal status.
    Structure,
    /// A profile to try things on.
    Test,
}

/// What the platform calls the type of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProfileType {
    /// A région.
    Region,
    /// A département.
    Departement,
    /// Every kind of intercommunal body: EPCI, PETR, syndicats.
    Epci,
    /// A commune.
    Commune,
    /// A profile to try things on.
    Test,
    /// The préfecture of a région.
    PrefectureRegion,
    /// The préfecture of a département.
    PrefectureDepartement,
    /// A public service.
    ServicePublic,
    /// A structure without legal status.
    Structure,
}

/// Says that a text is no nature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidNature;

impl Nature {
    /// Every nature, in the order in which they are listed to people.
    pub const ALL: [Self; 20] = [
        Self::Metro,
        Self::Met69,
        Self::Cu,
        Self::Ca,
        Self::Cc,
        Self::Ept,
        Self::Petr,
        Self::Polem,
        Self::Smf,
        Self::Smo,
        Self::Sivu,
        Self::Sivom,
        Self::Commune,
        Self::Departement,
        Self::Region,
        Self::PrefectureRegion,
        Self::PrefectureDepartement,
        Self::ServicePublic,
        Self::Structure,
        Self::Test,
    ];

    /// Returns the nature that the first word of a profile's name tells, where it is one.
    pub fn from_first_word(name: &str) -> Option<Self> {
        words(name).first()?.parse().ok()
    }

    /// Returns the code that is typed and stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Metro => "METRO",
            Self::Met69 => "MET69",
            Self::Cu => "CU",
            Self::Ca => "CA",
            Self::Cc => "CC",
            Self::Ept => "EPT",
            Self::Petr => "PETR",
            Self::Polem => "POLEM",
            Self::Smf => "SMF",
            Self::Smo => "SMO",
            Self::Sivu => "SIVU",
            Self::Sivom => "SIVOM",
            Self::Commune => "commune",
            Self::Departement => "departement",
            Self::Region => "region",
            Self::PrefectureRegion => "prefecture_region",
            Self::PrefectureDepartement => "prefecture_departement",
            Self::ServicePublic => "service_public",
            Self::Structure => "structure",
            Self::Test => "test",
        }
    }

    /// Returns the nature of this very code, as it is stored.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|nature| nature.code() == code)
    }

    /// Returns the short French label that tables show.
    pub fn label(self) -> &'static str {
        match self {
            Self::Metro => "métropole",
            Self::Met69 => "métropole de Lyon",
            Self::Polem => "pôle métropolitain",
            Self::Departement => "département",
            Self::Region => "région",
            Self::PrefectureRegion => "préfecture de région",
            Self::PrefectureDepartement => "préfecture de département",
            Self::ServicePublic => "service public",
            _ => self.code(),
        }
    }

    /// Returns the platform's type, which follows from the nature.
    pub fn profile_type(self) -> ProfileType {
        match self {
            Self::Commune => ProfileType::Commune,
            Self::Departement => ProfileType::Departement,
            Self::Region => ProfileType::Region,
            Self::PrefectureRegion => ProfileType::PrefectureRegion,
            Self::PrefectureDepartement => ProfileType::PrefectureDepartement,
            Self::ServicePublic => ProfileType::ServicePublic,
            Self::Structure => ProfileType::Structure,
            Self::Test => ProfileType::Test,
            _ => ProfileType::Epci,
        }
    }
}

impl ProfileType {
    /// Returns the platform's code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Departement => "departement",
            Self::Epci => "epci",
            Self::Commune => "commune",
            Self::Test => "test",
            Self::PrefectureRegion => "prefecture_region",
            Self::PrefectureDepartement => "prefecture_departement",
            Self::ServicePublic => "service_public",
            Self::Structure => "structure_sans_statut_juridique",
        }
    }
}

impl FromStr for Nature {
    type Err = InvalidNature;

    /// Reads a code or a label, whatever its case and accents.
    fn from_str(text: &str) -> Result<Self, InvalidNature> {
        let typed = fold(text);
        Self::ALL
            .into_iter()
            .find(|nature| typed == fold(nature.code()) || typed == fold(nature.label()))
            .ok_or(InvalidNature)
    }
}

impl fmt::Display for Nature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

impl fmt::Display for ProfileType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

impl Serialize for Nature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Nature {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, "a nature")
    }
}

impl Serialize for ProfileType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_and_label_is_read_back() {
        for nature in Nature::ALL {
            assert_eq!(Nature::of(nature.code()), Some(nature));
            assert_eq!(nature.code().parse(), Ok(nature));
            assert_eq!(nature.code().to_uppercase().parse(), Ok(nature));
            assert_eq!(nature.label().parse(), Ok(nature));
        }
        assert_eq!("SM".parse::<Nature>(), Err(InvalidNature));
        assert_eq!("".parse::<Nature>(), Err(InvalidNature));
    }

    #[test]
    fn a_document_holds_the_code() -> Result<(), serde_json::Error> {
        assert_eq!(serde_json::to_string(&Nature::Cc)?, "\"CC\"");
        assert_eq!(
            serde_json::from_str::<Nature>("\"region\"")?,
            Nature::Region
        );
        assert!(serde_json::from_str::<Nature>("\"XX\"").is_err());
        Ok(())
    }

    #[test]
    fn the_type_follows_from_the_nature() {
        assert_eq!(Nature::Met69.profile_type().code(), "epci");
        assert_eq!(Nature::Petr.profile_type().code(), "epci");
        assert_eq!(Nature::Commune.profile_type().code(), "commune");
        assert_eq!(
            Nature::Structure.profile_type().code(),
            "structure_sans_statut_juridique"
        );
    }

    #[test]
    fn the_first_word_tells_the_nature_where_it_is_one() {
        for (name, nature) in [
            ("CC du X", Some(Nature::Cc)),
            ("ca Orvel", Some(Nature::Ca)),
            ("PETR du Pays de Trévanne", Some(Nature::Petr)),
            ("Métropole d'Orvel", Some(Nature::Metro)),
            ("Metropole Orvel", Some(Nature::Metro)),
            ("Commune d'Orvel", Some(Nature::Commune)),
            ("Département de l'Orvel", Some(Nature::Departement)),
            ("Région Orvel", Some(Nature::Region)),
            ("SIVOM du Val", Some(Nature::Sivom)),
            ("SM du Val", None),
            ("Communauté de communes du Val", None),
            ("Préfecture de l'Orvel", None),
            ("Orvel Métropole", None),
            ("", None),
        ] {
            assert_eq!(Nature::from_first_word(name), nature, "{name}");
        }
    }
}
