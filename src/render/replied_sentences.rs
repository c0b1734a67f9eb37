//! The sentences of replies: on operations that are no copies, and what all replies share.

use crate::domain::article;
use crate::domain::language::Language::French;
use crate::domain::profile::ProfileId;
use crate::domain::referentiel::Referentiel;
use crate::domain::request::Request;
use crate::domain::situation::{Audit, Mode};
use crate::ops::tell_operations::Told;
use crate::render::words::{fields, plural};

/// Returns names as a sentence lists them: "A, B et C".
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} et {last}", first.join(", ")),
    }
}

/// Returns "a" or "ont", for a past tense.
pub fn are_past(count: usize) -> &'static str {
    if count < 2 { "a" } else { "ont" }
}

/// Returns the "s" of several.
pub fn plural_mark(count: usize) -> &'static str {
    if count < 2 { "" } else { "s" }
}

/// Returns `1 champ est`, `2 champs sont`.
pub fn are(count: usize) -> String {
    let verb = if count < 2 { "est" } else { "sont" };
    format!("{} {verb}", fields(French, count))
}

/// Says that fields have their former value again.
pub fn put_back(count: usize) -> String {
    let (s, their) = (plural_mark(count), if count < 2 { "sa" } else { "leur" });
    format!("{} revenu{s} à {their} valeur d'avant", are(count))
}

/// Says that what an undo took back was put back since.
pub fn put_again(count: usize) -> &'static str {
    if count < 2 {
        "Nous avons ensuite rétabli ce champ."
    } else {
        "Nous avons ensuite rétabli ces champs."
    }
}

/// Returns "votre profil", or whose it is where several operations are told.
pub fn profile_of(told: &Told, profile: ProfileId, named: bool) -> String {
    if !named {
        return "votre profil".to_owned();
    }
    let called = told.called(profile);
    format!("le profil {}", article::of(&called.nom, called.nature))
}

/// Returns an honest sentence on what is no copy; `named` where several operations are told.
pub fn other_line(told: &Told, named: bool) -> String {
    let operation = &told.operation;
    let sentence = match operation.request {
        Request::Undo { operation, .. } => {
            let sentence = format!(
                "Nous avons annulé l'opération {operation} : {}.",
                put_back(told.operation.edits)
            );
            return if told.in_place {
                sentence
            } else {
                format!("{sentence} {}", put_again(told.operation.edits))
            };
        }
        Request::Redo { .. } => {
            format!(
                "Nous avons rétabli ce qui avait été annulé : {} de nouveau en place.",
                are(operation.edits)
            )
        }
        _ => done_sentence(told, named),
    };
    match (told.in_place, told.partly) {
        (false, _) => format!("{sentence} Cela a depuis été annulé."),
        (true, true) => format!("{sentence} Une partie en a depuis été annulée."),
        (true, false) => sentence,
    }
}

fn done_sentence(told: &Told, named: bool) -> String {
    let profile_of = |profile: &ProfileId| profile_of(told, *profile, named);
    let of_referentiel = |referentiel: &Referentiel| format!("référentiel {}", referentiel.label());
    match &told.origin {
        Request::ProfileCreate { profile } => {
            format!(
                "Nous avons créé le profil « {} ».",
                told.called(*profile).nom
            )
        }
        Request::ProfileEdit { profile } => {
            let count = told.operation.edits;
            format!(
                "Nous avons mis à jour la description du profil « {} » : {} {} changé.",
                told.called(*profile).nom,
                fields(French, count),
                are_past(count)
            )
        }
        Request::ProfileDelete { profile } => {
            format!(
                "Nous avons supprimé le profil « {} », avec tout ce qu'il contenait.",
                told.called(*profile).nom
            )
        }
        Request::ProfileRelate {
            supra,
            added,
            removed,
        } => {
            let supra = told.called(*supra);
            let supra = article::of(&supra.nom, supra.nature);
            let names = |profiles: &[_]| {
                let names: Vec<String> = profiles.iter().map(|id| told.called(*id).nom).collect();
                listed(&names)
            };
            let (added, removed) = (names(added), names(removed));
            match (added.is_empty(), removed.is_empty()) {
                (false, true) => format!("Nous avons ajouté aux membres {supra} : {added}."),
                (true, _) => format!("Nous avons retiré des membres {supra} : {removed}."),
                (false, false) => format!(
                    "Nous avons ajouté aux membres {supra} : {added} ; et retiré : {removed}."
                ),
            }
        }
        Request::ReferentielImport { referentiel } => {
            format!(
                "Nous avons mis à jour la structure du {}.",
                of_referentiel(referentiel)
            )
        }
        Request::ReferentielSet {
            referentiel,
            profile,
        }
        | Request::ReferentielFill {
            referentiel,
            profile,
            ..
        } => {
            let count = told.operation.edits;
            format!(
                "Nous avons mis à jour {} dans le {} : {} {} changé.",
                profile_of(profile),
                of_referentiel(referentiel),
                fields(French, count),
                are_past(count)
            )
        }
        Request::ReferentielConfirm(confirmed) => {
            let count = told.operation.edits;
            format!(
                "Nous avons confirmé {} dans le {} sur {}.",
                plural(French, count, "valeur reprise", "valeurs reprises"),
                of_referentiel(&confirmed.referentiel),
                profile_of(&confirmed.profile)
            )
        }
        Request::ReferentielMode {
            referentiel,
            mode,
            profile,
        } => format!(
            "Le {} est maintenant {} sur {}.",
            of_referentiel(referentiel),
            mode_words(*mode),
            profile_of(profile)
        ),
        Request::ReferentielLock {
            referentiel,
            audit,
            profile,
        } => format!(
            "L'audit du {} est maintenant noté sur {} : {}.",
            of_referentiel(referentiel),
            profile_of(profile),
            audit_words(*audit)
        ),
        Request::ReferentielCopy(_) | Request::Undo { .. } | Request::Redo { .. } => String::new(),
    }
}

fn mode_words(mode: Mode) -> &'static str {
    match mode {
        Mode::Write => "ouvert à la saisie",
        Mode::Readonly => "en lecture seule",
        Mode::Archived => "archivé",
    }
}

fn audit_words(audit: Audit) -> &'static str {
    match audit {
        Audit::None => "aucun audit",
        Audit::Running => "en cours",
        Audit::Validated => "validé",
    }
}
