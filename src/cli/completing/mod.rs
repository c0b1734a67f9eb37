//! Completing a command line: `COMPLETE=bash tetctl -- tetctl copy cae --from pe`.
//!
//! The stubs in `completions` ask so, with the words up to the cursor. The answer has a line for
//! each candidate: its value, a tab, what it means. A line that begins with a tab wants the shell's
//! own completion of files. Whatever fails is silent, and nothing is ever written.

mod candidates;
mod line;
mod live;
mod shell;
mod values;

use std::ffi::OsString;
use std::io::Write as _;

use clap::{Command, CommandFactory as _};
use clap_complete::engine::{CompletionCandidate, complete};

use super::{Cli, Exit};
use candidates::FILES;
use line::Line;

pub use shell::Shell;

/// Returns the shell that asks for candidates, or for its stub.
///
/// The same variable may be set for something else: a command line that is not asked about so is
/// run as any other.
pub fn asked(args: &[OsString]) -> Option<Shell> {
    let shell = std::env::var_os("COMPLETE")?;
    let asks = args.get(1).is_none_or(|word| word == "--");
    Shell::of(shell.to_str()?).filter(|_| asks)
}

/// Answers `shell`: with its stub where no words were given, else with the candidates.
pub fn answer(shell: Shell, args: &[OsString]) -> Exit {
    let text = match args.get(2..) {
        None | Some([]) => shell.stub().to_owned(),
        Some(words) => candidates(words),
    };
    // A shell that has gone away needs no answer.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    0
}

/// Returns the candidates for the last of these words, one a line.
fn candidates(words: &[OsString]) -> String {
    let line = Line::of(words);
    let typed = line.typed().to_owned();
    let mut command = decorated(&line);
    let found = complete(&mut command, words.to_vec(), words.len() - 1, None);
    let mut found = found.unwrap_or_default();
    if is_of_files(&found) {
        return "\tfiles\n".to_owned();
    }
    without_noise(&mut found, &typed);
    found.retain(candidates::is_one_word);
    found.iter().map(candidates::line).collect()
}

/// Returns the definition of all commands, whose arguments know their values.
fn decorated(line: &Line) -> Command {
    values::decorate(Cli::command(), line)
}

fn is_of_files(found: &[CompletionCandidate]) -> bool {
    let is_files =
        |candidate: &CompletionCandidate| candidate.get_id().is_some_and(|id| id == FILES);
    found.iter().any(is_files)
}

/// Leaves out the flags that nobody has begun to type, unless there is nothing else.
fn without_noise(found: &mut Vec<CompletionCandidate>, typed: &str) {
    if typed.starts_with('-') {
        return;
    }
    let begins = |candidate: &CompletionCandidate, start: &str| {
        candidate.get_value().to_string_lossy().starts_with(start)
    };
    let only_flags = found.iter().all(|candidate| begins(candidate, "-"));
    let wanted = |candidate: &CompletionCandidate| begins(candidate, "-") == only_flags;
    found.retain(|candidate| wanted(candidate) && (!only_flags || begins(candidate, "--")));
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command, CommandFactory as _};

    use super::values::Values;
    use crate::cli::Cli;

    /// The names of values that cannot be known beforehand.
    const FREE: [&str; 19] = [
        "TEXT",
        "EMAIL|URL",
        "TIME",
        "N",
        "NAME",
        "WORDS",
        "SIREN",
        "SLUG",
        "CODE",
        "POPULATION",
        "COMMAND",
        "N|N%",
        "REASON",
        "HEADER=COLUMN",
        "D",
        "SHEET",
        "SIREN",
        "skip",
        "GROUP",
    ];

    fn check(command: &Command) {
        for arg in command.get_arguments().filter(|arg| takes_a_value(arg)) {
            let name = Values::name(arg);
            let known = Values::of(arg).is_some()
                || FREE.contains(&name.as_str())
                || arg.get_value_parser().possible_values().is_some();
            assert!(
                known,
                "{}: {} takes {name}",
                command.get_name(),
                arg.get_id()
            );
        }
        command.get_subcommands().for_each(check);
    }

    fn takes_a_value(arg: &Arg) -> bool {
        arg.get_num_args().is_some_and(|count| count.takes_values())
    }

    #[test]
    fn every_argument_is_completed_or_known_to_be_free() {
        let mut command = Cli::command();
        command.build();
        check(&command);
    }
}
