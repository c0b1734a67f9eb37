//! What is said around every write.

use std::path::Path;

use crate::domain::language::Language::{self, English, French};
use crate::domain::refusal::Refusal;
use crate::render::look::Look;
use crate::render::words::fields;
use crate::render::{refusal_rows, refusals};

/// The batch that was written, and how much of it was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batched {
    /// The number of its first operation.
    pub number: i64,
    /// How many units were left as they were, because somebody wanted out.
    pub left: usize,
}

/// Names the target store before anything is written.
pub fn store_line(language: Language, name: &str, rehearsal: bool) -> String {
    match (language, rehearsal) {
        (French, false) => format!("Base      {name}"),
        (French, true) => format!("Base      {name} · rien ne sera écrit"),
        (English, false) => format!("Store     {name}"),
        (English, true) => format!("Store     {name} · nothing will be written"),
    }
}

/// Says that what was shown no longer holds.
pub fn moved(language: Language) -> &'static str {
    match language {
        French => "Quelque chose a changé depuis l'aperçu ; voici le nouveau.",
        English => "Something has changed since the preview; here is the new one.",
    }
}

/// Says where a changeset was saved, and how to apply it.
pub fn saved(language: Language, path: &Path) -> String {
    let path = path.display();
    match language {
        French => format!("Enregistré {path}   puis  tetctl apply {path}"),
        English => format!("Saved     {path}   then  tetctl apply {path}"),
    }
}

/// Says that there was nothing to do.
pub fn nothing(language: Language) -> &'static str {
    match language {
        French => "Rien à changer.\n",
        English => "Nothing to change.\n",
    }
}

/// Says that one operation was written, and how to take it back.
pub fn done(language: Language, title: &str, count: usize, operation: i64) -> String {
    let fields = fields(language, count);
    match language {
        French => format!(
            "Fait      {title} · {fields} · opération {operation}\nAnnuler   tetctl op undo {operation}\n"
        ),
        English => format!(
            "Done      {title} · {fields} · operation {operation}\nUndo      tetctl op undo {operation}\n"
        ),
    }
}

/// Says why a target is refused.
pub fn refused(look: &Look, target: &str, refusal: &Refusal) -> String {
    let sentence = refusals::sentence(look.language, refusal);
    let rows = refusal_rows::rows(look, refusal);
    format!("  x  {target}  {sentence}\n{rows}")
}
