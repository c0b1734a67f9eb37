//! Which profile a typed name means: keys and full names exactly, anything looser as a proposal.

use std::collections::{HashMap, HashSet};

use anyhow::Result;

use crate::domain::codes::{Insee, Siren};
use crate::domain::name::{fold, matches_loosely, nearness, word_nearness};
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{Candidate, Noun, Refusal};
use crate::store::View;

/// How many of the profiles that a name may mean are proposed.
pub const PROPOSED: usize = 20;

/// How many near names are shown.
const NEAR: usize = 5;

/// How near a name must be to be shown, from 0 to 1.
const NEAR_ENOUGH: f64 = 0.7;

/// What a typed name means.
#[derive(Debug)]
pub enum Found {
    /// One profile, by key or by full name.
    Exact(Profile),
    /// Several profiles have this very name.
    Homonyms(Vec<Profile>),
    /// Profiles that a looser reading proposes.
    Loose(Vec<Profile>),
    /// None; the names that come near.
    Nothing(Vec<Profile>),
}

/// Returns the profile of a key: a slug, a SIREN or an INSEE code.
pub fn by_key(view: &View<'_>, typed: &str) -> Result<Option<Profile>> {
    let typed = typed.trim();
    if let Some(profile) = view.profile_by_slug(typed)? {
        return Ok(Some(profile));
    }
    if let Ok(siren) = typed.parse::<Siren>() {
        return view.profile_by_siren(siren.as_str());
    }
    match typed.parse::<Insee>() {
        Ok(insee) => view.profile_by_insee(insee.as_str()),
        Err(_) => Ok(None),
    }
}

/// Returns what a typed name means.
pub fn find(view: &View<'_>, typed: &str) -> Result<Found> {
    if let Some(profile) = by_key(view, typed)? {
        return Ok(Found::Exact(profile));
    }
    let profiles = view.profiles()?;
    let folded = fold(typed);
    let same: Vec<Profile> = chosen(&profiles, |profile| fold(&profile.nom) == folded);
    if let [only] = same.as_slice() {
        return Ok(Found::Exact(only.clone()));
    }
    if !same.is_empty() {
        return Ok(Found::Homonyms(same));
    }
    let loose = chosen(&profiles, |profile| matches_loosely(typed, &profile.nom));
    if !loose.is_empty() {
        return Ok(Found::Loose(loose));
    }
    Ok(Found::Nothing(near(&profiles, typed)))
}

/// Returns the profile that a key or a full name means; anything looser is refused with candidates.
pub fn exactly(view: &View<'_>, typed: &str) -> Result<Profile> {
    only(view, typed, find(view, typed)?)
}

/// Returns the profile of `found`, which `typed` led to; refused with candidates where it is loose.
pub fn only(view: &View<'_>, typed: &str, found: Found) -> Result<Profile> {
    let typed = typed.to_owned();
    Err(match found {
        Found::Exact(profile) => return Ok(profile),
        Found::Loose(profiles) if profiles.len() == 1 => Refusal::Loose {
            typed,
            candidates: candidates(view, &profiles)?,
        },
        Found::Homonyms(profiles) | Found::Loose(profiles) => Refusal::Ambiguous {
            typed,
            candidates: candidates(view, &profiles[..profiles.len().min(PROPOSED)])?,
            of: profiles.len(),
        },
        Found::Nothing(profiles) => Refusal::NotFound {
            what: Noun::Profile,
            typed,
            near: candidates(view, &profiles)?,
        },
    }
    .into())
}

/// Returns what tells these profiles from each other.
pub fn candidates(view: &View<'_>, profiles: &[Profile]) -> Result<Vec<Candidate>> {
    candidates_within(view, profiles, None)
}

/// Returns what tells profiles apart, with what they hold in a référentiel, where one is meant.
pub fn candidates_within(
    view: &View<'_>,
    profiles: &[Profile],
    within: Option<Referentiel>,
) -> Result<Vec<Candidate>> {
    let listed: HashMap<ProfileId, &Profile> = profiles
        .iter()
        .map(|profile| (profile.id, profile))
        .collect();
    profiles
        .iter()
        .map(|profile| {
            let parents: HashSet<ProfileId> = view
                .parents(profile.id)?
                .iter()
                .map(|parent| parent.id)
                .collect();
            let supra = parents.iter().find_map(|parent| listed.get(parent));
            let filled = filled(view.filled_of(profile.id)?, within);
            Ok(Candidate {
                within,
                ..candidate(profile, supra.copied(), filled)
            })
        })
        .collect()
}

/// Returns how many of the fields are filled in: of the référentiel that is meant, or of all.
fn filled(each: [i64; 3], within: Option<Referentiel>) -> i64 {
    let counts = Referentiel::ALL.into_iter().zip(each);
    let counts = counts.filter(|(referentiel, _)| within.is_none_or(|one| one == *referentiel));
    counts.map(|(_, count)| count).sum()
}

fn candidate(profile: &Profile, supra: Option<&Profile>, filled: i64) -> Candidate {
    Candidate {
        key: profile.slug.clone(),
        name: profile.nom.clone(),
        nature: Some(profile.nature.label().to_owned()),
        department: profile.department.as_ref().map(ToString::to_string),
        siren: profile.siren.as_ref().map(ToString::to_string),
        member_of: supra.map(|supra| supra.slug.clone()),
        filled: Some(filled),
        within: None,
    }
}

fn chosen(profiles: &[Profile], fits: impl Fn(&Profile) -> bool) -> Vec<Profile> {
    profiles
        .iter()
        .filter(|profile| fits(profile))
        .cloned()
        .collect()
}

fn near(profiles: &[Profile], typed: &str) -> Vec<Profile> {
    let mut scored: Vec<(f64, &Profile)> = profiles
        .iter()
        .map(|profile| (score(profile, typed), profile))
        .filter(|(score, _)| *score >= NEAR_ENOUGH)
        .collect();
    scored.sort_by(|one, two| two.0.total_cmp(&one.0));
    scored.truncate(NEAR);
    scored
        .into_iter()
        .map(|(_, profile)| profile.clone())
        .collect()
}

fn score(profile: &Profile, typed: &str) -> f64 {
    nearness(typed, &profile.nom)
        .max(nearness(typed, &profile.slug))
        .max(word_nearness(typed, &profile.nom))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::changeset::{Changeset, Edit};
    use crate::domain::record::{Field, Record};
    use crate::domain::request::Request;
    use crate::domain::value::Value;
    use crate::ops::trial::Trial;

    #[test]
    fn a_stored_text_that_is_no_code_is_named() -> Result<()> {
        let mut trial = Trial::new()?;
        let profile = trial.profile.id;
        for (field, text, kind) in [
            (Field::Siren, "20000", "SIREN"),
            (Field::Insee, "ici", "INSEE code"),
            (Field::Department, "999", "department"),
        ] {
            let edit = Edit::update(
                Record::Profile(profile),
                [(field, Value::Null, text.into())],
            );
            let changeset = Changeset::of(Request::ProfileCreate { profile }, vec![edit.clone()]);
            trial.write(changeset.clone())?;
            let error = trial.store.view()?.profile(profile).unwrap_err();
            let number = profile.0;
            let expected = format!("profile {number}: `{text}` is no {kind}");
            let refusal = error.downcast::<Refusal>()?;
            assert!(matches!(refusal, Refusal::StoreMisread { what, .. } if what == expected));
            trial.write(Changeset {
                edits: vec![edit.reversed()],
                ..changeset
            })?;
        }
        assert!(trial.store.view()?.profile(profile)?.is_some());
        Ok(())
    }
}
