//! `tetctl store check`.

use anyhow::{Error, Result};

use crate::cli::session::Session;
use crate::cli::{Exit, answering};
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::render::document::Document;
use crate::render::{refusals, stores};

/// Look for damage, and compute the digest of the content
///
/// Equal content has an equal digest, in any store and at any time, after an undo as before.
/// Exits 10 where something is damaged.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl store check
  tetctl store check --json")]
pub struct Args {}

/// Checks the store and shows what was found.
pub fn run(_args: Args, session: &Session) -> Result<Exit> {
    let (digest, problems) = examined(session)?;
    let digest = digest.as_deref();
    let exit = if problems.is_empty() { 0 } else { 10 };
    answering::either(
        session,
        || stores::checked(session.language(), digest, &problems),
        || {
            Document::default()
                .with("digest", digest.into())
                .with("problems", problems.clone().into())
        },
        exit,
    )
}

/// Returns the digest, where the content can be read to its end, and what is damaged.
fn examined(session: &Session) -> Result<(Option<String>, Vec<String>)> {
    let mut store = match session.store() {
        Ok(store) => store,
        Err(error) => return Ok((None, vec![damage(session, error)?])),
    };
    let mut problems = match store.damage() {
        Ok(problems) => problems,
        Err(error) => vec![damage(session, error)?],
    };
    let digest = store.view().and_then(|view| view.digest());
    match digest {
        Ok(digest) => return Ok((Some(digest), problems)),
        Err(error) => problems.push(damage(session, error)?),
    }
    problems.dedup();
    Ok((None, problems))
}

/// Returns what an error says of the content; one that says nothing of it comes back.
fn damage(session: &Session, error: Error) -> Result<String> {
    let language = if session.is_json() {
        Language::English
    } else {
        session.language()
    };
    match error.downcast_ref() {
        Some(refusal @ Refusal::StoreCorrupt { .. }) => Ok(refusals::sentence(language, refusal)),
        Some(_) => Err(error),
        None => Ok(format!("{error:#}")),
    }
}
