//! What cannot be confirmed by a yes alone: the name of what goes is typed.

use anyhow::Result;

use super::session::Session;
use crate::domain::name::fold;
use crate::domain::refusal::Refusal;
use crate::ui::Named;

/// A severe write: what goes, and what was given to `--confirm`.
pub struct Severe<'a> {
    /// The key of what goes.
    pub key: &'a str,
    pub name: &'a str,
    pub typed: Option<&'a str>,
}

impl Severe<'_> {
    /// Tells whether `--confirm` names what goes.
    pub fn is_confirmed(&self) -> bool {
        self.typed.is_some_and(|typed| self.is_named(typed))
    }

    /// Asks for the name; `details` is shown on demand. Nobody there, or another name, is a no.
    pub fn ask(&self, session: &Session, question: &str, details: &str) -> Result<()> {
        if self.typed.is_some() || !session.is_attended() {
            return Err(Refusal::NotNamed {
                key: self.key.to_owned(),
                typed: self.typed.map(str::to_owned),
            }
            .into());
        }
        loop {
            match session
                .ui
                .ask_name(question, |typed| self.is_named(typed))?
            {
                Named::Rightly => return Ok(()),
                Named::Wrongly => return Err(Refusal::NotConfirmed { asked: true }.into()),
                Named::Details => session.ui.complain(details)?,
            }
        }
    }

    fn is_named(&self, typed: &str) -> bool {
        let (folded, name) = (fold(typed), fold(self.name));
        typed.trim() == self.key || (!folded.is_empty() && folded == name)
    }
}
