//! Profiles.

use std::fmt::Display;
use std::str::FromStr;

use anyhow::Result;

use crate::domain::changeset::{Change, FieldChange};
use crate::domain::nature::Nature;
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::record::{Field, Kind, Record};
use crate::store::View;
use crate::store::engine::Row;
use crate::store::reading::known;

/// The statement that reads whole profiles, `p`, of which `$part` chooses some.
macro_rules! profiles {
    ($part:literal) => {
        concat!(
            "SELECT p.id, p.slug, p.nom, p.nature, p.siren, p.insee, p.department, p.population
             FROM profile p
             ",
            $part
        )
    };
}

pub(super) use profiles;

impl View<'_> {
    /// Returns the profile of this number.
    pub fn profile(&self, profile: ProfileId) -> Result<Option<Profile>> {
        self.row(profiles!("WHERE id = $1"), &[profile.0.into()], profile_of)
    }

    /// Returns the profile of this slug.
    pub fn profile_by_slug(&self, slug: &str) -> Result<Option<Profile>> {
        self.row(profiles!("WHERE slug = $1"), &[slug.into()], profile_of)
    }

    /// Returns the profile of this SIREN.
    pub fn profile_by_siren(&self, siren: &str) -> Result<Option<Profile>> {
        self.row(profiles!("WHERE siren = $1"), &[siren.into()], profile_of)
    }

    /// Returns the commune of this INSEE code.
    pub fn profile_by_insee(&self, insee: &str) -> Result<Option<Profile>> {
        self.row(profiles!("WHERE insee = $1"), &[insee.into()], profile_of)
    }

    /// Returns all profiles, by slug.
    pub fn profiles(&self) -> Result<Vec<Profile>> {
        self.rows(profiles!("ORDER BY slug"), &[], profile_of)
    }

    /// Returns the profiles of a nature, by slug.
    pub fn profiles_of_nature(&self, nature: Nature) -> Result<Vec<Profile>> {
        self.rows(
            profiles!(
                "WHERE nature = $1
             ORDER BY slug"
            ),
            &[nature.code().into()],
            profile_of,
        )
    }

    /// Returns the profiles of a nature that have neither SIREN nor INSEE code, by slug.
    pub fn profiles_without_code(&self, nature: Nature) -> Result<Vec<Profile>> {
        self.rows(
            profiles!(
                "WHERE nature = $1 AND siren IS NULL AND insee IS NULL
             ORDER BY slug"
            ),
            &[nature.code().into()],
            profile_of,
        )
    }

    /// Returns the profiles whose slug is `stem`, or `stem` and more words.
    pub fn profiles_by_stem(&self, stem: &str) -> Result<Vec<Profile>> {
        // In byte order `.` is the first character after `-`.
        let (low, high) = (format!("{stem}-"), format!("{stem}."));
        self.rows(
            profiles!(
                "WHERE slug = $1 OR (slug >= $2 AND slug < $3)
             ORDER BY slug"
            ),
            &[stem.into(), low.as_str().into(), high.as_str().into()],
            profile_of,
        )
    }

    /// Counts the profiles.
    pub fn profile_count(&self) -> Result<i64> {
        self.int("SELECT CAST(count(*) AS BIGINT) FROM profile", &[])
    }

    /// Returns a number that no profile has ever had.
    pub fn next_profile_id(&self) -> Result<ProfileId> {
        let sql = "SELECT coalesce(max(profile), 0) FROM operation_profile";
        Ok(ProfileId(self.int(sql, &[])? + 1))
    }

    /// Returns the profile that is gone and had this slug when it went; of several, the last to go.
    pub fn gone_profile(&self, slug: &str) -> Result<Option<ProfileId>> {
        let operations = self.rows(
            "SELECT DISTINCT i.operation
             FROM operation_profile i
             WHERE i.kind = $1 AND NOT EXISTS (SELECT p.id FROM profile p WHERE p.id = i.profile)
             ORDER BY i.operation DESC",
            &[Kind::Profile.code().into()],
            |row| row.int(0),
        )?;
        for operation in operations {
            for edit in self.edits(operation)? {
                let had = |change: &FieldChange| {
                    change.field == Field::Slug && change.before.text() == Some(slug)
                };
                if let (Record::Profile(profile), Change::Delete) = (&edit.record, edit.change)
                    && edit.fields.iter().any(had)
                    && self.profile(*profile)?.is_none()
                {
                    return Ok(Some(*profile));
                }
            }
        }
        Ok(None)
    }

    /// Returns the slug of a profile; of one that is gone, the last that the journal knows.
    pub fn slug(&self, profile: ProfileId) -> Result<String> {
        match self.profile(profile)? {
            Some(profile) => Ok(profile.slug),
            None => self.last_slug(profile),
        }
    }

    /// Returns the name of a profile; of one that is gone, the last that the journal knows.
    pub fn nom(&self, profile: ProfileId) -> Result<String> {
        match self.profile(profile)? {
            Some(profile) => Ok(profile.nom),
            None => self.last_nom(profile),
        }
    }
}

/// Reads a row of `profiles!`.
pub(super) fn profile_of(row: &dyn Row) -> Result<Profile> {
    let id = row.int(0)?;
    let place = format_args!("profile {id}");
    let nature = row.text(3)?;
    Ok(Profile {
        id: ProfileId(id),
        slug: row.text(1)?.to_owned(),
        nom: row.text(2)?.to_owned(),
        nature: known(Nature::of(nature), "nature", nature, place)?,
        siren: code(row.maybe_text(4)?, "SIREN", place)?,
        insee: code(row.maybe_text(5)?, "INSEE code", place)?,
        department: code(row.maybe_text(6)?, "department", place)?,
        population: row.maybe_int(7)?,
    })
}

fn code<T: FromStr>(text: Option<&str>, kind: &str, place: impl Display) -> Result<Option<T>> {
    text.map(|text| known(text.parse().ok(), kind, text, place))
        .transpose()
}
