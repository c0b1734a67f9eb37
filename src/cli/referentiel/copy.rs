//! `tetctl referentiel copy`, also `tetctl copy`.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::PathBuf;

use anyhow::Result;

use super::copy_asking::Asking;
use super::copy_job::CopyJob;
use super::copy_targets::{Goals, Targets};
use super::{copy_requests, data, walk};
use crate::cli::naming::{self, Named};
use crate::cli::session::{Session, wrong};
use crate::cli::{Exit, asking, parsing, writing};
use crate::domain::changeset::WHEN_WRITTEN;
use crate::domain::policy::{Data, Policy};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::selection::Selection;
use crate::domain::usage::ValueFault;
use crate::ops::copy_referentiel::{CopyRequest, Limit, SourceCache};
use crate::ops::read_copy_requests::ForAll;
use crate::ops::selecting;
use crate::render::copies::Members;
use crate::store::Store;

/// The arguments that each row of a file of requests decides.
const OF_A_ROW: [&str; 8] = [
    "from",
    "to",
    "to_members_of",
    "except",
    "actions",
    "exclude",
    "data",
    "on_conflict",
];

/// Copy a référentiel's data from a profile to others
///
/// Statuts and commentaires of the source are written where the target is blank; what the target
/// says stays, unless --on-conflict says otherwise. A blank of the source never erases. Documents,
/// discussions, personalisation answers, history and scores are never copied.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages -a 1 -n
  tetctl copy cae --from petr-du-pays-de-trevanne --to-members-of -x 3 --yes")]
pub struct Args {
    /// The référentiel: cae, eci, te
    #[arg(value_name = "REF")]
    referentiel: Option<String>,

    /// The profile to read
    #[arg(long, value_name = "PROFILE")]
    from: Option<String>,

    #[command(flatten)]
    targets: Targets,

    /// Copy this branch only: an id, or a range of siblings 1.1.1..1.1.3 (can be repeated)
    #[arg(short, long = "action", value_name = "ID")]
    actions: Vec<String>,

    /// Leave this branch out (can be repeated)
    #[arg(short = 'x', long = "exclude-action", value_name = "ID")]
    exclude: Vec<String>,

    /// What to copy: statuts, commentaires, pilotes, services (default: the first two)
    #[arg(long, value_name = "DATA", value_delimiter = ',', value_parser = data)]
    data: Vec<Data>,

    /// Copy what a file asks for, one request a row: de,vers,referentiel,actions,sauf,donnees,regle,note (- is stdin)
    #[arg(long, value_name = "FILE", conflicts_with_all = OF_A_ROW)]
    requests: Option<PathBuf>,

    /// What to do with a value of the target that differs: fill (default), overwrite, newest, append, ask, abort
    ///
    /// fill keeps it, overwrite replaces it, newest keeps the one that a person edited later, append
    /// puts a commentaire of the source behind it (once; all else as fill), ask asks for each at a
    /// terminal, abort stops.
    #[arg(long, value_name = "POLICY", value_parser = policy)]
    on_conflict: Option<Policy>,

    /// Stop where more values would be written over (default: half of the target's, and over 20)
    #[arg(long, value_name = "N|N%", value_parser = limit)]
    max_overwrites: Option<Limit>,

    /// Write a target that holds much more than the source
    #[arg(long)]
    allow_poorer_source: bool,

    /// Write in spite of an audit, for this reason
    #[arg(long, value_name = "REASON")]
    override_audit: Option<String>,

    /// Show every line
    #[arg(long)]
    full: bool,
}

/// Plans the copies, then shows them and carries them out; asks first for what is missing.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    if let Some(path) = &args.requests {
        return copy_requests::run(path, &args.for_all(session)?, args.full, session);
    }
    check_words(&args, session)?;
    walk::check(session, args.on_conflict.unwrap_or_default())?;
    let named = args.referentiel.as_deref().map(super::named).transpose()?;
    selecting::check_filled(&args.actions, &args.exclude)?;
    let mut store = session.store_to_write()?;
    let mut asking = Asking::new(session);
    let what = What::read(&args, session, &mut store, &mut asking, named)?;
    let mut job = CopyJob {
        read_from: what.from.read_from.clone(),
        of_members: what.goals.supra.as_ref().map(|supra| Members {
            nom: supra.nom.clone(),
            all: !args.targets.leaves_out(),
        }),
        full: args.full,
        now: WHEN_WRITTEN,
        source: SourceCache::default(),
        can_save: session.globals.save.is_none(),
        filled: RefCell::default(),
        selected: Cell::default(),
        request: what.request(&args, session)?,
        targets: what.goals.targets,
    };
    let hand = writing::begin(session, &mut store)?;
    if args.is_incomplete() && args.on_conflict.is_none() {
        job.request.policy = asking.policy(&mut store, &job)?;
        asking.remember();
    }
    walk::walk(session, &mut store, &mut job)?;
    writing::carry_on(session, &mut store, &job, hand)
}

/// What is copied, from whom and to whom.
struct What {
    referentiel: Referentiel,
    from: Named,
    goals: Goals,
    selection: Selection,
    data: Vec<Data>,
}

impl What {
    /// Resolves what was typed, and asks for the rest in turn: référentiel, source, targets, and
    /// then, where something was asked, which actions and data.
    fn read(
        args: &Args,
        session: &Session,
        store: &mut Store,
        asking: &mut Asking<'_>,
        named: Option<Referentiel>,
    ) -> Result<Self> {
        let referentiel = asking.referentiel(store, named)?;
        let selection = selecting::selection(referentiel, &args.actions, &args.exclude)?;
        let from = match &args.from {
            Some(typed) => naming::profile(session, store, typed)?,
            None => asking.source(store)?,
        };
        let goals = if args.targets.are_missing() {
            asking.targets(store, &from)?
        } else {
            args.targets.read(session, store, &from)?
        };
        let mut what = Self {
            referentiel,
            from,
            goals,
            selection,
            data: data_or_usual(&args.data),
        };
        if args.is_incomplete() {
            if args.actions.is_empty() && args.exclude.is_empty() {
                what.selection = asking.actions(store, referentiel)?;
            }
            if args.data.is_empty() {
                what.data = asking.data()?;
            }
            asking.remember();
        }
        Ok(what)
    }

    fn request(&self, args: &Args, session: &Session) -> Result<CopyRequest> {
        let caps = args.for_all(session)?;
        Ok(CopyRequest {
            referentiel: self.referentiel,
            from: self.from.profile.clone(),
            selection: self.selection.clone(),
            data: self.data.clone(),
            policy: args.on_conflict.unwrap_or_default(),
            max_overwrites: caps.max_overwrites,
            allow_poorer_source: caps.allow_poorer_source,
            override_audit: caps.override_audit,
            members_of: self.goals.supra.as_ref().map(|supra| supra.id),
            answers: HashMap::new(),
        })
    }
}

impl Args {
    /// Returns what holds for every request of a file, and for the one of a command line.
    fn for_all(&self, session: &Session) -> Result<ForAll> {
        let named = self.referentiel.as_deref().map(super::named);
        Ok(ForAll {
            referentiel: named.transpose()?,
            max_overwrites: self.max_overwrites,
            allow_poorer_source: self.allow_poorer_source || !session.consents_blindly(),
            override_audit: reason(self.override_audit.clone())?,
        })
    }

    /// Returns what must be named, and whether it is.
    fn names(&self) -> [(&'static str, bool); 3] {
        [
            ("REF", self.referentiel.is_some()),
            ("--from", self.from.is_some()),
            ("--to", !self.targets.are_missing()),
        ]
    }

    fn is_incomplete(&self) -> bool {
        self.names().iter().any(|(_, is_named)| !is_named)
    }
}

/// Refuses a référentiel's id that a flag has taken for a profile, targets that contradict each
/// other, and names that are missing where nobody can be asked for them.
fn check_words(args: &Args, session: &Session) -> Result<()> {
    let misplaced = parsing::misplaced_referentiel(&session.words);
    if let Some(usage) = misplaced.filter(|_| args.referentiel.is_none()) {
        return Err(Refusal::Usage(usage).into());
    }
    args.targets.check(session)?;
    asking::check_missing(session, &args.names())
}

/// Returns the kinds of data that were named, or the usual ones.
fn data_or_usual(named: &[Data]) -> Vec<Data> {
    if named.is_empty() {
        return Data::USUAL.to_vec();
    }
    named.to_vec()
}

fn reason(typed: Option<String>) -> Result<Option<String>> {
    match typed {
        Some(text) if text.trim().is_empty() => {
            Err(wrong("--override-audit", &text, ValueFault::Empty))
        }
        other => Ok(other),
    }
}

fn policy(text: &str) -> Result<Policy, String> {
    Policy::of(text).ok_or_else(|| Policy::ALL.map(Policy::code).join(", "))
}

fn limit(text: &str) -> Result<Limit, String> {
    let parsed = match text.strip_suffix('%') {
        Some(digits) => digits
            .trim()
            .parse()
            .ok()
            .filter(|percent| *percent <= 100)
            .map(Limit::Percent),
        None => text.parse().ok().map(Limit::Count),
    };
    parsed.ok_or_else(|| "N, N%".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_count_or_a_share() {
        assert_eq!(limit("30"), Ok(Limit::Count(30)));
        assert_eq!(limit("50%"), Ok(Limit::Percent(50)));
        assert!(limit("120%").is_err());
        assert!(limit("-1").is_err());
    }
}
