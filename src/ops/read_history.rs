//! The history of a profile: what the journal knows of each of its fields, old and new.

use anyhow::Result;

use super::find_action::candidates;
use super::read_operation::{Line, Reader, action_of};
use super::selecting::candidate;
use crate::domain::action::ActionId;
use crate::domain::changeset::{Edit, fields};
use crate::domain::operation::Operation;
use crate::domain::profile::ProfileId;
use crate::domain::record::Record;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{Candidate, Noun, Refusal};
use crate::domain::value::Value;
use crate::store::{OperationFilter, View};

/// One field of the profile, and the operation that changed it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub operation: Operation,
    pub line: Line,
}

/// What the journal knows of a profile, the latest first.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The first entries.
    pub entries: Vec<Entry>,
    /// The operations of all entries.
    pub operations: Vec<i64>,
    /// How many entries there are in all.
    pub count: usize,
}

/// Reads the history of a profile, or of one branch of its actions; keeps so many entries.
///
/// No document is read but those of the operations of `filter` that touched the profile.
pub fn read_history(
    view: &View<'_>,
    profile: ProfileId,
    branch: Option<&ActionId>,
    filter: OperationFilter,
    limit: usize,
) -> Result<History> {
    let filter = OperationFilter {
        profile: Some(profile),
        ..filter
    };
    let mut reader = Reader::new(view);
    let mut history = History::default();
    for operation in view.operations(&filter)? {
        let mut edits = view.edits(operation.number)?;
        edits.retain(|edit| speaks_of(&edit.record, profile, branch));
        if edits.is_empty() {
            continue;
        }
        history.count += fields(&edits);
        history.operations.push(operation.number);
        for edit in &edits {
            let room = limit.saturating_sub(history.entries.len());
            let lines = if room > 0 {
                lines(&mut reader, edit, profile)?
            } else {
                Vec::new()
            };
            let entry = |line| Entry {
                operation: operation.clone(),
                line,
            };
            history
                .entries
                .extend(lines.into_iter().take(room).map(entry));
        }
    }
    Ok(history)
}

fn speaks_of(record: &Record, profile: ProfileId, branch: Option<&ActionId>) -> bool {
    let in_branch = branch.is_none_or(|branch| {
        let action = action_of(record);
        action.is_some_and(|action| action.is_within(branch))
    });
    in_branch && record.profiles().contains(&profile)
}

/// Returns the lines of an edit as they are told of `profile`: a relation names its other end, and
/// what is not stored is the default.
fn lines(reader: &mut Reader<'_>, edit: &Edit, profile: ProfileId) -> Result<Vec<Line>> {
    let mut lines = reader.lines_of(edit)?;
    if let Record::Relation { member, supra } = edit.record
        && supra == profile
    {
        let member = Value::from(reader.slug(member)?);
        for line in &mut lines {
            for value in [&mut line.before, &mut line.after] {
                if *value != Value::Null {
                    *value = member.clone();
                }
            }
            line.below = true;
        }
    }
    if let Some(default) = edit.record.default_value() {
        for line in &mut lines {
            for value in [&mut line.before, &mut line.after] {
                if *value == Value::Null {
                    *value = default.clone();
                }
            }
        }
    }
    Ok(lines)
}

/// Returns the branch that was typed, whose référentiel stands in the id.
///
/// An id that no structure knows, and that the history of the profile does not hold, is refused.
pub fn find_branch(view: &View<'_>, typed: &str) -> Result<ActionId> {
    if let Ok(id) = ActionId::parse(typed, None) {
        return Ok(id);
    }
    let mut near: Vec<Candidate> = Vec::new();
    for referentiel in Referentiel::ALL {
        let Ok(id) = ActionId::parse(typed, Some(referentiel)) else {
            continue;
        };
        if let Some(structure) = view.known_structure(referentiel)?
            && structure.get(&id).is_some()
        {
            near.push(candidate(&structure, &id));
        }
    }
    Err(unknown(typed, near))
}

/// Refuses a branch that no structure knows, with the ids that come near.
pub fn check_known(view: &View<'_>, branch: &ActionId) -> Result<()> {
    let Some(structure) = view.known_structure(branch.referentiel())? else {
        return Err(Refusal::StructureMissing(branch.referentiel()).into());
    };
    if structure.get(branch).is_some() {
        return Ok(());
    }
    Err(unknown(branch.as_str(), candidates(&structure, branch)))
}

fn unknown(typed: &str, near: Vec<Candidate>) -> anyhow::Error {
    Refusal::NotFound {
        what: Noun::Action,
        typed: typed.to_owned(),
        near,
    }
    .into()
}
