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
        _ if takes_shares(text) => shares.detailed().map(Given::Value),
        _ => match Statut::parse(text) {
            Ok(Some(statut)) => Ok(Given::Value(statut)),
            Ok(None) => Ok(Given::Clear),
            Err(fault) => Err(code(fault)),
        },
    }
}

/// Tells whether a statut is told by the shares beside it.
pub(super) fn takes_shares(text: &str) -> bool {
    let label = fold(text).replace('_', " ");
    matches!(
        label.as_str(),
        "detaille" | "detaille au %" | "detaille au pourcentage"
    )
}

/// The months as spreadsheets shorten them, folded.
const MONTHS: [&str; 18] = [
    "janv", "jan", "fevr", "feb", "mars", "mar", "avr", "apr", "mai", "may", "juin", "jun", "juil",
    "jul", "aout", "aug", "sept", "oct",
];

/// Tells whether a text is what a spreadsheet makes of an id: `01/01/2001`, `01-janv-01`.
pub(super) fn is_date(text: &str) -> bool {
    let folded = fold(text).replace('.', "");
    let parts: Vec<&str> = folded.split(['/', '-', ' ']).collect();
    let is_number = |part: &&str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_month = |part: &&str| MONTHS.contains(part) || matches!(*part, "sep" | "nov" | "dec");
    let numbers = parts.iter().filter(|part| is_number(part)).count();
    let months = parts.iter().filter(|part| is_month(part)).count();
    numbers + months == parts.len() && matches!((numbers, months), (3, 0) | (1 | 2, 1))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_what_is_no_id() {
        for text in [
            "01/01/2001",
            "2001-01-01",
            "01-janv",
            "1-févr.-01",
            "03 déc",
        ] {
            assert!(is_date(text), "{text}");
        }
        for text in ["", "x", "1/2", "janv", "1.1.1", "1-2-x"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
