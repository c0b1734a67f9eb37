//! What another store left behind where one is to stand.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::domain::refusal::Refusal;

/// What the engine reads as a part of the store that stands beside it.
pub const PARTS: [&str; 2] = ["-wal", "-journal"];

/// Refuses to put a store at `place` where the engine would take what stands beside it for a part.
pub fn refuse(place: &Path) -> Result<()> {
    let sides = PARTS.map(|ending| beside(place, ending));
    let Some(side) = sides.into_iter().find(|side| is_taken(side)) else {
        return Ok(());
    };
    let free = free_beside(&side, ".old");
    let shown = |path: &Path| path.display().to_string();
    Err(Refusal::LeftBeside {
        place: shown(place),
        side: shown(&side),
        free: shown(&free),
    }
    .into())
}

/// Removes what is no store yet, with what the engine made beside it.
pub fn discard(path: &Path) {
    for ending in ["", "-journal", "-wal", "-shm"] {
        // The error that brought us here says more than this one would.
        let _ = std::fs::remove_file(beside(path, ending));
    }
}

/// Returns the path of a file that stands beside another.
pub fn beside(place: &Path, ending: &str) -> PathBuf {
    let mut name = place.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Returns the first free name that begins with that of `place` and `ending`, a number last.
pub fn free_beside(place: &Path, ending: &str) -> PathBuf {
    let first = beside(place, ending);
    let mut names = (2..).map(|number: u32| beside(&first, &format!("-{number}")));
    let is_free = |name: &PathBuf| !is_taken(name) && !has_parts(name);
    if is_free(&first) {
        return first;
    }
    names.find(is_free).unwrap_or(first)
}

/// Tells whether something would be read as a part of the store at `place`.
pub fn has_parts(place: &Path) -> bool {
    PARTS.iter().any(|ending| is_taken(&beside(place, ending)))
}

fn is_taken(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
