//! What is told of a copy to one target: the ends, the counts, the conflicts.

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::answers::Made;
use crate::domain::branch::{Speaks, sous_action_of};
use crate::domain::commentaire;
use crate::domain::copying::{Decided, Line};
use crate::domain::fate::Fate;
use crate::domain::holding::{Holding, Said, names};
use crate::domain::policy::Data;
use crate::domain::profile::Profile;
use crate::domain::refusal::Author;
use crate::domain::request::{Request, Summary};
use crate::domain::rereading::Mention;
use crate::domain::selection::Selection;
use crate::domain::statut::Statut;
use crate::domain::structure::Structure;
use crate::ops::copy_limits::looks_swapped;
use crate::ops::copy_parts::{PartCounts, parts};
use crate::ops::copy_referentiel::{CopyPlan, Source};
use crate::ops::matching::Added;
use crate::store::View;

/// How many conflicts of one of several targets are kept for the preview.
const SAMPLE: usize = 20;

/// One end of a copy, as the preview shows it.
#[derive(Clone, Debug)]
pub struct End {
    pub nom: String,
    pub nature: &'static str,
    pub department: Option<String>,
    pub siren: Option<String>,
    /// How many fields it has filled in, in the référentiel.
    pub filled: usize,
    /// Who last wrote one of them, and when.
    pub last: Option<Author>,
    /// The file from which the last write was read, where it was a fill.
    pub read_from: Option<String>,
}

/// What is told of a copy to one target.
#[derive(Clone, Debug)]
pub struct CopyReport {
    pub source: End,
    pub target: End,
    pub summary: Summary,
    /// How many actions are written.
    pub actions: usize,
    /// How many lines are conflicts.
    pub conflicts: usize,
    /// How many kept fields would be written over if that were asked.
    pub replaceable: usize,
    /// How many conflicts somebody is still to be asked about.
    pub open: usize,
    /// The lines, conflicts first; of one of several targets only some conflicts.
    pub lines: Vec<ReportLine>,
    /// One count for each axe, or each part of the node that holds all that is selected.
    pub parts: Vec<PartCounts>,
    /// The sous-actions of which a part only is selected.
    pub cut: Vec<ActionId>,
    /// The tâches of the target that were hidden and speak again.
    pub revealed: Vec<Revealed>,
    /// The commentaires that somebody should read again on the target.
    pub reread: Vec<Reread>,
    /// The people and services that are added to the target.
    pub added: Added,
    /// How many fields the target holds within the selection, where the ends look swapped.
    pub swapped: Option<usize>,
}

/// A commentaire that is copied and holds something that is the source's own.
#[derive(Clone, Debug)]
pub struct Reread {
    pub action: ActionId,
    pub mentions: Vec<Mention>,
}

/// A tâche of the target that its sous-action hid, and that speaks again.
#[derive(Clone, Debug)]
pub struct Revealed {
    pub action: ActionId,
    pub statut: Statut,
}

/// One line of a preview.
#[derive(Clone, Debug)]
pub struct ReportLine {
    pub action: ActionId,
    pub title: String,
    pub data: Data,
    pub source: Told,
    pub target: Told,
    pub fate: Fate,
    /// What is written, where that is not what the source says.
    pub made: Option<Told>,
    /// The branch of which the line is a part, where the whole of it is one conflict.
    pub branch: Option<BranchConflict>,
}

/// A branch that speaks at different levels: one conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct BranchConflict {
    /// The sous-action.
    pub action: ActionId,
    pub title: String,
    pub source: Told,
    pub target: Told,
}

/// What one end says.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    Nothing,
    Statut(Statut),
    Commentaire(String),
    /// People or services, by name.
    Names(Vec<String>),
    /// The whole branch, by its tâches.
    ByTaches(usize),
    /// The whole branch, at its sous-action.
    BySousAction(Statut),
}

impl Told {
    /// Returns what was typed or put together, as it is told.
    pub fn of_made(made: &Made) -> Self {
        match made {
            Made::Statut(statut) => Self::Statut(*statut),
            Made::Commentaire(text) => Self::Commentaire(text.clone()),
            Made::Names(names) => Self::Names(names.clone()),
        }
    }

    /// Tells whether people read the same in a commentaire that is written in another way.
    pub fn reads_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Commentaire(one), Self::Commentaire(other)) => {
                one != other
                    && commentaire::as_text(one).trim() == commentaire::as_text(other).trim()
            }
            _ => false,
        }
    }
}

impl End {
    /// Returns what the preview shows of `profile`.
    pub fn read(view: &View<'_>, profile: &Profile, holding: &Holding) -> Result<Self> {
        let last = view.last_author(holding)?;
        Ok(Self {
            read_from: read_from(view, last.as_ref())?,
            nom: profile.nom.clone(),
            nature: profile.nature.label(),
            department: profile.department.as_ref().map(ToString::to_string),
            siren: profile.siren.as_ref().map(ToString::to_string),
            filled: holding.filled(),
            last,
        })
    }
}

/// Returns the file that an operation read, where it was a fill.
fn read_from(view: &View<'_>, last: Option<&Author>) -> Result<Option<String>> {
    let Some(last) = last else {
        return Ok(None);
    };
    let request = view
        .operation(last.operation)?
        .map(|operation| operation.request);
    Ok(match request {
        Some(Request::ReferentielFill { file, .. }) => file,
        _ => None,
    })
}

/// Returns what is told of `plan`; `whole` keeps every line.
pub fn report(
    plan: &CopyPlan<'_>,
    source: &Source,
    target: End,
    holding: &Holding,
    selection: &Selection,
    whole: bool,
) -> CopyReport {
    let decided = &plan.decided;
    let mut lines = conflicts(decided, source, holding);
    let count = lines.chunk_by(same_conflict).count();
    if whole {
        let rest = decided.lines.iter().filter(|line| !is_conflict(line.fate));
        lines.extend(rest.map(|line| report_line(line, &source.structure)));
    } else {
        lines.truncate(SAMPLE);
    }
    let summary = decided.summary();
    CopyReport {
        source: source.end.clone(),
        target,
        summary,
        actions: written_actions(decided),
        conflicts: count,
        replaceable: decided.replaceable(),
        open: decided.open.len(),
        lines,
        parts: parts(decided, &source.structure, selection),
        cut: decided.cut.clone(),
        revealed: revealed(decided, holding),
        reread: reread(decided, source),
        added: plan.added.clone(),
        swapped: looks_swapped(decided).then_some(decided.target_filled),
    }
}

fn reread(decided: &Decided<'_>, source: &Source) -> Vec<Reread> {
    let written = decided.lines.iter();
    let written = written.filter(|line| line.fate.is_written() && line.fate != Fate::Typed);
    let reread = written.filter_map(|line| {
        let mentions = source.mentions.get(&line.action)?;
        (line.data() == Data::Commentaires).then(|| Reread {
            action: line.action.clone(),
            mentions: mentions.clone(),
        })
    });
    reread.collect()
}

fn revealed(decided: &Decided<'_>, target: &Holding) -> Vec<Revealed> {
    let taches = decided.revealed.iter();
    taches
        .filter_map(|action| {
            let (action, statut) = (action.clone(), target.statut(action)?);
            Some(Revealed { action, statut })
        })
        .collect()
}

/// Tells whether a line is a difference that somebody must see.
pub fn is_conflict(fate: Fate) -> bool {
    !matches!(fate, Fate::Filled | Fate::Equal | Fate::Contained)
}

/// Tells whether two lines in a row are one conflict: parts of one branch.
pub fn same_conflict(one: &ReportLine, two: &ReportLine) -> bool {
    one.branch.is_some() && one.branch == two.branch
}

fn conflicts(decided: &Decided<'_>, source: &Source, target: &Holding) -> Vec<ReportLine> {
    let lines = decided.lines.iter().filter(|line| is_conflict(line.fate));
    lines
        .map(|line| ReportLine {
            branch: branch_conflict(line, source, target),
            ..report_line(line, &source.structure)
        })
        .collect()
}

fn branch_conflict(line: &Line<'_>, source: &Source, target: &Holding) -> Option<BranchConflict> {
    let Fate::Kept(reason) = line.fate else {
        return None;
    };
    let level = reason.level()?;
    let action = sous_action_of(&line.action)?;
    let taches = |holding: &Holding| {
        let taches = source.structure.branch(&action).iter().skip(1);
        taches
            .filter(|tache| holding.statuts.contains_key(&tache.id))
            .count()
    };
    let (said, present) = match level {
        Speaks::Taches => (
            Told::BySousAction(source.holding.statut(&action)?),
            Told::ByTaches(taches(target)),
        ),
        _ => (
            Told::ByTaches(taches(&source.holding)),
            Told::BySousAction(target.statut(&action)?),
        ),
    };
    Some(BranchConflict {
        title: source
            .structure
            .title(&action)
            .unwrap_or_default()
            .to_owned(),
        action,
        source: said,
        target: present,
    })
}

fn report_line(line: &Line<'_>, structure: &Structure) -> ReportLine {
    ReportLine {
        action: line.action.clone(),
        title: structure.title(&line.action).unwrap_or_default().to_owned(),
        data: line.data(),
        source: told(line.source.as_ref()),
        target: told(line.target.as_ref()),
        fate: line.fate,
        made: line.made.as_ref().map(Told::of_made),
        branch: None,
    }
}

/// Returns what one end says of a field.
pub fn told(said: Option<&Said<'_>>) -> Told {
    match said {
        None => Told::Nothing,
        Some(Said::Statut(statut)) => Told::Statut(*statut),
        Some(Said::Commentaire(text)) => Told::Commentaire((*text).to_owned()),
        Some(Said::Pilotes(people)) => {
            Told::Names(names(people).into_iter().map(str::to_owned).collect())
        }
        Some(Said::Services(names)) => Told::Names(names.to_vec()),
    }
}

fn written_actions(decided: &Decided<'_>) -> usize {
    let written = decided.lines.iter().filter(|line| line.fate.is_written());
    let mut actions: Vec<&ActionId> = written.map(|line| &line.action).collect();
    actions.dedup();
    actions.len()
}
