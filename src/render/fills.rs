//! What a file makes of what a profile says in a référentiel.

use serde_json::{Value, json};

use crate::domain::changeset::{Decision, Edit, fields};
use crate::domain::invalid_row::InvalidRow;
use crate::domain::language::Language::{self, English, French};
use crate::ops::copy_report::End;
use crate::ops::fill_statuts::FillCounts;
use crate::ops::matching::Added;
use crate::ops::names::Slugs;
use crate::render::copies::joined;
use crate::render::copy_ends::end;
use crate::render::copy_lines::Budget;
use crate::render::copy_notes::added;
use crate::render::document::Warning;
use crate::render::look::Look;
use crate::render::refusal_rows::{invalid_lines, remark_lines};
use crate::render::words::{self, plural};
use crate::render::{copy_warnings, edits, folding, invalid_rows};

/// The lines around the changes: the store, the question, and the prompt after it.
const AROUND: usize = 4;

/// What is told of a fill.
#[derive(Clone, Debug)]
pub struct FillReport {
    /// The file, as it was typed.
    pub source: String,
    pub slug: String,
    /// The profile as it is before.
    pub end: End,
    /// The edits, people by their names.
    pub edits: Vec<Edit>,
    pub slugs: Slugs,
    /// Whom and what it adds to the names that the profile knows.
    pub added: Added,
    pub counts: FillCounts,
    /// What was made of values of the rows that are right.
    pub remarks: Vec<InvalidRow>,
    /// What is wrong with the rows that are left out.
    pub problems: Vec<InvalidRow>,
    /// How many rows are left out.
    pub rejected: usize,
}

impl FillReport {
    /// Returns the counts of documents.
    pub fn summary(&self) -> Value {
        let counts = self.counts;
        json!({
            "rows": counts.rows + self.rejected,
            "created": counts.created,
            "changed": counts.changed,
            "unchanged": counts.unchanged,
            "rejected": self.rejected,
            "absent": counts.absent,
            "written": fields(&self.edits) - self.cleared(),
            "cleared": self.cleared(),
        })
    }

    /// Returns one document a field that changes.
    pub fn changes(&self) -> Vec<Value> {
        edits::documents(&self.edits, &self.slugs)
    }

    /// Returns the people whom the fill adds to the profile, as warnings.
    pub fn warnings(&self) -> Vec<Warning> {
        let added = copy_warnings::added(&self.slug, &self.added);
        let remarks = self.remarks.iter().map(|row| Warning {
            code: row.code.code(),
            profile: Some(self.slug.clone()),
            action: None,
            message: remark(row),
        });
        added.into_iter().chain(remarks).collect()
    }

    /// Counts the statuts of sous-actions that go because one of their tâches is given.
    fn cleared(&self) -> usize {
        let cleared = self.edits.iter();
        cleared
            .filter(|edit| edit.decision == Decision::Cleared)
            .count()
    }
}

/// Says what was made of a value, and where it stands.
fn remark(row: &InvalidRow) -> String {
    let place = match row.place.line() {
        Some(line) => format!("line {line}, {}: ", row.column),
        None => String::new(),
    };
    place + &invalid_rows::sentence(English, &row.code)
}

/// Shows what would be filled in; `full` shows every line.
pub fn preview(look: &Look, report: &FillReport, full: bool) -> String {
    let label = look.language.pick("Profil    ", "Profile   ");
    let head = end(look, label, &report.end, 0);
    let wrong = invalid_lines(look, &report.problems) + &remark_lines(look, &report.remarks);
    let tail =
        added(look, &[&report.added]) + &folding::facts(look.width, "", &totals(look, report));
    let around = [&head, &wrong, &tail];
    let around: usize = around.iter().map(|text| text.lines().count()).sum();
    let changes = changes(look, report, Budget::of(look, around + AROUND, full));
    joined(&[&head, &wrong, &changes, &tail])
}

/// Returns as many changes as the budget allows, and how many are left.
fn changes(look: &Look, report: &FillReport, budget: Budget) -> String {
    let all = edits::lines(look.language, &report.edits, &report.slugs);
    let count = all.lines().count();
    let shown = match budget {
        Budget::Full => count,
        Budget::Lines(lines) => lines.min(count),
    };
    let mut text: String = all.split_inclusive('\n').take(shown).collect();
    let left = count - shown;
    if left > 0 {
        text.push_str(&match look.language {
            French => format!(
                "     … {} : --full\n",
                plural(French, left, "autre ligne", "autres lignes")
            ),
            English => format!(
                "     … {}: --full\n",
                plural(English, left, "more line", "more lines")
            ),
        });
    }
    text
}

fn totals(look: &Look, report: &FillReport) -> Vec<String> {
    let language = look.language;
    let cleared = report.cleared();
    let written = fields(&report.edits) - cleared;
    let counts = [
        (
            cleared,
            (
                "statut de sous-action effacé",
                "statuts de sous-actions effacés",
            ),
            (
                "statut of a sous-action cleared",
                "statuts of sous-actions cleared",
            ),
        ),
        (
            report.counts.unchanged,
            ("ligne inchangée", "lignes inchangées"),
            ("row unchanged", "rows unchanged"),
        ),
        (
            report.rejected,
            ("ligne rejetée", "lignes rejetées"),
            ("row rejected", "rows rejected"),
        ),
        (
            report.counts.absent,
            (
                "action absente du fichier, gardée",
                "actions absentes du fichier, gardées",
            ),
            (
                "action not in the file, kept",
                "actions not in the file, kept",
            ),
        ),
    ];
    let first = match language {
        French => plural(French, written, "champ à écrire", "champs à écrire"),
        English => format!("{} to write", words::fields(English, written)),
    };
    let rest = counts.into_iter().filter(|(count, ..)| *count > 0);
    let rest = rest.map(|(count, french, english)| {
        let (one, many) = language.pick(french, english);
        plural(language, count, one, many)
    });
    [first].into_iter().chain(rest).collect()
}

/// Returns the question.
pub fn question(language: Language, report: &FillReport) -> String {
    let count = words::fields(language, fields(&report.edits));
    let (source, nom) = (&report.source, &report.end.nom);
    match language {
        French => format!("Importer {count} : {source} → {nom} ? [o/N/d]"),
        English => format!("Fill in {count}: {source} → {nom}? [y/N/d]"),
    }
}

/// Says what was filled in, and how to take it back.
pub fn done(language: Language, report: &FillReport, operation: i64) -> String {
    let count = words::fields(language, fields(&report.edits));
    let nom = &report.end.nom;
    let partly = if report.rejected > 0 {
        words::partly(language)
    } else {
        ""
    };
    match language {
        French => format!(
            "Importé   {count} · {nom} · opération {operation}{partly}\nAnnuler   tetctl op undo {operation}\n"
        ),
        English => format!(
            "Filled    {count} · {nom} · operation {operation}{partly}\nUndo      tetctl op undo {operation}\n"
        ),
    }
}

/// Says how many rows were left out and stand nowhere.
pub fn rejected(language: Language, count: usize) -> String {
    match language {
        French => {
            let count = plural(French, count, "ligne rejetée", "lignes rejetées");
            format!("Rejets    {count} · --rejects FICHIER les écrit")
        }
        English => {
            let count = plural(English, count, "row rejected", "rows rejected");
            format!("Rejects   {count} · --rejects FILE writes them")
        }
    }
}

/// Says where the rows that were left out stand, and what to do with them.
pub fn rejects(
    language: Language,
    (referentiel, slug): (&str, &str),
    count: usize,
    path: &str,
) -> String {
    let again = format!("tetctl referentiel fill {referentiel} {slug} {path}");
    match language {
        French => {
            let count = plural(French, count, "ligne", "lignes");
            format!("Rejets    {path} · {count}\n          Corriger, puis :  {again}")
        }
        English => {
            let count = plural(English, count, "row", "rows");
            format!("Rejects   {path} · {count}\n          Correct, then:  {again}")
        }
    }
}
