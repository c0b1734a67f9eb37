//! Reading what a file of requests means: every name exactly, every problem in one pass.
//!
//! A file is nobody's terminal: a profile is named by its key or its full name. In a list a name
//! stands in quotes, because a name can hold what parts the values of a list.

use std::collections::HashMap;

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::invalid_row::{InvalidRow, RowCode};
use crate::domain::policy::{Data, Policy};
use crate::domain::profile::Profile;
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::domain::selection::{Pattern, Selection, SelectionProblem};
use crate::domain::structure::Structure;
use crate::files::copy_requests::{Column, Item, Request, Requests};
use crate::ops::copy_referentiel::{CopyRequest, Limit};
use crate::ops::exact_profiles::ExactProfiles;
use crate::store::View;

/// What holds for all requests of a file.
#[derive(Clone, Debug)]
pub struct ForAll {
    /// The référentiel of the rows that name none.
    pub referentiel: Option<Referentiel>,
    pub max_overwrites: Option<Limit>,
    pub allow_poorer_source: bool,
    pub override_audit: Option<String>,
}

impl ForAll {
    fn request(
        &self,
        referentiel: Referentiel,
        from: Profile,
        (selection, data, policy): (Selection, Vec<Data>, Policy),
    ) -> CopyRequest {
        CopyRequest {
            referentiel,
            from,
            selection,
            data,
            policy,
            max_overwrites: self.max_overwrites,
            allow_poorer_source: self.allow_poorer_source,
            override_audit: self.override_audit.clone(),
            members_of: None,
            answers: HashMap::new(),
        }
    }
}

/// A request whose names were all understood.
#[derive(Clone, Debug)]
pub struct Understood {
    pub line: u64,
    pub request: CopyRequest,
    pub targets: Vec<Profile>,
    pub note: Option<String>,
}

/// Returns the requests of a file, called `source`; one wrong row refuses all of them.
pub fn read_copy_requests(
    view: &View<'_>,
    source: &str,
    requests: &Requests,
    for_all: &ForAll,
) -> Result<Vec<Understood>> {
    let mut reading = Reading {
        view,
        requests,
        for_all,
        structures: HashMap::new(),
        profiles: ExactProfiles::new(view),
        problems: requests.problems.clone(),
    };
    if for_all.referentiel.is_none() && !requests.rows.is_empty() {
        reading.problems.extend(missing_referentiel(requests));
    }
    let mut understood = Vec::new();
    for request in &requests.rows {
        understood.extend(reading.request(request)?);
    }
    if reading.problems.is_empty() {
        return Ok(understood);
    }
    Err(Refusal::InputInvalid {
        source: source.to_owned(),
        rows: requests.ordered(reading.problems),
    }
    .into())
}

/// Returns the problem of a référentiel that neither a column nor the command line names.
fn missing_referentiel(requests: &Requests) -> Option<InvalidRow> {
    let missing = requests.missing(Column::Referentiel)?;
    Some(InvalidRow {
        code: RowCode::ReferentielNotNamed,
        ..missing
    })
}

/// A file being read: what is wrong with it so far.
struct Reading<'a> {
    view: &'a View<'a>,
    requests: &'a Requests,
    for_all: &'a ForAll,
    structures: HashMap<Referentiel, Option<Structure>>,
    profiles: ExactProfiles<'a>,
    problems: Vec<InvalidRow>,
}

impl Reading<'_> {
    /// Reads a request to its end, whatever is wrong with it; none where something is.
    fn request(&mut self, row: &Request) -> Result<Option<Understood>> {
        let before = self.problems.len();
        let referentiel = self.referentiel(row)?;
        let from = self.source(row)?;
        let targets = self.targets(row, from.as_ref())?;
        let selection = Selection {
            include: self.patterns(row, Column::Actions, referentiel),
            exclude: self.patterns(row, Column::Sauf, referentiel),
        };
        let (data, policy) = (self.data(row), self.policy(row));
        let (Some(referentiel), Some(from)) = (referentiel, from) else {
            return Ok(None);
        };
        if self.problems.len() > before {
            return Ok(None);
        }
        let note = row.cell(Column::Note);
        Ok(Some(Understood {
            line: row.line,
            request: self
                .for_all
                .request(referentiel, from, (selection, data, policy)),
            targets,
            note: Some(note.to_owned()).filter(|note| !note.is_empty()),
        }))
    }

    fn refuse(&mut self, row: &Request, column: Column, value: &str, code: RowCode) {
        let problem = self.requests.invalid(row, column, value, code);
        self.problems.push(problem);
    }

    /// Returns the référentiel of a row, whose structure was imported: its own, or that of all.
    fn referentiel(&mut self, row: &Request) -> Result<Option<Referentiel>> {
        let (column, typed) = (Column::Referentiel, row.cell(Column::Referentiel));
        let read = typed.to_lowercase().parse::<Referentiel>().ok();
        let code = match (read, self.for_all.referentiel) {
            (None, None) if self.requests.missing(column).is_some() => return Ok(None),
            (None, None) if typed.is_empty() => RowCode::Empty,
            (None, _) if !typed.is_empty() => RowCode::ReferentielUnknown,
            (Some(read), Some(expected)) if read != expected => {
                RowCode::OtherReferentiel { expected }
            }
            (read, expected) => {
                let referentiel = read.or(expected);
                if self.structure(referentiel)?.is_some() {
                    return Ok(referentiel);
                }
                RowCode::StructureMissing
            }
        };
        self.refuse(row, column, typed, code);
        Ok(None)
    }

    /// Returns the structure of a référentiel, read once.
    fn structure(&mut self, referentiel: Option<Referentiel>) -> Result<Option<&Structure>> {
        let Some(referentiel) = referentiel else {
            return Ok(None);
        };
        if !self.structures.contains_key(&referentiel) {
            let structure = match self.view.version(referentiel)? {
                Some(_) => Some(self.view.structure(referentiel)?),
                None => None,
            };
            self.structures.insert(referentiel, structure);
        }
        Ok(self.structures.get(&referentiel).and_then(Option::as_ref))
    }

    fn source(&mut self, row: &Request) -> Result<Option<Profile>> {
        let typed = row.cell(Column::De);
        if typed.is_empty() {
            self.refuse(row, Column::De, typed, RowCode::Empty);
            return Ok(None);
        }
        self.profile(row, Column::De, typed)
    }

    /// Returns the targets of a row: none of them twice, and the source none of them.
    fn targets(&mut self, row: &Request, from: Option<&Profile>) -> Result<Vec<Profile>> {
        let mut targets: Vec<Profile> = Vec::new();
        for (text, profile) in self.named_targets(row)? {
            let is_again = targets.iter().any(|target| target.id == profile.id);
            let code = match from {
                Some(from) if from.id == profile.id => RowCode::SameProfile,
                _ if is_again => RowCode::Twice,
                _ => {
                    targets.push(profile);
                    continue;
                }
            };
            self.refuse(row, Column::Vers, &text, code);
        }
        Ok(targets)
    }

    /// Returns the targets of a row, each with the text that names it.
    ///
    /// A cell that is the name of a profile as a whole is no list of others.
    fn named_targets(&mut self, row: &Request) -> Result<Vec<(String, Profile)>> {
        let cell = row.cell(Column::Vers);
        if cell.is_empty() {
            self.refuse(row, Column::Vers, cell, RowCode::Empty);
            return Ok(Vec::new());
        }
        if let Some(targets) = self.keyed(row)? {
            return Ok(targets);
        }
        if let Ok(profile) = self.profiles.find(cell)? {
            return Ok(vec![(cell.to_owned(), profile)]);
        }
        let items = self.list(row, Column::Vers);
        let mut targets = Vec::new();
        for item in &items {
            let profile = self.target(row, item, &items)?;
            targets.extend(profile.map(|profile| (item.text.clone(), profile)));
        }
        Ok(targets)
    }

    /// Returns the targets of a row whose values are all keys.
    fn keyed(&self, row: &Request) -> Result<Option<Vec<(String, Profile)>>> {
        let mut targets = Vec::new();
        for Item { text, .. } in row.list(Column::Vers).unwrap_or_default() {
            match self.profiles.by_key(&text)? {
                Some(profile) => targets.push((text, profile)),
                None => return Ok(None),
            }
        }
        Ok(Some(targets).filter(|targets| !targets.is_empty()))
    }

    /// Returns the profile of one value; without quotes, a list holds keys only.
    fn target(&mut self, row: &Request, item: &Item, list: &[Item]) -> Result<Option<Profile>> {
        let text = &item.text;
        let found = self.profile(row, Column::Vers, text)?;
        let is_name = found.is_some() && self.profiles.by_key(text)?.is_none();
        if list.len() > 1 && is_name && !item.quoted {
            let written = self.written(row, item, list)?;
            self.refuse(row, Column::Vers, text, RowCode::NameNotQuoted { written });
            return Ok(None);
        }
        Ok(found)
    }

    /// Returns a list as a cell of the file: names in quotes, those of the cell doubling them.
    ///
    /// Where a value of it is no profile, commas may stand within a name: only `item` is written.
    fn written(&mut self, row: &Request, item: &Item, list: &[Item]) -> Result<String> {
        let mut values = Vec::new();
        for Item { text, .. } in list {
            if self.profiles.find(text)?.is_err() {
                values = vec![quoted(&item.text)];
                break;
            }
            let is_key = self.profiles.by_key(text)?.is_some();
            values.push(if is_key { text.clone() } else { quoted(text) });
        }
        Ok(quoted(&values.join(&row.separator.to_string())))
    }

    fn profile(&mut self, row: &Request, column: Column, text: &str) -> Result<Option<Profile>> {
        Ok(match self.profiles.find(text)? {
            Ok(profile) => Some(profile),
            Err(code) => {
                self.refuse(row, column, text, code);
                None
            }
        })
    }

    /// Returns the values of a cell that holds a list, blanks around each left out.
    fn list(&mut self, row: &Request, column: Column) -> Vec<Item> {
        row.list(column).unwrap_or_else(|| {
            self.refuse(row, column, row.cell(column), RowCode::QuoteOpen);
            Vec::new()
        })
    }

    /// Returns the patterns of a cell, of which nothing can be said where the référentiel is unknown.
    ///
    /// One that stands there twice is refused: it may be a number that a spreadsheet has rewritten.
    fn patterns(
        &mut self,
        row: &Request,
        column: Column,
        referentiel: Option<Referentiel>,
    ) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        let Some(referentiel) = referentiel else {
            return patterns;
        };
        for Item { text, .. } in self.list(row, column) {
            let code = match self.pattern(&text, referentiel) {
                Ok(pattern) if patterns.contains(&pattern) => RowCode::Twice,
                Ok(pattern) => {
                    patterns.push(pattern);
                    continue;
                }
                Err(code) => otherwise_parted(row, &text, code),
            };
            self.refuse(row, column, &text, code);
        }
        patterns
    }

    fn pattern(&self, word: &str, referentiel: Referentiel) -> Result<Pattern, RowCode> {
        let pattern = Pattern::parse(word, Some(referentiel)).map_err(|_| RowCode::IdInvalid)?;
        let structure = self.structures.get(&referentiel).and_then(Option::as_ref);
        let structure = structure.ok_or(RowCode::StructureMissing)?;
        let selection = Selection {
            include: vec![pattern.clone()],
            exclude: Vec::new(),
        };
        match selection.check(structure) {
            Ok(()) => Ok(pattern),
            Err(problem) => Err(code(problem)),
        }
    }

    fn data(&mut self, row: &Request) -> Vec<Data> {
        let mut named = Vec::new();
        for Item { text, .. } in self.list(row, Column::Donnees) {
            if let Some(data) = Data::of(&text.to_lowercase()) {
                named.push(data);
            } else {
                let code = otherwise_parted(row, &text, RowCode::DataUnknown);
                self.refuse(row, Column::Donnees, &text, code);
            }
        }
        if named.is_empty() {
            return Data::USUAL.to_vec();
        }
        named.sort_unstable();
        named.dedup();
        named
    }

    fn policy(&mut self, row: &Request) -> Policy {
        let typed = row.cell(Column::Regle);
        if typed.is_empty() {
            return Policy::default();
        }
        let code = match Policy::of(&typed.to_lowercase()) {
            Some(Policy::Ask) => RowCode::NobodyToAsk,
            Some(policy) => return policy,
            None => RowCode::PolicyUnknown,
        };
        self.refuse(row, Column::Regle, typed, code);
        Policy::default()
    }
}

/// Returns a text in quotes, those within it doubled.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// Tells values that another character parts from one that is wrong.
fn otherwise_parted(row: &Request, text: &str, code: RowCode) -> RowCode {
    let separator = row.separator;
    if text.contains([',', ';']) {
        return RowCode::OtherSeparator { separator };
    }
    code
}

fn code(problem: SelectionProblem) -> RowCode {
    match problem {
        SelectionProblem::NothingMatches { near, .. } => RowCode::ActionMissing {
            near: near.iter().map(ActionId::to_string).collect(),
        },
        SelectionProblem::OtherReferentiel { expected, .. } => {
            RowCode::OtherReferentiel { expected }
        }
        SelectionProblem::NotARange { .. } => RowCode::NotARange,
    }
}
