//! Where a store may not be written: network drives, synchronised folders, full or read-only ones.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rustix::fs::StatVfsMountFlags;

use crate::domain::refusal::Refusal;
use crate::store::opening::Opening;

/// The kinds of file systems that several hosts may write at once, as the mounts name them.
const NETWORKS: [&str; 58] = [
    "9p",
    "acfs",
    "afpfs",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "drvfs",
    "fhgfs",
    "fuse.afp",
    "fuse.beegfs",
    "fuse.ceph",
    "fuse.ceph-fuse",
    "fuse.curlftpfs",
    "fuse.davfs",
    "fuse.davfs2",
    "fuse.gcsfuse",
    "fuse.glusterfs",
    "fuse.goofys",
    "fuse.google-drive-ocamlfuse",
    "fuse.grpcfuse",
    "fuse.gvfsd-fuse",
    "fuse.juicefs",
    "fuse.moosefs",
    "fuse.onedriver",
    "fuse.osxfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.seaweedfs",
    "fuse.smbnetfs",
    "fuse.sshfs",
    "fuse.vmhgfs-fuse",
    "fuse.webdav",
    "glusterfs",
    "gpfs",
    "lustre",
    "macfuse",
    "mfs",
    "ncpfs",
    "nfs",
    "nfs4",
    "orangefs",
    "osxfuse",
    "panfs",
    "prl_fs",
    "pvfs2",
    "sdcardfs",
    "shfs",
    "smb2",
    "smb3",
    "smbfs",
    "vboxsf",
    "virtiofs",
    "vmhgfs",
    "webdav",
    "weka",
];

/// The same kinds by their number, and those that only their mount can tell (`None`).
const NUMBERS: [(u64, Option<&str>); 18] = [
    (0x6969, Some("nfs")),
    (0x517b, Some("smbfs")),
    (0xff53_4d42, Some("cifs")),
    (0xfe53_4d42, Some("smb2")),
    (0x0102_1997, Some("9p")),
    (0x00c3_6400, Some("ceph")),
    (0x5346_414f, Some("afs")),
    (0x6b41_4653, Some("afs")),
    (0x0bd0_0bd0, Some("lustre")),
    (0x4750_4653, Some("gpfs")),
    (0x7375_7245, Some("coda")),
    (0x564c, Some("ncpfs")),
    (0x786f_4256, Some("vboxsf")),
    (0xbacb_acbc, Some("vmhgfs")),
    (0x1983_0326, Some("beegfs")),
    (0x2003_0528, Some("orangefs")),
    (0xaad7_aaea, Some("panfs")),
    (0x6573_5546, None), // FUSE: the mount tells which
];

/// The numbers of file systems of one host, of which nothing more need be known.
const LOCAL: [u64; 9] = [
    0xef53,      // ext2, ext3, ext4
    0x5846_5342, // xfs
    0x9123_683e, // btrfs
    0x0102_1994, // tmpfs
    0x2fc1_2fc1, // zfs
    0xf2f5_2010, // f2fs
    0x794c_7630, // overlay
    0x8584_58f6, // ramfs
    0xca45_1a4e, // bcachefs
];

/// How the folders of services that synchronise them begin, lower case, and the service.
const SERVICES: [(&str, &str); 15] = [
    ("onedrive", "OneDrive"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("dropbox", "Dropbox"),
    ("kdrive", "kDrive"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("cloudstorage", "CloudStorage"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("pclouddrive", "pCloud"),
    ("synologydrive", "Synology Drive"),
    ("seafile", "Seafile"),
    ("syncthing", "Syncthing"),
];

/// Returns why nothing should be written at `real`, a whole path: a network, a service.
pub fn obstacle(real: &Path, place: &str, opening: &Opening) -> Option<Refusal> {
    let place = place.to_owned();
    if let Some(kind) = network(real).filter(|_| !opening.allow_network) {
        return Some(Refusal::StoreNetwork { place, kind });
    }
    let service = service(real).filter(|_| !opening.allow_synced)?;
    Some(Refusal::StoreSynced {
        place,
        service: service.to_owned(),
    })
}

/// Refuses to make a store where none may be written; what is not there yet is left out.
pub fn check(path: &Path, opening: &Opening) -> Result<()> {
    let whole = std::path::absolute(path)?;
    let there = whole.ancestors().skip(1).find_map(|folder| {
        let real = fs::canonicalize(folder).ok()?;
        Some(real.join(whole.strip_prefix(folder).ok()?))
    });
    let Some(real) = there else {
        return Ok(());
    };
    let standing = real.ancestors().find(|folder| folder.exists());
    let place = path.display().to_string();
    if standing.is_some_and(is_read_only) {
        return Err(Refusal::StoreReadOnly { place }.into());
    }
    obstacle(&real, &place, opening).map_or(Ok(()), |refusal| Err(refusal.into()))
}

/// Tells whether the file system is mounted to be read only.
pub fn is_read_only(real: &Path) -> bool {
    let facts = rustix::fs::statvfs(real);
    facts.is_ok_and(|facts| facts.f_flag.contains(StatVfsMountFlags::RDONLY))
}

/// Returns how many bytes are free where `real` stands; none where that cannot be told.
pub fn free(real: &Path) -> Option<u64> {
    let facts = rustix::fs::statvfs(real).ok()?;
    Some(facts.f_bavail.saturating_mul(facts.f_frsize))
}

/// Returns the kind of the file system, where several hosts may write it.
fn network(real: &Path) -> Option<String> {
    if let Some(told) = told_kind() {
        return is_network(&told).then_some(told);
    }
    let number = real.ancestors().find_map(number)?;
    if LOCAL.contains(&number) {
        return None;
    }
    let known = NUMBERS.iter().find(|(known, _)| *known == number);
    if let Some((_, Some(kind))) = known {
        return Some((*kind).to_owned());
    }
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    kind_of_mount(&mounts, real).filter(|kind| is_network(kind))
}

/// Returns the kind that a test tells.
fn told_kind() -> Option<String> {
    cfg!(debug_assertions)
        .then(|| std::env::var("TETCTL_TEST_FILESYSTEM").ok())
        .flatten()
}

#[expect(
    clippy::cast_sign_loss,
    reason = "the number is 32 bits wide, whatever holds it"
)]
fn number(real: &Path) -> Option<u64> {
    let facts = rustix::fs::statfs(real).ok()?;
    Some(facts.f_type as u64 & 0xffff_ffff)
}

fn is_network(kind: &str) -> bool {
    NETWORKS.contains(&kind)
}

/// Returns the kind of the mount under which a path stands: the longest, and of equals the last.
fn kind_of_mount(mounts: &str, path: &Path) -> Option<String> {
    let mut found: Option<(PathBuf, String)> = None;
    for (at, kind) in mounts.lines().filter_map(mount) {
        let depth = |at: &Path| at.components().count();
        let deeper = found
            .as_ref()
            .is_none_or(|(best, _)| depth(&at) >= depth(best));
        if path.starts_with(&at) && deeper {
            found = Some((at, kind));
        }
    }
    found.map(|(_, kind)| kind)
}

/// Reads a line of the mounts: where it is, and its kind.
fn mount(line: &str) -> Option<(PathBuf, String)> {
    let (before, after) = line.split_once(" - ")?;
    let at = before.split(' ').nth(4)?;
    let mut after = after.split(' ');
    let (kind, source) = (after.next()?, after.next().unwrap_or_default());
    // A WebDAV folder is mounted as a `fuse` of an address.
    let kind = match kind {
        "fuse" if source.starts_with("http") => "davfs",
        other => other,
    };
    Some((PathBuf::from(unescaped(at)), kind.to_owned()))
}

/// Returns a path of the mounts as it is: blanks stand there as `\040`.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('\\');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part
            .get(..3)
            .and_then(|code| u8::from_str_radix(code, 8).ok());
        match code {
            Some(code) => {
                plain.push(char::from(code));
                plain.push_str(&part[3..]);
            }
            None => plain.push_str(part),
        }
    }
    plain
}

/// Returns the service that synchronises a folder on the way to `path`.
fn service(path: &Path) -> Option<&'static str> {
    path.ancestors().skip(1).find_map(|folder| {
        let name = folder.file_name()?.to_string_lossy().to_lowercase();
        let found = SERVICES
            .iter()
            .find(|(start, _)| is_folder_of(&name, start));
        found.map(|(_, service)| *service)
    })
}

/// Tells whether a name is a service's folder: `OneDrive`, `OneDrive - Ville`, `Dropbox (Perso)`.
fn is_folder_of(name: &str, start: &str) -> bool {
    let Some(rest) = name.strip_prefix(start) else {
        return false;
    };
    let rest = rest.trim_start_matches(|char: char| char.is_ascii_digit());
    let goes_on = [" ", "-", "_", "(", "~"];
    rest.is_empty() || rest == "drive" || goes_on.iter().any(|next| rest.starts_with(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_of_networks_are_known_from_those_of_one_host() {
        for kind in [
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "9p",
            "ceph",
            "afs",
            "lustre",
            "gpfs",
            "fuse.sshfs",
            "fuse.rclone",
            "davfs",
            "glusterfs",
            "vboxsf",
            "vmhgfs",
            "drvfs",
            "virtiofs",
        ] {
            assert!(is_network(kind), "{kind}");
        }
        for kind in [
            "ext4",
            "xfs",
            "btrfs",
            "tmpfs",
            "zfs",
            "overlay",
            "apfs",
            "fuseblk",
            "fuse.mergerfs",
            "fuse.gocryptfs",
            "vfat",
            "exfat",
            "ntfs3",
            "ecryptfs",
        ] {
            assert!(!is_network(kind), "{kind}");
        }
        assert!(NETWORKS.is_sorted());
        for (number, kind) in NUMBERS {
            assert!(
                kind.is_none_or(is_network) && !LOCAL.contains(&number),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn the_longest_mount_tells_the_kind_and_of_equals_the_last() {
        let mounts = "\
            27 1 254:0 / / rw - ext4 /dev/vda rw\n\
            30 27 0:40 / /mnt/equipe\\040commune rw,relatime shared:1 - nfs4 srv:/e rw\n\
            31 27 0:41 / /mnt/dav rw - fuse https://nuage.example/dav rw\n\
            32 27 0:42 / /mnt/deux rw - ext4 /dev/vdb rw\n\
            33 32 0:43 / /mnt/deux rw - fuse.sshfs a:/ rw\n";
        for (path, kind) in [
            ("/srv/x.db", "ext4"),
            ("/mnt/equipe commune/store.db", "nfs4"),
            ("/mnt/equipe communes/store.db", "ext4"),
            ("/mnt/dav/store.db", "davfs"),
            ("/mnt/deux/store.db", "fuse.sshfs"),
        ] {
            let found = kind_of_mount(mounts, Path::new(path));
            assert_eq!(found.as_deref(), Some(kind), "{path}");
        }
    }

    #[test]
    fn synchronised_folders_are_known_by_their_names() {
        for (path, named) in [
            ("/h/a/OneDrive/store.db", Some("OneDrive")),
            ("/h/a/OneDrive - Société/x/store.db", Some("OneDrive")),
            ("/h/a/Nextcloud/store.db", Some("Nextcloud")),
            ("/h/a/Nextcloud2/store.db", Some("Nextcloud")),
            ("/h/a/ownCloud/store.db", Some("ownCloud")),
            ("/h/a/Dropbox (Perso)/store.db", Some("Dropbox")),
            ("/h/a/kDrive/store.db", Some("kDrive")),
            ("/h/a/iCloudDrive/store.db", Some("iCloud")),
            (
                "/U/a/Library/Mobile Documents/com~apple~CloudDocs/s.db",
                Some("iCloud"),
            ),
            ("/U/a/Library/CloudStorage/X/s.db", Some("CloudStorage")),
            ("/h/a/Google Drive/Mon Drive/s.db", Some("Google Drive")),
            ("/h/a/dropbox.db", None),
            ("/h/a/onedriver/s.db", None),
            ("/h/a/Documents/s.db", None),
        ] {
            assert_eq!(service(Path::new(path)), named, "{path}");
        }
    }

    #[test]
    fn this_host_tells_the_kind_and_the_room_of_a_folder() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let real = fs::canonicalize(folder.path())?;
        assert!(free(&real).is_some_and(|bytes| bytes > 0));
        assert!(!is_read_only(&real));
        let mounts = fs::read_to_string("/proc/self/mountinfo")?;
        assert!(kind_of_mount(&mounts, &real).is_some());
        Ok(())
    }
}
