//! The structures of the référentiels.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::domain::profile::ProfileId;
use crate::domain::record::Kind;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{Dependent, Refusal};
use crate::domain::structure::{Node, Structure};
use crate::store::View;
use crate::store::reading::{action_of, known};
use crate::store::statuts::bounds;

impl View<'_> {
    /// Returns the version of a structure; none where it was never imported.
    pub fn version(&self, referentiel: Referentiel) -> Result<Option<i64>> {
        self.row(
            "SELECT version FROM structure WHERE id = $1",
            &[referentiel.id().into()],
            |row| row.int(0),
        )
    }

    /// Returns what tells the nodes of a structure; none where it was never imported.
    pub fn structure_digest(&self, referentiel: Referentiel) -> Result<Option<String>> {
        self.row(
            "SELECT digest FROM structure WHERE id = $1",
            &[referentiel.id().into()],
            |row| Ok(row.text(0)?.to_owned()),
        )
    }

    /// Returns the structure of a référentiel; refused where it was never imported.
    pub fn structure(&self, referentiel: Referentiel) -> Result<Structure> {
        let nodes = self.rows(
            "SELECT action, title, points FROM node WHERE referentiel = $1",
            &[referentiel.id().into()],
            |row| {
                let text = row.text(0)?;
                let place = format_args!("structure {}", referentiel.id());
                let id = action_of(text, place)?;
                let node_type = known(id.node_type(), "level of the hierarchy", text, place)?;
                Ok(Node {
                    node_type,
                    id,
                    title: row.text(1)?.to_owned(),
                    points: row.real(2)?,
                })
            },
        )?;
        if nodes.is_empty() {
            return Err(Refusal::StructureMissing(referentiel).into());
        }
        Ok(Structure::new(referentiel, nodes))
    }

    /// Returns the structure of a référentiel; none where it was never imported.
    pub fn known_structure(&self, referentiel: Referentiel) -> Result<Option<Structure>> {
        match self.version(referentiel)? {
            Some(_) => self.structure(referentiel).map(Some),
            None => Ok(None),
        }
    }

    /// Returns the profiles that hold values that `is_meant`, with how many.
    ///
    /// It is asked by the action, and by the operation that wrote the value there.
    pub fn values_on(
        &self,
        referentiel: Referentiel,
        is_meant: impl Fn(&str, i64) -> bool,
    ) -> Result<Vec<Dependent>> {
        let (low, high) = bounds(referentiel);
        let mut counts: BTreeMap<(i64, Kind), usize> = BTreeMap::new();
        for (kind, sql) in [
            (
                Kind::Statut,
                "SELECT profile, action, operation FROM statut WHERE action >= $1 AND action < $2",
            ),
            (
                Kind::Commentaire,
                "SELECT profile, action, operation FROM commentaire WHERE action >= $1 AND action < $2",
            ),
            (
                Kind::Pilotes,
                "SELECT profile, action, operation FROM pilotes WHERE action >= $1 AND action < $2",
            ),
            (
                Kind::Services,
                "SELECT profile, action, operation FROM services WHERE action >= $1 AND action < $2",
            ),
        ] {
            self.engine
                .each(sql, &[low.into(), high.into()], &mut |row| {
                    if is_meant(row.text(1)?, row.int(2)?) {
                        *counts.entry((row.int(0)?, kind)).or_default() += 1;
                    }
                    Ok(())
                })?;
        }
        let dependent = |((profile, kind), count)| {
            let profile = ProfileId(profile);
            Ok(Dependent {
                profile,
                slug: self.slug(profile)?,
                kind,
                count,
            })
        };
        counts.into_iter().map(dependent).collect()
    }
}
