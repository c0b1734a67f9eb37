//! Reading a file that is named on the command line.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use anyhow::Result;

use super::failing::failed;
use super::sheet::{MOST_BYTES, too_large};
use crate::domain::file_failure::FileAct;
use crate::domain::refusal::{Noun, Refusal};
use crate::domain::usage::{Usage, ValueFault};

/// Returns the bytes of a file as `read` does, one more than `limit` at most: more is too many.
pub fn read_at_most(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let shown = path.display().to_string();
    let mut bytes = Vec::new();
    if shown == "-" {
        let mut stdin = std::io::stdin().lock().take(limit + 1);
        let read = stdin.read_to_end(&mut bytes);
        read.map_err(|error| refused(path, error))?;
        return Ok(bytes);
    }
    let file = File::open(path).map_err(|error| refused(path, error))?;
    let read = file.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| refused(path, error))?;
    Ok(bytes)
}

/// Returns the bytes of a file; `-` is stdin. One that does not exist, or is too large, is refused.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let bytes = read_at_most(path, MOST_BYTES)?;
    if bytes.len() as u64 <= MOST_BYTES {
        return Ok(bytes);
    }
    let source = path.display().to_string();
    let rows = vec![too_large()];
    Err(Refusal::InputInvalid { source, rows }.into())
}

/// Says why a file cannot be read.
pub(super) fn refused(path: &Path, error: std::io::Error) -> anyhow::Error {
    let shown = path.display().to_string();
    match error.kind() {
        ErrorKind::IsADirectory => {
            Refusal::Usage(Usage::value("FILE", shown, ValueFault::Folder)).into()
        }
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            Refusal::not_found(Noun::File, shown).into()
        }
        _ => failed(path, FileAct::Read, &error).into(),
    }
}
