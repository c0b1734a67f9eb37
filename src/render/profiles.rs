//! Lists of profiles.

use serde_json::{Value, json};

use crate::domain::language::Language::{self, English, French};
use crate::domain::profile::Profile;
use crate::domain::referentiel::Referentiel;
use crate::ops::list_profiles::{Listed, ListedProfile};
use crate::render::listing::Listing;
use crate::render::table::{Column, Table};
use crate::render::words::plural;

/// The columns of the file of profiles.
const HEADER: [&str; 12] = [
    "slug",
    "nom",
    "nature",
    "siren",
    "insee",
    "departement",
    "population",
    "supra",
    "cae",
    "eci",
    "te",
    "membres",
];

/// What stands for nothing.
const NONE: &str = "—";

/// Returns the list of profiles; `store` names where they stand.
pub fn listing(language: Language, listed: &Listed, store: &str) -> Listing {
    let rows = &listed.rows;
    Listing {
        table: table(language, listed),
        foot: Some(foot(language, listed, store)),
        items: rows.iter().map(item).collect(),
        header: HEADER.to_vec(),
        rows: rows.iter().map(cells).collect(),
        ids: rows.iter().map(|row| row.profile.slug.clone()).collect(),
        count: rows.len(),
    }
}

/// Says how many communes a list leaves out, where the list itself does not.
pub fn left_out(language: Language, count: usize) -> String {
    let bare = bare(language, count);
    match language {
        French => format!("… et {bare} (--full)"),
        English => format!("… and {bare} (--full)"),
    }
}

fn bare(language: Language, count: usize) -> String {
    match language {
        French => plural(
            French,
            count,
            "commune sans données",
            "communes sans données",
        ),
        English => plural(
            English,
            count,
            "commune without data",
            "communes without data",
        ),
    }
}

fn foot(language: Language, listed: &Listed, store: &str) -> String {
    let count = listed.rows.len();
    let (profiles, and, colon) = match language {
        French => (plural(French, count, "profil", "profils"), "et", " :"),
        English => (plural(English, count, "profile", "profiles"), "and", ":"),
    };
    match listed.left_out {
        0 => format!("{profiles} · {store}"),
        left_out => {
            let bare = bare(language, left_out);
            format!("{profiles} ({and} {bare}{colon} --full) · {store}")
        }
    }
}

/// Returns the table; a référentiel that nobody uses has no column.
fn table(language: Language, listed: &Listed) -> Table {
    let (nom, membres) = match language {
        French => ("NOM", "MEMBRES"),
        English => ("NAME", "MEMBERS"),
    };
    let mut columns = vec![
        Column::new("SLUG"),
        Column::new(nom).cutting(),
        Column::new("NATURE"),
        Column::new("SIREN").leaving(2),
    ];
    let counts = listed
        .referentiels
        .iter()
        .map(|referentiel| referentiel.id().to_uppercase())
        .chain([membres.to_owned()]);
    columns.extend(counts.map(|header| Column::new(&header).right().leaving(1)));
    let row = |row: &ListedProfile| table_row(row, &listed.referentiels);
    Table {
        columns,
        rows: listed.rows.iter().map(row).collect(),
    }
}

fn table_row(row: &ListedProfile, referentiels: &[Referentiel]) -> Vec<String> {
    let profile = &row.profile;
    let siren = profile.siren.as_ref().map(ToString::to_string);
    let mut cells = vec![
        profile.slug.clone(),
        profile.nom.clone(),
        profile.nature.label().to_owned(),
        siren.unwrap_or_else(|| NONE.to_owned()),
    ];
    let filled = Referentiel::ALL.into_iter().zip(row.filled);
    let shown = filled.filter(|(referentiel, _)| referentiels.contains(referentiel));
    cells.extend(shown.map(|(_, count)| count.to_string()));
    cells.push(row.members.to_string());
    cells
}

fn item(row: &ListedProfile) -> Value {
    let mut item = facts(&row.profile);
    item["members"] = row.members.into();
    item["filled"] = filled(row.filled);
    item
}

/// Returns the facts of a profile that every document gives.
pub fn facts(profile: &Profile) -> Value {
    json!({
        "slug": profile.slug,
        "name": profile.nom,
        "nature": profile.nature,
        "type": profile.nature.profile_type(),
        "siren": profile.siren,
        "insee": profile.insee,
        "department": profile.department,
        "population": profile.population,
    })
}

/// Returns counts by référentiel.
pub fn filled(counts: [i64; 3]) -> Value {
    let [cae, eci, te] = counts;
    json!({ "cae": cae, "eci": eci, "te": te })
}

fn cells(row: &ListedProfile) -> Vec<String> {
    let profile = &row.profile;
    let text = |code: Option<String>| code.unwrap_or_default();
    let mut cells = vec![
        profile.slug.clone(),
        profile.nom.clone(),
        profile.nature.code().to_owned(),
        text(profile.siren.as_ref().map(ToString::to_string)),
        text(profile.insee.as_ref().map(ToString::to_string)),
        text(profile.department.as_ref().map(ToString::to_string)),
        text(profile.population.map(|count| count.to_string())),
        row.parents.join(";"),
    ];
    cells.extend(row.filled.iter().map(ToString::to_string));
    cells.push(row.members.to_string());
    cells
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::nature::Nature;
    use crate::domain::profile::ProfileId;
    use crate::render::look::Look;

    fn row(slug: &str, nom: &str, nature: Nature, siren: &str, cae: i64) -> ListedProfile {
        ListedProfile {
            profile: Profile {
                id: ProfileId(1),
                slug: slug.to_owned(),
                nom: nom.to_owned(),
                nature,
                siren: siren.parse().ok(),
                insee: None,
                department: None,
                population: None,
            },
            parents: Vec::new(),
            members: 3,
            filled: [cae, 0, 0],
        }
    }

    fn text(width: usize) -> String {
        let listed = Listed {
            rows: vec![
                row("ca-orvel", "CA Orvel", Nature::Ca, "200000149", 640),
                row("petr-du-pays", "PETR du Pays", Nature::Petr, "", 213),
            ],
            left_out: 380,
            referentiels: vec![Referentiel::Cae, Referentiel::Eci],
        };
        let look = Look {
            language: French,
            width,
            height: None,
            unicode: true,
            zone: TimeZone::UTC,
            now: 0,
        };
        listing(French, &listed, "prod").table_text(&look)
    }

    #[test]
    fn a_referentiel_that_is_used_has_a_column() {
        assert_eq!(
            text(100),
            "SLUG          NOM           NATURE  SIREN      CAE  ECI  MEMBRES\n\
             ca-orvel      CA Orvel      CA      200000149  640    0        3\n\
             petr-du-pays  PETR du Pays  PETR    —          213    0        3\n\
             2 profils (et 380 communes sans données : --full) · prod\n"
        );
    }

    #[test]
    fn the_siren_goes_first_and_then_the_counts() {
        assert_eq!(
            text(44),
            "SLUG          NOM           NATURE  CAE  ECI\n\
             ca-orvel      CA Orvel      CA      640    0\n\
             petr-du-pays  PETR du Pays  PETR    213    0\n\
             (sans SIREN, MEMBRES : terminal trop étroit)\n\
             2 profils (et 380 communes sans données : --full) · prod\n"
        );
    }
}
