//! The rules of a copy, rule by rule.

use crate::domain::action::ActionId;
use crate::domain::branch::Speaks;
use crate::domain::changeset::Stamp;
use crate::domain::copying::{Rules, decide};
use crate::domain::fate::{Cause, Fate, Reason};
use crate::domain::holding::{Held, Holding};
use crate::domain::policy::{Data, Policy};
use crate::domain::referentiel::Referentiel;
use crate::domain::selection::{Pattern, Selection};
use crate::domain::statut::Statut::{self, Fait, PasFait, Programme};
use crate::domain::structure::{Node, Structure};

/// Returns the id of an action.
pub fn id(text: &str) -> ActionId {
    ActionId::parse(text, Some(Referentiel::Cae)).unwrap()
}

/// Returns a small structure.
pub fn structure() -> Structure {
    let ids = [
        "1",
        "1.1",
        "1.1.1",
        "1.1.1.1",
        "1.1.1.1.1",
        "1.1.1.1.2",
        "1.1.1.2",
        "1.1.1.2.1",
    ];
    let node = |text: &str| Node {
        id: id(text),
        title: text.to_owned(),
        points: 1.0,
        node_type: id(text).node_type().unwrap(),
    };
    Structure::new(Referentiel::Cae, ids.into_iter().map(node).collect())
}

/// Returns what a profile says: statuts, then commentaires.
pub fn holding(statuts: &[(&str, Statut)], commentaires: &[(&str, &str)]) -> Holding {
    let stamp = Stamp::edited(0);
    Holding {
        statuts: statuts
            .iter()
            .map(|(action, value)| {
                (
                    id(action),
                    Held {
                        value: *value,
                        stamp,
                    },
                )
            })
            .collect(),
        commentaires: commentaires
            .iter()
            .map(|(action, text)| {
                let value = (*text).to_owned();
                (id(action), Held { value, stamp })
            })
            .collect(),
        ..Holding::default()
    }
}

/// Returns what becomes of each field that the source says.
pub fn fates(
    policy: Policy,
    include: &[&str],
    exclude: &[&str],
    source: &Holding,
    target: &Holding,
) -> Vec<(String, Fate)> {
    let patterns = |ids: &[&str]| ids.iter().map(|text| Pattern::Branch(id(text))).collect();
    let selection = Selection {
        include: patterns(include),
        exclude: patterns(exclude),
    };
    let structure = structure();
    let rules = Rules {
        structure: &structure,
        selection: &selection,
        data: &Data::ALL,
        policy,
        answers: None,
    };
    let lines = decide(&rules, source, target).lines;
    lines
        .into_iter()
        .map(|line| (line.action.identifiant().to_owned(), line.fate))
        .collect()
}

/// Returns an action and its fate.
pub fn fate(action: &str, fate: Fate) -> (String, Fate) {
    (action.to_owned(), fate)
}

#[test]
fn at_the_same_level_each_field_is_compared() {
    let source = holding(
        &[("1.1.1.1.1", Fait), ("1.1.1.1.2", Fait), ("1.1.1.2", Fait)],
        &[],
    );
    let target = holding(&[("1.1.1.1.1", PasFait), ("1.1.1.2", Fait)], &[]);
    assert_eq!(
        fates(Policy::Fill, &[], &[], &source, &target),
        [
            fate("1.1.1.1.1", Fate::Kept(Reason::Differs)),
            fate("1.1.1.1.2", Fate::Filled),
            fate("1.1.1.2", Fate::Equal),
        ]
    );
    assert_eq!(
        fates(Policy::Overwrite, &[], &[], &source, &target)[0],
        fate("1.1.1.1.1", Fate::Replaced(Cause::Overwrite))
    );
}

#[test]
fn at_different_levels_the_whole_branch_is_one_conflict() {
    let source = holding(&[("1.1.1.1", Fait)], &[]);
    let target = holding(&[("1.1.1.1.1", PasFait), ("1.1.1.1.2", Programme)], &[]);
    assert_eq!(
        fates(Policy::Fill, &[], &[], &source, &target),
        [fate(
            "1.1.1.1",
            Fate::Kept(Reason::OtherLevel(Speaks::Taches))
        )]
    );
    assert_eq!(
        fates(Policy::Overwrite, &[], &[], &source, &target),
        [
            fate("1.1.1.1", Fate::Filled),
            fate("1.1.1.1.1", Fate::Cleared),
            fate("1.1.1.1.2", Fate::Cleared),
        ]
    );
}

#[test]
fn writing_tasks_clears_the_sous_action_and_sees_what_it_hid() {
    let source = holding(&[("1.1.1.1.1", Fait), ("1.1.1.1.2", Fait)], &[]);
    let target = holding(&[("1.1.1.1", PasFait), ("1.1.1.1.2", Fait)], &[]);
    assert_eq!(
        fates(Policy::Overwrite, &[], &[], &source, &target),
        [
            fate("1.1.1.1", Fate::Cleared),
            fate("1.1.1.1.1", Fate::Filled),
            fate("1.1.1.1.2", Fate::Equal),
        ]
    );
}

#[test]
fn hidden_tasks_that_nobody_writes_come_back_and_are_named() {
    let source = holding(&[("1.1.1.1.1", Fait)], &[]);
    let target = holding(&[("1.1.1.1", PasFait), ("1.1.1.1.2", Programme)], &[]);
    let structure = structure();
    let revealed = |policy| {
        let rules = Rules {
            structure: &structure,
            selection: &Selection::default(),
            data: &Data::ALL,
            policy,
            answers: None,
        };
        decide(&rules, &source, &target).revealed
    };
    assert_eq!(revealed(Policy::Overwrite), [id("1.1.1.1.2")]);
    assert!(revealed(Policy::Fill).is_empty());
}

#[test]
fn hidden_tasks_are_never_selected() {
    let source = holding(&[("1.1.1.1", Fait), ("1.1.1.1.1", PasFait)], &[]);
    assert_eq!(
        fates(Policy::Overwrite, &[], &[], &source, &Holding::default()),
        [fate("1.1.1.1", Fate::Filled)]
    );
}

#[test]
fn nothing_outside_the_selection_is_cleared() {
    let source = holding(&[("1.1.1.1.1", Fait)], &[]);
    let target = holding(&[("1.1.1.1", PasFait)], &[]);
    assert_eq!(
        fates(Policy::Overwrite, &["1.1.1.1.1"], &[], &source, &target),
        [fate(
            "1.1.1.1.1",
            Fate::Kept(Reason::CutBranch(Speaks::SousAction))
        )]
    );
}

#[test]
fn commentaires_go_at_every_level_and_blanks_never_erase() {
    let source = holding(
        &[],
        &[
            ("1", "A"),
            ("1.1.1", "<p><br></p>"),
            ("1.1.1.1", "B "),
            ("1.1.1.2", "C"),
        ],
    );
    let target = holding(&[], &[("1.1.1", "X"), ("1.1.1.1", "B"), ("1.1.1.2", "Y")]);
    assert_eq!(
        fates(Policy::Fill, &[], &[], &source, &target),
        [
            fate("1", Fate::Filled),
            fate("1.1.1.1", Fate::Equal),
            fate("1.1.1.2", Fate::Kept(Reason::Differs)),
        ]
    );
}

#[test]
fn a_filter_partitions_the_fields() {
    let source = holding(
        &[("1.1.1.1.1", Fait), ("1.1.1.2", Fait)],
        &[("1.1.1.2.1", "A")],
    );
    let all = fates(Policy::Fill, &[], &[], &source, &Holding::default());
    let mut parts = fates(
        Policy::Fill,
        &["1.1.1.1"],
        &[],
        &source,
        &Holding::default(),
    );
    parts.extend(fates(
        Policy::Fill,
        &[],
        &["1.1.1.1"],
        &source,
        &Holding::default(),
    ));
    assert_eq!(all, parts);
}
