//! What tests make a store do: stop in the middle of a transaction, or write with little memory.

use std::path::Path;
use std::time::Duration;

/// Returns how many pages a test lets the store keep in memory.
pub fn cache_pages() -> Option<u32> {
    told(cfg!(debug_assertions).then_some("TETCTL_TEST_CACHE"))?
        .parse()
        .ok()
}

/// Stops at `point` where a test says so by `POINT:FILE`: makes the file, and goes on once it is gone.
pub fn pause(point: &str) {
    let Some(told) = told(cfg!(debug_assertions).then_some("TETCTL_TEST_PAUSE")) else {
        return;
    };
    let Some(file) = told
        .strip_prefix(point)
        .and_then(|rest| rest.strip_prefix(':'))
    else {
        return;
    };
    let file = Path::new(file);
    if std::fs::write(file, "").is_err() {
        return;
    }
    while file.exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn told(name: Option<&str>) -> Option<String> {
    std::env::var(name?).ok()
}
