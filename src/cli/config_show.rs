//! `tetctl config show`.

use anyhow::Result;

use super::session::Session;
use super::{Exit, answering};
use crate::domain::refusal::Origin;
use crate::render::settings::{self, Line};

/// The commands on the configuration.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Show every setting and where it comes from
    #[command(after_help = "Examples:
  tetctl config show
  tetctl config show --lang fr --json")]
    Show,
}

/// Shows every setting and where it comes from.
pub fn run(command: Command, session: &Session) -> Result<Exit> {
    let Command::Show = command;
    let lines = lines(session)?;
    let file = session.settings.file.display().to_string();
    answering::either(
        session,
        || settings::text(&lines, &file),
        || settings::document(&lines, &file),
        0,
    )
}

fn lines(session: &Session) -> Result<Vec<Line>> {
    let settings = &session.settings;
    let place = settings.store(session.globals.store.as_deref())?;
    let language = match session.globals.lang {
        Some(language) => (language, Origin::Flag),
        None => (settings.language.value, settings.language.origin),
    };
    let mut lines = vec![
        line(
            "store",
            Some(place.path.display().to_string()),
            place.origin,
        ),
        line("lang", Some(language.0.code().to_owned()), language.1),
        line(
            "actor",
            Some(settings.actor.value.clone()),
            settings.actor.origin,
        ),
        line("pager", settings.pager.value.clone(), settings.pager.origin),
    ];
    let named = settings.stores.iter();
    lines.extend(named.map(|(name, path)| {
        line(
            &format!("stores.{name}"),
            Some(path.clone()),
            Origin::Configuration,
        )
    }));
    Ok(lines)
}

fn line(key: &str, value: Option<String>, origin: Origin) -> Line {
    Line {
        key: key.to_owned(),
        value,
        origin,
    }
}
