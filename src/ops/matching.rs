//! Names cross from one profile to another, numbers do not: people and services by their names.

use std::collections::HashMap;

use anyhow::Result;

use crate::domain::name::fold;
use crate::domain::person::{NewPerson, PersonId};
use crate::domain::policy::Data;
use crate::domain::profile::ProfileId;
use crate::domain::value::Value;
use crate::store::View;

/// The people and services that a profile knows, and those that a plan adds.
#[derive(Debug)]
pub struct Matching {
    profile: ProfileId,
    people: HashMap<String, PersonId>,
    services: HashMap<String, String>,
    added: Added,
}

/// The people and services that a plan adds to a profile.
#[derive(Clone, Debug, Default)]
pub struct Added {
    pub people: Vec<NewPerson>,
    pub services: Vec<String>,
}

impl Matching {
    /// Returns what `profile` knows; only the kinds of `data` are read.
    pub fn read(view: &View<'_>, profile: ProfileId, data: &[Data]) -> Result<Self> {
        let mut matching = Self {
            profile,
            people: HashMap::new(),
            services: HashMap::new(),
            added: Added::default(),
        };
        if data.contains(&Data::Pilotes) {
            let people = view.people_of(profile)?.into_iter();
            let named = people.filter_map(|person| Some((fold(&person.nom?), person.id)));
            matching.people = named.collect();
        }
        if data.contains(&Data::Services) {
            for nom in view.service_names(profile)? {
                matching.services.entry(fold(&nom)).or_insert(nom);
            }
        }
        Ok(matching)
    }

    /// Returns the list of these people, each once; an unknown one is added.
    pub fn pilotes<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> Value {
        let mut people: Vec<PersonId> = Vec::new();
        for nom in names {
            let person = self.person(nom);
            if !people.contains(&person) {
                people.push(person);
            }
        }
        people.into()
    }

    /// Returns the list of these services, each once and as the profile writes it.
    pub fn services<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> Value {
        let mut services: Vec<String> = Vec::new();
        for nom in names {
            let service = self.service(nom);
            if !services.contains(&service) {
                services.push(service);
            }
        }
        services.into()
    }

    /// Returns what was added.
    pub fn added(self) -> Added {
        self.added
    }

    fn person(&mut self, nom: &str) -> PersonId {
        let count = i64::try_from(self.added.people.len()).unwrap_or(i64::MAX - 1);
        let next = PersonId(-1 - count);
        let person = *self.people.entry(fold(nom)).or_insert(next);
        if person == next {
            self.added.people.push(NewPerson {
                person,
                profile: self.profile,
                nom: nom.to_owned(),
            });
        }
        person
    }

    fn service(&mut self, nom: &str) -> String {
        let folded = fold(nom);
        if let Some(known) = self.services.get(&folded) {
            return known.clone();
        }
        self.added.services.push(nom.to_owned());
        self.services.insert(folded, nom.to_owned());
        nom.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::trial::Trial;

    #[test]
    fn a_name_is_added_once_whatever_its_case() -> Result<()> {
        let mut trial = Trial::new()?;
        let profile = trial.profile.id;
        let mut matching = Matching::read(&trial.store.view()?, profile, &Data::ALL)?;
        let people = matching.pilotes(["Zoé Martin", "zoe  martin", "Ali"]);
        assert_eq!(people, vec![PersonId(-1), PersonId(-2)].into());
        assert_eq!(matching.pilotes(["ZOÉ MARTIN"]), vec![PersonId(-1)].into());
        let services = matching.services(["Voirie", "voirie"]);
        assert_eq!(services, vec!["Voirie".to_owned()].into());
        let added = matching.added();
        assert_eq!((added.people.len(), added.services.len()), (2, 1));
        Ok(())
    }
}
