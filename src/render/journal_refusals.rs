//! What is said of a changeset or an undo that no longer fits.

use crate::domain::language::Language::{English, French};
use crate::domain::policy::Data;
use crate::domain::record::Kind;
use crate::domain::refusal::{ChangesetFault, Dependent, Moved, NothingToUndo};
use crate::render::words::{Both, both, of_fields, plural};

/// Says what is wrong with the document of a changeset.
pub fn changeset_invalid(fault: ChangesetFault) -> Both {
    match fault {
        ChangesetFault::Unreadable => both(
            "le fichier est tronqué ou illisible",
            "the file is truncated or unreadable",
        ),
        ChangesetFault::NotOne => both(
            "le fichier n'est pas un changement enregistré par --save",
            "the file is no changeset that --save wrote",
        ),
        ChangesetFault::Version => both(
            "le fichier vient d'un tetctl plus récent",
            "the file comes from a newer tetctl",
        ),
        ChangesetFault::Edited => both(
            "le fichier a été modifié depuis --save",
            "the file was edited since --save",
        ),
    }
}

/// Says how many of the fields have changed since the preview, or of what was relied on besides.
pub fn changeset_stale(rows: &[Moved], of: usize) -> Both {
    let changed = rows.len();
    let are_fields = rows.iter().all(|row| {
        let kind = row.record.kind();
        Data::of_kind(kind).is_some() || kind == Kind::Node
    });
    if !are_fields || changed > of {
        return both(
            plural(
                French,
                changed,
                "valeur attendue a changé depuis l'aperçu",
                "valeurs attendues ont changé depuis l'aperçu",
            ),
            plural(
                English,
                changed,
                "expected value has changed since the preview",
                "expected values have changed since the preview",
            ),
        );
    }
    both(
        format!("{} changé depuis l'aperçu", of_fields(French, changed, of)),
        format!(
            "{} changed since the preview",
            of_fields(English, changed, of)
        ),
    )
}

/// Says which operation applied the changeset.
pub fn changeset_applied(operation: i64) -> Both {
    both(
        format!("déjà appliqué : opération {operation}"),
        format!("applied already: operation {operation}"),
    )
}

/// Says that the changeset was made on another store.
pub fn changeset_other_store() -> Both {
    both("préparé sur une autre base", "made on another store")
}

/// Says how many of the fields have changed since they were written.
pub fn undo_conflict(changed: usize, of: usize, redoing: bool) -> Both {
    let (fait, done) = if redoing {
        ("refait", "redone")
    } else {
        ("annulé", "undone")
    };
    // Besides the fields, what they stand on may have changed.
    let (french, english) = if changed > of {
        (
            format!("{changed} valeurs attendues ont"),
            format!("{changed} expected values have"),
        )
    } else {
        (
            of_fields(French, changed, of),
            of_fields(English, changed, of),
        )
    };
    both(
        format!("rien n'a été {fait} : {french} changé depuis"),
        format!("nothing was {done}: {english} changed since"),
    )
}

/// Says how many of the fields stay as they are.
pub fn partly_undone(stays: usize, of: usize) -> Both {
    both(
        format!(
            "{} sur {of}",
            plural(French, stays, "champ reste", "champs restent")
        ),
        match stays {
            1 => format!("1 of the {of} fields stays"),
            _ => format!("{stays} of the {of} fields stay"),
        },
    )
}

/// Says why there is nothing to take back.
pub fn nothing_to_undo(reason: &NothingToUndo) -> Both {
    match reason {
        NothingToUndo::Mine { actor } => both(
            format!("aucune opération de {actor} n'est à annuler"),
            format!("no operation of {actor} is left to undo"),
        ),
        NothingToUndo::NoUndo { actor } => both(
            format!("aucune annulation de {actor} n'est à refaire"),
            format!("no undo of {actor} is left to redo"),
        ),
        NothingToUndo::Undone { operation, by } => both(
            format!("l'opération {operation} a déjà été annulée par {by}"),
            format!("operation {operation} was undone already by {by}"),
        ),
        NothingToUndo::Batch => both("le lot est déjà annulé", "the batch is undone already"),
        NothingToUndo::Selection {
            operation,
            pattern: None,
        } => both(
            format!("l'opération {operation} n'a rien écrit de cette sélection"),
            format!("operation {operation} wrote nothing of this selection"),
        ),
        NothingToUndo::Selection {
            operation,
            pattern: Some(pattern),
        } => both(
            format!("l'opération {operation} n'a rien écrit de `{pattern}`"),
            format!("operation {operation} wrote nothing of `{pattern}`"),
        ),
    }
}

/// Says how much depends on what would go.
pub fn has_dependents(rows: &[Dependent]) -> Both {
    let count = rows.iter().map(|row| row.count).sum();
    both(
        plural(
            French,
            count,
            "donnée en dépend encore",
            "données en dépendent encore",
        ),
        plural(
            English,
            count,
            "record still depends on what would go",
            "records still depend on what would go",
        ),
    )
}
