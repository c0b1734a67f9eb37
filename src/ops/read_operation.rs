//! Reading what an operation wrote: one line a field, with the titles of the actions.

use std::collections::HashMap;

use anyhow::Result;

use super::names::Names;
use crate::domain::action::ActionId;
use crate::domain::changeset::{Change, Decision, Edit};
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Kind, Record};
use crate::domain::referentiel::Referentiel;
use crate::domain::structure::Structure;
use crate::domain::value::Value;
use crate::store::View;

/// One field that an operation wrote.
#[derive(Clone, Debug)]
pub struct Line {
    /// The profile, by slug, where the record has one.
    pub profile: Option<String>,
    pub action: Option<ActionId>,
    /// The action's title in the structure, where it has one.
    pub title: Option<String>,
    pub kind: Kind,
    /// The field; none where a record without fields comes or goes.
    pub field: Option<Field>,
    pub before: Value,
    pub after: Value,
    pub decision: Decision,
    /// Whether a relation is told by its supra, whose member the value names.
    pub below: bool,
}

impl Line {
    /// Returns the word that names the field, or the record where it has none.
    pub fn field_code(&self) -> &'static str {
        if self.below {
            return "member";
        }
        self.field.map_or(self.kind.code(), Field::code)
    }
}

/// Reads operations one after the other, and keeps what they share.
pub struct Reader<'v> {
    view: &'v View<'v>,
    names: Names<'v>,
    structures: HashMap<Referentiel, Option<Structure>>,
}

impl<'v> Reader<'v> {
    /// Returns a reader of what `view` shows.
    pub fn new(view: &'v View<'v>) -> Self {
        Self {
            view,
            names: Names::new(view),
            structures: HashMap::new(),
        }
    }

    /// Returns what an operation wrote, one line a field.
    pub fn lines(&mut self, operation: i64) -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        for edit in self.view.edits(operation)? {
            self.push_lines(&edit, &mut lines)?;
        }
        Ok(lines)
    }

    /// Returns what an edit wrote, one line a field.
    pub fn lines_of(&mut self, edit: &Edit) -> Result<Vec<Line>> {
        let mut lines = Vec::new();
        self.push_lines(edit, &mut lines)?;
        Ok(lines)
    }

    /// Returns the slug of a profile; of one that is gone, the last that the journal knows.
    pub fn slug(&mut self, profile: ProfileId) -> Result<String> {
        self.names.slug(profile)
    }

    fn push_lines(&mut self, edit: &Edit, lines: &mut Vec<Line>) -> Result<()> {
        let profile = edit.record.profile();
        let action = action_of(&edit.record);
        let line = Line {
            profile: profile.map(|id| self.names.slug(id)).transpose()?,
            title: match &action {
                Some(action) => self.title(action)?,
                None => None,
            },
            action,
            kind: edit.record.kind(),
            field: None,
            before: Value::Null,
            after: Value::Null,
            decision: edit.decision,
            below: false,
        };
        if edit.fields.is_empty() {
            lines.push(self.whole(edit, line.clone())?);
        }
        for change in &edit.fields {
            lines.push(Line {
                field: Some(change.field),
                before: self.view.told(&change.before, &[])?,
                after: self.view.told(&change.after, &[])?,
                ..line.clone()
            });
        }
        Ok(())
    }

    /// Completes the line of a record without fields: a relation is told by its supra.
    fn whole(&mut self, edit: &Edit, line: Line) -> Result<Line> {
        let value = match &edit.record {
            Record::Relation { supra, .. } => Value::from(self.names.slug(*supra)?),
            _ => Value::Bool(true),
        };
        Ok(match edit.change {
            Change::Create => Line {
                after: value,
                ..line
            },
            Change::Delete => Line {
                before: value,
                ..line
            },
            Change::Update => line,
        })
    }

    fn title(&mut self, action: &ActionId) -> Result<Option<String>> {
        let referentiel = action.referentiel();
        if !self.structures.contains_key(&referentiel) {
            let structure = self.view.known_structure(referentiel)?;
            self.structures.insert(referentiel, structure);
        }
        let structure = self.structures.get(&referentiel).and_then(Option::as_ref);
        let title = structure.and_then(|structure| structure.title(action));
        Ok(title.map(str::to_owned))
    }
}

/// Returns the action that a record speaks of; what is of a whole référentiel stands on its root.
pub fn action_of(record: &Record) -> Option<ActionId> {
    match record {
        Record::Structure(referentiel)
        | Record::Mode(_, referentiel)
        | Record::Audit(_, referentiel) => Some(ActionId::root(*referentiel)),
        record => record.action().cloned(),
    }
}
