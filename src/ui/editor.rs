//! Editing a text in the editor that `VISUAL` or `EDITOR` names.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use anyhow::Result;

use super::interruption::{Attention, Interrupts};
use crate::domain::refusal::Refusal;
use crate::domain::typed::{self, EditorFault};

/// How often it is looked whether the editor has ended.
const TICK: Duration = Duration::from_millis(20);

/// How long an editor may take to end by itself once Ctrl-C was heard.
const GRACE: Duration = Duration::from_millis(500);

/// How a program ends that Ctrl-C has ended: by the signal, or as shells tell it.
const SIGINT: i32 = 2;
const SHELL_SIGINT: i32 = 130;

/// What became of a text that was to be edited.
#[derive(Debug)]
pub enum Edited {
    /// It was left so.
    Text(String),
    /// No editor is set.
    Unset,
    /// Nothing came back, for this reason.
    Lost(EditorFault),
}

/// Returns `text` as it was left in the editor; refused at Ctrl-C.
///
/// Nobody else can read the file in which it stands meanwhile; the file goes whatever happens.
pub fn edit(text: &str) -> Result<Edited> {
    let set = |name: &str| std::env::var(name).ok();
    let of = |name| set(name).filter(|command| !command.trim().is_empty());
    let Some(command) = of("VISUAL").or_else(|| of("EDITOR")) else {
        return Ok(Edited::Unset);
    };
    let (_attention, interrupts) = Attention::begin();
    let mut file = tempfile::Builder::new().suffix(".txt").tempfile()?;
    file.write_all(text.as_bytes())?;
    let status = match spawn(&command, file.path()) {
        Ok(child) => end(child, &interrupts)?,
        Err(error) => {
            return Ok(Edited::Lost(EditorFault::NotRun {
                command,
                why: error.to_string(),
            }));
        }
    };
    if !status.success() {
        return Ok(Edited::Lost(EditorFault::Failed { command }));
    }
    Ok(left(file.path()))
}

fn spawn(command: &str, path: &Path) -> io::Result<Child> {
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or_default();
    Command::new(program).args(words).arg(path).spawn()
}

fn left(path: &Path) -> Edited {
    let Ok(bytes) = fs::read(path) else {
        return Edited::Lost(EditorFault::FileGone);
    };
    match typed::text(&bytes) {
        Ok(text) => Edited::Text(text),
        Err(unread) => Edited::Lost(EditorFault::Unread(unread)),
    }
}

/// Waits until the editor has ended; at Ctrl-C it has to.
fn end(mut editor: Child, interrupts: &Interrupts) -> Result<ExitStatus> {
    loop {
        if let Some(status) = editor.try_wait()? {
            let is_interrupted =
                status.signal() == Some(SIGINT) || status.code() == Some(SHELL_SIGINT);
            if is_interrupted {
                return Err(Refusal::Interrupted.into());
            }
            return Ok(status);
        }
        if interrupts.come_within(TICK) {
            stop(&mut editor)?;
            return Err(Refusal::Interrupted.into());
        }
    }
}

/// Lets the editor end by itself for a while, so that it leaves the terminal as it found it.
fn stop(editor: &mut Child) -> io::Result<()> {
    for _ in 0..GRACE.as_millis() / TICK.as_millis() {
        if editor.try_wait()?.is_some() {
            return Ok(());
        }
        std::thread::sleep(TICK);
    }
    editor.kill()?;
    editor.wait().map(drop)
}
