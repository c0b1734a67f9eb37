//! The documents of `--json`: one envelope, the same in every language.

use serde_json::{Map, Value, json};

use crate::domain::operation::Operation;

/// What a command answers, for programs.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub dry_run: bool,
    pub operation: Option<i64>,
    pub batch: Option<i64>,
    pub batch_name: Option<String>,
    pub summary: Value,
    pub warnings: Vec<Warning>,
    /// What the command adds.
    pub added: Map<String, Value>,
    /// What was refused, where the rest was done.
    pub error: Option<Value>,
}

/// One remark for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub code: &'static str,
    pub profile: Option<String>,
    pub action: Option<String>,
    /// In English.
    pub message: String,
}

impl Document {
    /// Returns the document of a list.
    pub fn of_items(items: Vec<Value>) -> Self {
        Self::default().with("items", items.into())
    }

    /// Returns the document with what names these operations, which are of one batch.
    #[must_use]
    pub fn about(self, operations: &[Operation]) -> Self {
        let first = operations.first();
        let single = first.filter(|_| operations.len() == 1);
        Self {
            operation: single.map(|operation| operation.number),
            batch: first.map(|operation| operation.batch),
            batch_name: first.and_then(|operation| operation.batch_name.clone()),
            ..self
        }
    }

    /// Returns the document with one key more.
    #[must_use]
    pub fn with(mut self, key: &str, value: Value) -> Self {
        self.added.insert(key.to_owned(), value);
        self
    }

    /// Returns the whole document of `command`, which ends with `exit`.
    pub fn envelope(self, command: &str, exit: u8) -> Value {
        let warnings: Vec<Value> = self.warnings.iter().map(Warning::json).collect();
        let mut envelope = heading(command, exit);
        for (key, value) in [
            ("dry_run", self.dry_run.into()),
            ("operation", self.operation.into()),
            ("batch", self.batch.into()),
            ("batch_name", self.batch_name.into()),
            ("summary", self.summary),
            ("warnings", warnings.into()),
        ] {
            envelope.insert(key.to_owned(), value);
        }
        envelope.extend(self.added);
        if let Some(error) = self.error {
            envelope.insert("error".to_owned(), error);
        }
        envelope.into()
    }
}

impl Warning {
    fn json(&self) -> Value {
        json!({
            "code": self.code,
            "profile": self.profile,
            "action": self.action,
            "message": self.message,
        })
    }
}

/// Returns the whole document of a command that was refused.
pub fn refused(command: &str, exit: u8, error: Value) -> Value {
    let mut envelope = heading(command, exit);
    envelope.insert("error".to_owned(), error);
    envelope.into()
}

fn heading(command: &str, exit: u8) -> Map<String, Value> {
    let mut heading = Map::new();
    heading.insert("schema".to_owned(), "tetctl/1".into());
    let command = Some(command).filter(|command| !command.is_empty());
    heading.insert("command".to_owned(), command.into());
    heading.insert("ok".to_owned(), matches!(exit, 0 | 10).into());
    heading.insert("exit".to_owned(), exit.into());
    heading
}

/// Returns a document as text: on one line, or indented where a person reads it.
pub fn text(document: &Value, indented: bool) -> String {
    let written = if indented {
        serde_json::to_string_pretty(document)
    } else {
        serde_json::to_string(document)
    };
    let mut text = written.unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_without_value_is_null_never_absent() {
        let document = Document::of_items(vec![]).envelope("profile list", 0);
        assert_eq!(
            text(&document, false),
            "{\"schema\":\"tetctl/1\",\"command\":\"profile list\",\"ok\":true,\"exit\":0,\
             \"dry_run\":false,\"operation\":null,\"batch\":null,\"batch_name\":null,\
             \"summary\":null,\"warnings\":[],\"items\":[]}\n"
        );
    }
}
