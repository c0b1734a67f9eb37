//! An undo in part, between the writes of two people: nothing is lost, nothing is torn.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use proptest::prelude::*;

use super::desk::{Desk, TARGET};
use super::refusal;
use crate::domain::action::ActionId;
use crate::domain::branch::sous_action_of;
use crate::domain::changeset::Edit;
use crate::domain::operation::Batch;
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Record};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::value::Value;
use crate::ops::choose_part::{Rest, TypedPart};
use crate::ops::delete_profile::delete_profile;
use crate::ops::import_structure::import_structure;
use crate::ops::read_assignments::Typed;
use crate::ops::set_statuts::set_statuts;
use crate::ops::trial::structure;
use crate::ops::undo_operation::Wanted;

const ACTIONS: [&str; 8] = [
    "cae_1.1.1.1",
    "cae_1.1.1.1.1",
    "cae_1.1.1.1.2",
    "cae_1.1.1.1.3",
    "cae_1.1.1.2",
    "cae_1.1.1.2.1",
    "cae_1.1.1.2.2",
    "cae_2.1.1.2",
];
const STATUTS: [&str; 4] = ["fait", "programme", "pas_fait", "non_renseigne"];

/// What one `referentiel set` is given: actions and statuts, by their places.
type Write = Vec<(usize, usize)>;

fn write() -> impl Strategy<Value = Write> {
    prop::collection::vec((0..ACTIONS.len(), 0..STATUTS.len()), 1..6)
}

/// Returns a desk whose target may be written as people write it.
fn desk() -> Result<Desk> {
    let mut desk = Desk::new()?;
    let structure = structure(|text| text)?;
    desk.plan("setup", Batch::New, |view| {
        import_structure(view, &structure)
    })?;
    Ok(desk)
}

/// Writes as `referentiel set` does; none where there is nothing to change.
fn set(desk: &mut Desk, actor: &str, write: &Write) -> Option<i64> {
    let statuts: BTreeMap<usize, usize> = write.iter().copied().collect();
    let statuts = statuts.into_iter();
    let typed = Typed {
        statuts: statuts
            .map(|(action, statut)| (ACTIONS[action].to_owned(), STATUTS[statut].to_owned()))
            .collect(),
        ..Typed::default()
    };
    let written = desk.plan(actor, Batch::New, |view| {
        let profile = view.profile(TARGET)?.context("the target")?;
        set_statuts(view, &profile, &typed, 0)
    });
    written.ok()
}

fn undo(desk: &mut Desk, number: i64, rest: Rest) -> Result<Vec<i64>> {
    let part = TypedPart {
        rest,
        ..TypedPart::default()
    };
    desk.undo("ann", Wanted::Number(number), &part)
}

/// Returns the statuts of the target, by action.
fn statuts(desk: &mut Desk) -> Result<BTreeMap<String, String>> {
    let held = desk.store.view()?.statuts(TARGET, Referentiel::Cae)?;
    let texts = held.into_iter();
    Ok(texts
        .map(|(action, held)| (action.to_string(), held.value.to_string()))
        .collect())
}

/// Returns what an operation has written, before and after, by action.
fn written(desk: &mut Desk, number: i64) -> Result<BTreeMap<String, [Option<String>; 2]>> {
    let edits = desk.store.view()?.edits(number)?.into_iter();
    Ok(edits
        .filter_map(|edit| {
            let action = edit.record.action()?.to_string();
            let change = edit.fields.into_iter().next()?;
            let text = |value: Value| value.text().map(str::to_owned);
            Some((action, [text(change.before), text(change.after)]))
        })
        .collect())
}

/// Returns the branch of an action, by the id of its sous-action.
fn branch_of(action: &str) -> String {
    let id = ActionId::parse(action, None).ok();
    let branch = id.and_then(|id| sous_action_of(&id));
    branch.map(|branch| branch.to_string()).unwrap_or_default()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_is_lost_and_no_branch_is_torn(before in write(), own in write(), other in write()) {
        let mut desk = desk().unwrap();
        set(&mut desk, "ann", &before);
        let start = desk.digest().unwrap();
        let Some(done) = set(&mut desk, "ann", &own) else {
            return Ok(());
        };
        let later = set(&mut desk, "bob", &other);
        let standing = statuts(&mut desk).unwrap();

        let partial = undo(&mut desk, done, Rest::Stays).is_ok();

        let now = statuts(&mut desk).unwrap();
        if let Some(later) = later {
            for (action, [_, after]) in written(&mut desk, later).unwrap() {
                prop_assert_eq!(now.get(&action), after.as_ref(), "{} of bob", action);
            }
        }
        let of_bob = later.map(|later| written(&mut desk, later).unwrap());
        let of_bob = of_bob.unwrap_or_default();
        let mut branches: BTreeMap<String, (Vec<bool>, [bool; 2])> = BTreeMap::new();
        for (action, [before, _]) in written(&mut desk, done).unwrap() {
            let is_back = now.get(&action) == before.as_ref();
            prop_assert!(is_back || now.get(&action) == standing.get(&action), "{}", action);
            let branch = branch_of(&action);
            let (back, levels) = branches.entry(branch.clone()).or_default();
            levels[usize::from(branch == action)] = true;
            if !of_bob.contains_key(&action) {
                back.push(is_back);
            }
        }
        for (branch, (back, levels)) in branches {
            let is_torn = back.contains(&true) && back.contains(&false);
            prop_assert!(!is_torn || levels != [true; 2], "{}", branch);
        }
        if !partial {
            prop_assert_eq!(&now, &standing);
        }
        if let Some(later) = later {
            undo(&mut desk, later, Rest::Refuses).unwrap();
        }
        if undo(&mut desk, done, Rest::Refuses).is_err() {
            prop_assert!(partial, "the rest goes back once it can");
        }
        prop_assert_eq!(desk.digest().unwrap(), start);
    }
}

#[test]
fn a_relation_that_would_close_a_loop_stays() -> Result<()> {
    let mut desk = Desk::new()?;
    desk.create(ProfileId(3), "cc-du-val")?;
    let [a, b, c] = [1, 2, 3].map(ProfileId);
    let relate = |desk: &mut Desk, relations: &[(ProfileId, ProfileId, bool)]| {
        let edits = relations.iter().map(|(member, supra, comes)| {
            let (member, supra) = (*member, *supra);
            let edit = Edit::create(Record::Relation { member, supra }, []);
            if *comes { edit } else { edit.reversed() }
        });
        let request = Request::ProfileRelate {
            supra: a,
            added: Vec::new(),
            removed: Vec::new(),
        };
        desk.write("ann", request, edits.collect(), Batch::New)
    };
    relate(&mut desk, &[(b, a, true), (c, a, true)])?;
    let removed = relate(&mut desk, &[(b, a, false), (c, a, false)])?;
    let above = relate(&mut desk, &[(a, b, true)])?;

    assert_eq!(
        refusal(undo(&mut desk, removed, Rest::Refuses)).code(),
        "cycle"
    );
    undo(&mut desk, removed, Rest::Stays)?;

    let members = desk.store.view()?.members(a)?;
    assert_eq!(members.len(), 1);
    assert_eq!(members[0].id, c);
    assert_eq!(
        refusal(undo(&mut desk, removed, Rest::Stays)).code(),
        "cycle"
    );
    undo(&mut desk, above, Rest::Refuses)?;
    undo(&mut desk, removed, Rest::Refuses)?;
    assert_eq!(desk.store.view()?.members(a)?.len(), 2);
    Ok(())
}

#[test]
fn a_slug_that_was_taken_keeps_its_profile_and_what_stands_on_it() -> Result<()> {
    let mut desk = desk()?;
    let other = desk.create(ProfileId(3), "cc-du-val")?;
    set(&mut desk, "ann", &vec![(0, 0)]).context("a statut")?;
    let gone = desk.plan("ann", Batch::New, |view| delete_profile(view, TARGET))?;
    let taken = Edit::update(
        Record::Profile(ProfileId(3)),
        [(Field::Slug, "cc-du-val".into(), "cc-des-sources".into())],
    );
    let request = Request::ProfileEdit {
        profile: ProfileId(3),
    };
    desk.write("bob", request, vec![taken], Batch::New)?;
    let before = desk.digest()?;

    for rest in [Rest::Stays, Rest::Refuses] {
        let Refusal::UndoConflict { rows, .. } = refusal(undo(&mut desk, gone, rest)) else {
            panic!("a conflict");
        };
        assert_eq!(rows[0].field, Some(Field::Slug));
    }
    assert_eq!(desk.digest()?, before);
    assert!(undo(&mut desk, other, Rest::Stays).is_err());
    Ok(())
}
