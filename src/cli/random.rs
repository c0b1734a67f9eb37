//! What tells one thing from every other of its kind.

use std::fs::File;
use std::io::Read as _;

use anyhow::{Context, Result};

use crate::domain::hexadecimal::hexadecimal;

/// Returns 128 random bits in hexadecimal figures.
pub fn random_id() -> Result<String> {
    let mut bytes = [0; 16];
    File::open("/dev/urandom")
        .and_then(|mut random| random.read_exact(&mut bytes))
        .context("reading random bytes")?;
    Ok(hexadecimal(&bytes))
}
