//! That what is exported comes back with nothing to change, in every form.

use anyhow::Result;
use proptest::prelude::*;

use crate::domain::name::is_name;
use crate::domain::referentiel::Referentiel::Cae;
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::files::csv_text::Delimited;
use crate::files::dialect::{Dialect, ReadOptions};
use crate::files::statut_rows::read_statuts;
use crate::ops::assign_values::{Assigned, Wording, assign_values};
use crate::ops::fill_statuts::{Blanks, Filling, fill_statuts};
use crate::ops::read_status::{Status, read_status};
use crate::ops::trial::{Trial, id};
use crate::render::document;
use crate::render::exports::{self, Style};

/// The actions of the small structure that a value is given to: mesures, sous-actions, tâches.
const MESURES: [&str; 3] = ["1.1.1", "1.1.2", "2.1.1"];
const BELOW: [&str; 6] = [
    "1.1.1.1",
    "1.1.1.1.1",
    "1.1.1.2",
    "1.1.1.2.1",
    "1.1.2.1",
    "2.1.1.1",
];

/// What spreadsheets and terminals trip over.
const UGLY: &str = "[a-zé œ€'\"=+\\-@;,<>&|#%\n\t0-9]{0,24}";

/// What one profile says: statuts by shares, commentaires, pilotes and services.
#[derive(Clone, Debug)]
struct Said {
    statuts: Vec<(usize, u8, u8)>,
    commentaires: Vec<(usize, String)>,
    pilotes: Vec<(usize, Vec<String>)>,
    services: Vec<(usize, Vec<String>)>,
}

fn said() -> impl Strategy<Value = Said> {
    let names = || {
        let lists = prop::collection::vec("[A-Zé;,\"()' =\\-]{1,10}", 1..4);
        prop::collection::vec((0..MESURES.len(), lists), 0..3)
    };
    let statuts = prop::collection::vec((0..BELOW.len(), 0..=100_u8, 0..=100_u8), 0..6);
    let texts = prop::collection::vec((0..MESURES.len() + BELOW.len(), UGLY), 0..5);
    (statuts, texts, names(), names()).prop_map(|(statuts, commentaires, pilotes, services)| Said {
        statuts,
        commentaires,
        pilotes,
        services,
    })
}

fn tidy(names: &[String]) -> Vec<String> {
    let spaced = names
        .iter()
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
    spaced.filter(|name| is_name(name)).collect()
}

fn assigned(said: &Said) -> Result<Assigned> {
    let mut given = Assigned::nothing(Cae, Wording::Kept);
    for (place, fait, programme) in &said.statuts {
        let (fait, programme) = (f64::from(*fait), f64::from(*programme));
        let programme = programme * (100.0 - fait) / 100.0;
        let shares = [fait, programme, 100.0 - fait - programme];
        let statut = crate::domain::statut::Statut::detailed(shares).ok();
        given.statuts.insert(id(BELOW[*place])?, statut);
    }
    for (place, text) in &said.commentaires {
        let all = MESURES.iter().chain(&BELOW).nth(*place);
        given
            .commentaires
            .insert(id(all.unwrap_or(&"1.1.1"))?, text.clone());
    }
    for (place, names) in &said.pilotes {
        given.pilotes.insert(id(MESURES[*place])?, tidy(names));
    }
    for (place, names) in &said.services {
        given.services.insert(id(MESURES[*place])?, tidy(names));
    }
    Ok(given)
}

/// Returns the exports of a profile, each in a form of its own.
fn exported(status: &Status) -> Result<Vec<(&'static str, Vec<u8>)>> {
    let csv = exports::statuts(status, Style::Plain).delimited(Delimited::Csv, true)?;
    let excel = exports::statuts(status, Style::Excel).delimited(Delimited::Excel, true)?;
    let json = exports::statuts(status, Style::Plain).document();
    let json = document::text(&json.envelope("referentiel export", 0), false);
    Ok(vec![
        ("csv", csv.into_bytes()),
        ("excel", excel.into_bytes()),
        ("json", json.into_bytes()),
        ("xlsx", exports::workbook(status)?),
    ])
}

/// Returns the edits that an export makes when it comes back.
fn edits_of(trial: &mut Trial, bytes: &[u8]) -> Result<usize> {
    let profile = trial.profile.clone();
    let file = read_statuts(bytes, Cae, &ReadOptions::default());
    let file = file.map_err(|rows| Refusal::InputInvalid {
        source: "export".to_owned(),
        rows,
    })?;
    anyhow::ensure!(file.problems.is_empty(), "{:?}", file.problems);
    let filling = Filling {
        referentiel: Cae,
        file: None,
        rows: &file.rows,
        wording: match file.understood.dialect {
            Dialect::Json => Wording::Kept,
            _ => Wording::Read,
        },
        blanks: Blanks::Clear,
        headers: &file.understood.columns,
    };
    let plan = fill_statuts(&trial.store.view()?, &profile, &filling, 9)?;
    anyhow::ensure!(plan.problems.is_empty(), "{:?}", plan.problems);
    Ok(plan.changeset.edits.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_exported_comes_back_with_nothing_to_change(said in said()) {
        let mut trial = Trial::new().unwrap();
        let profile = trial.profile.clone();
        let given = assigned(&said).unwrap();
        let request = Request::ReferentielSet { referentiel: Cae, profile: profile.id };
        trial.plan(|view| Ok(assign_values(view, &profile, &given, request, 5)?.0)).unwrap();
        let status = read_status(&trial.store.view().unwrap(), &profile, Cae).unwrap();
        prop_assume!(!status.entries().is_empty());
        for (form, bytes) in exported(&status).unwrap() {
            let edits = edits_of(&mut trial, &bytes);
            let text = String::from_utf8_lossy(&bytes);
            prop_assert!(matches!(edits, Ok(0)), "{}: {:?}\n{}", form, edits, text);
        }
    }
}
