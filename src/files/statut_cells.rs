//! The statut that a row gives, by its label and the shares beside it.

use super::csv_table::decimal;
use crate::domain::invalid_row::RowCode;
use crate::domain::name::fold;
use crate::domain::statut::{InvalidStatut, Statut};
use crate::domain::statut_row::Given;

/// The three cells of shares of a row: done, planned, not done.
pub(super) struct Shares<'a> {
    pub texts: [&'a str; 3],
    /// There, shares are ratios that were rounded one by one.
    pub is_score_export: bool,
}

/// Reads a statut; `detaille` takes the shares beside it.
pub(super) fn statut(text: &str, shares: &Shares<'_>) -> Result<Given<Statut>, RowCode> {
    let label = fold(text).replace('_', " ");
    match label.as_str() {
        "" if shares.is_score_export => Ok(Given::Absent),
        "" => Ok(Given::Blank),
        "non disponible" => Ok(Given::Absent),
        "non renseigne" if shares.is_score_export => Ok(Given::Blank),
        "detaille a la tache" => Ok(Given::Blank),
        "detaille" | "detaille au %" | "detaille au pourcentage" => {
            shares.detailed().map(Given::Value)
        }
        _ => match Statut::parse(text) {
            Ok(Some(statut)) => Ok(Given::Value(statut)),
            Ok(None) => Ok(Given::Clear),
            Err(fault) => Err(code(fault)),
        },
    }
}

impl Shares<'_> {
    fn detailed(&self) -> Result<Statut, RowCode> {
        if self.texts.iter().all(|text| text.is_empty()) {
            return Err(RowCode::SharesNotThree);
        }
        let mut shares = [0.0; 3];
        for (value, text) in shares.iter_mut().zip(self.texts) {
            if !text.is_empty() {
                *value = share(text).ok_or(RowCode::ShareNotANumber)?;
            }
        }
        if self.texts.iter().any(|text| text.contains('%')) {
            shares = shares.map(|share| share / 100.0);
        }
        let sum: f64 = shares.iter().sum();
        if self.is_score_export && (0.98..=1.02).contains(&sum) {
            shares = shares.map(|share| share / sum);
        }
        Statut::detailed(shares).map_err(code)
    }

    /// Tells whether the shares say something else than the statut.
    pub fn contradict(&self, given: &Given<Statut>) -> bool {
        if self.texts.iter().all(|text| text.is_empty()) {
            return false;
        }
        match given {
            Given::Value(statut) => self.detailed().as_ref() != Ok(statut),
            Given::Absent | Given::Blank | Given::Clear => self
                .texts
                .iter()
                .any(|text| share(text).is_some_and(|share| share > 0.0)),
        }
    }
}

/// Reads a share, with or without its `%`.
pub(super) fn share(text: &str) -> Option<f64> {
    decimal(text.trim_end_matches(['%', ' ', '\u{a0}', '\u{202f}']))
}

fn code(fault: InvalidStatut) -> RowCode {
    match fault {
        InvalidStatut::Unknown { .. } => RowCode::StatutUnknown,
        InvalidStatut::SharesNotThree => RowCode::SharesNotThree,
        InvalidStatut::ShareNotANumber => RowCode::ShareNotANumber,
        InvalidStatut::SharesSum { sum } => RowCode::SharesSum { sum },
        InvalidStatut::ShareRange => RowCode::ShareRange,
    }
}
