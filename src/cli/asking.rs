//! Asking for the names that are missing, where somebody is there.
//!
//! Nothing is preselected, and Enter alone stops. An answer that means nothing is answered by the
//! names that come near, and the question stands again.

use anyhow::Result;

use super::naming::{self, Named};
use super::session::{Asked, Session};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::{Noun, Refusal};
use crate::domain::usage::Usage;
use crate::ops::find_profile::PROPOSED;
use crate::ops::list_structures;
use crate::render::folding::folded;
use crate::render::questions::{self, Wanted};
use crate::store::Store;

/// Returns the référentiel that was typed, or asks for it.
pub fn referentiel_or_typed(
    session: &Session,
    store: &mut Store,
    typed: Option<Referentiel>,
    asked: &mut Asked,
) -> Result<Referentiel> {
    if let Some(typed) = typed {
        session.is_about(typed);
        return Ok(typed);
    }
    let chosen = referentiel(session, store)?;
    session.is_about(chosen);
    asked.referentiel = Some(chosen.id().to_owned());
    Ok(chosen)
}

/// Returns the profile that was typed as a command's last word, or asks for it.
pub fn profile_or_typed(
    session: &Session,
    store: &mut Store,
    typed: Option<&str>,
    asked: &mut Asked,
) -> Result<Named> {
    if let Some(typed) = typed {
        return naming::profile(session, store, typed);
    }
    let named = profile(session, store, Wanted::Profile)?;
    asked.rest.push(named.profile.slug.clone());
    Ok(named)
}

/// Refuses names that are missing where nobody can be asked for them.
pub fn check_missing(session: &Session, names: &[(&str, bool)]) -> Result<()> {
    let missing = names.iter().filter(|(_, is_typed)| !is_typed);
    let missing: Vec<&str> = missing.map(|(name, _)| *name).collect();
    if missing.is_empty() || session.is_attended() {
        return Ok(());
    }
    Err(self::missing(&missing))
}

/// Returns the refusal of names that are missing.
pub fn missing(names: &[&str]) -> anyhow::Error {
    let flag = names.join(", ");
    Refusal::Usage(Usage::Missing { flag }).into()
}

/// Asks for one of the référentiels that were imported, by its number or its id.
pub fn referentiel(session: &Session, store: &mut Store) -> Result<Referentiel> {
    let imported = list_structures::referentiels(&store.view()?)?;
    if imported.is_empty() {
        return Err(Refusal::StructureMissing(Referentiel::Cae).into());
    }
    let question = questions::which_referentiel(session.language(), &imported);
    loop {
        session.ui.complain(&question)?;
        let typed = session.ui.ask(">")?;
        if typed.is_empty() {
            return Err(Refusal::NoneChosen(Noun::Referentiel).into());
        }
        let by_number = typed.parse::<usize>().ok();
        let by_number = by_number.and_then(|number| imported.get(number.checked_sub(1)?).copied());
        let by_id = || typed.to_lowercase().parse().ok();
        let chosen = by_number.or_else(by_id);
        if let Some(chosen) = chosen.filter(|chosen| imported.contains(chosen)) {
            return Ok(chosen);
        }
    }
}

/// Asks for a profile; Enter alone stops.
pub fn profile(session: &Session, store: &mut Store, wanted: Wanted) -> Result<Named> {
    loop {
        let typed = text(session, wanted)?;
        if typed.is_empty() {
            return Err(Refusal::NoneChosen(Noun::Profile).into());
        }
        if let Some(named) = answer(session, store, &typed)? {
            return Ok(named);
        }
    }
}

/// Asks for some text that means a profile.
pub fn text(session: &Session, wanted: Wanted) -> Result<String> {
    let question = questions::profile(session.language(), wanted);
    session
        .ui
        .complain(&folded(session.look().width, &question))?;
    session.ui.ask(">")
}

/// Returns the profile of an answer; none where it means none, or too many, which is said.
pub fn answer(session: &Session, store: &mut Store, typed: &str) -> Result<Option<Named>> {
    match naming::resolved(session, store, typed) {
        Ok(named) => {
            let understood = questions::understood(&named.profile);
            session.ui.complain(&understood)?;
            Ok(Some(named))
        }
        Err(error) => said(session, error, is_no_answer),
    }
}

/// Says why an answer is none where `is_none` finds so; anything else stops.
pub fn said<T>(
    session: &Session,
    error: anyhow::Error,
    is_none: fn(&Refusal) -> bool,
) -> Result<Option<T>> {
    let refusal = error.downcast::<Refusal>()?;
    if !is_none(&refusal) {
        return Err(refusal.into());
    }
    let text = questions::not_an_answer(session.look(), &refusal);
    session.ui.complain(&text)?;
    Ok(None)
}

/// Tells whether a name must be typed again: nothing is called that, or more than can be listed.
fn is_no_answer(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::NotFound { .. } => true,
        Refusal::Ambiguous { of, .. } => *of > PROPOSED,
        _ => false,
    }
}
