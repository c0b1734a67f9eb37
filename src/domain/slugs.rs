//! Choosing the slug of a new profile.

use crate::domain::name::slugify;

/// The slug of a name without any letter or digit.
const NAMELESS: &str = "profil";

/// Returns the slug of a name alone, with which every slug of a new profile begins.
///
/// A slug that reads as a SIREN or an INSEE code would hide the profile that has it.
pub fn bare_slug(name: &str) -> String {
    let slug = slugify(name);
    if slug.is_empty() {
        return NAMELESS.to_owned();
    }
    let digits = slug.bytes().filter(u8::is_ascii_digit).count();
    if is_code(&slug, digits) {
        return format!("{NAMELESS}-{slug}");
    }
    slug
}

/// Tells whether a slug could be taken for a SIREN or an INSEE code, or for a list of digits.
fn is_code(slug: &str, digits: usize) -> bool {
    let parts = slug.bytes().filter(|byte| *byte == b'-').count();
    let is_corsican = slug.len() == 5 && digits == 4 && matches!(slug.as_bytes()[1], b'a' | b'b');
    digits + parts == slug.len() || is_corsican
}

/// Returns the first slug of a new profile that is not taken.
///
/// A commune always carries its department. Another profile does when its name is taken; then come
/// the last four digits of the SIREN, then 2, 3 and so on.
pub fn free_slug(
    name: &str,
    is_commune: bool,
    department: Option<&str>,
    siren: Option<&str>,
    taken: impl Fn(&str) -> bool,
) -> String {
    let bare = bare_slug(name);
    let located = department.map(|department| format!("{bare}-{}", slugify(department)));
    let stem = located.clone().unwrap_or_else(|| bare.clone());
    let alone = Some(bare).filter(|_| !is_commune || located.is_none());
    let numbered = siren
        .and_then(last_four)
        .map(|digits| format!("{stem}-{digits}"));
    let counted = (2_u64..).map(|count| format!("{stem}-{count}"));
    [alone, located, numbered]
        .into_iter()
        .flatten()
        .chain(counted)
        .find(|slug| !taken(slug))
        .unwrap_or(stem)
}

fn last_four(siren: &str) -> Option<&str> {
    siren.get(siren.len().checked_sub(4)?..)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIREN: Option<&str> = Some("200029999");

    fn slug(
        is_commune: bool,
        department: Option<&str>,
        siren: Option<&str>,
        taken: &[&str],
    ) -> String {
        free_slug("Orvel", is_commune, department, siren, |slug| {
            taken.contains(&slug)
        })
    }

    #[test]
    fn a_name_that_is_free_is_the_slug() {
        assert_eq!(slug(false, Some("61"), SIREN, &[]), "orvel");
        assert_eq!(free_slug("— ?", false, None, None, |_| false), "profil");
    }

    #[test]
    fn a_name_of_digits_never_takes_the_place_of_a_code() {
        for (name, slug) in [
            ("200000131", "profil-200000131"),
            ("200 000 131", "profil-200-000-131"),
            ("2A004", "profil-2a004"),
            ("Orvel 61", "orvel-61"),
        ] {
            assert_eq!(free_slug(name, false, None, None, |_| false), slug);
        }
    }

    #[test]
    fn a_commune_always_carries_its_department() {
        assert_eq!(slug(true, Some("61"), SIREN, &[]), "orvel-61");
        assert_eq!(slug(true, Some("2A"), SIREN, &["orvel"]), "orvel-2a");
        assert_eq!(slug(true, None, SIREN, &[]), "orvel");
    }

    #[test]
    fn homonyms_get_department_then_siren_then_a_number() {
        let all = ["orvel", "orvel-61", "orvel-61-9999", "orvel-61-2"];
        for (taken, expected) in [
            (&all[..1], "orvel-61"),
            (&all[..2], "orvel-61-9999"),
            (&all[..3], "orvel-61-2"),
            (&all[..], "orvel-61-3"),
        ] {
            assert_eq!(slug(false, Some("61"), SIREN, taken), expected);
        }
        assert_eq!(slug(false, Some("61"), None, &all[..2]), "orvel-61-2");
        assert_eq!(slug(false, None, SIREN, &all), "orvel-9999");
        assert_eq!(slug(false, None, None, &all), "orvel-2");
    }
}
