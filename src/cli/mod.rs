//! What can be typed: one file per command, its arguments then a handler.

mod answering;
mod apply;
mod asking;
mod completing;
mod completions;
mod concluding;
mod config;
mod config_show;
mod demo;
mod environment;
mod help;
mod home;
mod import_options;
mod naming;
mod op;
mod outcome;
mod parsing;
mod pen;
mod profile;
mod random;
mod referentiel;
mod rehearsing;
mod session;
mod severe;
mod small_write;
mod store;
mod top_help;
mod writing;

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::domain::exit::Meaning;
use session::Session;

use crate::domain::refusal::Refusal;
use crate::files::whole_file;
use crate::ui::{self, Say};

/// The exit code of a command that did what it was asked.
pub type Exit = u8;

/// Administer the climate action plans that several local authorities carry together
///
/// Administrer les plans climat que plusieurs collectivités portent ensemble.
/// tetctl has its own store, does not talk to the platform and sends nothing anywhere.
#[derive(Debug, Parser)]
#[command(
    name = "tetctl",
    version,
    propagate_version = true,
    disable_help_subcommand = true
)]
pub struct Cli {
    #[command(flatten)]
    globals: Globals,

    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes, before or after its noun.
#[expect(clippy::struct_excessive_bools, reason = "one a flag")]
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Globals {
    /// The store: a file, or the name of one in the configuration
    #[arg(long, global = true, value_name = "STORE")]
    pub store: Option<String>,

    /// Answer with one JSON document (= --format json)
    #[arg(long, global = true)]
    pub json: bool,

    /// The form of the answer
    #[arg(long, global = true, value_enum, conflicts_with = "json")]
    pub format: Option<Format>,

    /// Leave the header out of csv and tsv
    #[arg(long, global = true)]
    pub no_header: bool,

    /// Write without asking
    #[arg(short, long, global = true)]
    pub yes: bool,

    /// Show what would be written, and write nothing
    #[arg(short = 'n', long, global = true)]
    pub dry_run: bool,

    /// Write the changeset to a file for `tetctl apply`, and nothing to the store
    #[arg(long, global = true, value_name = "FILE")]
    pub save: Option<std::path::PathBuf>,

    /// A remark for the journal
    #[arg(long, global = true, value_name = "TEXT")]
    pub note: Option<String>,

    /// Who asked for it
    #[arg(long, global = true, value_name = "EMAIL|URL")]
    pub requested_by: Option<String>,

    /// The batch that a write joins; under `op`, the batch to look at
    #[arg(long, global = true, value_name = "NAME")]
    pub batch: Option<String>,

    /// How long to wait for another writer
    #[arg(long, global = true, value_name = "TIME", default_value = "10s", value_parser = parsing::seconds)]
    pub lock_timeout: u64,

    /// Write to a store on a network drive all the same
    #[arg(long, global = true)]
    pub allow_network: bool,

    /// Write to a store in a synchronised folder all the same
    #[arg(long, global = true)]
    pub allow_synced: bool,

    /// The language of sentences
    #[arg(long, global = true, value_name = "fr|en", value_parser = parsing::language)]
    pub lang: Option<crate::domain::language::Language>,

    /// Leave remarks out
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Tree,
    Json,
    Csv,
    Tsv,
    Ids,
    Count,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Profiles: the collectivités, and who is a member of whom
    #[command(
        subcommand,
        after_help = "Examples:
  tetctl profile create \"CC du Val d'Aubrac\" --department 61
  tetctl profile list --search trevanne"
    )]
    Profile(profile::Command),

    /// Référentiels: their structures, and what profiles say of their actions
    #[command(
        subcommand,
        alias = "ref",
        after_help = "Examples:
  tetctl referentiel status cae cc-des-sources-et-bocages
  tetctl referentiel export cae cc-des-sources-et-bocages -o statuts.csv"
    )]
    Referentiel(referentiel::Command),

    Copy(referentiel::copy::Args),

    Apply(apply::Args),

    /// The journal: look, undo, redo, reply
    #[command(
        subcommand,
        after_help = "Examples:
  tetctl op list --since 7d
  tetctl op undo 812 --yes"
    )]
    Op(op::Command),

    /// The store: make one, look at it, check it, back it up
    #[command(
        subcommand,
        after_help = "Examples:
  tetctl store info
  tetctl store check"
    )]
    Store(store::Command),

    /// The configuration
    #[command(
        subcommand,
        after_help = "Examples:
  tetctl config show
  tetctl config show --json"
    )]
    Config(config_show::Command),

    Completions(completions::Args),

    Demo(demo::Args),

    Help(help::Args),
}

impl Command {
    /// Tells whether the command answers even where the configuration cannot be read.
    ///
    /// A shell that starts loads completions.
    fn needs_no_settings(&self) -> bool {
        matches!(self, Self::Completions(_) | Self::Help(_))
    }
}

/// Runs the command that `args` hold and returns the exit code.
pub fn run(args: Vec<OsString>) -> Exit {
    if let Some(shell) = completing::asked(&args) {
        return completing::answer(shell, &args);
    }
    ui::listen(interrupted(&args));
    let (session, error) = match parsing::parse(&args) {
        Ok((cli, command)) => match Session::new(cli.globals, command, &args) {
            Ok(session) => {
                let done = dispatch(cli.command, &session);
                match done.and_then(|exit| say_exactly(&session).map(|()| exit)) {
                    Ok(exit) => return exit,
                    Err(error) => (session, error),
                }
            }
            Err(failed) if cli.command.as_ref().is_some_and(Command::needs_no_settings) => {
                let (session, _) = *failed;
                match dispatch(cli.command, &session) {
                    Ok(exit) => return exit,
                    Err(error) => (session, error),
                }
            }
            Err(failed) => *failed,
        },
        Err(parsing::Stop::Shown(exit)) => return exit,
        Err(parsing::Stop::Help) => {
            let session = Session::fallback(&args);
            match session.ui.answer(&top_help::text(session.look())) {
                Ok(()) => return 0,
                Err(error) => (session, error),
            }
        }
        Err(parsing::Stop::Wrong(usage)) => (Session::fallback(&args), usage),
    };
    let exit = crate::failure::report(&session.ui, &session.command, session.is_json(), &error);
    if session.has_asked() && exit != Meaning::Interrupted.exit() {
        // What was asked need not be asked again; where even stderr is gone nobody reads it.
        let _ = say_exactly(&session);
    }
    exit
}

/// Returns what a command does that ends at once: no file in the making is left, and it says so.
fn interrupted(args: &[OsString]) -> impl Fn(Say) + Send + Sync + 'static {
    let args = args.to_vec();
    move |say| {
        std::mem::forget(whole_file::abandon());
        if say == Say::Nothing {
            return;
        }
        let session = Session::fallback(&args);
        let error = Refusal::Interrupted.into();
        crate::failure::report(&session.ui, &session.command, session.is_json(), &error);
    }
}

/// Gives back the command line that asks nothing, where names were chosen or asked for.
fn say_exactly(session: &Session) -> anyhow::Result<()> {
    if !session.has_choices() {
        return Ok(());
    }
    let line = session.exact_line();
    session
        .ui
        .remark(&crate::render::questions::again(session.language(), &line))
}

fn dispatch(command: Option<Command>, session: &Session) -> anyhow::Result<Exit> {
    let Some(command) = command else {
        return home::run(session);
    };
    match command {
        Command::Profile(command) => profile::run(command, session),
        Command::Referentiel(command) => referentiel::run(command, session),
        Command::Copy(args) => referentiel::copy::run(args, session),
        Command::Apply(args) => apply::run(args, session),
        Command::Op(command) => op::run(command, session),
        Command::Store(command) => store::run(command, session),
        Command::Config(command) => config_show::run(command, session),
        Command::Completions(args) => completions::run(args, session),
        Command::Demo(args) => demo::run(args, session),
        Command::Help(args) => help::run(args, session),
    }
}
