//! One row of a file of statuts: what it gives to one action.

use std::sync::Arc;

use crate::domain::action::ActionId;
use crate::domain::invalid_row::Place;
use crate::domain::statut::Statut;

/// What a row of a file gives to one action.
#[derive(Clone, Debug, PartialEq)]
pub struct StatutRow {
    /// Where the row stands.
    pub place: Place,
    /// Where its columns stand in a workbook, counted from 0.
    pub columns: Arc<[(&'static str, u32)]>,
    /// The title beside an id that does not say its référentiel.
    pub title: Option<String>,
    /// The action; whether the structure knows it is not told yet.
    pub action: ActionId,
    pub statut: Given<Statut>,
    /// Text, or rich text where the file is JSON.
    pub commentaire: Given<String>,
    /// Full names, blanks around them dropped, none twice.
    pub pilotes: Given<Vec<String>>,
    /// Names, blanks around them dropped, none twice.
    pub services: Given<Vec<String>>,
}

impl StatutRow {
    /// Returns where a column of the row stands: its cell, where the file has cells.
    pub fn place_of(&self, column: &str) -> Place {
        let mut place = self.place.clone();
        let found = self.columns.iter().find(|(name, _)| *name == column);
        if let (Place::Cell { column, .. }, Some((_, at))) = (&mut place, found) {
            *column = *at;
        }
        place
    }
}

/// What a cell gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Given<T> {
    /// Nothing: its column is absent, or says nothing here.
    Absent,
    /// Nothing: the cell is empty, which clears where that is asked.
    Blank,
    /// The word that clears, such as `non_renseigne`.
    Clear,
    Value(T),
}
