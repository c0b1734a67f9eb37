//! What is said of a file that the operating system does not give, or does not take.

use crate::domain::file_failure::{FileAct, FileFailure, FileFault};
use crate::render::words::{Both, both};

/// Names the file, and says why it could not be read or written.
pub fn failed(failure: &FileFailure) -> Both {
    let FileFailure { place, act, fault } = failure;
    let (french, english) = match act {
        FileAct::Read => ("n'a pas pu être lu", "could not be read"),
        FileAct::Write => ("n'a pas pu être écrit", "could not be written"),
    };
    let (pourquoi, why) = match fault {
        FileFault::Full => ("le disque est plein", "the disk is full"),
        FileFault::Denied => ("accès refusé", "permission denied"),
        FileFault::ReadOnly => (
            "l'endroit est en lecture seule",
            "its place is mounted read-only",
        ),
        FileFault::Other(told) => (told.as_str(), told.as_str()),
    };
    both(
        format!("`{place}` {french} : {pourquoi}"),
        format!("`{place}` {english}: {why}"),
    )
}

/// Says where else it could stand.
pub fn hint(failure: &FileFailure) -> Option<Both> {
    match (failure.act, &failure.fault) {
        (FileAct::Write, FileFault::Full) => Some(both(
            "libérer de la place, ou nommer un fichier sur un autre disque",
            "make room, or name a file on another disk",
        )),
        (FileAct::Write, FileFault::Denied | FileFault::ReadOnly) => Some(both(
            "nommer un fichier dans un dossier où vous pouvez écrire",
            "name a file in a folder where you may write",
        )),
        _ => None,
    }
}
