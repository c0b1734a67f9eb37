//! Making profiles members of a supra, and taking members from it.

use anyhow::Result;

use crate::domain::changeset::{Changeset, Edit, Expect};
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::record::Record;
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::usage::Usage;
use crate::ops::writable::is_named;
use crate::store::View;

/// Which members a supra gets, and which it loses.
#[derive(Clone, Debug)]
pub struct NewRelations {
    pub supra: Profile,
    pub add: Vec<Profile>,
    pub remove: Vec<Profile>,
}

/// Plans the relations that are not yet as asked.
///
/// A profile never becomes its own ancestor. Every way up from the supra to a new member begins
/// with an ancestor of the supra, so these are expected not to become its members; what else may
/// be added in between is caught where the relations are written.
pub fn relate_profiles(view: &View<'_>, request: &NewRelations) -> Result<Changeset> {
    let NewRelations { supra, add, remove } = request;
    check_once(add, remove)?;
    let above = view.ancestors(supra.id)?;
    for member in add {
        check_cycle(member, supra, &above)?;
    }
    let present = view.members(supra.id)?;
    let is_present = |member: &Profile| present.iter().any(|known| known.id == member.id);
    let added: Vec<&Profile> = add.iter().filter(|member| !is_present(member)).collect();
    let removed: Vec<&Profile> = remove.iter().filter(|member| is_present(member)).collect();
    let request = Request::ProfileRelate {
        supra: supra.id,
        added: ids(&added),
        removed: ids(&removed),
    };
    let edits = edits(supra, &added, &removed);
    Ok(Changeset::of(request, edits).expecting(expects(supra, &added, &above)))
}

/// A profile cannot come and go in one command.
fn check_once(add: &[Profile], remove: &[Profile]) -> Result<()> {
    let both = |member: &&Profile| remove.iter().any(|removed| removed.id == member.id);
    match add.iter().find(both) {
        Some(member) => Err(Refusal::Usage(Usage::AddedAndRemoved {
            slug: member.slug.clone(),
        })
        .into()),
        None => Ok(()),
    }
}

fn check_cycle(member: &Profile, supra: &Profile, above: &[ProfileId]) -> Result<()> {
    if member.id != supra.id && !above.contains(&member.id) {
        return Ok(());
    }
    Err(Refusal::Cycle {
        member: member.slug.clone(),
        supra: supra.slug.clone(),
    }
    .into())
}

fn ids(profiles: &[&Profile]) -> Vec<ProfileId> {
    profiles.iter().map(|profile| profile.id).collect()
}

fn edits(supra: &Profile, added: &[&Profile], removed: &[&Profile]) -> Vec<Edit> {
    let relation = |member: &Profile| Record::Relation {
        member: member.id,
        supra: supra.id,
    };
    let created = added
        .iter()
        .map(|member| Edit::create(relation(member), []));
    let deleted = removed
        .iter()
        .map(|member| Edit::delete(relation(member), []));
    created.chain(deleted).collect()
}

/// Returns what new members rely on: both profiles, and that no ancestor of the supra is below them.
fn expects(supra: &Profile, added: &[&Profile], above: &[ProfileId]) -> Vec<Expect> {
    if added.is_empty() {
        return Vec::new();
    }
    let profiles = std::iter::once(supra).chain(added.iter().copied());
    let way = std::iter::once(&supra.id).chain(above);
    let not_below = way.flat_map(|lower| {
        added.iter().map(|member| Expect {
            record: Record::Relation {
                member: *lower,
                supra: member.id,
            },
            fields: None,
        })
    });
    profiles.map(is_named).chain(not_below).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::nature::Nature;
    use crate::ops::create_profile::{NewProfile, create_profile};
    use crate::ops::trial::{Trial, is_stale};

    /// Returns a store in which there are profiles of these names.
    fn with(names: &[&str]) -> Result<Trial> {
        let mut trial = Trial::new()?;
        for name in names {
            trial.plan(|view| create_profile(view, &epci(name)))?;
        }
        Ok(trial)
    }

    fn relate(trial: &mut Trial, supra: &str, add: &[&str]) -> Result<()> {
        trial.plan(|view| planned(view, supra, add, &[]))
    }

    fn relations(trial: &mut Trial) -> Result<usize> {
        Ok(trial.store.view()?.supras()?.len())
    }

    fn epci(name: &str) -> NewProfile {
        NewProfile {
            nom: name.to_owned(),
            nature: Nature::Cc,
            siren: None,
            insee: None,
            department: None,
            population: None,
        }
    }

    fn planned(view: &View<'_>, supra: &str, add: &[&str], remove: &[&str]) -> Result<Changeset> {
        let profile = |slug: &&str| Ok(view.profile_by_slug(slug)?.expect("a profile"));
        let request = NewRelations {
            supra: profile(&supra)?,
            add: add.iter().map(profile).collect::<Result<_>>()?,
            remove: remove.iter().map(profile).collect::<Result<_>>()?,
        };
        relate_profiles(view, &request)
    }

    fn code(result: Result<()>) -> Option<&'static str> {
        let error = result.err()?;
        error.downcast_ref::<Refusal>().map(Refusal::code)
    }

    #[test]
    fn only_what_is_not_so_already_is_changed() -> Result<()> {
        let mut trial = with(&["a", "b", "c"])?;
        relate(&mut trial, "a", &["b"])?;

        assert!(
            planned(&trial.store.view()?, "a", &["b"], &["c"])?
                .edits
                .is_empty()
        );
        let changeset = planned(&trial.store.view()?, "a", &["c"], &["b"])?;
        assert_eq!(changeset.fields(), 2);

        trial.write(changeset)?;
        assert_eq!(relations(&mut trial)?, 1);
        Ok(())
    }

    #[test]
    fn nobody_is_above_oneself() -> Result<()> {
        let mut trial = with(&["a", "b", "c"])?;
        relate(&mut trial, "a", &["b"])?;
        relate(&mut trial, "b", &["c"])?;

        for (supra, member) in [("a", "a"), ("b", "a"), ("c", "a")] {
            assert_eq!(code(relate(&mut trial, supra, &[member])), Some("cycle"));
        }
        assert_eq!(relations(&mut trial)?, 2);
        Ok(())
    }

    #[test]
    fn a_member_that_came_above_in_between_is_refused() -> Result<()> {
        let mut trial = with(&["a", "b", "c"])?;
        relate(&mut trial, "a", &["b"])?;
        let planned = planned(&trial.store.view()?, "b", &["c"], &[])?;

        relate(&mut trial, "c", &["a"])?;

        assert!(is_stale(trial.write(planned)));
        Ok(())
    }

    #[test]
    fn a_longer_way_round_that_came_in_between_is_refused() -> Result<()> {
        let mut trial = with(&["a", "b", "c"])?;
        let planned = planned(&trial.store.view()?, "a", &["b"], &[])?;

        relate(&mut trial, "b", &["c"])?;
        relate(&mut trial, "c", &["a"])?;

        assert_eq!(code(trial.write(planned)), Some("cycle"));
        assert_eq!(relations(&mut trial)?, 2);
        Ok(())
    }

    #[test]
    fn a_profile_that_went_in_between_is_refused() -> Result<()> {
        let mut trial = with(&["a"])?;
        let number = trial.store.view()?.last_operation()?;
        let created = trial.store.view()?.edits(number)?;
        trial.plan(|view| create_profile(view, &epci("b")))?;
        let planned = planned(&trial.store.view()?, "b", &["a"], &[])?;

        let request = Request::Undo {
            operation: number,
            partial: false,
        };
        let edits = created.into_iter().map(Edit::reversed).collect();
        trial.write(Changeset::of(request, edits))?;

        assert!(is_stale(trial.write(planned)));
        Ok(())
    }

    #[test]
    fn a_structure_of_the_same_name_that_came_in_between_is_refused() -> Result<()> {
        let mut trial = with(&[])?;
        let structure = |name: &str| NewProfile {
            nature: Nature::Structure,
            ..epci(name)
        };
        let planned = create_profile(&trial.store.view()?, &structure("Atelier"))?;

        trial.plan(|view| create_profile(view, &epci("b")))?;
        assert!(is_stale(trial.write(planned.clone())));
        trial.plan(|view| create_profile(view, &structure("ATELIER")))?;
        assert!(is_stale(trial.write(planned)));
        Ok(())
    }

    #[test]
    fn a_relation_that_came_in_between_is_refused() -> Result<()> {
        let mut trial = with(&["a", "b"])?;
        let planned = planned(&trial.store.view()?, "a", &["b"], &[])?;

        relate(&mut trial, "a", &["b"])?;

        assert!(is_stale(trial.write(planned)));
        Ok(())
    }
}
