//! Which part of an operation is taken back: branches of its référentiel, kinds of data.

use std::collections::BTreeSet;

use anyhow::Result;

use super::find_operations::origin;
use super::selecting;
use super::undo_operation::remaining;
use crate::domain::action::ActionId;
use crate::domain::operation::{Operation, State};
use crate::domain::policy::Data;
use crate::domain::record::Record;
use crate::domain::refusal::{NothingToUndo, Noun, Refusal};
use crate::domain::selection::{Pattern, Selection, SelectionProblem};
use crate::domain::structure::{Node, Structure};
use crate::domain::usage::Usage;
use crate::store::View;

/// What is typed of the part to take back.
#[derive(Clone, Debug, Default)]
pub struct TypedPart {
    pub include: Vec<String>,
    pub exclude: Vec<String>,
    pub data: Vec<Data>,
    /// What becomes of what cannot be put back.
    pub rest: Rest,
}

/// What becomes of what cannot be put back, where more was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rest {
    /// It keeps all from being put back.
    #[default]
    Refuses,
    /// It stays as it is.
    Stays,
}

/// Which part of an operation is taken back; nothing set takes it whole.
#[derive(Clone, Debug, Default)]
pub struct Part {
    selection: Selection,
    data: Vec<Data>,
    rest: Rest,
}

impl Part {
    /// Returns what becomes of what cannot be put back.
    pub fn rest(&self) -> Rest {
        self.rest
    }

    /// Tells whether nothing is left out.
    pub fn is_whole(&self) -> bool {
        self.data.is_empty() && self.selection == Selection::default()
    }

    /// Tells whether the part holds `record`; only statuts and commentaires come in parts.
    pub fn contains(&self, record: &Record) -> bool {
        let (Some(data), Some(action)) = (Data::of_kind(record.kind()), record.action()) else {
            return self.is_whole();
        };
        let of_data = self.data.is_empty() || self.data.contains(&data);
        of_data && self.selection.contains(action)
    }
}

/// Reads which part of `operations` is meant, and leaves those of which it holds nothing.
pub fn choose_part(
    view: &View<'_>,
    operations: Vec<Operation>,
    typed: &TypedPart,
) -> Result<(Vec<Operation>, Part)> {
    let (include, exclude) = (&typed.include, &typed.exclude);
    if include.is_empty() && exclude.is_empty() && typed.data.is_empty() {
        let part = Part {
            rest: typed.rest,
            ..Part::default()
        };
        return Ok((operations, part));
    }
    selecting::check_filled(include, exclude)?;
    let mut all = operations.iter();
    if let Some(undo) = all.find(|operation| operation.state == State::Undo) {
        let operation = undo.number;
        return Err(Refusal::Usage(Usage::PartOfUndo { operation }).into());
    }
    let part = Part {
        selection: selection(view, &operations, typed)?,
        data: typed.data.clone(),
        rest: typed.rest,
    };
    let operations = holding(view, operations, &part)?;
    Ok((operations, part))
}

/// Reads the patterns, whose ids belong to the référentiel of the operations.
fn selection(view: &View<'_>, operations: &[Operation], typed: &TypedPart) -> Result<Selection> {
    let referentiel = match operations.first() {
        Some(first) => origin(view, first)?.request.referentiel(),
        None => None,
    };
    let mut words = typed.include.iter().chain(&typed.exclude);
    match (referentiel, words.next()) {
        (Some(referentiel), _) => selecting::selection(referentiel, &typed.include, &typed.exclude),
        (None, None) => Ok(Selection::default()),
        (None, Some(word)) => Err(Refusal::not_found(Noun::Action, word).into()),
    }
}

/// Returns the operations that wrote something of `part`.
///
/// A pattern of which they wrote nothing is refused; one that means no action, with near ids.
fn holding(view: &View<'_>, operations: Vec<Operation>, part: &Part) -> Result<Vec<Operation>> {
    let first = operations.first().map_or(0, |operation| operation.number);
    let mut written = BTreeSet::new();
    let mut holding = Vec::new();
    for operation in operations {
        let edits = view.edits(origin(view, &operation)?.number)?;
        let records = edits.iter().map(|edit| &edit.record);
        written.extend(records.filter_map(Record::action).cloned());
        let standing = remaining(view, operation.number)?;
        if standing.iter().any(|edit| part.contains(&edit.record)) {
            holding.push(operation);
        }
    }
    check_patterns(view, first, &part.selection, &written)?;
    if holding.is_empty() {
        return Err(nothing_of(first, None));
    }
    Ok(holding)
}

/// Returns the refusal of a selection, or of a pattern, that the operation wrote nothing of.
pub(super) fn nothing_of(operation: i64, pattern: Option<&Pattern>) -> anyhow::Error {
    let pattern = pattern.map(ToString::to_string);
    Refusal::NothingToUndo(NothingToUndo::Selection { operation, pattern }).into()
}

/// Holds the patterns against all actions, then against those that were written.
fn check_patterns(
    view: &View<'_>,
    operation: i64,
    selection: &Selection,
    written: &BTreeSet<ActionId>,
) -> Result<()> {
    let Some(first) = written
        .first()
        .filter(|_| *selection != Selection::default())
    else {
        return Ok(());
    };
    let referentiel = first.referentiel();
    let known = view.known_structure(referentiel)?;
    let known = known.unwrap_or_else(|| Structure::new(referentiel, Vec::new()));
    let ids = known.nodes().iter().map(|node| &node.id);
    let all = structure_of(&known, ids.chain(written));
    let checked = selection.check(&all);
    checked.map_err(|problem| selecting::refusal(&all, problem))?;
    let part = structure_of(&known, written);
    let reached = selection.reaches(&part);
    reached.map_err(|problem| match &problem {
        SelectionProblem::NothingMatches { pattern, .. } => nothing_of(operation, Some(pattern)),
        _ => selecting::refusal(&part, problem).into(),
    })
}

/// Returns `actions` and all above them, with the titles that `known` gives them.
fn structure_of<'a>(
    known: &Structure,
    actions: impl IntoIterator<Item = &'a ActionId>,
) -> Structure {
    let mut ids = BTreeSet::new();
    for action in actions {
        let mut id = Some(action.clone());
        while let Some(present) = id {
            id = present.parent();
            ids.insert(present);
        }
    }
    let nodes = ids.into_iter().filter_map(|id| {
        Some(Node {
            node_type: id.node_type()?,
            title: known.title(&id).unwrap_or_default().to_owned(),
            points: 0.0,
            id,
        })
    });
    Structure::new(known.referentiel(), nodes.collect())
}
