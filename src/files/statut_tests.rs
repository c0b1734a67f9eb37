//! Files of statuts in every dialect, their problems, and their rejects fed back.

use std::fmt::Write as _;

use rust_xlsxwriter::{Format, Formula, Workbook};

use super::dialect::{Charset, Dialect, ReadOptions, Unknown};
use super::rejects::rejects;
use super::statut_rows::{Form, StatutFile, read_statuts};
use super::xlsx_text::{XlsxCell, write_sheet, write_xlsx};
use crate::domain::invalid_row::InvalidRow;
use crate::domain::referentiel::Referentiel;
use crate::domain::statut::Statut;
use crate::domain::statut_row::{Given, StatutRow};

fn read(bytes: &[u8]) -> Result<StatutFile, Vec<InvalidRow>> {
    read_statuts(bytes, Referentiel::Cae, &ReadOptions::default())
}

/// Returns what rows give, a line each.
fn given(rows: &[StatutRow]) -> String {
    let list = |given: &Given<Vec<String>>| match given {
        Given::Value(names) => names.join("+"),
        other => format!("{other:?}"),
    };
    let line = |row: &StatutRow| {
        let statut = match &row.statut {
            Given::Value(statut) => statut.code(),
            other => format!("{other:?}"),
        };
        let commentaire = match &row.commentaire {
            Given::Value(text) => text.clone(),
            other => format!("{other:?}"),
        };
        let (pilotes, services) = (list(&row.pilotes), list(&row.services));
        format!(
            "{} {statut} {commentaire} {pilotes} {services}\n",
            row.action
        )
    };
    rows.iter().map(line).collect()
}

/// Returns problems, a line each.
fn told(problems: &[InvalidRow]) -> String {
    let mut text = String::new();
    for problem in problems {
        let place = problem
            .place
            .cell()
            .or(problem.place.line().map(|line| line.to_string()));
        let place = place.unwrap_or_default();
        let (column, value) = (&problem.column, &problem.value);
        let _ = writeln!(text, "{place} {column} `{value}` {}", problem.code.code());
    }
    text
}

fn problems(bytes: &[u8]) -> String {
    match read(bytes) {
        Ok(file) => told(&file.problems),
        Err(problems) => told(&problems),
    }
}

fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let cells = |row: &&[&str]| {
        row.iter()
            .map(|text| XlsxCell::Text((*text).to_owned()))
            .collect()
    };
    write_sheet(&rows.iter().map(cells).collect::<Vec<Vec<XlsxCell>>>(), 1).unwrap()
}

const PLAIN: &str = "Identifiant;Avancement;% fait;% programmé;% pas fait;Précisions;Personnes pilotes;Direction ou service pilote\r\n\
    1.1.1.1;fait;;;;Été;Ana Le Goff,  Léo Caron ,ana le goff;\"\"\"Eau, air\"\",Bois\"\r\n\
    cae_1.1.1.2;détaillé;20 %;50%;30;'=1+1;;\r\n\
    1.1.1.3;non_renseigne;;;;;;\r\n\
    1.1.1.4;detaille:0,2/0,5/0,3;;;;;;\r\n";

const PLAIN_GIVES: &str = "cae_1.1.1.1 fait Été Ana Le Goff+Léo Caron Eau, air+Bois\n\
    cae_1.1.1.2 detaille:0.2/0.5/0.3 =1+1 Blank Blank\n\
    cae_1.1.1.3 Clear Blank Blank Blank\n\
    cae_1.1.1.4 detaille:0.2/0.5/0.3 Blank Blank Blank\n";

#[test]
fn french_spreadsheets_are_read_in_each_encoding() {
    for name in ["utf-8", "windows-1252"] {
        let bytes = Charset::of(name).unwrap().encode(PLAIN);
        let file = read(&bytes).unwrap();
        assert_eq!(told(&file.problems), "");
        assert_eq!(given(&file.rows), PLAIN_GIVES);
        let Dialect::Csv(dialect) = file.understood.dialect else {
            panic!("a CSV");
        };
        assert_eq!(
            (
                dialect.encoding.name().to_lowercase().as_str(),
                dialect.delimiter
            ),
            (name, b';')
        );
    }
}

fn score_rows() -> Vec<Vec<String>> {
    let header = "N°|Intitulé|Description|Phase|Potentiel max|Potentiel personnalisé|Points faits|% fait|\
        Points programmés|% programmé|Points pas faits|% pas fait|Statut|Champs de précision de l'état d'avancement|\
        Score lié à un indicateur|Personnes pilotes|Services ou Directions pilotes|Documents liés|Actions liées";
    let rows = [
        "CC des Sources||||||||||||||||||",
        "24/11/2026||||||||||||||||||",
        "|||||Évaluation dans la plateforme|||||||||||||",
        header,
        "Total||||500|500|10|0.02|||||||||||",
        "1|Axe|||100|100||||||||||||||",
        "1.1.1.1|Une|||2|2|0.66|0.333|0.66|0.333|0.66|0.333|Détaillé au %|Ici||Ana Le Goff, Léo Caron|Service (eau, air)||",
        "1.1.1.2|Deux|||2|2|2|1|||||Fait||||||",
        "1.1.1.3|Trois|||2|2|||||||Détaillé à la tâche||||||",
        "1.1.1.3.1|Tâche|||2|2||||||||||||||",
    ];
    let row = |row: &str| {
        row.split('|')
            .map(str::trim)
            .map(str::to_owned)
            .take(19)
            .collect()
    };
    rows.into_iter().map(row).collect()
}

#[test]
fn the_score_export_is_read_as_it_is() {
    let rows = score_rows();
    let csv: Vec<String> = rows.iter().map(|row| row.join(";")).collect();
    let cells: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let cells: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
    for bytes in [csv.join("\r\n").into_bytes(), workbook(&cells)] {
        let file = read(&bytes).unwrap();
        assert_eq!(told(&file.problems), "");
        assert_eq!(
            given(&file.rows),
            "cae_1 Absent Blank Blank Blank\n\
             cae_1.1.1.1 detaille:0.34/0.33/0.33 Ici Ana Le Goff+Léo Caron Service (eau, air)\n\
             cae_1.1.1.2 fait Blank Blank Blank\n\
             cae_1.1.1.3 Blank Blank Blank Blank\n\
             cae_1.1.1.3.1 Absent Blank Blank Blank\n"
        );
        let understood = &file.understood;
        assert_eq!(
            (understood.form, understood.preamble, understood.totals),
            (Form::ScoreExport, 3, 1)
        );
    }
}

#[test]
fn every_problem_is_told_in_one_pass_by_line() {
    let csv = "action,statut,fait,programme,pas_fait\n1.1.1.1,fiat,,,\n1.1.1.2,detaille,0.5,0.2,0.1\neci_1.1,fait,,,\n\
        1.1.1.2,fait,,,\nx,fait,,,\n,fait,,,\n1.1.1.3,fait\n1.1.1.4,fa\0it,,,\n";
    assert_eq!(
        problems(csv.as_bytes()),
        "2 statut `fiat` statut_unknown\n\
         3 statut `detaille` shares_sum\n\
         4 action `eci_1.1` other_referentiel\n\
         5 action `1.1.1.2` duplicate_id\n\
         6 action `x` id_invalid\n\
         7 action `` id_missing\n\
         8  `` ragged\n\
         9 statut `fa\0it` nul_byte\n\
         9 statut `fa\0it` statut_unknown\n"
    );
}

#[test]
fn headers_that_are_unknown_or_twice_are_told() {
    let csv = b"action,statut,satut,statut\n1.1.1.1,fait,x,fait\n";
    assert_eq!(
        problems(csv),
        "1 satut `` column_unknown\n1 statut `` column_twice\n"
    );
    let csv = b"Numero de mesure,statut,autre\n1.1.1.1,fait,x\n";
    let options = ReadOptions {
        map: vec![("numéro de MESURE".to_owned(), "action".to_owned())],
        unknown: Unknown::LeftOut,
        ..ReadOptions::default()
    };
    let file = read_statuts(csv, Referentiel::Cae, &options).unwrap();
    assert_eq!(file.rows.len(), 1);
    assert_eq!(file.understood.left_out, ["autre"]);
}

#[test]
fn a_quote_that_breaks_is_told_by_its_line() {
    let mut csv = "action,commentaire\n".to_owned();
    for line in 1..900 {
        let quote = if line == 899 { "\"" } else { "" };
        let _ = writeln!(csv, "1.1.1.{line},{quote}a");
    }
    assert_eq!(problems(csv.as_bytes()), "900  `` quote_open\n");
}

#[test]
fn what_a_workbook_hides_or_spoils_is_told() {
    let mut book = Workbook::new();
    let hidden = book.add_worksheet().set_name("Cachée").unwrap();
    hidden.write_row(0, 0, ["action", "statut"]).unwrap();
    hidden.set_hidden(true);
    let sheet = book.add_worksheet().set_name("Feuil1").unwrap();
    sheet.set_active(true);
    sheet
        .write_row(0, 0, ["action", "statut", "commentaire"])
        .unwrap();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_number_with_format(1, 0, 36892, &date).unwrap();
    sheet.write_row(2, 0, ["1.1.1.1"]).unwrap();
    sheet
        .write_formula(2, 2, Formula::new("=A9").set_result("#REF!"))
        .unwrap();
    sheet.write_number(3, 0, 1.1).unwrap();
    sheet.write_row(4, 0, ["1.1.1.3", "fait"]).unwrap();
    sheet
        .write_formula(4, 2, Formula::new("=1+11").set_result("12"))
        .unwrap();
    sheet
        .merge_range(5, 1, 6, 1, "fait", &Format::new())
        .unwrap();
    sheet.write_row(5, 0, ["1.1.1.4"]).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let file = read(&bytes).unwrap();
    assert_eq!(given(&file.rows), "cae_1.1.1.3 fait 12 Absent Absent\n");
    assert_eq!(
        told(&file.problems),
        "Feuil1!A2 action `2001-01-01` id_is_date\n\
         Feuil1!C3 commentaire `#REF!` cell_error\n\
         Feuil1!A4 action `1.1` id_is_number\n\
         Feuil1!B6  `` merged_cells\n"
    );
}

#[test]
fn what_is_no_workbook_is_told_as_such() {
    let book = workbook(&[&["action", "statut"], &["1.1.1.1", "fait"]]);
    assert_eq!(problems(&book[..book.len() / 2]), "  `` workbook_damaged\n");
    assert_eq!(
        problems(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..."),
        "  `` old_workbook\n"
    );
    assert_eq!(problems(b""), "  `` no_row\n");
}

#[test]
fn json_is_read_as_a_document_a_list_or_lines() {
    let items = [
        r#"{"action":"cae_1.1.1.1","statut":"detaille","fait":0.2,"programme":0.5,"pas_fait":0.3,"commentaire":"<p>a</p>","pilotes":["A;B"],"services":[]}"#,
        r#"{"action":"cae_1.1.1.2","statut":null}"#,
    ];
    for text in [
        format!(
            "{{\"schema\":\"tetctl/1\",\"items\":[{}]}}",
            items.join(",\n")
        ),
        format!("[{}]", items.join(",\n")),
        items.join("\n"),
    ] {
        let file = read(text.as_bytes()).unwrap();
        assert_eq!(
            given(&file.rows),
            "cae_1.1.1.1 detaille:0.2/0.5/0.3 <p>a</p> A;B Blank\n\
             cae_1.1.1.2 Blank Absent Absent Absent\n"
        );
    }
    assert_eq!(problems(b"[{\"action\":NaN}]"), "1  `` json_invalid\n");
    let deep = format!(
        "[{{\"action\":\"1.1\",\n\"statut\":{}{}}}]",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    assert!(problems(deep.as_bytes()).ends_with("wrong_type\n"));
    assert_eq!(
        problems(b"[\n{\"action\":\"1.1\",\"action\":\"1.2\"},\n3,\n{\"x\":1}]"),
        "2 action `\"1.2\"` twice\n3  `3` wrong_type\n4 x `1` column_unknown\n"
    );
}

#[test]
fn a_corrected_reject_file_is_read_again() {
    let message = |_: &InvalidRow| "é ; faux".to_owned();
    let bad = PLAIN.replace(";fait;", ";fiat;");
    let bytes = Charset::of("windows-1252").unwrap().encode(&bad);
    let file = read(&bytes).unwrap();
    let rejected = rejects(&file, &file.problems, &message).unwrap();
    let again = read(&rejected).unwrap();
    assert_eq!((again.rows.len(), again.problems.len()), (0, 1));
    let text = Charset::of("windows-1252")
        .unwrap()
        .0
        .decode(&rejected)
        .0
        .into_owned();
    assert!(
        text.ends_with(
            "\r\n2;Avancement;statut_unknown;\"é ; faux\";1.1.1.1;fiat;;;;Été;\
             Ana Le Goff,  Léo Caron ,ana le goff;\"\"\"Eau, air\"\",Bois\"\r\n"
        ),
        "{text}"
    );
    let twice = rejects(&again, &again.problems, &message).unwrap();
    assert_eq!(read(&twice).unwrap().problems, again.problems);
    let corrected = Charset::of("windows-1252")
        .unwrap()
        .encode(&text.replace("fiat", "fait"));
    assert_eq!(
        given(&read(&corrected).unwrap().rows),
        PLAIN_GIVES.lines().next().unwrap().to_owned() + "\n"
    );

    let rows = score_rows();
    let mut cells: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    cells[7][12] = "Fiat";
    let cells: Vec<&[&str]> = cells.iter().map(Vec::as_slice).collect();
    let file = read(&workbook(&cells)).unwrap();
    let again = read(&rejects(&file, &file.problems, &message).unwrap()).unwrap();
    assert_eq!(
        (
            again.understood.form,
            again.problems.len(),
            again.rows.len()
        ),
        (Form::ScoreExport, 1, 0)
    );

    let file = read(b"[{\"action\":\"1.1.1.1\",\"statut\":\"fiat\"},\n{\"action\":\"1.1.1.2\",\"statut\":\"fait\"}]").unwrap();
    let rejected = String::from_utf8(rejects(&file, &file.problems, &message).unwrap()).unwrap();
    assert_eq!(
        read(rejected.replace("fiat", "fait").as_bytes())
            .unwrap()
            .rows[0]
            .statut,
        Given::Value(Statut::Fait)
    );
}

#[test]
fn a_written_workbook_is_read_back_and_the_same_to_the_byte() {
    let row = ["cae_1.1.1.1", "detaille"].map(|text| XlsxCell::Text(text.to_owned()));
    let mut row = row.to_vec();
    row.extend([0.2, 0.5, 0.3].map(XlsxCell::Number));
    row.push(XlsxCell::Text("=1+1".to_owned()));
    let header = [
        "action",
        "statut",
        "fait",
        "programme",
        "pas_fait",
        "commentaire",
    ];
    let bytes = write_xlsx(&header, &[row.clone()]).unwrap();
    assert_eq!(
        given(&read(&bytes).unwrap().rows),
        "cae_1.1.1.1 detaille:0.2/0.5/0.3 =1+1 Absent Absent\n"
    );
    assert_eq!(bytes, write_xlsx(&header, &[row.clone()]).unwrap());
    row[5] = XlsxCell::Text("a".repeat(32_768));
    assert!(write_xlsx(&header, &[row]).is_err());
}

#[test]
fn shares_that_contradict_are_told_and_not_read() {
    let csv =
        b"action,statut,fait,programme,pas_fait\n1.1.1.1,fait,0.5,0.5,0\n1.1.1.2,fait,1,0,0\n";
    let file = read(csv).unwrap();
    assert_eq!(told(&file.warnings), "2 fait `0.5` shares_ignored\n");
    assert_eq!(file.rows.len(), 2);
}
