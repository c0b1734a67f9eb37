//! The codes of what is wrong with a row, and what they mean for its file.

use super::invalid_row::RowCode;

impl RowCode {
    /// Tells whether the rows of the file cannot be trusted, or are not all read.
    pub fn is_fatal(&self) -> bool {
        matches!(
            self,
            Self::QuoteOpen
                | Self::QuoteInside
                | Self::TooManyColumns { .. }
                | Self::TooManyRows { .. }
                | Self::TooManyCells { .. }
                | Self::TooManyProblems { .. }
        )
    }

    /// Returns the code that scripts rely on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ColumnMissing | Self::ReferentielNotNamed => "column_missing",
            Self::ColumnTwice | Self::MapTwice => "column_twice",
            Self::NoRow => "no_row",
            Self::OtherFormat => "other_format",
            Self::NotACsv => "not_a_csv",
            Self::NoPoints => "no_points",
            Self::Ragged { .. } => "ragged",
            Self::QuoteOpen => "quote_open",
            Self::QuoteInside => "quote_inside",
            Self::NulByte => "nul_byte",
            Self::NotANumber => "not_a_number",
            Self::IdInvalid => "id_invalid",
            Self::OtherSeparator { .. } => "other_separator",
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
            Self::ActionUnknown | Self::ActionMissing { .. } => "action_unknown",
            Self::StatutUnknown => "statut_unknown",
            Self::ColumnUnknown { .. } | Self::HeaderUnknown { .. } | Self::HeaderEmpty { .. } => {
                "column_unknown"
            }
            Self::Empty => "empty",
            Self::ProfileUnknown { .. } => "profile_not_found",
            Self::ProfileAmbiguous { .. } => "profile_ambiguous",
            Self::ProfileLoose { .. } => "profile_loose",
            Self::NameNotQuoted { .. } => "name_not_quoted",
            Self::SameProfile => "same_profile",
            Self::ReferentielUnknown | Self::StructureMissing => "referentiel_not_found",
            Self::OtherReferentiel { .. } => "other_referentiel",
            Self::NotARange => "not_a_range",
            Self::DataUnknown => "data_unknown",
            Self::PolicyUnknown | Self::NobodyToAsk => "policy_unknown",
            Self::MapHeaderUnknown { .. } | Self::MapHeaderFewer { .. } => "map_header_unknown",
            Self::MapColumnUnknown { .. } => "map_column_unknown",
            Self::IdMissing => "id_missing",
            Self::IdIsDate => "id_is_date",
            Self::IdIsNumber => "id_is_number",
            Self::SharesIgnored => "shares_ignored",
            Self::TwoSnapshots => "two_snapshots",
            Self::NameInvalid => "name_invalid",
            Self::TooLong { .. } | Self::CellCut { .. } => "too_long",
            Self::MixedEncoding | Self::NotUtf8 | Self::UnsureEncoding => "mixed_encoding",
            Self::EncodingInvalid | Self::Utf16Unmarked { .. } => "encoding_invalid",
            Self::FileTooLarge { .. } => "file_too_large",
            Self::OldWorkbook => "old_workbook",
            Self::OtherArchive => "other_archive",
            Self::WorkbookDamaged => "workbook_damaged",
            Self::WorkbookTooLarge { .. } => "workbook_too_large",
            Self::TooManyCells { .. } => "too_many_cells",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::TooManyProblems { .. } => "too_many_problems",
            Self::OtherReferentielLikely { .. } => "other_referentiel_likely",
            Self::NamesJoined => "names_joined",
            Self::SheetUnknown { .. } => "sheet_unknown",
            Self::CellError => "cell_error",
            Self::FormulaWithoutResult => "formula_without_result",
            Self::MergedCells => "merged_cells",
            Self::JsonInvalid { .. } => "json_invalid",
            Self::WrongType { .. } => "wrong_type",
        }
    }
}
