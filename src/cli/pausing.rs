//! A pause that tests make, so that what happens to a process meanwhile happens for certain.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::ui;

/// Where a write pauses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// Before it takes the writer's place.
    Before,
    /// In the writer's place, before anything is written.
    Within,
}

/// Pauses where `TETCTL_TEST_PAUSE` says so, in builds for tests: `before 3 FILE`, `within 3 FILE`.
///
/// The file is made when the pause begins, holds `heard` once the work was asked to stop, and ends
/// the pause when it is removed.
pub fn pause(moment: Moment, unit: usize) {
    if !cfg!(debug_assertions) {
        return;
    }
    let told = std::env::var("TETCTL_TEST_PAUSE").unwrap_or_default();
    let mut words = told.splitn(3, ' ');
    let name = match moment {
        Moment::Before => "before",
        Moment::Within => "within",
    };
    let is_here = words.next() == Some(name) && words.next() == Some(&unit.to_string());
    if let (true, Some(file)) = (is_here, words.next()) {
        stay(Path::new(file));
    }
}

fn stay(file: &Path) {
    let mut told = fs::write(file, "").is_ok();
    while told && file.exists() {
        if ui::is_stopped() && fs::read(file).is_ok_and(|text| text.is_empty()) {
            told = fs::write(file, "heard").is_ok();
        }
        thread::sleep(Duration::from_millis(2));
    }
}
