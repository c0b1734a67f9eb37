//! Ctrl-C, or being asked to end: heard by a question, by work that is done in units, or else.
//!
//! At a question it is an answer. During work what has begun is finished and nothing else begins; a
//! second time ends at once: a store keeps what was committed and forgets the rest. Elsewhere the
//! command ends at once too, and says so unless its answer has begun.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crate::domain::exit::Meaning;

/// Who waits for an answer, to be told.
static WAITING: Mutex<Option<Sender<Heard>>> = Mutex::new(None);

/// The work that is going on: what has to happen at once when it is to stop.
static WORKING: Mutex<Option<fn()>> = Mutex::new(None);

/// Whether work was asked to stop; it stays so, and nothing else begins.
static STOPPED: AtomicBool = AtomicBool::new(false);

/// What is done where a command ends at once, and whether it may say so on stdout.
static LEAVE: OnceLock<Box<dyn Fn(Say) + Send + Sync>> = OnceLock::new();

/// Whose stdout is, once somebody has begun to answer.
static ANSWERING: Mutex<Option<ThreadId>> = Mutex::new(None);

/// Whether a command that ends at once says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Say {
    /// Nothing was said yet, and nothing was written.
    Interrupted,
    /// An answer has begun, or work.
    Nothing,
}

/// What became of a question.
pub enum Heard {
    Line(Vec<u8>),
    /// Ctrl-D, or a terminal that is gone.
    End,
    /// Ctrl-C.
    Interrupt,
}

/// Attention to Ctrl-C while something is waited for; at its end nobody waits any more.
pub struct Attention;

impl Attention {
    /// Begins to hear Ctrl-C, for the time that a program of somebody else has the terminal.
    pub fn begin() -> (Self, Interrupts) {
        let (tell, hear) = mpsc::channel();
        (Self::with(tell), Interrupts(hear))
    }

    /// Begins to hear Ctrl-C, and tells it there.
    pub fn with(tell: Sender<Heard>) -> Self {
        *locked(&WAITING) = Some(tell);
        Self
    }
}

impl Drop for Attention {
    fn drop(&mut self) {
        *locked(&WAITING) = None;
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

/// Work that stops between its units when it is asked to; at its end nobody hears any more.
pub struct Work;

impl Work {
    /// Begins to hear Ctrl-C for the time of the work; `stop` ends its waiting for others.
    pub fn begin(stop: fn()) -> Self {
        *locked(&WORKING) = Some(stop);
        Self
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        *locked(&WORKING) = None;
    }
}

/// Tells whether work was asked to stop.
pub fn is_stopped() -> bool {
    STOPPED.load(Ordering::SeqCst)
}

/// Hears signals from now on; those that this process ignores stay so.
///
/// `leave` is done where a command is ended at once.
pub fn listen(leave: impl Fn(Say) + Send + Sync + 'static) {
    if LEAVE.set(Box::new(leave)).is_ok() {
        // Where they cannot be heard they end the command as they end any.
        let _ = ctrlc::try_set_handler(hear);
    }
}

/// Takes stdout for the answer of this thread; where the last words are said, nothing follows them.
pub fn answer_begins() {
    let taken = *locked(&ANSWERING).get_or_insert(thread::current().id());
    while taken != thread::current().id() {
        thread::park();
    }
}

fn hear() {
    if let Some(waiting) = locked(&WAITING).as_ref() {
        // Whoever waited may have been answered just now.
        let _ = waiting.send(Heard::Interrupt);
        return;
    }
    // Held to the end: no work begins any more.
    match *locked(&WORKING) {
        Some(stop) if !STOPPED.swap(true, Ordering::SeqCst) => stop(),
        Some(_) => end(Say::Nothing),
        None => end(last_words()),
    }
}

/// Tells whether anything may be said: stdout is taken for it where no answer has begun.
fn last_words() -> Say {
    let us = thread::current().id();
    if *locked(&ANSWERING).get_or_insert(us) == us {
        Say::Interrupted
    } else {
        Say::Nothing
    }
}

fn end(say: Say) -> ! {
    if let Some(leave) = LEAVE.get() {
        leave(say);
    }
    process::exit(Meaning::Interrupted.exit().into())
}

fn locked<T>(place: &Mutex<T>) -> MutexGuard<'_, T> {
    place.lock().unwrap_or_else(PoisonError::into_inner)
}
