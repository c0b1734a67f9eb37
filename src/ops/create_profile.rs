//! Creating a profile.

use anyhow::Result;

use crate::domain::changeset::{Changeset, Edit};
use crate::domain::codes::{Department, Insee, Siren};
use crate::domain::name::fold;
use crate::domain::nature::Nature;
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::record::{Field, Record};
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::slugs::{bare_slug, free_slug};
use crate::store::View;

/// What a new profile is to be.
#[derive(Clone, Debug)]
pub struct NewProfile {
    pub nom: String,
    pub nature: Nature,
    pub siren: Option<Siren>,
    pub insee: Option<Insee>,
    pub department: Option<Department>,
    pub population: Option<i64>,
}

/// Plans the creation of a profile; the very same profile again is nothing to change.
pub fn create_profile(view: &View<'_>, new: &NewProfile) -> Result<Changeset> {
    if let Some(known) = known(view, new)? {
        let request = Request::ProfileCreate { profile: known.id };
        return Ok(Changeset::of(request, Vec::new()));
    }
    check_unique(view, new, None)?;
    let profile = view.next_profile_id()?;
    let slug = slug(view, new)?;
    let edit = Edit::create(
        Record::Profile(profile),
        [
            (Field::Slug, slug.into()),
            (Field::Nom, new.nom.clone().into()),
            (Field::Nature, new.nature.code().into()),
            (Field::Siren, new.siren.as_ref().map(Siren::as_str).into()),
            (Field::Insee, new.insee.as_ref().map(Insee::as_str).into()),
            (
                Field::Department,
                new.department.as_ref().map(Department::as_str).into(),
            ),
            (Field::Population, new.population.into()),
        ],
    );
    let request = Request::ProfileCreate { profile };
    Ok(Changeset::of(request, vec![edit]))
}

/// Returns the profile that is this one already; refused where its key holds other values.
fn known(view: &View<'_>, new: &NewProfile) -> Result<Option<Profile>> {
    let by_siren = match &new.siren {
        Some(siren) => view.profile_by_siren(siren.as_str())?,
        None => None,
    };
    let by_insee = match &new.insee {
        Some(insee) => view.profile_by_insee(insee.as_str())?,
        None => None,
    };
    for (field, holder) in [(Field::Siren, &by_siren), (Field::Insee, &by_insee)] {
        if let Some(holder) = holder.as_ref().filter(|holder| !is_same(holder, new)) {
            return Err(taken_by(field, holder, new));
        }
    }
    match by_siren.or(by_insee) {
        Some(known) => Ok(Some(known)),
        None => same_without_key(view, new),
    }
}

/// Returns the profile that holds the very same values, where no key could tell.
fn same_without_key(view: &View<'_>, new: &NewProfile) -> Result<Option<Profile>> {
    if new.siren.is_some() || new.insee.is_some() {
        return Ok(None);
    }
    let profiles = view.profiles_without_code(new.nature)?;
    Ok(profiles.into_iter().find(|profile| is_same(profile, new)))
}

/// Refuses a second profile where the nature allows one: a structure by name, a département by code.
///
/// `except` is the profile itself, where it is there already.
pub fn check_unique(view: &View<'_>, new: &NewProfile, except: Option<ProfileId>) -> Result<()> {
    let (field, same): (Field, fn(&Profile, &NewProfile) -> bool) = match new.nature {
        Nature::Structure | Nature::Test => (Field::Nom, |profile, new| {
            profile.nom.to_lowercase() == new.nom.to_lowercase()
        }),
        Nature::Departement | Nature::PrefectureDepartement => {
            (Field::Department, |profile, new| {
                new.department.is_some() && profile.department == new.department
            })
        }
        _ => return Ok(()),
    };
    let profiles = view.profiles_of_nature(new.nature)?;
    let mut others = profiles.iter().filter(|profile| Some(profile.id) != except);
    match others.find(|profile| same(profile, new)) {
        Some(holder) => Err(taken_by(field, holder, new)),
        None => Ok(()),
    }
}

fn is_same(profile: &Profile, new: &NewProfile) -> bool {
    fold(&profile.nom) == fold(&new.nom)
        && profile.nature == new.nature
        && profile.siren == new.siren
        && profile.insee == new.insee
        && profile.department == new.department
        && profile.population == new.population
}

fn taken_by(field: Field, holder: &Profile, new: &NewProfile) -> anyhow::Error {
    let value = match field {
        Field::Siren => new.siren.as_ref().map(ToString::to_string),
        Field::Insee => new.insee.as_ref().map(ToString::to_string),
        Field::Department => new.department.as_ref().map(ToString::to_string),
        _ => Some(new.nom.clone()),
    };
    taken(field, &value.unwrap_or_default(), holder)
}

/// Returns the refusal of a value that `holder` has.
pub fn taken(field: Field, value: &str, holder: &Profile) -> anyhow::Error {
    Refusal::AlreadyExists {
        field,
        value: value.to_owned(),
        slug: holder.slug.clone(),
    }
    .into()
}

/// Returns a free slug; where the name has homonyms, it carries what tells them apart.
fn slug(view: &View<'_>, new: &NewProfile) -> Result<String> {
    let bare = bare_slug(&new.nom);
    let near = view.profiles_by_stem(&bare)?;
    let folded = fold(&new.nom);
    let is_shared = near.iter().any(|profile| fold(&profile.nom) == folded);
    Ok(free_slug(
        &new.nom,
        new.nature == Nature::Commune,
        new.department.as_ref().map(Department::as_str),
        new.siren.as_ref().map(Siren::as_str),
        |slug| (is_shared && slug == bare) || near.iter().any(|profile| profile.slug == slug),
    ))
}
