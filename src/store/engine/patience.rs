//! Waiting for somebody else's lock: until the time that was given is over, or nobody wants it.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::testing;

/// How long one pause is; whoever gives up waits no longer than that.
const PAUSE: Duration = Duration::from_millis(20);

/// How long the first pauses are, while a short write of somebody else may just end.
const FIRST: Duration = Duration::from_millis(2);

/// How many pauses are short.
const SHORT: i32 = 10;

/// Whether nobody wants to wait any more.
static OVER: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// How long a lock is waited for, and since when.
    static WAIT: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    static SINCE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Lets this thread's connections wait for that long.
pub fn wait_at_most(connection: &mut Connection, wait: Duration) -> rusqlite::Result<()> {
    WAIT.set(wait);
    connection.busy_handler(Some(pause))
}

/// Ends all waiting of this process, now and until it is to wait again.
pub fn give_up() {
    OVER.store(true, Ordering::SeqCst);
}

/// Lets this process wait again: for what it has still to tell.
pub fn wait_again() {
    OVER.store(false, Ordering::SeqCst);
}

/// Tells whether nobody wants to wait any more.
pub fn is_over() -> bool {
    OVER.load(Ordering::SeqCst)
}

/// Pauses, and tells whether to try again; `tries` counts those of one lock, from 0.
fn pause(tries: i32) -> bool {
    if tries == 0 {
        SINCE.set(Some(Instant::now()));
        testing::pause("waiting");
    }
    let since = SINCE.get().map_or(Duration::ZERO, |since| since.elapsed());
    let left = WAIT.get().saturating_sub(since);
    if is_over() || left.is_zero() {
        return false;
    }
    thread::sleep(left.min(if tries < SHORT { FIRST } else { PAUSE }));
    true
}
