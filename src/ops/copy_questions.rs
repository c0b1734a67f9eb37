//! The conflicts of a copy that somebody is to be asked about, with all that helps to decide.

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::answers::Question;
use crate::domain::branch::Speaks;
use crate::domain::changeset::Stamp;
use crate::domain::copying::decide;
use crate::domain::holding::Holding;
use crate::domain::policy::Data;
use crate::domain::profile::Profile;
use crate::domain::statut::Statut;
use crate::ops::copy_referentiel::{CopyRequest, Source, rules};
use crate::ops::copy_report::{Told, told};
use crate::store::View;

/// A conflict, as it is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    pub question: Question,
    pub title: String,
    pub source: Side,
    pub target: Side,
}

/// What one end says.
#[derive(Clone, Debug)]
pub struct Side {
    pub told: Told,
    /// The statuts one by one, where a whole branch is one conflict.
    pub statuts: Vec<(ActionId, Statut)>,
    pub edited: Option<Edited>,
}

/// When a value was last edited, and who wrote it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edited {
    pub at: i64,
    /// Who wrote it here; none once the person was erased.
    pub by: Option<String>,
    /// Whether it was copied here from somewhere else.
    pub copied: bool,
}

/// Returns the conflicts of the copy to `to`, whose data is `target`, that nobody has answered.
pub fn open_questions(
    view: &View<'_>,
    request: &CopyRequest,
    source: &Source,
    to: &Profile,
    target: &Holding,
) -> Result<Vec<Asked>> {
    let rules = rules(request, source, Some(to.id));
    let decided = decide(&rules, &source.holding, target);
    let ends = Ends {
        view,
        source,
        target,
    };
    let asked = decided.open.into_iter();
    asked.map(|question| ends.asked(question)).collect()
}

/// What both ends say.
struct Ends<'a> {
    view: &'a View<'a>,
    source: &'a Source,
    target: &'a Holding,
}

impl Ends<'_> {
    fn asked(&self, question: Question) -> Result<Asked> {
        let (source, target) = (&self.source.holding, self.target);
        let [said, present] = match question.branch {
            None => [source, target].map(|holding| self.field(holding, &question)),
            Some(Speaks::SousAction) => [
                self.by_taches(source, &question.action),
                self.at_sous_action(target, &question),
            ],
            Some(_) => [
                self.at_sous_action(source, &question),
                self.by_taches(target, &question.action),
            ],
        };
        let title = self.source.structure.title(&question.action);
        Ok(Asked {
            title: title.unwrap_or_default().to_owned(),
            source: said?,
            target: present?,
            question,
        })
    }

    fn field(&self, holding: &Holding, question: &Question) -> Result<Side> {
        let (data, action) = (question.data, &question.action);
        Ok(Side {
            told: told(holding.said(data, action).as_ref()),
            statuts: Vec::new(),
            edited: edited(self.view, holding.stamp(data, action))?,
        })
    }

    fn at_sous_action(&self, holding: &Holding, question: &Question) -> Result<Side> {
        let statut = holding.statut(&question.action);
        Ok(Side {
            told: statut.map_or(Told::Nothing, Told::BySousAction),
            ..self.field(holding, question)?
        })
    }

    fn by_taches(&self, holding: &Holding, sous_action: &ActionId) -> Result<Side> {
        let branch = self.source.structure.branch(sous_action);
        let taches = || branch.iter().skip(1).map(|tache| &tache.id);
        let statuts = taches().filter_map(|tache| Some((tache.clone(), holding.statut(tache)?)));
        let statuts: Vec<(ActionId, Statut)> = statuts.collect();
        let stamps = taches().filter_map(|tache| holding.stamp(Data::Statuts, tache));
        let latest = stamps.max_by_key(|stamp| stamp.edited_at);
        Ok(Side {
            told: Told::ByTaches(statuts.len()),
            statuts,
            edited: edited(self.view, latest)?,
        })
    }
}

fn edited(view: &View<'_>, stamp: Option<&Stamp>) -> Result<Option<Edited>> {
    let Some(stamp) = stamp else {
        return Ok(None);
    };
    let author = match stamp.operation {
        Some(operation) => view.author(operation)?,
        None => None,
    };
    Ok(Some(Edited {
        at: stamp.edited_at,
        by: author.and_then(|author| author.actor),
        copied: stamp.copied_from.is_some(),
    }))
}
