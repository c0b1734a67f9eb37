//! The small file beside a store that tells who writes.
//!
//! It is advisory: written once the writer's place is taken, removed when it is given back, and
//! believed by nobody whose writer is gone.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use rustix::process::{Pid, test_kill_process};
use serde::{Deserialize, Serialize};

use crate::domain::sharing::{Holder, Occupant};
use crate::store::opening::WriterId;

/// How much of the file is read; ours is far smaller.
const MOST_BYTES: u64 = 4096;

/// How long a text of the file may be, to be shown.
const MOST_SIGNS: usize = 200;

/// The file while it stands; it goes with the value.
pub struct Notice {
    path: PathBuf,
    /// Held open, so that no file of another writer gets its number.
    file: File,
}

/// What stands in the file.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    actor: String,
    host: String,
    process: i32,
    /// When the process began, as the system counts: numbers of processes come back.
    began: Option<u64>,
    command: String,
    since: i64,
}

/// Puts up the notice of `writer` beside the store; where that fails nobody is told, and no harm done.
pub fn put_up(store: &Path, writer: &WriterId, since: i64) -> Option<Notice> {
    let path = beside(store);
    let mode = fs::metadata(store).ok()?.mode() & 0o666;
    let process = i32::try_from(std::process::id()).ok()?;
    let told = Told {
        actor: writer.actor.clone(),
        host: writer.host.clone(),
        process,
        began: began(process),
        command: writer.command.clone(),
        since,
    };
    // One that stands there was left by a writer who is gone: this one has the place now. Whatever
    // else stands there is somebody's, and stays.
    if is_notice(&path) {
        let _ = fs::remove_file(&path);
    }
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(&path)
        .ok()?;
    let mut notice = Notice { path, file };
    notice
        .file
        .set_permissions(Permissions::from_mode(mode))
        .ok()?;
    notice
        .file
        .write_all(&serde_json::to_vec(&told).ok()?)
        .ok()?;
    Some(notice)
}

impl Drop for Notice {
    fn drop(&mut self) {
        let standing = fs::symlink_metadata(&self.path).map(|facts| facts.ino());
        let ours = self.file.metadata().map(|facts| facts.ino());
        if standing.is_ok_and(|standing| ours.is_ok_and(|ours| ours == standing)) {
            // What stays is recognised as stale.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Returns who has the store at `now`, as far as the file tells and can be believed.
pub fn occupant(store: &Path, host: &str, now: i64) -> Occupant {
    match read(&beside(store)) {
        Some(told) if told.is_there(host) => Occupant::Writer(Holder {
            seconds: u64::try_from(now.saturating_sub(told.since)).unwrap_or(0),
            actor: told.actor,
            host: told.host,
            command: told.command,
            since: told.since,
        }),
        _ => Occupant::Unknown,
    }
}

fn beside(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".writer");
    PathBuf::from(name)
}

/// Tells whether a file is a notice, or one that was about to be written.
fn is_notice(path: &Path) -> bool {
    let is_begun = |facts: fs::Metadata| facts.is_file() && facts.len() == 0;
    read(path).is_some() || fs::symlink_metadata(path).is_ok_and(is_begun)
}

/// Reads the file, which anybody who may write beside the store can have made.
fn read(path: &Path) -> Option<Told> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits();
    let file: File = OpenOptions::new()
        .read(true)
        .custom_flags(i32::try_from(flags).ok()?)
        .open(path)
        .ok()?;
    let mut text = String::new();
    file.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    let told: Told = serde_json::from_str(&text).ok()?;
    told.is_plain().then_some(told)
}

impl Told {
    /// Tells whether its texts fit the line that they stand in, and cannot pass for others.
    fn is_plain(&self) -> bool {
        let texts = [&self.actor, &self.host, &self.command];
        texts
            .iter()
            .all(|text| text.chars().count() <= MOST_SIGNS && !text.contains(char::is_control))
    }

    /// Tells whether the writer is another one that is still there; of another host nothing is known.
    fn is_there(&self, host: &str) -> bool {
        if self.host != host {
            return true;
        }
        let is_other = u32::try_from(self.process) != Ok(std::process::id());
        is_other && lives(self.process) && !self.is_followed()
    }

    /// Tells whether another process has got the number since.
    fn is_followed(&self) -> bool {
        // Some hosts hide the processes of others.
        let known = self.began.zip(began(self.process));
        known.is_some_and(|(then, now)| then != now)
    }
}

fn lives(process: i32) -> bool {
    let process = Some(process).filter(|number| *number > 0);
    let Some(process) = process.and_then(Pid::from_raw) else {
        return false;
    };
    // Somebody else's process may not be signalled, and is there.
    !matches!(test_kill_process(process), Err(rustix::io::Errno::SRCH))
}

/// Returns when a process began, where the system tells: the 22nd word of its state.
fn began(process: i32) -> Option<u64> {
    let state = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after_name) = state.rsplit_once(')')?;
    after_name.split_whitespace().nth(19)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, Result};

    use super::*;

    fn writer() -> WriterId {
        WriterId {
            actor: "support-2".to_owned(),
            host: "poste-02".to_owned(),
            command: "plan import".to_owned(),
        }
    }

    fn told(process: i32, host: &str) -> Told {
        Told {
            actor: "support-2".to_owned(),
            host: host.to_owned(),
            process,
            began: began(process),
            command: "plan import".to_owned(),
            since: 100,
        }
    }

    #[test]
    fn the_notice_has_the_mode_of_the_store_and_goes_with_the_writer() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = folder.path().join("store.db");
        fs::write(&store, "")?;
        fs::set_permissions(&store, Permissions::from_mode(0o660))?;
        let notice = put_up(&store, &writer(), 100).context("the notice")?;
        let path = beside(&store);
        assert_eq!(fs::metadata(&path)?.mode() & 0o777, 0o660);
        let text = fs::read_to_string(&path)?;
        assert!(
            text.contains(r#""command":"plan import","since":100"#),
            "{text}"
        );
        drop(notice);
        assert!(!path.exists());
        Ok(())
    }

    #[test]
    fn a_notice_that_another_writer_put_up_stays() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = folder.path().join("store.db");
        fs::write(&store, "")?;
        let first = put_up(&store, &writer(), 100);
        let second = put_up(&store, &writer(), 200).context("the second")?;
        drop(first);
        assert!(beside(&store).exists());
        drop(second);
        assert!(!beside(&store).exists());
        Ok(())
    }

    #[test]
    fn what_is_no_notice_stays_and_is_written_past() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = folder.path().join("store.db");
        fs::write(&store, "")?;
        let path = beside(&store);
        fs::write(&path, "mes notes")?;
        assert!(put_up(&store, &writer(), 100).is_none());
        assert_eq!(fs::read_to_string(&path)?, "mes notes");
        // What a writer began who was killed holds nothing.
        fs::write(&path, "")?;
        assert!(put_up(&store, &writer(), 100).is_some());
        assert!(!path.exists());
        Ok(())
    }

    #[test]
    fn a_notice_is_believed_while_its_process_is_there() -> Result<()> {
        let mut other = std::process::Command::new("sleep").arg("60").spawn()?;
        let process = i32::try_from(other.id())?;
        let notice = told(process, "poste-02");
        let later = Told {
            began: Some(1),
            ..told(process, "poste-02")
        };
        assert!(notice.is_there("poste-02"));
        assert!(
            !later.is_there("poste-02"),
            "another process has its number"
        );
        other.kill()?;
        other.wait()?;
        assert!(!notice.is_there("poste-02"));
        assert!(
            notice.is_there("poste-03"),
            "of another host nothing is known"
        );
        assert!(!told(i32::try_from(std::process::id())?, "poste-02").is_there("poste-02"));
        assert!(!told(-1, "poste-02").is_there("poste-02"));
        Ok(())
    }

    #[test]
    fn a_notice_that_nobody_of_us_wrote_is_not_believed_to_the_letter() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = folder.path().join("store.db");
        let long = "x".repeat(201);
        for text in ["a\nerror[internal]: b", "a\u{1b}[2J", &long] {
            let mut notices = [(); 3].map(|()| told(1, "poste-09"));
            notices[0].actor = text.to_owned();
            notices[1].host = text.to_owned();
            notices[2].command = text.to_owned();
            for notice in notices {
                fs::write(beside(&store), serde_json::to_vec(&notice)?)?;
                assert_eq!(occupant(&store, "poste-02", 0), Occupant::Unknown);
            }
        }
        for (since, seconds) in [(i64::MIN, i64::MAX.unsigned_abs()), (i64::MAX, 0)] {
            let mut notice = told(1, "poste-09");
            notice.since = since;
            fs::write(beside(&store), serde_json::to_vec(&notice)?)?;
            let occupant = occupant(&store, "poste-02", 100);
            assert!(matches!(occupant, Occupant::Writer(holder) if holder.seconds == seconds));
        }
        Ok(())
    }

    #[test]
    fn what_is_no_notice_tells_nothing() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = folder.path().join("store.db");
        for text in ["", "{}", "[1]", "{\"actor\":"] {
            fs::write(beside(&store), text)?;
            assert_eq!(occupant(&store, "poste-02", 0), Occupant::Unknown, "{text}");
        }
        fs::remove_file(beside(&store))?;
        std::os::unix::fs::symlink(folder.path().join("elsewhere"), beside(&store))?;
        assert_eq!(occupant(&store, "poste-02", 0), Occupant::Unknown);
        Ok(())
    }
}
