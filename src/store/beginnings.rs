//! Profiles by the beginning of a key, and those that hold something: what is proposed to who types.

use anyhow::Result;

use crate::domain::nature::Nature;
use crate::domain::profile::{Profile, ProfileId};
use crate::store::View;
use crate::store::profiles::{profile_of, profiles};

/// The statement that finds the profiles in `$table`, one step of its key after the other.
///
/// `SELECT DISTINCT` would read every row.
macro_rules! holders {
    ($table:literal) => {
        concat!(
            "WITH RECURSIVE holder (profile) AS (
                 SELECT min(t.profile) FROM ",
            $table,
            " t
                 UNION ALL
                 SELECT (SELECT min(t.profile) FROM ",
            $table,
            " t WHERE t.profile > holder.profile)
                 FROM holder
                 WHERE holder.profile IS NOT NULL
             )
             SELECT profile FROM holder WHERE profile IS NOT NULL"
        )
    };
}

impl View<'_> {
    /// Returns the profiles whose slug begins so, by slug.
    pub fn profiles_by_slug_start(&self, start: &str) -> Result<Vec<Profile>> {
        // Slugs hold nothing that comes after `~`.
        let end = format!("{start}~");
        self.rows(
            profiles!("WHERE slug >= $1 AND slug < $2 ORDER BY slug"),
            &[start.into(), end.as_str().into()],
            profile_of,
        )
    }

    /// Returns the profiles whose SIREN or INSEE code begins so, by slug.
    pub fn profiles_by_code_start(&self, start: &str) -> Result<Vec<Profile>> {
        let end = format!("{start}~");
        self.rows(
            profiles!(
                "WHERE (siren >= $1 AND siren < $2) OR (insee >= $1 AND insee < $2)
             ORDER BY slug"
            ),
            &[start.into(), end.as_str().into()],
            profile_of,
        )
    }

    /// Returns the profiles whose slug and name fit, by slug; the others are not even read whole.
    pub fn profiles_that_fit(&self, fit: impl Fn(&str, &str) -> bool) -> Result<Vec<Profile>> {
        let mut found = Vec::new();
        self.engine.each(profiles!(""), &[], &mut |row| {
            if fit(row.text(1)?, row.text(2)?) {
                found.push(profile_of(row)?);
            }
            Ok(())
        })?;
        found.sort_by(|one, other| one.slug.cmp(&other.slug));
        Ok(found)
    }

    /// Returns the profiles of every other nature, by slug.
    pub fn profiles_but(&self, nature: Nature) -> Result<Vec<Profile>> {
        self.rows(
            profiles!("WHERE nature <> $1 ORDER BY slug"),
            &[nature.code().into()],
            profile_of,
        )
    }

    /// Returns the profiles that have filled in something; a profile may come several times.
    pub fn profiles_with_data(&self) -> Result<Vec<ProfileId>> {
        let mut found = Vec::new();
        for sql in [
            holders!("statut"),
            holders!("commentaire"),
            holders!("pilotes"),
            holders!("services"),
        ] {
            found.extend(self.rows(sql, &[], |row| Ok(ProfileId(row.int(0)?)))?);
        }
        Ok(found)
    }
}
