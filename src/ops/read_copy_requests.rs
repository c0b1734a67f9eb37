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
use crate::domain::refusal::{Candidate, Refusal};
use crate::domain::selection::{Pattern, Selection, SelectionProblem};
use crate::domain::structure::Structure;
use crate::files::copy_requests::{Column, Item, Request, Requests};
use crate::ops::copy_referentiel::{CopyRequest, Limit};
use crate::ops::find_profile::{self, Found};
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
        problems: requests.problems.clone(),
    };
    if for_all.referentiel.is_none() && !requests.rows.is_empty() {
        reading
            .problems
            .extend(requests.missing(Column::Referentiel));
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

/// A file being read: what is wrong with it so far.
struct Reading<'a> {
    view: &'a View<'a>,
    requests: &'a Requests,
    for_all: &'a ForAll,
    structures: HashMap<Referentiel, Option<Structure>>,
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
        let for_all = self.for_all.clone();
        Ok(Some(Understood {
            line: row.line,
            request: CopyRequest {
                referentiel,
                from,
                selection,
                data,
                policy,
                max_overwrites: for_all.max_overwrites,
                allow_poorer_source: for_all.allow_poorer_source,
                override_audit: for_all.override_audit,
                members_of: None,
            },
            targets,
            note: Some(row.cell(Column::Note).to_owned()).filter(|note| !note.is_empty()),
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
    /// A cell that is the name of a profile as a whole is no list.
    fn named_targets(&mut self, row: &Request) -> Result<Vec<(String, Profile)>> {
        let cell = row.cell(Column::Vers);
        if let Found::Exact(profile) = find_profile::find(self.view, cell)? {
            return Ok(vec![(cell.to_owned(), profile)]);
        }
        let Some(items) = row.list(Column::Vers) else {
            self.refuse(row, Column::Vers, cell, RowCode::QuoteOpen);
            return Ok(Vec::new());
        };
        if items.is_empty() {
            self.refuse(row, Column::Vers, cell, RowCode::Empty);
        }
        let is_list = items.len() > 1;
        let mut targets = Vec::new();
        for item in items {
            let profile = self.target(row, &item, is_list)?;
            targets.extend(profile.map(|profile| (item.text, profile)));
        }
        Ok(targets)
    }

    /// Returns the profile of one value; without quotes, a list holds keys only.
    fn target(&mut self, row: &Request, item: &Item, is_list: bool) -> Result<Option<Profile>> {
        let text = &item.text;
        let found = self.profile(row, Column::Vers, text)?;
        let is_name = found.is_some() && find_profile::by_key(self.view, text)?.is_none();
        if is_list && is_name && !item.quoted {
            self.refuse(row, Column::Vers, text, RowCode::NameNotQuoted);
            return Ok(None);
        }
        Ok(found)
    }

    fn profile(&mut self, row: &Request, column: Column, typed: &str) -> Result<Option<Profile>> {
        let error = match find_profile::exactly(self.view, typed) {
            Ok(profile) => return Ok(Some(profile)),
            Err(error) => error,
        };
        let code = match error.downcast::<Refusal>()? {
            Refusal::NotFound { near, .. } => RowCode::ProfileUnknown { near: keys(near) },
            Refusal::Loose { candidates, .. } => RowCode::ProfileLoose {
                keys: keys(candidates),
            },
            Refusal::Ambiguous { candidates, .. } => RowCode::ProfileAmbiguous {
                keys: keys(candidates),
            },
            other => return Err(other.into()),
        };
        self.refuse(row, column, typed, code);
        Ok(None)
    }

    /// Returns the patterns of a cell; ids hold neither of the signs that part lists.
    ///
    /// Nothing can be said of them where the référentiel is not known.
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
        for word in words(row.cell(column)) {
            match self.pattern(word, referentiel) {
                Ok(pattern) => patterns.push(pattern),
                Err(code) => self.refuse(row, column, word, code),
            }
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
        for word in words(row.cell(Column::Donnees)) {
            match Data::of(&word.to_lowercase()) {
                Some(data) => named.push(data),
                None => self.refuse(row, Column::Donnees, word, RowCode::DataUnknown),
            }
        }
        if named.is_empty() {
            return Data::ALL.to_vec();
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
        let policy = Policy::of(&typed.to_lowercase());
        policy
            .filter(|policy| Policy::OF_FILES.contains(policy))
            .unwrap_or_else(|| {
                self.refuse(row, Column::Regle, typed, RowCode::PolicyUnknown);
                Policy::default()
            })
    }
}

fn words(cell: &str) -> impl Iterator<Item = &str> {
    let words = cell.split([',', ';']).map(str::trim);
    words.filter(|word| !word.is_empty())
}

fn keys(candidates: Vec<Candidate>) -> Vec<String> {
    let keys = candidates.into_iter().take(NEAR);
    keys.map(|candidate| candidate.key).collect()
}

/// How many keys at most a problem names.
const NEAR: usize = 5;

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
