//! Whether the data of a référentiel may be written on a profile.

use anyhow::Result;

use crate::domain::changeset::Expect;
use crate::domain::profile::Profile;
use crate::domain::record::{Field, Record};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{Noun, Refusal};
use crate::domain::situation::{Audit, Mode, Situation};
use crate::store::View;

/// Refuses a référentiel that is read-only, archived or under audit on `profile`.
///
/// Returns what a write of its data relies on: the structure's nodes and the situation.
/// `override_audit` writes in spite of an audit, never in spite of the mode.
pub fn check_writable(
    view: &View<'_>,
    profile: &Profile,
    referentiel: Referentiel,
    override_audit: bool,
) -> Result<Vec<Expect>> {
    check_there(view, profile)?;
    let situation = view.situation(profile.id, referentiel)?;
    let Situation { mode, audit } = situation;
    let slug = profile.slug.clone();
    if mode != Mode::Write {
        return Err(Refusal::NotWritable {
            slug,
            referentiel,
            archived: mode == Mode::Archived,
        }
        .into());
    }
    if audit != Audit::None && !override_audit {
        return Err(Refusal::Audited {
            slug,
            referentiel,
            validated: audit == Audit::Validated,
        }
        .into());
    }
    let [mode, audit] = situation_stays(profile, referentiel, situation);
    Ok(vec![
        nodes(view, referentiel)?,
        mode,
        audit,
        is_named(profile),
    ])
}

/// Refuses a profile that was found and has gone since.
fn check_there(view: &View<'_>, profile: &Profile) -> Result<()> {
    match view.profile(profile.id)? {
        Some(_) => Ok(()),
        None => Err(Refusal::NotFound {
            what: Noun::Profile,
            typed: profile.slug.clone(),
            near: Vec::new(),
        }
        .into()),
    }
}

/// Expects the profile to be the one of this slug: a number alone could come to mean another.
pub fn is_named(profile: &Profile) -> Expect {
    Expect {
        record: Record::Profile(profile.id),
        fields: Some(vec![(Field::Slug, profile.slug.as_str().into())]),
    }
}

/// Expects the structure to keep its nodes.
///
/// Its version would not do: the number of one that was taken back is given again.
fn nodes(view: &View<'_>, referentiel: Referentiel) -> Result<Expect> {
    let digest = view.structure_digest(referentiel)?;
    Ok(Expect {
        record: Record::Structure(referentiel),
        fields: digest.map(|digest| vec![(Field::Digest, digest.into())]),
    })
}

/// Expects the mode and the audit to stay; what is the default is not stored.
fn situation_stays(
    profile: &Profile,
    referentiel: Referentiel,
    situation: Situation,
) -> [Expect; 2] {
    let default = Situation::default_of(referentiel);
    let stays = |record, field, code: Option<&str>| Expect {
        record,
        fields: code.map(|code| vec![(field, code.into())]),
    };
    let Situation { mode, audit } = situation;
    [
        stays(
            Record::Mode(profile.id, referentiel),
            Field::Mode,
            (mode != default.mode).then(|| mode.code()),
        ),
        stays(
            Record::Audit(profile.id, referentiel),
            Field::Audit,
            (audit != default.audit).then(|| audit.code()),
        ),
    ]
}
