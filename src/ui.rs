//! Speaking with whoever runs tetctl: answers, remarks, questions.

mod editor;
mod interruption;
mod line;

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anstream::ColorChoice;
use anyhow::{Context as _, Result};
use indicatif::{ProgressBar, ProgressStyle};

use crate::domain::name::{fold, is_bidi_control};
use crate::domain::typed;
use crate::render::folding::folded;
use crate::render::look::Look;
use crate::render::typing;

pub use editor::Edited;
pub use interruption::{Say, Work, is_stopped, listen};

/// What a question is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    Yes,
    No,
    /// Show every line first.
    Details,
}

/// What a question for a name is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Rightly,
    Wrongly,
    /// Show every line first.
    Details,
}

/// The two streams and the person behind them.
pub struct Ui {
    /// How answers look on stdout.
    pub look: Look,
    /// Whether remarks are left out.
    pub quiet: bool,
    /// Whether tall answers go through the pager.
    pub paged: bool,
    pager: Option<String>,
}

impl Ui {
    /// Returns the streams of this process, as `look` says.
    pub fn new(look: Look, quiet: bool, pager: Option<String>) -> Self {
        Self {
            look,
            quiet,
            paged: true,
            pager,
        }
    }

    /// Tells whether somebody can be asked: stdin and stderr are terminals.
    pub fn is_attended() -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Tells whether answers go to a terminal.
    pub fn answers_to_terminal() -> bool {
        io::stdout().is_terminal()
    }

    /// Returns the width of the terminal that answers go to; 100 where there is none.
    pub fn width() -> usize {
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|text| text.parse().ok());
        let measured = || terminal_size::terminal_size().map(|(width, _)| width.0.into());
        columns.or_else(measured).unwrap_or(100)
    }

    /// Returns the height of the terminal, if there is one.
    pub fn height() -> Option<usize> {
        let size = terminal_size::terminal_size_of(io::stderr())?;
        Some(size.1.0.into())
    }

    /// Writes an answer to stdout; what is taller than the terminal goes through the pager.
    ///
    /// A reader that has closed the pipe ends the answer quietly.
    pub fn answer(&self, text: &str) -> Result<()> {
        interruption::answer_begins();
        if !Self::answers_to_terminal() {
            let written = io::stdout().lock().write_all(text.as_bytes());
            return quietly(written).context("writing the answer");
        }
        let safe = painted(&visible(text));
        let tall = Self::height().is_some_and(|height| text.lines().count() >= height);
        if tall && self.paged && Self::is_attended() && self.page(&safe) {
            return Ok(());
        }
        quietly(anstream::stdout().write_all(safe.as_bytes())).context("writing the answer")
    }

    /// Writes a remark to stderr, on a line of its own.
    pub fn remark(&self, text: &str) -> Result<()> {
        if self.quiet || text.is_empty() {
            return Ok(());
        }
        self.complain(text)
    }

    /// Writes to stderr what even the quiet must see.
    #[expect(clippy::unused_self, reason = "the stream is the value's")]
    pub fn complain(&self, text: &str) -> Result<()> {
        let safe = painted(&visible(text));
        let newline = if safe.ends_with('\n') { "" } else { "\n" };
        quietly(anstream::stderr().write_all(format!("{safe}{newline}").as_bytes()))
    }

    /// Asks a question that is answered by yes, no, or details, until it is answered.
    ///
    /// Takes o, oui, y, yes; n, non, no, and Enter alone; d, détails, details.
    pub fn confirm(&self, question: &str) -> Result<Reply> {
        loop {
            let answer = self.ask(question)?;
            match reply(&answer) {
                Some(reply) => return Ok(reply),
                None => self.complain(typing::not_a_reply(self.look.language))?,
            }
        }
    }

    /// Asks a question that is answered by a name, or by `d` for details.
    pub fn ask_name(&self, question: &str, is_right: impl Fn(&str) -> bool) -> Result<Named> {
        let answer = self.ask(question)?;
        Ok(match answer.as_str() {
            typed if is_right(typed) => Named::Rightly,
            "d" => Named::Details,
            _ => Named::Wrongly,
        })
    }

    /// Asks for the number of one of `count` choices; Enter alone chooses none.
    pub fn choose(&self, question: &str, count: usize) -> Result<Option<usize>> {
        loop {
            self.complain(question)?;
            let answer = self.ask(">")?;
            match answer.as_str() {
                "" => return Ok(None),
                typed => match typed.parse::<usize>() {
                    Ok(number) if (1..=count).contains(&number) => return Ok(Some(number - 1)),
                    _ => {}
                },
            }
        }
    }

    /// Asks for a line of text on stderr, and returns it without the blanks around it.
    ///
    /// What is no text is refused and asked for again. Refused at Ctrl-C, and where the terminal
    /// has no line to give.
    pub fn ask(&self, prompt: &str) -> Result<String> {
        let prompt = format!("{} ", visible(prompt));
        loop {
            quietly(anstream::stderr().write_all(prompt.as_bytes()))?;
            let line = line::read();
            if line.is_err() {
                self.complain("")?;
            }
            match typed::line(&line?) {
                Ok(text) => return Ok(text.trim().to_owned()),
                Err(unread) => {
                    let why = typing::unread(self.look.language, unread);
                    self.complain(&folded(self.look.width, &why))?;
                }
            }
        }
    }

    /// Has a text edited in the editor that is set; refused at Ctrl-C.
    #[expect(clippy::unused_self, reason = "the terminal is the value's")]
    pub fn edit(&self, text: &str) -> Result<Edited> {
        editor::edit(text)
    }

    fn page(&self, text: &str) -> bool {
        let command = self.pager.as_deref().unwrap_or("less -FRX");
        let mut words = command.split_whitespace();
        let Some(program) = words.next() else {
            return false;
        };
        let spawned = Command::new(program)
            .args(words)
            .stdin(Stdio::piped())
            .spawn();
        let Ok(mut child) = spawned else {
            return false;
        };
        // The pager hears Ctrl-C itself, and has the terminal until it ends.
        let _attention = interruption::Attention::begin();
        if let Some(mut input) = child.stdin.take() {
            // A reader who leaves early has seen enough.
            let _ = input.write_all(text.as_bytes());
        }
        child.wait().is_ok()
    }

    /// Shows how far a work of `count` steps is; a work of few steps shows nothing.
    pub fn progress(&self, count: usize) -> Progress {
        let shown = !self.quiet && count >= LONG;
        let bar = shown.then(|| {
            let bar = ProgressBar::new(count as u64);
            let style = ProgressStyle::with_template("▕{bar:28}▏ {pos}/{len}  {percent} %  {eta}");
            if let Ok(style) = style {
                bar.set_style(style.progress_chars("█▌ "));
            }
            bar
        });
        Progress {
            bar,
            last: Cell::new(Instant::now()),
            attended: io::stderr().is_terminal(),
        }
    }
}

fn reply(typed: &str) -> Option<Reply> {
    match fold(typed).as_str() {
        "o" | "oui" | "y" | "yes" => Some(Reply::Yes),
        "" | "n" | "non" | "no" => Some(Reply::No),
        "d" | "details" => Some(Reply::Details),
        _ => None,
    }
}

/// From how many steps on a work shows how far it is.
const LONG: usize = 20;

/// How often a log is told how far a work is.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// How far a long work is: a bar at a terminal, a line now and then elsewhere.
pub struct Progress {
    bar: Option<ProgressBar>,
    last: Cell<Instant>,
    attended: bool,
}

impl Progress {
    /// Goes one step on.
    pub fn advance(&self) {
        let Some(bar) = &self.bar else {
            return;
        };
        bar.inc(1);
        if !self.attended && self.last.get().elapsed() >= HEARTBEAT {
            self.last.set(Instant::now());
            let (done, of) = (bar.position(), bar.length().unwrap_or(0));
            // Nobody may be reading; the work goes on all the same.
            let _ = writeln!(io::stderr(), "{done}/{of}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Returns the text without what would steer a terminal.
fn visible(text: &str) -> String {
    text.chars()
        .filter(|char| !char.is_control() || matches!(char, '\n' | '\t'))
        .filter(|char| !is_bidi_control(*char))
        .collect()
}

/// Colours each line by its mark; colour only repeats what the mark says.
fn painted(text: &str) -> String {
    let plain = std::env::var_os("TERM").is_some_and(|term| term == "dumb")
        || matches!(
            anstream::AutoStream::choice(&io::stderr()),
            ColorChoice::Never
        );
    if plain {
        return text.to_owned();
    }
    text.split_inclusive('\n').map(painted_line).collect()
}

fn painted_line(line: &str) -> String {
    let colour = match line.get(..5) {
        Some("  !  ") => "33",
        Some("  x  ") => "31",
        Some("  +  ") => "32",
        Some("  ~  ") => "36",
        _ if line.starts_with("error[") || line.starts_with("erreur[") => "31",
        _ => return line.to_owned(),
    };
    let (body, end) = line
        .strip_suffix('\n')
        .map_or((line, ""), |body| (body, "\n"));
    format!("\u{1b}[{colour}m{body}\u{1b}[0m{end}")
}

/// Takes a closed pipe for the end of the wish to read.
fn quietly(written: io::Result<()>) -> Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_steer_a_terminal_is_dropped() {
        assert_eq!(visible("a\u{1b}[31mb\u{7}\nc\td\u{9b}"), "a[31mb\nc\td");
        assert_eq!(visible("a\u{202e}b\u{2067}c\u{200f}"), "abc");
    }

    #[test]
    fn colour_repeats_the_mark() {
        assert_eq!(painted_line("  !  x\n"), "\u{1b}[33m  !  x\u{1b}[0m\n");
        assert_eq!(painted_line("plain\n"), "plain\n");
    }
}
