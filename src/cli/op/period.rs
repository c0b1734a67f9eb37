//! Days as they are typed: `today`, `yesterday`, `7d`, `24/11/2026`, `2026-11-24`.

use anyhow::Result;
use jiff::civil::Date;
use jiff::{Span, Timestamp, Zoned};

use crate::domain::name::fold;
use crate::domain::refusal::Refusal;
use crate::domain::usage::Usage;
use crate::render::look::Look;

/// Returns the first second of the day that was typed.
pub fn since(look: &Look, typed: &str) -> Result<i64> {
    start(look, day(look, typed).ok_or_else(|| refused(typed))?)
}

/// Returns the first second after the day that was typed.
pub fn until(look: &Look, typed: &str) -> Result<i64> {
    let day = day(look, typed).ok_or_else(|| refused(typed))?;
    start(look, day.tomorrow()?)
}

fn start(look: &Look, day: Date) -> Result<i64> {
    Ok(day.to_zoned(look.zone.clone())?.timestamp().as_second())
}

/// Returns the day, in the local zone; `7d` is seven days before today.
fn day(look: &Look, typed: &str) -> Option<Date> {
    let now = Timestamp::from_second(look.now).ok()?;
    let today = Zoned::new(now, look.zone.clone()).date();
    let word = fold(typed);
    let back = match word.as_str() {
        "today" | "aujourd'hui" => Some(0),
        "yesterday" | "hier" => Some(1),
        word => {
            let number = word.strip_suffix(['d', 'j']);
            number.and_then(|number| number.trim().parse::<u32>().ok())
        }
    };
    match back {
        Some(days) => {
            let span = Span::new().try_days(i64::from(days)).ok()?;
            today.checked_sub(span).ok()
        }
        None => french(&word).or_else(|| word.parse().ok()),
    }
}

/// Reads `24/11/2026`.
fn french(word: &str) -> Option<Date> {
    let mut parts = word.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let (day, month, year) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
    Date::new(year, month, day).ok()
}

fn refused(typed: &str) -> anyhow::Error {
    let value = typed.to_owned();
    Refusal::Usage(Usage::Date { value }).into()
}

#[cfg(test)]
mod tests {
    use jiff::tz::{Offset, TimeZone};

    use super::*;
    use crate::domain::language::Language;

    fn look() -> Look {
        Look {
            language: Language::French,
            width: 100,
            height: None,
            unicode: true,
            zone: TimeZone::fixed(Offset::constant(1)),
            now: 1_795_511_100, // 2026-11-24T09:05:00Z
        }
    }

    #[test]
    fn days_are_those_of_the_local_zone() -> Result<()> {
        let midnight = 1_795_474_800; // 2026-11-24T00:00:00+01:00
        for (typed, days) in [
            ("today", 0),
            ("Aujourd'hui", 0),
            ("yesterday", 1),
            ("hier", 1),
            ("7d", 7),
            ("7j", 7),
            ("24/11/2026", 0),
            ("2026-11-23", 1),
        ] {
            assert_eq!(since(&look(), typed)?, midnight - days * 86_400, "{typed}");
            assert_eq!(until(&look(), typed)?, midnight - (days - 1) * 86_400);
        }
        Ok(())
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for typed in ["", "soon", "31/02/2026", "24/11/26", "2026-13-01", "d"] {
            assert!(since(&look(), typed).is_err(), "{typed}");
        }
    }
}
