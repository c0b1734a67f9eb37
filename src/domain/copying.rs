//! What a copy does with each field: the rules that keep the target's tree coherent.
//!
//! A statut lives on a sous-action or on its tâches: a branch speaks at one of the two levels.
//! Where source and target speak at the same level, or the target is silent, each field is
//! compared with its counterpart. Where they speak at different levels the whole branch is one
//! conflict: it is kept, or the source's level is written and the target's is cleared, statut by
//! statut. Commentaires go field by field at every level. A blank of the source never erases.

use crate::domain::action::ActionId;
use crate::domain::branch::{Speaks, speaks};
use crate::domain::holding::{Holding, Said};
use crate::domain::policy::{Data, Policy};
use crate::domain::referentiel::NodeType;
use crate::domain::request::Summary;
use crate::domain::selection::Selection;
use crate::domain::statut::Statut;
use crate::domain::structure::{Node, Structure};

/// What is copied, and how.
pub struct Rules<'a> {
    pub structure: &'a Structure,
    pub selection: &'a Selection,
    pub data: &'a [Data],
    pub policy: Policy,
}

impl Rules<'_> {
    /// Returns the actions that are selected.
    fn selected<'s>(&self, actions: &[&'s ActionId]) -> impl Iterator<Item = &'s ActionId> {
        let selected = actions.iter().copied();
        selected.filter(|action| self.selection.contains(action))
    }
}

/// What a copy does, field by field.
#[derive(Debug, Default)]
pub struct Decided<'a> {
    /// One line a field, in the order of the structure.
    pub lines: Vec<Line<'a>>,
    /// The sous-actions of which the selection takes a part only.
    pub cut: Vec<ActionId>,
    /// The tâches of the target that the statut of their sous-action hid, and that speak again once
    /// it is cleared; what is written on them is no part of this.
    pub revealed: Vec<ActionId>,
    /// How many fields the target has filled in within the selection.
    pub target_filled: usize,
}

/// What becomes of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Line<'a> {
    pub action: ActionId,
    /// What the source says; none where the target's other level is cleared.
    pub source: Option<Said<'a>>,
    /// What the target says.
    pub target: Option<Said<'a>>,
    pub fate: Fate,
}

/// What becomes of a field of the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was blank and is written.
    Filled,
    /// It held something else and is written over.
    Replaced,
    /// It says the same.
    Equal,
    /// It stays as it is.
    Kept(Reason),
    /// It stood at the other level of its branch and goes.
    Cleared,
}

/// Why a field of the target stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It says something else.
    Differs,
    /// Its branch speaks at the other level.
    OtherLevel(Speaks),
    /// What would have to be cleared is not selected.
    CutBranch(Speaks),
}

impl Fate {
    /// Returns the code of documents.
    pub fn code(self) -> &'static str {
        match self {
            Self::Filled | Self::Replaced => "written",
            Self::Equal => "equal",
            Self::Kept(_) => "kept",
            Self::Cleared => "cleared",
        }
    }

    /// Returns the code of the reason, where there is one.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::Filled => Some("blank"),
            Self::Replaced => Some("overwrite"),
            Self::Kept(Reason::Differs) => Some("differs"),
            Self::Kept(Reason::OtherLevel(_)) | Self::Cleared => Some("other_level"),
            Self::Kept(Reason::CutBranch(_)) => Some("cut_branch"),
            Self::Equal => None,
        }
    }
}

impl Line<'_> {
    /// Returns the kind of data.
    pub fn data(&self) -> Data {
        let said = self.source.as_ref().or(self.target.as_ref());
        said.map_or(Data::Statuts, Said::data)
    }
}

impl Decided<'_> {
    /// Counts the fields, in fields of actions where the source speaks.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for line in &self.lines {
            match line.fate {
                Fate::Filled | Fate::Replaced => summary.written += 1,
                Fate::Equal => summary.equal += 1,
                Fate::Kept(_) => summary.kept += 1,
                Fate::Cleared => summary.cleared += 1,
            }
        }
        summary.selected = summary.written + summary.equal + summary.kept;
        summary
    }

    /// Counts the values of the target that are written over.
    pub fn replaced(&self) -> usize {
        let replaced = self.lines.iter().filter(|line| line.fate == Fate::Replaced);
        replaced.count()
    }

    /// Counts the fields that are kept and would be written over if that were asked.
    pub fn replaceable(&self) -> usize {
        let kept = |line: &&Line<'_>| {
            matches!(
                line.fate,
                Fate::Kept(Reason::Differs | Reason::OtherLevel(_))
            )
        };
        self.lines.iter().filter(kept).count()
    }

    /// Counts the values of the target that go: written over, or cleared.
    pub fn overwrites(&self) -> usize {
        let goes = |line: &&Line<'_>| matches!(line.fate, Fate::Replaced | Fate::Cleared);
        self.lines.iter().filter(goes).count()
    }
}

/// Decides what becomes of each field of `target`.
pub fn decide<'a>(rules: &Rules<'_>, source: &'a Holding, target: &'a Holding) -> Decided<'a> {
    let mut decided = Decided::default();
    let whole = rules.data.iter().filter(|data| **data != Data::Statuts);
    let whole: Vec<Data> = whole.copied().collect();
    for node in rules.structure.nodes().iter().skip(1) {
        if rules.data.contains(&Data::Statuts) && node.node_type == NodeType::SousAction {
            decide_branch(rules, node, source, target, &mut decided);
        }
        if rules.selection.contains(&node.id) {
            for data in &whole {
                let ends = (source.said(*data, &node.id), target.said(*data, &node.id));
                decide_field(rules, node, ends, &mut decided);
            }
        }
    }
    decided
        .lines
        .sort_by(|one, two| one.action.cmp(&two.action));
    decided
}

/// Decides a field that stands for itself: anything but a statut.
fn decide_field<'a>(
    rules: &Rules<'_>,
    node: &Node,
    (source, target): (Option<Said<'a>>, Option<Said<'a>>),
    decided: &mut Decided<'a>,
) {
    decided.target_filled += usize::from(target.is_some());
    let Some(said) = source else {
        return;
    };
    let fate = match target {
        None => Fate::Filled,
        Some(present) if present.same(&said) => Fate::Equal,
        Some(_) => conflict(rules.policy),
    };
    decided.lines.push(Line {
        action: node.id.clone(),
        source,
        target,
        fate,
    });
}

fn conflict(policy: Policy) -> Fate {
    match policy {
        Policy::Overwrite => Fate::Replaced,
        Policy::Fill | Policy::Abort => Fate::Kept(Reason::Differs),
    }
}

/// Decides the statuts of a sous-action and its tâches.
fn decide_branch(
    rules: &Rules<'_>,
    sous_action: &Node,
    source: &Holding,
    target: &Holding,
    decided: &mut Decided<'_>,
) {
    let branch = rules.structure.branch(&sous_action.id);
    let from = spoken(rules.structure, branch, source);
    let to = spoken(rules.structure, branch, target);
    decided.target_filled += rules.selected(&to.actions).count();
    if !from.actions.is_empty() && is_cut(rules, branch) {
        decided.cut.push(sous_action.id.clone());
    }
    let units: Vec<&ActionId> = rules.selected(&from.actions).collect();
    if units.is_empty() {
        return;
    }
    let other_level = to.level != Speaks::Nothing && to.level != from.level;
    let kept = other_level.then(|| kept_branch(rules, &to)).flatten();
    if other_level && kept.is_none() && to.level == Speaks::SousAction {
        let hidden = branch.iter().skip(1).map(|tache| &tache.id);
        let revealed =
            hidden.filter(|tache| target.statuts.contains_key(tache) && !units.contains(tache));
        decided.revealed.extend(revealed.cloned());
    }
    let written = units.into_iter().map(|action| {
        let (said, present) = (source.statut(action), target.statut(action));
        let fate = kept.unwrap_or_else(|| field_fate(rules.policy, said, present));
        line(action, said, present, fate)
    });
    decided.lines.extend(written);
    if other_level && kept.is_none() {
        let cleared = to.actions.iter();
        let cleared =
            cleared.map(|action| line(action, None, target.statut(action), Fate::Cleared));
        decided.lines.extend(cleared);
    }
}

fn line(
    action: &ActionId,
    said: Option<Statut>,
    present: Option<Statut>,
    fate: Fate,
) -> Line<'static> {
    Line {
        action: action.clone(),
        source: said.map(Said::Statut),
        target: present.map(Said::Statut),
        fate,
    }
}

/// Tells whether the selection takes a part of a branch only.
fn is_cut(rules: &Rules<'_>, branch: &[Node]) -> bool {
    let taken = branch
        .iter()
        .filter(|node| rules.selection.contains(&node.id))
        .count();
    taken > 0 && taken < branch.len()
}

/// Where a branch speaks, and which of its actions do.
struct Spoken<'s> {
    level: Speaks,
    actions: Vec<&'s ActionId>,
}

fn spoken<'s>(structure: &Structure, branch: &'s [Node], holding: &Holding) -> Spoken<'s> {
    let level = speaks(structure, &branch[0].id, |action| {
        holding.statuts.contains_key(action)
    });
    let nodes = match level {
        Speaks::SousAction => &branch[..1],
        Speaks::Taches => &branch[1..],
        Speaks::Nothing => &[],
    };
    let speaking = nodes
        .iter()
        .filter(|node| holding.statuts.contains_key(&node.id));
    Spoken {
        level,
        actions: speaking.map(|node| &node.id).collect(),
    }
}

/// Returns why a branch that speaks at another level stays; none where it is written over.
fn kept_branch(rules: &Rules<'_>, to: &Spoken<'_>) -> Option<Fate> {
    let within = to
        .actions
        .iter()
        .all(|action| rules.selection.contains(action));
    match (rules.policy, within) {
        (Policy::Overwrite, true) => None,
        (_, false) => Some(Fate::Kept(Reason::CutBranch(to.level))),
        (Policy::Fill | Policy::Abort, true) => Some(Fate::Kept(Reason::OtherLevel(to.level))),
    }
}

fn field_fate(policy: Policy, said: Option<Statut>, present: Option<Statut>) -> Fate {
    match present {
        None => Fate::Filled,
        present if present == said => Fate::Equal,
        Some(_) => conflict(policy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::changeset::Stamp;
    use crate::domain::holding::Held;
    use crate::domain::referentiel::Referentiel;
    use crate::domain::selection::Pattern;
    use crate::domain::statut::Statut::{Fait, PasFait, Programme};

    fn id(text: &str) -> ActionId {
        ActionId::parse(text, Some(Referentiel::Cae)).unwrap()
    }

    fn structure() -> Structure {
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

    fn holding(statuts: &[(&str, Statut)], commentaires: &[(&str, &str)]) -> Holding {
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

    fn fates(
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
        };
        let lines = decide(&rules, source, target).lines;
        lines
            .into_iter()
            .map(|line| (line.action.identifiant().to_owned(), line.fate))
            .collect()
    }

    fn fate(action: &str, fate: Fate) -> (String, Fate) {
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
            fate("1.1.1.1.1", Fate::Replaced)
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
}
