//! Reading a line at the terminal, which edits and echoes it and never loses its cursor.
//!
//! The line is read beside the thread that asks, so that Ctrl-C is heard while nothing is typed and
//! the command ends as every refusal does: what was begun is dropped, nothing is written.

use std::io::{self, BufRead as _};
use std::process;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread;
use std::time::Duration;

use crate::domain::refusal::Refusal;

/// The exit code of a command that Ctrl-C ends while nobody is asked.
const INTERRUPTED: i32 = 130;

/// Who waits for a line, to be told of Ctrl-C.
static WAITING: Mutex<Option<Sender<Heard>>> = Mutex::new(None);

/// What became of a question.
enum Heard {
    Line(Vec<u8>),
    /// Ctrl-D, or a terminal that is gone.
    End,
    /// Ctrl-C.
    Interrupt,
}

/// Attention to Ctrl-C while something is waited for; at its end nobody waits any more.
pub struct Attention;

impl Attention {
    /// Begins to hear Ctrl-C, for the time of a work that is no question.
    pub fn begin() -> (Self, Interrupts) {
        let (tell, hear) = mpsc::channel();
        (Self::with(tell), Interrupts(hear))
    }

    fn with(tell: Sender<Heard>) -> Self {
        *waiting() = Some(tell);
        listen();
        Self
    }
}

impl Drop for Attention {
    fn drop(&mut self) {
        *waiting() = None;
    }
}

/// What is heard of Ctrl-C meanwhile.
pub struct Interrupts(Receiver<Heard>);

impl Interrupts {
    /// Tells whether Ctrl-C is heard within this time.
    pub fn come_within(&self, time: Duration) -> bool {
        self.0.recv_timeout(time).is_ok()
    }
}

/// Returns the line that is typed; refused at Ctrl-C, and where there is none to come.
pub fn read() -> Result<Vec<u8>, Refusal> {
    let (tell, hear) = mpsc::channel();
    let _attention = Attention::with(tell.clone());
    // A reader that nobody waits for any more tells it to nobody.
    thread::spawn(move || tell.send(typed()));
    match hear.recv() {
        Ok(Heard::Line(line)) => Ok(line),
        Ok(Heard::Interrupt) => Err(Refusal::Interrupted),
        Ok(Heard::End) | Err(_) => Err(Refusal::NotConfirmed { asked: true }),
    }
}

/// Reads a line; a part of one that Ctrl-D ends is no answer.
fn typed() -> Heard {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_until(b'\n', &mut bytes);
    match (read, bytes.strip_suffix(b"\n")) {
        (Ok(_), Some(line)) => Heard::Line(line.to_vec()),
        _ => Heard::End,
    }
}

/// Hears Ctrl-C from the first question on; where nobody is asked it ends the command at once.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let heard = || match waiting().as_ref() {
            Some(waiting) => {
                // Whoever waited may have been answered just now.
                let _ = waiting.send(Heard::Interrupt);
            }
            None => process::exit(INTERRUPTED),
        };
        // Where Ctrl-C cannot be heard it ends the command as it ends any.
        let _ = ctrlc::set_handler(heard);
    });
}

fn waiting() -> MutexGuard<'static, Option<Sender<Heard>>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}
