//! Changing what a profile is called, its nature and its codes.

use anyhow::Result;

use super::create_profile::{NewProfile, check_unique, taken};
use crate::domain::changeset::{Changeset, Edit, Expect};
use crate::domain::codes::{Department, Insee, Siren};
use crate::domain::nature::Nature;
use crate::domain::profile::{Profile, ProfileId, check_codes};
use crate::domain::record::{Field, Record};
use crate::domain::refusal::{Noun, Refusal};
use crate::domain::request::Request;
use crate::domain::value::Value;
use crate::store::View;

/// The fields of a profile whose rules look at each other.
const BOUND: [Field; 3] = [Field::Nature, Field::Insee, Field::Department];

/// What becomes of a value that may be blank.
#[derive(Clone, Debug, Default)]
pub enum Wish<T> {
    #[default]
    Stays,
    Goes,
    Becomes(T),
}

impl<T> Wish<T> {
    /// Returns what becomes of `present`.
    fn of(self, present: Option<T>) -> Option<T> {
        match self {
            Self::Stays => present,
            Self::Goes => None,
            Self::Becomes(value) => Some(value),
        }
    }
}

/// What is to change; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct ProfileChanges {
    pub nom: Option<String>,
    pub slug: Option<String>,
    pub nature: Option<Nature>,
    pub siren: Wish<Siren>,
    pub insee: Wish<Insee>,
    pub department: Wish<Department>,
    pub population: Wish<i64>,
}

/// Plans the changes of a profile; refused where another one has what would be its own.
pub fn edit_profile(
    view: &View<'_>,
    profile: ProfileId,
    changes: &ProfileChanges,
) -> Result<Changeset> {
    let Some(old) = view.profile(profile)? else {
        return Err(Refusal::not_found(Noun::Profile, view.slug(profile)?).into());
    };
    let new = changed(&old, changes);
    check_codes(new.nature, new.insee.as_ref(), new.department.as_ref())?;
    let values = values(&old).into_iter().zip(values(&new));
    let values = values.map(|((field, before), (_, after))| (field, before, after));
    let edit = Edit::update(Record::Profile(profile), values);
    check_free(view, &edit, &new)?;
    let mut changeset = Changeset::of(Request::ProfileEdit { profile }, Vec::new());
    if !edit.fields.is_empty() {
        changeset.expects = relied_on(view, &edit, &old, &new)?;
        changeset.edits.push(edit);
    }
    Ok(changeset)
}

/// Returns the profile as it is to be; the INSEE code of a commune tells its department.
fn changed(old: &Profile, changes: &ProfileChanges) -> Profile {
    let mut new = old.clone();
    let ProfileChanges {
        nom,
        slug,
        nature,
        siren,
        insee,
        department,
        population,
    } = changes.clone();
    new.nom = nom.unwrap_or(new.nom);
    new.slug = slug.unwrap_or(new.slug);
    new.nature = nature.unwrap_or(new.nature);
    new.siren = siren.of(new.siren);
    new.population = population.of(new.population);
    let told = match &insee {
        Wish::Becomes(insee) => Some(insee.department()),
        Wish::Stays | Wish::Goes => None,
    };
    new.insee = insee.of(new.insee);
    new.department = department.of(told.or(new.department));
    if new.department.is_none() {
        new.department = new.insee.as_ref().map(Insee::department);
    }
    new
}

/// Returns the fields of a profile, blank ones too.
pub fn values(profile: &Profile) -> [(Field, Value); 7] {
    [
        (Field::Slug, profile.slug.as_str().into()),
        (Field::Nom, profile.nom.as_str().into()),
        (Field::Nature, profile.nature.code().into()),
        (
            Field::Siren,
            profile.siren.as_ref().map(Siren::as_str).into(),
        ),
        (
            Field::Insee,
            profile.insee.as_ref().map(Insee::as_str).into(),
        ),
        (
            Field::Department,
            profile.department.as_ref().map(Department::as_str).into(),
        ),
        (Field::Population, profile.population.into()),
    ]
}

/// Refuses a slug or a code that another profile has, and a second profile where one is allowed.
fn check_free(view: &View<'_>, edit: &Edit, new: &Profile) -> Result<()> {
    for change in &edit.fields {
        let value = change.after.text().unwrap_or_default();
        let holder = match change.field {
            Field::Slug => view.profile_by_slug(value)?,
            Field::Siren => view.profile_by_siren(value)?,
            Field::Insee => view.profile_by_insee(value)?,
            _ => None,
        };
        if let Some(holder) = holder.filter(|holder| holder.id != new.id) {
            return Err(taken(change.field, value, &holder));
        }
    }
    if writes(edit, &[Field::Nom, Field::Nature, Field::Department]) {
        check_unique(view, &as_new(new), Some(new.id))?;
    }
    Ok(())
}

fn writes(edit: &Edit, fields: &[Field]) -> bool {
    let mut changes = edit.fields.iter();
    changes.any(|change| fields.contains(&change.field))
}

/// Returns the profile as one that is created.
fn as_new(profile: &Profile) -> NewProfile {
    let profile = profile.clone();
    NewProfile {
        nom: profile.nom,
        nature: profile.nature,
        siren: profile.siren,
        insee: profile.insee,
        department: profile.department,
        population: profile.population,
    }
}

/// Returns what the rules have looked at beside what is written: the codes that go with each
/// other, and the profiles of a nature of which no two are alike.
fn relied_on(view: &View<'_>, edit: &Edit, old: &Profile, new: &Profile) -> Result<Vec<Expect>> {
    let mut expects = Vec::new();
    if writes(edit, &BOUND) {
        let bound = values(old).into_iter();
        let bound = bound.filter(|(field, _)| BOUND.contains(field) && !writes(edit, &[*field]));
        expects.push(Expect {
            record: edit.record.clone(),
            fields: Some(bound.collect()),
        });
    }
    let alike = match new.nature {
        Nature::Structure | Nature::Test => Field::Nom,
        Nature::Departement | Nature::PrefectureDepartement => Field::Department,
        _ => return Ok(expects),
    };
    if writes(edit, &[Field::Nature, alike]) {
        let others = view.profiles_of_nature(new.nature)?.into_iter();
        expects.extend(
            others
                .filter(|other| other.id != new.id)
                .map(|other| Expect {
                    record: Record::Profile(other.id),
                    fields: Some(stays(&other, alike)),
                }),
        );
        // Nobody may have come in between either.
        expects.push(Expect {
            record: Record::Profile(view.next_profile_id()?),
            fields: None,
        });
    }
    Ok(expects)
}

fn stays(profile: &Profile, field: Field) -> Vec<(Field, Value)> {
    let own = values(profile).into_iter();
    own.filter(|(own, _)| *own == field).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::create_profile::create_profile;
    use crate::ops::trial::{Trial, is_stale};

    fn change(trial: &mut Trial, changes: &ProfileChanges) -> Result<Changeset> {
        let profile = trial.profile.id;
        edit_profile(&trial.store.view()?, profile, changes)
    }

    fn population(count: i64) -> ProfileChanges {
        ProfileChanges {
            population: Wish::Becomes(count),
            ..ProfileChanges::default()
        }
    }

    fn nature(nature: Nature, nom: &str) -> ProfileChanges {
        ProfileChanges {
            nature: Some(nature),
            nom: Some(nom.to_owned()),
            ..ProfileChanges::default()
        }
    }

    fn department(code: &str) -> ProfileChanges {
        ProfileChanges {
            department: code.parse().map_or(Wish::Goes, Wish::Becomes),
            ..ProfileChanges::default()
        }
    }

    #[test]
    fn who_edits_another_field_disturbs_nobody() -> Result<()> {
        let mut trial = Trial::new()?;
        let planned = change(&mut trial, &population(10))?;
        let renamed = ProfileChanges {
            nom: Some("CC de là-bas".to_owned()),
            slug: Some("cc-de-la-bas".to_owned()),
            ..ProfileChanges::default()
        };
        let between = change(&mut trial, &renamed)?;
        trial.write(between)?;
        trial.write(planned)?;
        let profile = trial.store.view()?.profile(trial.profile.id)?;
        let profile = profile.map(|profile| (profile.slug, profile.population));
        assert_eq!(profile, Some(("cc-de-la-bas".to_owned(), Some(10))));
        Ok(())
    }

    #[test]
    fn who_edits_the_same_field_is_refused() -> Result<()> {
        let mut trial = Trial::new()?;
        let planned = change(&mut trial, &population(10))?;
        let between = change(&mut trial, &population(20))?;
        trial.write(between)?;
        assert!(is_stale(trial.write(planned)));
        Ok(())
    }

    #[test]
    fn a_department_that_goes_while_a_commune_comes_is_refused() -> Result<()> {
        let mut trial = Trial::new()?;
        let there = change(&mut trial, &department("61"))?;
        trial.write(there)?;
        let planned = change(&mut trial, &department(""))?;
        let commune = ProfileChanges {
            nature: Some(Nature::Commune),
            ..ProfileChanges::default()
        };
        let between = change(&mut trial, &commune)?;
        trial.write(between)?;
        assert!(is_stale(trial.write(planned)));
        Ok(())
    }

    #[test]
    fn a_structure_that_takes_the_name_in_between_is_refused() -> Result<()> {
        let mut trial = Trial::new()?;
        let structure = nature(Nature::Structure, "Atelier");
        let planned = change(&mut trial, &structure)?;
        trial.plan(|view| create_profile(view, &structure_of("ATELIER")))?;
        assert!(is_stale(trial.write(planned)));
        Ok(())
    }

    #[test]
    fn a_structure_that_is_renamed_so_in_between_is_refused() -> Result<()> {
        let mut trial = Trial::new()?;
        trial.plan(|view| create_profile(view, &structure_of("Forge")))?;
        let planned = change(&mut trial, &nature(Nature::Structure, "Atelier"))?;
        let forge = trial.store.view()?.profile_by_slug("forge")?;
        let forge = forge.map_or(ProfileId(0), |forge| forge.id);
        let renamed = nature(Nature::Structure, "Atelier");
        trial.plan(|view| edit_profile(view, forge, &renamed))?;
        assert!(is_stale(trial.write(planned)));
        Ok(())
    }

    fn structure_of(nom: &str) -> NewProfile {
        NewProfile {
            nom: nom.to_owned(),
            nature: Nature::Structure,
            siren: None,
            insee: None,
            department: None,
            population: None,
        }
    }
}
