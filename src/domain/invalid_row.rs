//! What can be wrong with a row of an input, as data.

use super::action::ActionId;

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
    /// In what was typed.
    Argument,
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
}

impl RowCode {
    /// Returns the code that scripts rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ColumnMissing => "column_missing",
            Self::ColumnTwice => "column_twice",
            Self::NoRow => "no_row",
            Self::OtherFormat => "other_format",
            Self::NotACsv => "not_a_csv",
            Self::NoPoints => "no_points",
            Self::Ragged { .. } => "ragged",
            Self::QuoteOpen => "quote_open",
            Self::NulByte => "nul_byte",
            Self::NotANumber => "not_a_number",
            Self::IdInvalid => "id_invalid",
            Self::LevelUnknown => "level_unknown",
            Self::DuplicateId { .. } => "duplicate_id",
            Self::ParentMissing { .. } => "parent_missing",
            Self::PercentageSum { .. } => "percentage_sum",
            Self::PointsMissing => "points_missing",
            Self::PercentageRange => "percentage_range",
            Self::CategorieUnknown => "categorie_unknown",
            Self::SharesSum { .. } => "shares_sum",
            Self::SharesNotThree => "shares_not_three",
            Self::ShareNotANumber => "share_not_a_number",
            Self::ShareRange => "share_range",
            Self::NoStatutHere => "no_statut_here",
            Self::NoPiloteHere => "no_pilote_here",
            Self::ControlCharacter => "control_character",
            Self::NoCommentaireHere => "no_commentaire_here",
            Self::Twice => "twice",
            Self::IdNotWhole => "id_not_whole",
            Self::ActionUnknown => "action_unknown",
            Self::StatutUnknown => "statut_unknown",
        }
    }
}
