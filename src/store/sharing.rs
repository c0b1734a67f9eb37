//! A store that the members of a group share: its folder, and how a store stands towards its users.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, fchown,
};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use nix::unistd::{Gid, Group, geteuid};
use rustix::fs::{Dir, OFlags};

use crate::domain::refusal::Refusal;
use crate::domain::sharing::SharingFault;
use crate::store::engine::{group_name, is_in_group, user};

/// The group for which a store is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// The name of the group, or its number.
    pub group: String,
    /// Whether every user of the host may read.
    pub readable: bool,
}

/// How a store stands towards those who use it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sharing {
    /// The group that shares it.
    pub group: Option<String>,
    /// Whether every user of the host may read it.
    pub readable: bool,
    /// Whether it keeps a write-ahead log, and not a rollback journal.
    pub keeps_log: bool,
    /// Why this user does not write it.
    pub obstacle: Option<Refusal>,
}

/// The folder that is made for a shared store; it goes again, unless it is kept.
#[derive(Debug)]
pub struct SharedFolder {
    path: PathBuf,
    /// Held open: what somebody puts at its path meanwhile is left as it is.
    open: File,
    /// How the folder was, where it was there.
    before: Option<(u32, u32)>,
    kept: bool,
}

impl Team {
    /// Returns the group that shares the folder in which a store is to stand at `path`; none where
    /// no group has it alone, or where this user is not in it.
    pub fn of_folder(path: &Path) -> Option<Self> {
        let facts = fs::metadata(whole_folder(path).ok()?).ok()?;
        let (mode, group) = (facts.mode(), facts.gid());
        let is_shared = mode & 0o2070 == 0o2070 && mode & 0o002 == 0;
        let is_ours = geteuid().is_root() || is_in_group(group);
        (is_shared && is_ours).then(|| Self {
            group: group_name(group),
            readable: mode & 0o005 == 0o005,
        })
    }

    /// Gives the file of a store, which is open and stands at `path`, to the group.
    pub fn take_file(&self, file: &File, path: &Path) -> Result<()> {
        fchown(file, None, Some(self.number(path)?)).context(path.display().to_string())?;
        file.set_permissions(Permissions::from_mode(self.file_mode()))?;
        self.check_file(path)
    }

    /// Returns the mode of the store.
    pub fn file_mode(&self) -> u32 {
        if self.readable { 0o664 } else { 0o660 }
    }

    fn folder_mode(&self) -> u32 {
        if self.readable { 0o2775 } else { 0o2770 }
    }

    /// Makes the folder of a store at `path`, for this group alone.
    pub fn make_folder(&self, path: &Path) -> Result<SharedFolder> {
        let group = self.number(path)?;
        let folder = SharedFolder::taken(whole_folder(path)?)?;
        // Changing the group takes the bit away that hands it on, so the mode comes last.
        let set = folder.set(group, self.folder_mode());
        if set.is_err() || !has(&folder.open.metadata()?, group, self.folder_mode()) {
            return Err(unshared(&folder.path, SharingFault::ModeLost));
        }
        Ok(folder)
    }

    /// Makes sure that the file of the store is the group's, as its folder is.
    pub fn check_file(&self, path: &Path) -> Result<()> {
        let group = self.number(path)?;
        if fs::metadata(path).is_ok_and(|facts| has(&facts, group, self.file_mode())) {
            return Ok(());
        }
        Err(unshared(path, SharingFault::ModeLost))
    }

    /// Returns the number of the group, where this user may share with it.
    fn number(&self, path: &Path) -> Result<u32> {
        let Some(group) = found(&self.group) else {
            let fault = SharingFault::NoGroup(self.group.clone());
            return Err(unshared(path, fault));
        };
        let number = group.gid.as_raw();
        if geteuid().is_root() || is_in_group(number) {
            return Ok(number);
        }
        let (group, user) = (group.name, user());
        Err(unshared(path, SharingFault::NotInGroup { group, user }))
    }
}

impl SharedFolder {
    /// Makes the folder, or takes one that is there, empty and this user's.
    fn taken(path: PathBuf) -> Result<Self> {
        let (open, is_new) = match opened(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                new_folder(&path)?;
                (opened(&path), true)
            }
            open => (open, false),
        };
        let open = match open {
            Ok(open) if is_free(&open)? => open,
            Err(error) if fs::symlink_metadata(&path).is_err() => {
                return Err(error).with_context(|| path.display().to_string());
            }
            _ => return Err(unshared(&path, SharingFault::FolderTaken)),
        };
        let facts = open.metadata()?;
        Ok(Self {
            before: (!is_new).then(|| (facts.mode() & 0o7777, facts.gid())),
            path,
            open,
            kept: false,
        })
    }

    fn set(&self, group: u32, mode: u32) -> io::Result<()> {
        fchown(&self.open, None, Some(group))?;
        self.open.set_permissions(Permissions::from_mode(mode))
    }

    /// Keeps the folder: its store is made.
    pub fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for SharedFolder {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        // What stays in spite of it is told by the next attempt.
        match self.before {
            None => drop(fs::remove_dir(&self.path)),
            // Somebody else's store may stand in it by now.
            Some((mode, group)) if is_empty(&self.open) => drop(self.set(group, mode)),
            Some(_) => {}
        }
    }
}

impl Sharing {
    /// Returns how the store at `path` stands.
    pub fn of(path: &Path, keeps_log: bool, obstacle: Option<Refusal>) -> Result<Self> {
        let facts = fs::metadata(path).with_context(|| path.display().to_string())?;
        let mode = facts.mode();
        let shared = mode & 0o060 == 0o060;
        Ok(Self {
            group: shared.then(|| group_name(facts.gid())),
            readable: mode & 0o004 != 0,
            keeps_log,
            obstacle,
        })
    }
}

fn found(name: &str) -> Option<Group> {
    let number = name.parse().map(Gid::from_raw);
    let by_name = Group::from_name(name).ok().flatten();
    by_name.or_else(|| Group::from_gid(number.ok()?).ok().flatten())
}

/// Opens a folder, and follows no link to another.
fn opened(folder: &Path) -> io::Result<File> {
    let flags = OFlags::DIRECTORY | OFlags::NOFOLLOW;
    let flags = flags.bits().cast_signed();
    OpenOptions::new()
        .read(true)
        .custom_flags(flags)
        .open(folder)
}

/// Tells whether a folder is this user's and empty, so that a store may have it for its own.
fn is_free(folder: &File) -> Result<bool> {
    let is_ours = folder.metadata()?.uid() == geteuid().as_raw();
    Ok(is_ours && is_empty(folder))
}

fn is_empty(folder: &File) -> bool {
    let names = Dir::read_from(folder).into_iter().flatten();
    let mut names = names.map(|entry| entry.map(|entry| entry.file_name().to_owned()));
    names.all(|name| name.is_ok_and(|name| matches!(name.to_bytes(), b"." | b"..")))
}

fn new_folder(folder: &Path) -> Result<()> {
    let made = DirBuilder::new().mode(0o700).create(folder);
    made.map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            let above = folder.parent().unwrap_or(folder);
            unshared(above, SharingFault::NoParent)
        }
        ErrorKind::PermissionDenied => Refusal::StoreDenied {
            place: folder.display().to_string(),
        }
        .into(),
        _ => anyhow::Error::new(error).context(format!("making {}", folder.display())),
    })
}

fn whole_folder(path: &Path) -> Result<PathBuf> {
    let whole = std::path::absolute(path)?;
    let folder = whole.parent().map(Path::to_owned);
    folder.with_context(|| format!("{} stands in no folder", path.display()))
}

fn has(facts: &Metadata, group: u32, mode: u32) -> bool {
    facts.gid() == group && facts.mode() & 0o7777 == mode
}

fn unshared(path: &Path, fault: SharingFault) -> anyhow::Error {
    let place = path.display().to_string();
    Refusal::StoreUnshared { place, fault }.into()
}

#[cfg(test)]
mod tests {
    use nix::unistd::getegid;

    use super::*;

    fn team() -> Team {
        Team {
            group: getegid().to_string(),
            readable: false,
        }
    }

    fn mode(folder: &Path) -> Result<u32> {
        Ok(fs::metadata(folder)?.mode() & 0o7777)
    }

    #[test]
    fn what_somebody_puts_in_the_place_of_the_folder_is_left_as_it_is() -> Result<()> {
        let place = tempfile::tempdir()?;
        let (folder, moved) = (place.path().join("team"), place.path().join("moved"));
        let other = place.path().join("other");
        DirBuilder::new().mode(0o700).create(&folder)?;
        DirBuilder::new().mode(0o755).create(&other)?;
        let made = team().make_folder(&folder.join("store.db"))?;
        assert_eq!(mode(&folder)?, 0o2770);
        fs::rename(&folder, &moved)?;
        std::os::unix::fs::symlink(&other, &folder)?;

        drop(made);

        assert_eq!((mode(&other)?, mode(&moved)?), (0o755, 0o700));
        assert!(team().make_folder(&folder.join("store.db")).is_err());
        assert_eq!(mode(&other)?, 0o755);
        Ok(())
    }

    #[test]
    fn a_folder_in_which_somebody_elses_store_stands_by_now_stays_shared() -> Result<()> {
        let place = tempfile::tempdir()?;
        let folder = place.path().join("team");
        DirBuilder::new().mode(0o700).create(&folder)?;
        let made = team().make_folder(&folder.join("store.db"))?;
        fs::write(folder.join("store.db"), "")?;
        drop(made);
        assert_eq!(mode(&folder)?, 0o2770);
        Ok(())
    }
}
