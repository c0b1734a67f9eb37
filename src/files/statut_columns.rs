//! The headers of a file of statuts: which is read as which column.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::dialect::{ReadOptions, Unknown};
use super::sheet::SheetRow;
use super::statut_maps::{Maps, Role, meant};
use crate::domain::invalid_row::{InvalidRow, RowCode, letters};
use crate::domain::name::fold;

/// The columns, in the order in which they are written.
pub const COLUMNS: [&str; 8] = [
    "action",
    "statut",
    "fait",
    "programme",
    "pas_fait",
    "commentaire",
    "pilotes",
    "services",
];

/// The place of each column in `COLUMNS`.
pub(super) const ACTION: usize = 0;
/// The place of the statut in `COLUMNS`.
pub(super) const STATUT: usize = 1;
/// The place of the first share in `COLUMNS`.
pub(super) const FAIT: usize = 2;
/// The places of the shares in `COLUMNS`.
pub(super) const SHARES: Range<usize> = FAIT..COMMENTAIRE;
/// The place of the commentaire in `COLUMNS`.
pub(super) const COMMENTAIRE: usize = 5;
/// The place of the pilotes in `COLUMNS`.
pub(super) const PILOTES: usize = 6;
/// The place of the services in `COLUMNS`.
pub(super) const SERVICES: usize = 7;

/// The columns of a reject file, which are not read.
pub const REJECT_COLUMNS: [&str; 4] = ["_line", "_column", "_code", "_message"];

/// What people call each column, folded, other marks than `%` and `°` as blanks.
const NAMES: [&[&str]; 8] = [
    &[
        "action",
        "id",
        "identifiant",
        "code",
        "n°",
        "no",
        "n",
        "numero",
        "id action",
        "action id",
        "code action",
        "n° action",
    ],
    &[
        "statut",
        "avancement",
        "etat",
        "statut d avancement",
        "etat d avancement",
    ],
    &["fait", "% fait", "part faite", "part fait"],
    &[
        "programme",
        "% programme",
        "part programmee",
        "part programme",
    ],
    &["pas fait", "% pas fait", "part pas faite", "part pas fait"],
    &[
        "commentaire",
        "commentaires",
        "precision",
        "precisions",
        "champs de precision",
        "champ de precision",
        "champs de precision de l etat d avancement",
        "explication",
        "explications",
    ],
    &["pilotes", "pilote", "personne pilote", "personnes pilotes"],
    &[
        "services",
        "service",
        "direction",
        "directions",
        "direction pilote",
        "directions pilotes",
        "service pilote",
        "services pilotes",
        "direction ou service pilote",
        "directions ou services pilotes",
        "service ou direction pilote",
        "services ou directions pilotes",
    ],
];

/// The columns of the platform's export that are known and not taken.
const LEFT_OUT: [&str; 16] = [
    "intitule",
    "titre",
    "description",
    "phase",
    "potentiel",
    "potentiel max",
    "potentiel personnalise",
    "points faits",
    "points programmes",
    "points pas faits",
    "points programme",
    "score",
    "score lie a un indicateur",
    "documents lies",
    "actions liees",
    "type",
];

/// Which column of the file is read as which.
#[derive(Clone, Debug, Default)]
pub(super) struct Headers {
    /// For each of `COLUMNS`, where it stands.
    pub at: [Option<usize>; 8],
    /// The headers that are not read, as they are written.
    pub left_out: Vec<String>,
    /// The columns without a header that hold something, by letter or number.
    pub unnamed: Vec<String>,
    /// The columns that a reject file has added.
    pub rejects: Vec<usize>,
    /// Where the titles of the platform's export stand.
    pub intitule: Option<usize>,
    pub is_score_export: bool,
}

/// Tells whether a row names the action and something of it.
pub fn is_header(row: &SheetRow, options: &ReadOptions) -> bool {
    let known: Vec<usize> = (0..row.cells.len())
        .map(|place| row.text(place))
        .filter_map(|header| meant(header, options).or_else(|| named(header)))
        .collect();
    known.contains(&ACTION) && known.iter().any(|column| *column != ACTION)
}

impl Headers {
    /// Reads the header of rows, the first of them, or tells everything that is wrong with it.
    pub fn read(rows: &[SheetRow], options: &ReadOptions) -> Result<Self, Vec<InvalidRow>> {
        let row = &rows[0];
        let mut headers = Self::default();
        let texts: Vec<String> = (0..row.cells.len())
            .map(|place| plain(row.text(place)))
            .collect();
        headers.intitule = texts.iter().position(|text| text == "intitule");
        headers.is_score_export =
            headers.intitule.is_some() && texts.iter().any(|text| text == "statut");
        let Maps { roles, problems } = Maps::read(row, options, headers.is_score_export);
        let mut problems = problems;
        for (place, role) in roles.into_iter().enumerate() {
            if let Err(problem) = headers.take(row, place, options, role) {
                problems.push(problem);
            }
        }
        if problems
            .iter()
            .any(|problem| tells_why_twice(&problem.code))
        {
            problems.retain(|problem| problem.code != RowCode::ColumnTwice);
        }
        if headers.at[ACTION].is_none() {
            problems.push(problem(row, 0, "action", RowCode::ColumnMissing));
        }
        if headers.at[STATUT].is_none()
            && SHARES
                .into_iter()
                .any(|column| headers.at[column].is_some())
        {
            problems.push(problem(row, 0, "statut", RowCode::ColumnMissing));
        }
        let unnamed = unnamed(rows);
        match options.unknown {
            Unknown::LeftOut => {
                headers.unnamed = unnamed.into_iter().map(|(name, _)| name).collect();
            }
            Unknown::Refused => problems.extend(unnamed.into_iter().map(|(_, problem)| problem)),
        }
        if problems.is_empty() {
            Ok(headers)
        } else {
            Err(problems)
        }
    }

    fn take(
        &mut self,
        row: &SheetRow,
        place: usize,
        options: &ReadOptions,
        role: Role,
    ) -> Result<(), InvalidRow> {
        let header = row.text(place);
        if REJECT_COLUMNS.contains(&header) {
            self.rejects.push(place);
            return Ok(());
        }
        if header.is_empty() {
            return Ok(());
        }
        let column = match role {
            Role::Usual => named(header),
            Role::Mapped(column) => Some(column),
            Role::Passed => {
                self.left_out.push(header.to_owned());
                return Ok(());
            }
        };
        let is_left_out = LEFT_OUT.contains(&plain(header).as_str());
        match column {
            Some(column) if self.at[column].is_none() => self.at[column] = Some(place),
            Some(STATUT) if self.is_score_export => {
                return Err(problem(row, place, header, RowCode::TwoSnapshots));
            }
            Some(_) => return Err(problem(row, place, header, RowCode::ColumnTwice)),
            None if is_left_out || options.unknown == Unknown::LeftOut => {
                self.left_out.push(header.to_owned());
            }
            None => {
                let near = near(&plain(header));
                return Err(problem(row, place, header, RowCode::HeaderUnknown { near }));
            }
        }
        Ok(())
    }

    /// Returns the columns that are read, and where each stands.
    pub fn places(&self) -> Arc<[(&'static str, u32)]> {
        let columns = COLUMNS.into_iter().zip(self.at);
        let columns = columns.filter_map(|(column, place)| {
            Some((column, u32::try_from(place?).unwrap_or(u32::MAX)))
        });
        columns.collect()
    }

    /// Returns the places of the columns that are read.
    pub fn taken(&self) -> Vec<usize> {
        self.at.iter().flatten().copied().collect()
    }
}

/// Tells whether a problem is why columns are there twice.
fn tells_why_twice(code: &RowCode) -> bool {
    matches!(code, RowCode::TwoSnapshots | RowCode::MapHeaderFewer { .. })
}

/// Returns the columns without a header that hold something, each with its first cell that does.
///
/// A row of a text that has more cells than the header is wrong as a whole, and not looked at.
fn unnamed(rows: &[SheetRow]) -> Vec<(String, InvalidRow)> {
    let headers: Vec<&str> = (0..rows[0].cells.len())
        .map(|place| rows[0].text(place))
        .collect();
    let mut found = BTreeMap::new();
    for row in &rows[1..] {
        if row.sheet.is_none() && row.cells.len() != headers.len() {
            continue;
        }
        for place in 0..row.cells.len() {
            let is_headed = headers.get(place).is_some_and(|header| !header.is_empty());
            if !is_headed && !row.text(place).is_empty() {
                found.entry(place).or_insert(row);
            }
        }
    }
    let fault = |(place, row): (usize, &SheetRow)| {
        let name = match row.sheet {
            Some(_) => letters(u32::try_from(place).unwrap_or(u32::MAX)),
            None => (place + 1).to_string(),
        };
        let problem = InvalidRow {
            place: row.place(place),
            column: String::new(),
            value: row.text(place).to_owned(),
            code: RowCode::HeaderEmpty { name: name.clone() },
        };
        (name, problem)
    };
    found.into_iter().map(fault).collect()
}

/// Returns a header without case, accents and marks.
pub(super) fn plain(header: &str) -> String {
    let folded = fold(header).replace(
        |letter: char| !letter.is_alphanumeric() && !matches!(letter, '%' | '°'),
        " ",
    );
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the column that a header is usually read as.
pub(super) fn named(header: &str) -> Option<usize> {
    let header = plain(header);
    NAMES
        .iter()
        .position(|names| names.contains(&header.as_str()))
}

fn near(header: &str) -> Option<String> {
    let names = NAMES.iter().zip(COLUMNS);
    nearest(
        header,
        names.flat_map(|(names, column)| {
            names
                .iter()
                .map(move |name| ((*name).to_owned(), column.to_owned()))
        }),
    )
}

/// Returns what belongs to the name that comes near.
pub(super) fn nearest(
    wanted: &str,
    known: impl Iterator<Item = (String, String)>,
) -> Option<String> {
    let likeness = known.map(|(name, column)| (strsim::jaro_winkler(wanted, &name), column));
    let best = likeness.max_by(|one, other| one.0.total_cmp(&other.0))?;
    (best.0 > 0.8).then_some(best.1)
}

/// Returns what is wrong with a header.
pub(super) fn problem(row: &SheetRow, place: usize, column: &str, code: RowCode) -> InvalidRow {
    InvalidRow {
        place: row.place(place),
        column: column.to_owned(),
        value: String::new(),
        code,
    }
}
