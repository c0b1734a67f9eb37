//! Who last wrote a record, by the journal.

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Result;

use crate::domain::holding::Holding;
use crate::domain::record::{Kind, Record};
use crate::domain::refusal::Author;
use crate::store::View;
use crate::store::journal::NO_PROFILE;

/// The records of one owner and one kind, as the journal's index knows them.
type Group = (i64, Kind);

impl View<'_> {
    /// Returns who made an operation, and when.
    pub fn author(&self, operation: i64) -> Result<Option<Author>> {
        self.row(
            "SELECT p.actor, o.at
             FROM operation o
             JOIN person p ON p.id = o.actor
             WHERE o.id = $1",
            &[operation.into()],
            |row| {
                Ok(Author {
                    operation,
                    actor: row.maybe_text(0)?.map(str::to_owned),
                    at: row.int(1)?,
                })
            },
        )
    }

    /// Returns who last wrote something of `holding`, and when; none where nobody did.
    pub fn last_author(&self, holding: &Holding) -> Result<Option<Author>> {
        match holding.last_operation() {
            Some(number) => self.author(number),
            None => Ok(None),
        }
    }

    /// Returns who last wrote each of `records`; one that was never written has no author.
    ///
    /// No document is read twice, and none before the last that a record still waits for.
    pub(super) fn last_authors<'r>(
        &self,
        records: impl IntoIterator<Item = &'r Record>,
    ) -> Result<HashMap<&'r Record, Author>> {
        let mut sought: HashMap<Group, HashSet<&Record>> = HashMap::new();
        for record in records {
            sought.entry(group(record)).or_default().insert(record);
        }
        let mut authors = HashMap::new();
        for (number, groups) in self.touching_any(sought.keys())?.into_iter().rev() {
            if groups.iter().all(|group| sought[group].is_empty()) {
                continue;
            }
            let author = self.author(number)?;
            for edit in self.edits(number)? {
                let waiting = sought.get_mut(&group(&edit.record));
                let found = waiting.and_then(|waiting| waiting.take(&edit.record));
                if let (Some(record), Some(author)) = (found, &author) {
                    authors.insert(record, author.clone());
                }
            }
        }
        Ok(authors)
    }

    /// Returns the operations that touched one of `groups`, with those that each touched.
    fn touching_any<'g>(
        &self,
        groups: impl Iterator<Item = &'g Group>,
    ) -> Result<BTreeMap<i64, Vec<Group>>> {
        let mut operations: BTreeMap<i64, Vec<Group>> = BTreeMap::new();
        for group in groups {
            for number in self.touching(group.0, group.1)? {
                operations.entry(number).or_default().push(*group);
            }
        }
        Ok(operations)
    }
}

fn group(record: &Record) -> Group {
    let owner = record.profile().map_or(NO_PROFILE, |profile| profile.0);
    (owner, record.kind())
}
