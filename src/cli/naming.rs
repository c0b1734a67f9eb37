//! Resolving the names that were typed, before anything is planned; asking where somebody is there.
//!
//! Loose names propose, exact names act: see the module `ops::find_profile`.

use anyhow::Result;
use clap::ArgMatches;

use super::session::{Session, wrong};
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::refusal::{Candidate, Refusal};
use crate::domain::usage::ValueFault;
use crate::ops::find_profile::{self, Found, PROPOSED};
use crate::render::folding::folded;
use crate::render::questions;
use crate::store::{Store, View};

/// The values of a flag that takes several: one list for each time the flag was typed.
pub type Occurrences = Vec<Vec<String>>;

/// A profile, and what was typed for it where that was not exact.
#[derive(Clone, Debug)]
pub struct Named {
    pub profile: Profile,
    /// The loose name that it was read from, to be echoed in the preview.
    pub read_from: Option<String>,
}

impl Named {
    /// Returns a profile that no loose name stood for.
    pub fn exact(profile: Profile) -> Self {
        Self {
            profile,
            read_from: None,
        }
    }
}

/// Returns the profile that was typed.
///
/// A name that is not exact is proposed to whoever is there, and refused where nobody is.
pub fn profile(session: &Session, store: &mut Store, typed: &str) -> Result<Named> {
    let named = resolved(session, store, typed)?;
    if named.read_from.is_some() {
        session.remember_choice(typed, &named.profile.slug);
    }
    Ok(named)
}

/// Returns the profile of a text, which may stand on no command line.
pub fn resolved(session: &Session, store: &mut Store, typed: &str) -> Result<Named> {
    if !session.is_attended() {
        let profile = find_profile::exactly(&store.view()?, typed)?;
        return Ok(Named::exact(profile));
    }
    match proposals(session, store, typed)? {
        Proposals::Exact(profile) => Ok(Named::exact(profile)),
        Proposals::Several(profiles, candidates) => Ok(Named {
            profile: chosen(session, typed, profiles, &candidates)?,
            read_from: Some(typed.to_owned()),
        }),
    }
}

/// Says which profile a loose name was read as.
pub fn echo(session: &Session, named: &Named) -> Result<()> {
    let Some(typed) = &named.read_from else {
        return Ok(());
    };
    let line = questions::read_as(session.language(), typed, &named.profile.slug);
    session.ui.remark(&line)
}

/// Returns the number of the profile that was typed, also of one that is gone, by its last slug.
pub fn profile_or_gone(session: &Session, store: &mut Store, typed: &str) -> Result<ProfileId> {
    let gone = {
        let view = store.view()?;
        match find_profile::find(&view, typed)? {
            Found::Exact(profile) => return Ok(profile.id),
            _ => view.gone_profile(typed.trim())?,
        }
    };
    match gone {
        Some(profile) => Ok(profile),
        None => Ok(self::profile(session, store, typed)?.profile.id),
    }
}

/// Returns the profiles of a flag that takes several, each once.
///
/// One quoted value after its own flag may be a name; values in a row or between commas are keys.
pub fn profiles(
    session: &Session,
    store: &mut Store,
    flag: &str,
    typed: &Occurrences,
) -> Result<Vec<Named>> {
    let mut named: Vec<Named> = Vec::new();
    for occurrence in typed {
        let found = match occurrence.as_slice() {
            [word] => one_value(session, store, flag, word)?,
            words => keys(store, flag, words.iter().map(String::as_str))?,
        };
        for profile in found {
            if !named
                .iter()
                .any(|known| known.profile.id == profile.profile.id)
            {
                named.push(profile);
            }
        }
    }
    Ok(named)
}

/// Returns the values of `flag`, one list for each time it was typed.
pub fn occurrences(matches: &ArgMatches, flag: &str) -> Occurrences {
    let typed = matches
        .get_occurrences::<String>(flag)
        .into_iter()
        .flatten();
    typed.map(|values| values.cloned().collect()).collect()
}

/// A value with a comma is tried whole, then as keys, then as the loose name that it may be.
fn one_value(session: &Session, store: &mut Store, flag: &str, word: &str) -> Result<Vec<Named>> {
    let is_blank = word.trim().is_empty();
    if !word.contains(',') && !is_blank {
        return Ok(vec![profile(session, store, word)?]);
    }
    let whole = find_profile::find(&store.view()?, word)?;
    if matches!(whole, Found::Exact(_) | Found::Homonyms(_)) && !is_blank {
        return Ok(vec![profile(session, store, word)?]);
    }
    match (keys(store, flag, [word].into_iter()), whole) {
        (Err(error), Found::Loose(found)) if found.len() == 1 && is_no_key(&error) => {
            Ok(vec![profile(session, store, word)?])
        }
        (read, _) => read,
    }
}

fn is_no_key(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(Refusal::NotAKey { .. }))
}

/// Returns the profiles of keys between blanks or commas; refused where there is none at all.
fn keys<'w>(
    store: &mut Store,
    flag: &str,
    words: impl Iterator<Item = &'w str>,
) -> Result<Vec<Named>> {
    let typed: Vec<&str> = words.collect();
    let parts = typed.iter().flat_map(|word| word.split(','));
    let parts: Vec<&str> = parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        return Err(wrong(flag, &typed.join(" "), ValueFault::Empty));
    }
    let view = store.view()?;
    let named = |part: &&str| match find_profile::by_key(&view, part)? {
        Some(profile) => Ok(Named::exact(profile)),
        None => Err(not_a_key(&view, flag, part, &typed)?.into()),
    };
    parts.iter().map(named).collect()
}

/// Returns the refusal of a word that is no key: of one name in several words, or of several names.
fn not_a_key(view: &View<'_>, flag: &str, word: &str, typed: &[&str]) -> Result<Refusal> {
    let mut names: Vec<&str> = Vec::new();
    for value in typed {
        if matches!(find_profile::find(view, value)?, Found::Exact(_)) {
            names.push(value.trim());
        } else {
            let parts = value.split(',').map(str::trim);
            names.extend(parts.filter(|part| !part.is_empty()));
        }
    }
    let apart = typed
        .iter()
        .any(|word| word.contains(|char: char| char == ',' || char.is_whitespace()));
    let rewritten = if apart {
        let each = names.iter().map(|name| format!("{flag} \"{name}\""));
        each.collect::<Vec<_>>().join(" ")
    } else {
        format!("{flag} \"{}\"", names.join(" "))
    };
    Ok(Refusal::NotAKey {
        typed: word.to_owned(),
        rewritten,
        apart,
    })
}

enum Proposals {
    Exact(Profile),
    Several(Vec<Profile>, Vec<Candidate>),
}

/// Reads what a name means in a view that is closed before anybody is asked.
fn proposals(session: &Session, store: &mut Store, typed: &str) -> Result<Proposals> {
    let view = store.view()?;
    let profiles = match find_profile::find(&view, typed)? {
        Found::Exact(profile) => return Ok(Proposals::Exact(profile)),
        Found::Homonyms(profiles) | Found::Loose(profiles) if profiles.len() <= PROPOSED => {
            profiles
        }
        found => {
            let profile = find_profile::only(&view, typed, found)?;
            return Ok(Proposals::Exact(profile));
        }
    };
    let candidates = find_profile::candidates_within(&view, &profiles, session.referentiel())?;
    Ok(Proposals::Several(profiles, candidates))
}

/// Returns the only profile, or the one whose number is typed; Enter alone stops.
fn chosen(
    session: &Session,
    typed: &str,
    mut profiles: Vec<Profile>,
    candidates: &[Candidate],
) -> Result<Profile> {
    if profiles.len() == 1 {
        return Ok(profiles.remove(0));
    }
    let question = questions::which_profile(session.language(), typed, candidates);
    let question = folded(session.look().width, &question);
    match session.ui.choose(&question, profiles.len())? {
        Some(place) => Ok(profiles.remove(place)),
        None => Err(Refusal::Ambiguous {
            typed: typed.to_owned(),
            candidates: candidates.to_vec(),
            of: candidates.len(),
        }
        .into()),
    }
}
