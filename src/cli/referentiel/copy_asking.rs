//! What a copy lacks, asked for in turn at a terminal.

use anyhow::Result;

use super::copy_job::CopyJob;
use super::copy_targets::Goals;
use crate::cli::asking;
use crate::cli::naming::Named;
use crate::cli::outcome::Outcome;
use crate::cli::rehearsing::rehearse;
use crate::cli::session::{Asked, Session};
use crate::domain::name::fold;
use crate::domain::policy::{Data, Policy};
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{Noun, Refusal};
use crate::domain::selection::Selection;
use crate::ops::selecting;
use crate::render::folding::folded;
use crate::render::questions::{self, MEMBERS, Wanted};
use crate::store::Store;

/// The questions of one copy, and what they amount to on a command line.
pub struct Asking<'s> {
    session: &'s Session,
    asked: Asked,
}

impl<'s> Asking<'s> {
    /// Returns the questions of a copy, none of which was asked yet.
    pub fn new(session: &'s Session) -> Self {
        Self {
            session,
            asked: Asked::default(),
        }
    }

    /// Returns the référentiel that was typed, or asks for it.
    pub fn referentiel(
        &mut self,
        store: &mut Store,
        typed: Option<Referentiel>,
    ) -> Result<Referentiel> {
        asking::referentiel_or_typed(self.session, store, typed, &mut self.asked)
    }

    /// Asks for the source.
    pub fn source(&mut self, store: &mut Store) -> Result<Named> {
        let source = asking::profile(self.session, store, Wanted::Source)?;
        self.flag("--from", [source.profile.slug.clone()]);
        Ok(source)
    }

    /// Asks for the targets until Enter alone, or for the members of the source.
    pub fn targets(&mut self, store: &mut Store, from: &Named) -> Result<Goals> {
        let mut members = store.view()?.members(from.profile.id)?;
        members.retain(|member| member.id != from.profile.id);
        let first = Wanted::Target {
            members: members.len(),
        };
        let mut targets: Vec<Named> = Vec::new();
        loop {
            let is_first = targets.is_empty();
            let wanted = if is_first { first } else { Wanted::NextTarget };
            match asking::text(self.session, wanted)?.as_str() {
                "" if is_first => return Err(Refusal::NoneChosen(Noun::Profile).into()),
                "" => break,
                MEMBERS if is_first && !members.is_empty() => {
                    self.flag("--to-members-of", []);
                    return Ok(Goals::members(from, members));
                }
                MEMBERS if !members.is_empty() => add_members(&mut targets, &members),
                typed => targets.extend(self.target(store, typed, from, &targets)?),
            }
        }
        let slugs = targets.iter().map(|target| target.profile.slug.clone());
        self.flag("--to", slugs);
        Ok(Goals::named(targets))
    }

    /// Returns the target of an answer; none where it means none, the source, or one again.
    fn target(
        &self,
        store: &mut Store,
        typed: &str,
        from: &Named,
        targets: &[Named],
    ) -> Result<Option<Named>> {
        let Some(target) = asking::answer(self.session, store, typed)? else {
            return Ok(None);
        };
        let (session, id) = (self.session, target.profile.id);
        let is_again = |id: ProfileId| targets.iter().any(|target| target.profile.id == id);
        let why = if id == from.profile.id {
            let slug = target.profile.slug;
            questions::not_an_answer(session.look(), &Refusal::SameProfile { slug })
        } else if is_again(id) {
            questions::already_chosen(session.language(), &target.profile)
        } else {
            return Ok(Some(target));
        };
        session.ui.complain(&why)?;
        Ok(None)
    }

    /// Asks which actions are copied, again where a pattern means none; Enter alone takes all.
    pub fn actions(&mut self, store: &mut Store, referentiel: Referentiel) -> Result<Selection> {
        let question = questions::actions(self.session.language());
        loop {
            let typed = self.answer(question)?;
            if typed.is_empty() {
                return Ok(Selection::default());
            }
            let words = typed.split([' ', ';', ',']).filter(|word| !word.is_empty());
            let words = words.collect::<Vec<_>>().join(",");
            match selection(store, referentiel, &words) {
                Ok(selection) => {
                    self.flag("--action", [words]);
                    return Ok(selection);
                }
                Err(error) => {
                    asking::said::<()>(self.session, error, is_about_a_pattern)?;
                }
            }
        }
    }

    /// Asks which kinds of data are copied; Enter alone takes the usual ones.
    pub fn data(&mut self) -> Result<Vec<Data>> {
        let language = self.session.language();
        loop {
            let typed = self.answer(questions::data(language))?;
            let words = typed.split([' ', ';', ',']).filter(|word| !word.is_empty());
            let read = words.map(|word| Data::of(&fold(word)).ok_or(word));
            match read.collect::<Result<Vec<Data>, &str>>() {
                Ok(data) if data.is_empty() => return Ok(Data::USUAL.to_vec()),
                Ok(data) => {
                    let codes: Vec<&str> = data.iter().map(|data| data.code()).collect();
                    self.flag("--data", [codes.join(",")]);
                    return Ok(data);
                }
                Err(word) => {
                    let why = questions::not_data(language, word);
                    self.session.ui.complain(&why)?;
                }
            }
        }
    }

    /// Asks what becomes of values that differ, where some do; Enter alone keeps the targets'.
    pub fn policy(&mut self, store: &mut Store, job: &CopyJob) -> Result<Policy> {
        let outcomes = rehearse(self.session, store, job, None)?;
        let reports = outcomes.iter().filter_map(Outcome::report);
        let differences: usize = reports.map(|report| report.replaceable).sum();
        if differences == 0 {
            return Ok(Policy::Fill);
        }
        let language = self.session.language();
        loop {
            let typed = self.answer(&questions::policy(language, differences))?;
            if typed.is_empty() {
                return Ok(Policy::Fill);
            }
            if let Some(policy) = Policy::of(&fold(&typed)) {
                self.flag("--on-conflict", [policy.code().to_owned()]);
                return Ok(policy);
            }
            let why = questions::not_a_policy(language, &typed);
            self.session.ui.complain(&why)?;
        }
    }

    /// Asks a question that may take more than a line.
    fn answer(&self, question: &str) -> Result<String> {
        let question = folded(self.session.look().width, question);
        self.session.ui.complain(&question)?;
        self.session.ui.ask(">")
    }

    fn flag(&mut self, name: &str, values: impl IntoIterator<Item = String>) {
        self.asked.rest.push(name.to_owned());
        self.asked.rest.extend(values);
    }

    /// Remembers what was asked: nothing is missing any more.
    pub fn remember(&self) {
        self.session.remember_asked(self.asked.clone());
    }
}

/// Adds the members that are not chosen yet.
fn add_members(targets: &mut Vec<Named>, members: &[Profile]) {
    for member in members {
        if !targets.iter().any(|target| target.profile.id == member.id) {
            targets.push(Named::exact(member.clone()));
        }
    }
}

/// Returns the selection of an answer, whose patterns all mean actions of the structure.
fn selection(store: &mut Store, referentiel: Referentiel, typed: &str) -> Result<Selection> {
    let selection = selecting::selection(referentiel, &[typed.to_owned()], &[])?;
    let structure = store.view()?.structure(referentiel)?;
    let checked = selection.check(&structure);
    checked.map_err(|problem| selecting::refusal(&structure, problem))?;
    Ok(selection)
}

fn is_about_a_pattern(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::NotFound { .. } | Refusal::OtherReferentiel { .. } | Refusal::Usage(_)
    )
}
