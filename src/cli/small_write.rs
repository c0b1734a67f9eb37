//! A write of one unit that is shown field by field.

use anyhow::Result;

use super::Exit;
use super::outcome::{Outcome, summary};
use super::session::Session;
use super::writing::{self, Job};
use crate::domain::changeset::{Changeset, Edit};
use crate::ops::names::{Names, Slugs};
use crate::render::document::Document;
use crate::render::look::Look;
use crate::render::{edits, questions, titles, writing as words};
use crate::store::{Store, View};

/// What is told of a small write.
pub struct Report {
    title: String,
    edits: Vec<Edit>,
    slugs: Slugs,
}

struct SmallWrite<F> {
    target: String,
    plan: F,
}

/// Plans, shows, asks, writes and reports what `plan` returns; `target` names it for documents.
pub fn carry_out(
    session: &Session,
    store: &mut Store,
    target: &str,
    plan: impl Fn(&View<'_>) -> Result<Changeset>,
) -> Result<Exit> {
    let job = SmallWrite {
        target: target.to_owned(),
        plan,
    };
    writing::carry_out(session, store, &job)
}

impl<F: Fn(&View<'_>) -> Result<Changeset>> Job for SmallWrite<F> {
    type Report = Report;

    fn units(&self) -> usize {
        1
    }

    fn target(&self, _unit: usize) -> String {
        self.target.clone()
    }

    fn plan(&self, view: &View<'_>, _unit: usize) -> Result<(Changeset, Report)> {
        let changeset = (self.plan)(view)?;
        let report = Report::new(view, &changeset)?;
        Ok((changeset, report))
    }

    fn preview(&self, look: &Look, outcomes: &[Outcome<Report>], _full: bool) -> String {
        let report = outcomes.first().and_then(Outcome::report);
        report.map_or_else(String::new, |report| {
            let lines = if report.edits.is_empty() {
                words::nothing(look.language).to_owned()
            } else {
                edits::lines(look.language, &report.edits, &report.slugs)
            };
            format!("{}\n{lines}", report.title)
        })
    }

    fn question(&self, look: &Look, outcomes: &[Outcome<Report>]) -> String {
        let title = outcomes
            .first()
            .and_then(Outcome::report)
            .map(|report| report.title.as_str());
        let count = outcomes.iter().map(Outcome::fields).sum();
        questions::write_fields(look.language, count, title.unwrap_or_default())
    }

    fn result(
        &self,
        look: &Look,
        outcomes: &[Outcome<Report>],
        _batch: Option<words::Batched>,
    ) -> String {
        let done = outcomes.iter().find_map(|outcome| {
            let (report, operation) = (outcome.report()?, outcome.operation()?);
            Some(words::done(
                look.language,
                &report.title,
                outcome.fields(),
                operation,
            ))
        });
        done.unwrap_or_else(|| words::nothing(look.language).to_owned())
    }

    fn document(&self, outcomes: &[Outcome<Report>]) -> Document {
        let changes = outcomes
            .iter()
            .filter_map(Outcome::report)
            .flat_map(|report| edits::documents(&report.edits, &report.slugs));
        Document {
            summary: summary(outcomes),
            ..Document::default()
        }
        .with("changes", changes.collect())
    }
}

impl Report {
    fn new(view: &View<'_>, changeset: &Changeset) -> Result<Self> {
        let slugs = Names::new(view).of_changeset(changeset)?;
        Ok(Self {
            title: titles::title(&changeset.request, &slugs),
            edits: view.told_edits(changeset.edits.clone(), &changeset.people)?,
            slugs,
        })
    }
}
