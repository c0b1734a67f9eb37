//! `tetctl store restore`.

use std::path::{Path, PathBuf};

use anyhow::{Error, Result};

use super::refuse_save;
use crate::cli::session::{Session, quoted, wrong};
use crate::cli::severe::Severe;
use crate::cli::{Exit, answering};
use crate::domain::refusal::{Noun, Refusal};
use crate::domain::usage::ValueFault;
use crate::render::document::Document;
use crate::render::restorations::{self as words, Restoration};
use crate::render::writing;
use crate::store::{
    self, Contents, Present, Store, Team, is_part_of, kept_name, make_place, refuse_leftovers,
};
use crate::ui::{self, Work};

/// Put a backup back, where no store is or over the one that is there
///
/// The file is looked at first, and stays as it is. Over a store its name is asked for at a
/// terminal; elsewhere --confirm gives it, and --yes alone is not enough. What was there stays
/// beside it. Whoever has the store open sees the old or the new content, never a mixture.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl store restore sauvegarde.db -n
  tetctl store restore sauvegarde.db --confirm store.db")]
pub struct Args {
    /// The backup
    file: PathBuf,

    /// Write over the store without asking: its name in the configuration, or its file's
    #[arg(long, value_name = "NAME")]
    confirm: Option<String>,
}

/// Looks at both, asks where something goes, and puts the backup in its place.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    refuse_save(session)?;
    let path = session.store_path()?;
    check_file(&path, &args.file)?;
    let mut copy = Store::open_copy(&args.file, &session.opening()).map_err(unsound)?;
    if path.is_symlink() {
        session.existing_store()?;
    }
    let mut present = Present::at(&path, &session.opening())?;
    if matches!(present, Present::Nothing) {
        refuse_leftovers(&path)?;
    }
    let mut told = Restoration {
        file: args.file.clone(),
        store: path.clone(),
        name: session.store_name_at(&path),
        key: key(session, &path),
        comes: copy.contents()?,
        present: present.contents(),
        stays: kept_name(&path),
        team: match &present {
            Present::Store(_) => None,
            _ => Team::of_folder(&path),
        },
        schema: Store::schema(),
        done: None,
    };
    if session.globals.dry_run {
        return rehearse(session, &told);
    }
    if let Present::Store(store) = &present {
        store.check_writable()?;
    }
    confirm(session, &mut told, &mut present, args.confirm.as_deref())?;
    // From here on the store is whole, old or new, and which is told: nothing ends at once.
    let _work = Work::begin(store::stop_waiting);
    told.done = Some(put(session, &copy, &present, &path)?);
    answering::either(
        session,
        || words::restored(session.look(), &told, quoted),
        || words::document(&told),
        0,
    )
}

/// Says of the file what would be said of the store.
fn unsound(error: Error) -> Error {
    match error.downcast_ref::<Refusal>() {
        Some(Refusal::StoreCorrupt { place } | Refusal::StoreMisread { place, .. }) => {
            let (place, damaged) = (place.clone(), true);
            Refusal::CopyUnsound { place, damaged }.into()
        }
        Some(Refusal::StoreForeign { place, folder }) if !folder => {
            let (place, damaged) = (place.clone(), false);
            Refusal::CopyUnsound { place, damaged }.into()
        }
        _ => error,
    }
}

fn check_file(store: &Path, file: &Path) -> Result<()> {
    let shown = file.display().to_string();
    if is_part_of(store, file) {
        return Err(wrong("FILE", &shown, ValueFault::StoreItself));
    }
    if !file.exists() {
        return Err(Refusal::not_found(Noun::File, shown).into());
    }
    Ok(())
}

/// Returns what names the store that goes: its name in the configuration, or its file's.
fn key(session: &Session, path: &Path) -> String {
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    session
        .configured_name()
        .unwrap_or_else(|| file.into_owned())
}

fn rehearse(session: &Session, told: &Restoration) -> Result<Exit> {
    let line = writing::store_line(session.language(), &told.name, true);
    session.ui.remark(&line)?;
    answering::either(
        session,
        || words::preview(session.look(), told),
        || Document {
            dry_run: true,
            ..words::document(told)
        },
        0,
    )
}

/// Shows both and has the store named, unless `--confirm` names it or nothing goes.
///
/// What moved while the question was open is shown and asked again.
fn confirm(
    session: &Session,
    told: &mut Restoration,
    present: &mut Present,
    typed: Option<&str>,
) -> Result<()> {
    if told.present.is_none() {
        return Ok(());
    }
    let line = writing::store_line(session.language(), &told.name, false);
    session.ui.remark(&line)?;
    while ask(session, told, typed)? {
        *present = Present::at(&told.store, &session.opening())?;
        let now = present.contents();
        told.stays = kept_name(&told.store);
        if is_same(told.present.as_ref(), now.as_ref()) {
            break;
        }
        told.present = now;
        session.ui.complain(writing::moved(session.language()))?;
    }
    Ok(())
}

/// Asks for the name of the store that goes; no where `--confirm` tells it, and nobody is asked.
fn ask(session: &Session, told: &Restoration, typed: Option<&str>) -> Result<bool> {
    let file = told.store.file_name().unwrap_or_default().to_string_lossy();
    let severe = Severe {
        key: &told.key,
        name: &file,
        typed,
    };
    if severe.is_confirmed() {
        return Ok(false);
    }
    let preview = words::preview(session.look(), told);
    if !session.is_json() {
        session.ui.complain(&preview)?;
    }
    let question = words::question(session.language(), told);
    severe.ask(session, &question, &preview)?;
    Ok(true)
}

/// Tells whether a store is as it was shown.
fn is_same(shown: Option<&Result<Contents>>, now: Option<&Result<Contents>>) -> bool {
    match (shown, now) {
        (Some(Ok(shown)), Some(Ok(now))) => shown == now,
        (Some(Err(shown)), Some(Err(now))) => {
            shown.downcast_ref::<Refusal>() == now.downcast_ref::<Refusal>()
        }
        (None, None) => true,
        _ => false,
    }
}

/// Puts the copy in its place, and tells what came of it.
fn put(session: &Session, copy: &Store, present: &Present, path: &Path) -> Result<words::Done> {
    if !matches!(present, Present::Store(_)) {
        make_place(path, &session.opening())?;
    }
    let ready = copy.ready_for(path)?;
    store::pause("before-overwrite");
    if ui::is_stopped() {
        return Err(Refusal::Interrupted.into());
    }
    let (contents, digest) = (ready.contents.clone(), ready.digest.clone());
    let before = match present {
        Present::Nothing => {
            ready.make(path)?;
            None
        }
        Present::Store(store) => Some(ready.write_over(store)?),
        Present::Wreck(_) => Some(ready.make_instead(path)?),
    };
    Ok(words::Done {
        contents,
        digest,
        before,
    })
}
