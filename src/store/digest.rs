//! The digest of the content: equal content has an equal digest on any engine, at any time.
//!
//! SHA-256 over one line a record: the records of each table by natural key in byte order, people
//! and profiles by what names them; no times, actors, provenance, numbers of the store or journal.

use anyhow::Result;
use sha2::{Digest, Sha256};

use crate::domain::hexadecimal::hexadecimal;
use crate::domain::profile::Profile;
use crate::domain::referentiel::Referentiel;
use crate::domain::value::Value;
use crate::store::View;
use crate::store::engine::Row;
use crate::store::lists::list;

impl View<'_> {
    /// Returns the digest of the content, in hexadecimal figures.
    pub fn digest(&self) -> Result<String> {
        let mut digest = Sha256::new();
        self.digest_structures(&mut digest)?;
        for profile in self.profiles()? {
            digest.update(profile_line(&profile));
            for supra in self.parents(profile.id)? {
                digest.update(line(&["relation", &profile.slug, &supra.slug]));
            }
            self.digest_data(&profile, &mut digest)?;
        }
        Ok(hexadecimal(&digest.finalize()))
    }

    fn digest_structures(&self, digest: &mut Sha256) -> Result<()> {
        for referentiel in Referentiel::ALL {
            let Some(version) = self.version(referentiel)? else {
                continue;
            };
            digest.update(line(&["structure", referentiel.id(), &version.to_string()]));
            self.engine.each(
                "SELECT action, title, points FROM node WHERE referentiel = $1 ORDER BY action",
                &[referentiel.id().into()],
                &mut |row| {
                    let points = row.real(2)?.to_string();
                    digest.update(line(&["node", row.text(0)?, row.text(1)?, &points]));
                    Ok(())
                },
            )?;
        }
        Ok(())
    }

    fn digest_lists(&self, profile: &Profile, digest: &mut Sha256) -> Result<()> {
        for (kind, sql) in [
            (
                "pilotes",
                "SELECT action, pilotes FROM pilotes WHERE profile = $1 ORDER BY action",
            ),
            (
                "services",
                "SELECT action, services FROM services WHERE profile = $1 ORDER BY action",
            ),
        ] {
            let lists = self.rows(sql, &[profile.id.0.into()], |row| {
                Ok((row.text(0)?.to_owned(), list::<Value>(row.text(1)?)?))
            })?;
            for (action, value) in lists {
                let names = sorted(&self.told(&value, &[])?);
                digest.update(line(&[kind, &profile.slug, &action, &names]));
            }
        }
        Ok(())
    }

    fn digest_data(&self, profile: &Profile, digest: &mut Sha256) -> Result<()> {
        let slug = profile.slug.as_str();
        for (kind, sql) in [
            (
                "mode",
                "SELECT referentiel, mode FROM referentiel_mode WHERE profile = $1 ORDER BY referentiel",
            ),
            (
                "audit",
                "SELECT referentiel, audit FROM referentiel_audit WHERE profile = $1 ORDER BY referentiel",
            ),
            (
                "statut",
                "SELECT action, statut FROM statut WHERE profile = $1 ORDER BY action",
            ),
            (
                "commentaire",
                "SELECT action, commentaire FROM commentaire WHERE profile = $1 ORDER BY action",
            ),
        ] {
            let mut read = |row: &dyn Row| {
                digest.update(line(&[kind, slug, row.text(0)?, row.text(1)?]));
                Ok(())
            };
            self.engine.each(sql, &[profile.id.0.into()], &mut read)?;
        }
        self.digest_lists(profile, digest)
    }
}

/// Returns the names of a list in an order of their own.
fn sorted(value: &Value) -> String {
    let Value::Names(names) = value else {
        return String::new();
    };
    let mut names = names.to_vec();
    names.sort();
    line(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

fn profile_line(profile: &Profile) -> String {
    let text = |value: Option<String>| value.unwrap_or_default();
    line(&[
        "profile",
        &profile.slug,
        &profile.nom,
        profile.nature.code(),
        &text(profile.siren.as_ref().map(ToString::to_string)),
        &text(profile.insee.as_ref().map(ToString::to_string)),
        &text(profile.department.as_ref().map(ToString::to_string)),
        &text(profile.population.map(|count| count.to_string())),
    ])
}

/// Returns the words as one line of JSON, so that no value can look like two.
fn line(words: &[&str]) -> String {
    let mut text = serde_json::json!(words).to_string();
    text.push('\n');
    text
}
