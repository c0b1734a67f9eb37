//! From an error to what is said of it: message, rows, hint, exit code, for people and programs.

use serde_json::{Value, json};

use crate::domain::exit::Meaning;
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::render::look::Look;
use crate::render::{document, hints, refusal_rows, refusals};
use crate::ui::Ui;

/// Says what went wrong and returns the exit code.
pub fn report(ui: &Ui, command: &str, json: bool, error: &anyhow::Error) -> u8 {
    let exit = exit(error);
    let said = if json {
        let document = document::refused(command, exit, error_document(error));
        let answered = ui.answer(&document::text(&document, Ui::answers_to_terminal()));
        // Where answers cannot be written, remarks may be.
        answered.or_else(|_| ui.complain(&text(&ui.look, error)))
    } else {
        ui.complain(&text(&ui.look, error))
    };
    // Where even stderr is gone there is nobody left to tell.
    said.map_or(Meaning::Unexpected.exit(), |()| exit)
}

/// Returns the exit code of an error.
pub fn exit(error: &anyhow::Error) -> u8 {
    refusal_of(error).map_or(Meaning::Unexpected.exit(), Refusal::exit)
}

/// Returns what the document of an error holds under `error`.
pub fn error_document(error: &anyhow::Error) -> Value {
    match refusal_of(error) {
        Some(refusal) => refusal_document(refusal),
        None => json!({
            "code": "internal",
            "message": format!("{error:#}"),
            "hint": null,
            "rows": [],
        }),
    }
}

/// Returns what the document of a refusal holds under `error`.
pub fn refusal_document(refusal: &Refusal) -> Value {
    let mut document = json!({
        "code": refusal.code(),
        "message": refusals::sentence(Language::English, refusal),
        "hint": hints::hint(Language::English, refusal),
        "rows": refusal_rows::documents(refusal),
    });
    if refusal.meaning() == Meaning::NotFound {
        document["candidates"] = refusal_rows::candidates(refusal);
    }
    if let Refusal::StoreBusy { by, .. } = refusal {
        document["holder"] = refusal_rows::holder(by);
    }
    document
}

/// Returns what is said of an error, and what to do next where there is something to do.
pub fn words(language: Language, error: &anyhow::Error) -> (String, Option<String>) {
    match refusal_of(error) {
        Some(refusal) => (
            refusals::sentence(language, refusal),
            hints::hint(language, refusal),
        ),
        None => (format!("{error:#}"), None),
    }
}

fn text(look: &Look, error: &anyhow::Error) -> String {
    let (word, advice) = match look.language {
        Language::French => ("erreur", "conseil : "),
        Language::English => ("error", "hint: "),
    };
    let Some(refusal) = refusal_of(error) else {
        return format!("{word}[internal]: {error:#}\n");
    };
    let sentence = refusals::sentence(look.language, refusal);
    let mut text = format!("{word}[{}]: {sentence}\n", refusal.code());
    text.push_str(&refusal_rows::lines(look, refusal));
    if let Some(hint) = hints::hint(look.language, refusal) {
        text.push_str(&format!("{advice}{hint}\n"));
    }
    text
}

fn refusal_of(error: &anyhow::Error) -> Option<&Refusal> {
    error.chain().find_map(|cause| cause.downcast_ref())
}
