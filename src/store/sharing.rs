//! A store that the members of a group share: its folder, and how a store stands towards its users.

use std::fs::{self, DirBuilder, Metadata, Permissions};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, PermissionsExt as _, chown};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use nix::unistd::{Gid, Group, geteuid};

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

    /// Gives the file of a store to the group.
    pub fn take_file(&self, path: &Path) -> Result<()> {
        chown(path, None, Some(self.number(path)?)).context(path.display().to_string())?;
        fs::set_permissions(path, Permissions::from_mode(self.file_mode()))?;
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
        let folder = whole_folder(path)?;
        let refused = |fault| unshared(&folder, fault);
        let before = match fs::symlink_metadata(&folder) {
            Ok(facts) if is_free(&folder, &facts) => Some((facts.mode() & 0o7777, facts.gid())),
            Ok(_) => return Err(refused(SharingFault::FolderTaken)),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error).with_context(|| folder.display().to_string()),
        };
        if before.is_none() {
            new_folder(&folder)?;
        }
        let made = SharedFolder {
            path: folder.clone(),
            before,
            kept: false,
        };
        // Changing the group takes the bit away that hands it on, so the mode comes last.
        let set = chown(&folder, None, Some(group)).and_then(|()| {
            fs::set_permissions(&folder, Permissions::from_mode(self.folder_mode()))
        });
        if set.is_err() || !has(&folder, group, self.folder_mode()) {
            return Err(refused(SharingFault::ModeLost));
        }
        Ok(made)
    }

    /// Makes sure that the file of the store is the group's, as its folder is.
    pub fn check_file(&self, path: &Path) -> Result<()> {
        let group = self.number(path)?;
        if has(path, group, self.file_mode()) {
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
            Some((mode, group)) => {
                drop(chown(&self.path, None, Some(group)));
                drop(fs::set_permissions(
                    &self.path,
                    Permissions::from_mode(mode),
                ));
            }
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

/// Tells whether an entry is an empty folder of this user, which a store may have for its own.
fn is_free(folder: &Path, facts: &Metadata) -> bool {
    let is_ours = facts.uid() == geteuid().as_raw();
    let is_empty = || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    facts.is_dir() && is_ours && is_empty()
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

fn has(path: &Path, group: u32, mode: u32) -> bool {
    fs::metadata(path).is_ok_and(|facts| facts.gid() == group && facts.mode() & 0o7777 == mode)
}

fn unshared(path: &Path, fault: SharingFault) -> anyhow::Error {
    let place = path.display().to_string();
    Refusal::StoreUnshared { place, fault }.into()
}
