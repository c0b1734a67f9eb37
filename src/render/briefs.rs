//! Why a target of a copy was refused, in the few words that a row of a table has room for.

use crate::domain::language::Language::{self, English, French};
use crate::domain::refusal::Refusal;
use crate::render::refusals;
use crate::render::words::plural;

/// Says in a few words why a copy was refused; of another refusal, the whole sentence.
pub fn brief(language: Language, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Audited {
            referentiel,
            validated,
            ..
        } => audited(language, &referentiel.id().to_uppercase(), *validated),
        Refusal::NotWritable {
            referentiel,
            archived,
            ..
        } => not_writable(language, &referentiel.id().to_uppercase(), *archived),
        Refusal::PoorerSource { source, target, .. } => match language {
            French => format!("contient plus que la source ({target} contre {source})"),
            English => format!("holds more than the source ({target} against {source})"),
        },
        Refusal::Conflict { rows, .. } => match language {
            French => plural(French, rows.len(), "différence", "différences"),
            English => plural(English, rows.len(), "difference", "differences"),
        },
        Refusal::TooManyOverwrites {
            overwrites, limit, ..
        } => match language {
            French => {
                let count = plural(French, *overwrites, "remplacement", "remplacements");
                format!("{count}, limite {limit}")
            }
            English => {
                let count = plural(English, *overwrites, "replacement", "replacements");
                format!("{count}, limit {limit}")
            }
        },
        Refusal::SameProfile { .. } => language
            .pick("la source elle-même", "the source")
            .to_owned(),
        Refusal::SourceEmpty { .. } => language.pick("rien à copier", "nothing to copy").to_owned(),
        other => refusals::sentence(language, other),
    }
}

fn audited(language: Language, id: &str, validated: bool) -> String {
    match (language, validated) {
        (French, false) => format!("audit {id} en cours"),
        (French, true) => format!("audit {id} validé"),
        (English, false) => format!("{id} audit running"),
        (English, true) => format!("{id} audit validated"),
    }
}

fn not_writable(language: Language, id: &str, archived: bool) -> String {
    match (language, archived) {
        (French, false) => format!("{id} en lecture seule"),
        (French, true) => format!("{id} archivé"),
        (English, false) => format!("{id} read-only"),
        (English, true) => format!("{id} archived"),
    }
}
