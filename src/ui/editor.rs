//! Editing a text in the editor that `VISUAL` or `EDITOR` names.

use std::fs;
use std::io::Write as _;
use std::process::Command;

use anyhow::{Context as _, Result};

/// Returns `text` as it was left in the editor; none where no editor is set.
///
/// Nobody else can read the file in which it stands meanwhile. An editor that fails leaves the text
/// as it was.
pub fn edit(text: &str) -> Result<Option<String>> {
    let set = |name: &str| std::env::var(name).ok();
    let of = |name| set(name).filter(|command| !command.trim().is_empty());
    let Some(command) = of("VISUAL").or_else(|| of("EDITOR")) else {
        return Ok(None);
    };
    let mut file = tempfile::Builder::new().suffix(".txt").tempfile()?;
    file.write_all(text.as_bytes())?;
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = Command::new(program)
        .args(words)
        .arg(file.path())
        .status()
        .with_context(|| format!("running the editor `{command}`"))?;
    if !status.success() {
        return Ok(Some(text.to_owned()));
    }
    let edited = fs::read(file.path())?;
    Ok(Some(String::from_utf8_lossy(&edited).into_owned()))
}
