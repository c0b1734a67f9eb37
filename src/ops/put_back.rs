//! What of an undo can be put back, and what stays, each with its reason: `op undo --partial`.
//!
//! Where one statut of a branch stays, so do the others of a branch that changed its level: half
//! of such a change would leave both levels speaking, or lose what one of them said.

use std::collections::{BTreeSet, HashMap, HashSet};

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::branch::sous_action_of;
use crate::domain::changeset::{Change, Changeset, Edit, Expect, fields};
use crate::domain::profile::ProfileId;
use crate::domain::record::{Field, Kind, Record};
use crate::domain::refusal::{Dependent, Moved, Refusal};
use crate::domain::request::Request;
use crate::domain::value::Value;
use crate::store::View;

/// An edit that is not made, and why.
#[derive(Clone, Debug)]
pub struct Staying {
    pub edit: Edit,
    pub why: Why,
}

/// Why an edit is not made.
#[derive(Clone, Debug)]
pub enum Why {
    /// These values of the record, or of what it stands on, have changed since.
    Changed(Vec<Moved>),
    /// A rule says no: something depends on the record, or it would close a loop.
    Refused(Box<Refusal>),
    /// It goes with another statut of its branch, which stays.
    Branch,
}

/// A branch: a sous-action of a profile, with its tâches.
type Branch = (ProfileId, ActionId);

/// Leaves in `changeset` the edits that can be made, and returns the others.
///
/// Refused where something else than what it writes has moved.
pub fn set_aside(view: &View<'_>, changeset: &mut Changeset) -> Result<Vec<Staying>> {
    let mut stays = Vec::new();
    loop {
        let before = stays.len();
        expect_owners(changeset);
        match view.moved(changeset) {
            Ok(rows) => set_changed_aside(changeset, rows, &mut stays)?,
            Err(error) => set_loops_aside(view, changeset, &mut stays, error)?,
        }
        set_carriers_aside(view, changeset, &mut stays)?;
        set_branches_aside(changeset, &mut stays);
        if stays.len() == before || changeset.edits.is_empty() {
            break;
        }
    }
    stays.sort_by(|one, two| one.edit.record.cmp(&two.edit.record));
    Ok(stays)
}

/// Expects the profiles to be there on which records come back; what was expected so goes.
pub fn expect_owners(changeset: &mut Changeset) {
    let owners = owners(&changeset.edits);
    changeset.expects.retain(|expect| !is_presence(expect));
    let present = owners.into_iter().map(|profile| Expect {
        record: Record::Profile(profile),
        fields: Some(Vec::new()),
    });
    changeset.expects.extend(present);
}

/// Returns the profiles that must be there for records to come back on them.
fn owners(edits: &[Edit]) -> BTreeSet<ProfileId> {
    let created = || edits.iter().filter(|edit| edit.change == Change::Create);
    let records = created().filter(|edit| edit.record.kind() != Kind::Profile);
    let mut owners: BTreeSet<ProfileId> = records.flat_map(|edit| edit.record.profiles()).collect();
    for edit in created() {
        if let Record::Profile(profile) = edit.record {
            owners.remove(&profile);
        }
    }
    owners
}

/// Tells whether a record is only expected to be there.
fn is_presence(expect: &Expect) -> bool {
    expect.fields.as_ref().is_some_and(Vec::is_empty)
}

/// Counts the fields of edits that are not made.
pub fn staying_fields(stays: &[Staying]) -> usize {
    stays.iter().map(|stay| stay.edit.fields.len().max(1)).sum()
}

/// Returns the values that have changed, which keep edits from being made.
pub fn changed(stays: &[Staying]) -> impl Iterator<Item = &Moved> {
    stays.iter().flat_map(|stay| match &stay.why {
        Why::Changed(rows) => rows.as_slice(),
        Why::Refused(_) | Why::Branch => &[],
    })
}

/// Sets aside the fields that have changed, and the records that stand on what has.
fn set_changed_aside(
    changeset: &mut Changeset,
    rows: Vec<Moved>,
    stays: &mut Vec<Staying>,
) -> Result<()> {
    let places = Places::of(&rows);
    let edits = changeset.edits.iter();
    let concerned: Vec<Vec<usize>> = edits.map(|edit| places.concerning(edit)).collect();
    let explained: HashSet<usize> = concerned.iter().flatten().copied().collect();
    if explained.len() < rows.len() {
        let of = fields(&changeset.edits);
        return Err(conflict(&changeset.request, rows, of, 0).into());
    }
    let edits = std::mem::take(&mut changeset.edits);
    for (edit, places) in edits.into_iter().zip(concerned) {
        let of_edit: Vec<Moved> = places.iter().map(|place| rows[*place].clone()).collect();
        let (back, held) = split(edit, &of_edit);
        changeset.edits.extend(back);
        let why = Why::Changed(of_edit);
        stays.extend(held.map(|edit| Staying { edit, why }));
    }
    Ok(())
}

/// What has moved, by its place among the rows.
struct Places<'r> {
    rows: &'r [Moved],
    by_record: HashMap<&'r Record, Vec<usize>>,
    /// Of profiles, what their fields hold now.
    by_value: HashMap<(Field, &'r str), Vec<usize>>,
}

impl<'r> Places<'r> {
    fn of(rows: &'r [Moved]) -> Self {
        let mut places = Self {
            rows,
            by_record: HashMap::new(),
            by_value: HashMap::new(),
        };
        for (place, row) in rows.iter().enumerate() {
            places.by_record.entry(&row.record).or_default().push(place);
            if let (Kind::Profile, Some(field), Some(text)) =
                (row.record.kind(), row.field, row.found.text())
            {
                let holders = places.by_value.entry((field, text)).or_default();
                holders.push(place);
            }
        }
        places
    }

    /// Returns what keeps `edit` from being made.
    fn concerning(&self, edit: &Edit) -> Vec<usize> {
        let mut places = self.of_record(&edit.record);
        places.retain(|place| touches(&self.rows[*place], edit));
        if edit.record.kind() == Kind::Profile {
            places.extend(self.taken(edit));
            return places;
        }
        for profile in edit.record.profiles() {
            let owner = self.of_record(&Record::Profile(profile)).into_iter();
            places.extend(owner.filter(|place| is_missing(&self.rows[*place])));
        }
        places
    }

    fn of_record(&self, record: &Record) -> Vec<usize> {
        self.by_record.get(record).cloned().unwrap_or_default()
    }

    /// Returns the slugs and codes that `edit` gives to a profile and that another one has.
    fn taken(&self, edit: &Edit) -> Vec<usize> {
        if edit.change == Change::Delete {
            return Vec::new();
        }
        let values = edit.fields.iter();
        let values = values.filter_map(|change| Some((change.field, change.after.text()?)));
        let holders = values.filter_map(|value| self.by_value.get(&value));
        let places = holders.flatten().copied();
        places
            .filter(|place| self.rows[*place].record != edit.record)
            .collect()
    }
}

/// Tells whether a value that has moved on the record of `edit` is one that it writes.
fn touches(row: &Moved, edit: &Edit) -> bool {
    match (row.field, edit.change) {
        (Some(field), Change::Update) => edit.fields.iter().any(|change| change.field == field),
        _ => true,
    }
}

/// Tells whether a record is no longer there.
fn is_missing(row: &Moved) -> bool {
    row.field.is_none() && row.found == Value::Bool(false)
}

/// Returns the refusal of an undo, or of a redo, of which something has changed.
pub fn conflict(request: &Request, rows: Vec<Moved>, of: usize, others: usize) -> Refusal {
    Refusal::UndoConflict {
        rows,
        of,
        others,
        redoing: matches!(request, Request::Redo { .. }),
    }
}

/// Returns what of an edit can be made, and what cannot; only an update comes in parts.
fn split(mut edit: Edit, rows: &[Moved]) -> (Option<Edit>, Option<Edit>) {
    if rows.is_empty() {
        return (Some(edit), None);
    }
    if edit.change != Change::Update {
        return (None, Some(edit));
    }
    let mut held = edit.clone();
    let is_held = |field| {
        rows.iter()
            .any(|row| row.field.is_none_or(|own| own == field))
    };
    held.fields.retain(|change| is_held(change.field));
    edit.fields.retain(|change| !is_held(change.field));
    let some = |edit: Edit| Some(edit).filter(|edit| !edit.fields.is_empty());
    (some(edit), some(held))
}

/// Sets aside each relation that would close a loop; any other error comes back.
fn set_loops_aside(
    view: &View<'_>,
    changeset: &mut Changeset,
    stays: &mut Vec<Staying>,
    error: anyhow::Error,
) -> Result<()> {
    let is_loop =
        |error: &anyhow::Error| matches!(error.downcast_ref(), Some(Refusal::Cycle { .. }));
    if !is_loop(&error) {
        return Err(error);
    }
    let before = stays.len();
    for edit in std::mem::take(&mut changeset.edits) {
        let alone = Changeset::of(changeset.request.clone(), vec![edit.clone()]);
        let refused = view.moved(&alone).err().filter(is_loop);
        match refused
            .map(anyhow::Error::downcast::<Refusal>)
            .transpose()?
        {
            None => changeset.edits.push(edit),
            Some(refusal) => stays.push(Staying {
                edit,
                why: Why::Refused(Box::new(refusal)),
            }),
        }
    }
    if stays.len() == before {
        return Err(error);
    }
    Ok(())
}

/// Sets aside the profiles that would go and carry records that stay.
fn set_carriers_aside(
    view: &View<'_>,
    changeset: &mut Changeset,
    stays: &mut Vec<Staying>,
) -> Result<()> {
    let Err(error) = view.check_dependents(changeset) else {
        return Ok(());
    };
    let rows = match error.downcast::<Refusal>()? {
        Refusal::HasDependents { rows } => rows,
        other => return Err(other.into()),
    };
    let before = stays.len();
    let mut carried: HashMap<ProfileId, Vec<Dependent>> = HashMap::new();
    for row in &rows {
        carried.entry(row.profile).or_default().push(row.clone());
    }
    for edit in std::mem::take(&mut changeset.edits) {
        let own = match (&edit.record, edit.change) {
            (Record::Profile(profile), Change::Delete) => carried.remove(profile),
            _ => None,
        };
        let Some(own) = own else {
            changeset.edits.push(edit);
            continue;
        };
        let why = Why::Refused(Box::new(Refusal::HasDependents { rows: own }));
        stays.push(Staying { edit, why });
    }
    if stays.len() == before {
        return Err(Refusal::HasDependents { rows }.into());
    }
    Ok(())
}

/// Sets aside the statuts of a branch that changed its level, where another one of them stays.
fn set_branches_aside(changeset: &mut Changeset, stays: &mut Vec<Staying>) {
    let stuck: HashSet<Branch> = stays.iter().filter_map(|stay| branch(&stay.edit)).collect();
    if stuck.is_empty() {
        return;
    }
    let mut levels: HashMap<Branch, HashSet<bool>> = HashMap::new();
    let held = stays.iter().map(|stay| &stay.edit);
    for edit in changeset.edits.iter().chain(held) {
        if let (Some(branch), Some(action)) = (branch(edit), edit.record.action()) {
            let is_above = branch.1 == *action;
            levels.entry(branch).or_default().insert(is_above);
        }
    }
    let goes_along = |edit: &Edit| {
        branch(edit).is_some_and(|branch| stuck.contains(&branch) && levels[&branch].len() > 1)
    };
    let (held, back) = std::mem::take(&mut changeset.edits)
        .into_iter()
        .partition(goes_along);
    changeset.edits = back;
    let held: Vec<Edit> = held;
    stays.extend(held.into_iter().map(|edit| Staying {
        edit,
        why: Why::Branch,
    }));
}

/// Returns the branch in which a statut stands.
fn branch(edit: &Edit) -> Option<Branch> {
    match &edit.record {
        Record::Statut(profile, action) => Some((*profile, sous_action_of(action)?)),
        _ => None,
    }
}
