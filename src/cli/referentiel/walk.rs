//! The walk over the conflicts of a copy: each is shown and answered, one after the other.
//!
//! Enter alone answers nothing. French and English words and their first letters are taken in both
//! languages; none of them means two things.

use std::collections::HashMap;

use anyhow::Result;

use super::copy_job::CopyJob;
use crate::cli::rehearsing::rehearse;
use crate::cli::session::Session;
use crate::cli::writing::Job as _;
use crate::domain::answers::{Answer, Answers, Made, Sort};
use crate::domain::name::fold;
use crate::domain::policy::{Data, Policy};
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::refusal::Refusal;
use crate::domain::typed::EditorFault;
use crate::domain::usage::Usage;
use crate::ops::copy_questions::{Asked, open_questions};
use crate::render::copy_conflicts::Extent::{self, Fitting, Whole};
use crate::render::copy_conflicts::{self as words, Conflict, Left};
use crate::render::copy_questions as asked_words;
use crate::render::folding::folded;
use crate::render::typing;
use crate::store::Store;
use crate::ui::Edited;

/// Refuses to ask where nobody is there to answer; a dry run asks nothing.
pub fn check(session: &Session, policy: Policy) -> Result<()> {
    let one = "--on-conflict ask";
    let two = [
        ("--yes", session.globals.yes),
        ("--json", session.is_json()),
    ];
    let two = two.into_iter().find(|(_, is_typed)| *is_typed);
    let is_asked = policy == Policy::Ask && !is_shown_only(session);
    let usage = match two {
        _ if !is_asked || session.is_attended() => return Ok(()),
        Some((two, _)) => Usage::Both { one, two },
        None => Usage::NobodyToAsk { flag: one },
    };
    Err(Refusal::Usage(usage).into())
}

/// Tells whether all is only shown, what is to be decided too.
fn is_shown_only(session: &Session) -> bool {
    session.globals.dry_run && session.globals.save.is_none()
}

/// Asks for every conflict of `job`, and keeps the answers in its request.
///
/// Where all is only shown nobody is asked: what is to be decided is shown too.
pub fn walk(session: &Session, store: &mut Store, job: &mut CopyJob) -> Result<()> {
    if job.request.policy != Policy::Ask || is_shown_only(session) {
        return Ok(());
    }
    let outcomes = rehearse(session, store, job, None)?;
    let written = outcomes.iter().zip(&job.targets);
    let written = written.filter(|(outcome, _)| outcome.refusal().is_none());
    let targets: Vec<&Profile> = written.map(|(_, named)| &named.profile).collect();
    let conflicts = conflicts(store, job, &targets)?;
    if conflicts.is_empty() {
        return Ok(());
    }
    let preview = job.preview(session.look(), &outcomes, false);
    session.ui.complain(&preview)?;
    job.request.answers = answers(session, &conflicts, HashMap::new())?;
    Ok(())
}

/// Asks for the conflicts that are open because something has moved; tells whether there are any.
pub fn walk_again(session: &Session, store: &mut Store, job: &mut CopyJob) -> Result<bool> {
    if job.request.policy != Policy::Ask {
        return Ok(false);
    }
    let targets: Vec<&Profile> = job.targets.iter().map(|named| &named.profile).collect();
    let conflicts = conflicts(store, job, &targets)?;
    if conflicts.is_empty() {
        return Ok(false);
    }
    let before = std::mem::take(&mut job.request.answers);
    job.request.answers = answers(session, &conflicts, before)?;
    Ok(true)
}

/// Asks for these conflicts, and returns all that was answered.
fn answers(
    session: &Session,
    conflicts: &[(&Profile, Asked)],
    before: HashMap<ProfileId, Answers>,
) -> Result<HashMap<ProfileId, Answers>> {
    let mut walk = Walk {
        session,
        conflicts,
        answers: before,
    };
    walk.all()?;
    session.ui.complain("")?;
    Ok(walk.answers)
}

/// Returns the conflicts of these targets, in their order; the view is closed before anybody is asked.
fn conflicts<'t>(
    store: &mut Store,
    job: &CopyJob,
    targets: &[&'t Profile],
) -> Result<Vec<(&'t Profile, Asked)>> {
    let view = store.view()?;
    let source = job.source.read(&view, &job.request)?;
    let mut conflicts = Vec::new();
    for to in targets {
        let target = view.holding(to.id, job.request.referentiel)?;
        let asked = open_questions(&view, &job.request, &source, to, &target)?;
        conflicts.extend(asked.into_iter().map(|asked| (*to, asked)));
    }
    Ok(conflicts)
}

/// What is typed at a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Keep,
    Take,
    Edit,
    /// The same for all conflicts of this sort that are left.
    Same,
    /// The whole of what is shown in part.
    Details,
    Quit,
}

struct Walk<'w> {
    session: &'w Session,
    conflicts: &'w [(&'w Profile, Asked)],
    answers: HashMap<ProfileId, Answers>,
}

impl Walk<'_> {
    fn all(&mut self) -> Result<()> {
        for place in 0..self.conflicts.len() {
            if self.is_answered(place) {
                continue;
            }
            let is_cut = words::is_cut(self.session.look(), &self.shown(place));
            let extent = if is_cut { Fitting } else { Whole };
            self.show(place, extent)?;
            self.decide(place, extent)?;
        }
        Ok(())
    }

    fn show(&self, place: usize, extent: Extent) -> Result<()> {
        let text = words::conflict(self.session.look(), &self.shown(place), extent);
        self.session.ui.complain(&text)
    }

    fn shown(&self, place: usize) -> Conflict<'_> {
        let (to, asked) = &self.conflicts[place];
        Conflict {
            asked,
            nom: &to.nom,
            number: place + 1,
            of: self.conflicts.len(),
            left: self.left(place),
        }
    }

    /// Asks until the conflict is decided.
    fn decide(&mut self, place: usize, mut extent: Extent) -> Result<()> {
        while !self.is_answered(place) {
            let left = self.left(place);
            let choices = words::choices(self.session.look(), left, extent);
            match self.key(&choices)? {
                Some(Key::Keep) => self.answer(place, Answer::Keep),
                Some(Key::Take) => self.answer(place, Answer::Take),
                Some(Key::Edit) if left.sort != Sort::Branches => self.edit(place)?,
                Some(Key::Same) if left.alike > 1 => self.same(place)?,
                Some(Key::Details) if extent == Fitting => {
                    extent = Whole;
                    self.show(place, extent)?;
                }
                Some(Key::Quit) => return Err(Refusal::NotConfirmed { asked: true }.into()),
                _ => {
                    let why = words::not_a_key(self.session.language(), left, extent);
                    self.session.ui.complain(&why)?;
                }
            }
        }
        Ok(())
    }

    /// Shows what can be answered and returns what is; none where that means nothing.
    fn key(&self, choices: &str) -> Result<Option<Key>> {
        self.session.ui.complain(choices)?;
        Ok(key(&self.session.ui.ask(">")?))
    }

    fn same(&mut self, place: usize) -> Result<()> {
        let choices = words::same_for(self.session.look(), self.left(place));
        let answer = match self.key(&choices)? {
            Some(Key::Keep) => Answer::Keep,
            Some(Key::Take) => Answer::Take,
            _ => return Ok(()),
        };
        for place in self.alike(place) {
            self.answer(place, answer.clone());
        }
        Ok(())
    }

    /// Asks for another value; Enter alone goes back to the conflict.
    fn edit(&mut self, place: usize) -> Result<()> {
        let (_, asked) = &self.conflicts[place];
        let data = asked.question.data;
        let made = match data {
            Data::Commentaires => self.text(asked)?,
            data => self.value(data)?,
        };
        if let Some(made) = made {
            self.answer(place, Answer::Edit(made));
        }
        Ok(())
    }

    /// Takes a commentaire from an editor, or from a line where none is set.
    fn text(&self, asked: &Asked) -> Result<Option<Made>> {
        let language = self.session.language();
        let sheet = asked_words::sheet(language, &asked.target.told, &asked.source.told);
        let edited = match self.session.ui.edit(&sheet)? {
            Edited::Text(edited) => edited,
            Edited::Unset => return self.value(Data::Commentaires),
            Edited::Lost(fault) => return self.without(&fault),
        };
        let after = asked_words::above_scissors(language, &edited);
        if after == asked_words::above_scissors(language, &sheet) {
            self.session.ui.complain(typing::unchanged(language))?;
            return Ok(None);
        }
        self.made(Data::Commentaires, after)
    }

    /// Says why nothing came back from the editor; where none could be run, a line will do.
    fn without(&self, fault: &EditorFault) -> Result<Option<Made>> {
        let why = typing::editor_fault(self.session.language(), fault);
        self.session
            .ui
            .complain(&folded(self.session.look().width, &why))?;
        match fault {
            EditorFault::NotRun { .. } => self.value(Data::Commentaires),
            _ => Ok(None),
        }
    }

    /// Reads a value; says why it is none.
    fn made(&self, data: Data, typed: &str) -> Result<Option<Made>> {
        match Made::read(data, typed) {
            Ok(made) => Ok(Some(made)),
            Err(why) => {
                let text = typing::not_a_value(self.session.language(), data, typed, &why);
                self.session
                    .ui
                    .complain(&folded(self.session.look().width, &text))?;
                Ok(None)
            }
        }
    }

    fn value(&self, data: Data) -> Result<Option<Made>> {
        let (ui, language) = (&self.session.ui, self.session.language());
        loop {
            let question = asked_words::value(language, data);
            ui.complain(&folded(self.session.look().width, question))?;
            let typed = ui.ask(">")?;
            if typed.is_empty() {
                return Ok(None);
            }
            let made = self.made(data, &typed)?;
            if made.is_some() {
                return Ok(made);
            }
        }
    }

    fn answer(&mut self, place: usize, answer: Answer) {
        let (to, asked) = &self.conflicts[place];
        let answers = self.answers.entry(to.id).or_default();
        answers.insert(asked.question.clone(), answer);
    }

    fn is_answered(&self, place: usize) -> bool {
        let (to, asked) = &self.conflicts[place];
        let answers = self.answers.get(&to.id);
        answers.is_some_and(|answers| answers.contains_key(&asked.question))
    }

    fn sort(&self, place: usize) -> Sort {
        self.conflicts[place].1.question.sort()
    }

    fn left(&self, place: usize) -> Left {
        let alike = self.alike(place);
        let target = |place: usize| self.conflicts[place].0.id;
        Left {
            sort: self.sort(place),
            alike: alike.len(),
            on_several: alike.iter().any(|other| target(*other) != target(place)),
        }
    }

    /// Returns the conflicts of the same sort that are left, this one included.
    fn alike(&self, place: usize) -> Vec<usize> {
        let left = place..self.conflicts.len();
        left.filter(|other| self.sort(*other) == self.sort(place) && !self.is_answered(*other))
            .collect()
    }
}

fn key(typed: &str) -> Option<Key> {
    match fold(typed).as_str() {
        "g" | "garder" | "k" | "keep" => Some(Key::Keep),
        "p" | "prendre" | "t" | "take" => Some(Key::Take),
        "e" | "editer" | "edit" => Some(Key::Edit),
        "m" | "meme" | "s" | "same" => Some(Key::Same),
        "d" | "details" => Some(Key::Details),
        "q" | "quitter" | "quit" => Some(Key::Quit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_both_languages_are_taken_and_enter_is_none() {
        for (typed, meant) in [
            ("G", Some(Key::Keep)),
            ("prendre", Some(Key::Take)),
            ("Éditer", Some(Key::Edit)),
            ("même", Some(Key::Same)),
            ("quit", Some(Key::Quit)),
            ("", None),
            ("o", None),
            ("y", None),
        ] {
            assert_eq!(key(typed), meant, "{typed}");
        }
    }
}
