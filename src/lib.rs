//! Administer the profiles of the platform.

#![allow(dead_code)]

mod domain;
mod files;
mod ops;
mod render;
mod store;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs one command and returns the exit code of the process.
pub fn run(_args: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::SUCCESS
}
