//! What was understood of a file: how it is written, which columns are read, which rows are not.

use std::path::Path;

use serde_json::{Value, json};

use crate::domain::language::Language::{self, English, French};
use crate::files::dialect::{CsvDialect, Dialect, LineEnd};
use crate::files::statut_rows::{Form, Understood};
use crate::render::folding;
use crate::render::look::Look;
use crate::render::words::plural;

/// Returns what a person should know before anything is planned.
pub fn lines(look: &Look, path: &Path, understood: &Understood) -> String {
    let language = look.language;
    let mut facts = vec![path.display().to_string()];
    if understood.form == Form::ScoreExport {
        facts.push(
            language
                .pick("export des scores", "score export")
                .to_owned(),
        );
    }
    facts.push(dialect(language, &understood.dialect));
    facts.push(rows(language, understood.rows));
    let read = folding::facts(
        look.width,
        language.pick("Lu        ", "Read      "),
        &facts,
    );
    let label = language.pick("Colonnes  ", "Columns   ");
    read + &folding::facts(look.width, label, &columns(language, understood))
}

fn rows(language: Language, count: usize) -> String {
    match language {
        French => plural(French, count, "ligne", "lignes"),
        English => plural(English, count, "row", "rows"),
    }
}

fn dialect(language: Language, dialect: &Dialect) -> String {
    match (language, dialect) {
        (_, Dialect::Json) => "JSON".to_owned(),
        (French, Dialect::Xlsx { sheet, others }) if others.is_empty() => {
            format!("feuille « {sheet} »")
        }
        (French, Dialect::Xlsx { sheet, others }) => format!(
            "feuille « {sheet} » (--sheet ; aussi : {})",
            others.join(", ")
        ),
        (English, Dialect::Xlsx { sheet, others }) if others.is_empty() => {
            format!("sheet \"{sheet}\"")
        }
        (English, Dialect::Xlsx { sheet, others }) => {
            format!("sheet \"{sheet}\" (--sheet; also: {})", others.join(", "))
        }
        (_, Dialect::Csv(csv)) => delimited(language, *csv),
    }
}

fn delimited(language: Language, csv: CsvDialect) -> String {
    written_as(language, csv) + " (--encoding, --delimiter)"
}

/// Says how a CSV text is written: its encoding, delimiter, line ends and decimals.
pub fn written_as(language: Language, csv: CsvDialect) -> String {
    let delimiter = match csv.delimiter {
        b'\t' => language.pick("tabulation", "tab").to_owned(),
        byte => language
            .pick("« X »", "\"X\"")
            .replace('X', &char::from(byte).to_string()),
    };
    let mut parts = vec![csv.encoding.name().to_owned(), delimiter];
    if csv.line_end == LineEnd::Crlf {
        parts.push("CRLF".to_owned());
    }
    if csv.decimal_comma == Some(true) {
        parts.push(
            language
                .pick("virgule décimale", "decimal comma")
                .to_owned(),
        );
    }
    parts.join(", ")
}

/// Returns how many columns are read, those under another name, and what is left out.
fn columns(language: Language, understood: &Understood) -> Vec<String> {
    let count = understood.columns.len();
    let mut parts = vec![match language {
        French => plural(French, count, "colonne lue", "colonnes lues"),
        English => plural(English, count, "column read", "columns read"),
    }];
    for (header, column) in &understood.columns {
        if header.to_lowercase() != *column {
            parts.push(match language {
                French => format!("« {header} » lu « {column} »"),
                English => format!("\"{header}\" read as \"{column}\""),
            });
        }
    }
    let left_out = left_out(language, understood);
    if !left_out.is_empty() {
        let names = left_out.join(", ");
        parts.push(match language {
            French => format!("laissées de côté : {names}"),
            English => format!("left out: {names}"),
        });
    }
    parts.extend(rows_left_out(language, understood));
    parts
}

/// Returns the headers that are not read, and the columns that have none.
fn left_out(language: Language, understood: &Understood) -> Vec<String> {
    let unnamed = understood.unnamed.iter().map(|name| match language {
        French => format!("(colonne {name})"),
        English => format!("(column {name})"),
    });
    understood.left_out.iter().cloned().chain(unnamed).collect()
}

fn rows_left_out(language: Language, understood: &Understood) -> Vec<String> {
    let counts = [
        (
            understood.preamble,
            ("ligne avant l'en-tête", "lignes avant l'en-tête"),
            ("row before the header", "rows before the header"),
        ),
        (
            understood.totals,
            ("ligne de total", "lignes de total"),
            ("row of totals", "rows of totals"),
        ),
        (
            understood.without_id,
            (
                "ligne sans identifiant ni donnée",
                "lignes sans identifiant ni donnée",
            ),
            ("row without id or data", "rows without id or data"),
        ),
    ];
    let told = counts.into_iter().filter(|(count, ..)| *count > 0);
    told.map(|(count, french, english)| {
        let (one, many) = language.pick(french, english);
        plural(language, count, one, many)
    })
    .collect()
}

/// Returns the same for programs.
pub fn document(understood: &Understood) -> Value {
    let (format, encoding, delimiter, sheet) = match &understood.dialect {
        Dialect::Csv(csv) => (
            "csv",
            Some(csv.encoding.name()),
            Some(char::from(csv.delimiter).to_string()),
            None,
        ),
        Dialect::Xlsx { sheet, .. } => ("xlsx", None, None, Some(sheet)),
        Dialect::Json => ("json", None, None, None),
    };
    let columns = understood.columns.iter();
    let columns = columns.map(|(header, column)| json!({ "header": header, "column": column }));
    json!({
        "format": format,
        "encoding": encoding,
        "delimiter": delimiter,
        "sheet": sheet,
        "score_export": understood.form == Form::ScoreExport,
        "columns": columns.collect::<Vec<_>>(),
        "left_out": understood.left_out,
        "unnamed": understood.unnamed,
        "rows": understood.rows,
        "preamble": understood.preamble,
        "totals": understood.totals,
        "without_id": understood.without_id,
    })
}
