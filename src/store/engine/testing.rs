//! What tests make a store do: pause at a moment, or write with little memory.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::patience;

/// Returns how many pages a test lets the store keep in memory.
pub fn cache_pages() -> Option<u32> {
    told(cfg!(debug_assertions).then_some("TETCTL_TEST_CACHE"))?
        .parse()
        .ok()
}

/// Pauses at `point` where a test says so, so that what happens to a process there is certain.
///
/// It says so by `POINT:FILE`, or `POINT,POINT:FILE`. The file is made when a pause begins, holds
/// `heard` once nobody wants to wait any more, and ends the pause when it is removed.
pub fn pause(point: &str) {
    let Some(told) = told(cfg!(debug_assertions).then_some("TETCTL_TEST_PAUSE")) else {
        return;
    };
    match told.split_once(':') {
        Some((points, file)) if points.split(',').any(|one| one == point) => stay(Path::new(file)),
        _ => {}
    }
}

fn stay(file: &Path) {
    let mut told = fs::write(file, "").is_ok();
    while told && file.exists() {
        if patience::is_over() && fs::read(file).is_ok_and(|text| text.is_empty()) {
            told = fs::write(file, "heard").is_ok();
        }
        thread::sleep(Duration::from_millis(2));
    }
}

fn told(name: Option<&str>) -> Option<String> {
    std::env::var(name?).ok()
}
