//! Which structures were imported.

use anyhow::Result;

use crate::domain::referentiel::Referentiel;
use crate::store::View;

/// One structure that was imported.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Imported {
    pub referentiel: Referentiel,
    /// How many nodes it has, the root not counted.
    pub nodes: usize,
    pub points: f64,
    /// 1, then one more for each import that changed it.
    pub version: i64,
}

/// Returns the structures that were imported, in the order of the référentiels.
pub fn list_structures(view: &View<'_>) -> Result<Vec<Imported>> {
    let mut imported = Vec::new();
    for referentiel in Referentiel::ALL {
        let Some(version) = view.version(referentiel)? else {
            continue;
        };
        let structure = view.structure(referentiel)?;
        imported.push(Imported {
            referentiel,
            nodes: structure.len_without_root(),
            points: structure.nodes()[0].points,
            version,
        });
    }
    Ok(imported)
}

/// Returns the référentiels whose structure was imported.
pub fn referentiels(view: &View<'_>) -> Result<Vec<Referentiel>> {
    let mut imported = Vec::new();
    for referentiel in Referentiel::ALL {
        if view.version(referentiel)?.is_some() {
            imported.push(referentiel);
        }
    }
    Ok(imported)
}
