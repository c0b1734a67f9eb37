//! What to do next after a refusal: an exhaustive match, those without a hint listed at its end.

use crate::domain::language::Language;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{Dependent, Moved, NothingToUndo, Noun, Refusal};
use crate::domain::usage::Usage;
use crate::render::words::{Both, alike, both};
use crate::render::{file_failures, stops, store_hints};

/// Returns what to do next, where there is something to do.
pub fn hint(language: Language, refusal: &Refusal) -> Option<String> {
    words(refusal).map(|words| words.in_language(language))
}

fn words(refusal: &Refusal) -> Option<Both> {
    Some(match refusal {
        Refusal::Usage(usage) => return usage_words(usage),
        Refusal::NotFound { what, typed, .. } => return not_found(*what, typed),
        Refusal::UndoConflict {
            rows,
            others,
            redoing: false,
            ..
        } if *others > 0 => undo_in_part(rows, *others),
        Refusal::UndoConflict { rows, .. } => return undo_conflict(rows),
        Refusal::NothingToUndo(reason) => return nothing_to_undo(reason),
        Refusal::NotConfirmed { asked } => return not_confirmed(*asked),
        Refusal::NotNamed { key, .. } => not_named(key),
        Refusal::File(failure) => return file_failures::hint(failure),
        Refusal::StoreNotFound { .. } => store_hints::not_found(),
        Refusal::NotTheDemos { .. } => both(
            "nommer un dossier vide, ou qui n'existe pas encore",
            "name an empty folder, or one that does not exist yet",
        ),
        Refusal::StoreForeign { .. } => store_hints::foreign(),
        Refusal::CopyUnsound { place, damaged } => store_hints::copy_unsound(place, *damaged),
        Refusal::InTheWay { place, free } => store_hints::in_the_way(place, free),
        Refusal::StoreNewer { .. } => both("mettre tetctl à jour", "upgrade tetctl"),
        Refusal::StoreBusy { .. } => store_hints::busy(),
        Refusal::StoreFull { place } => store_hints::full(place),
        Refusal::StoreOlder { .. } => store_hints::older(),
        Refusal::CopyExists { free, .. } => store_hints::copy_exists(free),
        Refusal::LeftBeside { side, free, .. } => store_hints::move_away(side, free),
        Refusal::StoreCorrupt { .. } | Refusal::StoreMisread { .. } => store_hints::corrupt(),
        Refusal::StoreClosed { barrier, .. } => store_hints::closed(barrier),
        Refusal::LogDenied { place, .. } => store_hints::log_denied(place),
        Refusal::StoreUnshared { fault, .. } => return store_hints::unshared(fault),
        Refusal::StoreNeedsWriter { keeper, .. } => store_hints::needs_writer(keeper),
        Refusal::StoreNetwork { .. } => store_hints::network(),
        Refusal::StoreSynced { .. } => store_hints::synced(),
        Refusal::ConfigDenied { .. } => store_hints::config_denied(),
        Refusal::NotAKey {
            rewritten,
            apart: true,
            ..
        } => apart(rewritten),
        Refusal::NotAKey { rewritten, .. } => quoted(rewritten),
        Refusal::Ambiguous { .. } | Refusal::Loose { .. } => exact_name(),
        Refusal::StructureMissing(referentiel) => structure_missing(referentiel.id()),
        Refusal::InputInvalid { .. } => input_invalid(),
        Refusal::RowsInvalid { .. } => rows_invalid(),
        Refusal::CellTooLong { .. } => both("exporter en csv ou en json", "export as csv or json"),
        Refusal::ChangesetInvalid(_) => changeset_invalid(),
        Refusal::ChangesetStale { again, .. } => changeset_stale(again.as_deref()),
        Refusal::ChangesetOtherStore => changeset_other_store(),
        Refusal::HasDependents { rows } => return has_dependents(rows),
        Refusal::Conflict { .. } => conflict(),
        Refusal::TooManyOverwrites { overwrites, .. } => too_many_overwrites(*overwrites),
        Refusal::PoorerSource { .. } => poorer_source(),
        Refusal::SourceEmpty { .. } => source_empty(),
        Refusal::NotWritable {
            slug, referentiel, ..
        } => not_writable(slug, referentiel.id()),
        Refusal::Audited {
            slug, referentiel, ..
        } => audited(slug, referentiel.id()),
        Refusal::NotAMember { supra, .. } => alike(format!("tetctl profile show {supra}")),
        Refusal::BatchTaken { .. } => both("choisir un autre nom", "choose another name"),
        Refusal::Stopped { .. } => stops::again(),
        Refusal::StoreExists { .. }
        | Refusal::StoreDenied { .. }
        | Refusal::StoreReadOnly { .. }
        | Refusal::ConfigInvalid { .. }
        | Refusal::SameProfile { .. }
        | Refusal::OtherReferentiel { .. }
        | Refusal::ChangesetApplied { .. }
        | Refusal::NoMember { .. }
        | Refusal::Interrupted
        | Refusal::NoneChosen(_)
        | Refusal::Cycle { .. }
        | Refusal::AlreadyExists { .. }
        | Refusal::Partial { .. }
        | Refusal::RowsLeftOut { .. }
        | Refusal::PartlyUndone { .. } => return None,
    })
}

fn usage_words(usage: &Usage) -> Option<Both> {
    match usage {
        Usage::Parser { hint, .. } => Some(alike(hint)),
        Usage::LeftOver { rewritten, .. } => Some(quoted(rewritten)),
        Usage::ReferentielAsSupra { rewritten, .. } => Some(alike(rewritten)),
        Usage::NatureUnknown { .. } => Some(alike(
            "--nature METRO MET69 CU CA CC EPT PETR POLEM SMF SMO SIVU SIVOM commune departement region prefecture_region prefecture_departement service_public structure test",
        )),
        Usage::NobodyToAsk { .. } => Some(conflict()),
        Usage::Missing { .. }
        | Usage::CommuneWithoutDepartment
        | Usage::Value { .. }
        | Usage::Format { .. }
        | Usage::Both { .. }
        | Usage::NoRehearsal { .. }
        | Usage::PartOfUndo { .. }
        | Usage::NothingToConfirm
        | Usage::AddedAndRemoved { .. }
        | Usage::Date { .. } => None,
    }
}

fn quoted(rewritten: &str) -> Both {
    both(
        format!("mettre le nom entre guillemets :  {rewritten}"),
        format!("quote names with spaces:  {rewritten}"),
    )
}

fn apart(rewritten: &str) -> Both {
    both(
        format!("mettre chaque nom après sa propre option :  {rewritten}"),
        format!("give each name its own flag:  {rewritten}"),
    )
}

fn not_found(what: Noun, typed: &str) -> Option<Both> {
    Some(match what {
        Noun::Profile => {
            let word = typed.split_whitespace().max_by_key(|word| word.len())?;
            alike(format!("tetctl profile list --search {word}"))
        }
        Noun::Operation | Noun::Batch => alike("tetctl op list"),
        Noun::Referentiel => alike("cae, eci, te"),
        Noun::Store => alike("tetctl config show"),
        Noun::Statut => alike("fait programme pas_fait non_concerne non_renseigne detaille:F/P/N"),
        Noun::Action => {
            let known = Referentiel::ALL.into_iter().map(Referentiel::id);
            let prefix = typed.split_once('_').map(|(prefix, _)| prefix);
            let id = known.into_iter().find(|id| prefix == Some(id));
            let id = id.unwrap_or("REF");
            both(
                format!("tetctl referentiel show {id} --search MOT"),
                format!("tetctl referentiel show {id} --search WORD"),
            )
        }
        Noun::File => return None,
    })
}

fn exact_name() -> Both {
    both(
        "donner le nom entier, le slug, le SIREN ou le code INSEE",
        "give the full name, the slug, the SIREN or the INSEE code",
    )
}

fn structure_missing(referentiel: &str) -> Both {
    both(
        format!("tetctl referentiel import FICHIER --id {referentiel}"),
        format!("tetctl referentiel import FILE --id {referentiel}"),
    )
}

fn input_invalid() -> Both {
    both(
        "corriger ces lignes et recommencer",
        "correct these rows and try again",
    )
}

fn rows_invalid() -> Both {
    both(
        "les corriger, ou écrire les autres lignes : --on-error skip",
        "correct them, or write the other rows: --on-error skip",
    )
}

fn changeset_invalid() -> Both {
    both(
        "refaire le fichier avec --save",
        "write the file again with --save",
    )
}

fn changeset_stale(again: Option<&str>) -> Both {
    match again {
        Some(line) => both(
            format!("refaire l'aperçu :  {line}"),
            format!("preview again:  {line}"),
        ),
        None => both(
            "refaire l'aperçu, puis enregistrer de nouveau avec --save",
            "preview again, then save again with --save",
        ),
    }
}

fn changeset_other_store() -> Both {
    both(
        "donner la base d'origine : --store",
        "name the store it was made on: --store",
    )
}

/// Names the last of the operations that are in the way.
fn in_the_way(rows: &[Moved]) -> Option<i64> {
    let later = rows.iter().filter_map(|row| row.by.as_ref());
    later.map(|by| by.operation).max()
}

/// Says how to take back what can be, or all of it.
fn undo_in_part(rows: &[Moved], others: usize) -> Both {
    let french = match others {
        1 => "--partial pour annuler l'autre".to_owned(),
        _ => format!("--partial pour annuler les {others} autres"),
    };
    let english = match others {
        1 => "--partial undoes the other one".to_owned(),
        _ => format!("--partial undoes the {others} others"),
    };
    match in_the_way(rows) {
        None => both(french, english),
        Some(number) => both(
            format!("{french}, ou annuler d'abord l'opération {number} :  tetctl op undo {number}"),
            format!("{english}; or undo operation {number} first:  tetctl op undo {number}"),
        ),
    }
}

fn undo_conflict(rows: &[Moved]) -> Option<Both> {
    let number = in_the_way(rows)?;
    Some(both(
        format!("annuler d'abord l'opération {number} :  tetctl op undo {number}"),
        format!("undo operation {number} first:  tetctl op undo {number}"),
    ))
}

fn nothing_to_undo(reason: &NothingToUndo) -> Option<Both> {
    match reason {
        NothingToUndo::Mine { .. } => Some(both(
            "l'opération de quelqu'un d'autre s'annule par son numéro : tetctl op list",
            "somebody else's operation is undone by its number: tetctl op list",
        )),
        NothingToUndo::NoUndo { .. }
        | NothingToUndo::Undone { .. }
        | NothingToUndo::Batch
        | NothingToUndo::Selection { .. } => None,
    }
}

/// Names the profile on which the most stands.
fn has_dependents(rows: &[Dependent]) -> Option<Both> {
    let slug = &rows.iter().max_by_key(|row| row.count)?.slug;
    let list = format!("tetctl op list --profile {slug}");
    Some(both(
        format!("annuler d'abord les opérations qui les ont écrites :  {list}"),
        format!("undo the operations that wrote them first:  {list}"),
    ))
}

fn conflict() -> Both {
    both(
        "--on-conflict fill garde les valeurs de la cible, overwrite les remplace, newest garde la plus récente",
        "--on-conflict fill keeps the target's values, overwrite replaces them, newest keeps the later",
    )
}

/// Says how to see what would be replaced, and how to allow it.
fn too_many_overwrites(overwrites: usize) -> Both {
    both(
        format!("les voir : --max-overwrites {overwrites} -n ; les remplacer : sans -n"),
        format!("to see them: --max-overwrites {overwrites} -n; to replace them: without -n"),
    )
}

fn poorer_source() -> Both {
    both(
        "échanger --from et --to, ou confirmer par --allow-poorer-source",
        "swap --from and --to, or confirm by --allow-poorer-source",
    )
}

fn source_empty() -> Both {
    both(
        "tetctl referentiel status montre ce qui est rempli",
        "tetctl referentiel status shows what is filled in",
    )
}

fn not_writable(slug: &str, referentiel: &str) -> Both {
    alike(format!(
        "tetctl referentiel mode {referentiel} {slug} write"
    ))
}

/// Says how an audit ends, and that a copy may be made in spite of it.
fn audited(slug: &str, referentiel: &str) -> Both {
    let lock = format!("tetctl referentiel lock {referentiel} {slug} --audit none");
    both(
        format!("l'audit fini :  {lock} ; une copie : --override-audit RAISON, gardée au journal"),
        format!(
            "once it is over:  {lock}; a copy: --override-audit REASON, which the journal keeps"
        ),
    )
}

fn not_named(key: &str) -> Both {
    both(
        format!("--confirm {key} confirme, -n montre seulement"),
        format!("--confirm {key} confirms, -n only shows"),
    )
}

fn not_confirmed(asked: bool) -> Option<Both> {
    let words = || {
        both(
            "--yes confirme, -n montre seulement",
            "--yes confirms, -n only shows",
        )
    };
    (!asked).then(words)
}
