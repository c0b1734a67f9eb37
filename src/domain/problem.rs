//! What a check of the store finds, as data.

use crate::domain::record::Record;
use crate::domain::value::Value;

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// What the engine says of its own file.
    Engine(String),
    /// A row of `table` refers to one of `parent` that is not there.
    MissingParent { table: String, parent: String },
    /// What cannot be read, as the error says.
    Unreadable(String),
    /// The engine says that the file at `place` is damaged.
    Corrupt { place: String },
    /// The edits of an operation cannot be read.
    Document { operation: i64 },
    /// No operation has these numbers, though operations were written under them.
    OperationsMissing { first: i64, last: i64 },
    /// The store counts fewer operations than it holds, so that it cannot number the next one.
    NumberBehind { last: i64, highest: i64 },
    /// An operation lacks what every operation has.
    PartMissing { operation: i64, part: Part },
    /// A table, index or trigger is not as the schema has it.
    Stray { name: String, fault: StrayFault },
    /// A record is not what the journal says.
    Record(Box<Strayed>),
}

/// What every operation has in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its edits.
    Document,
    /// The profiles that it touched.
    Index,
}

/// In what way a part of the schema is not as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrayFault {
    Missing,
    /// No tetctl made it.
    Added,
    /// It has the name of one of ours, and is made otherwise.
    Differs,
}

/// A record that is not what the journal says.
#[derive(Clone, Debug, PartialEq)]
pub struct Strayed {
    pub record: Record,
    pub fault: Fault,
}

/// In what way a record is not what the journal says.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// A column holds another value than the last one that was journalled.
    Differs {
        column: &'static str,
        journalled: Value,
        present: Value,
        operation: i64,
    },
    /// It is not there, though `operation` wrote it.
    Missing { operation: i64 },
    /// It is there, though `operation` deleted it.
    Deleted { operation: i64 },
    /// It is there, and no operation wrote it.
    Unjournalled,
}

/// The first problems of a check, and how many there are.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    pub first: Vec<Problem>,
    pub count: usize,
    most: usize,
}

impl Problems {
    /// Returns an empty list that keeps the first `most` problems.
    pub fn up_to(most: usize) -> Self {
        Self {
            first: Vec::new(),
            count: 0,
            most,
        }
    }

    /// Adds a problem; it is counted even where it is not kept.
    pub fn add(&mut self, problem: Problem) {
        self.count += 1;
        if self.first.len() < self.most {
            self.first.push(problem);
        }
    }

    /// Puts the problems of one profile together.
    pub fn sort(&mut self) {
        self.first.sort_by_key(|problem| match problem {
            Problem::Record(strayed) => {
                let record = strayed.record.clone();
                Some((record.profile(), record))
            }
            _ => None,
        });
    }
}
