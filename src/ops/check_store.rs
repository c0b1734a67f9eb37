//! Looking for damage, and for what is not as the journal says.

use anyhow::{Error, Result};

use crate::domain::problem::{Problem, Problems};
use crate::domain::record::Record;
use crate::domain::refusal::Refusal;
use crate::ops::names::{Names, Slugs};
use crate::store::Store;

/// How many problems are told.
pub const MOST: usize = 100;

/// What a check found.
pub struct Checked {
    /// None where the content cannot be read to its end.
    pub digest: Option<String>,
    pub problems: Problems,
    /// The slugs of the profiles that the problems speak of.
    pub slugs: Slugs,
}

impl Checked {
    /// Returns what is found of a store that cannot be opened; an error that says nothing of its
    /// content comes back.
    pub fn unopened(error: Error) -> Result<Self> {
        let mut problems = Problems::up_to(MOST);
        problems.add(damage(error)?);
        Ok(Self {
            digest: None,
            problems,
            slugs: Slugs::new(),
        })
    }
}

/// Checks the engine's file, every record against the journal, and computes the digest.
pub fn check_store(store: &mut Store) -> Result<Checked> {
    let mut problems = Problems::up_to(MOST);
    match store.damage() {
        Ok(found) => found.into_iter().for_each(|problem| problems.add(problem)),
        Err(error) => problems.add(damage(error)?),
    }
    if let Err(error) = store.verify(&mut problems) {
        problems.add(damage(error)?);
    }
    if let Err(error) = store.sound_out(&mut problems) {
        problems.add(damage(error)?);
    }
    let digest = match store.view().and_then(|view| view.digest()) {
        Ok(digest) => Some(digest),
        Err(error) => {
            problems.add(damage(error)?);
            None
        }
    };
    problems.sort();
    let slugs = slugs(store, &problems)?;
    Ok(Checked {
        digest,
        problems,
        slugs,
    })
}

/// Names the profiles of the problems; one that cannot be named is left out.
fn slugs(store: &mut Store, problems: &Problems) -> Result<Slugs> {
    let view = store.view()?;
    let mut names = Names::new(&view);
    let mut slugs = Slugs::new();
    let records = problems.first.iter().filter_map(|problem| match problem {
        Problem::Record(strayed) => Some(&strayed.record),
        _ => None,
    });
    for profile in records.flat_map(Record::profiles) {
        if let Ok(slug) = names.slug(profile) {
            slugs.insert(profile, slug);
        }
    }
    Ok(slugs)
}

/// Returns what an error says of the content; one that says nothing of it comes back.
fn damage(error: Error) -> Result<Problem> {
    match error.downcast_ref() {
        Some(Refusal::StoreCorrupt { place }) => {
            let place = place.clone();
            Ok(Problem::Corrupt { place })
        }
        Some(Refusal::StoreMisread { what, .. }) => Ok(Problem::Unreadable(what.clone())),
        Some(_) => Err(error),
        None => Ok(Problem::Unreadable(format!("{error:#}"))),
    }
}
