//! Taking a figure in pairs, and its line in the table.

use std::time::Duration;

use anyhow::{Context, Result};

use crate::stores::Bench;

/// How many pairs each figure is taken from.
pub const PAIRS: usize = 7;

/// The times of one figure, in seconds.
pub struct Figure {
    ours: f64,
    theirs: Option<f64>,
}

impl Bench {
    /// Takes a figure and prints its line, or why there is none.
    pub fn show(&self, name: &str, aim: &str, take: impl Fn(&Self) -> Result<Figure>) {
        match take(self) {
            Ok(Figure { ours, theirs }) => {
                let ratio = theirs.map(|theirs| format!("{:.2} x", ours / theirs));
                let theirs = theirs.map(milliseconds).unwrap_or_default();
                let cells = [
                    name,
                    &milliseconds(ours),
                    &theirs,
                    &ratio.unwrap_or_default(),
                    aim,
                ];
                println!("{}", line(cells));
            }
            Err(error) => println!("{name}: {error:#}"),
        }
    }

    /// Runs both sides in turn and returns the medians.
    pub fn pairs(
        &self,
        ours: impl Fn() -> Result<Duration>,
        theirs: impl Fn() -> Result<Duration>,
    ) -> Result<Figure> {
        let (mut one, mut two) = (Vec::new(), Vec::new());
        for round in 0..=PAIRS {
            let first = ours()?;
            let second = self.has_sqlite.then(&theirs).transpose()?;
            if round > 0 {
                one.push(first.as_secs_f64());
                two.extend(second.map(|second| second.as_secs_f64()));
            }
        }
        Ok(Figure {
            ours: median(one).context("no figure")?,
            theirs: median(two),
        })
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

fn milliseconds(seconds: f64) -> String {
    format!("{:.1} ms", seconds * 1000.0)
}

/// Returns a line of the table.
pub fn line([name, ours, theirs, ratio, aim]: [&str; 5]) -> String {
    format!("{name:<32}{ours:>12}{theirs:>12}{ratio:>9}   {aim}")
        .trim_end()
        .to_owned()
}
