//! How answers look: language, width, characters, time zone.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::language::Language;

/// How answers look to whoever reads them.
#[derive(Clone, Debug)]
pub struct Look {
    pub language: Language,
    /// Columns of the terminal.
    pub width: usize,
    /// Lines of the terminal, where there is one.
    pub height: Option<usize>,
    /// Whether lines of trees and bars can be drawn.
    pub unicode: bool,
    pub zone: TimeZone,
    /// Seconds since 1970, UTC.
    pub now: i64,
}

impl Look {
    /// Returns a moment as people say it: the time today, « hier », a day, a day of another year.
    pub fn moment(&self, at: i64) -> String {
        let (then, now) = (self.zoned(at), self.zoned(self.now));
        let days = days_between(then.date(), now.date());
        match (days, self.language) {
            (0, _) => then.strftime("%H:%M").to_string(),
            (1, Language::French) => "hier".to_owned(),
            (1, Language::English) => "yesterday".to_owned(),
            _ if then.year() == now.year() => self.day(then.date()),
            _ => format!("{} {}", self.day(then.date()), then.year()),
        }
    }

    /// Returns a moment as a sentence goes on with it: « à 13:04 », « hier », « le 3 nov. ».
    pub fn phrase(&self, at: i64) -> String {
        let moment = self.moment(at);
        let days = days_between(self.zoned(at).date(), self.zoned(self.now).date());
        match (days, self.language) {
            (0, Language::French) => format!("à {moment}"),
            (0, Language::English) => format!("at {moment}"),
            (1, _) => moment,
            (_, Language::French) => format!("le {moment}"),
            (_, Language::English) => format!("on {moment}"),
        }
    }

    /// Returns a moment in figures, in the local zone.
    pub fn exact(&self, at: i64) -> String {
        self.zoned(at).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// Returns a moment to the second, in the local zone: the time today, else the day as well.
    pub fn clock_time(&self, at: i64) -> String {
        let then = self.zoned(at);
        let is_today = then.date() == self.zoned(self.now).date();
        let form = if is_today {
            "%H:%M:%S"
        } else {
            "%Y-%m-%d %H:%M:%S"
        };
        then.strftime(form).to_string()
    }

    fn zoned(&self, at: i64) -> jiff::Zoned {
        Timestamp::from_second(at)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .to_zoned(self.zone.clone())
    }

    fn day(&self, date: jiff::civil::Date) -> String {
        const FRENCH: [&str; 12] = [
            "janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.",
            "nov.", "déc.",
        ];
        const ENGLISH: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let month = usize::from(date.month().unsigned_abs()) - 1;
        match self.language {
            Language::French => format!("{} {}", date.day(), FRENCH[month]),
            Language::English => format!("{} {}", date.day(), ENGLISH[month]),
        }
    }
}

/// Returns a moment as documents write it: `2026-11-24T09:05:00Z`.
pub fn utc(at: i64) -> String {
    Timestamp::from_second(at)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_string()
}

fn days_between(then: jiff::civil::Date, now: jiff::civil::Date) -> i32 {
    then.until(now).map_or(i32::MAX, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(language: Language) -> Look {
        Look {
            language,
            width: 100,
            height: None,
            unicode: true,
            zone: TimeZone::UTC,
            now: 1_795_511_100, // 2026-11-24T09:05:00Z
        }
    }

    #[test]
    fn moments_are_said_as_people_say_them() {
        let french = look(Language::French);
        assert_eq!(french.moment(1_795_511_100 - 3600), "08:05");
        assert_eq!(french.moment(1_795_511_100 - 86_400), "hier");
        assert_eq!(french.moment(1_795_511_100 - 21 * 86_400), "3 nov.");
        assert_eq!(french.phrase(1_795_511_100 - 3600), "à 08:05");
        assert_eq!(french.phrase(1_795_511_100 - 86_400), "hier");
        assert_eq!(french.phrase(1_795_511_100 - 21 * 86_400), "le 3 nov.");
        assert_eq!(french.moment(1_795_511_100 - 400 * 86_400), "20 oct. 2025");
        assert_eq!(
            look(Language::English).moment(1_795_511_100 - 21 * 86_400),
            "3 Nov"
        );
    }

    #[test]
    fn documents_write_utc() {
        assert_eq!(utc(1_795_511_100), "2026-11-24T09:05:00Z");
    }
}
