//! What is said of backups: what was copied, and what it holds.

use std::path::Path;

use serde_json::{Value as Json, json};

use crate::domain::language::Language::{self, English, French};
use crate::render::document::Document;
use crate::render::look::Look;
use crate::render::refusals::person;
use crate::render::words::{decimal, grouped, plural};
use crate::store::{Contents, Copied};

/// Says what was copied, what the copy holds, and how it was verified.
pub fn copied(look: &Look, store: &str, file: &Path, copied: &Copied) -> String {
    let (file, digest) = (file.display(), &copied.digest);
    let holds = holds(look, &copied.contents);
    let size = size(look.language, copied.bytes);
    let verified = verified(look.language, copied);
    match look.language {
        French => format!(
            "Copié     {store} → {file}\nContient  {holds} · {size}\nEmpreinte {digest}\nVérifié   {verified}\n"
        ),
        English => format!(
            "Copied    {store} → {file}\nHolds     {holds} · {size}\nDigest    {digest}\nVerified  {verified}\n"
        ),
    }
}

fn verified(language: Language, copied: &Copied) -> String {
    let (number, now) = (copied.contents.number(), copied.store_stands_at);
    match (language, number == now) {
        (French, true) => "rouverte, rien d'abîmé, même contenu que la base".to_owned(),
        (English, true) => "opened again, no damage, the same content as the store".to_owned(),
        (French, false) => format!(
            "rouverte, rien d'abîmé ; la base en est déjà à l'opération {now}, la copie à la {number}"
        ),
        (English, false) => format!(
            "opened again, no damage; the store has gone on to operation {now}, the copy stands at {number}"
        ),
    }
}

/// Says what would be copied.
pub fn would_copy(look: &Look, file: &Path, contents: &Contents) -> String {
    let (file, holds) = (file.display(), holds(look, contents));
    match look.language {
        French => format!("Copierait {file}\nContient  {holds}\n"),
        English => format!("Would be  {file}\nHolds     {holds}\n"),
    }
}

/// Returns what a store holds: `6 profiles · 10 operations, the last one 10 at 09:05 by support-1`.
pub fn holds(look: &Look, contents: &Contents) -> String {
    let language = look.language;
    let count = |count: i64| usize::try_from(count).unwrap_or_default();
    let (one, many) = language.pick(("profil", "profils"), ("profile", "profiles"));
    let profiles = plural(language, count(contents.profiles), one, many);
    let (one, many) = language.pick(("opération", "opérations"), ("operation", "operations"));
    let operations = plural(language, count(contents.operations), one, many);
    let Some(last) = &contents.last else {
        return format!("{profiles} · {operations}");
    };
    let (number, when) = (last.number, look.phrase(last.at));
    let who = person(language, last.actor.as_deref());
    match language {
        French => {
            format!("{profiles} · {operations}, la dernière {number}, {when} par {who}")
        }
        English => {
            format!("{profiles} · {operations}, the last one {number}, {when} by {who}")
        }
    }
}

/// Returns a size as people say it.
#[expect(clippy::cast_precision_loss, reason = "three figures are shown")]
fn size(language: Language, bytes: u64) -> String {
    let (octet, letter) = language.pick(("octets", "o"), ("bytes", "B"));
    let count = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} {octet}"),
        1_000..1_000_000 => format!("{} k{letter}", (count / 1e3).round()),
        1_000_000..1_000_000_000 => {
            let millions = (count / 1e5).round() / 10.0;
            format!("{} M{letter}", decimal(language, millions))
        }
        _ => {
            let millions = usize::try_from(bytes / 1_000_000).unwrap_or(usize::MAX);
            format!("{} M{letter}", grouped(millions))
        }
    }
}

/// Returns what was copied, as a document.
pub fn document(store: &Path, file: &Path, copied: &Copied) -> Document {
    Document {
        summary: summary(&copied.contents),
        ..Document::default()
    }
    .with("store", store.display().to_string().into())
    .with("file", file.display().to_string().into())
    .with("bytes", copied.bytes.into())
    .with("digest", copied.digest.as_str().into())
    .with("last_operation", last(&copied.contents))
    .with("store_last_operation", copied.store_stands_at.into())
}

/// Returns what would be copied, as a document.
pub fn rehearsed(store: &Path, file: &Path, contents: &Contents) -> Document {
    Document {
        dry_run: true,
        summary: summary(contents),
        ..Document::default()
    }
    .with("store", store.display().to_string().into())
    .with("file", file.display().to_string().into())
    .with("bytes", Json::Null)
    .with("digest", Json::Null)
    .with("last_operation", last(contents))
    .with("store_last_operation", last(contents))
}

/// Returns the counts of a store.
pub fn summary(contents: &Contents) -> Json {
    json!({ "profiles": contents.profiles, "operations": contents.operations })
}

/// Returns the number of the last operation, null where there is none.
pub fn last(contents: &Contents) -> Json {
    contents.last.as_ref().map(|last| last.number).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_few_figures() {
        assert_eq!(size(French, 812), "812 octets");
        assert_eq!(size(English, 94_208), "94 kB");
        assert_eq!(size(French, 3_456_789), "3,5 Mo");
        assert_eq!(size(English, 1_234_567_890), "1\u{202f}234 MB");
    }
}
