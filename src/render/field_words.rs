//! The words by which people know the fields of records.

use crate::domain::language::Language::{self, English, French};
use crate::domain::record::{Field, Kind};
use crate::ops::read_operation::Line;

/// Returns the word for the field of a line, or for its record where it has none.
pub fn of_line(language: Language, line: &Line) -> &'static str {
    match line.field {
        _ if line.below => language.pick("membre", "member"),
        Some(field) => of_field(language, field),
        None => of_kind(language, line.kind),
    }
}

fn of_field(language: Language, field: Field) -> &'static str {
    match (language, field) {
        (English, Field::Nom) => "name",
        (French, Field::Siren) => "SIREN",
        (French, Field::Insee) => "code INSEE",
        (French, Field::Department) => "département",
        (French, Field::Digest) => "empreinte",
        (French, Field::Title) => "titre",
        (_, field) => field.code(),
    }
}

fn of_kind(language: Language, kind: Kind) -> &'static str {
    match (language, kind) {
        (French, Kind::Profile) => "profil",
        (French, Kind::Node) => "nœud",
        (_, kind) => kind.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_tables_hold_french_words() {
        assert_eq!(of_field(French, Field::Department), "département");
        assert_eq!(of_field(English, Field::Nom), "name");
        assert_eq!(of_kind(French, Kind::Node), "nœud");
    }
}
