//! Who pilots the mesures of profiles: people and services.

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::holding::Held;
use crate::domain::person::{Person, PersonId};
use crate::domain::profile::ProfileId;
use crate::domain::referentiel::Referentiel;
use crate::store::View;
use crate::store::current::stamp;
use crate::store::lists::list;
use crate::store::reading::action_of;
use crate::store::statuts::bounds;

impl View<'_> {
    /// Returns the people who pilot the mesures of `profile`.
    pub fn pilotes(
        &self,
        profile: ProfileId,
        referentiel: Referentiel,
    ) -> Result<BTreeMap<ActionId, Held<Vec<Person>>>> {
        let sql = "SELECT action, pilotes, operation, edited_at, copied_from, confirmed
             FROM pilotes
             WHERE profile = $1 AND action >= $2 AND action < $3";
        let lists: Vec<(ActionId, Held<Vec<PersonId>>)> = self.lists(sql, profile, referentiel)?;
        let mut names = HashMap::new();
        let mut named = BTreeMap::new();
        for (action, held) in lists {
            let value = self.named(&held.value, &mut names)?;
            let stamp = held.stamp;
            named.insert(action, Held { value, stamp });
        }
        Ok(named)
    }

    /// Returns the services that pilot the mesures of `profile`.
    pub fn services(
        &self,
        profile: ProfileId,
        referentiel: Referentiel,
    ) -> Result<BTreeMap<ActionId, Held<Vec<String>>>> {
        let sql = "SELECT action, services, operation, edited_at, copied_from, confirmed
             FROM services
             WHERE profile = $1 AND action >= $2 AND action < $3";
        Ok(self.lists(sql, profile, referentiel)?.into_iter().collect())
    }

    /// Returns the names of the services that pilot something for `profile`, some more than once.
    pub fn service_names(&self, profile: ProfileId) -> Result<Vec<String>> {
        let sql = "SELECT services FROM services WHERE profile = $1 ORDER BY action";
        let lists = self.rows(sql, &[profile.0.into()], |row| {
            list::<Vec<String>>(row.text(0)?)
        })?;
        Ok(lists.into_iter().flatten().collect())
    }

    fn lists<T: serde::de::DeserializeOwned>(
        &self,
        sql: &str,
        profile: ProfileId,
        referentiel: Referentiel,
    ) -> Result<Vec<(ActionId, Held<T>)>> {
        let (low, high) = bounds(referentiel);
        self.rows(sql, &[profile.0.into(), low.into(), high.into()], |row| {
            let held = Held {
                value: list(row.text(1)?)?,
                stamp: stamp(row, 2)?,
            };
            let place = format_args!("profile {}", profile.0);
            Ok((action_of(row.text(0)?, place)?, held))
        })
    }

    /// Returns these people; `names` keeps what was read.
    fn named(
        &self,
        ids: &[PersonId],
        names: &mut HashMap<PersonId, Option<String>>,
    ) -> Result<Vec<Person>> {
        let mut people = Vec::new();
        for id in ids {
            if !names.contains_key(id) {
                names.insert(*id, self.person_name(*id)?);
            }
            let nom = names.get(id).cloned().flatten();
            people.push(Person { id: *id, nom });
        }
        Ok(people)
    }
}
