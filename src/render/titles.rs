//! The title of an operation: the command in words, made when it is read.

use crate::domain::profile::ProfileId;
use crate::domain::request::{Copied, Request};
use crate::domain::selection::{Pattern, Selection};
use crate::ops::names::Slugs;

/// Returns the command in words; `slugs` names its profiles.
pub fn title(request: &Request, slugs: &Slugs) -> String {
    let command = request.command();
    let slug = |profile: ProfileId| slugs.get(&profile).map_or("", String::as_str);
    match request {
        Request::ProfileCreate { profile }
        | Request::ProfileEdit { profile }
        | Request::ProfileDelete { profile } => {
            format!("{command} {}", slug(*profile))
        }
        Request::ProfileRelate {
            supra,
            added,
            removed,
        } => {
            let list = |flag: &str, profiles: &[ProfileId]| match profiles {
                [] => String::new(),
                profiles => {
                    let named: Vec<&str> = profiles.iter().map(|id| slug(*id)).collect();
                    format!(" {flag} {}", named.join(" "))
                }
            };
            let (added, removed) = (list("--add", added), list("--remove", removed));
            format!("{command} {}{added}{removed}", slug(*supra))
        }
        Request::ReferentielImport { referentiel } => format!("{command} {referentiel}"),
        Request::ReferentielSet { profile, .. } => format!("{command} {}", slug(*profile)),
        Request::ReferentielConfirm(confirmed) => format!(
            "{command} {} {}{}",
            confirmed.referentiel,
            slug(confirmed.profile),
            selection(&confirmed.selection)
        ),
        Request::ReferentielFill {
            referentiel,
            profile,
            file,
        } => {
            let file = file.as_deref().unwrap_or("-");
            format!("{command} {referentiel} {} {file}", slug(*profile))
        }
        Request::ReferentielMode {
            referentiel,
            profile,
            mode,
        } => format!("{command} {referentiel} {} {}", slug(*profile), mode.code()),
        Request::ReferentielLock {
            referentiel,
            profile,
            audit,
        } => format!(
            "{command} {referentiel} {} --audit {}",
            slug(*profile),
            audit.code()
        ),
        Request::ReferentielCopy(copied) => copy_title(command, copied, slug),
        Request::Undo {
            operation,
            partial: true,
        }
        | Request::Redo {
            operation,
            partial: true,
        } => format!("{command} {operation} (partial)"),
        Request::Undo { operation, .. } | Request::Redo { operation, .. } => {
            format!("{command} {operation}")
        }
    }
}

fn copy_title<'s>(command: &str, copied: &Copied, slug: impl Fn(ProfileId) -> &'s str) -> String {
    format!(
        "{command} {} {} → {}{}",
        copied.referentiel,
        slug(copied.from),
        slug(copied.to),
        selection(&copied.selection)
    )
}

fn selection(selection: &Selection) -> String {
    let list = |flag: &str, patterns: &[Pattern]| {
        let texts = patterns
            .iter()
            .map(|pattern| format!(" {flag} {}", short(pattern)));
        texts.collect::<String>()
    };
    list("-a", &selection.include) + &list("-x", &selection.exclude)
}

/// Returns a pattern without its référentiel: `1.1`, `1.1..1.3`.
pub fn short(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Branch(id) => id.identifiant().to_owned(),
        Pattern::Range(from, to) => format!("{}..{}", from.identifiant(), to.identifiant()),
    }
}
