//! Which argument takes which values.

use std::ffi::OsStr;

use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use super::candidates::{files, words};
use super::line::Line;
use super::live::Live;
use crate::cli::help;
use crate::domain::nature::Nature;
use crate::domain::policy::{Data, Policy};
use crate::domain::referentiel::Referentiel;
use crate::domain::statut::{BLANK, CODES};
use crate::ops::propose_actions::Form;

/// What stands in the place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    Profiles,
    Referentiels,
    /// The référentiels, imported or not.
    AllReferentiels,
    Actions,
    /// Actions whose référentiel no other word tells.
    WholeActions,
    Statuts,
    Texts,
    Pilotes,
    Operations,
    Batches,
    Stores,
    Natures,
    Data,
    Policies,
    Languages,
    Encodings,
    Days,
    Commands,
    Files,
}

impl Values {
    /// Returns what stands in the place of an argument's value, told by its name in the help.
    pub fn of(arg: &Arg) -> Option<Self> {
        Some(match (arg.get_id().as_str(), Self::name(arg).as_str()) {
            ("batch", _) => Self::Batches,
            ("number", "N") => Self::Operations,
            ("id", "REF") => Self::AllReferentiels,
            (_, "PROFILE" | "SUPRA" | "MEMBER") => Self::Profiles,
            (_, "REF") => Self::Referentiels,
            (_, "ID") => Self::Actions,
            (_, "ACTION") => Self::WholeActions,
            (_, "ID=STATUT") => Self::Statuts,
            (_, "ID=TEXT") => Self::Texts,
            (_, "ID=NAME") => Self::Pilotes,
            (_, "STORE") => Self::Stores,
            (_, "NATURE") => Self::Natures,
            (_, "DATA") => Self::Data,
            (_, "POLICY") => Self::Policies,
            (_, "fr|en") => Self::Languages,
            (_, "ENCODING") => Self::Encodings,
            (_, "DATE") => Self::Days,
            (_, "TOPIC|COMMAND") => Self::Commands,
            (_, "FILE" | "DIR") => Self::Files,
            _ => return None,
        })
    }

    /// Returns the name of an argument's value, as the help shows it.
    pub fn name(arg: &Arg) -> String {
        let named = arg.get_value_names().and_then(|names| names.first());
        named.map_or_else(|| arg.get_id().as_str().to_uppercase(), ToString::to_string)
    }

    /// Returns the candidates that begin so, or that are found by what is typed.
    fn candidates(self, live: &Live, line: &Line, typed: &str) -> Vec<CompletionCandidate> {
        match self {
            Self::Profiles => live.profiles(typed),
            Self::Referentiels => live.referentiels(typed),
            Self::AllReferentiels => words(Referentiel::ALL.map(|it| (it.id(), it.label())), typed),
            Self::Actions => live.actions(typed),
            Self::WholeActions => live.whole_actions(typed),
            Self::Statuts => match typed.split_once('=') {
                Some((id, statut)) => statuts(id, statut),
                None => live.pairs(typed, Form::Statut),
            },
            Self::Texts => live.pairs(typed, Form::Text),
            Self::Pilotes => live.pairs(typed, Form::Pilote),
            Self::Operations => live.operations(typed),
            Self::Batches => live.batches(typed),
            Self::Stores => store(typed),
            Self::Natures => words(Nature::ALL.map(|it| (it.code(), nature_label(it))), typed),
            Self::Data => words(Data::ALL.map(|it| (it.code(), "")), typed),
            Self::Policies => words(Policy::ALL.map(|it| (it.code(), "")), typed),
            Self::Languages => words([("fr", "français"), ("en", "English")], typed),
            Self::Encodings => words(
                ["utf-8", "windows-1252", "utf-16"].map(|it| (it, "")),
                typed,
            ),
            Self::Days => words(["today", "yesterday", "7d"].map(|it| (it, "")), typed),
            Self::Commands => help::candidates(line.before(), typed),
            Self::Files => vec![files()],
        }
    }
}

/// Lets every argument of every command know its values.
pub fn decorate(command: Command, line: &Line) -> Command {
    let command = command.mut_args(|arg| match Values::of(&arg) {
        Some(values) => arg.add(completer(values, line.clone())),
        None => arg,
    });
    command.mut_subcommands(|below| decorate(below, line))
}

fn completer(values: Values, line: Line) -> ArgValueCompleter {
    let live = Live::of(&line);
    ArgValueCompleter::new(move |typed: &OsStr| match typed.to_str() {
        Some(typed) => values.candidates(&live, &line, typed),
        None => Vec::new(),
    })
}

/// Returns the statuts behind the id that they are for.
fn statuts(id: &str, typed: &str) -> Vec<CompletionCandidate> {
    let told = |code| match code {
        "detaille" => ("detaille:", "F/P/N : 20/50/30"),
        BLANK => (BLANK, "∅"),
        code => (code, ""),
    };
    let found = words(CODES.map(told), typed).into_iter();
    found.map(|it| it.add_prefix(format!("{id}="))).collect()
}

/// Returns the named stores, or the files where a path is typed.
fn store(typed: &str) -> Vec<CompletionCandidate> {
    let named = Live::stores(typed);
    if named.is_empty() || typed.contains(['/', '.']) {
        return vec![files()];
    }
    named
}

/// Returns what a nature's code stands for, where that is another word.
fn nature_label(nature: Nature) -> &'static str {
    let label = nature.label();
    if label == nature.code() { "" } else { label }
}
