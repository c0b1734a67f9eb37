//! How many fields profiles have filled in.

use std::collections::HashMap;

use anyhow::Result;

use crate::domain::profile::ProfileId;
use crate::domain::referentiel::Referentiel;
use crate::store::View;
use crate::store::engine::Bind;
use crate::store::statuts::bounds;

/// The statement that counts, in `$table`, the fields of each profile in three référentiels.
macro_rules! filled {
    ($table:literal) => {
        concat!(
            "SELECT profile,
                 CAST(sum(CASE WHEN action >= $1 AND action < $2 THEN 1 ELSE 0 END) AS BIGINT),
                 CAST(sum(CASE WHEN action >= $3 AND action < $4 THEN 1 ELSE 0 END) AS BIGINT),
                 CAST(sum(CASE WHEN action >= $5 AND action < $6 THEN 1 ELSE 0 END) AS BIGINT)
             FROM ",
            $table,
            " GROUP BY profile"
        )
    };
}

/// The statement that counts, in `$table`, the fields of one profile in one référentiel.
macro_rules! filled_of {
    ($table:literal) => {
        concat!(
            "SELECT CAST(count(*) AS BIGINT) FROM ",
            $table,
            " WHERE profile = $1 AND action >= $2 AND action < $3"
        )
    };
}

impl View<'_> {
    /// Counts the fields that each profile has filled in, by référentiel.
    pub fn filled(&self) -> Result<HashMap<ProfileId, [i64; 3]>> {
        let mut filled: HashMap<ProfileId, [i64; 3]> = HashMap::new();
        let binds: Vec<Bind<'_>> = Referentiel::ALL
            .into_iter()
            .flat_map(|referentiel| <[_; 2]>::from(bounds(referentiel)))
            .map(Bind::from)
            .collect();
        for sql in [
            filled!("statut"),
            filled!("commentaire"),
            filled!("pilotes"),
            filled!("services"),
        ] {
            self.engine.each(sql, &binds, &mut |row| {
                let counts = filled.entry(ProfileId(row.int(0)?)).or_default();
                for (place, count) in counts.iter_mut().enumerate() {
                    *count += row.int(place + 1)?;
                }
                Ok(())
            })?;
        }
        Ok(filled)
    }

    /// Counts the fields that one profile has filled in, by référentiel.
    pub fn filled_of(&self, profile: ProfileId) -> Result<[i64; 3]> {
        let mut filled = [0; 3];
        for (place, referentiel) in Referentiel::ALL.into_iter().enumerate() {
            let (low, high) = bounds(referentiel);
            for sql in [
                filled_of!("statut"),
                filled_of!("commentaire"),
                filled_of!("pilotes"),
                filled_of!("services"),
            ] {
                let binds = [profile.0.into(), low.into(), high.into()];
                filled[place] += self.int(sql, &binds)?;
            }
        }
        Ok(filled)
    }
}
