//! What is said of a backup that is put back: what goes, what comes, and the way back.

use std::path::PathBuf;

use anyhow::{Error, Result};
use serde_json::{Value as Json, json};

use crate::domain::language::Language::{self, English, French};
use crate::domain::refusal::Refusal;
use crate::render::backups::{holds, last, summary};
use crate::render::document::Document;
use crate::render::look::Look;
use crate::render::stores::readers;
use crate::render::words::plural;
use crate::store::{Contents, Team};

/// A backup, and the place where it is put.
pub struct Restoration {
    pub file: PathBuf,
    pub store: PathBuf,
    /// How people call the store.
    pub name: String,
    /// What must be typed before it goes.
    pub key: String,
    pub comes: Contents,
    /// The store that is there; an error where it cannot tell.
    pub present: Option<Result<Contents>>,
    /// Where it will stay.
    pub stays: PathBuf,
    /// The group for which a store is made.
    pub team: Option<Team>,
    /// The present schema.
    pub schema: i64,
    /// What came of it.
    pub done: Option<Done>,
}

/// What came of it.
pub struct Done {
    pub contents: Contents,
    pub digest: String,
    /// Where the store that was there stands now.
    pub before: Option<PathBuf>,
}

/// Shows what is there and what comes.
pub fn preview(look: &Look, told: &Restoration) -> String {
    let language = look.language;
    let (comes, file) = (holds(look, &told.comes), told.file.display());
    let present = present(look, told);
    let lines: String = warnings(language, told)
        .iter()
        .map(|line| format!("  !  {line}\n"))
        .collect();
    let stays = match (language, &told.present) {
        (_, None) => String::new(),
        (French, Some(_)) => format!("Reste     {}\n", told.stays.display()),
        (English, Some(_)) => format!("Stays     {}\n", told.stays.display()),
    };
    match language {
        French => format!("Présent   {present}\nRemis     {file} · {comes}\n{lines}{stays}"),
        English => format!("Present   {present}\nComes     {file} · {comes}\n{lines}{stays}"),
    }
}

fn present(look: &Look, told: &Restoration) -> String {
    match &told.present {
        None => {
            let made = look
                .language
                .pick("aucune base, elle sera créée", "no store, it will be made");
            format!("{made}{}", shared(look.language, told.team.as_ref()))
        }
        Some(Ok(contents)) => format!("{} · {}", told.name, holds(look, contents)),
        Some(Err(error)) => format!("{} · {}", told.name, untold(look.language, error)),
    }
}

/// Says who will share a store that is made; nothing where its maker has it alone.
fn shared(language: Language, team: Option<&Team>) -> String {
    team.map_or_else(String::new, |team| {
        let readers = readers(language, Some(&team.group), team.readable);
        format!(", {readers}")
    })
}

/// Says why a store does not tell what it holds.
fn untold(language: Language, error: &Error) -> String {
    match (error.downcast_ref(), language) {
        (Some(Refusal::StoreNewer { schema, .. }), French) => {
            format!("d'un tetctl plus récent (schéma {schema})")
        }
        (Some(Refusal::StoreNewer { schema, .. }), English) => {
            format!("of a newer tetctl (schema {schema})")
        }
        (_, French) => "abîmée, illisible".to_owned(),
        (_, English) => "damaged, cannot be read".to_owned(),
    }
}

fn warnings(language: Language, told: &Restoration) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(Ok(present)) = &told.present {
        lines.extend(lost(language, present, &told.comes));
    }
    if told.comes.schema < told.schema {
        let (schema, new) = (told.comes.schema, told.schema);
        lines.push(match language {
            French => format!("d'un schéma plus ancien ({schema}), mise à niveau ({new})"),
            English => format!("of an older schema ({schema}), upgraded ({new})"),
        });
    }
    lines
}

/// Says what would go with the present store.
fn lost(language: Language, present: &Contents, comes: &Contents) -> Option<String> {
    if present.identity != comes.identity {
        let words = language.pick(
            "une autre base que celle-ci",
            "another store, not a copy of this one",
        );
        return Some(words.to_owned());
    }
    let later = usize::try_from(present.number() - comes.number()).ok()?;
    let (one, many) = match language {
        French => (
            "opération de la base n'y est pas",
            "opérations de la base n'y sont pas",
        ),
        English => (
            "operation of the store is not in it",
            "operations of the store are not in it",
        ),
    };
    (later > 0).then(|| plural(language, later, one, many))
}

/// Asks for the name of the store that goes.
pub fn question(language: Language, told: &Restoration) -> String {
    let (file, key) = (told.file.display(), &told.key);
    match language {
        French => format!("Remplacer la base par {file} ? Pour confirmer, taper {key} :"),
        English => format!("Replace the store by {file}? To confirm, type {key}:"),
    }
}

/// Says what was put back, and how to go back; `quoted` makes a word of a shell.
pub fn restored(look: &Look, told: &Restoration, quoted: fn(&str) -> String) -> String {
    let Some(done) = &told.done else {
        return preview(look, told);
    };
    let (file, name) = (told.file.display(), &told.name);
    let (holds, digest) = (holds(look, &done.contents), &done.digest);
    let shared = shared(look.language, told.team.as_ref());
    let back = done.before.as_ref().map(|before| {
        let before = quoted(&before.display().to_string());
        format!(
            "tetctl store restore {before} --confirm {}",
            quoted(&told.key)
        )
    });
    match look.language {
        French => {
            let back = back.map(|line| format!("Revenir   {line}\n"));
            format!(
                "Remis     {file} → {name}{shared}\nContient  {holds}\nEmpreinte {digest}\n{}",
                back.unwrap_or_default()
            )
        }
        English => {
            let back = back.map(|line| format!("Back      {line}\n"));
            format!(
                "Restored  {file} → {name}{shared}\nHolds     {holds}\nDigest    {digest}\n{}",
                back.unwrap_or_default()
            )
        }
    }
}

/// Returns both, and what came of it, as a document.
pub fn document(told: &Restoration) -> Document {
    let done = told.done.as_ref();
    let now = done.map_or(&told.comes, |done| &done.contents);
    let before = match done {
        Some(done) => done.before.as_ref(),
        None => told.present.as_ref().map(|_| &told.stays),
    };
    let present = told.present.as_ref().map(|present| match present {
        Ok(contents) => {
            let mut told = summary(contents);
            told["last_operation"] = last(contents);
            told
        }
        Err(_) => json!({ "profiles": null, "operations": null, "last_operation": null }),
    });
    Document {
        summary: summary(now),
        ..Document::default()
    }
    .with("store", told.store.display().to_string().into())
    .with("file", told.file.display().to_string().into())
    .with("digest", done.map(|done| done.digest.as_str()).into())
    .with("last_operation", last(now))
    .with(
        "group",
        told.team.as_ref().map(|team| team.group.as_str()).into(),
    )
    .with("present", present.unwrap_or(Json::Null))
    .with(
        "backup",
        before.map(|before| before.display().to_string()).into(),
    )
}
