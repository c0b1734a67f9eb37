//! What a refusal says: exhaustive matches, so that a missing translation does not compile.

use crate::domain::invalid_row::{InvalidRow, Place};
use crate::domain::language::Language::{self, English, French};
use crate::domain::record::Kind;
use crate::domain::refusal::Refusal;
use crate::render::words::{Both, both, plural};
use crate::render::{
    file_failures, journal_refusals as journal, name_refusals as names,
    profile_refusals as profiles, stops, store_refusals as stores, usages,
};

/// Says what was refused, in one fragment.
pub fn sentence(language: Language, refusal: &Refusal) -> String {
    words(refusal).in_language(language)
}

fn words(refusal: &Refusal) -> Both {
    match refusal {
        Refusal::Usage(usage) => usages::words(usage),
        Refusal::StoreNotFound { place, origin } => stores::not_found(place, *origin),
        Refusal::StoreExists { place } => stores::exists(place),
        Refusal::NotTheDemos { place } => stores::not_the_demos(place),
        Refusal::StoreForeign { place, folder } => stores::foreign(place, *folder),
        Refusal::CopyUnsound { place, damaged } => stores::copy_unsound(place, *damaged),
        Refusal::InTheWay { place, .. } => stores::foreign(place, false),
        Refusal::StoreCorrupt { place } => stores::corrupt(place),
        Refusal::StoreMisread { place, what } => stores::misread(place, what),
        Refusal::StoreNewer { schema, known } => stores::newer(*schema, *known),
        Refusal::StoreDenied { place } => stores::denied(place),
        Refusal::StoreFull { place } => stores::full(place),
        Refusal::StoreReadOnly { place } => stores::read_only(place),
        Refusal::StoreBusy { waited, by } => stores::busy(*waited, by),
        Refusal::StoreOlder { schema, known } => stores::older(*schema, *known),
        Refusal::CopyExists { place, .. } => stores::exists(place),
        Refusal::LeftBeside { place, side, .. } => stores::left_beside(place, side),
        Refusal::StoreClosed { place, barrier } => stores::closed(place, barrier),
        Refusal::LogDenied { place, folder } => stores::log_denied(place, folder),
        Refusal::StoreUnshared { place, fault } => stores::unshared(place, fault),
        Refusal::StoreNeedsWriter { place, .. } => stores::needs_writer(place),
        Refusal::StoreNetwork { place, kind } => stores::network(place, kind),
        Refusal::StoreSynced { place, service } => stores::synced(place, service),
        Refusal::ConfigInvalid { place, line, key } => stores::config_invalid(place, *line, key),
        Refusal::File(failure) => file_failures::failed(failure),
        Refusal::ConfigDenied { place } => stores::config_denied(place),
        Refusal::NotFound { what, typed, .. } => names::not_found(*what, typed),
        Refusal::NotAKey { typed, .. } => names::not_a_key(typed),
        Refusal::Ambiguous { typed, of, .. } => names::ambiguous(typed, *of),
        Refusal::Loose { typed, .. } => names::loose(typed),
        Refusal::StructureMissing(referentiel) => names::structure_missing(referentiel.id()),
        Refusal::InputInvalid { source, rows } => input_invalid(source, rows),
        Refusal::RowsInvalid {
            source, wrong, of, ..
        } => rows_invalid(source, *wrong, *of),
        Refusal::CellTooLong { row, limit } => cell_too_long(row, *limit),
        Refusal::SameProfile { slug } => profiles::same_profile(slug),
        Refusal::OtherReferentiel { typed, referentiel } => {
            profiles::other_referentiel(typed, referentiel.id())
        }
        Refusal::ChangesetInvalid(fault) => journal::changeset_invalid(*fault),
        Refusal::ChangesetStale { rows, of, .. } => journal::changeset_stale(rows, *of),
        Refusal::ChangesetApplied { operation } => journal::changeset_applied(*operation),
        Refusal::ChangesetOtherStore => journal::changeset_other_store(),
        Refusal::UndoConflict {
            rows, of, redoing, ..
        } => journal::undo_conflict(rows.len(), *of, *redoing),
        Refusal::NothingToUndo(reason) => journal::nothing_to_undo(reason),
        Refusal::HasDependents { rows } => journal::has_dependents(rows),
        Refusal::Conflict { slug, rows } => profiles::conflict(slug, rows.len()),
        Refusal::TooManyOverwrites {
            slug,
            overwrites,
            limit,
        } => profiles::too_many_overwrites(slug, *overwrites, *limit),
        Refusal::PoorerSource {
            slug,
            source,
            target,
        } => profiles::poorer_source(slug, *source, *target),
        Refusal::SourceEmpty { slug } => profiles::source_empty(slug),
        Refusal::NoMember { slug } => profiles::no_member(slug),
        Refusal::NotAMember { slug, supra } => profiles::not_a_member(slug, supra),
        Refusal::NotWritable {
            slug,
            referentiel,
            archived,
        } => profiles::not_writable(slug, referentiel.id(), *archived),
        Refusal::Audited {
            slug,
            referentiel,
            validated,
        } => profiles::audited(slug, referentiel.id(), *validated),
        Refusal::Cycle { member, supra } => profiles::cycle(member, supra),
        Refusal::BatchTaken { name, actor } => batch_taken(name, actor.as_deref()),
        Refusal::AlreadyExists { field, value, slug } => {
            profiles::already_exists(*field, value, slug)
        }
        Refusal::NotConfirmed { asked } => not_confirmed(*asked),
        Refusal::Interrupted => both(
            "interrompu : rien n'a été écrit",
            "interrupted: nothing was written",
        ),
        Refusal::Stopped {
            done,
            refused,
            remaining,
        } => stops::stopped(*done, *refused, remaining.len()),
        Refusal::NoneChosen(what) => names::none_chosen(*what),
        Refusal::NotNamed { typed, .. } => not_named(typed.as_deref()),
        Refusal::Partial { refused, of } => partial(*refused, *of),
        Refusal::RowsLeftOut { left_out, of, .. } => rows_left_out(*left_out, *of),
        Refusal::PartlyUndone { stays, of } => journal::partly_undone(*stays, *of),
    }
}

fn input_invalid(source: &str, rows: &[InvalidRow]) -> Both {
    let problemes = plural(French, rows.len(), "problème", "problèmes");
    let problems = plural(English, rows.len(), "problem", "problems");
    let (importe, imported) = if are_arguments(rows) {
        ("écrit", "written")
    } else {
        ("importé", "imported")
    };
    both(
        format!("{source} : {problemes}, rien n'a été {importe}"),
        format!("{source}: {problems}, nothing was {imported}"),
    )
}

fn cell_too_long(row: &str, limit: usize) -> Both {
    both(
        format!("{row} : un texte de plus de {limit} caractères, qu'Excel couperait"),
        format!("{row}: a text of more than {limit} characters, which Excel would cut"),
    )
}

/// Tells whether what is wrong was typed, and stands in no file.
fn are_arguments(rows: &[InvalidRow]) -> bool {
    rows.iter().all(|row| row.place == Place::Argument)
}

fn batch_taken(name: &str, actor: Option<&str>) -> Both {
    both(
        format!("le lot `{name}` appartient à {}", person(French, actor)),
        format!("the batch `{name}` belongs to {}", person(English, actor)),
    )
}

fn not_confirmed(asked: bool) -> Both {
    if asked {
        return both("rien n'a été écrit", "nothing was written");
    }
    both(
        "rien n'a été écrit : personne n'est là pour confirmer",
        "nothing was written: nobody is there to confirm",
    )
}

fn not_named(typed: Option<&str>) -> Both {
    match typed {
        Some(typed) => both(
            format!("rien n'a été écrit : `{typed}` n'est pas ce qui serait supprimé"),
            format!("nothing was written: `{typed}` is not what would go"),
        ),
        None => both(
            "rien n'a été écrit : ce qui serait supprimé doit être nommé",
            "nothing was written: what would go must be named",
        ),
    }
}

fn partial(refused: usize, of: usize) -> Both {
    both(
        format!("{} sur {of}", plural(French, refused, "refusé", "refusés")),
        format!("{refused} of {of} refused"),
    )
}

fn rows_invalid(source: &str, wrong: usize, of: usize) -> Both {
    let invalides = match wrong {
        1 => format!("1 ligne sur {of} est invalide"),
        _ => format!("{wrong} lignes sur {of} sont invalides"),
    };
    let are = if wrong == 1 { "is" } else { "are" };
    both(
        format!("{source} : {invalides}, rien n'a été importé"),
        format!("{source}: {wrong} of {of} rows {are} wrong, nothing was imported"),
    )
}

fn rows_left_out(left_out: usize, of: usize) -> Both {
    both(
        format!(
            "{} sur {of}",
            plural(French, left_out, "ligne rejetée", "lignes rejetées")
        ),
        format!("{left_out} of {of} rows rejected"),
    )
}

/// Names a person, or says that the person was erased.
pub fn person(language: Language, actor: Option<&str>) -> &str {
    actor.unwrap_or(language.pick("personne effacée", "an erased person"))
}

/// Counts records of a kind.
pub fn kind_count(language: Language, kind: Kind, count: usize) -> String {
    let (one, many) = match kind {
        Kind::Profile => language.pick(("profil", "profils"), ("profile", "profiles")),
        Kind::Relation => ("relation", "relations"),
        Kind::Structure => ("structure", "structures"),
        Kind::Node => language.pick(
            ("action de la structure", "actions de la structure"),
            ("action of the structure", "actions of the structure"),
        ),
        Kind::Mode => ("mode", "modes"),
        Kind::Audit => ("audit", "audits"),
        Kind::Statut => ("statut", "statuts"),
        Kind::Commentaire => ("commentaire", "commentaires"),
        Kind::Pilotes => language.pick(
            ("liste de pilotes", "listes de pilotes"),
            ("list of pilotes", "lists of pilotes"),
        ),
        Kind::Services => language.pick(
            ("liste de services", "listes de services"),
            ("list of services", "lists of services"),
        ),
    };
    plural(language, count, one, many)
}
