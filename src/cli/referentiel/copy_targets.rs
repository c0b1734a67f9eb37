//! The targets of a copy: named one by one, or the members of a supra.

use anyhow::Result;
use clap::{Arg, ArgAction, ArgMatches, FromArgMatches};

use crate::cli::asking;
use crate::cli::naming::{self, Named, Occurrences};
use crate::cli::session::Session;
use crate::domain::profile::{Profile, ProfileId};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::usage::Usage;
use crate::store::Store;

/// The profiles to write.
#[derive(Debug)]
pub struct Targets {
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

/// The profiles that a copy writes.
pub struct Goals {
    pub targets: Vec<Named>,
    /// The supra whose members they are.
    pub supra: Option<Profile>,
}

impl Goals {
    /// Returns targets that were named.
    pub fn named(targets: Vec<Named>) -> Self {
        let supra = None;
        Self { targets, supra }
    }

    /// Returns the members of `supra`.
    pub fn members(supra: &Named, members: Vec<Profile>) -> Self {
        Self {
            targets: members.into_iter().map(Named::exact).collect(),
            supra: Some(supra.profile.clone()),
        }
    }
}

impl Targets {
    /// Tells whether no target is named at all.
    pub fn are_missing(&self) -> bool {
        matches!(self.members, Members::NotAsked) && self.to.is_empty() && self.except.is_empty()
    }

    /// Tells whether some members are left out.
    pub fn leaves_out(&self) -> bool {
        !self.except.is_empty()
    }

    /// Refuses members that are left out of none, and a référentiel where a supra should stand.
    pub fn check(&self, session: &Session) -> Result<()> {
        match &self.members {
            Members::NotAsked if !self.except.is_empty() => Err(self.except_alone()),
            Members::Of(word) if word.parse::<Referentiel>().is_ok() => {
                let rewritten = session.line_without("--to-members-of", word);
                let word = word.clone();
                Err(Refusal::Usage(Usage::ReferentielAsSupra { word, rewritten }).into())
            }
            _ => Ok(()),
        }
    }

    /// Returns the refusal of members that are left out where no members are asked for.
    fn except_alone(&self) -> anyhow::Error {
        if self.to.is_empty() {
            return asking::missing(&["--to-members-of"]);
        }
        let (one, two) = ("--except", "--to");
        Refusal::Usage(Usage::Both { one, two }).into()
    }

    /// Returns the targets in the order in which they were given, or the members by slug.
    pub fn read(&self, session: &Session, store: &mut Store, from: &Named) -> Result<Goals> {
        let supra = match &self.members {
            Members::NotAsked => {
                let targets = naming::profiles(session, store, "--to", &self.to)?;
                return Ok(Goals::named(targets));
            }
            Members::OfSource => from.clone(),
            Members::Of(word) => naming::profile(session, store, word)?,
        };
        let except = naming::profiles(session, store, "--except", &self.except)?;
        let except: Vec<Profile> = except.into_iter().map(|named| named.profile).collect();
        let members = members(store, &supra.profile, &except, from.profile.id)?;
        if members.is_empty() {
            let slug = supra.profile.slug;
            return Err(Refusal::NoMember { slug }.into());
        }
        Ok(Goals::members(&supra, members))
    }
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
