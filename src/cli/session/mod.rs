//! What every handler needs: what was typed everywhere, the settings, the streams, the store.

mod store;

use std::cell::{Cell, RefCell};
use std::ffi::OsString;

use anyhow::Result;
use jiff::tz::TimeZone;

use super::config::{self, Settings};
use super::{Format, Globals, parsing};
use crate::domain::language::Language;
use crate::domain::operation::{Batch, Requester, Signature};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::usage::{Usage, ValueFault};
use crate::render::look::Look;
use crate::ui::Ui;

pub use crate::render::words::quoted;

/// One run of one command.
pub struct Session {
    pub globals: Globals,
    /// The full name of the command, as documents give it.
    pub command: String,
    pub settings: Settings,
    pub ui: Ui,
    /// When the command began, in seconds since 1970, UTC; a write has its own moment.
    pub now: i64,
    /// The words of the command line, the program's name left out.
    pub words: Vec<String>,
    /// The loose names that were typed, and the keys that were chosen for them.
    chosen: RefCell<Vec<(String, String)>>,
    /// The référentiel that the command is about, once it is known.
    referentiel: Cell<Option<Referentiel>>,
    /// What was asked for, once nothing is missing any more.
    asked: RefCell<Option<Asked>>,
}

/// What was asked for, as it stands on a command line.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The référentiel, which stands after the verb.
    pub referentiel: Option<String>,
    /// A profile, or flags and their values, which stand at the end.
    pub rest: Vec<String>,
}

impl Session {
    /// Reads the settings; where they are wrong, the session that can say so comes back.
    pub fn new(
        globals: Globals,
        command: String,
        args: &[OsString],
    ) -> std::result::Result<Self, Box<(Self, anyhow::Error)>> {
        match Settings::read() {
            Ok(settings) => Ok(Self::with(globals, command, args, settings)),
            Err(error) => {
                let session = Self::with(globals, command, args, Settings::default());
                Err(Box::new((session, error)))
            }
        }
    }

    /// Returns the session that reports a command line which cannot be read.
    pub fn fallback(args: &[OsString]) -> Self {
        let words: Vec<String> = words(args);
        let settings = Settings::read().unwrap_or_default();
        let globals = Globals {
            json: parsing::wants_json(&words),
            lang: parsing::typed_language(&words),
            ..Globals::default()
        };
        let command = parsing::typed_command(&words);
        Self::with(globals, command, args, settings)
    }

    fn with(globals: Globals, command: String, args: &[OsString], settings: Settings) -> Self {
        let now = now();
        Self {
            ui: session_ui(&globals, &settings, now),
            words: words(args),
            chosen: RefCell::default(),
            asked: RefCell::default(),
            referentiel: Cell::default(),
            globals,
            command,
            settings,
            now,
        }
    }

    /// Remembers the référentiel that the command is about.
    pub fn is_about(&self, referentiel: Referentiel) {
        self.referentiel.set(Some(referentiel));
    }

    /// Returns the référentiel that the command is about, where it is known.
    pub fn referentiel(&self) -> Option<Referentiel> {
        self.referentiel.get()
    }

    /// Remembers that a loose name was read as a key.
    pub fn remember_choice(&self, typed: &str, key: &str) {
        let choice = (typed.to_owned(), key.to_owned());
        self.chosen.borrow_mut().push(choice);
    }

    /// Returns the command line without a value that a flag has taken.
    pub fn line_without(&self, flag: &str, value: &str) -> String {
        let taken = self.words.windows(2).position(|pair| pair == [flag, value]);
        let words = self.words.iter().enumerate();
        let rest = words.filter(|(place, _)| Some(*place) != taken.map(|flag| flag + 1));
        let words: Vec<String> = rest.map(|(_, word)| quoted(word)).collect();
        format!("tetctl {}", words.join(" "))
    }

    /// Remembers what was asked for, if anything was, once nothing is missing any more.
    pub fn remember_asked(&self, asked: Asked) {
        if asked.referentiel.is_some() || !asked.rest.is_empty() {
            self.asked.replace(Some(asked));
        }
    }

    /// Tells whether something was missing and was asked for.
    pub fn has_asked(&self) -> bool {
        self.asked.borrow().is_some()
    }

    /// Tells whether keys were chosen for loose names, or what was missing was asked for.
    pub fn has_choices(&self) -> bool {
        self.has_asked() || !self.chosen.borrow().is_empty()
    }

    /// Returns the command line as a shell takes it: keys in the place of loose names, and what was
    /// asked for.
    pub fn exact_line(&self) -> String {
        let chosen = self.chosen.borrow();
        let exact = |word: &String| {
            let choice = chosen.iter().find(|(typed, _)| typed == word);
            quoted(choice.map_or(word, |(_, key)| key))
        };
        let mut words: Vec<String> = self.words.iter().map(exact).collect();
        if let Some(asked) = self.asked.borrow().clone() {
            let verb = parsing::verb(&self.words);
            words.splice(verb..verb, asked.referentiel);
            words.extend(asked.rest.iter().map(|word| quoted(word)));
        }
        format!("tetctl {}", words.join(" "))
    }

    /// Returns the language of sentences.
    pub fn language(&self) -> Language {
        self.ui.look.language
    }

    /// Returns how answers look.
    pub fn look(&self) -> &Look {
        &self.ui.look
    }

    /// Tells whether the answer is one document.
    pub fn is_json(&self) -> bool {
        self.globals.json || self.globals.format == Some(Format::Json)
    }

    /// Tells whether somebody is asked: at a terminal, without `--yes` and `--json`.
    pub fn is_attended(&self) -> bool {
        let is_stdin =
            |word: &String| word == "-" || (word.starts_with("--") && word.ends_with("=-"));
        let reads_stdin = self.words.iter().any(is_stdin);
        Ui::is_attended() && !self.globals.yes && !self.is_json() && !reads_stdin
    }

    /// Returns the session with answers that never go through the pager.
    pub fn unpaged(mut self) -> Self {
        self.ui.paged = false;
        self
    }

    /// Refuses `--dry-run` and `--save` where a command has nothing to show or to save first.
    pub fn refuse_rehearsal(&self) -> Result<()> {
        let typed = [
            ("--dry-run", self.globals.dry_run),
            ("--save", self.globals.save.is_some()),
        ];
        match typed.into_iter().find(|(_, is_typed)| *is_typed) {
            None => Ok(()),
            Some((flag, _)) => Err(Refusal::Usage(Usage::NoRehearsal { flag }).into()),
        }
    }

    /// Tells whether a write is made without being shown first.
    pub fn writes_at_once(&self) -> bool {
        self.globals.yes && self.writes()
    }

    /// Tells whether anything is written: no rehearsal, no changeset for later.
    pub fn writes(&self) -> bool {
        !self.globals.dry_run && self.globals.save.is_none()
    }

    /// Tells whether what is planned is agreed to without being seen: `--yes`, or `--save`.
    pub fn consents_blindly(&self) -> bool {
        let saves = self.globals.save.is_some() && !self.globals.dry_run;
        self.writes_at_once() || saves
    }

    /// Returns who writes, in whose name, and the moment.
    pub fn signature(&self) -> Result<Signature> {
        let requester = self.globals.requested_by.as_deref();
        let note = self.globals.note.clone();
        Ok(Signature {
            actor: self.settings.actor.value.clone(),
            system_user: self.settings.system_user.clone(),
            host: host(),
            at: now(),
            note: note.filter(|note| !note.trim().is_empty()),
            requested_by: requester.map(requester_of).transpose()?,
        })
    }

    /// Returns the name of the batch to join; under `op` the flag selects one instead.
    pub fn joined_batch(&self) -> Option<&str> {
        let name = self.globals.batch.as_deref().map(str::trim);
        name.filter(|_| !self.command.starts_with("op "))
    }

    /// Returns the batch that a write joins.
    pub fn batch(&self) -> Result<Batch> {
        let Some(name) = self.joined_batch() else {
            return Ok(Batch::New);
        };
        let fault = match name {
            "" => ValueFault::Empty,
            name if name.bytes().all(|byte| byte.is_ascii_digit()) => ValueFault::BatchName,
            name => return Ok(Batch::Named(name.to_owned())),
        };
        Err(wrong("--batch", name, fault))
    }
}

/// Returns the refusal of a value that has not the form it should.
pub fn wrong(flag: &str, value: &str, fault: ValueFault) -> anyhow::Error {
    Refusal::Usage(Usage::value(flag, value, fault)).into()
}

fn requester_of(typed: &str) -> Result<Requester> {
    let typed = typed.trim();
    if typed.starts_with("https://") || typed.starts_with("http://") {
        return Ok(Requester::Url(typed.to_owned()));
    }
    match typed.split_once('@') {
        Some((name, host)) if is_mailbox(name) && is_mailbox(host) && host.contains('.') => {
            Ok(Requester::Email(typed.to_lowercase()))
        }
        _ => Err(wrong("--requested-by", typed, ValueFault::Email)),
    }
}

fn is_mailbox(part: &str) -> bool {
    let forbidden = |char: char| char.is_whitespace() || char.is_control() || char == '@';
    !part.is_empty() && !part.contains(forbidden) && !part.starts_with('.') && !part.ends_with('.')
}

/// Returns the words of a command line, the program's name left out.
pub fn words(args: &[OsString]) -> Vec<String> {
    let words = args.iter().skip(1);
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect()
}

fn session_ui(globals: &Globals, settings: &Settings, now: i64) -> Ui {
    let look = Look {
        language: globals.lang.unwrap_or(settings.language.value),
        width: Ui::width(),
        height: Ui::height(),
        unicode: config::draws_unicode(),
        zone: TimeZone::system(),
        now,
    };
    Ui::new(look, globals.quiet, settings.pager.value.clone())
}

fn host() -> String {
    let host = nix::unistd::gethostname().unwrap_or_default();
    host.to_string_lossy().into_owned()
}

/// Returns the present moment; builds for tests can be told another.
pub fn now() -> i64 {
    let told = cfg!(debug_assertions)
        .then(|| std::env::var("TETCTL_NOW").ok())
        .flatten()
        .and_then(|text| text.parse::<jiff::Timestamp>().ok());
    told.unwrap_or_else(jiff::Timestamp::now).as_second()
}
