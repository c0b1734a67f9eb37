//! What can be wrong with a row of an input, as data.

use std::sync::Arc;

use super::action::ActionId;
use super::referentiel::Referentiel;

/// One wrong value of an input.
#[derive(Clone, Debug, PartialEq)]
pub struct InvalidRow {
    /// Where it stands.
    pub place: Place,
    /// The header of its column as it is written, empty where the row as a whole is wrong.
    pub column: String,
    /// The value as it is written.
    pub value: String,
    /// What is wrong with it.
    pub code: RowCode,
}

/// Where a wrong value stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In a text file, on the line where the record starts, counted from 1.
    Line(u64),
    /// In a workbook.
    Cell {
        /// The name of its sheet.
        sheet: Arc<str>,
        /// Counted from 1.
        row: u32,
        /// Counted from 0: column A.
        column: u32,
    },
    /// In a document, of which a line may hold several items.
    Item {
        /// The line on which the item starts, counted from 1.
        line: u64,
        /// Counted from 1.
        number: u64,
    },
    /// In what was typed.
    Argument,
    /// Anywhere: the file as such is wrong.
    Whole,
}

impl Place {
    /// Returns what tells a row of the file from its others: its line, or its number.
    pub fn row(&self) -> Option<u64> {
        match self {
            Self::Item { number, .. } => Some(*number),
            place => place.line(),
        }
    }

    /// Returns the line, or the row of a workbook.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::Line(line) | Self::Item { line, .. } => Some(*line),
            Self::Cell { row, .. } => Some(u64::from(*row)),
            Self::Argument | Self::Whole => None,
        }
    }

    /// Returns the name that people have for a cell, such as `Feuil1!C12`.
    pub fn cell(&self) -> Option<String> {
        let Self::Cell { sheet, row, column } = self else {
            return None;
        };
        Some(format!("{sheet}!{}{row}", letters(*column)))
    }
}

/// Returns the letters of a column: `A`, `Z`, `AA`.
pub fn letters(column: u32) -> String {
    let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    match column / 26 {
        0 => letter.to_string(),
        before => letters(before - 1) + &letter.to_string(),
    }
}

/// What is wrong with a value or a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowCode {
    /// A column that is needed is not there.
    ColumnMissing,
    /// A column is there twice.
    ColumnTwice,
    /// The file holds no row.
    NoRow,
    /// The column is one of another référentiel's format.
    OtherFormat,
    /// The file is no text: a workbook, or another archive.
    NotACsv,
    /// No node is worth any points.
    NoPoints,
    /// The row has not as many cells as the header.
    Ragged {
        /// The number of cells of the header.
        expected: usize,
        /// The number of cells of the row.
        found: usize,
    },
    /// A quote is opened and never closed.
    QuoteOpen,
    /// A quote that closes before something else than the end of its cell.
    QuoteInside,
    /// The line holds a NUL character.
    NulByte,
    /// The value is not a number that is zero or more.
    NotANumber,
    /// The value is not the id of an action of the référentiel.
    IdInvalid,
    /// The id is deeper than the tree of its référentiel.
    LevelUnknown,
    /// The id was there before.
    DuplicateId {
        /// The line of the first row with this id.
        first_line: u64,
    },
    /// The node above is not in the file.
    ParentMissing {
        /// The node that is not there.
        parent: ActionId,
    },
    /// The percentages of the children do not make 100.
    PercentageSum {
        /// What they make.
        sum: f64,
    },
    /// The row must carry points and does not.
    PointsMissing,
    /// The percentage is not between 0 and 100.
    PercentageRange,
    /// The catégorie is not one of those that exist.
    CategorieUnknown,
    /// The shares of a statut make neither 1 nor 100.
    SharesSum {
        /// What they make.
        sum: f64,
    },
    /// A detailed statut has not three shares.
    SharesNotThree,
    /// A share is no number.
    ShareNotANumber,
    /// A share is out of range.
    ShareRange,
    /// The action is neither a sous-action nor a tâche.
    NoStatutHere,
    /// The action is no mesure.
    NoPiloteHere,
    /// The value holds a character that would steer a terminal.
    ControlCharacter,
    /// The root of a référentiel takes no commentaire.
    NoCommentaireHere,
    /// The value is given twice.
    Twice,
    /// The id does not say its référentiel.
    IdNotWhole,
    /// No node of the référentiel has this id.
    ActionUnknown,
    /// The value is no statut.
    StatutUnknown,
    /// No column is called that.
    ColumnUnknown {
        /// The name that comes near.
        near: Option<String>,
    },
    /// The value is needed and is not there.
    Empty,
    /// No profile is called that.
    ProfileUnknown {
        /// The keys of those that come near.
        near: Vec<String>,
    },
    /// Several profiles are called that.
    ProfileAmbiguous {
        /// Their keys.
        keys: Vec<String>,
    },
    /// The name is not exact, and nobody can be asked.
    ProfileLoose {
        /// The keys of the profiles that it may mean.
        keys: Vec<String>,
    },
    /// A name that stands in a list without quotes.
    NameNotQuoted {
        /// The cell, or the name alone, as a file writes it.
        written: String,
    },
    /// The values of the cell are parted by another character.
    OtherSeparator {
        /// The one that parts them.
        separator: char,
    },
    /// A file can ask nobody.
    NobodyToAsk,
    /// Neither a column nor the command line names the référentiel.
    ReferentielNotNamed,
    /// The line is UTF-8 in a file that is not, of which nothing else can be told.
    UnsureEncoding,
    /// Source and target are one.
    SameProfile,
    /// No référentiel has this id.
    ReferentielUnknown,
    /// The structure of the référentiel was never imported.
    StructureMissing,
    /// The référentiel is not the one that is expected.
    OtherReferentiel {
        /// The one that is.
        expected: Referentiel,
    },
    /// No node of the référentiel has this id; others come near.
    ActionMissing {
        /// The ids that do.
        near: Vec<String>,
    },
    /// The ends of a range of actions are no siblings in their order.
    NotARange,
    /// The value is no kind of data that can be copied.
    DataUnknown,
    /// The value is no policy that a file can ask for.
    PolicyUnknown,
    /// No column has this header, and what is read can be told.
    HeaderUnknown {
        /// The column that may be meant.
        near: Option<String>,
    },
    /// A column holds something and has no header.
    HeaderEmpty {
        /// Its letter or number.
        name: String,
    },
    /// What `--map` names is no header of the file.
    MapHeaderUnknown {
        /// The header that may be meant.
        near: Option<String>,
    },
    /// What `--map` numbers is there fewer times.
    MapHeaderFewer {
        /// How many times.
        count: usize,
    },
    /// What `--map` names is given by another `--map`: the header, or the column.
    MapTwice,
    /// What `--map` names is no column.
    MapColumnUnknown {
        /// The columns that there are.
        known: Vec<&'static str>,
    },
    /// The titles of the file are those of another référentiel.
    OtherReferentielLikely {
        /// The one that is filled in.
        expected: Referentiel,
        /// How many titles are not its own.
        differ: usize,
        /// How many were compared.
        of: usize,
    },
    /// Names that are parted by the delimiter of the file, and hence read as one.
    NamesJoined,
    /// A row that says something has no id.
    IdMissing,
    /// A spreadsheet has taken the id for a date.
    IdIsDate,
    /// The id is a decimal number, where 1.1 and 1.10 are one.
    IdIsNumber,
    /// The statut is not detailed: its shares are not read.
    SharesIgnored,
    /// The export holds two snapshots.
    TwoSnapshots,
    /// The name has neither a letter nor a digit.
    NameInvalid,
    /// The value has more characters than a value may have.
    TooLong {
        /// How many it may have.
        limit: usize,
    },
    /// A cell holds no more than the beginning of the value.
    CellCut {
        /// How many characters it holds.
        limit: usize,
    },
    /// The line is UTF-8 in a file that is not.
    MixedEncoding,
    /// The line is not UTF-8 in a file that is.
    NotUtf8,
    /// The bytes are UTF-16, which no mark tells.
    Utf16Unmarked {
        /// The name of the encoding.
        name: &'static str,
    },
    /// The bytes are no text of the encoding.
    EncodingInvalid,
    /// The file is larger than a file may be.
    FileTooLarge {
        /// In millions of bytes.
        limit: u64,
    },
    /// A workbook of before 2007, or one behind a password.
    OldWorkbook,
    /// An archive that is no workbook.
    OtherArchive,
    /// A workbook that cannot be read.
    WorkbookDamaged,
    /// A workbook that is larger, once unpacked, than one may be.
    WorkbookTooLarge {
        /// In millions of bytes.
        limit: u64,
    },
    /// A sheet has more cells than one may have.
    TooManyCells {
        /// How many it may have.
        limit: usize,
    },
    /// A row has more columns than one may have.
    TooManyColumns {
        /// How many it may have.
        limit: usize,
    },
    /// A file has more rows than one may have.
    TooManyRows {
        /// How many it may have.
        limit: usize,
    },
    /// More is wrong than is told.
    TooManyProblems {
        /// How much is told.
        limit: usize,
    },
    /// The workbook has no such sheet.
    SheetUnknown {
        /// Those that it has.
        known: Vec<String>,
    },
    /// A formula whose result is an error.
    CellError,
    /// A formula that was never computed.
    FormulaWithoutResult,
    /// Several cells are merged: whose the value is cannot be told.
    MergedCells,
    /// The text is no JSON.
    JsonInvalid {
        /// Where it ceases to be one, counted from 1.
        column: usize,
    },
    /// The value has not the type it should.
    WrongType {
        /// The type it should have.
        expected: JsonType,
    },
}

/// The type that a value of a document should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// An object with the keys of a row.
    Item,
    /// A list of items.
    Items,
    Text,
    Number,
    /// A list of texts.
    Texts,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_that_people_read() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (16383, "XFD")] {
            assert_eq!(letters(column), name);
        }
        let place = Place::Cell {
            sheet: "Feuil1".into(),
            row: 12,
            column: 2,
        };
        assert_eq!(place.cell().as_deref(), Some("Feuil1!C12"));
    }
}
