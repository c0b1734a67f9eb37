//! `tetctl` alone: the store, what was done last, and what can be typed.

use anyhow::Result;

use super::session::Session;
use super::{Exit, answering};
use crate::domain::refusal::Refusal;
use crate::domain::usage::{ParserFault, Usage};
use crate::failure;
use crate::ops::find_operations::Detail;
use crate::ops::read_home::read_home;
use crate::render::home::{self, Seen};

/// Shows the store without ever making, upgrading or waiting for one.
///
/// Why a store cannot be seen is part of the answer. Flags of a write belong to a command: a script
/// that lost its command is told so.
pub fn run(session: &Session) -> Result<Exit> {
    if has_flags_of_a_write(session) {
        return Err(missing());
    }
    let seen = seen(session);
    let actor = &session.settings.actor.value;
    answering::either(
        session,
        || match &seen {
            Ok(seen) => home::text(session.look(), actor, seen),
            Err(error) => {
                let (sentence, hint) = failure::words(session.language(), error);
                home::text_without(session.look(), &sentence, hint.as_deref())
            }
        },
        || match &seen {
            Ok(seen) => home::document(session.look(), seen),
            Err(error) => home::document_without(failure::error_document(error)),
        },
        0,
    )
}

fn seen(session: &Session) -> Result<Seen> {
    let mut store = session.looked_at()?;
    let detail = if session.is_json() {
        Detail::Targets
    } else {
        Detail::Title
    };
    Ok(Seen {
        home: read_home(&mut store, detail)?,
        name: session.store_name(&store),
    })
}

fn has_flags_of_a_write(session: &Session) -> bool {
    let globals = &session.globals;
    let named = [&globals.note, &globals.requested_by, &globals.batch];
    globals.yes
        || globals.dry_run
        || globals.save.is_some()
        || named.into_iter().any(Option::is_some)
}

fn missing() -> anyhow::Error {
    Refusal::Usage(Usage::Parser {
        fault: ParserFault::Missing,
        argument: "COMMAND".to_owned(),
        value: String::new(),
        hint: "tetctl --help".to_owned(),
    })
    .into()
}
