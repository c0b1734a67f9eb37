//! `tetctl profile relate`.

use anyhow::Result;
use clap::{Arg, ArgAction, ArgGroup, ArgMatches, Command, FromArgMatches};

use crate::cli::naming::{self, Named, Occurrences};
use crate::cli::session::Session;
use crate::cli::{Exit, small_write};
use crate::domain::profile::Profile;
use crate::ops::relate_profiles::{NewRelations, relate_profiles};
use crate::store::Store;

/// Make profiles members of a supra, or take members from it
///
/// Several members in a row are given by key: slug, SIREN or INSEE code. A name is one quoted
/// value after its own flag. What is so already stays as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  tetctl profile relate petr-du-pays-de-trevanne --add cc-des-sources-et-bocages 200000149
  tetctl profile relate petr-du-pays-de-trevanne --remove \"CA Orvel Agglomération\" -n")]
pub struct Args {
    /// The profile above, by key or by full name
    supra: String,

    #[command(flatten)]
    changes: Changes,
}

/// The members that come and go, each time a flag was typed apart from the others.
#[derive(Debug)]
struct Changes {
    add: Occurrences,
    remove: Occurrences,
}

/// Plans the relations, then shows them and writes them.
pub fn run(args: Args, session: &Session) -> Result<Exit> {
    let mut store = session.store_to_write()?;
    let supra = naming::profile(session, &mut store, &args.supra)?;
    let add = naming::profiles(session, &mut store, "--add", &args.changes.add)?;
    let remove = naming::profiles(session, &mut store, "--remove", &args.changes.remove)?;
    for named in [&supra].into_iter().chain(&add).chain(&remove) {
        naming::echo(session, named)?;
    }
    let target = supra.profile.slug.clone();
    let relations = NewRelations {
        supra: supra.profile,
        add: profiles(add),
        remove: profiles(remove),
    };
    write(session, &mut store, &target, &relations)
}

fn write(
    session: &Session,
    store: &mut Store,
    target: &str,
    relations: &NewRelations,
) -> Result<Exit> {
    small_write::carry_out(session, store, target, |view| {
        relate_profiles(view, relations)
    })
}

fn profiles(named: Vec<Named>) -> Vec<Profile> {
    named.into_iter().map(|named| named.profile).collect()
}

impl clap::Args for Changes {
    fn augment_args(command: Command) -> Command {
        let members = |flag: &'static str| {
            Arg::new(flag)
                .long(flag)
                .value_name("MEMBER")
                .num_args(1..)
                .action(ArgAction::Append)
        };
        command
            .arg(members("add").help("The profiles that become members (can be repeated)"))
            .arg(members("remove").help("The members that go (can be repeated)"))
            .group(
                ArgGroup::new("changes")
                    .args(["add", "remove"])
                    .required(true)
                    .multiple(true),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Changes {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self {
            add: naming::occurrences(matches, "add"),
            remove: naming::occurrences(matches, "remove"),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
