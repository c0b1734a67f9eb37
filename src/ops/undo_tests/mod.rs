//! Undo and redo on a store of their own: what goes back, what is refused, what is told.

mod desk;
mod partial;

use std::time::Duration;

use anyhow::{Context, Result};
use proptest::prelude::*;

use crate::domain::changeset::{Changeset, Edit};
use crate::domain::operation::{Batch, State};
use crate::domain::policy::Data;
use crate::domain::profile::ProfileId;
use crate::domain::record::Record;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{NothingToUndo, Refusal};
use crate::domain::request::Request;
use crate::ops::choose_part::{Part, Rest, TypedPart};
use crate::ops::find_operations::operation_of;
use crate::ops::trial::signature;
use crate::ops::undo_operation::{Wanted, undo_operation};
use crate::store::{Opening, Store, Writing};
use desk::{Desk, SOURCE, TARGET, set_request};

fn only(include: &[&str], exclude: &[&str], data: &[Data]) -> TypedPart {
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    TypedPart {
        include: words(include),
        exclude: words(exclude),
        data: data.to_vec(),
        rest: Rest::Refuses,
    }
}

#[track_caller]
fn refusal<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    result.unwrap_err().downcast().unwrap()
}

#[test]
fn an_undo_puts_back_values_and_stamps() -> Result<()> {
    let mut desk = Desk::new()?;
    desk.set("ann", &[("1.1.1.1", "fait")])?;
    let before = desk
        .store
        .view()?
        .holding(TARGET, Referentiel::Cae)?
        .statuts;
    desk.set("ann", &[("1.1.1.1", "pas_fait")])?;
    desk.undo_last("ann")?;
    let after = desk
        .store
        .view()?
        .holding(TARGET, Referentiel::Cae)?
        .statuts;
    assert_eq!(after, before);
    Ok(())
}

#[test]
fn twice_goes_two_steps_back_and_redo_comes_forward() -> Result<()> {
    let mut desk = Desk::new()?;
    let mut digests = vec![desk.digest()?];
    for statut in ["fait", "pas_fait", "programme"] {
        desk.set("ann", &[("1.1.1.1", statut)])?;
        digests.push(desk.digest()?);
    }
    for digest in digests[1..3].iter().rev() {
        desk.undo_last("ann")?;
        assert_eq!(desk.digest()?, *digest);
    }
    for digest in &digests[2..] {
        desk.redo("ann")?;
        assert_eq!(desk.digest()?, *digest);
    }
    let actor = "ann".to_owned();
    let refused = Refusal::NothingToUndo(NothingToUndo::NoUndo { actor });
    assert_eq!(refusal(desk.redo("ann")), refused);
    Ok(())
}

#[test]
fn without_a_number_only_ones_own_is_undone() -> Result<()> {
    let mut desk = Desk::new()?;
    let own = desk.set("ann", &[("1.1.1.1", "fait")])?;
    let other = desk.set("bob", &[("1.1.1.2", "fait")])?;
    desk.undo_last("ann")?;
    assert_eq!(desk.state(own)?, State::Undone);
    assert_eq!(desk.state(other)?, State::Done);
    desk.undo("ann", Wanted::Number(other), &TypedPart::default())?;
    assert_eq!(desk.state(other)?, State::Undone);
    let by = desk
        .store
        .view()?
        .taken_back_by(other)?
        .context("the undo")?;
    let refused = Refusal::NothingToUndo(NothingToUndo::Undone {
        operation: other,
        by,
    });
    let again = desk.undo("bob", Wanted::Number(other), &TypedPart::default());
    assert_eq!(refusal(again), refused);
    Ok(())
}

#[test]
fn a_part_goes_back_then_the_rest() -> Result<()> {
    let mut desk = Desk::new()?;
    let empty = desk.digest()?;
    let copy = desk.copy("ann", &["1.1.1.1", "5.1.1.1"])?;
    let part = only(&["5"], &[], &[Data::Statuts]);
    let undo = desk.undo("ann", Wanted::Number(copy), &part)?[0];
    assert_eq!(desk.state(copy)?, State::PartlyUndone);
    assert_eq!(desk.store.view()?.edits(undo)?.len(), 1);
    let rest = desk.undo("ann", Wanted::Number(copy), &TypedPart::default())?[0];
    assert_eq!(desk.state(copy)?, State::Undone);
    assert_eq!(desk.store.view()?.edits(rest)?.len(), 3);
    assert_eq!(desk.digest()?, empty);
    Ok(())
}

#[test]
fn the_last_part_makes_the_whole() -> Result<()> {
    let mut desk = Desk::new()?;
    let copy = desk.copy("ann", &["1.1.1.1", "5.1.1.1"])?;
    desk.undo("ann", Wanted::Number(copy), &only(&[], &["5"], &[]))?;
    assert_eq!(desk.state(copy)?, State::PartlyUndone);
    desk.undo("ann", Wanted::Number(copy), &only(&["5"], &[], &[]))?;
    assert_eq!(desk.state(copy)?, State::Undone);
    Ok(())
}

#[test]
fn a_pattern_that_means_nothing_written_is_refused_with_near_ids() -> Result<()> {
    let mut desk = Desk::new()?;
    let copy = desk.copy("ann", &["1.1.1.1", "5.1.1.1"])?;
    let undo = |desk: &mut Desk, part| refusal(desk.undo("ann", Wanted::Number(copy), &part));
    let Refusal::NotFound { typed, near, .. } = undo(&mut desk, only(&["4"], &[], &[])) else {
        panic!("a pattern without an action");
    };
    let keys: Vec<&str> = near.iter().map(|near| near.key.as_str()).collect();
    assert_eq!((typed.as_str(), keys), ("cae_4", vec!["cae_1", "cae_5"]));
    assert_eq!(
        undo(&mut desk, only(&["eci_1"], &[], &[])).code(),
        "other_referentiel"
    );
    let nothing = only(&["1"], &["1"], &[]);
    let refused = Refusal::NothingToUndo(NothingToUndo::Selection {
        operation: copy,
        pattern: None,
    });
    assert_eq!(undo(&mut desk, nothing), refused);
    Ok(())
}

#[test]
fn what_changed_since_is_never_lost() -> Result<()> {
    let mut desk = Desk::new()?;
    let copy = desk.copy("ann", &["1.1.1.1", "1.1.1.2"])?;
    let later = desk.set("bob", &[("1.1.1.2", "pas_fait")])?;
    let before = desk.digest()?;
    let Refusal::UndoConflict { rows, of, .. } = refusal(desk.undo_last("ann")) else {
        panic!("a conflict");
    };
    assert_eq!((rows.len(), of), (1, 4));
    let by = rows[0].by.as_ref().context("an author")?;
    assert_eq!((by.operation, by.actor.as_deref()), (later, Some("bob")));
    assert_eq!(desk.digest()?, before);
    assert_eq!(desk.state(copy)?, State::Done);
    desk.undo("ann", Wanted::Number(copy), &only(&[], &["1.1.1.2"], &[]))?;
    assert_eq!(desk.state(copy)?, State::PartlyUndone);
    Ok(())
}

#[test]
fn what_carries_later_records_stays() -> Result<()> {
    let mut desk = Desk::new()?;
    let created = desk.create(ProfileId(3), "orvel-61")?;
    let relation = Record::Relation {
        member: ProfileId(3),
        supra: SOURCE,
    };
    let request = Request::ProfileRelate {
        supra: SOURCE,
        added: vec![ProfileId(3)],
        removed: Vec::new(),
    };
    let related = desk.write("ann", request, vec![Edit::create(relation, [])], Batch::New)?;
    let undone = desk.undo("ann", Wanted::Number(created), &TypedPart::default());
    assert_eq!(refusal(undone).code(), "has_dependents");
    desk.undo("ann", Wanted::Number(related), &TypedPart::default())?;
    desk.undo("ann", Wanted::Number(created), &TypedPart::default())?;
    Ok(())
}

#[test]
fn a_batch_goes_back_latest_first_and_comes_again() -> Result<()> {
    let mut desk = Desk::new()?;
    let before = desk.digest()?;
    for statut in ["fait", "pas_fait", ""] {
        let edits = desk.statut_edits(&[("1.1.1.1", statut)])?;
        let batch = Batch::Named("lot".to_owned());
        desk.write("ann", set_request(), edits, batch)?;
    }
    desk.set("ann", &[("1.1.1.2", "fait")])?;
    desk.undo_last("ann")?;
    let after = desk.digest()?;
    let undos = desk.undo_last("ann")?;
    assert_eq!(undos.len(), 3);
    assert_eq!(desk.digest()?, before);
    assert_eq!(desk.redo("ann")?.len(), 3);
    assert_eq!(desk.digest()?, after);
    Ok(())
}

#[test]
fn a_rehearsed_batch_sees_what_later_operations_leave() -> Result<()> {
    let mut desk = Desk::new()?;
    let mut numbers = Vec::new();
    for statut in ["fait", "pas_fait"] {
        let edits = desk.statut_edits(&[("1.1.1.1", statut)])?;
        let batch = Batch::Named("lot".to_owned());
        numbers.push(desk.write("ann", set_request(), edits, batch)?);
    }
    let view = desk.store.view()?;
    let plan = |number| {
        let operation = operation_of(&view, number)?;
        Ok(undo_operation(&view, &operation, &Part::default())?.changeset)
    };
    assert_eq!(refusal(plan(numbers[0])).code(), "undo_conflict");
    view.imagine(&plan(numbers[1])?)?;
    assert_eq!(plan(numbers[0])?.fields(), 1);
    view.forget_imagined()?;
    assert_eq!(refusal(plan(numbers[0])).code(), "undo_conflict");
    Ok(())
}

#[test]
fn what_is_imagined_keeps_nobody_from_writing_and_is_never_kept() -> Result<()> {
    let mut desk = Desk::new()?;
    let edits = desk.statut_edits(&[("1.1.1.1", "fait")])?;
    let mut other = Store::open(desk.store.path(), &Opening::waiting(Duration::ZERO))?;
    let before = desk.digest()?;
    let view = desk.store.view()?;
    view.imagine(&Changeset::of(set_request(), edits.clone()))?;
    assert_ne!(view.digest()?, before);
    let writing = Writing {
        signature: &signature("bob", 2_000),
        batch: Batch::New,
        changeset: None,
    };
    other.write(writing, |_| Ok((Changeset::of(set_request(), edits), ())))?;
    drop(view);
    let written = desk.digest()?;
    assert_ne!(written, before);
    desk.undo_last("bob")?;
    assert_eq!(desk.digest()?, before);
    Ok(())
}

#[test]
fn an_undo_that_is_named_is_redone() -> Result<()> {
    let mut desk = Desk::new()?;
    let done = desk.set("ann", &[("1.1.1.1", "fait")])?;
    let after = desk.digest()?;
    let undo = desk.undo("ann", Wanted::Number(done), &TypedPart::default())?[0];
    let redo = desk.undo("bob", Wanted::Number(undo), &TypedPart::default())?[0];
    assert_eq!(desk.state(redo)?, State::Redo);
    assert_eq!(desk.digest()?, after);
    desk.undo_last("bob")?;
    assert_eq!(desk.state(redo)?, State::Undone);
    Ok(())
}

/// One write of a random session.
fn statuts() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0..6_usize, 0..4_usize), 1..5)
}

const ACTIONS: [&str; 6] = [
    "1.1.1.1",
    "1.1.1.2",
    "1.1.1.10",
    "1.1.1.1.1",
    "2.1.1.1",
    "5.1.1.1",
];
const STATUTS: [&str; 4] = ["fait", "programme", "pas_fait", ""];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn undo_goes_back_and_redo_comes_again(session in prop::collection::vec(statuts(), 1..6)) {
        let mut desk = Desk::new().unwrap();
        let mut digests = vec![desk.digest().unwrap()];
        for written in session {
            let mut statuts = std::collections::BTreeMap::new();
            for (action, statut) in written {
                statuts.insert(ACTIONS[action], STATUTS[statut]);
            }
            let statuts: Vec<_> = statuts.into_iter().collect();
            if desk.set("ann", &statuts).is_ok() {
                digests.push(desk.digest().unwrap());
            }
        }
        for digest in digests.iter().rev().skip(1) {
            desk.undo_last("ann").unwrap();
            prop_assert_eq!(&desk.digest().unwrap(), digest);
        }
        for digest in digests.iter().skip(1) {
            desk.redo("ann").unwrap();
            prop_assert_eq!(&desk.digest().unwrap(), digest);
        }
    }
}

#[test]
fn what_has_moved_tells_the_last_author_of_each_row() -> Result<()> {
    let mut desk = Desk::new()?;
    let planned = desk.statut_edits(&[
        ("1.1.1.1", "fait"),
        ("1.1.1.2", "fait"),
        ("1.1.1.3", "fait"),
    ])?;
    let first = desk.set("ann", &[("1.1.1.1", "pas_fait"), ("1.1.1.2", "pas_fait")])?;
    let last = desk.set("bob", &[("1.1.1.2", "programme")])?;
    let changeset = Changeset::of(set_request(), planned);
    let moved = desk.store.view()?.moved(&changeset)?;
    let authors: Vec<_> = moved
        .iter()
        .map(|row| {
            let by = row.by.as_ref().unwrap();
            (
                row.target.as_deref(),
                by.operation,
                by.actor.as_deref(),
                by.at,
            )
        })
        .collect();
    let target = Some("cc-des-sources");
    assert_eq!(
        authors,
        [
            (target, first, Some("ann"), 1_180),
            (target, last, Some("bob"), 1_240)
        ]
    );
    Ok(())
}
