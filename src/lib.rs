//! Administer the profiles of the platform.
//!
//! Read the folders in this order. Each may use those below it, never those above;
//! `files` and `store` do not know each other.
//!
//! | folder       | what lives there                                         | the only one that knows      |
//! |--------------|----------------------------------------------------------|------------------------------|
//! | `cli`        | what can be typed, and the order of the steps            | `clap`                       |
//! | `ui.rs`      | stdout, stderr, questions, progress, pager               | `ctrlc`, `indicatif`         |
//! | `failure.rs` | from an error to message, hint and exit code             |                              |
//! | `render`     | answers as tables, trees, documents, sentences; pure     | `comfy_table`                |
//! | `ops`        | what the tool can do: one planner or reading per file    |                              |
//! | `files`      | what users exchange: CSV, saved changesets               | `csv`, `encoding_rs`         |
//! | `store`      | the database: reading it, applying edits to it           | SQL; `engine`: `rusqlite`    |
//! | `domain`     | profiles, actions, statuts, and the rules they obey      |                              |
//!
//! Nothing is written before it has been planned: an operation reads a `View` of the store and
//! returns a `Changeset`; `Store::write` checks it, makes its edits and journals them.

mod cli;
mod domain;
mod failure;
mod files;
mod ops;
mod render;
mod store;
mod ui;

use std::ffi::OsString;
use std::process::ExitCode;

/// Runs one command and returns the exit code of the process.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::from(cli::run(args.into_iter().collect()))
}
