//! Comparing what two profiles say in a référentiel, by the rules of a copy.

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::comparing::{Comparison, Mark, Scope, compare};
use crate::domain::holding::Holding;
use crate::domain::policy::Data;
use crate::domain::profile::Profile;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::selection::Selection;
use crate::domain::structure::Structure;
use crate::ops::copy_parts::{ancestor, level_of_parts};
use crate::ops::copy_report::{End, Told, told};
use crate::ops::selecting;
use crate::store::View;

/// What is compared.
#[derive(Clone, Debug)]
pub struct CompareRequest {
    pub referentiel: Referentiel,
    pub from: Profile,
    pub to: Profile,
    pub selection: Selection,
    pub data: Vec<Data>,
}

/// What two profiles say, side by side.
#[derive(Clone, Debug)]
pub struct Differences {
    pub source: End,
    pub target: End,
    /// One a field, equal ones included, in the order of the structure.
    pub lines: Vec<DifferenceLine>,
    /// One count for each axe, or each part of the node that holds all that is selected.
    pub parts: Vec<PartMarks>,
    pub total: Counts,
    /// The sous-actions of which a part only is selected.
    pub cut: Vec<ActionId>,
}

/// One field of both profiles.
#[derive(Clone, Debug)]
pub struct DifferenceLine {
    pub mark: Mark,
    /// The action; the sous-action of a branch that speaks at different levels.
    pub action: ActionId,
    pub title: String,
    pub data: Data,
    pub source: Told,
    pub target: Told,
}

/// The counts of a part of the tree.
#[derive(Clone, Debug)]
pub struct PartMarks {
    pub id: ActionId,
    pub title: String,
    pub counts: Counts,
}

/// How many lines have each mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([usize; Mark::ALL.len()]);

impl Counts {
    /// Returns how many lines have this mark.
    pub fn of(&self, mark: Mark) -> usize {
        self.0[mark as usize]
    }

    /// Counts all lines.
    pub fn all(&self) -> usize {
        self.0.iter().sum()
    }

    /// Counts the lines in which the two are not the same.
    pub fn different(&self) -> usize {
        self.all() - self.of(Mark::Equal)
    }

    fn add(&mut self, mark: Mark) {
        self.0[mark as usize] += 1;
    }
}

/// Compares two profiles; one with itself is refused.
pub fn compare_profiles(view: &View<'_>, request: &CompareRequest) -> Result<Differences> {
    let CompareRequest {
        referentiel,
        from,
        to,
        selection,
        data,
    } = request;
    if from.id == to.id {
        let slug = to.slug.clone();
        return Err(Refusal::SameProfile { slug }.into());
    }
    let structure = view.structure(*referentiel)?;
    let checked = selection.check(&structure);
    checked.map_err(|problem| selecting::refusal(&structure, problem))?;
    let source = view.holding(from.id, *referentiel)?;
    let target = view.holding(to.id, *referentiel)?;
    let scope = Scope {
        structure: &structure,
        selection,
        data,
    };
    let compared = compare(&scope, &source, &target);
    let lines = compared.lines.iter();
    let lines = lines.map(|line| difference_line(line, &structure, &source, &target));
    let lines: Vec<DifferenceLine> = lines.collect();
    Ok(Differences {
        parts: parts(&lines, &structure, level_of_parts(&structure, selection)),
        total: counts(&lines),
        source: End::read(view, from, &source)?,
        target: End::read(view, to, &target)?,
        cut: compared.cut,
        lines,
    })
}

fn difference_line(
    compared: &Comparison<'_>,
    structure: &Structure,
    source: &Holding,
    target: &Holding,
) -> DifferenceLine {
    let line = &compared.line;
    let (said, present) = match compared.mark {
        Mark::OtherLevel => (
            told_of_branch(structure, source, &line.action),
            told_of_branch(structure, target, &line.action),
        ),
        _ => (told(line.source.as_ref()), told(line.target.as_ref())),
    };
    DifferenceLine {
        mark: compared.mark,
        title: structure.title(&line.action).unwrap_or_default().to_owned(),
        action: line.action.clone(),
        data: line.data(),
        source: said,
        target: present,
    }
}

/// Returns what one end says of a whole branch, at its level.
fn told_of_branch(structure: &Structure, holding: &Holding, sous_action: &ActionId) -> Told {
    if let Some(statut) = holding.statut(sous_action) {
        return Told::BySousAction(statut);
    }
    let taches = structure.branch(sous_action).iter().skip(1);
    let spoken = taches.filter(|tache| holding.statut(&tache.id).is_some());
    Told::ByTaches(spoken.count())
}

fn counts(lines: &[DifferenceLine]) -> Counts {
    let mut counts = Counts::default();
    for line in lines {
        counts.add(line.mark);
    }
    counts
}

fn parts(lines: &[DifferenceLine], structure: &Structure, level: usize) -> Vec<PartMarks> {
    let part = |line: &DifferenceLine| ancestor(&line.action, level);
    let groups = lines.chunk_by(|one, two| part(one) == part(two));
    groups
        .filter_map(|lines| {
            let id = part(lines.first()?);
            Some(PartMarks {
                title: structure.title(&id).unwrap_or_default().to_owned(),
                counts: counts(lines),
                id,
            })
        })
        .collect()
}
