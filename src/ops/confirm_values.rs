//! Confirming what was copied: the values stay, and are no longer to confirm.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::changeset::{Changeset, Edit};
use crate::domain::holding::Holding;
use crate::domain::policy::Data;
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::referentiel::Referentiel;
use crate::domain::request::{Confirmed, Request};
use crate::domain::selection::Selection;
use crate::domain::structure::Structure;
use crate::domain::value::Value;
use crate::ops::selecting;
use crate::ops::writable::check_writable;
use crate::store::View;

/// What is confirmed.
#[derive(Clone, Debug)]
pub struct ConfirmRequest {
    pub referentiel: Referentiel,
    pub profile: Profile,
    pub selection: Selection,
    pub data: Vec<Data>,
}

/// What is told of a confirmation.
#[derive(Clone, Debug, Default)]
pub struct Confirmation {
    /// One a value, in the order of the actions.
    pub lines: Vec<ConfirmedLine>,
    /// Whom the values were copied from, those of most values first.
    pub sources: Vec<Source>,
}

/// A profile that values were copied from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub slug: String,
    pub nom: String,
    /// How many of the values were copied from it.
    pub values: usize,
}

/// One value that is confirmed.
#[derive(Clone, Debug)]
pub struct ConfirmedLine {
    pub action: ActionId,
    /// Empty where a newer structure left the action out.
    pub title: String,
    pub data: Data,
    pub value: Value,
    /// The name of the profile it was copied from.
    pub source: String,
}

/// A copied value that nobody has confirmed.
struct Pending<'h> {
    action: &'h ActionId,
    data: Data,
    value: Value,
    source: ProfileId,
}

/// Plans the confirmation of what was copied and is to confirm.
///
/// Refused as a write of the same data is: by the mode, and by an audit unless no statut is meant.
/// Values of actions that a newer structure left out are confirmed too, for they are listed.
pub fn confirm_values(
    view: &View<'_>,
    request: &ConfirmRequest,
) -> Result<(Changeset, Confirmation)> {
    let ConfirmRequest {
        referentiel,
        profile,
        selection,
        data,
    } = request;
    let is_audit_free = !data.contains(&Data::Statuts);
    let expects = check_writable(view, profile, *referentiel, is_audit_free)?;
    let structure = view.structure(*referentiel)?;
    let checked = selection.check(&structure);
    checked.map_err(|problem| selecting::refusal(&structure, problem))?;
    let holding = view.holding(profile.id, *referentiel)?;
    let pending = pending(request, &holding);
    let edits = pending
        .iter()
        .map(|value| edit(profile.id, value))
        .collect();
    let asked = Confirmed {
        referentiel: *referentiel,
        profile: profile.id,
        selection: selection.clone(),
        data: data.clone(),
    };
    let asked = Request::ReferentielConfirm(Box::new(asked));
    let changeset = Changeset::of(asked, edits).expecting(expects);
    Ok((changeset, confirmation(view, &structure, &pending)?))
}

/// Returns what is to confirm of what is meant, in the order of the actions.
fn pending<'h>(request: &ConfirmRequest, holding: &'h Holding) -> Vec<Pending<'h>> {
    let of_kind = |data: &Data| {
        let (data, held) = (*data, holding.values(*data).into_iter());
        held.filter_map(move |(action, value, stamp)| {
            let source = stamp.copied_from.filter(|_| stamp.is_to_confirm())?;
            request.selection.contains(action).then_some(Pending {
                action,
                data,
                value,
                source,
            })
        })
    };
    let mut pending: Vec<Pending<'h>> = request.data.iter().flat_map(of_kind).collect();
    pending.sort_by(|one, two| (one.action, one.data).cmp(&(two.action, two.data)));
    pending
}

fn edit(profile: ProfileId, pending: &Pending<'_>) -> Edit {
    let record = pending.data.record(profile, pending.action.clone());
    Edit::confirmation(record, pending.data.field(), pending.value.clone())
}

fn confirmation(
    view: &View<'_>,
    structure: &Structure,
    pending: &[Pending<'_>],
) -> Result<Confirmation> {
    let mut sources: BTreeMap<ProfileId, Source> = BTreeMap::new();
    let mut lines = Vec::new();
    for value in pending {
        let source = match sources.entry(value.source) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(source(view, value.source)?),
        };
        source.values += 1;
        lines.push(ConfirmedLine {
            action: value.action.clone(),
            title: structure.title(value.action).unwrap_or_default().to_owned(),
            data: value.data,
            value: value.value.clone(),
            source: source.nom.clone(),
        });
    }
    let mut sources: Vec<Source> = sources.into_values().collect();
    sources.sort_by_key(|source| std::cmp::Reverse(source.values));
    Ok(Confirmation { lines, sources })
}

/// Returns a profile that values were copied from; of one that is gone, what the journal knows.
fn source(view: &View<'_>, profile: ProfileId) -> Result<Source> {
    Ok(Source {
        slug: view.slug(profile)?,
        nom: view.nom(profile)?,
        values: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::changeset::Stamp;
    use crate::domain::refusal::Refusal;
    use crate::domain::request::Request;
    use crate::domain::situation::{Audit, Mode};
    use crate::ops::read_assignments::Typed;
    use crate::ops::set_situation::{set_audit, set_mode};
    use crate::ops::set_statuts::set_statuts;
    use crate::ops::trial::{Trial, is_stale};

    const REF: Referentiel = Referentiel::Cae;

    fn request(trial: &Trial, data: &[Data]) -> ConfirmRequest {
        ConfirmRequest {
            referentiel: REF,
            profile: trial.profile.clone(),
            selection: Selection::default(),
            data: data.to_vec(),
        }
    }

    fn planned(trial: &mut Trial) -> Result<Changeset> {
        let request = request(trial, &Data::ALL);
        Ok(confirm_values(&trial.store.view()?, &request)?.0)
    }

    fn set(trial: &mut Trial, statut: &str) -> Result<()> {
        let typed = Typed {
            statuts: vec![("cae_1.1.1.1".to_owned(), statut.to_owned())],
            ..Typed::default()
        };
        let profile = trial.profile.clone();
        trial.plan(|view| set_statuts(view, &profile, &typed, 9))
    }

    fn stamp(trial: &mut Trial) -> Result<Option<Stamp>> {
        let statuts = trial.store.view()?.statuts(trial.profile.id, REF)?;
        Ok(statuts.values().next().map(|held| held.stamp))
    }

    fn copied() -> Result<Trial> {
        let mut trial = Trial::new()?;
        trial.copy("cae_1.1.1.1", "fait", 5)?;
        Ok(trial)
    }

    /// Returns the changeset that takes `changeset` back.
    fn undo(changeset: &Changeset) -> Changeset {
        let edits = changeset.edits.iter().cloned().map(Edit::reversed);
        let request = Request::Undo {
            operation: 1,
            partial: false,
        };
        Changeset::of(request, edits.collect())
    }

    #[test]
    fn only_the_word_of_the_stamp_changes_and_comes_back() -> Result<()> {
        let mut trial = copied()?;
        let before = stamp(&mut trial)?;
        let changeset = planned(&mut trial)?;
        assert_eq!(changeset.fields(), 1);

        trial.write(changeset.clone())?;
        let confirmed = before.map(|stamp| Stamp {
            confirmed: true,
            ..stamp
        });
        assert_eq!(stamp(&mut trial)?, confirmed);
        assert!(planned(&mut trial)?.edits.is_empty());

        trial.write(undo(&changeset))?;
        assert_eq!(stamp(&mut trial)?, before);
        trial.write(undo(&undo(&changeset)))?;
        assert_eq!(stamp(&mut trial)?, confirmed);
        Ok(())
    }

    #[test]
    fn another_value_in_between_is_not_confirmed() -> Result<()> {
        let mut trial = copied()?;
        let changeset = planned(&mut trial)?;
        set(&mut trial, "pas_fait")?;
        assert!(is_stale(trial.write(changeset)));
        Ok(())
    }

    #[test]
    fn the_undo_of_a_confirmation_stops_at_another_value() -> Result<()> {
        let mut trial = copied()?;
        let changeset = planned(&mut trial)?;
        trial.write(changeset.clone())?;
        set(&mut trial, "pas_fait")?;
        assert!(is_stale(trial.write(undo(&changeset))));
        Ok(())
    }

    #[test]
    fn a_value_that_somebody_typed_is_never_said_to_be_copied() -> Result<()> {
        let mut trial = copied()?;
        let changeset = planned(&mut trial)?;
        set(&mut trial, "pas_fait")?;
        set(&mut trial, "fait")?;
        trial.write(changeset.clone())?;
        trial.write(undo(&changeset))?;
        let stamp = stamp(&mut trial)?;
        assert!(stamp.is_some_and(|stamp| stamp.copied_from.is_none() && !stamp.confirmed));
        Ok(())
    }

    #[test]
    fn a_mode_or_an_audit_in_between_stops_the_write() -> Result<()> {
        let mut trial = copied()?;
        let changeset = planned(&mut trial)?;
        let profile = trial.profile.clone();
        trial.plan(|view| set_audit(view, &profile, REF, Audit::Running))?;
        assert!(is_stale(trial.write(changeset.clone())));
        trial.plan(|view| set_audit(view, &profile, REF, Audit::None))?;
        trial.plan(|view| set_mode(view, &profile, REF, Mode::Readonly))?;
        assert!(is_stale(trial.write(changeset)));
        Ok(())
    }

    #[test]
    fn an_audit_stops_statuts_and_leaves_commentaires() -> Result<()> {
        let mut trial = copied()?;
        let profile = trial.profile.clone();
        trial.plan(|view| set_audit(view, &profile, REF, Audit::Running))?;
        let (all, texts) = (
            request(&trial, &Data::ALL),
            request(&trial, &[Data::Commentaires]),
        );
        let view = trial.store.view()?;
        let refused = confirm_values(&view, &all).err();
        let refusal = refused.as_ref().and_then(|error| error.downcast_ref());
        assert!(matches!(refusal, Some(Refusal::Audited { .. })));
        assert!(confirm_values(&view, &texts).is_ok());
        Ok(())
    }
}
