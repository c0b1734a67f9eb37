//! Filling what a profile says in a référentiel from the rows of a file.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::branch::{takes_pilotes, takes_statut};
use crate::domain::changeset::{Changeset, Edit};
use crate::domain::holding::Holding;
use crate::domain::invalid_row::{InvalidRow, RowCode};
use crate::domain::name::fold;
use crate::domain::profile::Profile;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::request::Request;
use crate::domain::statut_row::{Given, StatutRow};
use crate::domain::structure::Structure;
use crate::files::sheet::{MOST_PROBLEMS, whole};
use crate::files::statut_rows::too_many_problems;
use crate::ops::assign_values::{Assigned, Wording, assign_values};
use crate::ops::matching::Added;
use crate::store::View;

/// How many titles must be compared before they tell anything.
const FEWEST_TITLES: usize = 10;

/// What is filled in, and how.
pub struct Filling<'a> {
    pub referentiel: Referentiel,
    /// The name of the file, without its folders; none for stdin.
    pub file: Option<String>,
    pub rows: &'a [StatutRow],
    pub wording: Wording,
    pub blanks: Blanks,
    /// The headers that are read, as they are written, and the column each is read as.
    pub headers: &'a [(String, &'static str)],
}

/// What an empty cell does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blanks {
    /// It leaves the value as it is.
    Keep,
    /// It clears the value.
    Clear,
}

/// What the rows of a file make of a profile.
#[derive(Debug)]
pub struct FillPlan {
    pub changeset: Changeset,
    /// Whom and what is added to the names that the profile knows.
    pub added: Added,
    /// The rows that the structure refuses, which are left out whole.
    pub problems: Vec<InvalidRow>,
    pub counts: FillCounts,
}

/// What becomes of the rows of a file, and of the actions that it does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FillCounts {
    /// The rows that are right.
    pub rows: usize,
    /// Of them, those of actions that held nothing and now do.
    pub created: usize,
    pub changed: usize,
    pub unchanged: usize,
    /// The actions that hold something and that the file does not name; they stay.
    pub absent: usize,
}

/// Plans what the rows give, those left out that the structure refuses.
pub fn fill_statuts(
    view: &View<'_>,
    profile: &Profile,
    filling: &Filling<'_>,
    now: i64,
) -> Result<FillPlan> {
    let structure = view.structure(filling.referentiel)?;
    if let Some(code) = other_referentiel(&structure, filling) {
        return Err(filling.refused(vec![whole(code)]).into());
    }
    let mut problems = Vec::new();
    let mut given = Assigned::nothing(filling.referentiel, filling.wording);
    let mut named = BTreeSet::new();
    for row in filling.rows {
        let refused = refusals(&structure, filling, row);
        if refused.is_empty() {
            named.insert(&row.action);
            give(&mut given, filling.blanks, row);
        }
        problems.extend(refused);
        if problems.len() > MOST_PROBLEMS {
            problems.truncate(MOST_PROBLEMS);
            problems.push(too_many_problems());
            return Err(filling.refused(problems).into());
        }
    }
    let request = Request::ReferentielFill {
        referentiel: filling.referentiel,
        profile: profile.id,
        file: filling.file.clone(),
    };
    let holding = view.holding(profile.id, filling.referentiel)?;
    let (changeset, added) = assign_values(view, profile, &given, request, now)?;
    Ok(FillPlan {
        counts: counts(&named, &holding, &changeset.edits),
        changeset,
        added,
        problems,
    })
}

/// Returns that the titles of a file are those of another référentiel, where most of them are.
fn other_referentiel(structure: &Structure, filling: &Filling<'_>) -> Option<RowCode> {
    let compared = filling.rows.iter().filter_map(|row| {
        let known = structure.title(&row.action)?;
        let title = row.title.as_deref()?;
        (!known.is_empty()).then(|| bare(known) != bare(title))
    });
    let compared: Vec<bool> = compared.collect();
    let (of, differ) = (
        compared.len(),
        compared.iter().filter(|differs| **differs).count(),
    );
    (of >= FEWEST_TITLES && differ * 2 > of).then_some(RowCode::OtherReferentielLikely {
        expected: filling.referentiel,
        differ,
        of,
    })
}

/// Returns the letters and figures of a title, folded.
fn bare(title: &str) -> String {
    fold(title)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// Returns why the structure refuses a row: nothing where it is right.
fn refusals(structure: &Structure, filling: &Filling<'_>, row: &StatutRow) -> Vec<InvalidRow> {
    let action = &row.action;
    let refuse = |column: &'static str, value: String, code| InvalidRow {
        place: row.place_of(column),
        column: filling.header(column).to_owned(),
        value,
        code,
    };
    if structure.get(action).is_none() {
        let code = RowCode::ActionUnknown;
        return vec![refuse("action", action.to_string(), code)];
    }
    let mut refused = Vec::new();
    let statut = said(&row.statut);
    if !takes_statut(action) && !matches!(statut, Act::Leaves) {
        let value = statut
            .given()
            .map_or_else(String::new, |statut| statut.code());
        refused.push(refuse("statut", value, RowCode::NoStatutHere));
    }
    if let (Act::Gives(text), 0) = (said(&row.commentaire), action.level()) {
        let code = RowCode::NoCommentaireHere;
        refused.push(refuse("commentaire", text.clone(), code));
    }
    for (column, names) in [("pilotes", &row.pilotes), ("services", &row.services)] {
        if let (Act::Gives(names), false) = (said(names), takes_pilotes(action)) {
            refused.push(refuse(column, names.join("; "), RowCode::NoPiloteHere));
        }
    }
    refused
}

/// What a cell does to the value that stands there.
enum Act<'a, T> {
    Leaves,
    Clears,
    Gives(&'a T),
}

impl<'a, T> Act<'a, T> {
    /// Returns the value that is given, if one is.
    fn given(self) -> Option<&'a T> {
        match self {
            Self::Gives(value) => Some(value),
            Self::Leaves | Self::Clears => None,
        }
    }
}

/// Returns what a cell does where empty ones do nothing.
fn said<T>(given: &Given<T>) -> Act<'_, T> {
    match given {
        Given::Absent | Given::Blank => Act::Leaves,
        Given::Clear => Act::Clears,
        Given::Value(value) => Act::Gives(value),
    }
}

/// Returns what a cell does.
fn act<T>(given: &Given<T>, blanks: Blanks) -> Act<'_, T> {
    match given {
        Given::Blank if blanks == Blanks::Clear => Act::Clears,
        given => said(given),
    }
}

/// Adds what a row gives.
fn give(given: &mut Assigned, blanks: Blanks, row: &StatutRow) {
    let action = &row.action;
    if takes_statut(action) {
        match act(&row.statut, blanks) {
            Act::Leaves => {}
            act => _ = given.statuts.insert(action.clone(), act.given().copied()),
        }
    }
    assign(
        &mut given.commentaires,
        action,
        act(&row.commentaire, blanks),
    );
    if takes_pilotes(action) {
        assign(&mut given.pilotes, action, act(&row.pilotes, blanks));
        assign(&mut given.services, action, act(&row.services, blanks));
    }
}

/// Adds a value; what clears is the empty one.
fn assign<T: Clone + Default>(
    values: &mut BTreeMap<ActionId, T>,
    action: &ActionId,
    act: Act<'_, T>,
) {
    match act {
        Act::Leaves => {}
        act => _ = values.insert(action.clone(), act.given().cloned().unwrap_or_default()),
    }
}

fn counts(named: &BTreeSet<&ActionId>, holding: &Holding, edits: &[Edit]) -> FillCounts {
    let held = holding.actions();
    let edited = edits.iter().filter_map(|edit| edit.record.action());
    let edited: BTreeSet<&ActionId> = edited.collect();
    let touched = named.iter().filter(|action| edited.contains(**action));
    let (changed, created): (Vec<&&ActionId>, Vec<_>) =
        touched.partition(|action| held.contains(**action));
    FillCounts {
        rows: named.len(),
        created: created.len(),
        changed: changed.len(),
        unchanged: named.len() - created.len() - changed.len(),
        absent: held
            .iter()
            .filter(|action| !named.contains(*action))
            .count(),
    }
}

impl Filling<'_> {
    /// Returns the refusal of the file as a whole.
    fn refused(&self, rows: Vec<InvalidRow>) -> Refusal {
        Refusal::InputInvalid {
            source: self.file.clone().unwrap_or_else(|| "-".to_owned()),
            rows,
        }
    }

    /// Returns the header that is read as a column, as it is written.
    fn header(&self, column: &'static str) -> &str {
        let mut read = self.headers.iter();
        let header = read.find(|(_, code)| *code == column);
        header.map_or(column, |(header, _)| header)
    }
}
