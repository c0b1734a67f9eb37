//! The write of an undo or a redo, as the way of every write takes it.

use anyhow::Result;

use crate::cli::outcome::{Outcome, summary};
use crate::cli::writing::Job;
use crate::domain::changeset::Changeset;
use crate::domain::operation::Operation;
use crate::ops::take_back::{Taken, TakingBack};
use crate::render::document::Document;
use crate::render::look::Look;
use crate::render::staying;
use crate::render::undos::{self, Unit};
use crate::render::writing as words;
use crate::store::View;

/// The operations that are taken back.
pub struct TakingBackJob(pub TakingBack);

impl TakingBackJob {
    fn shown<'a>(&'a self, outcomes: &'a [Outcome<Taken>]) -> Vec<Unit<'a>> {
        let pairs = self.0.operations().iter().zip(outcomes);
        let unit = |(operation, outcome): (&Operation, &'a Outcome<Taken>)| Unit {
            target: &outcome.target,
            number: operation.number,
            taken: outcome.report(),
            fields: outcome.fields(),
            operation: outcome.operation(),
            refusal: outcome.refusal(),
        };
        pairs.map(unit).collect()
    }
}

impl Job for TakingBackJob {
    type Report = Taken;

    fn units(&self) -> usize {
        self.0.operations().len()
    }

    fn target(&self, unit: usize) -> String {
        self.0.target(unit).to_owned()
    }

    fn plan(&self, view: &View<'_>, unit: usize) -> Result<(Changeset, Taken)> {
        self.0.plan(view, unit)
    }

    fn preview(&self, look: &Look, outcomes: &[Outcome<Taken>], full: bool) -> String {
        undos::preview(look, &self.shown(outcomes), full)
    }

    fn question(&self, look: &Look, outcomes: &[Outcome<Taken>]) -> String {
        undos::question(look.language, &self.shown(outcomes))
    }

    fn result(
        &self,
        look: &Look,
        outcomes: &[Outcome<Taken>],
        batch: Option<words::Batched>,
    ) -> String {
        if outcomes
            .iter()
            .all(|outcome| outcome.fields() == 0 && outcome.refusal().is_none())
        {
            return words::nothing(look.language).to_owned();
        }
        undos::result(look, &self.shown(outcomes), batch)
    }

    fn staying(&self, report: &Taken) -> usize {
        report.staying()
    }

    fn only(&self, units: &[usize]) -> Option<Self> {
        Some(Self(self.0.only(units)))
    }

    fn document(&self, outcomes: &[Outcome<Taken>]) -> Document {
        let targets = self.0.operations().iter().zip(outcomes);
        let targets = targets.map(|(operation, outcome)| {
            let mut target = outcome.document();
            target["taken_back"] = operation.number.into();
            if let Some(taken) = outcome.report() {
                target["summary"]["stays"] = taken.staying().into();
                target["stays"] = staying::documents(&taken.stays, &taken.slugs).into();
            }
            target
        });
        let mut summary = summary(outcomes);
        let reports = outcomes.iter().filter_map(Outcome::report);
        summary["stays"] = reports.map(Taken::staying).sum::<usize>().into();
        let document = Document {
            summary,
            ..Document::default()
        };
        let document = document.with("targets", targets.collect());
        match outcomes {
            [only] => match only.report() {
                Some(taken) => document.with("changes", undos::changes(taken).into()),
                None => document,
            },
            _ => document,
        }
    }
}
