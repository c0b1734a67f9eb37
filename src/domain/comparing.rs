//! What differs between two profiles, field by field, by the rules of a copy.
//!
//! A comparison is two rehearsals of a copy that fills in: one from the source to the target, one
//! back. What the first would write only the source has; what the second would write only the
//! target has; what either keeps differs.

use std::collections::HashSet;

use crate::domain::action::ActionId;
use crate::domain::branch::sous_action_of;
use crate::domain::copying::{Line, Rules, decide};
use crate::domain::fate::Fate;
use crate::domain::holding::Holding;
use crate::domain::policy::{Data, Policy};
use crate::domain::selection::Selection;
use crate::domain::structure::Structure;

/// What is compared.
pub struct Scope<'a> {
    pub structure: &'a Structure,
    pub selection: &'a Selection,
    pub data: &'a [Data],
}

/// What differs between two profiles, and what does not.
#[derive(Debug, Default)]
pub struct Compared<'a> {
    /// One a field, in the order of the structure; one for the whole of a branch that speaks at
    /// different levels, on its sous-action.
    pub lines: Vec<Comparison<'a>>,
    /// The sous-actions of which the selection takes a part only.
    pub cut: Vec<ActionId>,
}

/// One field of both profiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison<'a> {
    pub mark: Mark,
    /// What both say; its fate is that of one of the two copies.
    pub line: Line<'a>,
}

/// How two profiles stand to each other in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Only the source says something.
    SourceOnly,
    /// Only the target says something.
    TargetOnly,
    /// Both say something, and not the same.
    Different,
    /// The branch speaks at one level here, at the other there.
    OtherLevel,
    /// Both say the same.
    Equal,
}

impl Mark {
    /// All marks, in the order in which they are counted for people.
    pub const ALL: [Self; 5] = [
        Self::SourceOnly,
        Self::TargetOnly,
        Self::Different,
        Self::OtherLevel,
        Self::Equal,
    ];

    /// Returns the sign that stands before a line.
    pub fn sign(self) -> char {
        match self {
            Self::SourceOnly => '+',
            Self::TargetOnly => '-',
            Self::Different => '~',
            Self::OtherLevel => '!',
            Self::Equal => '=',
        }
    }

    /// Returns the key of counts in documents.
    pub fn code(self) -> &'static str {
        match self {
            Self::SourceOnly => "source_only",
            Self::TargetOnly => "target_only",
            Self::Different => "different",
            Self::OtherLevel => "other_level",
            Self::Equal => "equal",
        }
    }

    /// Returns how the two stand where a copy that fills in leaves the field to this fate.
    fn of(fate: Fate) -> Self {
        match fate {
            Fate::Filled => Self::SourceOnly,
            Fate::Equal | Fate::Contained => Self::Equal,
            Fate::Kept(reason) if reason.level().is_some() => Self::OtherLevel,
            Fate::Cleared => Self::OtherLevel,
            Fate::Kept(_) | Fate::Replaced(_) | Fate::Appended | Fate::Typed => Self::Different,
        }
    }
}

/// Compares what `source` and `target` say.
pub fn compare<'a>(scope: &Scope<'_>, source: &'a Holding, target: &'a Holding) -> Compared<'a> {
    let rules = Rules {
        structure: scope.structure,
        selection: scope.selection,
        data: scope.data,
        policy: Policy::Fill,
        answers: None,
    };
    let (there, back) = (
        decide(&rules, source, target),
        decide(&rules, target, source),
    );
    let cut: HashSet<ActionId> = there.cut.into_iter().chain(back.cut).collect();
    let there = there.lines.into_iter().map(Comparison::of);
    let back = back
        .lines
        .into_iter()
        .filter_map(Comparison::of_the_way_back);
    let mut lines: Vec<Comparison<'a>> = there.chain(back).collect();
    lines.sort_by(|one, two| one.place().cmp(&two.place()));
    lines.dedup_by(|one, two| one.mark == Mark::OtherLevel && one.place() == two.place());
    let mut cut: Vec<ActionId> = cut.into_iter().collect();
    cut.sort();
    Compared { lines, cut }
}

impl<'a> Comparison<'a> {
    /// Reads a line of the copy from the source to the target.
    fn of(line: Line<'a>) -> Self {
        let mark = Mark::of(line.fate);
        let line = match mark {
            Mark::OtherLevel => on_branch(line),
            _ => line,
        };
        Self { mark, line }
    }

    /// Reads a line of the copy back; what both say was compared on the way there.
    fn of_the_way_back(line: Line<'a>) -> Option<Self> {
        let turned = Self::of(Line {
            source: line.target,
            target: line.source,
            ..line
        });
        match turned.mark {
            Mark::SourceOnly => Some(Self {
                mark: Mark::TargetOnly,
                ..turned
            }),
            Mark::OtherLevel => Some(turned),
            Mark::TargetOnly | Mark::Different | Mark::Equal => None,
        }
    }

    fn place(&self) -> (&ActionId, Data) {
        (&self.line.action, self.line.data())
    }
}

/// Returns the line as that of its whole branch.
fn on_branch(line: Line<'_>) -> Line<'_> {
    Line {
        action: sous_action_of(&line.action).unwrap_or(line.action),
        ..line
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::changeset::Stamp;
    use crate::domain::copying::Decided;
    use crate::domain::fate::Reason;
    use crate::domain::holding::Held;
    use crate::domain::referentiel::Referentiel;
    use crate::domain::selection::Pattern;
    use crate::domain::statut::Statut::{self, Fait, PasFait};
    use crate::domain::structure::Node;

    const IDS: [&str; 10] = [
        "1",
        "1.1",
        "1.1.1",
        "1.1.1.1",
        "1.1.1.1.1",
        "1.1.1.1.2",
        "1.1.1.2",
        "1.1.1.2.1",
        "1.1.2",
        "1.1.2.1",
    ];

    fn id(text: &str) -> ActionId {
        ActionId::parse(text, Some(Referentiel::Cae)).unwrap()
    }

    fn structure() -> Structure {
        let node = |text: &str| Node {
            id: id(text),
            title: text.to_owned(),
            points: 1.0,
            node_type: id(text).node_type().unwrap(),
        };
        Structure::new(Referentiel::Cae, IDS.into_iter().map(node).collect())
    }

    fn holding(statuts: &[(&str, Statut)], commentaires: &[(&str, &str)]) -> Holding {
        let stamp = Stamp::edited(0);
        let statuts = statuts.iter().map(|(action, value)| {
            let value = *value;
            (id(action), Held { value, stamp })
        });
        let commentaires = commentaires.iter().map(|(action, text)| {
            let value = (*text).to_owned();
            (id(action), Held { value, stamp })
        });
        Holding {
            statuts: statuts.collect(),
            commentaires: commentaires.collect(),
            ..Holding::default()
        }
    }

    fn marks(include: &[&str], source: &Holding, target: &Holding) -> Vec<(String, char)> {
        let patterns = include.iter().map(|text| Pattern::Branch(id(text)));
        let selection = Selection {
            include: patterns.collect(),
            exclude: Vec::new(),
        };
        let scope = Scope {
            structure: &structure(),
            selection: &selection,
            data: &Data::ALL,
        };
        let lines = compare(&scope, source, target).lines;
        let mark = |line: &Comparison<'_>| {
            let action = line.line.action.identifiant().to_owned();
            (action, line.mark.sign())
        };
        lines.iter().map(mark).collect()
    }

    fn mark(action: &str, sign: char) -> (String, char) {
        (action.to_owned(), sign)
    }

    #[test]
    fn each_field_has_one_mark() {
        let source = holding(
            &[("1.1.1.1.1", Fait), ("1.1.1.1.2", Fait), ("1.1.1.2", Fait)],
            &[("1.1.1", "a"), ("1.1.2", "<p>b</p>")],
        );
        let target = holding(
            &[("1.1.1.1.1", Fait), ("1.1.1.2", PasFait), ("1.1.2.1", Fait)],
            &[("1.1.1", "<p><br></p>"), ("1.1.2", "<p>c</p>")],
        );
        assert_eq!(
            marks(&[], &source, &target),
            [
                mark("1.1.1", '+'),
                mark("1.1.1.1.1", '='),
                mark("1.1.1.1.2", '+'),
                mark("1.1.1.2", '~'),
                mark("1.1.2", '~'),
                mark("1.1.2.1", '-'),
            ]
        );
    }

    #[test]
    fn a_branch_at_two_levels_is_one_line_and_hidden_taches_are_none() {
        let both = [("1.1.1.1", Fait), ("1.1.1.1.1", PasFait)];
        let (above, below) = (holding(&both, &[]), holding(&both[1..], &[]));
        assert_eq!(marks(&[], &above, &below), [mark("1.1.1.1", '!')]);
        assert_eq!(marks(&[], &below, &above), [mark("1.1.1.1", '!')]);
        assert_eq!(
            marks(&["1.1.1.1.1"], &above, &below),
            [mark("1.1.1.1", '!')]
        );
        assert_eq!(
            marks(&[], &above, &holding(&both[..1], &[])),
            [mark("1.1.1.1", '=')]
        );
        assert!(marks(&["1.1.2"], &above, &below).is_empty());
    }

    /// Returns the branches that a copy leaves as conflicts of the whole.
    fn whole_conflicts(decided: &Decided<'_>) -> BTreeSet<ActionId> {
        let lines = decided.lines.iter();
        let conflicts = lines.filter(|line| Mark::of(line.fate) == Mark::OtherLevel);
        conflicts
            .filter_map(|line| sous_action_of(&line.action))
            .collect()
    }

    fn holdings() -> impl Strategy<Value = Holding> {
        let statuts = prop::collection::btree_map(3..IDS.len(), 0..2_usize, 0..6);
        let commentaires = prop::collection::btree_map(0..IDS.len(), 0..4_usize, 0..5);
        (statuts, commentaires).prop_map(|(statuts, commentaires)| {
            let statuts: Vec<_> = statuts
                .into_iter()
                .filter(|(place, _)| crate::domain::branch::takes_statut(&id(IDS[*place])))
                .map(|(place, statut)| (IDS[place], [Fait, PasFait][statut]))
                .collect();
            let texts = ["a", " a ", "b", "<p><br></p>"];
            let commentaires = commentaires.into_iter();
            let commentaires: Vec<_> = commentaires
                .map(|(place, text)| (IDS[place], texts[text]))
                .collect();
            holding(&statuts, &commentaires)
        })
    }

    fn selections() -> impl Strategy<Value = Selection> {
        let patterns = || prop::collection::vec(0..IDS.len(), 0..3);
        let branches = |places: Vec<usize>| {
            let places = places.into_iter();
            places
                .map(|place| Pattern::Branch(id(IDS[place])))
                .collect()
        };
        (patterns(), patterns()).prop_map(move |(include, exclude)| Selection {
            include: branches(include),
            exclude: branches(exclude),
        })
    }

    proptest! {
        #[test]
        fn the_counts_are_those_of_a_copy(
            source in holdings(),
            target in holdings(),
            selection in selections(),
        ) {
            let structure = structure();
            let data = &Data::ALL;
            let scope = Scope { structure: &structure, selection: &selection, data };
            let compared = compare(&scope, &source, &target);
            let count = |mark: Mark| {
                compared.lines.iter().filter(|line| line.mark == mark).count()
            };
            let policy = Policy::Fill;
            let rules = Rules { structure: &structure, selection: &selection, data, policy, answers: None };
            let copy = decide(&rules, &source, &target);
            let back = decide(&rules, &target, &source);
            let kept = copy.lines.iter();
            let differ = kept.filter(|line| line.fate == Fate::Kept(Reason::Differs)).count();

            prop_assert_eq!(count(Mark::SourceOnly), copy.summary().written);
            prop_assert_eq!(count(Mark::TargetOnly), back.summary().written);
            prop_assert_eq!(count(Mark::Equal), copy.summary().equal);
            prop_assert_eq!(count(Mark::Different), differ);
            // Where the selection takes only what the target says of a branch, the copy has no
            // conflict, for it has nothing to copy; the levels differ all the same.
            let there = whole_conflicts(&copy);
            let all: BTreeSet<_> = there.union(&whole_conflicts(&back)).cloned().collect();
            prop_assert_eq!(count(Mark::OtherLevel), all.len());
            if compared.cut.is_empty() {
                prop_assert_eq!(all, there);
            }
        }

        #[test]
        fn turning_the_ends_turns_the_marks(
            source in holdings(),
            target in holdings(),
            selection in selections(),
        ) {
            let structure = structure();
            let scope = Scope {
                structure: &structure,
                selection: &selection,
                data: &Data::ALL,
            };
            let turned = |mark: Mark| match mark {
                Mark::SourceOnly => Mark::TargetOnly,
                Mark::TargetOnly => Mark::SourceOnly,
                same => same,
            };
            let there = compare(&scope, &source, &target).lines.into_iter();
            let there: Vec<_> = there.map(|line| (line.line.action, line.mark)).collect();
            let back = compare(&scope, &target, &source).lines.into_iter();
            let back: Vec<_> = back.map(|line| (line.line.action, turned(line.mark))).collect();
            prop_assert_eq!(there, back);
        }
    }
}
