//! The public codes of profiles: SIREN, INSEE code of a commune, department.

use std::fmt;
use std::str::FromStr;

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The number of a legal unit: nine digits, the last of which is a Luhn key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siren(String);

/// What is wrong with a text that should be a SIREN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidSiren {
    /// It is not made of nine digits.
    NotNineDigits,
    /// The last digit is not the key of the others.
    WrongKey,
}

/// The INSEE code of a commune: its department, then figures, five characters in all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Insee(String);

/// Says that a text is no INSEE code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidInsee;

/// The code of a department.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Department(String);

/// Says that a text is no department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidDepartment;

impl Siren {
    /// Returns the nine digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Insee {
    /// Returns the five characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the department: the first two characters, three from 97.
    pub fn department(&self) -> Department {
        Department(department_part(&self.0).to_owned())
    }
}

impl Department {
    /// Returns the two or three characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Siren {
    type Err = InvalidSiren;

    /// Reads nine digits; white space anywhere is dropped.
    fn from_str(text: &str) -> Result<Self, InvalidSiren> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() != 9 || !all_digits(&digits) {
            return Err(InvalidSiren::NotNineDigits);
        }
        if !has_luhn_key(&digits) {
            return Err(InvalidSiren::WrongKey);
        }
        Ok(Self(digits))
    }
}

/// Tells whether the digits, every second one from the right doubled and its figures added, sum to a multiple of 10.
fn has_luhn_key(digits: &str) -> bool {
    let figures = digits.bytes().rev().map(|digit| u32::from(digit - b'0'));
    let sum: u32 = figures
        .enumerate()
        .map(|(place, figure)| match place % 2 {
            0 => figure,
            _ => figure * 2 / 10 + figure * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

impl FromStr for Insee {
    type Err = InvalidInsee;

    /// Reads five characters that begin with a department; lower case is read as upper case.
    fn from_str(text: &str) -> Result<Self, InvalidInsee> {
        let code = text.trim().to_ascii_uppercase();
        if code.len() != 5 || !code.is_ascii() {
            return Err(InvalidInsee);
        }
        let department = department_part(&code);
        if !is_department(department) || !all_digits(&code[department.len()..]) {
            return Err(InvalidInsee);
        }
        Ok(Self(code))
    }
}

impl FromStr for Department {
    type Err = InvalidDepartment;

    /// Reads a department; lower case is read as upper case.
    fn from_str(text: &str) -> Result<Self, InvalidDepartment> {
        let code = text.trim().to_ascii_uppercase();
        if !is_department(&code) {
            return Err(InvalidDepartment);
        }
        Ok(Self(code))
    }
}

/// Returns the characters of an INSEE code that name the department.
fn department_part(insee: &str) -> &str {
    let overseas = insee.starts_with("97") || insee.starts_with("98");
    &insee[..if overseas { 3 } else { 2 }]
}

fn is_department(code: &str) -> bool {
    if matches!(code, "2A" | "2B") {
        return true;
    }
    if !all_digits(code) {
        return false;
    }
    match (code.len(), code.parse::<u16>()) {
        // Corsica has been 2A and 2B since 1976.
        (2, Ok(number)) => matches!(number, 1..=19 | 21..=95),
        (3, Ok(number)) => matches!(number, 971..=978 | 986..=988),
        _ => false,
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads a text of a document with the `FromStr` of its type.
pub fn parsed<'de, T: FromStr, D: Deserializer<'de>>(
    deserializer: D,
    expected: &str,
) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map_err(|_| D::Error::invalid_value(Unexpected::Str(&text), &expected))
}

impl fmt::Display for Siren {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Display for Insee {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl fmt::Display for Department {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

impl Serialize for Siren {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Serialize for Insee {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Serialize for Department {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Siren {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, "a SIREN")
    }
}

impl<'de> Deserialize<'de> for Insee {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, "an INSEE code")
    }
}

impl<'de> Deserialize<'de> for Department {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parsed(deserializer, "a department")
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const REGISTER: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/data/perimetre-epci-a-fp.csv"
    );

    #[test]
    fn a_siren_is_nine_digits_with_their_key() {
        let siren = "200 029\u{a0}999".parse::<Siren>();
        assert_eq!(siren, Ok(Siren("200029999".to_owned())));
        for (text, error) in [
            ("200029998", InvalidSiren::WrongKey),
            ("20002999", InvalidSiren::NotNineDigits),
            ("20002999A", InvalidSiren::NotNineDigits),
            ("٢٠٠٠٢٩٩٩٩", InvalidSiren::NotNineDigits),
            ("", InvalidSiren::NotNineDigits),
        ] {
            assert_eq!(text.parse::<Siren>(), Err(error), "{text}");
        }
    }

    #[test]
    fn an_insee_code_tells_its_department() {
        for (text, department) in [
            ("01304", "01"),
            ("2a004", "2A"),
            ("97411", "974"),
            ("98735", "987"),
            ("75056", "75"),
        ] {
            let code = text.parse::<Insee>().unwrap();
            assert_eq!(code.department().as_str(), department);
        }
        for text in ["1304", "013040", "2C004", "97011", "96001", "0130A", "é123"] {
            assert_eq!(text.parse::<Insee>(), Err(InvalidInsee), "{text}");
        }
    }

    #[test]
    fn departments_are_those_that_exist() {
        for text in ["01", "95", "2A", "2b", "971", "978", "986", "988"] {
            assert!(text.parse::<Department>().is_ok(), "{text}");
        }
        for text in [
            "00", "20", "96", "97", "1", "970", "979", "989", "2C", "", "+1",
        ] {
            assert_eq!(text.parse::<Department>(), Err(InvalidDepartment), "{text}");
        }
    }

    #[test]
    fn a_document_holds_checked_codes() -> Result<(), serde_json::Error> {
        let siren: Siren = serde_json::from_str("\"200029999\"")?;
        assert_eq!(serde_json::to_string(&siren)?, "\"200029999\"");
        assert!(serde_json::from_str::<Siren>("\"200029998\"").is_err());
        assert!(serde_json::from_str::<Insee>("\"1\"").is_err());
        assert!(serde_json::from_str::<Department>("\"20\"").is_err());
        Ok(())
    }

    #[test]
    fn the_national_register_holds_only_valid_codes() {
        let Ok(bytes) = std::fs::read(REGISTER) else {
            let _ = writeln!(std::io::stderr(), "skipped: no national register");
            return;
        };
        let (text, ..) = encoding_rs::WINDOWS_1252.decode(&bytes);
        let (mut read, mut wrong) = (0, Vec::new());
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(';').collect();
            if cells.len() != 14 || cells[0].is_empty() {
                continue;
            }
            let right = cells[0].parse::<Department>().is_ok()
                && cells[8].parse::<Department>().is_ok()
                && cells[1].parse::<Siren>().is_ok()
                && cells[10].parse::<Siren>().is_ok()
                && cells[9].parse::<Insee>().is_ok();
            read += 1;
            if !right {
                wrong.push(line.to_owned());
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
        assert!(read > 30_000, "{read} rows");
    }
}
