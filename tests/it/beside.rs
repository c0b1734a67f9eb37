//! A `tetctl` that runs beside the test: signals, and pauses that make moments certain.

use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use crate::sandbox::{NOW, Run, Sandbox, words};

/// How long a process may take until what is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// The setting that makes a process pause.
pub const PAUSE: &str = "TETCTL_TEST_PAUSE";

/// A `tetctl` that runs beside the test, and hears the signals that others may ignore.
///
/// It ends with the test.
pub struct Beside {
    child: Option<Child>,
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
        let mut command = Self::command(sandbox, signals, line);
        command.envs(settings.iter().copied());
        Self::of(command)
    }

    fn command(sandbox: &Sandbox, signals: &str, line: &str) -> Command {
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
        command.envs(set);
        command
    }

    fn of(mut command: Command) -> Self {
        command.stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        Self {
            child: Some(command.spawn().unwrap()),
        }
    }

    /// Starts it with a stdin that does not come to an end while it is kept.
    pub fn start_waiting(sandbox: &Sandbox, line: &str) -> (Self, ChildStdin) {
        let mut command = Self::command(sandbox, "--default-signal=INT,TERM,HUP", line);
        command.stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        (Self { child: Some(child) }, stdin)
    }

    fn child(&mut self) -> &mut Child {
        self.child.as_mut().unwrap()
    }

    /// Sends a signal, by its name.
    pub fn signal(&self, name: &str) {
        let process = self.child.as_ref().unwrap().id();
        let kill = format!("kill -{name} {process}");
        let sent = Command::new("/bin/sh").args(["-c", &kill]).status();
        assert!(sent.unwrap().success(), "{kill}");
    }

    /// Ends it as nothing can be heard.
    pub fn kill(&mut self) {
        self.child().kill().unwrap();
    }

    /// Tells whether it has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child().try_wait().unwrap().is_some()
    }

    /// Waits for its end and returns what it left behind; a code is none where a signal ended it.
    pub fn end(mut self) -> Run {
        let child = self.child.take().unwrap();
        Run::of(child.wait_with_output().unwrap())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It has ended already, unless the test failed.
            let _ = child.kill();
            let _ = child.wait();
        }
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
    /// Starts a command that pauses at these points: `before-3`, `within-3,waiting`.
    #[track_caller]
    pub fn start(sandbox: &Sandbox, line: &str, points: &str) -> Self {
        let file = sandbox.path().join("pause");
        let settings = [(PAUSE, &*pause(points, &file))];
        Self::begun(Beside::start(sandbox, line, &settings), file)
    }

    /// Runs a command up to the first of these points, which makes a file in `folder`.
    #[track_caller]
    pub fn at(points: &str, folder: &Path, mut command: Command) -> Self {
        let file = folder.join(format!("pause-{points}"));
        command.env(PAUSE, pause(points, &file));
        Self::begun(Beside::of(command), file)
    }

    #[track_caller]
    fn begun(mut process: Beside, file: PathBuf) -> Self {
        until("the pause", || file.exists() || process.has_ended());
        assert!(file.exists(), "{:?}", process.end());
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

    /// Ends the pause, and waits for the next one.
    #[track_caller]
    pub fn goes_on_to_the_next(self) -> Self {
        std::fs::remove_file(&self.file).unwrap();
        Self::begun(self.process, self.file)
    }

    /// Ends it as a failing machine would.
    pub fn dies(self) {
        let mut process = self.process;
        process.kill();
        process.end();
        std::fs::remove_file(&self.file).unwrap();
    }
}

/// Returns what makes a process pause at these points, for `PAUSE`.
pub fn pause(points: &str, file: &Path) -> String {
    format!("{points}:{}", file.display())
}
