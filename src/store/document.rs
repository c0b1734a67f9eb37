//! The document of an operation: its edits as JSON lines, compressed.

use std::io::{BufRead, BufReader, Write};

use anyhow::{Result, bail};
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::domain::changeset::Edit;

/// The number of the form of a line. A new one comes with the reading of all older ones.
pub const SCHEMA: i64 = 1;

/// Returns the document of these edits.
pub fn write(edits: &[Edit]) -> Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    let mut line = Vec::with_capacity(256);
    for edit in edits {
        line.clear();
        serde_json::to_writer(&mut line, edit)?;
        line.push(b'\n');
        encoder.write_all(&line)?;
    }
    Ok(encoder.finish()?)
}

/// Returns the edits of a document of this schema.
pub fn read(schema: i64, document: &[u8]) -> Result<Vec<Edit>> {
    edits(schema, document)?.collect()
}

/// Returns the edits of a document of this schema one by one, as they are decompressed.
pub fn edits(schema: i64, document: &[u8]) -> Result<impl Iterator<Item = Result<Edit>>> {
    if schema != SCHEMA {
        bail!("a document of schema {schema} is of a later tetctl");
    }
    let lines = BufReader::new(DeflateDecoder::new(document)).lines();
    Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
}
