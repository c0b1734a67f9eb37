//! What names are looked up for.

/// What a name was looked up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    Profile,
    Action,
    Referentiel,
    Statut,
    Operation,
    Batch,
    File,
    /// A named store of the configuration file.
    Store,
}

impl Noun {
    /// Returns the code of a name that means nothing.
    pub fn not_found(self) -> &'static str {
        match self {
            Self::Profile => "profile_not_found",
            Self::Action => "action_not_found",
            Self::Referentiel => "referentiel_not_found",
            Self::Statut => "statut_not_found",
            Self::Operation => "operation_not_found",
            Self::Batch => "batch_not_found",
            Self::File => "file_not_found",
            Self::Store => "store_not_found",
        }
    }
}
