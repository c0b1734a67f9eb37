//! Reading stored texts as what they stand for; one that is nothing of the kind is named.

use std::fmt::Display;

use anyhow::{Context, Result};

use crate::domain::action::ActionId;

/// Returns what `text`, which stands in `place`, was read as; it should be a `kind`.
pub fn known<T>(read: Option<T>, kind: &str, text: &str, place: impl Display) -> Result<T> {
    read.with_context(|| format!("{place}: `{text}` is no {kind}"))
}

/// Returns the id of the action that `text`, which stands in `place`, names.
pub fn action_of(text: &str, place: impl Display) -> Result<ActionId> {
    known(
        ActionId::parse(text, None).ok(),
        "id of an action",
        text,
        place,
    )
}
