//! `tetctl referentiel fill`, and the exports that it reads back.

use std::io::Write as _;
use std::process::Stdio;

use crate::sandbox::{NOW, Run, Sandbox};

const CC: &str = "cc-des-sources-et-bocages";

/// Statuts as people write them: their own headers, in their own order, with a decimal comma.
const WRITTEN: &str =
    "\u{feff}Précisions;N°;Avancement;% fait;% programmé;% pas fait;Personnes pilotes;Service\r
\"Votée, \"\"enfin\"\"\r
en mars\";1.1.1;;;;;Zoé Martin, Ali Benali;Voirie\r
;1.1.1.1;Pas fait;;;;;\r
;cae_1.1.2.1;Détaillé;0,2;0,5;0,3;;\r
;1.2.1.1;non renseigné;;;;;\r
";

const WRONG: &str = "action,statut,commentaire,pilotes
1.1.1.1,fiat,,
1.1.1.2.1,fait,Bien,
9.9,fait,,
1.1.1,fait,,Ali
1.1.1.1.1,,,Zoé
";

fn fill(sandbox: &Sandbox, words: &str) -> Run {
    sandbox.run(&format!("referentiel fill cae {CC} {words}"))
}

#[test]
fn what_is_understood_and_what_changes_are_shown_first() {
    let sandbox = Sandbox::filled();
    sandbox.write("écrit.csv", WRITTEN);
    fill(&sandbox, "écrit.csv -n --lang fr").shows(
        "Profil    CC des Sources et Bocages   CC · 61 · 200000131 · 4 champs remplis
          modifié à 09:05 par support-2

  +  cae_1.1.2.1  statut       — → détaillé 20/50/30
  ~  cae_1.1.1    commentaire  Étude lancée → Votée, \"enfin\" en mars
  +  cae_1.1.1    pilotes      — → Zoé Martin; Ali Benali
  +  cae_1.1.1    services     — → Voirie

À créer   2 personnes : Ali Benali, Zoé Martin · 1 service : Voirie
4 champs à écrire · 2 lignes inchangées · 2 actions absentes du fichier, gardées",
        "Lu        écrit.csv · UTF-8, « ; », CRLF, virgule décimale (--encoding, --delimiter) · 4 lignes
Colonnes  8 colonnes lues · « N° » lu « action » · « Avancement » lu « statut »
          « % fait » lu « fait » · « % programmé » lu « programme » · « % pas fait » lu « pas_fait »
          « Précisions » lu « commentaire » · « Personnes pilotes » lu « pilotes »
          « Service » lu « services »
Base      ./store.db · rien ne sera écrit",
    );
}

#[test]
fn a_file_is_filled_in_once_and_taken_back() {
    let sandbox = Sandbox::filled();
    sandbox.write("a.csv", WRITTEN);
    let before = sandbox.digest();
    let filled = fill(&sandbox, "a.csv --yes --json").ok().json();
    assert_eq!(
        filled["summary"].to_string(),
        r#"{"rows":4,"created":1,"changed":1,"unchanged":2,"rejected":0,"absent":2,"written":4,"cleared":0}"#
    );
    fill(&sandbox, "a.csv --yes -q").shows("Nothing to change.", "");
    let list = sandbox.run("op list --limit 1 --format csv").ok().stdout;
    assert!(
        list.contains(&format!("referentiel fill cae {CC} a.csv")),
        "{list}"
    );
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn every_wrong_row_is_told_at_once_and_nothing_is_written() {
    let sandbox = Sandbox::filled();
    sandbox.write("a.csv", WRONG);
    let before = sandbox.digest();
    let run = fill(&sandbox, "a.csv --yes --json");
    let rows = run.json()["error"]["rows"].clone();
    let told: Vec<String> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} {} {}", row["line"], row["column"], row["code"]))
        .collect();
    assert_eq!(
        told,
        [
            r#"2 "statut" "statut_unknown""#,
            r#"4 "action" "action_unknown""#,
            r#"5 "statut" "no_statut_here""#,
            r#"6 "pilotes" "no_pilote_here""#,
        ]
    );
    run.fails_with(4);
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn wrong_rows_are_left_out_corrected_and_fed_back() {
    let sandbox = Sandbox::filled();
    sandbox.write("a.csv", WRONG);
    let rehearsed = fill(&sandbox, "a.csv --on-error skip -n");
    assert_eq!(rehearsed.code, Some(8), "{}", rehearsed.stderr);
    assert!(!sandbox.path().join("a.rejets.csv").exists());

    let run = fill(&sandbox, "a.csv --on-error skip --yes");
    assert_eq!(run.code, Some(8), "{}", run.stderr);
    assert!(
        run.stderr.contains(&format!(
            "Rejects   a.rejets.csv · 4 rows
          Correct, then:  tetctl referentiel fill cae {CC} a.rejets.csv"
        )),
        "{}",
        run.stderr
    );
    assert_eq!(
        sandbox.read("a.rejets.csv"),
        "_line,_column,_code,_message,action,statut,commentaire,pilotes
2,statut,statut_unknown,not a statut,1.1.1.1,fiat,,
4,action,action_unknown,no action has this id,9.9,fait,,
5,statut,no_statut_here,only a sous-action or a tâche takes a statut,1.1.1,fait,,Ali
6,pilotes,no_pilote_here,only a mesure takes pilotes and services,1.1.1.1.1,,,Zoé
"
    );
    let corrected = sandbox
        .read("a.rejets.csv")
        .replace("fiat", "fait")
        .replace("9.9", "1.2.1.1")
        .replace(",1.1.1,fait", ",1.1.1,")
        .replace("1.1.1.1.1,,,Zoé", "2.1.1,,,Zoé");
    sandbox.write("a.rejets.csv", &corrected);
    let again = fill(&sandbox, "a.rejets.csv --yes --json").ok().json();
    assert_eq!(again["summary"]["written"], 4);
}

#[test]
fn a_header_that_is_unknown_or_there_twice_stops_the_file() {
    let sandbox = Sandbox::filled();
    sandbox.write("a.csv", "action,statut,Etat,Budget\n1.1.1.1,fait,fait,3\n");
    let run = fill(&sandbox, "a.csv --on-error skip --yes");
    assert!(run.stderr.contains("Budget"), "{}", run.stderr);
    run.fails_with(4);
    sandbox.write(
        "a.csv",
        "action,statut,Comentaire,Budget\n1.1.2.2,fait,Vu,3\n",
    );
    let mapped = "a.csv --map Comentaire=commentaire --ignore-unknown --yes --json";
    let filled = fill(&sandbox, mapped).ok().json();
    assert_eq!(filled["summary"]["written"], 2);
    assert_eq!(
        filled["understood"]["left_out"].to_string(),
        r#"["Budget"]"#
    );
}

#[test]
fn a_map_of_a_repeated_header_names_which_and_says_how_many_there_are() {
    let sandbox = Sandbox::filled();
    sandbox.write("a.csv", "action,Etat,Etat\n1.1.2.2,fait,programme\n");
    let before = sandbox.digest();
    let run = fill(&sandbox, "a.csv --map Etat#3=statut --yes -q");
    assert_eq!(
        run.stderr,
        "error[input_invalid]: a.csv: 1 problem, nothing was imported
  x  line 1  Etat#3  --map: the file has this header 2 times, from #1 to #2
hint: correct these rows and try again
"
    );
    run.fails_with(4);
    assert_eq!(sandbox.digest(), before);
    let filled = fill(&sandbox, "a.csv --map Etat#2=statut --yes --json");
    assert_eq!(filled.ok().json()["changes"][0]["after"], "programme");
}

#[test]
fn a_name_without_a_letter_or_a_digit_is_no_pilote_and_no_service() {
    let sandbox = Sandbox::filled();
    let csv = "action,statut,pilotes,services\n1.1.1,,Zoé; -,?\n1.1.1.1,fait,,\n";
    sandbox.write("a.csv", csv);
    let before = sandbox.digest();
    let run = fill(&sandbox, "a.csv --yes -q");
    assert_eq!(
        run.stderr,
        "error[input_invalid]: a.csv: 1 of 2 rows is wrong, nothing was imported
  x  line 2  pilotes  `Zoé; -`  a name has a letter or a digit
  x  line 2  services  `?`  a name has a letter or a digit
hint: correct them, or write the other rows: --on-error skip
"
    );
    run.fails_with(4);
    assert_eq!(sandbox.digest(), before);
    let item = r#"[{"action":"1.1.1","pilotes":["-"]}]"#;
    sandbox.write("a.json", item);
    let run = fill(&sandbox, "a.json --yes --json");
    assert_eq!(run.json()["error"]["rows"][0]["code"], "name_invalid");
    run.fails_with(4);
}

#[test]
fn an_empty_cell_clears_only_where_that_is_asked() {
    let sandbox = Sandbox::filled();
    sandbox.write("a.csv", "action,statut,commentaire\n1.1.1.1,,\n1.1.1,,\n");
    fill(&sandbox, "a.csv --yes -q").shows("Nothing to change.", "");
    let cleared = fill(&sandbox, "a.csv --erase-blank --yes --json")
        .ok()
        .json();
    assert_eq!(cleared["summary"]["written"], 2);
    assert!(cleared["changes"][0]["after"].is_null());
}

#[test]
fn the_platforms_score_export_is_read_as_it_is() {
    let sandbox = Sandbox::filled();
    sandbox.write(
        "Export_CAE.csv",
        "CC des Sources et Bocages,,,,,,,,,,,,,,,,,,
,,,,,,,,,,,,,,,,,,
Exporté le,24/11/2026,,,,,,,,,,,,,,,,,
,,,,,Évaluation dans la plateforme,,,,,,,,,,,,,
N°,Intitulé,Description,Phase,Potentiel max,Potentiel personnalisé,Points faits,% fait,Points programmés,% programmé,Points pas faits,% pas fait,Statut,Champs de précision de l'état d'avancement,Score lié à un indicateur,Personnes pilotes,Services ou Directions pilotes,Documents liés,Actions liées
Total,,,,500,500,10,0.02,0,0,0,0,,,,,,,
1,Cap,,,100,100,10,0.1,0,0,0,0,,,,,,,
1.1.1,Stratégie,,Bases,10,10,2,0.2,0,0,0,0,,Votée,,\"Zoé Martin, Ali Benali\",Voirie,,
1.1.1.1,Diagnostic,,,5,5,1,0.333,1,0.333,1,0.333,Détaillé au %,,,,,,
1.1.1.2,Palier,,,5,5,1,0.2,0,0,0,0,Détaillé à la tâche,,,,,,
1.1.1.2.1,Année,,,5,5,1,1,,,,,Fait,,,,,,
1.1.2.1,Suivre,,,5,5,,,,,,,Non renseigné,,,,,,
1.2.1.1,Coût,,,5,5,,,,,,,Non concerné,,,,,,
",
    );
    let filled = fill(&sandbox, "Export_CAE.csv --yes --json").ok().json();
    assert_eq!(filled["understood"]["score_export"], true);
    let mut changes: Vec<String> = filled["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|change| format!("{} {}", change["action"].as_str().unwrap(), change["after"]))
        .collect();
    changes.sort();
    assert_eq!(
        changes,
        [
            r#"cae_1.1.1 "Votée""#,
            r#"cae_1.1.1 ["Voirie"]"#,
            r#"cae_1.1.1 ["Zoé Martin","Ali Benali"]"#,
            r#"cae_1.1.1.1 "detaille:0.34/0.33/0.33""#,
            r#"cae_1.1.1.2.1 "fait""#,
            r#"cae_1.2.1.1 "non_concerne""#,
        ]
    );
}

#[test]
fn what_is_exported_comes_back_with_nothing_to_change() {
    let sandbox = Sandbox::filled();
    sandbox
        .run(&format!(
            "referentiel set {CC} cae_1.1.2.1.1=detaille:0.2/0.5/0.3 --pilote 'cae_1.1.1=A;B' \
             --pilote 'cae_1.1.1=O''Neil, Zoé' --commentaire 'cae_1=<p>=1+1 &amp; rien</p>' --yes"
        ))
        .ok();
    for (file, more) in [
        ("a.csv", ""),
        ("e.csv", "--excel"),
        ("a.xlsx", ""),
        ("a.json", ""),
    ] {
        let export = format!("referentiel export cae {CC} -o {file} {more}");
        sandbox.run(&export).ok();
        fill(&sandbox, &format!("{file} --erase-blank --yes -q")).shows("Nothing to change.", "");
    }
    assert!(sandbox.read("e.csv").starts_with("\u{feff}action;statut;"));
    assert!(sandbox.read("e.csv").contains("detaille;0,2;0,5;0,3"));
}

#[test]
fn a_document_is_read_from_stdin() {
    let sandbox = Sandbox::filled();
    let items = r#"{"items":[{"action":"cae_2.1.1","pilotes":["Zoé"]},{"action":"2.1.1.2","statut":"fait"}]}"#;
    let mut child = sandbox
        .command(NOW, "support-1")
        .args(["referentiel", "fill", "cae", CC, "-", "--yes", "-q"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(items.as_bytes())
        .unwrap();
    let run = Run::of(child.wait_with_output().unwrap());
    assert!(run.ok().stdout.starts_with("Filled    2 fields"));
}

#[test]
fn the_file_that_is_read_is_never_written_over() {
    let sandbox = Sandbox::filled();
    sandbox.write("a.csv", WRONG);
    for words in [
        "--on-error skip --rejects a.csv --yes",
        "--on-error skip --rejects ./a.csv --yes",
        "--save a.csv --on-error skip",
        "--save b.json --on-error skip --rejects b.json",
        "--on-error skip --rejects . --yes",
    ] {
        let run = fill(&sandbox, &format!("a.csv {words}"));
        assert!(run.stderr.contains("error[usage]"), "{}", run.stderr);
        run.fails_with(2);
        assert_eq!(sandbox.read("a.csv"), WRONG);
    }
    assert_eq!(sandbox.run("op list --format count").ok().stdout, "10\n");
}

#[test]
fn an_export_without_rows_changes_nothing() {
    let sandbox = Sandbox::territory();
    for file in ["a.csv", "a.xlsx", "a.json"] {
        let export = format!("referentiel export cae {CC} -o {file}");
        sandbox.run(&export).ok();
        fill(&sandbox, &format!("{file} --yes -q")).shows("Nothing to change.", "");
    }
}

#[test]
fn items_on_one_line_are_told_apart() {
    let sandbox = Sandbox::filled();
    sandbox.write(
        "a.json",
        r#"[{"action":"1.1.1.2","statut":"fiat"},{"action":"1.2.1.1","statut":"fait"},{"action":"9.9","Statut":1}]"#,
    );
    let run = fill(&sandbox, "a.json --on-error skip --yes");
    assert!(
        run.stderr.contains("a.rejets.json · 2 rows"),
        "{}",
        run.stderr
    );
    run.fails_with(8);
    let rejects: serde_json::Value = serde_json::from_str(&sandbox.read("a.rejets.json")).unwrap();
    let codes: Vec<String> = rejects
        .as_array()
        .unwrap()
        .iter()
        .map(|item| format!("{} {}", item["action"], item["_code"]))
        .collect();
    assert_eq!(
        codes,
        [r#""1.1.1.2" "statut_unknown""#, r#""9.9" "column_unknown""#]
    );
}

#[test]
fn a_row_of_another_encoding_is_wrong_wherever_its_line_is() {
    let sandbox = Sandbox::filled();
    let mut bytes = b"action;commentaire\r\n1.1.2;\"\xe9t\xe9\r\n".to_vec();
    bytes.extend("été\"\r\n1.2.1;vu\r\n".as_bytes());
    std::fs::write(sandbox.path().join("a.csv"), bytes).unwrap();
    let run = fill(&sandbox, "a.csv --yes --json");
    let rows = run.json()["error"]["rows"].clone();
    assert_eq!(rows.as_array().unwrap().len(), 1, "{rows}");
    assert_eq!(
        (&rows[0]["line"], &rows[0]["code"]),
        (&2.into(), &"mixed_encoding".into())
    );
    run.fails_with(4);
}

#[test]
fn a_fill_is_saved_then_applied() {
    let sandbox = Sandbox::filled();
    sandbox.write("a.csv", WRITTEN);
    fill(&sandbox, "a.csv --save c.json").ok();
    sandbox.run("apply c.json --yes").ok();
    fill(&sandbox, "a.csv --yes -q").shows("Nothing to change.", "");
    sandbox.run("op reply 11").shows(
        "Bonjour,
Nous avons mis à jour votre profil dans le référentiel Climat Air Énergie : 4 champs ont changé.
Si besoin, nous pouvons annuler l'opération.",
        "",
    );
}

#[test]
fn the_preview_of_a_copy_tells_that_its_source_was_read_from_a_file() {
    let sandbox = Sandbox::filled();
    sandbox.write("a.csv", WRITTEN);
    fill(&sandbox, "a.csv --yes").ok();
    let copy = format!("copy cae --from {CC} --to orvel-61 -n --lang fr");
    let preview = sandbox.run(&copy).ok().stdout;
    assert!(
        preview.contains("lu de a.csv à 09:05 par support-1"),
        "{preview}"
    );
}

#[test]
fn what_is_no_list_of_rows_is_told() {
    let sandbox = Sandbox::filled();
    for (bytes, code) in [
        (&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"[..], "old_workbook"),
        (b"PK\x03\x04broken", "workbook_damaged"),
        (b"", "no_row"),
        (b"[[[[[[[[[[[[", "json_invalid"),
        (b"action,statut\n1.1.1.1,\"fait\n", "quote_open"),
        (b"action,statut\n1.1.1.1,fa\0it\n", "nul_byte"),
        (b"action,statut\n1.1.1.1,fait,3\n", "ragged"),
    ] {
        std::fs::write(sandbox.path().join("a.xlsx"), bytes).unwrap();
        let run = fill(&sandbox, "a.xlsx --yes --json");
        assert_eq!(run.json()["error"]["rows"][0]["code"], code);
        run.fails_with(4);
    }
}

#[test]
fn what_a_node_refuses_is_placed_in_its_own_cell() {
    let sandbox = Sandbox::filled();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet
        .write_row(0, 0, ["action", "statut", "pilotes"])
        .unwrap();
    sheet.write_row(1, 0, ["1.1.1.1", "fait", "Zoé"]).unwrap();
    std::fs::write(
        sandbox.path().join("b.xlsx"),
        book.save_to_buffer().unwrap(),
    )
    .unwrap();
    let run = fill(&sandbox, "b.xlsx --yes --json");
    assert_eq!(run.json()["error"]["rows"][0]["cell"], "Sheet1!C2");
    run.fails_with(4);
}

#[test]
fn the_titles_of_another_referentiel_stop_the_file() {
    let sandbox = Sandbox::filled();
    let ids = [
        "1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.2", "1.1.2", "1.1.2.1", "1.2", "1.2.1", "1.2.1.1",
        "2",
    ];
    let rows = |prefix: &str| -> String {
        let rows = ids.iter().map(|id| format!("{prefix}{id},Autre titre,\n"));
        format!("N°,Intitulé,Statut\n{}", rows.collect::<String>())
    };
    sandbox.write("a.csv", &rows(""));
    let run = fill(&sandbox, "a.csv --on-error skip --yes --json");
    let rows_wrong = run.json()["error"]["rows"].clone();
    assert_eq!(
        rows_wrong[0]["code"], "other_referentiel_likely",
        "{rows_wrong}"
    );
    run.fails_with(4);
    sandbox.write("b.csv", &rows("cae_"));
    fill(&sandbox, "b.csv --yes -q").shows("Nothing to change.", "");
}

#[test]
fn a_file_with_more_wrong_ids_than_are_told_is_left_whole() {
    let sandbox = Sandbox::filled();
    let rows: String = (0..10_010).map(|row| format!("1.9.{row},fait\n")).collect();
    sandbox.write("a.csv", &format!("action,statut\n1.2.1.1,fait\n{rows}"));
    let before = sandbox.digest();
    let run = fill(&sandbox, "a.csv --on-error skip --yes --json");
    let wrong = run.json()["error"]["rows"].clone();
    let wrong = wrong.as_array().unwrap();
    assert_eq!(wrong.len(), 10_001);
    assert_eq!(wrong[0]["code"], "action_unknown");
    assert_eq!(wrong[10_000]["code"], "too_many_problems");
    run.fails_with(4);
    assert_eq!(sandbox.digest(), before);
}
