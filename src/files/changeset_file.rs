//! A saved changeset: one document, written by `--save`, applied by `tetctl apply`.
//!
//! `{"schema":"tetctl-changeset/1","store":…,"id":…,"saved_at":…,"line":…,"changesets":[…],
//! "digest":…}`. The digest is the SHA-256 of the document, as compact JSON, without that key; `id`
//! makes it another each time; `saved_at` and `line` say when and how to make it anew, and may lack.

use std::path::Path;

use anyhow::Result;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::domain::changeset::Changeset;
use crate::domain::hexadecimal::hexadecimal;
use crate::domain::refusal::{ChangesetFault, Refusal};
use crate::files::whole_file::WholeFile;

/// The name of the document's form.
const FORM: &str = "tetctl-changeset/1";

/// A saved changeset, read back.
#[derive(Debug)]
pub struct Saved {
    /// The identity of the store it was made on.
    pub store: String,
    /// The command line that makes it anew.
    pub line: Option<String>,
    /// One for each target.
    pub changesets: Vec<Changeset>,
    /// What tells it from any other.
    pub digest: String,
}

impl Saved {
    /// Returns what tells one changeset of the document, so that it is applied once.
    pub fn key(&self, unit: usize) -> String {
        format!("{}/{unit}", self.digest)
    }
}

/// What stands at the head of a saved changeset.
pub struct Heading<'a> {
    /// The identity of the store it is made on.
    pub store: &'a str,
    /// What tells it from every other, whatever it holds.
    pub id: &'a str,
    /// Seconds since 1970, UTC.
    pub saved_at: i64,
    /// The command line that makes it.
    pub line: &'a str,
}

/// Writes a changeset for each target, beside the file, which is replaced at the end.
pub struct ChangesetWriter {
    place: Place,
    digest: Sha256,
    count: usize,
}

/// Where a changeset is written.
enum Place {
    File(WholeFile),
    /// For stdout, at the end.
    Text(Vec<u8>),
}

impl ChangesetWriter {
    /// Begins a document; `-` keeps it for stdout.
    pub fn new(path: &Path, heading: &Heading<'_>) -> Result<Self> {
        let mut writer = Self {
            place: if path == Path::new("-") {
                Place::Text(Vec::new())
            } else {
                Place::File(WholeFile::new(path)?)
            },
            digest: Sha256::new(),
            count: 0,
        };
        let heading = json!({
            "schema": FORM,
            "store": heading.store,
            "id": heading.id,
            "saved_at": heading.saved_at,
            "line": heading.line,
        });
        let mut text = serde_json::to_vec(&heading)?;
        text.pop();
        text.extend_from_slice(b",\"changesets\":[");
        writer.put(&text)?;
        Ok(writer)
    }

    /// Adds the changeset of one target.
    pub fn add(&mut self, changeset: &Changeset) -> Result<()> {
        if self.count > 0 {
            self.put(b",")?;
        }
        self.count += 1;
        self.put(&serde_json::to_vec(changeset)?)
    }

    /// Ends the document and puts it in its place; returns it where it is for stdout.
    pub fn finish(mut self) -> Result<Option<String>> {
        self.put(b"]")?;
        let mut digest = self.digest.clone();
        digest.update(b"}");
        let digest = hexadecimal(&digest.finalize());
        self.put(format!(",\"digest\":\"{digest}\"}}\n").as_bytes())?;
        match self.place {
            Place::File(file) => file.finish().map(|()| None),
            Place::Text(text) => Ok(Some(String::from_utf8(text)?)),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.digest.update(bytes);
        match &mut self.place {
            Place::File(file) => file.write(bytes),
            Place::Text(text) => {
                text.extend_from_slice(bytes);
                Ok(())
            }
        }
    }
}

/// Reads a saved changeset; refused where it is truncated, edited, or of an unknown version.
pub fn read(bytes: &[u8]) -> Result<Saved> {
    let refused = |fault| Refusal::ChangesetInvalid(fault);
    let parsed: Map<String, Value> =
        serde_json::from_slice(bytes).map_err(|_| refused(ChangesetFault::Unreadable))?;
    let mut document = parsed;
    match document.get("schema").and_then(Value::as_str) {
        Some(FORM) => {}
        Some(other) if other.starts_with("tetctl-changeset/") => {
            return Err(refused(ChangesetFault::Version).into());
        }
        _ => return Err(refused(ChangesetFault::NotOne).into()),
    }
    let Some(Value::String(digest)) = document.shift_remove("digest") else {
        return Err(refused(ChangesetFault::Edited).into());
    };
    if hexadecimal(&Sha256::digest(serde_json::to_vec(&document)?)) != digest {
        return Err(refused(ChangesetFault::Edited).into());
    }
    let changesets = document.shift_remove("changesets").unwrap_or(Value::Null);
    let text = |key| document.get(key).and_then(Value::as_str).map(str::to_owned);
    let (store, line) = (text("store").unwrap_or_default(), text("line"));
    let changesets =
        serde_json::from_value(changesets).map_err(|_| refused(ChangesetFault::NotOne))?;
    Ok(Saved {
        store,
        line,
        changesets,
        digest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::changeset::Edit;
    use crate::domain::profile::ProfileId;
    use crate::domain::record::{Field, Record};
    use crate::domain::request::Request;

    fn changeset() -> Changeset {
        let profile = ProfileId(3);
        let values = [(Field::Nom, "CC d'à côté".into())];
        let edits = vec![Edit::create(Record::Profile(profile), values)];
        Changeset::of(Request::ProfileCreate { profile }, edits)
    }

    fn written() -> Result<String> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("change.json");
        let heading = Heading {
            store: "a-store",
            id: "1",
            saved_at: 0,
            line: "tetctl profile create",
        };
        let mut writer = ChangesetWriter::new(&path, &heading)?;
        writer.add(&changeset())?;
        writer.add(&changeset())?;
        writer.finish()?;
        Ok(std::fs::read_to_string(path)?)
    }

    fn fault(text: &str) -> Option<Refusal> {
        read(text.as_bytes()).err()?.downcast().ok()
    }

    #[test]
    fn what_is_saved_is_read_back() -> Result<()> {
        let saved = read(written()?.as_bytes())?;
        assert_eq!(saved.changesets, [changeset(), changeset()]);
        assert_eq!(saved.store, "a-store");
        assert_eq!(saved.line.as_deref(), Some("tetctl profile create"));
        Ok(())
    }

    #[test]
    fn one_letter_changed_or_lost_is_refused() -> Result<()> {
        let text = written()?;
        assert_eq!(
            fault(&text.replace("côté", "coté")),
            Some(Refusal::ChangesetInvalid(ChangesetFault::Edited))
        );
        assert_eq!(
            fault(&text[..text.len() / 2]),
            Some(Refusal::ChangesetInvalid(ChangesetFault::Unreadable))
        );
        assert_eq!(
            fault(&text.replace("changeset/1", "changeset/2")),
            Some(Refusal::ChangesetInvalid(ChangesetFault::Version))
        );
        assert_eq!(
            fault("{\"a\":1}"),
            Some(Refusal::ChangesetInvalid(ChangesetFault::NotOne))
        );
        Ok(())
    }
}
