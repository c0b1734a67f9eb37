//! `tetctl referentiel copy --requests`.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::sandbox::{NOW, Run, Sandbox};
use crate::terminal::{at_terminal, exit, expect};

/// The problems of a refused file: line, column, value, code.
fn problems(run: &Run) -> Vec<(u64, String, String, String)> {
    assert_eq!(run.code, Some(4), "{}{}", run.stdout, run.stderr);
    let document = run.json();
    assert_eq!(document["error"]["code"], "input_invalid");
    let rows = document["error"]["rows"].as_array().unwrap().clone();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.iter()
        .map(|row| {
            let line = row["line"].as_u64().unwrap();
            (
                line,
                text(row, "column"),
                text(row, "value"),
                text(row, "code"),
            )
        })
        .collect()
}

#[track_caller]
fn has_problems(run: &Run, expected: &[(u64, &str, &str, &str)]) {
    let found = problems(run);
    let found: Vec<(u64, &str, &str, &str)> = found
        .iter()
        .map(|(line, column, value, code)| (*line, column.as_str(), value.as_str(), code.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_requests_of_a_file_are_shown_then_written_as_one_batch() {
    let sandbox = Sandbox::filled();
    sandbox.fixture("copies.csv");
    let before = sandbox.digest();
    sandbox
        .run("copy --requests copies.csv -n --lang fr")
        .shows(
            "\
Lu        copies.csv · UTF-8, « , » · 3 demandes · 5 copies

     LIGNE  QUOI                  DE                    VERS                 À ÉCRIRE  GARDÉS  ÉGAUX
  !      2  cae 1 sauf 1.2        PETR du Pays de Tré…  CC des Sources et…          3       3      0
         2  cae 1 sauf 1.2        PETR du Pays de Tré…  CA Orvel Aggloméra…         6       0      0
         3  overwrite · cae 2, 3  PETR du Pays de Tré…  CC du Pays de Trév…         2       0      0
         3  overwrite · cae 2, 3  PETR du Pays de Tré…  Orvel                       2       0      0
         4  cae                   CA Orvel Agglomérat…  Orvel                       6       0      0

  !  ligne 2 · CC des Sources et Bocages · cae_1.1.1  Écrire la stratégie climat
       commentaire  Étude lancée          gardé   (source : Stratégie votée)
  !  ligne 2 · CC des Sources et Bocages · cae_1.1.1.1  Réaliser le diagnostic avec les habitants
       statut       pas fait              gardé   (source : fait)
  !  ligne 2 · CC des Sources et Bocages · cae_1.1.2.1  Suivre les actions chaque année
       statut       par tâches (1)        gardé
                    (source : détaillé 20/50/30, au niveau de la sous-action)

19 à écrire · 3 gardés · 0 égal · 0 refusé = 22 choisis
Non copié  documents, discussions, réponses de personnalisation, historique, scores
Faire exactement cela : --save copie.json, puis  tetctl apply copie.json
",
            "Base      ./store.db · rien ne sera écrit",
        );
    assert_eq!(sandbox.digest(), before);

    let done = sandbox.run("copy --requests copies.csv --yes").ok();
    let number = sandbox.run("op list --limit 1 --format ids").ok();
    let last: i64 = number.stdout.trim().parse().unwrap();
    let batch = last - 4;
    let expected = format!(
        "Copied    19 fields · 3 of 3 requests · batch {batch}\n\
         Undo      tetctl op undo --batch {batch}     one target only: tetctl op undo {last}\n"
    );
    assert!(done.stdout.starts_with(&expected), "{}", done.stdout);
    let listed = sandbox
        .run(&format!("op list --batch {batch} --json"))
        .json();
    let notes: Vec<Option<&str>> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["note"].as_str())
        .collect();
    let note = Some("Demande du 24 novembre");
    assert_eq!(notes, [None, None, None, note, note]);

    sandbox.run("copy --requests copies.csv --yes").shows(
        "Nothing to change: 3 kept · 19 equal",
        "Store     ./store.db",
    );
    sandbox.run(&format!("op undo --batch {batch} --yes")).ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn what_is_shown_is_what_happens_where_requests_meet() {
    const P: &str = "petr-du-pays-de-trevanne";
    const S: &str = "cc-des-sources-et-bocages";
    const O: &str = "orvel-61";
    let files = [
        // One target, two sources, actions that overlap.
        format!("{P},{O},1,fill\n{S},{O},,overwrite\n{P},{O},1.1,overwrite\n"),
        // A target is the next source, and goes back to where it came from.
        format!("{S},{O},,fill\n{O},{P},,overwrite\n{P},{S},,overwrite\n"),
        // The same row twice.
        format!("{P},{S},,overwrite\n{P},{S},,overwrite\n"),
    ];
    for rows in files {
        let sandbox = Sandbox::filled();
        let text = format!("de,vers,actions,regle\n{rows}");
        sandbox.write("rows.csv", &text);
        let shown = sandbox.run("copy cae --requests rows.csv -n --full --json");
        let other = Sandbox::filled();
        other.write("rows.csv", &text);
        other
            .run("copy cae --requests rows.csv --save rows.json")
            .ok();
        other.run("apply rows.json --yes").ok();

        let done = sandbox.run("copy cae --requests rows.csv --yes --full --json");
        let (shown, done) = (shown.ok().json(), done.ok().json());
        assert_eq!(shown["changes"], done["changes"], "{rows}");
        assert_eq!(shown["summary"], done["summary"], "{rows}");
        assert_eq!(sandbox.digest(), other.digest(), "{rows}");
    }
}

#[test]
fn the_same_row_twice_writes_once() {
    let sandbox = Sandbox::filled();
    let row = "petr-du-pays-de-trevanne,orvel-61\n";
    sandbox.write("rows.csv", &format!("de,vers\n{row}{row}"));
    let done = sandbox
        .run("copy cae --requests rows.csv --yes --json")
        .ok();
    let targets = done.json()["targets"].clone();
    let told = |place: usize, key: &str| targets[place]["summary"][key].clone();
    assert_eq!(
        (told(0, "written"), told(1, "written")),
        (9.into(), 0.into())
    );
    assert_eq!(told(1, "equal"), 9);
    assert_eq!(targets[1]["operation"], Value::Null);
    assert_eq!(
        (targets[0]["line"].clone(), targets[1]["line"].clone()),
        (2.into(), 3.into())
    );
}

#[test]
fn every_problem_of_every_row_is_told_in_one_pass_and_nothing_is_written() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    sandbox.write(
        "rows.csv",
        "de,vers,referentiel,actions,sauf,donnees,regle,note\n\
         trevanne,orvel-61,cae,1,,,,\n\
         petr trevanne,nulle-part,zzz,9.9,,statuts;x,ask,\n\
         ,,,,,,,a note\n\
         petr-du-pays-de-trevanne,petr-du-pays-de-trevanne;orvel-61;orvel-61,cae,1.1.9,eci_1,,,\n\
         petr-du-pays-de-trevanne,orvel-61,eci,,,,,\n\
         petr-du-pays-de-trevanne,orvel-61\n\
         petr-du-pays-de-trevanne,\"\"\"Orvel\",cae,1.1.2..1.1.1;axe;2;2,\"1,2\",,latest,\n",
    );
    let p = "petr-du-pays-de-trevanne";
    has_problems(
        &sandbox.run("copy cae --requests rows.csv --yes --json"),
        &[
            (2, "de", "trevanne", "profile_ambiguous"),
            (3, "de", "petr trevanne", "profile_loose"),
            (3, "vers", "nulle-part", "profile_not_found"),
            (3, "referentiel", "zzz", "referentiel_not_found"),
            (3, "donnees", "x", "data_unknown"),
            (3, "regle", "ask", "policy_unknown"),
            (4, "de", "", "empty"),
            (4, "vers", "", "empty"),
            (5, "vers", p, "same_profile"),
            (5, "vers", "orvel-61", "twice"),
            (5, "actions", "1.1.9", "action_unknown"),
            (5, "sauf", "eci_1", "other_referentiel"),
            (6, "referentiel", "eci", "other_referentiel"),
            (7, "", "", "ragged"),
            (8, "vers", "\"Orvel", "quote_open"),
            (8, "actions", "1.1.2..1.1.1", "not_a_range"),
            (8, "actions", "axe", "id_invalid"),
            (8, "actions", "2", "twice"),
            (8, "sauf", "1,2", "other_separator"),
            (8, "regle", "latest", "policy_unknown"),
        ],
    );
    let told = sandbox.run("copy cae --requests rows.csv --lang fr");
    assert_eq!(told.code, Some(4));
    for line in [
        "erreur[input_invalid]: rows.csv : 20 problèmes, rien n'a été importé",
        "  x  ligne 2  de  `trevanne`  plusieurs profils : cc-du-pays-de-trevanne, petr-du-pays-de-trevanne",
        "  x  ligne 3  regle  `ask`  un fichier ne demande rien à personne ; attendu : fill, overwrite, newest, append, abort",
        "  x  ligne 4  de  obligatoire",
    ] {
        assert!(told.stderr.contains(line), "{}", told.stderr);
    }
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_header_that_cannot_be_read_is_told_with_the_near_name() {
    let sandbox = Sandbox::filled();
    for (text, expected) in [
        ("", vec![(1, "", "", "no_row")]),
        ("de,vers\n", vec![(1, "", "", "no_row")]),
        (
            "de,actoins\npetr-du-pays-de-trevanne,1\n",
            vec![
                (1, "vers", "", "column_missing"),
                (1, "actoins", "", "column_unknown"),
            ],
        ),
        ("de,vers,De\na,b,c\n", vec![(1, "De", "", "column_twice")]),
        // What the rows say is told all the same.
        (
            "de,vers,regel\npetr-du-pays-de-trevanne,nulle-part,fill\n",
            vec![
                (1, "regel", "", "column_unknown"),
                (2, "vers", "nulle-part", "profile_not_found"),
            ],
        ),
    ] {
        sandbox.write("rows.csv", text);
        has_problems(
            &sandbox.run("copy cae --requests rows.csv --json"),
            &expected,
        );
    }
    let told = sandbox.run("copy cae --requests rows.csv");
    let line = "  x  line 1  regel  unknown column: regle?\n";
    assert!(told.stderr.contains(line), "{}", told.stderr);
}

#[test]
fn a_spreadsheet_of_windows_is_read_as_it_is() {
    let sandbox = Sandbox::filled();
    let text = b"Note;R\xe8gle;Vers;De;R\xe9f\xe9rentiel;Donn\xe9es;_line;_code\r\n\
        \xc0 faire;Overwrite;orvel-61,200000149;PETR du Pays de Tr\xe9vanne;CAE;statuts, commentaires;7;x\r\n\r\n\
        ;;\"\"\"CC du Pays de Tr\xe9vanne\"\",orvel-61\";PETR du Pays de Tr\xe9vanne;;;;\r\n";
    std::fs::write(sandbox.path().join("rows.csv"), text).unwrap();
    let done = sandbox
        .run("copy cae --requests rows.csv --yes --json")
        .ok();
    let document = done.json();
    let lines: Vec<(u64, &str)> = document["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|target| {
            let profile = target["profile"].as_str().unwrap();
            (target["line"].as_u64().unwrap(), profile)
        })
        .collect();
    let expected = [
        (2, "orvel-61"),
        (2, "ca-orvel-agglomeration"),
        (4, "cc-du-pays-de-trevanne"),
        (4, "orvel-61"),
    ];
    assert_eq!(lines, expected);
    let last = sandbox.run("op list --profile ca-orvel-agglomeration --limit 1 --json");
    assert_eq!(last.json()["items"][0]["note"], "À faire");
}

#[test]
fn in_a_list_a_name_stands_in_quotes() {
    let sandbox = Sandbox::filled();
    for line in [
        "profile create 'CC des Lacs, Gorges et Monts' --department 61 --yes",
        "profile create 'Gorges et Monts' --nature commune --department 61 --yes",
    ] {
        sandbox.run(line).ok();
    }
    // A whole cell that is a name is no list, whatever it holds.
    sandbox.write(
        "whole.csv",
        "de;vers\npetr-du-pays-de-trevanne;CC des Lacs, Gorges et Monts\n",
    );
    let done = sandbox.run("copy cae --requests whole.csv -n --json").ok();
    let targets = done.json()["targets"].clone();
    assert_eq!(targets.as_array().unwrap().len(), 1);
    assert_eq!(targets[0]["profile"], "cc-des-lacs-gorges-et-monts");
    // A part of a name that is another's must not write that one.
    sandbox.write(
        "parts.csv",
        "de;vers\npetr-du-pays-de-trevanne;orvel-61,CC des Lacs, Gorges et Monts\n",
    );
    has_problems(
        &sandbox.run("copy cae --requests parts.csv --json"),
        &[
            (2, "vers", "CC des Lacs", "profile_loose"),
            (2, "vers", "Gorges et Monts", "name_not_quoted"),
        ],
    );
    sandbox.write(
        "quoted.csv",
        "de;vers\npetr-du-pays-de-trevanne;\"orvel-61,\"\"CC des Lacs, Gorges et Monts\"\"\"\n",
    );
    let done = sandbox.run("copy cae --requests quoted.csv -n --json").ok();
    assert_eq!(
        done.json()["targets"][1]["profile"],
        "cc-des-lacs-gorges-et-monts"
    );
}

#[test]
fn what_a_file_lacks_is_told_as_it_is_to_be_written() {
    let sandbox = Sandbox::filled();
    let told = |text: &[u8], line: &str| {
        std::fs::write(sandbox.path().join("rows.csv"), text).unwrap();
        let run = sandbox.run("copy --requests rows.csv --lang fr");
        assert_eq!(run.code, Some(4));
        assert!(run.stderr.contains(line), "{}", run.stderr);
    };
    let head = "de,vers,referentiel,actions\npetr-du-pays-de-trevanne,";
    let of = |row: &str| format!("{head}{row}\n").into_bytes();
    told(
        &of("orvel-61; CA Orvel Agglomération,cae,"),
        "une clé non : \"orvel-61;\"\"CA Orvel Agglomération\"\"\"",
    );
    told(
        &of("orvel-61,cae,\"1,2\""),
        "`1,2`  entre deux valeurs : « ; »",
    );
    told(
        b"de,vers\npetr-du-pays-de-trevanne,orvel-61\n",
        "referentiel  colonne absente : l'ajouter, ou donner REF",
    );
    // A byte of Windows-1252 in one row, UTF-8 in another.
    let mixed = [
        &of("Orvel,cae,")[..],
        b"petr-du-pays-de-tr\xe9vanne,",
        "Trévanne,cae,\n".as_bytes(),
    ];
    told(
        &mixed.concat(),
        "  x  ligne 3  `Ã©`  deux encodages dans un même fichier : l'enregistrer en UTF-8",
    );
}

#[test]
fn the_referentiel_is_the_row_s_or_that_of_all() {
    let sandbox = Sandbox::filled();
    sandbox.write("none.csv", "de,vers\npetr-du-pays-de-trevanne,orvel-61\n");
    has_problems(
        &sandbox.run("copy --requests none.csv --json"),
        &[(1, "referentiel", "", "column_missing")],
    );
    sandbox.write(
        "some.csv",
        "de,vers,referentiel\npetr-du-pays-de-trevanne,orvel-61,\npetr-du-pays-de-trevanne,orvel-61,te\n",
    );
    has_problems(
        &sandbox.run("copy --requests some.csv --json"),
        &[
            (2, "referentiel", "", "empty"),
            (3, "referentiel", "te", "referentiel_not_found"),
        ],
    );
    sandbox.run("copy zzz --requests none.csv").fails(
        3,
        "error[referentiel_not_found]: no référentiel matches `zzz`",
    );
}

#[test]
fn what_a_row_decides_is_no_flag_and_what_all_share_is() {
    let sandbox = Sandbox::filled();
    sandbox.fixture("copies.csv");
    for flag in [
        "--from a",
        "--to a",
        "--to-members-of",
        "--except a",
        "-a 1",
        "-x 1",
        "--data statuts",
        "--on-conflict fill",
    ] {
        let run = sandbox.run(&format!("copy --requests copies.csv {flag}"));
        assert_eq!(run.code, Some(2), "{flag}: {}", run.stderr);
    }
    sandbox.write(
        "over.csv",
        "de,vers,regle\npetr-du-pays-de-trevanne,cc-des-sources-et-bocages,overwrite\n",
    );
    let run = sandbox.run("copy cae --requests over.csv --max-overwrites 0 --yes --json");
    assert_eq!(run.code, Some(5));
    assert_eq!(run.json()["error"]["code"], "too_many_overwrites");
    sandbox.run("copy cae --requests absent.csv").fails(
        3,
        "error[file_not_found]: the file `absent.csv` does not exist",
    );
}

#[test]
fn a_refused_target_leaves_the_others() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("referentiel lock cae ca-orvel-agglomeration --audit running --yes")
        .ok();
    sandbox.fixture("copies.csv");
    let shown = sandbox.run("copy --requests copies.csv -n --lang fr");
    let line = "  x      2  cae 1 sauf 1.2";
    assert!(shown.stdout.contains(line), "{}", shown.stdout);
    assert!(
        shown.stdout.contains("audit CAE en cours"),
        "{}",
        shown.stdout
    );

    let done = sandbox.run("copy --requests copies.csv --yes --json");
    assert_eq!(done.code, Some(8));
    let document = done.json();
    // What the refused one would have given to the last is not there either.
    let exits: Vec<i64> = document["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|target| target["exit"].as_i64().unwrap())
        .collect();
    assert_eq!(exits, [0, 5, 0, 0, 5]);
    assert_eq!(document["targets"][1]["error"]["code"], "audit_running");
    assert_eq!(document["targets"][1]["summary"]["refused"], 6);
    assert_eq!(document["targets"][4]["error"]["code"], "source_empty");
    assert_eq!(document["summary"]["selected"], 16);

    let reason = "copy --requests copies.csv --yes --override-audit 'demande de l’auditeur'";
    sandbox.run(reason).ok();
}

#[test]
fn a_file_may_come_from_stdin_where_nobody_is_asked() {
    let sandbox = Sandbox::filled();
    let fed = |words: &[&str]| {
        let mut command = sandbox.command(NOW, "support-1");
        command.args(words).stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin
            .write_all(b"de,vers\npetr-du-pays-de-trevanne,orvel-61\n")
            .unwrap();
        drop(stdin);
        Run::of(child.wait_with_output().unwrap())
    };
    let asked = fed(&["copy", "cae", "--requests", "-"]);
    assert_eq!(asked.code, Some(7), "{}", asked.stderr);
    let done = fed(&["copy", "cae", "--requests", "-", "--yes"]).ok();
    assert!(
        done.stdout
            .starts_with("Copied    9 fields · 1 of 1 request ·"),
        "{}",
        done.stdout
    );
}

#[test]
fn notes_are_not_lost_in_a_saved_changeset() {
    let sandbox = Sandbox::filled();
    sandbox.fixture("copies.csv");
    sandbox
        .run("copy --requests copies.csv --save a.json")
        .fails(2, "error[usage]: --save and note exclude each other");
}

#[test]
fn the_question_tells_how_many_values_and_requests() {
    let sandbox = Sandbox::filled();
    sandbox.fixture("copies.csv");
    let before = sandbox.digest();
    let words = ["copy", "--requests", "copies.csv", "--lang", "fr"];
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    let question = "Copier 19 champs : 3 demandes → 5 cibles ? [o/N/d]";
    expect(&mut session, question);
    session.send_line("d").unwrap();
    expect(&mut session, "  ligne 3 · CC du Pays de Trévanne");
    expect(&mut session, "  +  cae_2.1.1.1.1");
    expect(&mut session, question);
    session.send_control('c').unwrap();
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(130));
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn what_one_row_writes_is_not_what_moved_under_the_next() {
    let sandbox = Sandbox::filled();
    sandbox.fixture("copies.csv");
    let words = ["copy", "--requests", "copies.csv", "--lang", "fr"];
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    expect(&mut session, "→ 5 cibles ? [o/N/d]");
    session.send_line("o").unwrap();
    expect(&mut session, "Copié     19 champs · 3 demandes sur 3");
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(0));
}

#[test]
fn a_person_whom_one_row_adds_is_known_to_the_next() {
    let sandbox = Sandbox::filled();
    sandbox
        .run(
            "referentiel set petr-du-pays-de-trevanne --pilote 'cae_1.1.1=Nadia Bellec' \
             --pilote 'cae_1.1.2=Nadia Bellec' --service cae_1.1.1=Eau --service cae_1.1.2=Eau --yes",
        )
        .ok();
    let row = "petr-du-pays-de-trevanne,orvel-61";
    sandbox.write(
        "rows.csv",
        &format!("de,vers,actions,donnees\n{row},1.1.1,pilotes;services\n{row},1.1.2,pilotes\n"),
    );
    let words = ["copy", "cae", "--requests", "rows.csv", "--lang", "fr"];
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    expect(&mut session, "2 demandes → 2 cibles ? [o/N/d]");
    session.send_line("o").unwrap();
    let rest = session.exp_eof().unwrap();
    assert!(rest.contains("2 demandes sur 2"), "{rest}");
    assert_eq!(exit(&mut session), Some(0));
    let export = sandbox.run("referentiel export cae orvel-61 --json").json();
    let named = export["items"].as_array().unwrap().iter();
    let named = named.filter(|item| item["pilotes"] == serde_json::json!(["Nadia Bellec"]));
    assert_eq!(named.count(), 2);
}
