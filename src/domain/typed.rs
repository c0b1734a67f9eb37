//! What somebody types or leaves in an editor: text, or why it is none.

use crate::domain::invalid_row::RowCode;
use crate::domain::name::steers;
use crate::domain::statut::InvalidStatut;

/// How many bytes of a line a terminal keeps; what is typed behind them is lost without a word.
pub const LONGEST_LINE: usize = 4_095;

/// Why bytes that were typed or saved are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The line is as long as a terminal lets one be, so that its end may be lost.
    LineFull,
    /// It is no UTF-8.
    NotUtf8,
    /// It holds a control character.
    Steering,
}

/// Why nothing came back from an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditorFault {
    /// The command could not be run; the system says why.
    NotRun { command: String, why: String },
    /// The command has ended with a failure.
    Failed { command: String },
    /// The file was taken away.
    FileGone,
    /// What was saved is no text.
    Unread(Unread),
}

/// Reads a line that was typed, without its end.
pub fn line(bytes: &[u8]) -> Result<String, Unread> {
    if bytes.len() >= LONGEST_LINE {
        return Err(Unread::LineFull);
    }
    text(bytes)
}

/// Reads a text, whatever its length.
pub fn text(bytes: &[u8]) -> Result<String, Unread> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unread::NotUtf8)?;
    if steers(text) {
        return Err(Unread::Steering);
    }
    Ok(text.to_owned())
}

impl From<InvalidStatut> for RowCode {
    fn from(invalid: InvalidStatut) -> Self {
        match invalid {
            InvalidStatut::Unknown { .. } => Self::StatutUnknown,
            InvalidStatut::SharesNotThree => Self::SharesNotThree,
            InvalidStatut::ShareNotANumber => Self::ShareNotANumber,
            InvalidStatut::SharesSum { sum } => Self::SharesSum { sum },
            InvalidStatut::ShareRange => Self::ShareRange,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_may_be_cut_is_no_line() {
        let full = "é".repeat(LONGEST_LINE / 2) + "x";
        assert_eq!(line(full.as_bytes()), Err(Unread::LineFull));
        assert!(line(&full.as_bytes()[1..][1..]).is_ok());
        assert_eq!(text(full.as_bytes()), Ok(full));
    }

    #[test]
    fn bytes_of_another_encoding_and_what_steers_are_no_text() {
        assert_eq!(text(b"caf\xe9"), Err(Unread::NotUtf8));
        assert_eq!(text(b"a\x1b[31m"), Err(Unread::Steering));
        assert_eq!(text(b"a\tb\r\nc"), Ok("a\tb\r\nc".to_owned()));
    }
}
