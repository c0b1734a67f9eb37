//! From the words of a command line to a command, or to what is wrong with them.

use std::ffi::OsString;
use std::io;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, CommandFactory, FromArgMatches};

use super::session::{quoted, words};
use super::{Cli, Exit};
use crate::domain::language::Language;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::usage::{ParserFault, Usage, ValueFault};

/// Why there is no command to run.
pub enum Stop {
    /// The help of all commands is to be shown.
    Help,
    /// The help or the version was shown.
    Shown(Exit),
    /// The command line is wrong.
    Wrong(anyhow::Error),
}

/// The flags whose value is a name that people forget to quote.
const NAMED: [&str; 6] = [
    "--from",
    "--to",
    "--add",
    "--remove",
    "--except",
    "--to-members-of",
];

/// Returns the command and its full name.
pub fn parse(args: &[OsString]) -> Result<(Cli, String), Stop> {
    let parsed = Cli::command()
        .try_get_matches_from(args)
        .and_then(|matches| Ok((Cli::from_arg_matches(&matches)?, full_name(&matches))));
    parsed.map_err(|error| stop(error, args))
}

/// Returns the help of a command, as `--help` shows it.
pub fn help(words: &[&str]) -> String {
    let line = ["tetctl"].iter().chain(words).chain(&["--help"]);
    match Cli::command().try_get_matches_from(line) {
        Err(error) => error.render().to_string(),
        Ok(_) => String::new(),
    }
}

fn stop(error: clap::Error, args: &[OsString]) -> Stop {
    let shown = matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if error.kind() == ErrorKind::DisplayHelp && typed_command(&words(args)).is_empty() {
        return Stop::Help;
    }
    if shown {
        return match error.print() {
            // A reader that has closed the pipe has seen enough.
            Err(lost) if lost.kind() != io::ErrorKind::BrokenPipe => {
                Stop::Wrong(anyhow::Error::new(lost).context("writing the answer"))
            }
            _ => Stop::Shown(if error.use_stderr() { 2 } else { 0 }),
        };
    }
    let wrong = usage(&error, &words(args));
    Stop::Wrong(Refusal::Usage(wrong).into())
}

fn usage(error: &clap::Error, words: &[String]) -> Usage {
    let named = context(error, ContextKind::InvalidArg)
        .or_else(|| context(error, ContextKind::InvalidSubcommand));
    let argument = named.unwrap_or_default();
    if error.kind() == ErrorKind::UnknownArgument
        && let Some(left_over) = left_over(words, &argument)
    {
        return left_over;
    }
    let prior = context(error, ContextKind::PriorArg).map(|prior| flag_of(&prior));
    let value = context(error, ContextKind::InvalidValue).or(prior);
    let value = value.unwrap_or_default();
    if error.kind() == ErrorKind::ValueValidation && argument == "[N]" {
        return Usage::value("N", value, ValueFault::Count);
    }
    let fault = fault(error.kind(), &value, &flag_of(&argument));
    Usage::Parser {
        fault,
        argument: match fault {
            ParserFault::Conflict | ParserFault::Twice => flag_of(&argument),
            ParserFault::NotText => not_text(words),
            ParserFault::Missing if error.kind() == ErrorKind::MissingSubcommand => {
                "COMMAND".to_owned()
            }
            _ => argument,
        },
        value,
        hint: meant(error).unwrap_or_else(|| help_of(words)),
    }
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => Some(texts.join(", ")),
        _ => None,
    }
}

/// Returns a flag without the name of its value.
fn flag_of(argument: &str) -> String {
    let flag = argument.split(' ').next();
    flag.unwrap_or_default().to_owned()
}

/// Returns the first word that held something else than text.
fn not_text(words: &[String]) -> String {
    let replaced = |word: &&String| word.contains(char::REPLACEMENT_CHARACTER);
    words.iter().find(replaced).cloned().unwrap_or_default()
}

fn fault(kind: ErrorKind, value: &str, flag: &str) -> ParserFault {
    match kind {
        ErrorKind::UnknownArgument => ParserFault::UnknownArgument,
        ErrorKind::InvalidSubcommand => ParserFault::UnknownCommand,
        ErrorKind::MissingRequiredArgument | ErrorKind::MissingSubcommand => ParserFault::Missing,
        ErrorKind::InvalidValue if value.is_empty() => ParserFault::NoValue,
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => ParserFault::NotAValue,
        ErrorKind::ArgumentConflict if value == flag || value.is_empty() => ParserFault::Twice,
        ErrorKind::ArgumentConflict => ParserFault::Conflict,
        ErrorKind::InvalidUtf8 => ParserFault::NotText,
        _ => ParserFault::Other,
    }
}

/// Returns what comes near to what was typed, or else what there is to choose from.
fn meant(error: &clap::Error) -> Option<String> {
    let near = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
        ContextKind::SuggestedSubcommand,
    ];
    let known = [ContextKind::ValidValue, ContextKind::ValidSubcommand];
    let first = |kinds: &[ContextKind]| kinds.iter().find_map(|kind| context(error, *kind));
    first(&near)
        .or_else(|| first(&known).filter(|known| !known.is_empty()))
        .or_else(|| Some(std::error::Error::source(error)?.to_string()))
}

/// Returns the usage error of a word after an unquoted name, with the line as it should be.
fn left_over(words: &[String], word: &str) -> Option<Usage> {
    if word.starts_with('-') {
        return None;
    }
    let at = words.iter().position(|typed| typed == word)?;
    let flag = words[..at]
        .iter()
        .rposition(|typed| typed.starts_with('-'))?;
    if !NAMED.contains(&words[flag].as_str()) {
        return None;
    }
    let rest = words[flag + 1..]
        .iter()
        .take_while(|typed| !typed.starts_with('-'))
        .filter(|typed| typed.parse::<Referentiel>().is_err());
    let name: Vec<&str> = rest.map(String::as_str).collect();
    Some(Usage::LeftOver {
        word: word.to_owned(),
        rewritten: format!("{} \"{}\"", words[flag], name.join(" ")),
    })
}

/// Returns the usage error of a référentiel's id that a flag has taken for a profile.
pub fn misplaced_referentiel(words: &[String]) -> Option<Usage> {
    let mut flag = "";
    let at = words.iter().position(|word| {
        if word.starts_with('-') {
            flag = word;
        }
        ["--to", "--to-members-of"].contains(&flag) && word.parse::<Referentiel>().is_ok()
    })?;
    let mut line = words.to_vec();
    let word = line.remove(at);
    let verb = line.iter().position(|word| word == "copy")?;
    line.insert(verb + 1, word.clone());
    let line: Vec<String> = line.iter().map(|word| quoted(word)).collect();
    let rewritten = format!("tetctl {}", line.join(" "));
    Some(Usage::ReferentielAsSupra { word, rewritten })
}

fn help_of(words: &[String]) -> String {
    let command = typed_command(words);
    format!("tetctl {command} --help").replace("  ", " ")
}

/// Returns the place after the verb, where the référentiel stands that a command is about.
///
/// A word after a long flag may be its value, and is the verb only where no other word is.
pub fn verb(words: &[String]) -> usize {
    let command = typed_command(words);
    let verb = command.split(' ').next_back().unwrap_or_default();
    let places = || (0..words.len()).filter(|place| words[*place] == verb);
    let sure = |place: &usize| *place == 0 || !words[place - 1].starts_with("--");
    let place = places().find(sure).or_else(|| places().next());
    place.map_or(0, |place| place + 1)
}

/// Returns the full name of the command that `matches` hold.
fn full_name(matches: &ArgMatches) -> String {
    let mut names = Vec::new();
    let mut level = matches;
    while let Some((name, below)) = level.subcommand() {
        names.push(name);
        level = below;
    }
    canonical(&names)
}

/// Returns as much of a command's full name as can be read in a wrong command line.
pub fn typed_command(words: &[String]) -> String {
    let mut names = Vec::new();
    let mut level = Cli::command();
    for word in words {
        let found = level.find_subcommand(word).cloned();
        if let Some(found) = found {
            names.push(found.get_name().to_owned());
            level = found;
        }
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    canonical(&names)
}

/// Returns the full name of a command by its words; some may be called by a shorter one.
pub fn canonical(words: &[&str]) -> String {
    match words {
        ["copy"] => "referentiel copy".to_owned(),
        ["ref", verb] => format!("referentiel {verb}"),
        words => words.join(" "),
    }
}

/// Tells whether a command line that cannot be read asks for a document.
pub fn wants_json(words: &[String]) -> bool {
    let pair = |pair: &[String]| pair[0] == "--format" && pair[1] == "json";
    words
        .iter()
        .any(|word| word == "--json" || word == "--format=json")
        || words.windows(2).any(pair)
}

/// Returns the language that a command line which cannot be read asks for.
pub fn typed_language(words: &[String]) -> Option<Language> {
    let value = words
        .iter()
        .find_map(|word| word.strip_prefix("--lang="))
        .or_else(|| {
            let pair = words.windows(2).find(|pair| pair[0] == "--lang")?;
            Some(pair[1].as_str())
        });
    value.and_then(Language::of)
}

/// Reads `fr` or `en`.
pub fn language(text: &str) -> Result<Language, String> {
    match text {
        "fr" => Ok(Language::French),
        "en" => Ok(Language::English),
        _ => Err("fr, en".to_owned()),
    }
}

/// The longest that can be waited, in seconds: milliseconds are counted in 31 bits.
const LONGEST: u64 = i32::MAX as u64 / 1000;

/// Reads a count.
pub fn count(text: &str) -> Result<usize, String> {
    text.trim().parse().map_err(|_| "0, 1, 2…".to_owned())
}

/// Reads a length of time in seconds: `10s`, `2m`, or a bare number of seconds.
pub fn seconds(text: &str) -> Result<u64, String> {
    let (digits, unit) = match text.strip_suffix('m') {
        Some(minutes) => (minutes, 60),
        None => (text.strip_suffix('s').unwrap_or(text), 1),
    };
    let number = digits.trim().parse::<u64>().ok();
    number
        .and_then(|number| number.checked_mul(unit))
        .filter(|seconds| *seconds <= LONGEST)
        .ok_or_else(|| "10s, 2m".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    fn wrong(line: &str) -> Usage {
        let args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        let Err(Stop::Wrong(error)) = parse(&args) else {
            panic!("{line}")
        };
        match error.downcast() {
            Ok(Refusal::Usage(usage)) => usage,
            _ => panic!("{line}"),
        }
    }

    fn parser(line: &str) -> (ParserFault, String, String, String) {
        match wrong(line) {
            Usage::Parser {
                fault,
                argument,
                value,
                hint,
            } => (fault, argument, value, hint),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_referentiel_that_a_flag_has_swallowed_is_put_in_its_place() {
        for (line, rewritten) in [
            (
                "tetctl copy --from p --to-members-of cae -x 4",
                "tetctl copy cae --from p --to-members-of -x 4",
            ),
            (
                "tetctl ref copy --to s cae --from p -n",
                "tetctl ref copy cae --to s --from p -n",
            ),
        ] {
            let usage = Usage::ReferentielAsSupra {
                word: "cae".to_owned(),
                rewritten: rewritten.to_owned(),
            };
            let typed = &words(line)[1..];
            assert_eq!(misplaced_referentiel(typed), Some(usage), "{line}");
        }
    }

    #[test]
    fn the_verb_is_found_among_the_values_of_flags() {
        for (line, place) in [
            ("copy", 1),
            ("ref copy --from p", 2),
            ("-n copy --to q", 2),
            ("--quiet copy --note copy", 2),
            ("--note copy copy --quiet", 3),
        ] {
            assert_eq!(verb(&words(line)), place, "{line}");
        }
    }

    #[test]
    fn a_mistyped_flag_is_no_name() {
        let (fault, argument, _, hint) =
            parser("tetctl copy cae --from p --to orvel-61 --alow-poorer-source");
        assert_eq!(fault, ParserFault::UnknownArgument);
        assert_eq!(argument, "--alow-poorer-source");
        assert_eq!(hint, "--allow-poorer-source");
    }

    #[test]
    fn a_flag_given_twice_is_no_conflict() {
        let (fault, argument, ..) = parser("tetctl copy cae --from p --from q --to r");
        assert_eq!((fault, argument.as_str()), (ParserFault::Twice, "--from"));
        let (fault, argument, ..) = parser("tetctl op list --json --json");
        assert_eq!((fault, argument.as_str()), (ParserFault::Twice, "--json"));
        let (fault, argument, value, _) =
            parser("tetctl copy cae --from p --to r --to-members-of s");
        assert_eq!(fault, ParserFault::Conflict);
        assert!(argument != value && argument.starts_with("--to"), "{value}");
    }

    #[test]
    fn the_values_that_can_be_typed_are_listed() {
        for (typed, hint) in [
            (
                "--on-conflict latest",
                "fill, overwrite, newest, append, ask, abort",
            ),
            ("--data scores", "statuts, commentaires, pilotes, services"),
            ("--max-overwrites x", "N, N%"),
        ] {
            let (fault, _, _, told) = parser(&format!("tetctl copy cae --from p --to q {typed}"));
            assert_eq!((fault, told.as_str()), (ParserFault::NotAValue, hint));
        }
    }

    #[test]
    fn what_is_no_text_is_named() {
        use std::os::unix::ffi::OsStringExt as _;
        let mut args: Vec<OsString> = ["tetctl", "profile", "show"].map(OsString::from).into();
        args.push(OsString::from_vec(vec![b'a', 0xff]));
        let Err(Stop::Wrong(error)) = parse(&args) else {
            panic!()
        };
        let Ok(Refusal::Usage(Usage::Parser {
            fault, argument, ..
        })) = error.downcast()
        else {
            panic!()
        };
        assert_eq!(fault, ParserFault::NotText);
        assert_eq!(argument, "a\u{fffd}");
    }

    #[test]
    fn the_definitions_hold_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn lengths_of_time_are_read() {
        assert_eq!(seconds("10s"), Ok(10));
        assert_eq!(seconds("2m"), Ok(120));
        assert_eq!(seconds("7"), Ok(7));
        assert!(seconds("soon").is_err());
    }

    #[test]
    fn what_is_too_long_to_wait_is_no_length_of_time() {
        assert_eq!(seconds("35791m"), Ok(2_147_460));
        assert!(seconds("35792m").is_err());
        assert!(seconds("18446744073709551615").is_err());
        assert!(seconds("999999999999999999m").is_err());
    }

    #[test]
    fn an_unquoted_name_comes_back_quoted() {
        let line = words("copy cae --from Grand Besançon --to x");
        assert_eq!(
            left_over(&line, "Besançon"),
            Some(Usage::LeftOver {
                word: "Besançon".to_owned(),
                rewritten: "--from \"Grand Besançon\"".to_owned(),
            })
        );
        assert_eq!(left_over(&words("op undo 1 2"), "2"), None);
    }
}
