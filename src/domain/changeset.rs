//! What a command would do: edits by field, and what they rely on.

use serde::{Deserialize, Serialize};

use crate::domain::person::NewPerson;
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Record};
use crate::domain::request::Request;
use crate::domain::value::Value;

/// What one operation changes, and what it takes for granted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changeset {
    /// What was asked.
    pub request: Request,
    /// The records that are written.
    pub edits: Vec<Edit>,
    /// The records that are relied on and not written.
    #[serde(default)]
    pub expects: Vec<Expect>,
    /// The people whom it adds where the profile does not know them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<NewPerson>,
}

/// One record that is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// Which record.
    pub record: Record,
    /// Whether it appears, changes or goes.
    pub change: Change,
    /// The fields that change.
    pub fields: Vec<FieldChange>,
    /// The stamps before and after, on records that carry them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamps: Option<StampChange>,
    /// Why it is written.
    #[serde(default)]
    pub decision: Decision,
}

/// Whether a record appears, changes or goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    Create,
    Update,
    Delete,
}

/// One field, before and after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "(Field, Value, Value)", into = "(Field, Value, Value)")]
pub struct FieldChange {
    /// Which field.
    pub field: Field,
    /// What must be there.
    pub before: Value,
    /// What comes there.
    pub after: Value,
}

/// When a value was last edited, by which operation, and where it comes from.
///
/// Stamps are written, and put back by undo, but never compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The operation that wrote the value; none while it is being planned.
    #[serde(rename = "op")]
    pub operation: Option<i64>,
    /// When a person last edited the value; a copied value keeps its source's date.
    #[serde(rename = "at")]
    pub edited_at: i64,
    /// The profile it was copied from.
    #[serde(rename = "from")]
    pub copied_from: Option<ProfileId>,
    /// Whether somebody has confirmed a copied value.
    #[serde(rename = "ok")]
    pub confirmed: bool,
}

/// The stamps of a record before and after an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    from = "(Option<Stamp>, Option<Stamp>)",
    into = "(Option<Stamp>, Option<Stamp>)"
)]
pub struct StampChange {
    /// What stood there; the store fills it in.
    pub before: Option<Stamp>,
    /// What comes there; none where the record goes.
    pub after: Option<Stamp>,
}

/// Why an edit is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// The value was asked for.
    #[default]
    Written,
    /// The value stood at the other level of a branch that now speaks elsewhere.
    Cleared,
    /// The value stays, and somebody has confirmed it.
    Confirmed,
    /// The value stays, and is to confirm once more: a confirmation is taken back.
    #[serde(rename = "to_confirm")]
    ToConfirm,
    /// The source's text was put behind the one that stood there.
    Appended,
    /// Somebody typed it where both ends of a copy said something else.
    Typed,
}

impl Decision {
    /// Returns the code of documents.
    pub fn code(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Cleared => "cleared",
            Self::Confirmed => "confirmed",
            Self::ToConfirm => "to_confirm",
            Self::Appended => "appended",
            Self::Typed => "typed",
        }
    }

    /// Tells whether a value that stays is confirmed from now on; none where it is written.
    pub fn confirms(self) -> Option<bool> {
        match self {
            Self::Written | Self::Cleared | Self::Appended | Self::Typed => None,
            Self::Confirmed => Some(true),
            Self::ToConfirm => Some(false),
        }
    }

    /// Returns the decision of the edit that takes one of this decision back.
    fn reversed(self) -> Self {
        match self {
            Self::Written | Self::Cleared | Self::Appended | Self::Typed => Self::Written,
            Self::Confirmed => Self::ToConfirm,
            Self::ToConfirm => Self::Confirmed,
        }
    }
}

/// One record that is relied on and not written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expect {
    /// Which record.
    pub record: Record,
    /// The fields relied on; none where the record must not exist.
    pub fields: Option<Vec<(Field, Value)>>,
}

impl Changeset {
    /// Returns the changeset of these edits, which relies on nothing else.
    pub fn of(request: Request, edits: Vec<Edit>) -> Self {
        Self {
            request,
            edits,
            expects: Vec::new(),
            people: Vec::new(),
        }
    }

    /// Returns the changeset with what it relies on.
    #[must_use]
    pub fn expecting(mut self, expects: Vec<Expect>) -> Self {
        self.expects = expects;
        self
    }

    /// Counts the fields that change; a record without fields counts as one.
    pub fn fields(&self) -> usize {
        fields(&self.edits)
    }
}

/// Counts the fields that change; a record without fields counts as one.
pub fn fields(edits: &[Edit]) -> usize {
    edits.iter().map(|edit| edit.fields.len().max(1)).sum()
}

impl Edit {
    /// Returns the edit that makes `field` of a single-field record go from `before` to `after`.
    ///
    /// The record exists exactly while the field is not null.
    pub fn single(record: Record, field: Field, before: Value, after: Value) -> Self {
        let change = match (&before, &after) {
            (Value::Null, _) => Change::Create,
            (_, Value::Null) => Change::Delete,
            _ => Change::Update,
        };
        let fields = vec![FieldChange {
            field,
            before,
            after,
        }];
        Self {
            record,
            change,
            fields,
            stamps: None,
            decision: Decision::Written,
        }
    }

    /// Returns the edit that confirms the copied value of a single-field record.
    ///
    /// The value stays: before and after are the same, so that another value is stale, for the
    /// write and for its undo. Only the stamp changes, as the record has it when it is written.
    pub fn confirmation(record: Record, field: Field, value: Value) -> Self {
        Self {
            decision: Decision::Confirmed,
            ..Self::single(record, field, value.clone(), value)
        }
    }

    /// Returns the edit that creates `record` with these values; nulls are left out.
    pub fn create(record: Record, values: impl IntoIterator<Item = (Field, Value)>) -> Self {
        let fields = values
            .into_iter()
            .filter(|(_, value)| *value != Value::Null)
            .map(|(field, after)| FieldChange {
                field,
                before: Value::Null,
                after,
            })
            .collect();
        Self {
            record,
            change: Change::Create,
            fields,
            stamps: None,
            decision: Decision::Written,
        }
    }

    /// Returns the edit that changes the values of `record`, each before and after.
    ///
    /// Values that stay as they are are left out.
    pub fn update(record: Record, values: impl IntoIterator<Item = (Field, Value, Value)>) -> Self {
        let changes = values.into_iter().map(FieldChange::from);
        Self {
            record,
            change: Change::Update,
            fields: changes
                .filter(|change| change.before != change.after)
                .collect(),
            stamps: None,
            decision: Decision::Written,
        }
    }

    /// Returns the edit that deletes `record`, which holds these values.
    pub fn delete(record: Record, values: impl IntoIterator<Item = (Field, Value)>) -> Self {
        Self::create(record, values).reversed()
    }

    /// Returns the edit with this stamp on what it writes.
    #[must_use]
    pub fn stamped(mut self, stamp: Stamp) -> Self {
        self.stamps = Some(StampChange {
            before: None,
            after: (self.change != Change::Delete).then_some(stamp),
        });
        self
    }

    /// Returns the edit that takes this one back, stamps included.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            change: match self.change {
                Change::Create => Change::Delete,
                Change::Update => Change::Update,
                Change::Delete => Change::Create,
            },
            fields: self.fields.into_iter().map(FieldChange::reversed).collect(),
            stamps: self.stamps.map(|stamps| StampChange {
                before: stamps.after,
                after: stamps.before,
            }),
            decision: self.decision.reversed(),
            record: self.record,
        }
    }
}

impl FieldChange {
    fn reversed(self) -> Self {
        Self {
            field: self.field,
            before: self.after,
            after: self.before,
        }
    }
}

/// The date of an edit that is planned: it is made when it is written, however long that is looked at.
pub const WHEN_WRITTEN: i64 = i64::MAX;

impl Stamp {
    /// Returns the stamp once it is written by `operation`, at `at`.
    #[must_use]
    pub fn written(self, operation: i64, at: i64) -> Self {
        Self {
            operation: self.operation.or(Some(operation)),
            edited_at: if self.edited_at == WHEN_WRITTEN {
                at
            } else {
                self.edited_at
            },
            ..self
        }
    }

    /// Returns the stamp of a value that a person edits at `at`.
    pub fn edited(at: i64) -> Self {
        Self {
            operation: None,
            edited_at: at,
            copied_from: None,
            confirmed: false,
        }
    }

    /// Returns the stamp of a value copied from `source`, edited there at `at`: to confirm.
    pub fn copied(source: ProfileId, at: i64) -> Self {
        Self {
            copied_from: Some(source),
            ..Self::edited(at)
        }
    }

    /// Returns the stamp with a copied value confirmed, or to confirm; nothing else changes.
    #[must_use]
    pub fn marked(self, confirmed: bool) -> Self {
        Self {
            confirmed: confirmed && self.copied_from.is_some(),
            ..self
        }
    }

    /// Tells whether the value was copied and nobody has confirmed it.
    pub fn is_to_confirm(&self) -> bool {
        self.copied_from.is_some() && !self.confirmed
    }
}

impl From<(Field, Value, Value)> for FieldChange {
    fn from((field, before, after): (Field, Value, Value)) -> Self {
        Self {
            field,
            before,
            after,
        }
    }
}

impl From<FieldChange> for (Field, Value, Value) {
    fn from(change: FieldChange) -> Self {
        (change.field, change.before, change.after)
    }
}

impl From<(Option<Stamp>, Option<Stamp>)> for StampChange {
    fn from((before, after): (Option<Stamp>, Option<Stamp>)) -> Self {
        Self { before, after }
    }
}

impl From<StampChange> for (Option<Stamp>, Option<Stamp>) {
    fn from(change: StampChange) -> Self {
        (change.before, change.after)
    }
}
