//! Files of statuts that are broken, too large, or of something else.

use std::fmt::Write as _;

use rust_xlsxwriter::Workbook;

use super::dialect::{ReadOptions, Unknown};
use super::rejects::rejects;
use super::sheet::{MOST_COLUMNS, MOST_IN_A_CELL, MOST_PROBLEMS};
use super::statut_rows::{StatutFile, read_statuts};
use crate::domain::invalid_row::InvalidRow;
use crate::domain::referentiel::Referentiel;
use crate::domain::statut_row::Given;

fn read(bytes: &[u8]) -> Result<StatutFile, Vec<InvalidRow>> {
    read_statuts(bytes, Referentiel::Cae, &ReadOptions::default())
}

fn refused(bytes: &[u8]) -> String {
    told(&read(bytes).unwrap_err())
}

/// Returns problems, a line each.
fn told(problems: &[InvalidRow]) -> String {
    let mut text = String::new();
    for problem in problems {
        let line = problem.place.line().map(|line| line.to_string());
        let place = problem.place.cell().or(line).unwrap_or_default();
        let (column, value) = (&problem.column, &problem.value);
        let _ = writeln!(text, "{place} {column} `{value}` {}", problem.code.code());
    }
    text
}

#[test]
fn a_quote_that_swallows_rows_stops_the_file_on_its_line() {
    let mut csv = "action,statut,commentaire\n".to_owned();
    for line in 2..1_000 {
        let note = match line {
            900 => "\"note sans fin",
            950 => "\"autre\"",
            _ => "12\" pouces",
        };
        let _ = writeln!(csv, "1.1.1.{line},fait,{note}");
    }
    assert_eq!(refused(csv.as_bytes()), "900  `` quote_inside\n");
    let csv = b"action,commentaire\r\n1.1.1,\"note\" au milieu\r\n1.1.2,a\r\n";
    assert_eq!(refused(csv), "2  `` quote_inside\n");
}

#[test]
fn a_ragged_row_stays_in_place_and_ragged_when_it_is_rejected() {
    let csv = b"action,statut,commentaire\n1.1.1.1,fait\n1.1.1.2,fait,a,b\n1.1.1.3,fait,a\n";
    let first = read(csv).unwrap();
    let message = |row: &InvalidRow| row.code.code().to_owned();
    let rejected = rejects(&first, &first.problems, &message).unwrap();
    let text = "_line,_column,_code,_message,action,statut,commentaire\n\
        2,,ragged,ragged,1.1.1.1,fait\n3,,ragged,ragged,1.1.1.2,fait,a,b\n";
    assert_eq!(String::from_utf8(rejected.clone()).unwrap(), text);
    let again = read(&rejected).unwrap();
    assert_eq!(told(&again.problems), "2  `` ragged\n3  `` ragged\n");
    let twice = rejects(&again, &again.problems, &message).unwrap();
    assert_eq!(String::from_utf8(twice).unwrap(), text);
    let moved = b"action,_line,statut,_code\n1.1.1.1,2,fiat,x\n";
    let moved = read(moved).unwrap();
    let moved = rejects(&moved, &moved.problems, &message).unwrap();
    assert_eq!(
        String::from_utf8(moved).unwrap(),
        "_line,_column,_code,_message,action,statut\n2,statut,statut_unknown,statut_unknown,1.1.1.1,fiat\n"
    );
}

#[test]
fn problems_are_told_up_to_a_bound_and_columns_counted() {
    let rows = "x,fait\n".repeat(MOST_PROBLEMS + 5);
    let problems = read(format!("action,statut\n{rows}").as_bytes()).unwrap_err();
    assert_eq!(problems.len(), MOST_PROBLEMS + 1);
    assert_eq!(told(&problems[MOST_PROBLEMS..]), "  `` too_many_problems\n");
    let items = "3\n".repeat(MOST_PROBLEMS + 5);
    let problems = read(format!("[{{}},{}3]", items.replace('\n', ",")).as_bytes()).unwrap_err();
    assert_eq!(problems.len(), MOST_PROBLEMS + 1);
    let wide = format!("action,statut\n{}\n", ",".repeat(MOST_COLUMNS));
    assert_eq!(refused(wide.as_bytes()), "2  `` too_many_columns\n");
    assert_eq!(
        refused(wide.lines().last().unwrap().as_bytes()),
        "1  `` too_many_columns\n"
    );
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["action", "statut"]).unwrap();
    sheet.write(1, 1_000, "x").unwrap();
    assert_eq!(
        refused(&book.save_to_buffer().unwrap()),
        "  `` too_many_columns\n"
    );
}

#[test]
fn one_line_of_another_encoding_is_one_problem_and_keeps_its_text() {
    let mut csv = b"action;commentaire\n".to_vec();
    for line in 2..1_000 {
        csv.extend_from_slice(format!("1.1.{line};").as_bytes());
        csv.extend_from_slice(if line == 900 {
            b"\xe9t\xe9\n"
        } else {
            "été\n".as_bytes()
        });
    }
    let file = read(&csv).unwrap();
    assert_eq!(told(&file.problems), "900  `` mixed_encoding\n");
    assert_eq!(file.rows.len(), 997);
    let rejected = rejects(&file, &file.problems, &|_| String::new()).unwrap();
    let rejected = String::from_utf8(rejected).unwrap();
    assert!(rejected.ends_with("1.1.900;été\n"), "{rejected}");
}

#[test]
fn of_the_score_export_only_what_is_read_is_judged() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let header = ["N°", "Intitulé", "% fait", "Statut", "Personnes pilotes"];
    sheet.write_row(0, 0, header).unwrap();
    let error = || rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!");
    for (row, statut) in [(1, ""), (2, "Fait"), (3, "Détaillé au %"), (4, "")] {
        sheet.write_formula(row, 2, error()).unwrap();
        sheet.write_string(row, 3, statut).unwrap();
    }
    sheet.write_number(1, 0, 1.1).unwrap();
    sheet.write_string(2, 0, "1.1.1.1").unwrap();
    sheet.write_string(3, 0, "1.1.1.2").unwrap();
    sheet.write_number(4, 0, 1.2).unwrap();
    sheet.write_string(4, 4, "Ana").unwrap();
    let file = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(
        told(&file.problems),
        "Sheet1!C4 % fait `#DIV/0!` cell_error\n\
         Sheet1!D4 Statut `Détaillé au %` share_not_a_number\n\
         Sheet1!A5 N° `1.2` id_is_number\n"
    );
    assert_eq!(file.rows.len(), 1);
}

#[test]
fn columns_without_a_header_are_refused_or_told() {
    let csv = b"action;statut;;\n1.1.1.1;fait;;\n1.1.1.2;fait;vu;\n";
    assert_eq!(refused(csv), "3  `vu` column_unknown\n");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["action", "statut"]).unwrap();
    sheet
        .write_row(1, 0, ["1.1.1.1", "fait", "", "vu"])
        .unwrap();
    let book = book.save_to_buffer().unwrap();
    assert_eq!(refused(&book), "Sheet1!D2  `vu` column_unknown\n");
    let options = ReadOptions {
        unknown: Unknown::LeftOut,
        ..ReadOptions::default()
    };
    for (bytes, unnamed) in [(csv.as_slice(), "3"), (&book, "D")] {
        let file = read_statuts(bytes, Referentiel::Cae, &options).unwrap();
        assert_eq!(file.understood.unnamed, [unnamed]);
        assert_eq!(file.understood.left_out, [""; 0]);
    }
}

#[test]
fn shares_without_a_statut_are_told() {
    let csv = b"action,fait,programme\n1.1.1.1,0.5,0.5\n";
    assert_eq!(refused(csv), "1 statut `` column_missing\n");
    let item = br#"{"action":"1.1.1.1","fait":0.5,"commentaire":"a"}"#;
    let file = read(item).unwrap();
    assert_eq!(told(&file.warnings), "1 fait `0.5` shares_ignored\n");
}

#[test]
fn other_ways_to_write_a_file_are_read_or_told() {
    let cr = b"action,statut\r1.1.1.1,fait\r1.1.1.2,fiat\r";
    assert_eq!(
        told(&read(cr).unwrap().problems),
        "3 statut `fiat` statut_unknown\n"
    );
    let file = read(b"action|statut\n01/01/2001|fait\n1.1.1.2|fait\n").unwrap();
    assert_eq!(told(&file.problems), "2 action `01/01/2001` id_is_date\n");
    assert_eq!(file.rows.len(), 1);
    let names = "action;pilotes\n1.1.1;\"Ana B; C D\"\n1.1.2;\"Ana B\nC D\"\n";
    let file = read(names.as_bytes()).unwrap();
    assert_eq!(
        told(&file.warnings),
        "2 pilotes `Ana B; C D` names_joined\n"
    );
    let both = ["Ana B", "C D"].map(str::to_owned).to_vec();
    assert_eq!(file.rows[1].pilotes, Given::Value(both));
}

#[test]
fn what_a_cell_of_a_workbook_held_stands_in_its_reject_file_and_is_refused_until_corrected() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .write_row(0, 0, ["action", "statut", "commentaire", "autre"])
        .unwrap();
    for (row, statut) in [(1, ""), (2, ""), (3, "fiat"), (4, "fiat")] {
        let action = format!("1.1.1.{row}");
        sheet.write_row(row, 0, [action.as_str(), statut]).unwrap();
    }
    let error = rust_xlsxwriter::Formula::new("=A1").set_result("#REF!");
    sheet.write_formula(2, 2, error).unwrap();
    let (whole, long) = ("é".repeat(30_000), "é".repeat(MOST_IN_A_CELL));
    sheet.write_string(3, 2, &whole).unwrap();
    sheet.write_string(4, 2, &long).unwrap();
    let mut file = read_ignoring(&book.save_to_buffer().unwrap());
    // A cell of another program may hold more than Excel writes.
    file.sheet.rows[4].cells[2].text.push_str("la fin");
    let message = |row: &InvalidRow| row.code.code().to_owned();
    let rejected = rejects(&file, &file.problems, &message).unwrap();
    let again = read_ignoring(&rejected);
    let cells = |row: usize| {
        let texts = again.sheet.rows[row].cells.iter();
        texts.map(|cell| cell.text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(cells(1)[4..], ["1.1.1.2", "", "#REF!"]);
    assert_eq!(cells(2)[6], whole);
    assert_eq!(
        cells(3)[..3],
        ["5", "statut;commentaire", "statut_unknown;too_long"]
    );
    assert_eq!(cells(3)[6], long);
    assert_eq!(
        codes(&again),
        ["cell_error", "statut_unknown", "statut_unknown", "too_long"]
    );
    let rejected = rejects(&again, &again.problems, &message).unwrap();
    assert_eq!(codes(&read_ignoring(&rejected)), codes(&again));
}

#[test]
fn what_is_corrected_of_a_reject_file_is_taken() {
    let csv = "_line,_column,_code,_message,action,commentaire\n\
        2,commentaire,cell_error,x,1.1.1,#REF!\n\
        3,commentaire,formula_without_result,x,1.1.2,=> voir\n\
        4,commentaire,cell_error,x,1.1.3,=> voir\n\
        5,action,cell_error,x,1.1.4,#REF!\n";
    let file = read(csv.as_bytes()).unwrap();
    assert_eq!(codes(&file), ["cell_error", "formula_without_result"]);
    assert_eq!(file.rows.len(), 2);
}

fn read_ignoring(bytes: &[u8]) -> StatutFile {
    let options = ReadOptions {
        unknown: Unknown::LeftOut,
        ..ReadOptions::default()
    };
    read_statuts(bytes, Referentiel::Cae, &options).unwrap()
}

fn codes(file: &StatutFile) -> Vec<&'static str> {
    let problems = file.problems.iter();
    problems.map(|problem| problem.code.code()).collect()
}
