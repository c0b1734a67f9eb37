//! What a copy does with each field: the rules that keep the target's tree coherent.
//!
//! A statut lives on a sous-action or on its tâches: a branch speaks at one of the two levels.
//! Where source and target speak at the same level, or the target is silent, each field is
//! compared with its counterpart. Where they speak at different levels the whole branch is one
//! conflict: it is kept, or the source's level is written and the target's is cleared, statut by
//! statut. Of such a branch the later edit is that of the statuts which would be written, against
//! that of the statuts which would be cleared. Commentaires go field by field at every level. A
//! blank of the source never erases.

use crate::domain::action::ActionId;
use crate::domain::answers::{Answer, Answers, Made, Question};
use crate::domain::branch::{Speaks, speaks};
use crate::domain::fate::{Cause, Fate, Reason};
use crate::domain::holding::{Holding, Said};
use crate::domain::policy::{Data, Policy};
use crate::domain::referentiel::NodeType;
use crate::domain::request::Summary;
use crate::domain::selection::Selection;
use crate::domain::structure::{Node, Structure};
use crate::domain::verdict::{Verdict, appended, edited, latest, newest};

/// What is copied, and how.
pub struct Rules<'a> {
    pub structure: &'a Structure,
    pub selection: &'a Selection,
    pub data: &'a [Data],
    pub policy: Policy,
    /// What was answered of the target, where somebody is asked.
    pub answers: Option<&'a Answers>,
}

impl Rules<'_> {
    /// Returns the actions that are selected.
    fn selected<'s>(&self, actions: &[&'s ActionId]) -> impl Iterator<Item = &'s ActionId> {
        let selected = actions.iter().copied();
        selected.filter(|action| self.selection.contains(action))
    }

    fn answer(&self, question: &Question) -> Option<&Answer> {
        self.answers?.get(question)
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
    /// The conflicts that somebody is to be asked about and has not answered, in order.
    pub open: Vec<Question>,
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
    /// What is written, where that is not what the source says.
    pub made: Option<Made>,
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
        let count = |of: fn(Fate) -> bool| self.count(of);
        let (written, equal) = (count(Fate::is_written), count(Fate::is_equal));
        let kept = count(|fate| matches!(fate, Fate::Kept(_)));
        Summary {
            selected: written + equal + kept,
            written,
            equal,
            kept,
            refused: 0,
            cleared: count(|fate| fate == Fate::Cleared),
        }
    }

    /// Counts the values of the target that the source's take the place of.
    pub fn replaced(&self) -> usize {
        self.count(|fate| matches!(fate, Fate::Replaced(_)))
    }

    /// Counts the commentaires behind which the source's are put.
    pub fn appended(&self) -> usize {
        self.count(|fate| fate == Fate::Appended)
    }

    /// Counts the values that somebody typed.
    pub fn typed(&self) -> usize {
        self.count(|fate| fate == Fate::Typed)
    }

    /// Counts the fields that are kept because nobody has answered for them.
    pub fn undecided(&self) -> usize {
        self.count(|fate| matches!(fate, Fate::Kept(Reason::NotAnswered(_))))
    }

    /// Counts the fields that are kept and would be written over if that were asked.
    pub fn replaceable(&self) -> usize {
        self.count(|fate| matches!(fate, Fate::Kept(Reason::Differs | Reason::OtherLevel(_))))
    }

    /// Counts the values of the target that go: written over, or cleared. A text behind which
    /// another is put is still there, so it does not count.
    pub fn overwrites(&self) -> usize {
        self.count(Fate::loses)
    }

    fn count(&self, of: impl Fn(Fate) -> bool) -> usize {
        self.lines.iter().filter(|line| of(line.fate)).count()
    }
}

/// Decides what becomes of each field of `target`.
pub fn decide<'a>(rules: &Rules<'_>, source: &'a Holding, target: &'a Holding) -> Decided<'a> {
    let mut deciding = Deciding {
        rules,
        source,
        target,
        decided: Decided::default(),
    };
    let whole = rules.data.iter().filter(|data| **data != Data::Statuts);
    let whole: Vec<Data> = whole.copied().collect();
    for node in rules.structure.nodes().iter().skip(1) {
        if rules.data.contains(&Data::Statuts) && node.node_type == NodeType::SousAction {
            deciding.branch(node);
        }
        if rules.selection.contains(&node.id) {
            for data in &whole {
                deciding.field(*data, node);
            }
        }
    }
    let mut decided = deciding.decided;
    decided
        .lines
        .sort_by(|one, two| one.action.cmp(&two.action));
    decided.open.sort_by(|one, two| one.action.cmp(&two.action));
    decided
}

/// A copy that is being decided.
struct Deciding<'r, 'a> {
    rules: &'r Rules<'r>,
    source: &'a Holding,
    target: &'a Holding,
    decided: Decided<'a>,
}

impl<'a> Deciding<'_, 'a> {
    /// Decides a field that stands for itself: anything but a statut.
    fn field(&mut self, data: Data, node: &Node) {
        let (source, target) = (
            self.source.said(data, &node.id),
            self.target.said(data, &node.id),
        );
        self.decided.target_filled += usize::from(target.is_some());
        if let Some(said) = source {
            let verdict = self.compared(&node.id, said, target);
            self.add(&node.id, source, target, verdict);
        }
    }

    /// Decides the statuts of a sous-action and its tâches.
    fn branch(&mut self, sous_action: &Node) {
        let rules = self.rules;
        let branch = rules.structure.branch(&sous_action.id);
        let from = spoken(rules.structure, branch, self.source);
        let to = spoken(rules.structure, branch, self.target);
        self.decided.target_filled += rules.selected(&to.actions).count();
        if !from.actions.is_empty() && is_cut(rules, branch) {
            self.decided.cut.push(sous_action.id.clone());
        }
        let units: Vec<&ActionId> = rules.selected(&from.actions).collect();
        if units.is_empty() {
            return;
        }
        if to.level == Speaks::Nothing || to.level == from.level {
            return self.statuts(&units, None);
        }
        match self.whole_branch(&sous_action.id, &units, &to) {
            Err(reason) => self.statuts(&units, Some(Fate::Kept(reason))),
            Ok(cause) => self.take_branch(cause, branch, &units, &to),
        }
    }

    fn statuts(&mut self, units: &[&ActionId], fate: Option<Fate>) {
        for action in units {
            self.statut(action, fate);
        }
    }

    /// Decides one statut where both ends speak at one level, or gives it the fate of its branch.
    fn statut(&mut self, action: &ActionId, fate: Option<Fate>) {
        let said = self.source.statut(action).map(Said::Statut);
        let present = self.target.statut(action).map(Said::Statut);
        let verdict = match (said, fate) {
            (Some(said), None) => self.compared(action, said, present),
            (Some(_), Some(fate)) => (fate, None),
            (None, _) => return,
        };
        self.add(action, said, present, verdict);
    }

    /// Writes the source's level of a branch and clears the target's.
    fn take_branch(&mut self, cause: Cause, branch: &[Node], units: &[&ActionId], to: &Spoken<'_>) {
        if to.level == Speaks::SousAction {
            let hidden = branch.iter().skip(1).map(|tache| &tache.id);
            let revealed = hidden
                .filter(|tache| self.target.statuts.contains_key(tache) && !units.contains(tache));
            self.decided.revealed.extend(revealed.cloned());
        }
        for action in units {
            let fate = match (self.source.statut(action), self.target.statut(action)) {
                (_, None) => Fate::Filled,
                (said, present) if said == present => Fate::Equal,
                _ => Fate::Replaced(cause),
            };
            self.statut(action, Some(fate));
        }
        for action in &to.actions {
            let present = self.target.statut(action).map(Said::Statut);
            self.add(action, None, present, (Fate::Cleared, None));
        }
    }

    fn add(
        &mut self,
        action: &ActionId,
        source: Option<Said<'a>>,
        target: Option<Said<'a>>,
        (fate, made): Verdict,
    ) {
        self.decided.lines.push(Line {
            action: action.clone(),
            source,
            target,
            fate,
            made,
        });
    }

    fn compared(
        &mut self,
        action: &ActionId,
        said: Said<'_>,
        present: Option<Said<'_>>,
    ) -> Verdict {
        match present {
            None => (Fate::Filled, None),
            Some(present) if present.same(&said) => (Fate::Equal, None),
            Some(present) => self.conflict(action, said, present),
        }
    }

    fn conflict(&mut self, action: &ActionId, said: Said<'_>, present: Said<'_>) -> Verdict {
        let fate = match self.rules.policy {
            Policy::Fill | Policy::Abort => Fate::Kept(Reason::Differs),
            Policy::Overwrite => Fate::Replaced(Cause::Overwrite),
            Policy::Newest => {
                let edited = |holding: &Holding| edited(holding, said.data(), action);
                newest(edited(self.source), edited(self.target), None)
                    .map_or_else(Fate::Kept, Fate::Replaced)
            }
            Policy::Append => return appended(said, present),
            Policy::Ask => return self.answered(action, said, present),
        };
        (fate, None)
    }

    fn answered(&mut self, action: &ActionId, said: Said<'_>, present: Said<'_>) -> Verdict {
        let question = Question::of_field(action, &said, &present);
        match self.rules.answer(&question) {
            Some(Answer::Keep) => (Fate::Kept(Reason::Chosen(None)), None),
            Some(Answer::Take) => (Fate::Replaced(Cause::Chosen), None),
            Some(Answer::Edit(made)) if made.is_said(&present) => {
                (Fate::Kept(Reason::Chosen(None)), None)
            }
            Some(Answer::Edit(made)) => (Fate::Typed, Some(made.clone())),
            None => {
                self.decided.open.push(question);
                (Fate::Kept(Reason::NotAnswered(None)), None)
            }
        }
    }

    /// Decides a branch that speaks at different levels: why it is written over, or stays.
    fn whole_branch(
        &mut self,
        sous_action: &ActionId,
        units: &[&ActionId],
        to: &Spoken<'_>,
    ) -> Result<Cause, Reason> {
        let level = to.level;
        let mut cleared = to.actions.iter();
        if !cleared.all(|action| self.rules.selection.contains(action)) {
            return Err(Reason::CutBranch(level));
        }
        match self.rules.policy {
            Policy::Overwrite => Ok(Cause::Overwrite),
            Policy::Fill | Policy::Abort | Policy::Append => Err(Reason::OtherLevel(level)),
            Policy::Newest => {
                let source = latest(self.source, units);
                newest(source, latest(self.target, &to.actions), Some(level))
            }
            Policy::Ask => self.answered_branch(sous_action, units, to),
        }
    }

    fn answered_branch(
        &mut self,
        sous_action: &ActionId,
        units: &[&ActionId],
        to: &Spoken<'_>,
    ) -> Result<Cause, Reason> {
        let (source, target) = ((self.source, units), (self.target, &*to.actions));
        let question = Question::of_branch(sous_action, to.level, source, target);
        match self.rules.answer(&question) {
            Some(Answer::Take) => Ok(Cause::Chosen),
            Some(Answer::Keep) => Err(Reason::Chosen(Some(to.level))),
            Some(Answer::Edit(_)) | None => {
                self.decided.open.push(question);
                Err(Reason::NotAnswered(Some(to.level)))
            }
        }
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
