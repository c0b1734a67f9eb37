//! Reading a line at the terminal, which edits and echoes it and never loses its cursor.
//!
//! The line is read beside the thread that asks, so that Ctrl-C is heard while nothing is typed and
//! the command ends as every refusal does: what was begun is dropped, nothing is written.

use std::io::{self, BufRead as _};
use std::sync::mpsc;
use std::thread;

use super::interruption::{Attention, Heard};
use crate::domain::refusal::Refusal;

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
