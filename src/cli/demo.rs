//! `tetctl demo`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;

use super::session::Session;
use super::{Exit, answering, parsing};
use crate::domain::operation::{Batch, Signature};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::files::structure_rows::read_structure;
use crate::ops::build_demo::{self, Step};
use crate::render::demo as words;
use crate::render::document::Document;
use crate::store::{Store, Writing};

/// The files of the demo, which the binary carries.
const STRUCTURE: &str = include_str!("../../fixtures/structure.csv");
const PROFILES: &str = include_str!("../../fixtures/profiles.csv");
const SOURCE: &str = include_str!("../../fixtures/statuts.csv");
const TARGET: &str = include_str!("../../fixtures/statuts-cible.csv");

/// The file that tells a folder of the demo from every other.
const MARK: &str = ".tetctl-demo";

/// The name of the demo's store in its folder.
const STORE: &str = "demo.db";

/// The seconds of a day.
const DAY: i64 = 86_400;

/// Build a small invented territory and do the main job on it
///
/// A PETR asks for its référentiel to be copied to its members: the request, the preview, the
/// copy, the tree of a member and the reply. The folder is made anew each time; one that the demo
/// did not make is never touched.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl demo
  tetctl demo ./essai --lang fr")]
pub struct Args {
    /// The folder of the demo (default: one under the temporary directory)
    dir: Option<PathBuf>,
}

/// Builds the territory, then does the main job on it, command by command.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    session.refuse_rehearsal()?;
    let folder = args.dir.unwrap_or_else(|| {
        let name = format!("tetctl-demo-{}", session.settings.system_user);
        std::env::temp_dir().join(name)
    });
    let path = cleared(&folder)?.join(STORE);
    build(session, &path)?;
    let store = path.display().to_string();
    if session.is_json() {
        let document = Document::default()
            .with("store", store.as_str().into())
            .with("commands", json!(words::next()));
        return answering::document(session, document, 0);
    }
    tell(session, &store)
}

/// Makes the folder, or empties one that an earlier demo made.
fn cleared(folder: &Path) -> Result<PathBuf> {
    let mark = folder.join(MARK);
    let is_ours = mark.is_file();
    let is_empty = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !folder.exists(),
    };
    if !is_ours && !is_empty {
        let place = folder.display().to_string();
        return Err(Refusal::NotTheDemos { place }.into());
    }
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    for name in [STORE, "demo.db-wal", "demo.db-shm", "demo.db-journal"] {
        let file = folder.join(name);
        if file.exists() {
            fs::remove_file(&file).with_context(|| format!("removing {}", file.display()))?;
        }
    }
    fs::write(&mark, "made by tetctl demo\n")
        .with_context(|| format!("writing {}", mark.display()))?;
    Ok(folder.to_owned())
}

/// Makes the store and what it holds: old data of the PETR, yesterday's of one member.
fn build(session: &Session, path: &Path) -> Result<()> {
    let identity = super::random::random_id()?;
    let mut store = Store::create(path, &identity, session.now, &session.opening())?;
    let structure = read_structure(STRUCTURE.as_bytes(), Referentiel::Cae);
    let structure = structure.map_err(|rows| Refusal::InputInvalid {
        source: "fixtures/structure.csv".to_owned(),
        rows,
    })?;
    let (old, yesterday) = (session.now - 21 * DAY, session.now - DAY);
    write(
        session,
        &mut store,
        &Step::Structure(structure),
        "support-1",
        old,
    )?;
    for step in build_demo::territory(PROFILES)? {
        write(session, &mut store, &step, "support-1", old)?;
    }
    let source = Step::Data(
        "petr-du-pays-de-trevanne".to_owned(),
        build_demo::data(SOURCE),
    );
    write(session, &mut store, &source, "support-1", old)?;
    let target = Step::Data(
        "cc-des-sources-et-bocages".to_owned(),
        build_demo::data(TARGET),
    );
    write(session, &mut store, &target, "support-2", yesterday)
}

fn write(session: &Session, store: &mut Store, step: &Step, actor: &str, at: i64) -> Result<()> {
    let signature = Signature {
        actor: actor.to_owned(),
        at,
        ..session.signature()?
    };
    let writing = Writing {
        signature: &signature,
        batch: Batch::New,
        changeset: None,
    };
    store.write(writing, |view| Ok((build_demo::plan(view, step, at)?, ())))?;
    Ok(())
}

/// Does the main job as a person would, and says what to try next.
fn tell(session: &Session, store: &str) -> Result<Exit> {
    let language = session.language();
    session.ui.answer(&words::opening(language, store))?;
    for line in words::job() {
        session.ui.answer(&format!("\n$ tetctl {line}\n"))?;
        step(session, store, line)?;
    }
    session.ui.answer(&words::closing(language, store))?;
    Ok(0)
}

/// Runs one command line on the demo's store.
fn step(session: &Session, store: &str, line: &str) -> Result<()> {
    let around = [
        "--store",
        store,
        "--lang",
        session.language().code(),
        "--quiet",
    ];
    let globals = &session.globals;
    let allowed = [
        ("--allow-network", globals.allow_network),
        ("--allow-synced", globals.allow_synced),
    ];
    let allowed = allowed.into_iter().filter(|(_, given)| *given);
    let words = ["tetctl"]
        .into_iter()
        .chain(line.split_whitespace())
        .chain(around)
        .chain(allowed.map(|(flag, _)| flag));
    let args: Vec<std::ffi::OsString> = words.map(Into::into).collect();
    let Ok((cli, command)) = parsing::parse(&args) else {
        anyhow::bail!("the demo's command line `{line}`");
    };
    let step = Session::new(cli.globals, command, &args).map_err(|failed| failed.1)?;
    super::dispatch(cli.command, &step.unpaged())?;
    Ok(())
}
