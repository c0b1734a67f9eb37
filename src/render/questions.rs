//! What is asked at a terminal.

use crate::domain::language::Language::{self, English, French};
use crate::domain::policy::{Data, Policy};
use crate::domain::profile::Profile;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{Candidate, Refusal};
use crate::render::folding::folded;
use crate::render::look::Look;
use crate::render::refusal_rows::{self, about};
use crate::render::refusals;
use crate::render::values::padded;
use crate::render::words::{fields, plural};

/// Asks which of several profiles a name means; nothing is preselected.
pub fn which_profile(language: Language, typed: &str, candidates: &[Candidate]) -> String {
    let title = match language {
        French => format!("« {typed} » : lequel ?   (Entrée pour arrêter)"),
        English => format!("\"{typed}\": which one?   (Enter to stop)"),
    };
    let width = candidates
        .iter()
        .map(|candidate| candidate.name.chars().count())
        .max()
        .unwrap_or(0);
    let lines = candidates.iter().zip(1..).map(|(candidate, number)| {
        let name = padded(&candidate.name, width);
        format!("\n  {number}  {name}   {}", about(language, candidate))
    });
    title + &lines.collect::<String>()
}

/// What a profile is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The profile that a command is about.
    Profile,
    /// The source of a copy.
    Source,
    /// The first target of a copy, whose source has so many members.
    Target { members: usize },
    /// One more target.
    NextTarget,
}

/// What is typed for the members of the source.
pub const MEMBERS: &str = "*";

/// Asks for a profile by some text.
pub fn profile(language: Language, wanted: Wanted) -> String {
    let members = |members: usize| match (language, members) {
        (_, 0) => String::new(),
        (French, 1) => format!("{MEMBERS} : son membre ; "),
        (French, count) => format!("{MEMBERS} : ses {count} membres ; "),
        (English, 1) => format!("{MEMBERS}: its member; "),
        (English, count) => format!("{MEMBERS}: its {count} members; "),
    };
    let (what, besides) = match (language, wanted) {
        (French, Wanted::Profile) => ("Quel profil", String::new()),
        (English, Wanted::Profile) => ("Which profile", String::new()),
        (French, Wanted::Source) => ("Copier depuis quel profil", String::new()),
        (English, Wanted::Source) => ("Copy from which profile", String::new()),
        (French, Wanted::Target { members: of }) => ("Vers quel profil", members(of)),
        (English, Wanted::Target { members: of }) => ("To which profile", members(of)),
        (French, Wanted::NextTarget) => return "Et vers ?   (Entrée : c'est tout)".to_owned(),
        (English, Wanted::NextTarget) => return "And to?   (Enter: that is all)".to_owned(),
    };
    match language {
        French => format!("{what} ?   (nom, SIREN ou INSEE ; {besides}Entrée pour arrêter)"),
        English => format!("{what}?   (name, SIREN or INSEE; {besides}Enter to stop)"),
    }
}

/// Asks which of the référentiels that were imported is meant; nothing is preselected.
pub fn which_referentiel(language: Language, imported: &[Referentiel]) -> String {
    let title = match language {
        French => "Quel référentiel ?   (Entrée pour arrêter)",
        English => "Which référentiel?   (Enter to stop)",
    };
    let lines = imported.iter().zip(1..).map(|(referentiel, number)| {
        let (id, label) = (referentiel.id(), referentiel.label());
        format!("\n  {number}  {id}  {label}")
    });
    title.to_owned() + &lines.collect::<String>()
}

/// Asks which actions are meant.
pub fn actions(language: Language) -> &'static str {
    match language {
        French => "Quelles actions ?   (1, 2.3, 1.1.1..1.1.3 ; Entrée : toutes)",
        English => "Which actions?   (1, 2.3, 1.1.1..1.1.3; Enter: all)",
    }
}

/// Asks which kinds of data are copied.
pub fn data(language: Language) -> &'static str {
    match language {
        French => "Quelles données ?   (pilotes, services… ; Entrée : statuts et commentaires)",
        English => "Which data?   (pilotes, services…; Enter: statuts and commentaires)",
    }
}

/// Says that a word is no kind of data.
pub fn not_data(language: Language, typed: &str) -> String {
    let known = Data::ALL.map(Data::code).join(", ");
    match language {
        French => format!("  x  « {typed} » n'est pas une de ces données : {known}"),
        English => format!("  x  \"{typed}\" is none of these data: {known}"),
    }
}

/// Asks what becomes of values of the targets that differ.
pub fn policy(language: Language, differences: usize) -> String {
    match language {
        French => {
            let count = plural(French, differences, "valeur diffère", "valeurs diffèrent");
            format!("{count} : que faire ?   (overwrite, newest, append, ask ; Entrée : garder)")
        }
        English => {
            let count = plural(English, differences, "value differs", "values differ");
            format!("{count}: what then?   (overwrite, newest, append, ask; Enter: keep)")
        }
    }
}

/// Says that a word is no policy.
pub fn not_a_policy(language: Language, typed: &str) -> String {
    let known = Policy::ALL.map(Policy::code).join(", ");
    match language {
        French => format!("  x  « {typed} » n'est pas une règle : {known}"),
        English => format!("  x  \"{typed}\" is no policy: {known}"),
    }
}

/// Says which profile an answer was read as.
pub fn understood(profile: &Profile) -> String {
    format!("  →  {} · {}", profile.nom, profile.slug)
}

/// Says why an answer is none: its sentence, and what may have been meant.
pub fn not_an_answer(look: &Look, refusal: &Refusal) -> String {
    let sentence = refusals::sentence(look.language, refusal);
    let rows = refusal_rows::lines(look, refusal);
    folded(look.width, &format!("  x  {sentence}\n{rows}"))
}

/// Says that a profile is among the targets already.
pub fn already_chosen(language: Language, profile: &Profile) -> String {
    let slug = &profile.slug;
    match language {
        French => format!("  =  {slug} est déjà choisi"),
        English => format!("  =  {slug} is chosen already"),
    }
}

/// Gives the command line that does the same without a question about names.
pub fn again(language: Language, line: &str) -> String {
    match language {
        French => format!("Refaire   {line}"),
        English => format!("Again     {line}"),
    }
}

/// Asks whether to write `count` fields, which `what` names; `d` shows every line.
pub fn write_fields(language: Language, count: usize, what: &str) -> String {
    let fields = fields(language, count);
    match language {
        French => format!("Écrire {fields} : {what} ? [o/N/d]"),
        English => format!("Write {fields}: {what}? [y/N/d]"),
    }
}

/// Says which profile a loose name was read as.
pub fn read_as(language: Language, typed: &str, slug: &str) -> String {
    match language {
        French => format!("{slug} · lu de « {typed} »"),
        English => format!("{slug} · read from \"{typed}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_asked_for_in_both_languages() {
        let target = |members| Wanted::Target { members };
        assert_eq!(
            profile(English, target(2)),
            "To which profile?   (name, SIREN or INSEE; *: its 2 members; Enter to stop)"
        );
        assert_eq!(
            profile(French, target(1)),
            "Vers quel profil ?   (nom, SIREN ou INSEE ; * : son membre ; Entrée pour arrêter)"
        );
        assert_eq!(
            profile(English, target(0)),
            "To which profile?   (name, SIREN or INSEE; Enter to stop)"
        );
        assert_eq!(
            profile(English, Wanted::NextTarget),
            "And to?   (Enter: that is all)"
        );
    }
}
