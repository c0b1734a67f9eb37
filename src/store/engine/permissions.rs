//! What is closed to this user on the way to a store, and whose it is.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::unistd::{self, Gid, Uid};
use rustix::fs::{Access, AtFlags, CWD};

use crate::domain::refusal::Refusal;
use crate::domain::sharing::{Act, Barrier, Keeper};

/// The bit of a mode that lets the owner enter, write or read; the group's is three to the right.
const ENTER: u32 = 0o100;
const WRITE: u32 = 0o200;
const READ: u32 = 0o400;

/// Tells whether this user may change a file or the entries of a folder.
pub fn may_write(path: &Path) -> bool {
    may(path, Access::WRITE_OK)
}

/// Returns the refusal of a store that is closed to this user, with what closes it.
///
/// `real` is where the store stands, whatever it is called by.
pub fn refusal(path: &Path, real: &Path, act: Act) -> Refusal {
    let place = path.display().to_string();
    match barrier(path, real, act) {
        Some(barrier) => {
            let barrier = Box::new(barrier);
            Refusal::StoreClosed { place, barrier }
        }
        None => Refusal::StoreDenied { place },
    }
}

/// Returns whose a file is, for those who may not write it.
pub fn keeper_of(path: &Path) -> Keeper {
    match fs::metadata(path) {
        Ok(facts) => keeper(&facts, WRITE),
        Err(_) => Keeper::Mode(0),
    }
}

/// Returns the name of a group, its number where it has none.
pub fn group_name(number: u32) -> String {
    match unistd::Group::from_gid(Gid::from_raw(number)) {
        Ok(Some(group)) => group.name,
        _ => number.to_string(),
    }
}

/// Tells whether this user is in a group.
pub fn is_in_group(number: u32) -> bool {
    let others = rustix::process::getgroups().unwrap_or_default();
    let is_other = others.iter().any(|group| group.as_raw() == number);
    is_other || unistd::getegid().as_raw() == number
}

/// Returns the name of this user.
pub fn user() -> String {
    user_name(unistd::geteuid().as_raw())
}

fn may(path: &Path, access: Access) -> bool {
    rustix::fs::accessat(CWD, path, access, AtFlags::EACCESS).is_ok()
}

/// Finds what is closed: a folder on the way, the file, or the folder that holds it.
fn barrier(path: &Path, real: &Path, act: Act) -> Option<Barrier> {
    let (closed, right) = closed(real, act)?;
    let facts = fs::metadata(&closed).ok()?;
    let shown = if closed == real { path } else { &closed };
    Some(Barrier {
        act,
        closed: shown.display().to_string(),
        keeper: keeper(&facts, right),
        owner: user_name(facts.uid()),
        user: user(),
    })
}

fn closed(real: &Path, act: Act) -> Option<(PathBuf, u32)> {
    let (whole, folder) = (real.to_owned(), real.parent()?.to_owned());
    let mut folders: Vec<&Path> = folder.ancestors().collect();
    folders.reverse();
    if let Some(found) = folders.into_iter().find(|at| !may(at, Access::EXEC_OK)) {
        return Some((found.to_owned(), ENTER));
    }
    match act {
        Act::Read => (!may(&whole, Access::READ_OK)).then_some((whole, READ)),
        Act::Write if !may_write(&whole) && whole.exists() => Some((whole, WRITE)),
        Act::Write => (!may_write(&folder)).then_some((folder, WRITE)),
    }
}

/// Returns who has the right that this user lacks.
fn keeper(facts: &Metadata, right: u32) -> Keeper {
    let (mode, group) = (facts.mode(), facts.gid());
    if mode & (right >> 3) != 0 && !is_in_group(group) {
        return Keeper::Group {
            name: group_name(group),
            joined: is_listed(group),
        };
    }
    if facts.uid() == unistd::geteuid().as_raw() || mode & right == 0 {
        return Keeper::Mode(mode & 0o7777);
    }
    Keeper::User(user_name(facts.uid()))
}

/// Tells whether the host knows this user as a member, though this session began before.
fn is_listed(group: u32) -> bool {
    let group = unistd::Group::from_gid(Gid::from_raw(group)).ok().flatten();
    group.is_some_and(|group| group.mem.contains(&user()))
}

fn user_name(number: u32) -> String {
    match unistd::User::from_uid(Uid::from_raw(number)) {
        Ok(Some(user)) => user.name,
        _ => number.to_string(),
    }
}
