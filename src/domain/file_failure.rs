//! A file of the user that the operating system does not give, or does not take.

/// A file that could not be read, or not be written, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFailure {
    pub place: String,
    pub act: FileAct,
    pub fault: FileFault,
}

/// What was to be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileAct {
    Read,
    Write,
}

/// Why the operating system does not do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// The disk, or this user's share of it, is full.
    Full,
    Denied,
    ReadOnly,
    /// What the operating system says.
    Other(String),
}

impl FileFailure {
    /// Returns the code that scripts rely on.
    pub fn code(&self) -> &'static str {
        match self.act {
            FileAct::Read => "file_not_read",
            FileAct::Write => "file_not_written",
        }
    }
}
