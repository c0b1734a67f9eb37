//! French articles before the name of a profile: "du PETR…", "de la CC…", "de la commune d'Orvel".

use crate::domain::name::{fold, words};
use crate::domain::nature::Nature;

/// The first words that take "de la".
const FEMININE: &str = "cc ca cu communaute metropole commune region ville prefecture collectivite \
    agglomeration agglo";

/// The first words that take "du".
const MASCULINE: &str = "petr sivom sivu sm smf smo syndicat pole parc pnr departement pays grand \
    val conseil service";

/// The first words that take "de l'".
const ELIDED: &str = "ept epci etablissement association agence union office";

/// Returns the name of a profile behind "de", as people say it.
///
/// A commune is "de la commune de"; a name that begins with what the profile is takes that word's
/// article; any other name is treated as a proper noun.
pub fn of(nom: &str, nature: Nature) -> String {
    let first = words(nom).into_iter().next().unwrap_or_default();
    let is_in = |list: &str| list.split_whitespace().any(|known| known == first);
    if nature == Nature::Commune && first != "commune" && first != "ville" {
        return format!("de la commune {}", of_place(nom));
    }
    if is_in(FEMININE) {
        return format!("de la {nom}");
    }
    if is_in(MASCULINE) {
        return format!("du {nom}");
    }
    if is_in(ELIDED) {
        return format!("de l'{nom}");
    }
    of_place(nom)
}

/// Returns a proper noun behind "de": its own article contracts, a vowel elides.
///
/// An "h" is taken for a consonant, which is right or at least usual before names of places.
fn of_place(nom: &str) -> String {
    for (article, contracted) in [("Le ", "du "), ("Les ", "des ")] {
        if let Some(rest) = nom.strip_prefix(article) {
            return format!("{contracted}{rest}");
        }
    }
    if fold(nom).starts_with(['a', 'e', 'i', 'o', 'u', 'y']) {
        return format!("d'{nom}");
    }
    format!("de {nom}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_takes_its_article() {
        for (nom, nature, said) in [
            (
                "PETR du Pays de Trévanne",
                Nature::Petr,
                "du PETR du Pays de Trévanne",
            ),
            (
                "CC des Sources et Bocages",
                Nature::Cc,
                "de la CC des Sources et Bocages",
            ),
            (
                "CA Orvel Agglomération",
                Nature::Ca,
                "de la CA Orvel Agglomération",
            ),
            (
                "Communauté de communes du Val",
                Nature::Cc,
                "de la Communauté de communes du Val",
            ),
            ("SM de traitement", Nature::Smf, "du SM de traitement"),
            (
                "Métropole d'Orvel",
                Nature::Metro,
                "de la Métropole d'Orvel",
            ),
            ("Orvel Métropole", Nature::Metro, "d'Orvel Métropole"),
            ("Grand Orvel", Nature::Ca, "du Grand Orvel"),
            ("EPT Orvel", Nature::Ept, "de l'EPT Orvel"),
            (
                "Département de l'Orvel",
                Nature::Departement,
                "du Département de l'Orvel",
            ),
            ("Orvel", Nature::Commune, "de la commune d'Orvel"),
            ("Paimpol", Nature::Commune, "de la commune de Paimpol"),
            ("Étampes", Nature::Commune, "de la commune d'Étampes"),
            ("Le Mans", Nature::Commune, "de la commune du Mans"),
            ("Les Ulis", Nature::Commune, "de la commune des Ulis"),
            (
                "La Rochelle",
                Nature::Commune,
                "de la commune de La Rochelle",
            ),
            (
                "L'Isle-Jourdain",
                Nature::Commune,
                "de la commune de L'Isle-Jourdain",
            ),
            ("Houilles", Nature::Commune, "de la commune de Houilles"),
            ("Commune d'Orvel", Nature::Commune, "de la Commune d'Orvel"),
        ] {
            assert_eq!(of(nom, nature), said);
        }
    }
}
