//! A copy to many that is killed: no moment at which it leaves half a target, or a store to mend.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::beside::{Beside, Paused};
use crate::sandbox::Sandbox;
use crate::wide::{COPY, FIELDS, Seeded, territory, undisturbed};

const MEMBERS: usize = 40;

/// How many moments are tried.
const MOMENTS: u32 = 20;

/// Returns how many fields each profile that says anything holds, as the file has it.
fn held(sandbox: &Sandbox) -> HashMap<i64, i64> {
    let store = rusqlite::Connection::open(sandbox.path().join("store.db")).unwrap();
    let query = "SELECT profile, count(*) FROM statut GROUP BY profile";
    let mut statement = store.prepare(query).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// Holds the store to be sound and each target to be whole or untouched; returns how many are whole.
#[track_caller]
fn whole(sandbox: &Sandbox) -> usize {
    let check = sandbox.run("store check --json").ok().json();
    assert_eq!(check["problems"].to_string(), "[]");
    let held = held(sandbox);
    assert!(
        held.values()
            .all(|fields| i64::try_from(FIELDS) == Ok(*fields)),
        "{held:?}"
    );
    let operations = sandbox.run("op list --command 'referentiel copy' --format count");
    let source = 1;
    let operations = operations.ok().stdout.trim().parse::<usize>().unwrap();
    assert_eq!(operations, held.len() - source, "an operation a target");
    operations
}

#[test]
fn a_copy_killed_at_any_moment_leaves_each_target_whole_or_untouched() {
    let sandbox = territory(MEMBERS);
    let started = Instant::now();
    sandbox.run(COPY).ok();
    let took = started.elapsed();
    let expected = undisturbed(MEMBERS);
    let mut random = Seeded(20_261_124);
    for moment in 0..MOMENTS {
        let share = (f64::from(moment) + random.share()) / f64::from(MOMENTS);
        let sandbox = territory(MEMBERS);
        let mut process = Beside::start(&sandbox, COPY, &[]);
        std::thread::sleep(took.mul_f64(share).min(Duration::from_secs(20)));
        process.kill();
        process.end();

        whole(&sandbox);
        sandbox.run(COPY).ok();
        assert_eq!(sandbox.digest(), expected, "after {share:.2} of {took:?}");
    }
}

#[test]
fn a_copy_killed_in_a_target_keeps_those_before_it_and_nothing_of_that_one() {
    let expected = undisturbed(MEMBERS);
    for unit in [0, 1, 7, 20, 38, 39] {
        let sandbox = territory(MEMBERS);

        Paused::start(&sandbox, COPY, &format!("within-{unit}")).dies();

        assert_eq!(whole(&sandbox), unit);
        sandbox.run(COPY).ok();
        assert_eq!(sandbox.digest(), expected);
    }
}
