//! Which profile a value of a file means: a file is nobody's terminal, so keys and full names only.

use std::collections::HashMap;

use anyhow::Result;

use crate::domain::invalid_row::RowCode;
use crate::domain::profile::Profile;
use crate::domain::refusal::{Candidate, Refusal};
use crate::ops::find_profile;
use crate::store::View;

/// How many keys at most a problem names.
const NAMED: usize = 5;

/// The profiles that a file names, each looked up once.
pub struct ExactProfiles<'a> {
    view: &'a View<'a>,
    known: HashMap<String, Profile>,
}

impl<'a> ExactProfiles<'a> {
    /// Returns profiles of which none was looked up yet.
    pub fn new(view: &'a View<'a>) -> Self {
        Self {
            view,
            known: HashMap::new(),
        }
    }

    /// Returns the profile of a key or a full name, or what is wrong with the text.
    pub fn find(&mut self, text: &str) -> Result<Result<Profile, RowCode>> {
        if let Some(profile) = self.known.get(text) {
            return Ok(Ok(profile.clone()));
        }
        match find_profile::exactly(self.view, text) {
            Ok(profile) => {
                self.known.insert(text.to_owned(), profile.clone());
                Ok(Ok(profile))
            }
            Err(error) => Ok(Err(problem(error)?)),
        }
    }

    /// Returns the profile of a key.
    pub fn by_key(&self, text: &str) -> Result<Option<Profile>> {
        find_profile::by_key(self.view, text)
    }
}

/// Returns what is wrong with a text that names no profile exactly.
fn problem(error: anyhow::Error) -> Result<RowCode> {
    match error.downcast::<Refusal>()? {
        Refusal::NotFound { near, .. } => Ok(RowCode::ProfileUnknown { near: keys(near) }),
        Refusal::Loose { candidates, .. } => Ok(RowCode::ProfileLoose {
            keys: keys(candidates),
        }),
        Refusal::Ambiguous { candidates, .. } => Ok(RowCode::ProfileAmbiguous {
            keys: keys(candidates),
        }),
        other => Err(other.into()),
    }
}

fn keys(candidates: Vec<Candidate>) -> Vec<String> {
    let keys = candidates.into_iter().take(NAMED);
    keys.map(|candidate| candidate.key).collect()
}
