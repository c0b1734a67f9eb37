//! Reading what somebody sees who types no command: what the store holds, and what was done last.

use anyhow::Result;

use super::find_operations::{Detail, Found};
use super::latest_operations::latest_operations;
use super::read_store::{Facts, read_store};
use crate::store::Store;

/// How many operations are shown.
const SHOWN: usize = 4;

/// What the store holds, and what was done last.
#[derive(Clone, Debug)]
pub struct Home {
    pub facts: Facts,
    /// The latest first.
    pub latest: Vec<Found>,
}

/// Returns what a store holds, and what was done last.
pub fn read_home(store: &mut Store, detail: Detail) -> Result<Home> {
    let facts = read_store(store)?;
    let latest = latest_operations(&store.view()?, SHOWN, detail)?;
    Ok(Home { facts, latest })
}
