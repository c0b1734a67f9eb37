//! `tetctl store restore`.

use std::path::{Path, PathBuf};

use anyhow::Result;

use super::refuse_save;
use crate::cli::session::{Session, quoted, wrong};
use crate::cli::severe::Severe;
use crate::cli::{Exit, answering};
use crate::domain::refusal::{Noun, Refusal};
use crate::domain::usage::ValueFault;
use crate::render::document::Document;
use crate::render::restorations::{self as words, Restoration};
use crate::render::writing;
use crate::store::{Store, is_part_of, make_place};

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
    let mut copy = Store::open_copy(&args.file, &session.opening())?;
    let mut present = present(session, &path)?;
    let mut told = Restoration {
        file: args.file.clone(),
        store: path.clone(),
        name: session.store_name_at(&path),
        key: key(session, &path),
        comes: copy.contents()?,
        present: present.as_mut().map(Store::contents),
        schema: Store::schema(),
        done: None,
    };
    if session.globals.dry_run {
        return rehearse(session, &told);
    }
    if let Some(store) = &present {
        store.check_writable()?;
        confirm(session, &told, args.confirm.as_deref())?;
    }
    told.done = Some(put(session, &copy, present.as_ref(), &path)?);
    answering::either(
        session,
        || words::restored(session.look(), &told, quoted),
        || words::document(&told),
        0,
    )
}

/// Opens the store that is there, as it is; none where there is none.
fn present(session: &Session, path: &Path) -> Result<Option<Store>> {
    if path.symlink_metadata().is_err() {
        return Ok(None);
    }
    let store = session.store_as_it_is()?;
    store.refuse_older()?;
    Ok(Some(store))
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

/// Shows both and has the store named, unless `--confirm` names it.
fn confirm(session: &Session, told: &Restoration, typed: Option<&str>) -> Result<()> {
    let file = told.store.file_name().unwrap_or_default().to_string_lossy();
    let severe = Severe {
        key: &told.key,
        name: &file,
        typed,
    };
    let line = writing::store_line(session.language(), &told.name, false);
    session.ui.remark(&line)?;
    if severe.is_confirmed() {
        return Ok(());
    }
    let preview = words::preview(session.look(), told);
    if !session.is_json() {
        session.ui.complain(&preview)?;
    }
    severe.ask(
        session,
        &words::question(session.language(), told),
        &preview,
    )
}

/// Puts the copy in its place, and tells what came of it.
fn put(
    session: &Session,
    copy: &Store,
    present: Option<&Store>,
    path: &Path,
) -> Result<words::Done> {
    if present.is_none() {
        make_place(path, &session.opening())?;
    }
    let ready = copy.ready_for(path)?;
    let (contents, digest) = (ready.contents.clone(), ready.digest.clone());
    let before = if let Some(store) = present {
        Some(ready.write_over(store)?)
    } else {
        ready.make(path)?;
        None
    };
    Ok(words::Done {
        contents,
        digest,
        before,
    })
}
