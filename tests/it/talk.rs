//! A conversation with a command at a terminal.

use std::io::Write as _;

use rexpect::session::PtySession;

use crate::sandbox::{Sandbox, words};
use crate::terminal::{at_terminal_with, exit, expect};

/// A conversation: what is expected, and what is then typed.
pub struct Talk(PtySession);

impl Talk {
    /// Begins with a command line, in French.
    pub fn begin(sandbox: &Sandbox, line: &str) -> Option<Self> {
        Self::begin_with(sandbox, line, &[])
    }

    /// Begins in the same way, with these settings in the environment.
    pub fn begin_with(sandbox: &Sandbox, line: &str, settings: &[(&str, &str)]) -> Option<Self> {
        let words = words(&format!("{line} --lang fr"));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        at_terminal_with(sandbox, &words, settings).map(Self)
    }

    /// Waits for these lines, one after the other.
    #[track_caller]
    pub fn sees(mut self, lines: &[&str]) -> Self {
        for line in lines {
            expect(&mut self.0, line);
        }
        self
    }

    /// Waits for a question and answers it.
    #[track_caller]
    pub fn types(mut self, question: &str, answer: &str) -> Self {
        expect(&mut self.0, question);
        if !question.ends_with(']') {
            expect(&mut self.0, "> ");
        }
        self.0.send_line(answer).unwrap();
        self
    }

    /// Waits for a question and answers it by bytes that need be no text.
    #[track_caller]
    pub fn types_bytes(mut self, question: &str, answer: &[u8]) -> Self {
        expect(&mut self.0, question);
        expect(&mut self.0, "> ");
        let mut terminal = self.0.process().get_file_handle().unwrap();
        terminal.write_all(&[answer, b"\n"].concat()).unwrap();
        self
    }

    /// Waits for a question and presses a key with Ctrl.
    #[track_caller]
    pub fn presses(mut self, question: &str, control: char) -> Self {
        expect(&mut self.0, question);
        self.0.send_control(control).unwrap();
        self
    }

    /// Holds the end to this exit code, and returns all that was still shown.
    #[track_caller]
    pub fn ends(mut self, code: i32) -> String {
        let rest = self.0.exp_eof().unwrap();
        let rest: Vec<u8> = rest.chars().map(|char| char as u8).collect();
        let rest = String::from_utf8_lossy(&rest).replace('\r', "");
        assert_eq!(exit(&mut self.0), Some(code), "{rest}");
        rest
    }
}
