//! The statut of an action: what a collectivité says of its progress.

use std::cmp::Reverse;
use std::fmt;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::name::fold;

/// The code that stands for no statut at all, and clears one.
pub const BLANK: &str = "non_renseigne";

/// What can be typed as a statut.
pub const CODES: [&str; 6] = [
    "fait",
    "programme",
    "pas_fait",
    "non_concerne",
    BLANK,
    "detaille",
];

/// What a collectivité says of an action; a blank is the absence of a statut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Statut {
    /// It is done.
    Fait,
    /// It is planned.
    Programme,
    /// It is not done.
    PasFait,
    /// It does not concern the collectivité.
    NonConcerne,
    /// It is done in part; never wholly one of the three.
    Detaille(Shares),
}

/// The shares done, planned and not done, in hundredths that sum to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shares {
    fait: u8,
    programme: u8,
    pas_fait: u8,
}

/// What is wrong with a text that should be a statut.
#[derive(Debug, Clone, PartialEq)]
pub enum InvalidStatut {
    /// It is none of the codes; those that look like it are given.
    Unknown {
        /// The codes that look like what was typed, the nearest first.
        near: Vec<&'static str>,
    },
    /// A detailed statut has other than three shares.
    SharesNotThree,
    /// A share is not a plain number.
    ShareNotANumber,
    /// The shares sum neither to 1 nor to 100.
    SharesSum {
        /// What they sum to.
        sum: f64,
    },
    /// A share is below 0 or above 100.
    ShareRange,
}

impl Shares {
    /// Returns the share done, from 0 to 1.
    pub fn fait(self) -> f64 {
        f64::from(self.fait) / 100.0
    }

    /// Returns the share planned, from 0 to 1.
    pub fn programme(self) -> f64 {
        f64::from(self.programme) / 100.0
    }

    /// Returns the share not done, from 0 to 1.
    pub fn pas_fait(self) -> f64 {
        f64::from(self.pas_fait) / 100.0
    }
}

impl Statut {
    /// Reads a code or a French label; `non_renseigne` is `None`.
    pub fn parse(text: &str) -> Result<Option<Self>, InvalidStatut> {
        let typed = fold(text).replace('_', " ");
        let statut = match typed.as_str() {
            "fait" => Self::Fait,
            "programme" => Self::Programme,
            "pas fait" => Self::PasFait,
            "non concerne" => Self::NonConcerne,
            "non renseigne" => return Ok(None),
            _ => return Self::parse_detailed(&typed).map(Some),
        };
        Ok(Some(statut))
    }

    /// Returns the statut with these shares (done, planned, not done), which sum to 1 or to 100.
    ///
    /// Shares are rounded to hundredths that sum to 1: all go down, then those go up that lost the
    /// most, the first of equals, so that whole hundredths stay as they are.
    /// A whole share is no detail: 1, 0, 0 is `Fait`.
    pub fn detailed(shares: [f64; 3]) -> Result<Self, InvalidStatut> {
        if shares.iter().any(|share| !share.is_finite()) {
            return Err(InvalidStatut::ShareNotANumber);
        }
        if shares.iter().any(|share| !(0.0..=100.0).contains(share)) {
            return Err(InvalidStatut::ShareRange);
        }
        let of_one = shares.map(|share| share * 100.0);
        let whole = whole_hundredths(of_one).or_else(|| whole_hundredths(shares));
        let sum = shares.iter().sum();
        let [fait, programme, pas_fait] = whole.ok_or(InvalidStatut::SharesSum { sum })?;
        Ok(match [fait, programme, pas_fait] {
            [100, ..] => Self::Fait,
            [_, 100, _] => Self::Programme,
            [.., 100] => Self::PasFait,
            _ => Self::Detaille(Shares {
                fait,
                programme,
                pas_fait,
            }),
        })
    }

    fn parse_detailed(typed: &str) -> Result<Self, InvalidStatut> {
        let Some(shares) = typed.strip_prefix("detaille") else {
            return Err(InvalidStatut::Unknown { near: near(typed) });
        };
        let shares = shares.trim_start_matches([':', ' ']);
        let numbers: Vec<&str> = shares.split('/').collect();
        let [fait, programme, pas_fait] = numbers[..] else {
            return Err(InvalidStatut::SharesNotThree);
        };
        Self::detailed([share(fait)?, share(programme)?, share(pas_fait)?])
    }

    /// Returns the text that is stored and read by scripts, such as `detaille:0.2/0.5/0.3`.
    pub fn code(self) -> String {
        self.to_string()
    }

    /// Returns the French label for people, such as "détaillé 20/50/30".
    pub fn label(self) -> String {
        match self {
            Self::Fait => "fait".to_owned(),
            Self::Programme => "programmé".to_owned(),
            Self::PasFait => "pas fait".to_owned(),
            Self::NonConcerne => "non concerné".to_owned(),
            Self::Detaille(Shares {
                fait,
                programme,
                pas_fait,
            }) => format!("détaillé {fait}/{programme}/{pas_fait}"),
        }
    }
}

/// Reads one share, written with a point or a comma.
fn share(text: &str) -> Result<f64, InvalidStatut> {
    let number = text.trim().trim_end_matches(['%', ' ']).replace(',', ".");
    let plain = number.bytes().all(|byte| b"0123456789.-".contains(&byte));
    match number.parse() {
        Ok(share) if plain => Ok(share),
        _ => Err(InvalidStatut::ShareNotANumber),
    }
}

/// Rounds shares that are given in hundredths, where they sum to 100 before or after.
fn whole_hundredths(shares: [f64; 3]) -> Option<[u8; 3]> {
    let sum: f64 = shares.iter().sum();
    if sum > 102.0 {
        return None;
    }
    let nearest_total: u8 = shares.map(nearest).iter().sum();
    if nearest_total != 100 && nearest(sum) != 100 {
        return None;
    }
    let mut whole = shares.map(below);
    let total: u8 = whole.iter().sum();
    let mut places = [0, 1, 2];
    let remainder = |place: usize| nearest((shares[place] - f64::from(whole[place])) * 100.0);
    places.sort_by_key(|place| Reverse(remainder(*place)));
    for place in places
        .into_iter()
        .take(100_usize.saturating_sub(total.into()))
    {
        whole[place] += 1;
    }
    Some(whole)
}

/// Returns the integer at or just below a share, but for the noise of binary fractions.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares are between 0 and 102"
)]
fn below(share: f64) -> u8 {
    (share + 1e-9).floor() as u8
}

/// Returns the integer nearest to a share; half a hundredth, as typed in decimals, goes up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares are between 0 and 102"
)]
fn nearest(share: f64) -> u8 {
    (share + 1e-9).round() as u8
}

/// Returns the codes that look like what was typed, the nearest first.
fn near(typed: &str) -> Vec<&'static str> {
    let mut near: Vec<_> = CODES
        .into_iter()
        .map(|code| (strsim::jaro_winkler(typed, &code.replace('_', " ")), code))
        .filter(|(likeness, _)| *likeness > 0.8)
        .collect();
    near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    near.into_iter().map(|(_, code)| code).collect()
}

impl fmt::Display for Statut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fait => formatter.pad("fait"),
            Self::Programme => formatter.pad("programme"),
            Self::PasFait => formatter.pad("pas_fait"),
            Self::NonConcerne => formatter.pad("non_concerne"),
            Self::Detaille(shares) => formatter.pad(&format!(
                "detaille:{}/{}/{}",
                shares.fait(),
                shares.programme(),
                shares.pas_fait()
            )),
        }
    }
}

impl Serialize for Statut {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Statut {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match Self::parse(&text) {
            Ok(Some(statut)) => Ok(statut),
            _ => Err(D::Error::invalid_value(Unexpected::Str(&text), &"a statut")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn detaille(fait: u8, programme: u8, pas_fait: u8) -> Statut {
        Statut::Detaille(Shares {
            fait,
            programme,
            pas_fait,
        })
    }

    #[test]
    fn codes_and_labels_are_read() {
        for (text, statut) in [
            ("fait", Some(Statut::Fait)),
            ("Programmé", Some(Statut::Programme)),
            ("pas_fait", Some(Statut::PasFait)),
            ("Pas fait", Some(Statut::PasFait)),
            (" non concerné ", Some(Statut::NonConcerne)),
            ("non_renseigne", None),
            ("Non renseigné", None),
            ("detaille:0.2/0.5/0.3", Some(detaille(20, 50, 30))),
            ("detaille:20/50/30", Some(detaille(20, 50, 30))),
            ("détaillé 20/50/30", Some(detaille(20, 50, 30))),
            ("Détaillé : 20 % / 50 % / 30 %", Some(detaille(20, 50, 30))),
            ("detaille:0,25/0,5/0,25", Some(detaille(25, 50, 25))),
        ] {
            assert_eq!(Statut::parse(text), Ok(statut), "{text}");
        }
    }

    #[test]
    fn a_whole_share_is_no_detail() {
        for (text, statut) in [
            ("detaille:1/0/0", Statut::Fait),
            ("detaille:0/100/0", Statut::Programme),
            ("detaille:0/0/1", Statut::PasFait),
            ("detaille:0.999/0.001/0", Statut::Fait),
        ] {
            assert_eq!(Statut::parse(text), Ok(Some(statut)), "{text}");
        }
    }

    #[test]
    fn rounded_shares_still_sum_to_one() {
        for (text, statut) in [
            ("detaille:0.333/0.333/0.334", detaille(33, 33, 34)),
            ("detaille:33.3/33.3/33.4", detaille(33, 33, 34)),
            ("detaille:0.125/0.125/0.75", detaille(13, 12, 75)),
            ("detaille:0.005/0.5/0.495", detaille(1, 50, 49)),
            ("detaille:0.145/0.4/0.455", detaille(15, 40, 45)),
        ] {
            assert_eq!(Statut::parse(text), Ok(Some(statut)), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        use InvalidStatut::{ShareNotANumber, ShareRange, SharesNotThree, SharesSum, Unknown};
        let unknown = |near: &[&'static str]| Unknown {
            near: near.to_vec(),
        };
        for (text, error) in [
            ("fiat", unknown(&["fait"])),
            ("zzz", unknown(&[])),
            ("", unknown(&[])),
            ("detaille", SharesNotThree),
            ("detaille:0.5/0.5", SharesNotThree),
            ("detaille:a/0.5/0.5", ShareNotANumber),
            ("detaille:nan/0.5/0.5", ShareNotANumber),
            ("detaille:1e-1/0.5/0.4", ShareNotANumber),
            ("detaille:/0.5/0.5", ShareNotANumber),
            ("detaille:-0.5/1/0.5", ShareRange),
            ("detaille:101/0/0", ShareRange),
            ("detaille:0.5/0.25/0.5", SharesSum { sum: 1.25 }),
            ("detaille:33/33/33", SharesSum { sum: 99.0 }),
            ("detaille:0/0/0", SharesSum { sum: 0.0 }),
        ] {
            assert_eq!(Statut::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn people_read_percentages() {
        assert_eq!(detaille(20, 50, 30).label(), "détaillé 20/50/30");
        assert_eq!(Statut::PasFait.label(), "pas fait");
    }

    #[test]
    fn scripts_read_shortest_shares() -> Result<(), serde_json::Error> {
        assert_eq!(detaille(20, 75, 5).code(), "detaille:0.2/0.75/0.05");
        assert_eq!(detaille(0, 50, 50).code(), "detaille:0/0.5/0.5");
        assert_eq!(serde_json::to_string(&Statut::PasFait)?, "\"pas_fait\"");
        assert!(serde_json::from_str::<Statut>("\"non_renseigne\"").is_err());
        assert_eq!(
            serde_json::from_str::<Statut>("\"detaille:0/0.5/0.5\"")?,
            detaille(0, 50, 50)
        );
        Ok(())
    }

    proptest! {
        #[test]
        fn every_statut_is_read_back(fait in 0_u8..=100, rest in 0_u8..=100) {
            let programme = rest.min(100 - fait);
            let shares = [fait, programme, 100 - fait - programme].map(f64::from);
            let statut = Statut::detailed(shares).unwrap();
            prop_assert_eq!(Statut::parse(&statut.code()), Ok(Some(statut)));
            prop_assert_eq!(Statut::parse(&statut.label()), Ok(Some(statut)));
        }

        #[test]
        fn stored_shares_sum_to_one(a in 0.0..1.0, b in 0.0..1.0) {
            let (low, high) = if a < b { (a, b) } else { (b, a) };
            let statut = Statut::detailed([low, high - low, 1.0 - high]).unwrap();
            if let Statut::Detaille(Shares { fait, programme, pas_fait }) = statut {
                prop_assert_eq!(fait + programme + pas_fait, 100);
            }
        }

        #[test]
        fn any_text_gets_an_answer(text in "(detaille:)?[0-9./,a-z-]{0,20}") {
            let _ = Statut::parse(&text);
        }
    }
}
