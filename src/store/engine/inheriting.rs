//! What a file that is kept beside a store has of it: its group and its mode.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
use std::path::Path;

use nix::unistd::geteuid;

/// Gives a file the group and the mode of the store, so that all who share it find the way back.
///
/// Where the group cannot be given, the file stays its maker's alone.
pub fn inherit(file: &File, store: &Path) {
    let Ok(facts) = fs::metadata(store) else {
        return;
    };
    // Only root may give a file away; it would keep a user's store from that user.
    let owner = geteuid().is_root().then(|| facts.uid());
    if fchown(file, owner, Some(facts.gid())).is_ok() {
        let mode = Permissions::from_mode(facts.mode() & 0o666);
        // It is private, as it was made, where this fails.
        let _ = file.set_permissions(mode);
    }
}
