//! What holds for a copy whatever both ends say, whatever the policy: nothing lost from the counts,
//! nothing to do a second time, all of it undone.

use std::collections::HashMap;

use anyhow::{Context as _, Result};
use proptest::prelude::*;

use crate::domain::action::ActionId;
use crate::domain::answers::{Answer, Answers, Made, Question};
use crate::domain::changeset::Changeset;
use crate::domain::policy::{Data, Policy};
use crate::domain::profile::Profile;
use crate::domain::referentiel::Referentiel::Cae;
use crate::domain::refusal::Refusal;
use crate::domain::request::{Request, Summary};
use crate::domain::selection::{Pattern, Selection};
use crate::domain::statut::Statut;
use crate::ops::assign_values::{Assigned, Wording, assign_values};
use crate::ops::choose_part::Part;
use crate::ops::copy_questions::open_questions;
use crate::ops::copy_referentiel::{CopyRequest, Limit, SourceCache, copy_referentiel};
use crate::ops::find_operations::operation_of;
use crate::ops::trial::{self, Trial};
use crate::ops::undo_operation::undo_operation;

const STATUTS: [&str; 6] = [
    "1.1.1.1",
    "1.1.1.1.1",
    "1.1.1.1.2",
    "1.1.1.2",
    "1.1.1.2.1",
    "1.1.2.2",
];
const COMMENTAIRES: [&str; 3] = ["1", "1.1.1", "1.1.1.1"];
const MESURES: [&str; 2] = ["1.1.1", "1.1.2"];
const TEXTS: [&str; 5] = [
    "Un",
    "<p>Un</p><p>Deux</p>",
    "Deux\nTrois",
    "a < b",
    "<p><br></p>",
];
const NAMES: [&str; 3] = ["Zoé Martin", "zoe martin", "Ali"];

/// A value that an end is given: when, of which kind, at which place, which one.
type Given = (i64, Data, usize, usize);

fn given() -> impl Strategy<Value = Vec<Given>> {
    let one = (
        1..4_i64,
        prop::sample::select(&Data::ALL[..]),
        0..6_usize,
        0..5_usize,
    );
    prop::collection::vec(one, 1..14)
}

fn action(actions: &[&str], place: usize) -> ActionId {
    trial::id(actions[place % actions.len()]).unwrap()
}

fn statut(number: usize) -> Statut {
    let codes = [
        "fait",
        "programme",
        "pas_fait",
        "non_concerne",
        "detaille:20/50/30",
    ];
    Statut::parse(codes[number]).unwrap().unwrap()
}

fn names(number: usize) -> Vec<String> {
    let both = [NAMES[number % 3], NAMES[2]];
    both[..=number % 2]
        .iter()
        .map(|&nom| nom.to_owned())
        .collect()
}

/// Gives an end what was generated, in the order of the dates.
fn give(trial: &mut Trial, profile: &Profile, given: &[Given]) -> Result<()> {
    for at in 1..4 {
        let mut assigned = Assigned::nothing(Cae, Wording::Kept);
        for (_, data, place, number) in given.iter().filter(|(date, ..)| *date == at) {
            match data {
                Data::Statuts => {
                    let statut = Some(statut(*number));
                    assigned.statuts.insert(action(&STATUTS, *place), statut);
                }
                Data::Commentaires => {
                    let text = TEXTS[*number].to_owned();
                    assigned
                        .commentaires
                        .insert(action(&COMMENTAIRES, *place), text);
                }
                Data::Pilotes => {
                    assigned
                        .pilotes
                        .insert(action(&MESURES, *place), names(*number));
                }
                Data::Services => {
                    assigned
                        .services
                        .insert(action(&MESURES, *place), names(*number));
                }
            }
        }
        let request = Request::ReferentielSet {
            referentiel: Cae,
            profile: profile.id,
        };
        trial.plan(|view| Ok(assign_values(view, profile, &assigned, request, at)?.0))?;
    }
    Ok(())
}

/// Plans the copy of all there is.
fn plan(trial: &mut Trial, request: &CopyRequest) -> Result<(Changeset, Summary)> {
    let view = trial.store.view()?;
    let source = SourceCache::default().read(&view, request)?;
    let target = view.holding(trial.profile.id, Cae)?;
    let plan = copy_referentiel(&view, request, &source, &trial.profile, &target, 9)?;
    Ok((plan.changeset, plan.decided.summary()))
}

/// Answers all that is asked, in turn: keep, take, edit.
fn answers(trial: &mut Trial, request: &CopyRequest) -> Result<Answers> {
    let view = trial.store.view()?;
    let source = SourceCache::default().read(&view, request)?;
    let target = view.holding(trial.profile.id, Cae)?;
    let asked = open_questions(&view, request, &source, &trial.profile, &target)?;
    let asked = asked.into_iter().enumerate();
    let answer = |(place, question): (usize, Question)| {
        let typed = match question.data {
            Data::Statuts => Made::Statut(statut(4)),
            Data::Commentaires => Made::Commentaire("Saisi".to_owned()),
            Data::Pilotes | Data::Services => Made::Names(vec!["Léa".to_owned()]),
        };
        let answer = match (place % 3, question.branch) {
            (0, _) => Answer::Take,
            (1, None) => Answer::Edit(typed),
            _ => Answer::Keep,
        };
        (question, answer)
    };
    Ok(asked
        .map(|(place, asked)| answer((place, asked.question)))
        .collect())
}

fn request(trial: &Trial, policy: Policy, include: &[&str]) -> CopyRequest {
    CopyRequest {
        referentiel: Cae,
        from: trial.source.clone(),
        selection: Selection {
            include: include
                .iter()
                .map(|id| Pattern::Branch(trial::id(id).unwrap()))
                .collect(),
            exclude: Vec::new(),
        },
        data: Data::ALL.to_vec(),
        policy,
        max_overwrites: Some(Limit::Count(1000)),
        allow_poorer_source: true,
        override_audit: None,
        members_of: None,
        answers: HashMap::new(),
    }
}

/// Copies, holds the copy to its promises, and takes it back.
fn copy_and_undo(trial: &mut Trial, mut request: CopyRequest) -> Result<()> {
    let before = trial.store.view()?.digest()?;
    if request.policy == Policy::Ask {
        let answers = answers(trial, &request)?;
        request.answers.insert(trial.profile.id, answers);
    }
    let (changeset, summary) = match plan(trial, &request) {
        Ok(planned) => planned,
        Err(error) => {
            let refusal = error.downcast::<Refusal>()?;
            let code = if request.policy == Policy::Abort {
                "conflict"
            } else {
                "source_empty"
            };
            assert!(
                [code, "source_empty"].contains(&refusal.code()),
                "{refusal:?}"
            );
            return Ok(());
        }
    };
    let Summary {
        selected,
        written,
        equal,
        kept,
        cleared,
        ..
    } = summary;
    assert_eq!(selected, written + equal + kept, "{:?}", request.policy);
    assert_eq!(changeset.edits.len(), written + cleared);
    if changeset.edits.is_empty() {
        return Ok(());
    }
    trial.write(changeset)?;
    let (again, _) = plan(trial, &request)?;
    assert!(
        again.edits.is_empty(),
        "{:?} {:?}",
        request.policy,
        again.edits
    );

    let last = trial.store.view()?.last_operation()?;
    let operation = operation_of(&trial.store.view()?, last)?;
    trial.plan(|view| {
        let undone = undo_operation(view, &operation, &Part::default())?;
        Ok(undone.changeset)
    })?;
    let after = trial.store.view()?.digest()?;
    assert_eq!(after, before, "{:?}", request.policy);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_copy_counts_all_is_done_once_and_goes_back(source in given(), target in given(), cut in 0..4_usize) {
        let mut trial = Trial::new().unwrap();
        let (from, to) = (trial.source.clone(), trial.profile.clone());
        give(&mut trial, &from, &source).unwrap();
        give(&mut trial, &to, &target).unwrap();
        let include = [&[][..], &["1.1.1"], &["1.1.1.1.1"], &["1.1.1.2", "1.1.1.1"]][cut];
        for policy in Policy::ALL {
            let request = request(&trial, policy, include);
            copy_and_undo(&mut trial, request).with_context(|| format!("{policy:?}")).unwrap();
        }
    }
}
