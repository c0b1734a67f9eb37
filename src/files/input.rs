//! Reading a file that is named on the command line.

use std::io::{ErrorKind, Read as _};
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::domain::refusal::{Noun, Refusal};
use crate::domain::usage::{Usage, ValueFault};

/// Returns the bytes of a file; `-` is stdin. One that does not exist is refused.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let shown = path.display().to_string();
    if shown == "-" {
        let mut bytes = Vec::new();
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .context("reading stdin")?;
        return Ok(bytes);
    }
    std::fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::IsADirectory => {
            Refusal::Usage(Usage::value("FILE", shown, ValueFault::Folder)).into()
        }
        ErrorKind::NotFound => Refusal::not_found(Noun::File, shown).into(),
        _ => anyhow::Error::new(error).context(format!("reading {shown}")),
    })
}
