//! What the store of the line holds, read without a word where it cannot be.

use anyhow::Result;
use clap_complete::engine::CompletionCandidate;
use jiff::tz::TimeZone;

use super::candidates::{last_of_list, meaning, words};
use super::line::Line;
use crate::cli::config::Settings;
use crate::cli::session;
use crate::domain::language::Language;
use crate::domain::referentiel::Referentiel;
use crate::ops::find_operations::{Detail, found};
use crate::ops::latest_operations::{latest, latest_operations};
use crate::ops::names::Names;
use crate::ops::propose_actions::{Form, Proposed, propose_actions, propose_range_ends};
use crate::ops::propose_profiles::propose_profiles;
use crate::render::look::Look;
use crate::render::proposals;
use crate::store::{Store, View};

/// How many of the latest operations are proposed.
const OPERATIONS: usize = 30;

/// Among how many of the latest operations batches are looked for.
const BATCHED: usize = 400;

/// What can be asked of the store that the line names.
#[derive(Clone, Debug)]
pub struct Live {
    line: Line,
}

impl Live {
    /// Returns what can be asked for an unfinished line.
    pub fn of(line: &Line) -> Self {
        Self { line: line.clone() }
    }

    /// Returns the profiles that begin so; the last of several between commas.
    pub fn profiles(&self, typed: &str) -> Vec<CompletionCandidate> {
        last_of_list(typed, &[","], |typed| {
            self.read(|view| {
                let proposed = propose_profiles(view, typed)?.into_iter();
                let candidate =
                    proposed.map(|it| meaning(it.key, &proposals::profile(&it.profile)));
                Ok(candidate.collect())
            })
        })
    }

    /// Returns the référentiels that the store knows; all of them where it cannot tell.
    pub fn referentiels(&self, typed: &str) -> Vec<CompletionCandidate> {
        let known = self.read(|view| {
            let all = Referentiel::ALL.into_iter();
            let known: Result<Vec<Referentiel>> = all
                .filter_map(|it| view.version(it).map(|known| known.map(|_| it)).transpose())
                .collect();
            known
        });
        let listed = if known.is_empty() {
            Referentiel::ALL.to_vec()
        } else {
            known
        };
        words(listed.iter().map(|it| (it.id(), it.label())), typed)
    }

    /// Returns the ids that begin so; the last of several between commas, or of a range.
    pub fn actions(&self, typed: &str) -> Vec<CompletionCandidate> {
        let known = self.line.referentiel();
        last_of_list(typed, &[","], |typed| match typed.split_once("..") {
            None => self.ids(known, typed, Form::Id),
            Some((from, to)) => last_of_list(typed, &[".."], |_| {
                self.told(|view| propose_range_ends(view, known, from, to))
            }),
        })
    }

    /// Returns the ids that begin so, written whole.
    pub fn whole_actions(&self, typed: &str) -> Vec<CompletionCandidate> {
        self.ids(None, typed, Form::Id)
    }

    /// Returns the ids that begin so, written whole and with what goes on behind them.
    pub fn pairs(&self, typed: &str, form: Form) -> Vec<CompletionCandidate> {
        self.ids(None, typed, form)
    }

    /// Returns the latest operations whose number begins so.
    pub fn operations(&self, typed: &str) -> Vec<CompletionCandidate> {
        self.read(|view| {
            let look = look(&self.line)?;
            let latest = latest_operations(view, OPERATIONS, Detail::Title)?.into_iter();
            let told = latest.map(|found| {
                let told = proposals::operation(&look, &found);
                (found.operation.number.to_string(), told)
            });
            let told = told.filter(|(number, _)| number.starts_with(typed));
            Ok(told.map(|(number, told)| meaning(number, &told)).collect())
        })
    }

    /// Returns the names of the latest batches; under `op` the numbers of those without a name too.
    pub fn batches(&self, typed: &str) -> Vec<CompletionCandidate> {
        self.read(|view| {
            let look = look(&self.line)?;
            let mut names = Names::new(view);
            let mut known: Vec<String> = Vec::new();
            let mut proposed = Vec::new();
            for operation in latest(view, BATCHED)? {
                let number = || operation.batch.to_string();
                let unnamed = self.line.is_under("op").then(number);
                let Some(name) = operation.batch_name.clone().or(unnamed) else {
                    continue;
                };
                if name.starts_with(typed) && !known.contains(&name) {
                    let found = found(view, &mut names, operation, Detail::Title)?;
                    let told = proposals::operation(&look, &found);
                    proposed.push(meaning(name.clone(), &told));
                    known.push(name);
                }
            }
            Ok(proposed)
        })
    }

    /// Returns the stores that have names in the configuration.
    pub fn stores(typed: &str) -> Vec<CompletionCandidate> {
        let Ok(settings) = Settings::read() else {
            return Vec::new();
        };
        let stores = settings.stores.iter();
        words(stores.map(|(name, path)| (&**name, &**path)), typed)
    }

    fn ids(&self, known: Option<Referentiel>, typed: &str, form: Form) -> Vec<CompletionCandidate> {
        self.told(|view| propose_actions(view, known, typed, form))
    }

    fn told(
        &self,
        propose: impl FnOnce(&View<'_>) -> Result<Vec<Proposed>>,
    ) -> Vec<CompletionCandidate> {
        self.read(|view| {
            let proposed = propose(view)?.into_iter();
            Ok(proposed.map(|it| meaning(it.text, &it.title)).collect())
        })
    }

    /// Reads from the store that the command would open; nothing where it cannot be read.
    fn read<T>(&self, read: impl FnOnce(&View<'_>) -> Result<Vec<T>>) -> Vec<T> {
        let found = || -> Result<Vec<T>> {
            let place = Settings::read()?.store(self.line.value("--store"))?;
            let mut store = Store::look(&place.path)?;
            read(&store.view()?)
        };
        found().unwrap_or_default()
    }
}

/// Returns how moments are shown.
fn look(line: &Line) -> Result<Look> {
    let told = line.value("--lang").and_then(Language::of);
    Ok(Look {
        language: told.unwrap_or(Settings::read()?.language.value),
        width: 80,
        height: None,
        unicode: true,
        zone: TimeZone::system(),
        now: session::now(),
    })
}
