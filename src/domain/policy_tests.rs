//! The policies that look at more than the two values: dates, texts, answers.

use crate::domain::answers::{Answer, Answers, Made};
use crate::domain::branch::Speaks;
use crate::domain::changeset::Stamp;
use crate::domain::copying::{Decided, Rules, decide};
use crate::domain::copying_tests::{fate, fates, holding, id, structure};
use crate::domain::fate::{Cause, Fate, Reason};
use crate::domain::holding::Holding;
use crate::domain::policy::{Data, Policy};
use crate::domain::selection::Selection;
use crate::domain::statut::Statut::{Fait, PasFait, Programme};

fn at(mut holding: Holding, edited_at: i64) -> Holding {
    let stamp = Stamp::edited(edited_at);
    holding
        .statuts
        .values_mut()
        .for_each(|held| held.stamp = stamp);
    holding
        .commentaires
        .values_mut()
        .for_each(|held| held.stamp = stamp);
    holding
}

#[test]
fn the_later_edit_wins_and_what_is_not_known_to_be_later_stays() {
    let source = at(holding(&[("1.1.1.2", Fait)], &[("1.1", "A")]), 100);
    let target = holding(&[("1.1.1.2", PasFait)], &[("1.1", "B")]);
    for (edited_at, fate) in [
        (99, Fate::Replaced(Cause::Newer)),
        (100, Fate::Kept(Reason::SameAge(None))),
        (101, Fate::Kept(Reason::Older(None))),
    ] {
        let target = at(target.clone(), edited_at);
        let fates = fates(Policy::Newest, &[], &[], &source, &target);
        assert!(fates.iter().all(|(_, found)| *found == fate), "{fates:?}");
        assert_eq!(fates.len(), 2);
    }
}

#[test]
fn of_a_branch_at_different_levels_the_latest_statut_counts() {
    let source = at(holding(&[("1.1.1.1", Fait)], &[]), 100);
    let mut target = at(
        holding(&[("1.1.1.1.1", PasFait), ("1.1.1.1.2", Fait)], &[]),
        50,
    );
    let newest = |target: &Holding| fates(Policy::Newest, &[], &[], &source, target);
    assert_eq!(
        newest(&target),
        [
            fate("1.1.1.1", Fate::Filled),
            fate("1.1.1.1.1", Fate::Cleared),
            fate("1.1.1.1.2", Fate::Cleared),
        ]
    );
    let later = Stamp::edited(101);
    target
        .statuts
        .entry(id("1.1.1.1.2"))
        .and_modify(|held| held.stamp = later);
    let kept = Fate::Kept(Reason::Older(Some(Speaks::Taches)));
    assert_eq!(newest(&target), [fate("1.1.1.1", kept)]);
}

#[test]
fn a_commentaire_is_appended_once_and_all_else_is_filled_in() {
    let source = holding(
        &[("1.1.1.2", Fait)],
        &[("1.1", "A"), ("1.1.1", "<p>B</p>"), ("1", "C")],
    );
    let target = holding(&[("1.1.1.2", PasFait)], &[("1.1", "X"), ("1.1.1", "Y\nB")]);
    assert_eq!(
        fates(Policy::Append, &[], &[], &source, &target),
        [
            fate("1", Fate::Filled),
            fate("1.1", Fate::Appended),
            fate("1.1.1", Fate::Contained),
            fate("1.1.1.2", Fate::Kept(Reason::Differs)),
        ]
    );
}

fn asked<'a>(answers: &Answers, source: &'a Holding, target: &'a Holding) -> Decided<'a> {
    let structure = structure();
    let rules = Rules {
        structure: &structure,
        selection: &Selection::default(),
        data: &Data::ALL,
        policy: Policy::Ask,
        answers: Some(answers),
    };
    decide(&rules, source, target)
}

#[test]
fn each_conflict_is_asked_once_and_each_answer_is_followed() {
    let source = holding(
        &[("1.1.1.1", Fait), ("1.1.1.2", Fait)],
        &[("1", "A"), ("1.1", "B"), ("1.1.1", "C")],
    );
    let target = holding(
        &[
            ("1.1.1.1.1", PasFait),
            ("1.1.1.1.2", PasFait),
            ("1.1.1.2", PasFait),
        ],
        &[("1", "X"), ("1.1", "Y"), ("1.1.1", "Z")],
    );
    let open = asked(&Answers::new(), &source, &target);
    assert_eq!(open.summary().kept, 5);
    let actions: Vec<&str> = open
        .open
        .iter()
        .map(|asked| asked.action.identifiant())
        .collect();
    assert_eq!(actions, ["1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.2"]);
    let typed = Made::Commentaire("W".to_owned());
    let given = [
        Answer::Keep,
        Answer::Take,
        Answer::Edit(typed.clone()),
        Answer::Take,
        Answer::Edit(Made::Statut(Programme)),
    ];
    let answers: Answers = open.open.into_iter().zip(given).collect();
    let decided = asked(&answers, &source, &target);
    assert!(decided.open.is_empty());
    let fates: Vec<Fate> = decided.lines.iter().map(|line| line.fate).collect();
    assert_eq!(
        fates,
        [
            Fate::Kept(Reason::Chosen(None)),
            Fate::Replaced(Cause::Chosen),
            Fate::Typed,
            Fate::Filled,
            Fate::Cleared,
            Fate::Cleared,
            Fate::Typed,
        ]
    );
    assert_eq!(decided.lines[2].made, Some(typed));
    assert_eq!(
        (decided.replaced(), decided.typed(), decided.overwrites()),
        (1, 2, 5)
    );
}

#[test]
fn an_answer_holds_for_what_was_seen() {
    let source = holding(&[("1.1.1.2", Fait)], &[]);
    let target = holding(&[("1.1.1.2", PasFait)], &[]);
    let open = asked(&Answers::new(), &source, &target).open;
    let answers: Answers = open
        .into_iter()
        .map(|asked| (asked, Answer::Take))
        .collect();
    let moved = holding(&[("1.1.1.2", Programme)], &[]);
    let decided = asked(&answers, &source, &moved);
    assert_eq!(decided.lines[0].fate, Fate::Kept(Reason::NotAnswered(None)));
    assert_eq!(decided.open.len(), 1);
}

#[test]
fn a_branch_that_cannot_be_taken_whole_is_not_asked_about() {
    let source = holding(&[("1.1.1.1.1", Fait)], &[]);
    let target = holding(&[("1.1.1.1", PasFait)], &[]);
    let cut = Fate::Kept(Reason::CutBranch(Speaks::SousAction));
    assert_eq!(
        fates(Policy::Ask, &["1.1.1.1.1"], &[], &source, &target),
        [fate("1.1.1.1.1", cut)]
    );
}
