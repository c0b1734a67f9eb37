//! Which profiles are proposed to somebody who has begun to type one.

use std::collections::HashSet;

use anyhow::Result;

use crate::domain::name::{matches_loosely, slugify};
use crate::domain::nature::Nature;
use crate::domain::profile::{Profile, ProfileId};
use crate::store::View;

/// How many profiles are proposed at most.
pub const MOST: usize = 400;

/// How many figures of a code tell that it is one.
const FIGURES: usize = 2;

/// A profile, by the key that is proposed.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    pub key: String,
    pub profile: Profile,
}

/// Returns the profiles whose slug or code begins so, else those that the words may mean.
///
/// Communes that hold nothing are left out where nothing is typed, or more is found than can be
/// proposed.
pub fn propose_profiles(view: &View<'_>, typed: &str) -> Result<Vec<Proposed>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(by_slug(spread(without_bare_communes(view)?)));
    }
    let by_start = view.profiles_by_slug_start(&typed.to_lowercase())?;
    if !by_start.is_empty() {
        return Ok(by_slug(few(view, by_start)?));
    }
    if typed.len() >= FIGURES && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        let found = few(view, view.profiles_by_code_start(typed)?)?;
        let found = found.into_iter().filter_map(|found| by_code(found, typed));
        let mut found: Vec<Proposed> = found.collect();
        found.sort_by(|one, other| one.key.cmp(&other.key));
        return Ok(found);
    }
    let part = slugify(typed);
    let found = view.profiles_that_fit(|slug, nom| {
        (!part.is_empty() && slug.contains(&part)) || matches_loosely(typed, nom)
    })?;
    Ok(by_slug(few(view, found)?))
}

fn by_slug(profiles: Vec<Profile>) -> Vec<Proposed> {
    let proposed = profiles.into_iter().map(|profile| Proposed {
        key: profile.slug.clone(),
        profile,
    });
    proposed.collect()
}

fn by_code(profile: Profile, start: &str) -> Option<Proposed> {
    let codes = [
        profile.siren.as_ref().map(ToString::to_string),
        profile.insee.as_ref().map(ToString::to_string),
    ];
    let key = codes
        .into_iter()
        .flatten()
        .find(|code| code.starts_with(start))?;
    Some(Proposed { key, profile })
}

/// Returns the profiles that are no commune, or hold something, by slug.
fn without_bare_communes(view: &View<'_>) -> Result<Vec<Profile>> {
    let mut profiles = view.profiles_but(Nature::Commune)?;
    let mut known: HashSet<ProfileId> = profiles.iter().map(|profile| profile.id).collect();
    for holder in view.profiles_with_data()? {
        if known.insert(holder) {
            profiles.extend(view.profile(holder)?);
        }
    }
    profiles.sort_by(|one, other| one.slug.cmp(&other.slug));
    Ok(profiles)
}

/// Returns the profiles if they are few enough, else some of those that are no bare commune.
fn few(view: &View<'_>, mut profiles: Vec<Profile>) -> Result<Vec<Profile>> {
    if profiles.len() > MOST {
        let holders: HashSet<ProfileId> = view.profiles_with_data()?.into_iter().collect();
        let others =
            |profile: &Profile| profile.nature != Nature::Commune || holders.contains(&profile.id);
        // A shell takes what all that is proposed begin with for what was meant: both ends stay.
        let ends = ends(&profiles);
        if profiles.iter().any(others) {
            profiles.retain(|profile| others(profile) || ends.contains(&profile.id));
        }
    }
    Ok(spread(profiles))
}

/// Returns the first and the last: what both begin with, all of them do.
fn ends(profiles: &[Profile]) -> Vec<ProfileId> {
    let ends = [profiles.first(), profiles.last()].into_iter().flatten();
    ends.map(|profile| profile.id).collect()
}

/// Leaves out so many in between that the rest can be proposed.
///
/// The first and the last stay: what a shell takes for the common beginning then holds for all.
fn spread(profiles: Vec<Profile>) -> Vec<Profile> {
    let count = profiles.len();
    if count <= MOST {
        return profiles;
    }
    let kept: HashSet<usize> = (0..MOST)
        .map(|place| place * (count - 1) / (MOST - 1))
        .collect();
    let places = profiles.into_iter().enumerate();
    places
        .filter_map(|(place, profile)| kept.contains(&place).then_some(profile))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::changeset::{Changeset, Edit};
    use crate::domain::record::{Field, Record};
    use crate::domain::request::Request;
    use crate::ops::trial::Trial;

    fn profiles(count: i64) -> Vec<Profile> {
        let profile = |id: i64| Profile {
            id: ProfileId(id),
            slug: format!("p-{id:04}"),
            nom: String::new(),
            nature: Nature::Cc,
            siren: None,
            insee: None,
            department: None,
            population: None,
        };
        (0..count).map(profile).collect()
    }

    #[test]
    fn communes_that_are_left_out_still_tell_what_all_begin_with() -> Result<()> {
        let mut trial = Trial::new()?;
        let profile = |number: i64, slug: String, nature: Nature| {
            let values = [
                (Field::Slug, slug.as_str().into()),
                (Field::Nom, slug.as_str().into()),
                (Field::Nature, nature.code().into()),
            ];
            Edit::create(Record::Profile(ProfileId(number)), values)
        };
        let many = i64::try_from(MOST)?;
        let commune = |number| profile(number, format!("saint-{number}"), Nature::Commune);
        let mut edits: Vec<Edit> = (100..=100 + many).map(commune).collect();
        edits.push(profile(99, "saint-1-metropole".to_owned(), Nature::Metro));
        let request = Request::ProfileCreate {
            profile: ProfileId(99),
        };
        trial.write(Changeset::of(request, edits))?;
        let proposed = propose_profiles(&trial.store.view()?, "s")?;
        let keys: Vec<&str> = proposed.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(keys, ["saint-1-metropole", "saint-500"]);
        Ok(())
    }

    #[test]
    fn of_many_the_first_and_the_last_stay() {
        let kept = spread(profiles(1254));
        assert_eq!(kept.len(), MOST);
        assert_eq!(kept[0].slug, "p-0000");
        assert_eq!(kept[MOST - 1].slug, "p-1253");
        assert_eq!(spread(profiles(3)), profiles(3));
    }
}
