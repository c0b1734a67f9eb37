//! Listing profiles with what stands around them.

use std::collections::HashMap;

use anyhow::Result;

use crate::domain::codes::{Department, Insee, Siren};
use crate::domain::name::{matches_loosely, slugify};
use crate::domain::nature::Nature;
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::referentiel::Referentiel;
use crate::store::View;

/// Which profiles are listed; nothing set lists all but communes that hold nothing.
#[derive(Clone, Debug, Default)]
pub struct ProfileFilter {
    /// Words of the name, or a slug, a SIREN, an INSEE code.
    pub search: Option<String>,
    /// One of these natures.
    pub natures: Vec<Nature>,
    /// One of these departments.
    pub departments: Vec<Department>,
    /// Members of this supra.
    pub parent: Option<ProfileId>,
    /// Communes that hold nothing too.
    pub full: bool,
}

/// Profiles, and what is not listed.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    pub rows: Vec<ListedProfile>,
    /// How many communes that hold nothing were left out.
    pub left_out: usize,
    /// The référentiels that were imported, or in which some profile holds data.
    pub referentiels: Vec<Referentiel>,
}

/// One profile, and what stands around it.
#[derive(Clone, Debug)]
pub struct ListedProfile {
    pub profile: Profile,
    /// The slugs of its supras.
    pub parents: Vec<String>,
    /// How many profiles are its members.
    pub members: usize,
    /// How many fields it has filled in, by référentiel.
    pub filled: [i64; 3],
}

/// What stands around all profiles, read once.
struct Surroundings {
    parents: HashMap<ProfileId, Vec<String>>,
    members: HashMap<ProfileId, usize>,
    filled: HashMap<ProfileId, [i64; 3]>,
}

/// Returns the profiles that `filter` chooses, by slug.
pub fn list_profiles(view: &View<'_>, filter: &ProfileFilter) -> Result<Listed> {
    let mut profiles = match filter.parent {
        Some(supra) => view.members(supra)?,
        None => view.profiles()?,
    };
    profiles.retain(|profile| filter.takes(profile));
    let mut listed = with_surroundings(view, profiles)?;
    if filter.leaves_out() {
        let before = listed.rows.len();
        listed.rows.retain(|row| !row.is_bare_commune());
        listed.left_out = before - listed.rows.len();
    }
    Ok(listed)
}

/// Returns the members of a supra, by slug.
pub fn list_members(view: &View<'_>, supra: ProfileId) -> Result<Listed> {
    with_surroundings(view, view.members(supra)?)
}

/// Returns the supras of a profile, by slug.
pub fn list_parents(view: &View<'_>, member: ProfileId) -> Result<Listed> {
    with_surroundings(view, view.parents(member)?)
}

/// Returns the référentiels that were imported, or in which `holds` says that there is data.
pub fn known_referentiels(
    view: &View<'_>,
    holds: impl Fn(usize) -> bool,
) -> Result<Vec<Referentiel>> {
    let mut known = Vec::new();
    for (place, referentiel) in Referentiel::ALL.into_iter().enumerate() {
        if holds(place) || view.version(referentiel)?.is_some() {
            known.push(referentiel);
        }
    }
    Ok(known)
}

impl ProfileFilter {
    /// Tells whether communes that hold nothing are left out: a department alone seeks none of them.
    fn leaves_out(&self) -> bool {
        let seeks = self.search.is_some() || !self.natures.is_empty() || self.parent.is_some();
        !self.full && !seeks
    }

    fn takes(&self, profile: &Profile) -> bool {
        let nature = self.natures.is_empty() || self.natures.contains(&profile.nature);
        let department = self.departments.is_empty()
            || profile
                .department
                .as_ref()
                .is_some_and(|department| self.departments.contains(department));
        let search = self.search.as_deref();
        nature && department && search.is_none_or(|search| is_found(profile, search))
    }
}

/// Tells whether a profile answers to a search, by name or by key.
fn is_found(profile: &Profile, search: &str) -> bool {
    let slug = slugify(search);
    matches_loosely(search, &profile.nom)
        || (!slug.is_empty() && profile.slug.starts_with(&slug))
        || search
            .parse::<Siren>()
            .ok()
            .as_ref()
            .is_some_and(|siren| profile.siren.as_ref() == Some(siren))
        || search
            .parse::<Insee>()
            .ok()
            .as_ref()
            .is_some_and(|insee| profile.insee.as_ref() == Some(insee))
}

impl ListedProfile {
    fn is_bare_commune(&self) -> bool {
        self.profile.nature == Nature::Commune && self.filled == [0; 3]
    }
}

fn with_surroundings(view: &View<'_>, profiles: Vec<Profile>) -> Result<Listed> {
    let mut around = surroundings(view)?;
    let holds = |place: usize| around.filled.values().any(|filled| filled[place] > 0);
    let referentiels = known_referentiels(view, holds)?;
    let rows = profiles.into_iter().map(|profile| ListedProfile {
        parents: around.parents.remove(&profile.id).unwrap_or_default(),
        members: around.members.get(&profile.id).copied().unwrap_or(0),
        filled: around.filled.get(&profile.id).copied().unwrap_or_default(),
        profile,
    });
    Ok(Listed {
        rows: rows.collect(),
        left_out: 0,
        referentiels,
    })
}

fn surroundings(view: &View<'_>) -> Result<Surroundings> {
    let mut parents: HashMap<ProfileId, Vec<String>> = HashMap::new();
    let mut members: HashMap<ProfileId, usize> = HashMap::new();
    for (member, supra, slug) in view.supras()? {
        parents.entry(member).or_default().push(slug);
        *members.entry(supra).or_default() += 1;
    }
    Ok(Surroundings {
        parents,
        members,
        filled: view.filled()?,
    })
}
