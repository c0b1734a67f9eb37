//! The invented territory of the demo: what its files hold, as changesets.

use anyhow::{Context, Result};

use crate::domain::changeset::Changeset;
use crate::domain::structure::Structure;
use crate::files::csv_table::{Row, Table};
use crate::ops::create_profile::{NewProfile, create_profile};
use crate::ops::import_structure::import_structure;
use crate::ops::read_assignments::Typed;
use crate::ops::relate_profiles::{NewRelations, relate_profiles};
use crate::ops::set_statuts::set_statuts;
use crate::store::View;

/// One step towards the territory.
pub enum Step {
    Structure(Structure),
    Profile(NewProfile),
    /// A supra, and the slugs of its members.
    Members(String, Vec<String>),
    /// A profile, and what it says.
    Data(String, Typed),
}

/// Plans one step; `now` is when a person is said to have edited the data.
pub fn plan(view: &View<'_>, step: &Step, now: i64) -> Result<Changeset> {
    let profile = |slug: &str| {
        let profile = view.profile_by_slug(slug)?;
        profile.with_context(|| format!("the profile {slug} of the demo"))
    };
    match step {
        Step::Structure(structure) => import_structure(view, structure),
        Step::Profile(new) => create_profile(view, new),
        Step::Members(supra, members) => {
            let members = members.iter().map(|slug| profile(slug));
            let relations = NewRelations {
                supra: profile(supra)?,
                add: members.collect::<Result<_>>()?,
                remove: Vec::new(),
            };
            relate_profiles(view, &relations)
        }
        Step::Data(slug, typed) => set_statuts(view, &profile(slug)?, typed, now),
    }
}

/// Returns the profiles of a file, then who is a member of whom.
pub fn territory(text: &str) -> Result<Vec<Step>> {
    let table = Table::read(text);
    let rows = rows(&table);
    let mut steps = Vec::new();
    for row in &rows {
        steps.push(Step::Profile(NewProfile {
            nom: row.get("nom").to_owned(),
            nature: row
                .get("nature")
                .parse()
                .ok()
                .context("a nature of the demo")?,
            siren: row.get("siren").parse().ok(),
            insee: row.get("insee").parse().ok(),
            department: row.get("departement").parse().ok(),
            population: row.get("population").parse().ok(),
        }));
    }
    let supras = rows.iter().map(|row| row.get("slug"));
    for supra in supras {
        let is_member = |row: &&Cells<'_>| row.get("supra").split(';').any(|slug| slug == supra);
        let members: Vec<String> = rows
            .iter()
            .filter(is_member)
            .map(|row| row.get("slug").to_owned())
            .collect();
        if !members.is_empty() {
            steps.push(Step::Members(supra.to_owned(), members));
        }
    }
    Ok(steps)
}

/// Returns what a file of statuts says.
pub fn data(text: &str) -> Typed {
    let mut typed = Typed::default();
    let table = Table::read(text);
    for row in rows(&table) {
        let action = row.get("action").to_owned();
        if !row.get("statut").is_empty() {
            typed.statuts.push((action.clone(), statut(&row)));
        }
        if !row.get("commentaire").is_empty() {
            typed
                .commentaires
                .push((action, row.get("commentaire").to_owned()));
        }
    }
    typed
}

fn statut(row: &Cells<'_>) -> String {
    match row.get("statut") {
        "detaille" => format!(
            "detaille:{}/{}/{}",
            row.get("fait"),
            row.get("programme"),
            row.get("pas_fait")
        ),
        code => code.to_owned(),
    }
}

/// One row of a file, its cells by header.
struct Cells<'t> {
    table: &'t Table,
    row: &'t Row,
}

impl<'t> Cells<'t> {
    fn get(&self, header: &str) -> &'t str {
        let column = self.table.column(header).ok().flatten();
        self.row.filled(column).unwrap_or_default()
    }
}

fn rows(table: &Table) -> Vec<Cells<'_>> {
    table.rows.iter().map(|row| Cells { table, row }).collect()
}
