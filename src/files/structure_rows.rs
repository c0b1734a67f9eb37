//! The published structure of a référentiel, in either of its two column formats.

use std::collections::HashSet;

use super::csv_table::{Row, Table, decimal, decode, whole_row};
use crate::domain::action::ActionId;
use crate::domain::invalid_row::{InvalidRow, Place, RowCode};
use crate::domain::points::{Defect, RawNode, StructureProblem, resolve};
use crate::domain::referentiel::{NodeType, Referentiel};
use crate::domain::structure::Structure;

/// The catégories of a node, in lower case.
const CATEGORIES: [&str; 3] = ["bases", "mise en œuvre", "effets"];

/// How a ZIP archive begins, and hence a workbook.
const ZIP: &[u8] = b"PK\x03\x04";

/// Reads a structure, or names every wrong row, by line then column.
pub fn read_structure(
    bytes: &[u8],
    referentiel: Referentiel,
) -> Result<Structure, Vec<InvalidRow>> {
    if bytes.starts_with(ZIP) {
        return Err(vec![whole_row(1, RowCode::NotACsv)]);
    }
    let table = Table::read(&decode(bytes));
    check_format(&table, referentiel)?;
    let columns = Columns::find(&table)?;
    let mut reading = Reading::of(&table, &columns, referentiel);
    let (raw, rows) = reading.nodes();
    if raw.is_empty() && reading.problems.is_empty() {
        return Err(vec![table.header_problem("", RowCode::NoRow)]);
    }
    match resolve(referentiel, raw) {
        Ok(structure) if reading.problems.is_empty() => {
            if referentiel != Referentiel::Te && structure.nodes()[0].points == 0.0 {
                let points = &table.headers[columns.points];
                return Err(vec![table.header_problem(points, RowCode::NoPoints)]);
            }
            return Ok(structure);
        }
        Ok(_) => {}
        Err(problems) => reading.report(problems, &rows),
    }
    Err(reading.ordered())
}

/// Refuses a file of the other column format: the structure of another référentiel.
///
/// TE has a column `Origine` and no `pourcentage`; CAE and ECI have it the other way round.
fn check_format(table: &Table, referentiel: Referentiel) -> Result<(), Vec<InvalidRow>> {
    let foreign = match referentiel {
        Referentiel::Te => "pourcentage",
        Referentiel::Cae | Referentiel::Eci => "origine",
    };
    match table.column(foreign) {
        Ok(None) => Ok(()),
        Ok(Some(column)) => {
            let header = &table.headers[column];
            Err(vec![table.header_problem(header, RowCode::OtherFormat)])
        }
        Err(problem) => Err(vec![problem]),
    }
}

/// Where the columns stand that make a structure; the others are ignored.
struct Columns {
    identifiant: usize,
    nom: usize,
    points: usize,
    pourcentage: Option<usize>,
    categorie: Option<usize>,
}

impl Columns {
    fn find(table: &Table) -> Result<Self, Vec<InvalidRow>> {
        if table.headers.is_empty() {
            let no_row = table.header_problem("", RowCode::NoRow);
            let is_empty = table.problems.is_empty();
            return Err(if is_empty {
                vec![no_row]
            } else {
                table.problems.clone()
            });
        }
        let identifiant = table.needed("identifiant");
        let nom = table.needed("nom");
        let points = table.needed("points");
        let pourcentage = table.column("pourcentage");
        let categorie = table.column("categorie");
        match (identifiant, nom, points, pourcentage, categorie) {
            (Ok(identifiant), Ok(nom), Ok(points), Ok(pourcentage), Ok(categorie)) => Ok(Self {
                identifiant,
                nom,
                points,
                pourcentage,
                categorie,
            }),
            (identifiant, nom, points, pourcentage, categorie) => {
                let needed = [identifiant.err(), nom.err(), points.err()];
                let optional = [pourcentage.err(), categorie.err()];
                let problems = needed.into_iter().chain(optional).flatten();
                Err(problems.chain(table.problems.iter().cloned()).collect())
            }
        }
    }

    /// Tells whether points written on nodes of this type are kept; others are recomputed.
    ///
    /// A file without percentages keeps those of the sous-actions alone.
    fn keeps_points(&self, node_type: Option<NodeType>) -> bool {
        use NodeType::{Action, SousAction, Tache};
        match node_type {
            Some(SousAction) => true,
            Some(Action | Tache) => self.pourcentage.is_some(),
            _ => false,
        }
    }
}

/// A file being read: what is wrong with it so far.
struct Reading<'a> {
    table: &'a Table,
    columns: &'a Columns,
    referentiel: Referentiel,
    problems: Vec<InvalidRow>,
    /// Nodes whose row is wrong, so that nothing can be said of their points.
    doubtful: HashSet<ActionId>,
}

impl<'a> Reading<'a> {
    fn of(table: &'a Table, columns: &'a Columns, referentiel: Referentiel) -> Self {
        Self {
            table,
            columns,
            referentiel,
            problems: table.problems.clone(),
            doubtful: HashSet::new(),
        }
    }

    /// Returns the nodes in the order of the file, and for each of them its row.
    fn nodes(&mut self) -> (Vec<RawNode>, Vec<&'a Row>) {
        let Table { rows, ragged, .. } = self.table;
        let mut rows: Vec<&Row> = rows.iter().chain(ragged).collect();
        rows.sort_by_key(|row| row.line);
        let known = |row| Some((self.node(row)?, row));
        rows.into_iter().filter_map(known).unzip()
    }

    fn node(&mut self, row: &Row) -> Option<RawNode> {
        if row.cells.len() != self.table.headers.len() {
            return self.ragged_node(row);
        }
        let identifiant = row.cell(self.columns.identifiant);
        if identifiant.is_empty() {
            return None;
        }
        self.check_categorie(row);
        let Some(id) = self.id(identifiant) else {
            self.refuse(row, self.columns.identifiant, RowCode::IdInvalid);
            return None;
        };
        let is_kept = self.columns.keeps_points(id.node_type());
        let points = Some(self.columns.points).filter(|_| is_kept);
        let share = self.columns.pourcentage.filter(|_| is_kept);
        Some(RawNode {
            points: self.number(row, &id, points, RowCode::NotANumber, |points| {
                points >= 0.0
            }),
            percentage: self.number(row, &id, share, RowCode::PercentageRange, |share| {
                (0.0..=100.0).contains(&share)
            }),
            title: row.cell(self.columns.nom).to_owned(),
            id,
        })
    }

    /// Returns the node of a row that is refused already, so that its children have a parent.
    fn ragged_node(&mut self, row: &Row) -> Option<RawNode> {
        let id = self.id(row.cell(self.columns.identifiant))?;
        self.doubtful.insert(id.clone());
        Some(RawNode {
            id,
            title: String::new(),
            points: None,
            percentage: None,
        })
    }

    /// Reads the id of a node of the référentiel, the root excepted.
    fn id(&self, identifiant: &str) -> Option<ActionId> {
        let id = ActionId::parse(identifiant, Some(self.referentiel)).ok()?;
        (id.referentiel() == self.referentiel && id.level() > 0).then_some(id)
    }

    fn number(
        &mut self,
        row: &Row,
        id: &ActionId,
        column: Option<usize>,
        otherwise: RowCode,
        is_fit: impl Fn(f64) -> bool,
    ) -> Option<f64> {
        let (column, text) = (column?, row.filled(column)?);
        let number = decimal(text);
        if let Some(fit) = number.filter(|number| is_fit(*number)) {
            return Some(fit);
        }
        let code = number.map_or(RowCode::NotANumber, |_| otherwise);
        self.refuse(row, column, code);
        self.doubtful.insert(id.clone());
        None
    }

    fn check_categorie(&mut self, row: &Row) {
        let column = self.columns.categorie;
        let Some((column, text)) = column.zip(row.filled(column)) else {
            return;
        };
        if !CATEGORIES.contains(&text.to_lowercase().as_str()) {
            self.refuse(row, column, RowCode::CategorieUnknown);
        }
    }

    /// Adds what keeps the nodes from being a structure, but for what only follows from a wrong row.
    fn report(&mut self, problems: Vec<StructureProblem>, rows: &[&Row]) {
        let doubtful_parents: HashSet<_> =
            self.doubtful.iter().filter_map(ActionId::parent).collect();
        for problem in problems {
            let Some(row) = problem.position.and_then(|position| rows.get(position)) else {
                continue;
            };
            let (column, code) = match problem.defect {
                Defect::PercentageSum { .. } if doubtful_parents.contains(&problem.node) => {
                    continue;
                }
                Defect::PointsMissing if self.doubtful.contains(&problem.node) => continue,
                Defect::PercentageSum { sum } => {
                    (self.columns.pourcentage, RowCode::PercentageSum { sum })
                }
                Defect::PointsMissing => (Some(self.columns.points), RowCode::PointsMissing),
                Defect::ParentMissing { parent } => (None, RowCode::ParentMissing { parent }),
                Defect::LevelUnknown => (None, RowCode::LevelUnknown),
                Defect::DuplicateId { first } => {
                    let first_line = rows[first].line;
                    (None, RowCode::DuplicateId { first_line })
                }
            };
            self.refuse(row, column.unwrap_or(self.columns.identifiant), code);
        }
    }

    fn refuse(&mut self, row: &Row, column: usize, code: RowCode) {
        let value = match &code {
            RowCode::PercentageSum { sum } => sum.to_string(),
            _ => row.cell(column).to_owned(),
        };
        self.problems.push(InvalidRow {
            place: Place::Line(row.line),
            column: self.table.headers[column].clone(),
            value,
            code,
        });
    }

    fn ordered(mut self) -> Vec<InvalidRow> {
        let headers = &self.table.headers;
        let column = |row: &InvalidRow| headers.iter().position(|header| *header == row.column);
        self.problems
            .sort_by_cached_key(|row| (row.place.clone(), column(row)));
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use super::*;
    use Referentiel::{Cae, Eci, Te};

    const ECI: &str = "\
identifiant,nom,description,points,pourcentage,categorie
1,Stratégie,,,,
1.1,Une mesure,\"un texte
de deux lignes\",30,,
1.1.1,\"Une sous-mesure, une virgule\",,,20,
1.1.1.1,Une tâche,,,70,bases
1.1.1.2,Une tâche,,,30,Mise en œuvre
1.1.2,Une sous-mesure,,,\"80,0\",
";

    const TE: &str = "\
Coremeasure;Identifiant;Nom;Points;Origine
;1;Axe;78;
;1.1;Sous-axe;;
;1.1.1;Mesure;6,0;
;1.1.1.1;Sous-mesure;1,20;
;1.1.1.2;Sous-mesure;0,35;
;1.1.1.2.a;Tâche;9;
;1.1.1alter;;;
";

    type Problem = (u64, &'static str, &'static str, RowCode);

    fn problems(text: &str, referentiel: Referentiel) -> Vec<InvalidRow> {
        read_structure(text.as_bytes(), referentiel).unwrap_err()
    }

    fn expected(problems: &[Problem]) -> Vec<InvalidRow> {
        let row = |(line, column, value, code): &Problem| InvalidRow {
            place: Place::Line(*line),
            column: (*column).to_owned(),
            value: (*value).to_owned(),
            code: code.clone(),
        };
        problems.iter().map(row).collect()
    }

    fn points(structure: &Structure) -> Vec<(&str, f64)> {
        let nodes = structure.nodes().iter();
        nodes.map(|node| (node.id.as_str(), node.points)).collect()
    }

    fn eci(identifiant: &str) -> ActionId {
        ActionId::parse(identifiant, Some(Eci)).unwrap()
    }

    #[test]
    fn a_structure_without_points_is_refused() {
        let text = ECI.replace(",30,,", ",,,");
        let problem = (1, "points", "", RowCode::NoPoints);
        assert_eq!(problems(&text, Eci), expected(&[problem]));
    }

    #[test]
    fn a_workbook_is_one_problem() {
        let text = "PK\x03\x04 and\nmore,of\nit";
        let problem = (1, "", "", RowCode::NotACsv);
        assert_eq!(problems(text, Cae), expected(&[problem]));
    }

    #[test]
    fn percentages_are_of_the_parents_points() {
        let expected = [
            ("eci", 30.0),
            ("eci_1", 30.0),
            ("eci_1.1", 30.0),
            ("eci_1.1.1", 6.0),
            ("eci_1.1.1.1", 4.2),
            ("eci_1.1.1.2", 1.8),
            ("eci_1.1.2", 24.0),
        ];
        for text in [ECI.to_owned(), ECI.replace('\n', "\r\n")] {
            let structure = read_structure(text.as_bytes(), Eci).unwrap();
            assert_eq!(points(&structure), expected);
            let title = &structure.get(&eci("1.1.1")).unwrap().title;
            assert_eq!(title, "Une sous-mesure, une virgule");
        }
    }

    #[test]
    fn without_percentages_the_points_of_sous_actions_alone_are_kept() {
        let structure = read_structure(TE.as_bytes(), Te).unwrap();
        assert_eq!(
            points(&structure),
            [
                ("te", 1.55),
                ("te_1", 1.55),
                ("te_1.1", 1.55),
                ("te_1.1.1", 1.55),
                ("te_1.1.1.1", 1.2),
                ("te_1.1.1.2", 0.35),
                ("te_1.1.1.2.a", 0.35),
                ("te_1.1.1alter", 0.0),
            ]
        );
    }

    #[test]
    fn rows_without_identifiant_are_ignored() {
        let text = "\u{feff}IDENTIFIANT ;nom;points\n;note;x\n\n te_1 ;Axe;\n";
        let structure = read_structure(text.as_bytes(), Te).unwrap();
        assert_eq!(points(&structure), [("te", 0.0), ("te_1", 0.0)]);
    }

    #[test]
    fn every_wrong_row_is_named_with_its_true_line() {
        let text = "\
identifiant,nom,points,pourcentage,Categorie
1,Axe,abc,,
1.1,\"Une
mesure\",10,,

1.1.1,Sous-mesure,,50,
1.1.2,Sous-mesure,,40,autre
1.2,Mesure,dix,101,
1.3.1,Sous-mesure,,,
1.1.2,Encore,,60,
1.1.1.1.1,Trop bas,,,
cae_1,D'ailleurs,,,
eci,La racine,,,
1.x!,Faux,,,
1.1.1.1,Court
";
        let code = RowCode::ParentMissing { parent: eci("1.3") };
        let expected = expected(&[
            (3, "pourcentage", "90", RowCode::PercentageSum { sum: 90.0 }),
            (7, "Categorie", "autre", RowCode::CategorieUnknown),
            (8, "points", "dix", RowCode::NotANumber),
            (8, "pourcentage", "101", RowCode::PercentageRange),
            (9, "identifiant", "1.3.1", code),
            (
                10,
                "identifiant",
                "1.1.2",
                RowCode::DuplicateId { first_line: 7 },
            ),
            (11, "identifiant", "1.1.1.1.1", RowCode::LevelUnknown),
            (12, "identifiant", "cae_1", RowCode::IdInvalid),
            (13, "identifiant", "eci", RowCode::IdInvalid),
            (14, "identifiant", "1.x!", RowCode::IdInvalid),
            (
                15,
                "",
                "",
                RowCode::Ragged {
                    expected: 5,
                    found: 2,
                },
            ),
        ]);
        assert_eq!(problems(text, Eci), expected);
        assert_eq!(problems(&text.replace('\n', "\r\n"), Eci), expected);
    }

    #[test]
    fn a_sous_action_of_te_without_points_is_refused() {
        let text = TE.replace("1,20", "").replace("0,35", "0.3.5");
        assert_eq!(
            problems(&text, Te),
            expected(&[
                (5, "Points", "", RowCode::PointsMissing),
                (6, "Points", "0.3.5", RowCode::NotANumber),
            ])
        );
    }

    #[test]
    fn nothing_follows_from_a_row_that_is_wrong_itself() {
        let text = ECI.replace(",,20,", ",,vingt,").replace(",70,bases", ",70");
        let ragged = RowCode::Ragged {
            expected: 6,
            found: 5,
        };
        assert_eq!(
            problems(&text, Eci),
            expected(&[
                (5, "pourcentage", "vingt", RowCode::NotANumber),
                (6, "", "", ragged),
            ])
        );
    }

    #[test]
    fn a_file_without_rows_is_no_structure() {
        let empty = expected(&[(1, "", "", RowCode::NoRow)]);
        for text in [
            "",
            "\n\n",
            "identifiant,nom,points\n",
            "identifiant,nom,points\n,,\n",
        ] {
            assert_eq!(problems(text, Cae), empty);
        }
        let open = expected(&[(1, "", "", RowCode::QuoteOpen)]);
        assert_eq!(problems("\"identifiant,nom\n1,Axe\n", Cae), open);
        let unnamed = "identifiant,nom,points\n,note,\n";
        assert_eq!(problems(unnamed, Cae), empty);
    }

    #[test]
    fn a_file_without_its_columns_is_no_structure() {
        let missing = |column| (2, column, "", RowCode::ColumnMissing);
        assert_eq!(
            problems("\ncode,titre\n1,Axe\n", Cae),
            expected(&[missing("identifiant"), missing("nom"), missing("points")])
        );
        assert_eq!(
            problems("identifiant,nom,Nom,points\n1,a,b,\n", Cae),
            expected(&[(1, "Nom", "", RowCode::ColumnTwice)])
        );
    }

    fn published(referentiel: Referentiel) -> Option<Structure> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");
        let file = format!("{folder}/referentiel-{referentiel}-structure.csv");
        let Ok(bytes) = fs::read(&file) else {
            let skipped = "skipped: the published structures are not here";
            writeln!(std::io::stderr(), "{skipped}").unwrap();
            return None;
        };
        Some(read_structure(&bytes, referentiel).unwrap())
    }

    #[test]
    fn the_published_structures_are_read_whole() {
        for (referentiel, nodes, leaves, root, axes) in [
            (
                Cae,
                1470,
                1111,
                500.0,
                &[100.0, 64.0, 94.0, 96.0, 46.0, 100.0][..],
            ),
            (Eci, 367, 274, 500.0, &[90.0, 80.0, 180.0, 60.0, 90.0]),
            (
                Te,
                663,
                480,
                669.9,
                &[102.5, 79.8, 133.5, 114.0, 54.0, 186.1],
            ),
        ] {
            let Some(structure) = published(referentiel) else {
                return;
            };
            assert_eq!(structure.len_without_root(), nodes);
            assert_eq!(leaf_count(&structure), leaves);
            assert_eq!(structure.nodes()[0].points.to_string(), root.to_string());
            let id = ActionId::root(referentiel);
            let points: Vec<f64> = structure.children(&id).map(|axe| axe.points).collect();
            assert_eq!(points, axes);
        }
    }

    #[test]
    fn the_published_shares_come_out_exact() {
        let (Some(cae), Some(eci)) = (published(Cae), published(Eci)) else {
            return;
        };
        let points = |structure: &Structure, identifiant: &str| {
            let id = ActionId::parse(identifiant, Some(structure.referentiel())).unwrap();
            structure.get(&id).unwrap().points
        };
        assert_eq!(points(&eci, "1.1.1.2").to_string(), "1.8");
        for zero in ["1.1.2.0", "1.1.2.0.1", "1.1.2.0.2"] {
            assert_eq!(points(&cae, zero).to_string(), "0");
        }
        let taches =
            ["1", "2", "3", "4", "5"].map(|tache| points(&cae, &format!("1.2.3.3.{tache}")));
        let mut taches = taches.map(|points| points.to_string());
        taches.sort();
        assert_eq!(taches, ["0.5", "0.5", "0.5", "0.5", "1"]);
    }

    fn leaf_count(structure: &Structure) -> usize {
        let nodes = structure.nodes().iter().skip(1);
        let leaves = nodes.filter(|node| structure.branch(&node.id).len() == 1);
        leaves.count()
    }
}
