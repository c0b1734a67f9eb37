//! The journal, against its own numbers: no operation is missing, and each has its parts.

use anyhow::Result;

use crate::domain::problem::{Part, Problem, Problems};
use crate::store::{Store, View};

/// What every operation has, and how those without it are found.
const PARTS: [(Part, &str); 2] = [
    (
        Part::Document,
        "SELECT o.id FROM operation o
         WHERE NOT EXISTS (SELECT 1 FROM document d WHERE d.operation = o.id)
         ORDER BY o.id",
    ),
    (
        Part::Index,
        "SELECT o.id FROM operation o
         WHERE NOT EXISTS (SELECT 1 FROM operation_profile p WHERE p.operation = o.id)
         ORDER BY o.id",
    ),
];

impl Store {
    /// Adds what is missing of the journal, and what the schema has not or has not been given.
    pub fn sound_out(&mut self, problems: &mut Problems) -> Result<()> {
        if self.found_as == super::SCHEMA {
            let strays = self.engine.strays(&super::MIGRATIONS)?;
            for stray in strays {
                problems.add(stray);
            }
        }
        let view = self.view()?;
        view.count_operations(problems)?;
        for (part, sql) in PARTS {
            for operation in view.rows(sql, &[], |row| row.int(0))? {
                problems.add(Problem::PartMissing { operation, part });
            }
        }
        Ok(())
    }
}

impl View<'_> {
    /// Adds each number that no operation has: a write that fails gives its number back.
    fn count_operations(&self, problems: &mut Problems) -> Result<()> {
        let last = self.int("SELECT last_operation FROM store", &[])?;
        let numbers = self.rows("SELECT id FROM operation ORDER BY id", &[], |row| {
            row.int(0)
        })?;
        let mut next = 1;
        for number in numbers.iter().copied() {
            if number > next {
                let (first, last) = (next, number - 1);
                problems.add(Problem::OperationsMissing { first, last });
            }
            next = number.saturating_add(1);
        }
        if last >= next {
            problems.add(Problem::OperationsMissing { first: next, last });
        }
        if last < next - 1 {
            let highest = next - 1;
            problems.add(Problem::NumberBehind { last, highest });
        }
        Ok(())
    }
}
