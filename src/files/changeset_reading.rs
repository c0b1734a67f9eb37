//! Reading a saved changeset piece by piece: it may be larger than the memory.
//!
//! It is read through once, to its digest, and the place of each target's changeset is noted; each
//! is read again when its turn comes. What cannot be read twice is kept in a file without a name.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Map, Value};
use sha2::{Digest, Sha256};

use super::input;
use crate::domain::changeset::Changeset;
use crate::domain::hexadecimal::hexadecimal;
use crate::domain::refusal::{ChangesetFault, Refusal};

/// The name of the document's form.
pub const FORM: &str = "tetctl-changeset/1";

/// How many bytes may stand around the changesets.
const MOST_AROUND: u64 = 1_000_000;

/// How many bytes the changeset of one target may have.
const MOST_OF_ONE: u64 = 250_000_000;

/// A saved changeset that was found whole.
#[derive(Debug)]
pub struct Saved {
    /// The identity of the store it was made on.
    pub store: String,
    /// The command line that makes it anew.
    pub line: Option<String>,
    /// What tells it from any other.
    pub digest: String,
    file: File,
    /// Where the changeset of each target stands.
    pieces: Vec<Piece>,
}

/// Where a changeset stands in the file, and what tells that it is the same one.
#[derive(Debug)]
struct Piece {
    start: u64,
    length: usize,
    digest: [u8; 32],
}

impl Saved {
    /// Counts the targets.
    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Reads the changeset of one target; refused where the file was written over meanwhile.
    pub fn changeset(&self, unit: usize) -> Result<Changeset> {
        let piece = &self.pieces[unit];
        let mut bytes = vec![0; piece.length];
        let read = self.file.read_exact_at(&mut bytes, piece.start);
        if read.is_err() || <[u8; 32]>::from(Sha256::digest(&bytes)) != piece.digest {
            return Err(Refusal::ChangesetInvalid(ChangesetFault::Edited).into());
        }
        serde_json::from_slice(&bytes).context("reading a changeset again")
    }

    /// Returns what tells one changeset of the document, so that it is applied once.
    pub fn key(&self, unit: usize) -> String {
        format!("{}/{unit}", self.digest)
    }
}

/// Reads a file through, `-` being stdin, and has each of its changesets `seen`.
///
/// Refused where it is truncated, edited, or of an unknown version; only then is it known whether
/// what was seen counts.
pub fn read(path: &Path, seen: &mut dyn FnMut(&Changeset)) -> Result<Saved> {
    let (source, file) = open(path)?;
    let left = Cell::new(MOST_AROUND);
    let position = Cell::new(0);
    let counted = Counted {
        source: BufReader::with_capacity(1 << 16, source),
        position: &position,
        left: &left,
    };
    let mut document = Document::new(&position, &left, seen);
    let mut parser = Deserializer::from_reader(counted);
    let read = document.read(&mut parser).and_then(|()| parser.end());
    match (read, document.stop.take()) {
        (_, Some(stop)) => Err(stop),
        (Err(error), None) => Err(unread(path, error)),
        (Ok(()), None) => document.end(file),
    }
}

/// Opens a file to be read, and to be read again.
fn open(path: &Path) -> Result<(Box<dyn Read>, File)> {
    let is_stdin = path.as_os_str() == "-";
    let opened = if is_stdin {
        None
    } else {
        Some(File::open(path).map_err(|error| input::refused(path, error))?)
    };
    let source: Box<dyn Read> = match opened {
        Some(file) if file.metadata()?.is_file() => {
            return Ok((Box::new(file.try_clone()?), file));
        }
        Some(file) => Box::new(file),
        None => Box::new(io::stdin()),
    };
    let copy = tempfile::tempfile().context("keeping what is read")?;
    let kept = copy.try_clone()?;
    Ok((Box::new(Kept { source, copy }), kept))
}

fn unread(path: &Path, error: serde_json::Error) -> anyhow::Error {
    match error.io_error_kind() {
        None | Some(ErrorKind::FileTooLarge) => refused(ChangesetFault::Unreadable),
        Some(_) => input::refused(path, error.into()),
    }
}

fn refused(fault: ChangesetFault) -> anyhow::Error {
    Refusal::ChangesetInvalid(fault).into()
}

/// What can be read once only, copied on its way.
struct Kept {
    source: Box<dyn Read>,
    copy: File,
}

impl Read for Kept {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        self.copy.write_all(&buffer[..count])?;
        Ok(count)
    }
}

/// Bytes that are counted, and end with an error where a piece has too many.
struct Counted<'a> {
    source: BufReader<Box<dyn Read>>,
    position: &'a Cell<u64>,
    left: &'a Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(buffer)?;
        let long = count as u64;
        let Some(left) = self.left.get().checked_sub(long) else {
            return Err(ErrorKind::FileTooLarge.into());
        };
        self.left.set(left);
        self.position.set(self.position.get() + long);
        Ok(count)
    }
}

/// A document on its way.
struct Document<'a> {
    position: &'a Cell<u64>,
    left: &'a Cell<u64>,
    seen: &'a mut dyn FnMut(&Changeset),
    /// Why nothing more is read.
    stop: Option<anyhow::Error>,
    digest: Sha256,
    told: Map<String, Value>,
    pieces: Vec<Piece>,
    has_changesets: bool,
    is_one: bool,
}

impl<'a> Document<'a> {
    fn new(
        position: &'a Cell<u64>,
        left: &'a Cell<u64>,
        seen: &'a mut dyn FnMut(&Changeset),
    ) -> Self {
        Self {
            position,
            left,
            seen,
            stop: None,
            digest: Sha256::new(),
            told: Map::new(),
            pieces: Vec::new(),
            has_changesets: false,
            is_one: true,
        }
    }

    fn read<'de, D: serde::Deserializer<'de>>(&mut self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_map(Whole(self))
    }

    fn stopped<E: serde::de::Error>(&mut self, error: anyhow::Error) -> E {
        self.stop = Some(error);
        E::custom("stopped")
    }

    /// Takes a key and its value, the changesets excepted.
    fn take(&mut self, key: String, value: Value) -> Result<()> {
        match value.as_str() {
            Some(FORM) => {}
            _ if key != "schema" => {}
            Some(other) if other.starts_with("tetctl-changeset/") => {
                return Err(refused(ChangesetFault::Version));
            }
            _ => return Err(refused(ChangesetFault::NotOne)),
        }
        if key != "digest" {
            self.begin(&key)?;
            self.digest.update(serde_json::to_vec(&value)?);
        }
        match self.told.insert(key, value) {
            Some(_) => Err(refused(ChangesetFault::Edited)),
            None => Ok(()),
        }
    }

    /// Adds a key to what is digested.
    fn begin(&mut self, key: &str) -> Result<()> {
        let is_first = !self.has_changesets && self.told.keys().all(|key| key == "digest");
        self.digest.update(if is_first { "{" } else { "," });
        self.digest.update(serde_json::to_vec(key)?);
        self.digest.update(":");
        Ok(())
    }

    /// Takes the changeset that ends here.
    fn take_changeset(&mut self, raw: &RawValue) -> Result<()> {
        let text = raw.get();
        let value: Value = serde_json::from_str(text)?;
        if !self.pieces.is_empty() {
            self.digest.update(",");
        }
        self.digest.update(serde_json::to_vec(&value)?);
        self.pieces.push(Piece {
            start: self.position.get() - text.len() as u64,
            length: text.len(),
            digest: Sha256::digest(text).into(),
        });
        match serde_json::from_value(value) {
            Ok(changeset) => (self.seen)(&changeset),
            Err(_) => self.is_one = false,
        }
        Ok(())
    }

    fn end(self, file: File) -> Result<Saved> {
        let text = |key| self.told.get(key).and_then(Value::as_str);
        if text("schema").is_none() {
            return Err(refused(ChangesetFault::NotOne));
        }
        let mut digest = self.digest;
        digest.update("}");
        let digest = hexadecimal(&digest.finalize());
        if text("digest") != Some(&digest) {
            return Err(refused(ChangesetFault::Edited));
        }
        if !self.is_one || !self.has_changesets {
            return Err(refused(ChangesetFault::NotOne));
        }
        Ok(Saved {
            store: text("store").unwrap_or_default().to_owned(),
            line: text("line").map(str::to_owned),
            digest,
            file,
            pieces: self.pieces,
        })
    }
}

/// The document itself.
struct Whole<'d, 'a>(&'d mut Document<'a>);

impl<'de> Visitor<'de> for Whole<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(FORM)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(document) = self;
        while let Some(key) = map.next_key::<String>()? {
            if key == "changesets" {
                map.next_value_seed(Changesets(&mut *document))?;
            } else {
                let value = map.next_value()?;
                let taken = document.take(key, value);
                taken.map_err(|error| document.stopped::<A::Error>(error))?;
            }
            document.left.set(MOST_AROUND);
        }
        Ok(())
    }
}

/// The changesets of a document.
struct Changesets<'d, 'a>(&'d mut Document<'a>);

impl<'de> DeserializeSeed<'de> for Changesets<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Changesets<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("changesets")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Self(document) = self;
        if document.has_changesets {
            return Err(document.stopped(refused(ChangesetFault::Edited)));
        }
        let begun = document.begin("changesets").map_err(A::Error::custom);
        begun?;
        document.has_changesets = true;
        document.digest.update("[");
        document.left.set(MOST_OF_ONE);
        while let Some(raw) = items.next_element::<Box<RawValue>>()? {
            let taken = document.take_changeset(&raw);
            taken.map_err(|error| document.stopped::<A::Error>(error))?;
            document.left.set(MOST_OF_ONE);
        }
        document.digest.update("]");
        Ok(())
    }
}
