//! A territory that is wide: a source that says much, and many members to copy it to.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use crate::sandbox::Sandbox;

/// How many fields the source says: one for each tâche.
pub const FIELDS: usize = 180;

/// The copy of the source to all members.
pub const COPY: &str = "copy cae --from petr-du-val --to-members-of --yes";

/// The stores that were made so far, by the number of members.
static MADE: Mutex<Option<HashMap<usize, Vec<u8>>>> = Mutex::new(None);

/// Returns a store with a made structure, a source, and `members` members that say nothing.
pub fn territory(members: usize) -> Sandbox {
    let sandbox = Sandbox::bare();
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let made = made.get_or_insert_default();
    let store = made.entry(members).or_insert_with(|| make(members));
    std::fs::write(sandbox.path().join("store.db"), store).unwrap();
    sandbox
}

/// Returns the slugs of the members.
pub fn members(count: usize) -> Vec<String> {
    (1..=count)
        .map(|member| format!("cc-{member:02}"))
        .collect()
}

fn make(count: usize) -> Vec<u8> {
    let sandbox = Sandbox::empty();
    sandbox.write("structure.csv", &structure());
    sandbox.write("statuts.csv", &statuts());
    let members = members(count);
    let import = "referentiel import structure.csv --id cae --yes";
    sandbox.run(import).ok();
    let create = "profile create 'PETR du Val' --department 61 --yes";
    sandbox.run(create).ok();
    for slug in &members {
        let create = format!("profile create '{slug}' --nature CC --department 61 --yes");
        sandbox.run(&create).ok();
    }
    let relate = format!(
        "profile relate petr-du-val --yes --add {}",
        members.join(" ")
    );
    sandbox.run(&relate).ok();
    let fill = "referentiel fill cae petr-du-val statuts.csv --yes";
    sandbox.run(fill).ok();
    std::fs::read(sandbox.path().join("store.db")).unwrap()
}

/// Returns the ids of the tâches.
fn taches() -> Vec<String> {
    let below = |ids: Vec<String>, count: usize| -> Vec<String> {
        let children = |id: &String| -> Vec<String> {
            (1..=count).map(|number| format!("{id}.{number}")).collect()
        };
        ids.iter().flat_map(children).collect()
    };
    let axes = (1..=3).map(|axe| axe.to_string()).collect();
    let taches = [1, 3, 4, 5].into_iter().fold(axes, below);
    assert_eq!(taches.len(), FIELDS);
    taches
}

/// Returns the made structure.
pub fn structure() -> String {
    let mut text = "identifiant,nom,points,pourcentage,categorie\n".to_owned();
    let mut last: Vec<&str> = Vec::new();
    for tache in &taches() {
        let parts: Vec<&str> = tache.split('.').collect();
        for depth in 1..=5 {
            if last.get(..depth) != parts.get(..depth) {
                let (points, share, category) = match depth {
                    3 => ("10", "", ""),
                    4 => ("", "25", "bases"),
                    5 => ("", "20", ""),
                    _ => ("", "", ""),
                };
                let id = parts[..depth].join(".");
                let _ = writeln!(text, "{id},Action {id},{points},{share},{category}");
            }
        }
        last = parts;
    }
    text
}

fn statuts() -> String {
    let mut text = "action,statut\n".to_owned();
    for (tache, statut) in taches()
        .iter()
        .zip(["fait", "programme", "pas_fait"].iter().cycle())
    {
        let _ = writeln!(text, "cae_{tache},{statut}");
    }
    text
}

/// Returns how many fields a member holds, as an export shows them.
pub fn held(sandbox: &Sandbox, member: &str) -> usize {
    let export = format!("referentiel export cae {member} --json");
    sandbox.run(&export).ok().json()["items"]
        .as_array()
        .unwrap()
        .len()
}

/// Holds the store to be sound, and the first `whole` of the members to hold all, the others nothing.
#[track_caller]
pub fn holds(sandbox: &Sandbox, count: usize, whole: usize) {
    is_sound(sandbox);
    let expected = |place: usize| if place < whole { FIELDS } else { 0 };
    for (place, member) in members(count).iter().enumerate() {
        assert_eq!(held(sandbox, member), expected(place), "{member}");
    }
}

/// Holds the store to be sound.
#[track_caller]
pub fn is_sound(sandbox: &Sandbox) {
    let check = sandbox.run("store check").ok();
    assert!(check.stdout.ends_with("No problem\n"), "{check:?}");
}

/// Returns the digest after a copy that nothing stopped.
pub fn undisturbed(count: usize) -> String {
    let sandbox = territory(count);
    sandbox.run(COPY).ok();
    sandbox.digest()
}

/// Numbers that look random and are the same in each run.
pub struct Seeded(pub u64);

impl Seeded {
    /// Returns a number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next()).unwrap() % end
    }

    /// Returns a number from 0 to 1.
    pub fn share(&mut self) -> f64 {
        f64::from(self.next()) / f64::from(u32::MAX)
    }

    fn next(&mut self) -> u32 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 32).unwrap()
    }
}
