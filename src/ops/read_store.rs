//! Reading what a store is and what it holds.

use anyhow::Result;

use crate::domain::referentiel::Referentiel;
use crate::store::{Sharing, Store};

/// What a store is and what it holds.
#[derive(Clone, Debug)]
pub struct Facts {
    pub place: String,
    pub identity: String,
    pub schema: i64,
    pub profiles: i64,
    /// The structures that were imported, with their versions.
    pub referentiels: Vec<(Referentiel, i64)>,
    pub operations: i64,
    /// How the store stands towards those who use it.
    pub sharing: Sharing,
}

/// Returns the facts of a store.
pub fn read_store(store: &mut Store) -> Result<Facts> {
    let place = store.path().display().to_string();
    let identity = store.identity().to_owned();
    let sharing = store.sharing()?;
    let view = store.view()?;
    let mut referentiels = Vec::new();
    for referentiel in Referentiel::ALL {
        if let Some(version) = view.version(referentiel)? {
            referentiels.push((referentiel, version));
        }
    }
    Ok(Facts {
        place,
        identity,
        schema: Store::schema(),
        profiles: view.profile_count()?,
        referentiels,
        operations: view.operation_count()?,
        sharing,
    })
}
