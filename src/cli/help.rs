//! `tetctl help`.

use anyhow::Result;
use clap::{Command, CommandFactory as _};
use clap_complete::engine::CompletionCandidate;

use super::session::Session;
use super::{Cli, Exit, answering, parsing};
use crate::domain::name::nearness;
use crate::domain::refusal::Refusal;
use crate::domain::usage::{ParserFault, Usage};
use crate::render::document::Document;
use crate::render::help_topics::{self, Topic};

/// How near a word must be to be proposed, from 0 to 1.
const NEAR_ENOUGH: f64 = 0.7;

/// Explain a topic, or show the help of a command
///
/// Topics: copying, selection, exit-codes, scripting, stores.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl help copying
  tetctl help profile edit")]
pub struct Args {
    /// A topic, or the words of a command; nothing lists the topics
    #[arg(value_name = "TOPIC|COMMAND")]
    words: Vec<String>,
}

/// Shows a topic, the help of a command, or what there is.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let words: Vec<&str> = args.words.iter().map(String::as_str).collect();
    let text = text(&words, session)?;
    answering::either(
        session,
        || text.clone(),
        || Document::default().with("help", text.as_str().into()),
        0,
    )
}

fn text(words: &[&str], session: &Session) -> Result<String> {
    let [first, rest @ ..] = words else {
        return Ok(help_topics::list(session.language()));
    };
    match Topic::of(first) {
        Some(topic) if rest.is_empty() => Ok(help_topics::page(session.look(), topic)),
        _ => {
            check(words)?;
            Ok(parsing::help(words))
        }
    }
}

/// Returns the topics and commands that can follow these words.
pub fn candidates(before: &[String], typed: &str) -> Vec<CompletionCandidate> {
    let words = before.iter().skip_while(|word| *word != "help").skip(1);
    let mut level = Cli::command();
    let mut topics: &[Topic] = &Topic::ALL;
    for word in words {
        topics = &[];
        let Some(below) = level.find_subcommand(word) else {
            return Vec::new();
        };
        level = below.clone();
    }
    let topics = topics
        .iter()
        .map(|topic| CompletionCandidate::new(topic.code()));
    let commands = level.get_subcommands().map(|below| {
        CompletionCandidate::new(below.get_name().to_owned()).help(below.get_about().cloned())
    });
    let begins = |candidate: &CompletionCandidate| {
        candidate.get_value().to_string_lossy().starts_with(typed)
    };
    topics.chain(commands).filter(begins).collect()
}

/// Refuses words that are no command, with what they come near to.
fn check(words: &[&str]) -> Result<()> {
    let mut level = Cli::command();
    for (place, word) in words.iter().enumerate() {
        let below = level.find_subcommand(word).cloned();
        let Some(below) = below else {
            let topics: &[Topic] = if place == 0 { &Topic::ALL } else { &[] };
            return Err(unknown(word, &level, topics).into());
        };
        level = below;
    }
    Ok(())
}

/// Tells whether a word comes near to what was typed, or goes on with it.
fn is_near(typed: &str, known: &str) -> bool {
    nearness(typed, known) >= NEAR_ENOUGH || (typed.len() > 2 && known.starts_with(typed))
}

fn unknown(word: &str, level: &Command, topics: &[Topic]) -> Refusal {
    let commands = level.get_subcommands().map(Command::get_name);
    let known: Vec<&str> = topics
        .iter()
        .map(|topic| topic.code())
        .chain(commands)
        .collect();
    let near: Vec<&str> = known
        .iter()
        .copied()
        .filter(|known| is_near(word, known))
        .collect();
    Refusal::Usage(Usage::Parser {
        fault: ParserFault::UnknownCommand,
        argument: word.to_owned(),
        value: String::new(),
        hint: if near.is_empty() { known } else { near }.join(", "),
    })
}
