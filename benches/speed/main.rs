//! How long tetctl takes, beside the `sqlite3` command doing the bare work on the same rows.
//!
//! `cargo bench` prints the table; `cargo bench -- --structure FILE` takes a published structure
//! of CAE instead of a made one of its size, `--all` adds the copy to 1,254 targets. Each figure
//! is taken in pairs (ours, theirs, ours, theirs …) after a warm-up of both; medians are shown.

#![allow(clippy::print_stdout)] // the table is what this is for

mod journal;
mod process;
mod stores;
mod structure;
mod table;
mod writes;

use std::path::PathBuf;

use anyhow::{Result, bail};

use stores::Bench;
use table::{PAIRS, line};

/// How many targets the largest copy has: the EPCI of the country.
const ALL_TARGETS: usize = 1_254;

fn main() -> Result<()> {
    let asked = Asked::read()?;
    let bench = Bench::new(asked.structure.as_deref())?;
    if !bench.has_sqlite {
        println!("The `sqlite3` command is not there: its side of the pairs is left out.");
    }
    println!(
        "{PAIRS} pairs after a warm-up, medians, whole processes; {} cores",
        cores()
    );
    println!("{}", line(["", "tetctl", "sqlite3", "ratio", "aim"]));
    bench.show("start-up: --version", "5 ms", Bench::start_up);
    bench.show("apply: 36,000 profiles", "", Bench::apply);
    bench.show(
        "profile show, 36,000 profiles",
        "10 ms",
        Bench::profile_show,
    );
    bench.show("import of the CAE structure", "150 ms", Bench::import);
    bench.show("copy of 1,500 fields to 1", "4 x", |bench| bench.copy(1));
    bench.show("copy of 1,500 fields to 40", "5 x", |bench| bench.copy(40));
    bench.show("undo of the copy to 1", "", |bench| bench.undo(1));
    bench.show("undo of the copy to 40", "", |bench| bench.undo(40));
    bench.show("200 small writes", "", |bench| bench.small_writes(1));
    bench.show("the same, 8 at once", "", Bench::small_writes_at_once);
    bench.show("export of 1,500 fields, csv", "", |bench| {
        bench.export("statuts.csv")
    });
    bench.show("the same, xlsx", "", |bench| bench.export("statuts.xlsx"));
    bench.show("diff of 1,500 fields", "", Bench::diff);
    bench.show("store check, 60,000 fields", "", Bench::store_check);
    bench.show("op list, 2,000 operations", "", Bench::op_list);
    println!();
    println!("{}", line(["", "fill", "copy", "ratio", "aim"]));
    bench.show("fill of every leaf from CSV", "3 x", |bench| {
        bench.fill("statuts.csv")
    });
    bench.show("fill of every leaf from XLSX", "150 ms", |bench| {
        bench.fill("statuts.xlsx")
    });
    if asked.all {
        let peak = bench.memory(ALL_TARGETS);
        println!(
            "{}",
            peak.unwrap_or_else(|error| format!("copy to {ALL_TARGETS}: {error:#}"))
        );
    }
    Ok(())
}

/// What was asked on the command line.
#[derive(Default)]
struct Asked {
    all: bool,
    structure: Option<PathBuf>,
}

impl Asked {
    fn read() -> Result<Self> {
        let mut asked = Self::default();
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--all" => asked.all = true,
                "--structure" => asked.structure = words.next().map(PathBuf::from),
                "--bench" => {}
                other => bail!("`{other}` is not known: --structure FILE, --all"),
            }
        }
        Ok(asked)
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, Into::into)
}
