//! The edits of a copy to a target, and the blanks that they rely on.

use std::collections::{BTreeSet, HashSet};

use crate::domain::action::ActionId;
use crate::domain::answers::Made;
use crate::domain::branch::sous_action_of;
use crate::domain::changeset::{Change, Decision, Edit, Expect, Stamp};
use crate::domain::copying::{Decided, Line};
use crate::domain::fate::Fate;
use crate::domain::holding::{Holding, Said, ids, names};
use crate::domain::policy::Data;
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
    pub target: &'a Holding,
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
        let decision = match line.fate {
            Fate::Filled | Fate::Replaced(_) => Decision::Written,
            Fate::Cleared => Decision::Cleared,
            Fate::Appended => Decision::Appended,
            Fate::Typed => Decision::Typed,
            Fate::Equal | Fate::Contained | Fate::Kept(_) => return None,
        };
        let data = line.data();
        let record = data.record(self.to, line.action.clone());
        let before = stored(line.target);
        let after = match &line.made {
            Some(made) => self.made(data, made),
            None => self.crossed(line.source),
        };
        Some(Edit {
            decision,
            ..Edit::single(record, data.field(), before, after).stamped(self.stamp(line))
        })
    }

    /// Returns the stamp of what is written.
    ///
    /// A text that is put together comes from the source, which makes it one to confirm, and was
    /// last edited when the later of its parts was. What somebody typed comes from nowhere else.
    fn stamp(&self, line: &Line<'_>) -> Stamp {
        let edited = |holding: &Holding| {
            let stamp = holding.stamp(line.data(), &line.action);
            stamp.map(|stamp| stamp.edited_at)
        };
        let source = edited(&self.source.holding);
        let at = match line.fate {
            Fate::Typed => return Stamp::edited(self.now),
            Fate::Appended => source.max(edited(self.target)),
            _ => source,
        };
        Stamp::copied(self.from, at.unwrap_or(self.now))
    }

    /// Returns what is neither end's, in the target's names.
    fn made(&mut self, data: Data, made: &Made) -> Value {
        match (made, data) {
            (Made::Statut(statut), _) => statut.code().into(),
            (Made::Commentaire(text), _) => text.as_str().into(),
            (Made::Names(names), Data::Pilotes) => {
                self.names.pilotes(names.iter().map(String::as_str))
            }
            (Made::Names(names), _) => self.names.services(names.iter().map(String::as_str)),
        }
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
