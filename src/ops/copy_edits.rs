//! The edits of a copy to a target, and the blanks that they rely on.

use std::collections::{BTreeSet, HashSet};

use crate::domain::action::ActionId;
use crate::domain::branch::sous_action_of;
use crate::domain::changeset::{Change, Decision, Edit, Expect, Stamp};
use crate::domain::copying::{Decided, Fate, Line};
use crate::domain::holding::{Holding, Said, ids, names};
use crate::domain::profile::ProfileId;
use crate::domain::record::Record;
use crate::domain::referentiel::NodeType;
use crate::domain::structure::Structure;
use crate::domain::value::Value;
use crate::ops::copy_referentiel::Source;
use crate::ops::matching::Matching;

/// Where values are copied from and to.
pub struct Crossing<'a> {
    pub from: ProfileId,
    pub to: ProfileId,
    pub source: &'a Source,
    /// The date of a value whose source does not tell one.
    pub now: i64,
    /// The names that the target knows.
    pub names: Matching,
}

impl Crossing<'_> {
    /// Returns the edits of the fields that are written or cleared.
    pub fn edits(&mut self, decided: &Decided<'_>) -> Vec<Edit> {
        let lines = decided.lines.iter();
        lines.filter_map(|line| self.edit(line)).collect()
    }

    fn edit(&mut self, line: &Line<'_>) -> Option<Edit> {
        if !matches!(line.fate, Fate::Filled | Fate::Replaced | Fate::Cleared) {
            return None;
        }
        let data = line.data();
        let record = data.record(self.to, line.action.clone());
        let (before, after) = (stored(line.target), self.crossed(line.source));
        let stamp = self.source.holding.stamp(data, &line.action);
        let edited_at = stamp.map_or(self.now, |stamp| stamp.edited_at);
        let mut edit = Edit::single(record, data.field(), before, after)
            .stamped(Stamp::copied(self.from, edited_at));
        if line.fate == Fate::Cleared {
            edit.decision = Decision::Cleared;
        }
        Some(edit)
    }

    /// Returns what the source says, in the target's names.
    fn crossed(&mut self, said: Option<Said<'_>>) -> Value {
        match said {
            Some(Said::Pilotes(people)) => self.names.pilotes(names(people)),
            Some(Said::Services(services)) => {
                self.names.services(services.iter().map(String::as_str))
            }
            said => stored(said),
        }
    }
}

/// Returns what a profile says as it stores it.
fn stored(said: Option<Said<'_>>) -> Value {
    match said {
        None => Value::Null,
        Some(Said::Statut(statut)) => statut.code().into(),
        Some(Said::Commentaire(text)) => Value::from(text),
        Some(Said::Pilotes(people)) => ids(people),
        Some(Said::Services(names)) => names.to_vec().into(),
    }
}

/// Returns the blanks that the written branches rely on, so that each speaks at one level.
pub fn branches(
    structure: &Structure,
    to: ProfileId,
    target: &Holding,
    edits: &[Edit],
) -> Vec<Expect> {
    let statuts = || {
        edits
            .iter()
            .filter(|edit| matches!(edit.record, Record::Statut(..)))
    };
    let written: HashSet<&ActionId> = statuts().filter_map(|edit| edit.record.action()).collect();
    let created = statuts().filter(|edit| edit.change == Change::Create);
    let relied: BTreeSet<ActionId> = created
        .filter_map(|edit| edit.record.action())
        .flat_map(|action| other_level(structure, action))
        .filter(|action| !target.statuts.contains_key(action) && !written.contains(action))
        .collect();
    let blank = |action| Expect {
        record: Record::Statut(to, action),
        fields: None,
    };
    relied.into_iter().map(blank).collect()
}

/// Returns the actions of the other level of the branch in which `action` stands.
fn other_level(structure: &Structure, action: &ActionId) -> Vec<ActionId> {
    match action.node_type() {
        Some(NodeType::SousAction) => {
            let taches = structure.branch(action).iter().skip(1);
            taches.map(|tache| tache.id.clone()).collect()
        }
        Some(NodeType::Tache) => sous_action_of(action).into_iter().collect(),
        _ => Vec::new(),
    }
}
