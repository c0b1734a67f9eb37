//! A saved changeset: one document, written by `--save`, applied by `tetctl apply`.
//!
//! `{"schema":"tetctl-changeset/1","store":…,"id":…,"saved_at":…,"line":…,"changesets":[…],
//! "digest":…}`. The digest is the SHA-256 of the document, as compact JSON, without that key; `id`
//! makes it another each time; `saved_at` and `line` say when and how to make it anew, and may lack.

use std::path::Path;

use anyhow::Result;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::changeset_reading::FORM;
use crate::domain::changeset::Changeset;
use crate::domain::hexadecimal::hexadecimal;
use crate::files::whole_file::WholeFile;

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

#[cfg(test)]
mod tests {
    use super::super::changeset_reading::{Saved, read};
    use super::*;
    use crate::domain::changeset::Edit;
    use crate::domain::profile::ProfileId;
    use crate::domain::record::{Field, Record};
    use crate::domain::refusal::{ChangesetFault, Refusal};
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

    fn read_text(text: &str) -> Result<(Saved, Vec<Changeset>)> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("change.json");
        std::fs::write(&path, text)?;
        let mut seen = Vec::new();
        let saved = read(&path, &mut |changeset: &Changeset| {
            seen.push(changeset.clone());
        })?;
        Ok((saved, seen))
    }

    fn fault(text: &str) -> Option<Refusal> {
        read_text(text).err()?.downcast().ok()
    }

    #[test]
    fn what_is_saved_is_read_back() -> Result<()> {
        let (saved, seen) = read_text(&written()?)?;
        assert_eq!(seen, [changeset(), changeset()]);
        assert_eq!(saved.len(), 2);
        assert_eq!(saved.changeset(0)?, changeset());
        assert_eq!(saved.changeset(1)?, changeset());
        assert_eq!(saved.store, "a-store");
        assert_eq!(saved.line.as_deref(), Some("tetctl profile create"));
        Ok(())
    }

    #[test]
    fn a_document_that_was_only_laid_out_anew_is_the_same() -> Result<()> {
        let value: serde_json::Value = serde_json::from_str(&written()?)?;
        let (saved, _) = read_text(&serde_json::to_string_pretty(&value)?)?;
        assert_eq!(saved.changeset(1)?, changeset());
        Ok(())
    }

    #[test]
    fn what_is_written_over_after_it_was_seen_is_refused() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("change.json");
        let text = written()?;
        std::fs::write(&path, &text)?;
        let saved = read(&path, &mut |_| {})?;
        std::fs::write(&path, text.replace("côté", "coté"))?;
        let read_again = saved.changeset(0).err();
        assert_eq!(
            read_again.and_then(|error| error.downcast().ok()),
            Some(Refusal::ChangesetInvalid(ChangesetFault::Edited))
        );
        Ok(())
    }

    #[test]
    fn keys_that_come_twice_or_never_are_refused() -> Result<()> {
        let text = written()?;
        for wrong in [
            text.replace("\"line\":", "\"store\":"),
            text.replace("\"line\":", "\"changesets\":[],\"line\":"),
            text.replace("\"changesets\":", "\"changes\":"),
        ] {
            assert_eq!(
                fault(&wrong),
                Some(Refusal::ChangesetInvalid(ChangesetFault::Edited)),
                "{wrong}"
            );
        }
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
