//! `tetctl referentiel copy`, also `tetctl copy`.

use std::cell::RefCell;

use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, FromArgMatches};

use super::copy_job::CopyJob;
use super::data;
use crate::cli::naming::{self, Named, Occurrences};
use crate::cli::session::{Session, wrong};
use crate::cli::{Exit, writing};
use crate::domain::policy::{Data, Policy};
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::usage::{Usage, ValueFault};
use crate::ops::copy_referentiel::{CopyRequest, Limit, SourceCache};
use crate::ops::selecting;
use crate::store::Store;

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
    referentiel: String,

    /// The profile to read
    #[arg(long, value_name = "PROFILE")]
    from: String,

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

    /// What to do with a value of the target that differs: fill, overwrite, abort
    #[arg(long, value_name = "POLICY", default_value = "fill", value_parser = policy)]
    on_conflict: Policy,

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

/// The profiles to write.
#[derive(Debug)]
struct Targets {
    to: Occurrences,
    members: Members,
    except: Occurrences,
}

/// Whose members are written.
#[derive(Debug)]
enum Members {
    /// Nobody's: the targets are named.
    NotAsked,
    /// The source's.
    OfSource,
    /// Those of the profile that is typed.
    Of(String),
}

impl FromArgMatches for Targets {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let members = matches.get_occurrences::<String>("to_members_of");
        let named = |values: Option<&String>| {
            values.map_or(Members::OfSource, |word| Members::Of(word.clone()))
        };
        Ok(Self {
            to: naming::occurrences(matches, "to"),
            members: members.map_or(Members::NotAsked, |mut typed| {
                named(typed.next().and_then(|mut values| values.next()))
            }),
            except: naming::occurrences(matches, "except"),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Args for Targets {
    fn augment_args(command: clap::Command) -> clap::Command {
        let several = |name: &'static str, long: &'static str, help: &'static str| {
            Arg::new(name)
                .long(long)
                .value_name("PROFILE")
                .num_args(1..)
                .action(ArgAction::Append)
                .help(help)
        };
        command
            .arg(several(
                "to",
                "to",
                "The profiles to write: one name, or keys in a row",
            ))
            .arg(
                Arg::new("to_members_of")
                    .long("to-members-of")
                    .value_name("SUPRA")
                    .num_args(0..=1)
                    .conflicts_with("to")
                    .help("Write the members of this profile (default: of the source)"),
            )
            .arg(several("except", "except", "Members to leave out"))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

/// Plans the copies, then shows them and carries them out.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    check_targets(&args, session)?;
    let referentiel = super::named(&args.referentiel)?;
    let selection = selecting::selection(referentiel, &args.actions, &args.exclude)?;
    let mut store = session.store()?;
    let from = naming::profile(session, &mut store, &args.from)?;
    let supra = supra(session, &mut store, &args.targets, &from)?;
    let targets = targets(session, &mut store, &args.targets, &from, supra.as_ref())?;
    let request = CopyRequest {
        referentiel,
        from: from.profile.clone(),
        selection,
        data: if args.data.is_empty() {
            Data::USUAL.to_vec()
        } else {
            args.data
        },
        policy: args.on_conflict,
        max_overwrites: args.max_overwrites,
        allow_poorer_source: args.allow_poorer_source || !session.consents_blindly(),
        override_audit: reason(args.override_audit)?,
        members_of: supra.as_ref().map(|supra| supra.profile.id),
    };
    let job = CopyJob {
        request,
        read_from: from.read_from,
        targets,
        of_members: supra.map(|supra| supra.profile.nom),
        full: args.full,
        now: session.now,
        source: SourceCache::default(),
        can_save: session.globals.save.is_none(),
        filled: RefCell::default(),
    };
    writing::carry_out(session, &mut store, &job)
}

fn check_targets(args: &Args, session: &Session) -> Result<()> {
    let targets = &args.targets;
    match &targets.members {
        Members::NotAsked if !targets.except.is_empty() => Err(except_alone(targets)),
        Members::NotAsked if targets.to.is_empty() => Err(missing("--to")),
        Members::Of(word) if word.parse::<Referentiel>().is_ok() => {
            let (word, rewritten) = (word.clone(), session.line_without("--to-members-of", word));
            Err(Refusal::Usage(Usage::ReferentielAsSupra { word, rewritten }).into())
        }
        _ => Ok(()),
    }
}

/// Returns the refusal of members that are left out where no members are asked for.
fn except_alone(targets: &Targets) -> anyhow::Error {
    if targets.to.is_empty() {
        return missing("--to-members-of");
    }
    let (one, two) = ("--except", "--to");
    Refusal::Usage(Usage::Both { one, two }).into()
}

fn missing(flag: &str) -> anyhow::Error {
    let flag = flag.to_owned();
    Refusal::Usage(Usage::Missing { flag }).into()
}

/// Returns the supra whose members are written, if they are.
fn supra(
    session: &Session,
    store: &mut Store,
    typed: &Targets,
    from: &Named,
) -> Result<Option<Named>> {
    match &typed.members {
        Members::NotAsked => Ok(None),
        Members::OfSource => Ok(Some(from.clone())),
        Members::Of(word) => naming::profile(session, store, word).map(Some),
    }
}

/// Returns the targets in the order in which they were given, or the members by slug.
fn targets(
    session: &Session,
    store: &mut Store,
    typed: &Targets,
    from: &Named,
    supra: Option<&Named>,
) -> Result<Vec<Named>> {
    let Some(supra) = supra else {
        return naming::profiles(session, store, "--to", &typed.to);
    };
    let except = naming::profiles(session, store, "--except", &typed.except)?;
    let except: Vec<Profile> = except.into_iter().map(|named| named.profile).collect();
    let members = members(store, &supra.profile, &except, from.profile.id)?;
    if members.is_empty() {
        let slug = supra.profile.slug.clone();
        return Err(Refusal::NoMember { slug }.into());
    }
    Ok(members.into_iter().map(Named::exact).collect())
}

/// Returns the members of `supra` without those of `except`, all of which must be members.
fn members(
    store: &mut Store,
    supra: &Profile,
    except: &[Profile],
    from: ProfileId,
) -> Result<Vec<Profile>> {
    let mut members = store.view()?.members(supra.id)?;
    let is_member = |profile: &Profile| members.iter().any(|member| member.id == profile.id);
    if let Some(stranger) = except.iter().find(|profile| !is_member(profile)) {
        let (slug, supra) = (stranger.slug.clone(), supra.slug.clone());
        return Err(Refusal::NotAMember { slug, supra }.into());
    }
    let stays = |id: ProfileId| id != from && except.iter().all(|profile| profile.id != id);
    members.retain(|member| stays(member.id));
    Ok(members)
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
    let found = Policy::ALL
        .into_iter()
        .find(|policy| policy.code() == text.trim());
    found.ok_or_else(|| Policy::ALL.map(Policy::code).join(", "))
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
