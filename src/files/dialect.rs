//! How a file is written: what was understood of it, and what overrides that.

use encoding_rs::Encoding;

/// An encoding of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charset(pub(super) &'static Encoding);

impl Charset {
    /// Returns the encoding of that name, such as `utf-8`, `latin1` or `windows-1252`.
    pub fn of(name: &str) -> Option<Self> {
        Encoding::for_label(name.trim().as_bytes()).map(Self)
    }

    /// Returns the usual name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// Returns a text in this encoding.
    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        match self.0.name() {
            "UTF-16LE" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "UTF-16BE" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            _ => self.0.encode(text).0.into_owned(),
        }
    }
}

/// What is told of a file rather than guessed.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The encoding of a text.
    pub encoding: Option<Charset>,
    /// The delimiter of a CSV, an ASCII character.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook, which may be hidden.
    pub sheet: Option<String>,
    /// Headers of the file, and the column that each is read as.
    ///
    /// `Statut#2` is the second header of that name.
    pub map: Vec<(String, String)>,
    /// Whether columns that are unknown are left out rather than refused.
    pub unknown: Unknown,
}

/// What becomes of unknown columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unknown {
    #[default]
    Refused,
    LeftOut,
}

/// How a file is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialect {
    Csv(CsvDialect),
    Xlsx {
        /// The sheet that is read.
        sheet: String,
        /// The other sheets that look like it.
        others: Vec<String>,
    },
    Json,
}

/// How a CSV text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvDialect {
    /// What its bytes mean.
    pub encoding: Charset,
    /// Whether a byte order mark begins it.
    pub marked: bool,
    /// An ASCII character.
    pub delimiter: u8,
    /// What ends its lines.
    pub line_end: LineEnd,
    /// Whether a number has a decimal comma; none where no number has decimals.
    pub decimal_comma: Option<bool>,
}

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    Lf,
    Crlf,
}

impl CsvDialect {
    /// Returns the delimiter of several values in a cell.
    pub fn list_delimiter(self) -> char {
        if self.delimiter == b';' { ',' } else { ';' }
    }
}
