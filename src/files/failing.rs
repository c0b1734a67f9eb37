//! What the errors of the operating system mean for a file of the user.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::domain::file_failure::{FileAct, FileFailure, FileFault};
use crate::domain::refusal::Refusal;

/// Says that the file at `path` could not be read or written; the name of no other file is told.
pub fn failed(path: &Path, act: FileAct, error: &Error) -> Refusal {
    let fault = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => FileFault::Full,
        ErrorKind::PermissionDenied => FileFault::Denied,
        ErrorKind::ReadOnlyFilesystem => FileFault::ReadOnly,
        kind => FileFault::Other(told(error, kind)),
    };
    Refusal::File(FileFailure {
        place: path.display().to_string(),
        act,
        fault,
    })
}

/// Returns what the operating system says, where it says it itself.
fn told(error: &Error, kind: ErrorKind) -> String {
    match error.raw_os_error() {
        Some(_) => error.to_string(),
        None => kind.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_told_without_the_name_of_another_file() {
        let fault = |error: &Error| match failed(Path::new("a.csv"), FileAct::Write, error) {
            Refusal::File(failure) => failure.fault,
            other => panic!("{other:?}"),
        };
        assert_eq!(fault(&Error::from_raw_os_error(28)), FileFault::Full);
        assert_eq!(fault(&Error::from_raw_os_error(30)), FileFault::ReadOnly);
        let wrapped = Error::new(ErrorKind::StorageFull, "at path .tmp123");
        assert_eq!(fault(&wrapped), FileFault::Full);
        let wrapped = Error::other("at path .tmp123");
        assert_eq!(fault(&wrapped), FileFault::Other("other error".to_owned()));
        let broken = Error::from_raw_os_error(5);
        assert_eq!(
            fault(&broken),
            FileFault::Other("Input/output error (os error 5)".to_owned())
        );
    }
}
