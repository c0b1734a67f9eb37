//! The top-level help, in the language of sentences.

use clap::{Arg, ArgAction, Command, CommandFactory as _};

use super::Cli;
use crate::domain::language::Language;
use crate::render::home;
use crate::render::look::Look;
use crate::render::top_help::{ABOUT, TEMPLATE, USAGE, command, flag, in_french};

/// Returns the help of all commands.
pub fn text(look: &Look) -> String {
    let groups = home::groups(look);
    let shown = |all: Command| all.after_help(groups).render_help().to_string();
    match look.language {
        Language::French => in_french(&shown(french(Cli::command()))),
        Language::English => shown(whole(Cli::command())),
    }
}

/// Returns the definition with one help for `-h` and `--help`.
fn whole(all: Command) -> Command {
    let about = all.get_long_about().cloned();
    all.about(about.unwrap_or_default())
        .long_about(None::<&str>)
}

fn french(all: Command) -> Command {
    let asked = |name: &'static str, short: char, action: ArgAction| {
        let arg = Arg::new(name).long(name).short(short).action(action);
        arg.global(true)
    };
    all.about(ABOUT)
        .long_about(None::<&str>)
        .override_usage(USAGE)
        .help_template(TEMPLATE)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(asked("help", 'h', ArgAction::Help))
        .arg(asked("version", 'V', ArgAction::Version))
        .mut_args(|arg| match flag(arg.get_id().as_str()) {
            Some(told) => arg.help(told).help_heading(None::<&str>),
            None => arg,
        })
        .mut_subcommands(|below| match command(below.get_name()) {
            Some(told) => below.about(told),
            None => below,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_flag_is_told_in_french() {
        let all = french(Cli::command());
        for below in all.get_subcommands() {
            assert!(command(below.get_name()).is_some(), "{}", below.get_name());
        }
        for arg in all.get_arguments() {
            assert!(flag(arg.get_id().as_str()).is_some(), "{}", arg.get_id());
        }
    }
}
