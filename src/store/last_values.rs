//! The last values that the journal tells of the records of some owners, in bounded memory.

use std::collections::HashMap;

use crate::domain::changeset::{Change, Edit, Stamp};
use crate::domain::record::{Kind, Record};
use crate::domain::value::Value;
use crate::store::table::Table;

/// What a record takes in memory, its texts left out.
const WEIGHT: usize = 320;

/// Profiles by number, from the first to the last; 0 stands for what no profile owns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owners {
    pub first: i64,
    pub last: i64,
}

/// What the journal says last of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct LastValue {
    pub is_present: bool,
    /// The operation that touched it last.
    pub operation: i64,
    /// Its fields in the order of the table, each with the operation that wrote it.
    pub fields: Vec<(Value, i64)>,
    pub stamp: Option<Stamp>,
}

/// The last values of the records of some owners.
pub struct LastValues {
    pub owners: Owners,
    records: HashMap<Record, LastValue>,
    /// How many bytes are held, and how many may be.
    held: usize,
    budget: usize,
}

impl Owners {
    /// Tells whether some owner between `first` and `last` is one of them.
    pub fn meet(self, first: i64, last: i64) -> bool {
        first <= self.last && last >= self.first
    }

    /// Returns those that come after; none where these are the last ones.
    pub fn after(self) -> Option<Self> {
        let first = self.last.checked_add(1)?;
        Some(Self {
            first,
            last: i64::MAX,
        })
    }
}

impl LastValue {
    fn absent(kind: Kind, operation: i64) -> Self {
        let fields = Table::of(kind).fields.len();
        Self {
            is_present: false,
            operation,
            fields: vec![(Value::Null, operation); fields],
            stamp: None,
        }
    }

    fn take(&mut self, edit: Edit, operation: i64) {
        let kind = edit.record.kind();
        if edit.change != Change::Update {
            *self = Self::absent(kind, operation);
        }
        self.is_present = edit.change != Change::Delete;
        self.operation = operation;
        for change in edit.fields {
            if let Some(place) = Table::of(kind).place_of(change.field) {
                self.fields[place] = (change.after, operation);
            }
        }
        if let Some(stamps) = edit.stamps {
            self.stamp = stamps.after;
        }
    }

    fn weight(&self) -> usize {
        let texts = self.fields.iter().map(|(value, _)| match value {
            Value::Text(text) => text.len(),
            Value::Names(names) => names.iter().map(String::len).sum(),
            Value::People(people) => people.len() * 8,
            _ => 0,
        });
        WEIGHT + texts.sum::<usize>()
    }
}

impl LastValues {
    /// Returns none yet, of `owners`; of fewer, once more than `budget` bytes would be held.
    pub fn of(owners: Owners, budget: usize) -> Self {
        Self {
            owners,
            records: HashMap::new(),
            held: 0,
            budget,
        }
    }

    /// Takes in an edit, where its record is one of the owners'.
    pub fn take(&mut self, edit: Edit, operation: i64) {
        let owner = owner(&edit.record);
        if !self.owners.meet(owner, owner) {
            return;
        }
        let kind = edit.record.kind();
        let known = self.records.entry(edit.record.clone());
        let last = known.or_insert_with(|| {
            self.held += WEIGHT;
            LastValue::absent(kind, operation)
        });
        self.held -= last.weight();
        last.take(edit, operation);
        self.held += last.weight();
        if self.held > self.budget {
            self.leave_some();
        }
    }

    /// Takes out what is known of `record`.
    pub fn remove(&mut self, record: &Record) -> Option<LastValue> {
        self.records.remove(record)
    }

    /// Returns the records that are left and should be there, each with its last operation.
    pub fn left(self) -> Vec<(Record, i64)> {
        let left = self.records.into_iter().filter(|(_, last)| last.is_present);
        let mut left: Vec<(Record, i64)> = left.map(|(key, last)| (key, last.operation)).collect();
        left.sort();
        left
    }

    /// Leaves the last eighth of the owners for later; a single one is held whole.
    fn leave_some(&mut self) {
        let mut owners: Vec<i64> = self.records.keys().map(owner).collect();
        owners.sort_unstable();
        let (least, upper) = (owners[0], owners[owners.len() / 8 * 7]);
        let last = if upper > least { upper - 1 } else { least };
        self.owners.last = last;
        self.records.retain(|record, _| owner(record) <= last);
        self.held = self.records.values().map(LastValue::weight).sum();
        if self.held > self.budget {
            // One owner alone holds more: what cannot be left is not tried again at each edit.
            self.budget = self.held * 2;
        }
    }
}

/// Returns the number of the profile that owns a record, 0 where none does.
pub fn owner(record: &Record) -> i64 {
    record.profile().map_or(0, |profile| profile.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::action::ActionId;
    use crate::domain::profile::ProfileId;
    use crate::domain::record::Field;

    const ALL: Owners = Owners {
        first: i64::MIN,
        last: i64::MAX,
    };

    fn statut(profile: i64, before: Option<&str>, after: Option<&str>) -> Edit {
        let action = ActionId::parse("cae_1.1.1.1", None).unwrap();
        let record = Record::Statut(ProfileId(profile), action);
        Edit::single(record, Field::Statut, before.into(), after.into())
    }

    #[test]
    fn the_last_value_counts() {
        let mut last = LastValues::of(ALL, usize::MAX);
        for (operation, before, after) in [
            (1, None, Some("fait")),
            (2, Some("fait"), None),
            (3, None, Some("pas_fait")),
            (4, Some("pas_fait"), Some("pas_fait")),
        ] {
            last.take(statut(1, before, after), operation);
        }
        let known = last.remove(&statut(1, None, None).record).unwrap();
        assert!(known.is_present);
        assert_eq!(known.fields, [(Value::from("pas_fait"), 4)]);
    }

    #[test]
    fn what_is_not_written_again_is_nothing_after_a_deletion() {
        let record = Record::Profile(ProfileId(1));
        let created = Edit::create(
            record.clone(),
            [(Field::Nom, "a".into()), (Field::Siren, "200000131".into())],
        );
        let again = Edit::create(record.clone(), [(Field::Nom, "b".into())]);
        let mut last = LastValues::of(ALL, usize::MAX);
        last.take(created.clone(), 1);
        last.take(created.reversed(), 2);
        last.take(again, 3);
        let siren = Table::of(Kind::Profile).place_of(Field::Siren).unwrap();
        let known = last.remove(&record).unwrap();
        assert_eq!(known.fields[siren], (Value::Null, 3));
    }

    #[test]
    fn memory_stays_short_however_many_owners_there_are() {
        let budget = 100 * WEIGHT;
        let mut last = LastValues::of(ALL, budget);
        for profile in (1..=10_000).rev() {
            last.take(statut(profile, None, Some("fait")), profile);
            assert!(last.held <= budget && last.records.len() <= 100);
        }
    }

    #[test]
    fn owners_are_left_for_later_where_memory_is_short() {
        let mut last = LastValues::of(ALL, 4 * WEIGHT);
        for profile in 1..=100 {
            last.take(statut(profile, None, Some("fait")), profile);
        }
        assert!(last.records.len() <= 4, "{}", last.records.len());
        let next = last.owners.after().unwrap();
        assert_eq!(next.first, last.owners.last + 1);
        let mut one = LastValues::of(ALL, 1);
        for operation in 1..=100 {
            one.take(statut(7, None, Some("fait")), operation);
        }
        assert_eq!(one.left(), [(statut(7, None, None).record, 100)]);
    }
}
