//! Who is a member of whom, and who stands above whom through all levels.

use std::collections::{HashMap, HashSet};

use anyhow::Result;

use crate::domain::changeset::{Change, Edit};
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::record::Record;
use crate::domain::refusal::Refusal;
use crate::store::View;
use crate::store::profiles::{profile_of, profiles};

impl View<'_> {
    /// Returns the members of a supra, by slug.
    pub fn members(&self, supra: ProfileId) -> Result<Vec<Profile>> {
        self.rows(
            profiles!("JOIN relation r ON r.member = p.id WHERE r.supra = $1 ORDER BY p.slug"),
            &[supra.0.into()],
            profile_of,
        )
    }

    /// Returns the supras that a profile is a member of, by slug.
    pub fn parents(&self, member: ProfileId) -> Result<Vec<Profile>> {
        self.rows(
            profiles!("JOIN relation r ON r.supra = p.id WHERE r.member = $1 ORDER BY p.slug"),
            &[member.0.into()],
            profile_of,
        )
    }

    /// Returns all relations, as (member, supra, slug of the supra), by member, then by slug.
    pub fn supras(&self) -> Result<Vec<(ProfileId, ProfileId, String)>> {
        self.rows(
            "SELECT r.member, r.supra, p.slug
             FROM relation r
             JOIN profile p ON p.id = r.supra
             ORDER BY r.member, p.slug",
            &[],
            |row| {
                let (member, supra) = (row.int(0)?, row.int(1)?);
                Ok((ProfileId(member), ProfileId(supra), row.text(2)?.to_owned()))
            },
        )
    }

    /// Returns the profiles above `profile`: its supras, theirs, and so on.
    pub fn ancestors(&self, profile: ProfileId) -> Result<Vec<ProfileId>> {
        self.rows(
            "WITH RECURSIVE above (id) AS (
                 SELECT supra FROM relation WHERE member = $1
                 UNION
                 SELECT r.supra FROM relation r JOIN above a ON r.member = a.id
             )
             SELECT id FROM above ORDER BY id",
            &[profile.0.into()],
            |row| Ok(ProfileId(row.int(0)?)),
        )
    }

    /// Refuses where a relation that `edits` would make closes a loop.
    ///
    /// A planner cannot name every relation that another writer, or an undo, may add in between.
    pub(super) fn check_loops(&self, edits: &[Edit]) -> Result<()> {
        if !edits.iter().any(|edit| made(edit).is_some()) {
            return Ok(());
        }
        let mut above: HashMap<ProfileId, HashSet<ProfileId>> = HashMap::new();
        for (member, supra, _) in self.supras()? {
            above.entry(member).or_default().insert(supra);
        }
        for (member, supra, is_there) in edits.iter().filter_map(change) {
            let supras = above.entry(member).or_default();
            if is_there {
                supras.insert(supra);
            } else {
                supras.remove(&supra);
            }
        }
        for (member, supra) in edits.iter().filter_map(made) {
            if stands_above(&above, member, supra) {
                return Err(self.cycle(member, supra)?);
            }
        }
        Ok(())
    }

    fn cycle(&self, member: ProfileId, supra: ProfileId) -> Result<anyhow::Error> {
        let (member, supra) = (self.slug(member)?, self.slug(supra)?);
        Ok(Refusal::Cycle { member, supra }.into())
    }
}

/// Returns the relation that an edit makes or deletes, and whether it makes it.
fn change(edit: &Edit) -> Option<(ProfileId, ProfileId, bool)> {
    match edit.record {
        Record::Relation { member, supra } => Some((member, supra, edit.change != Change::Delete)),
        _ => None,
    }
}

fn made(edit: &Edit) -> Option<(ProfileId, ProfileId)> {
    change(edit).and_then(|(member, supra, is_made)| is_made.then_some((member, supra)))
}

/// Tells whether `profile` is an ancestor of `below`, by the supras of each profile.
fn stands_above(
    supras: &HashMap<ProfileId, HashSet<ProfileId>>,
    profile: ProfileId,
    below: ProfileId,
) -> bool {
    let (mut seen, mut rest) = (HashSet::new(), vec![below]);
    while let Some(reached) = rest.pop() {
        if reached == profile {
            return true;
        }
        if seen.insert(reached) {
            rest.extend(supras.get(&reached).into_iter().flatten());
        }
    }
    false
}
