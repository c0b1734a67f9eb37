//! A `tetctl` that runs beside the test: signals, and pauses that make moments certain.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::sandbox::{NOW, Run, Sandbox, words};

/// How long a process may take until what is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A `tetctl` that runs beside the test, and hears the signals that others may ignore.
pub struct Beside {
    child: Child,
}

impl Beside {
    /// Starts `tetctl` with these words and settings.
    pub fn start(sandbox: &Sandbox, line: &str, settings: &[(&str, &str)]) -> Self {
        let signals = "--default-signal=INT,TERM,HUP";
        Self::start_with(sandbox, signals, line, settings)
    }

    /// Starts it where signals are as `signals` says to `env`.
    pub fn start_with(
        sandbox: &Sandbox,
        signals: &str,
        line: &str,
        settings: &[(&str, &str)],
    ) -> Self {
        let ours = sandbox.command(NOW, "support-1");
        let mut command = Command::new("/usr/bin/env");
        command
            .arg(signals)
            .arg(ours.get_program())
            .args(words(line));
        command.current_dir(sandbox.path()).env_clear();
        let set = ours
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)));
        command.envs(set).envs(settings.iter().copied());
        command.stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Self {
            child: command.spawn().unwrap(),
        }
    }

    /// Sends a signal, by its name.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        let sent = Command::new("/bin/sh").args(["-c", &kill]).status();
        assert!(sent.unwrap().success(), "{kill}");
    }

    /// Ends it as nothing can be heard.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
    }

    /// Tells whether it has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    /// Waits for its end and returns what it left behind; a code is none where a signal ended it.
    pub fn end(self) -> Run {
        Run::of(self.child.wait_with_output().unwrap())
    }
}

/// Waits until something holds.
#[track_caller]
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A process that stands in a pause.
pub struct Paused {
    process: Beside,
    file: PathBuf,
}

impl Paused {
    /// Starts a command that pauses `moment`: `before 3`, `within 3`.
    #[track_caller]
    pub fn start(sandbox: &Sandbox, line: &str, moment: &str) -> Self {
        let file = sandbox.path().join("pause");
        let pause = format!("{moment} {}", file.display());
        let process = Beside::start(sandbox, line, &[("TETCTL_TEST_PAUSE", &pause)]);
        until("the pause", || file.exists());
        Self { process, file }
    }

    /// Sends a signal, and waits until it was heard.
    #[track_caller]
    pub fn hears(self, signal: &str) -> Self {
        self.process.signal(signal);
        let heard = || std::fs::read(&self.file).is_ok_and(|text| text == b"heard");
        until("the signal to be heard", heard);
        self
    }

    /// Leaves it in its pause.
    pub fn still(self) -> Beside {
        self.process
    }

    /// Ends the pause.
    pub fn goes_on(self) -> Beside {
        std::fs::remove_file(&self.file).unwrap();
        self.process
    }
}
