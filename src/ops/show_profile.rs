//! Gathering what the store knows of one profile, by keys alone.

use anyhow::Result;

use crate::domain::profile::Profile;
use crate::domain::referentiel::Referentiel;
use crate::domain::situation::Situation;
use crate::ops::list_profiles::known_referentiels;
use crate::store::{LastOperation, View};

/// What the store knows of one profile.
#[derive(Clone, Debug)]
pub struct ProfileFacts {
    pub profile: Profile,
    /// Its supras.
    pub parents: Vec<Profile>,
    pub members: Vec<Profile>,
    /// How many fields it has filled in, by référentiel.
    pub filled: [i64; 3],
    /// The situation of each référentiel, the default where nobody has set one.
    pub situations: [Situation; 3],
    /// The référentiels that were imported, or in which it holds data.
    pub referentiels: Vec<Referentiel>,
    /// The last operation on it.
    pub last: Option<LastOperation>,
}

/// Returns what the store knows of `profile`.
pub fn show_profile(view: &View<'_>, profile: Profile) -> Result<ProfileFacts> {
    let filled = view.filled_of(profile.id)?;
    let mut situations = Referentiel::ALL.map(Situation::default_of);
    for (place, referentiel) in Referentiel::ALL.into_iter().enumerate() {
        situations[place] = view.situation(profile.id, referentiel)?;
    }
    Ok(ProfileFacts {
        parents: view.parents(profile.id)?,
        members: view.members(profile.id)?,
        filled,
        situations,
        referentiels: known_referentiels(view, |place| filled[place] > 0)?,
        last: view.last_operation_on(profile.id)?,
        profile,
    })
}
