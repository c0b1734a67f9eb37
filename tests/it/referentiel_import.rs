//! `tetctl referentiel import`, and `list`.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::json;

use crate::sandbox::{NOW, Run, Sandbox};

const IMPORT: &str = "referentiel import structure.csv --id cae";

fn place() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.fixture("structure.csv");
    sandbox
}

/// Returns line, column and code of each row that a run refuses.
fn rows(run: &Run) -> Vec<(u64, String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let rows = run.json()["error"]["rows"].as_array().unwrap().clone();
    rows.iter()
        .map(|row| {
            (
                row["line"].as_u64().unwrap(),
                text(&row["column"]),
                text(&row["code"]),
            )
        })
        .collect()
}

#[test]
fn a_structure_is_imported_once() {
    let sandbox = place();
    sandbox.run(&format!("{IMPORT} --yes")).shows(
        "Imported  cae · 40 nodes, 400 points; 40 new · operation 1
Undo      tetctl op undo 1",
        "Store     ./store.db",
    );
    sandbox
        .run(&format!("{IMPORT} --yes"))
        .shows("Nothing to change.", "Store     ./store.db");
    let info = sandbox.run("store info --json").json();
    assert_eq!(info["summary"]["operations"], 1);
}

#[test]
fn a_dry_run_counts_and_writes_nothing() {
    let sandbox = place();
    let before = sandbox.digest();
    sandbox.run(&format!("{IMPORT} -n")).shows(
        "Read      structure.csv · 40 nodes, 400 points · 40 new",
        "Store     ./store.db · nothing will be written",
    );
    assert_eq!(sandbox.digest(), before);
    let document = sandbox.run(&format!("{IMPORT} -n --json")).json();
    assert_eq!(
        document["summary"],
        json!({ "rows": 40, "created": 40, "changed": 0, "unchanged": 0, "rejected": 0, "absent": 0 })
    );
}

#[test]
fn nobody_to_confirm_is_a_refusal() {
    place().run(IMPORT).fails(
        7,
        "error[not_confirmed]: nothing was written: nobody is there to confirm",
    );
}

#[test]
fn a_newer_structure_updates_adds_and_removes() {
    let sandbox = place();
    sandbox.run(&format!("{IMPORT} --yes")).ok();
    let newer = sandbox
        .read("structure.csv")
        .replace("Donner un cap", "Tenir un cap")
        .replace("3.1.2.2,Entretenir", "3.1.2.3,Entretenir");
    sandbox.write("structure.csv", &newer);

    sandbox.run(&format!("{IMPORT} -n --lang fr")).shows(
        "Lu        structure.csv · 40 nœuds, 400 points · 1 nouveau, 1 modifié, 1 disparu
  ~  cae_1        title        Donner un cap au territoire → Tenir un cap au territoire
  -  cae_3.1.2.2  title        Entretenir les haies communales → —
  -  cae_3.1.2.2  points       20 → —",
        "Base      ./store.db · rien ne sera écrit",
    );
    let document = sandbox.run(&format!("{IMPORT} --yes --json")).json();
    assert_eq!(document["operation"], 2);
    assert_eq!(
        document["summary"],
        json!({ "rows": 40, "created": 1, "changed": 1, "unchanged": 38, "rejected": 0, "absent": 1 })
    );
    let list = sandbox.run("referentiel list --json").json();
    assert_eq!(
        list["items"],
        json!([{ "id": "cae", "nodes": 40, "points": 400, "version": 2 }])
    );
}

#[test]
fn every_wrong_row_is_named_with_its_true_line() {
    let sandbox = Sandbox::empty();
    let text = "identifiant,nom,points,pourcentage\n\
                1,Axe,,\n\
                1.1,\"Un sous-axe\nsur deux lignes\",,\n\
                1.1.1,Action,30,\n\
                1.1.1.1,Sous-action,,50\n\
                1.1.1.2,Sous-action,,40\n\
                1.1.1.2,Encore,,10\n\
                1.2.1,Orpheline,3,\n\
                1.1.2,Action,dix,\n";
    let expected = [
        (5, "pourcentage", "percentage_sum"),
        (8, "identifiant", "duplicate_id"),
        (9, "identifiant", "parent_missing"),
        (10, "points", "not_a_number"),
    ]
    .map(|(line, column, code)| (line, column.to_owned(), code.to_owned()));
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        sandbox.write("wrong.csv", &text);
        let run = sandbox.run("referentiel import wrong.csv --id cae --yes --json");
        assert_eq!(run.code, Some(4));
        assert_eq!(rows(&run), expected);
    }
    sandbox
        .run("referentiel import wrong.csv --id cae --yes")
        .fails(
            4,
            "error[input_invalid]: wrong.csv: 4 problems, nothing was imported",
        );
    assert_eq!(
        sandbox.run("referentiel list --format count").ok().stdout,
        "0\n"
    );
}

#[test]
fn values_that_are_left_without_an_action_are_counted_before_anything_is_asked() {
    let sandbox = Sandbox::filled();
    let newer: String = sandbox
        .read("structure.csv")
        .lines()
        .filter(|line| !line.starts_with("3."))
        .map(|line| format!("{line}\n"))
        .collect();
    sandbox.write("newer.csv", &newer);
    let run = sandbox.run("referentiel import newer.csv --id cae -n").ok();
    let told = "left without an action: 1 value of 1 profile, kept in the store";
    assert!(run.stdout.contains(told), "{}", run.stdout);
    let document = sandbox
        .run("referentiel import newer.csv --id cae --yes --json")
        .json();
    assert_eq!(document["warnings"][0]["code"], "orphans");
    assert_eq!(document["warnings"][0]["message"], told);
}

#[test]
fn a_folder_is_no_file_to_read() {
    let sandbox = place();
    for line in ["referentiel import . --id cae", "apply ."] {
        sandbox
            .run(line)
            .fails(2, "error[usage]: FILE: `.` is a folder");
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let sandbox = place();
    sandbox.run("referentiel import none.csv --id cae").fails(
        3,
        "error[file_not_found]: the file `none.csv` does not exist",
    );
    sandbox
        .run("referentiel import structure.csv --id cea")
        .fails(
            3,
            "error[referentiel_not_found]: no référentiel matches `cea`",
        );
}

#[test]
fn a_structure_is_read_from_stdin() {
    let sandbox = place();
    let mut command = sandbox.command(NOW, "support-1");
    let words = ["ref", "import", "-", "--id", "eci", "-n", "--json"];
    let mut child = command
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let text = "identifiant;nom;points;pourcentage\r\n1;Axe;;\r\n1.1;Mesure;12,5;\r\n";
    child
        .stdin
        .take()
        .unwrap()
        .write_all(text.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["summary"]["created"], 2);
}

#[test]
fn the_published_structures_are_imported() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");
    let sandbox = Sandbox::empty();
    for (id, nodes, points) in [
        ("cae", "1 470", "500"),
        ("eci", "367", "500"),
        ("te", "663", "669.9"),
    ] {
        let file = format!("{data}/referentiel-{id}-structure.csv");
        if !std::path::Path::new(&file).exists() {
            writeln!(
                std::io::stderr(),
                "skipped: the published structures are not here"
            )
            .unwrap();
            return;
        }
        let import = format!("referentiel import {file} --id {id} --yes");
        let run = sandbox.run(&import).ok();
        let nodes = nodes.replace(' ', "\u{202f}");
        let first = format!("Imported  {id} · {nodes} nodes, {points} points; {nodes} new");
        assert!(run.stdout.starts_with(&first), "{}", run.stdout);
        assert_eq!(sandbox.run(&import).ok().stdout, "Nothing to change.\n");
    }
    sandbox.run("referentiel list").shows(
        "id\tnodes\tpoints\tversion
cae\t1470\t500\t1
eci\t367\t500\t1
te\t663\t669.9\t1",
        "",
    );
}

#[test]
fn the_list_has_every_form() {
    let sandbox = place();
    let empty = sandbox.run("referentiel list --format table").ok();
    assert!(
        empty
            .stdout
            .ends_with("no structure: tetctl referentiel import FILE --id cae\n")
    );
    sandbox.run(&format!("{IMPORT} --yes")).ok();
    sandbox.run("referentiel list --format table").shows(
        "ID   NAME                NODES  POINTS  VERSION
cae  Climat Air Énergie     40     400        1",
        "",
    );
    sandbox
        .run("referentiel list --format csv")
        .shows("id,nodes,points,version\ncae,40,400,1", "");
    sandbox
        .run("referentiel list --format ids")
        .shows("cae", "");
    sandbox.run("referentiel list --format tree").fails(
        2,
        "error[usage]: no format `tree` here: table, json, csv, tsv, ids, count",
    );
}

#[test]
fn the_shares_of_another_referentiel_are_no_structure() {
    let sandbox = place();
    let text = "identifiant,nom,points,pourcentage\n1,Axe,,\n1.1,Sous-axe,,\n1.1.1,Action,,\n";
    sandbox.write("poor.csv", text);
    let run = sandbox.run("referentiel import poor.csv --id cae --yes --json");
    assert_eq!(
        rows(&run),
        [(1, "points".to_owned(), "no_points".to_owned())]
    );
    sandbox.write("book.xlsx", "PK\u{3}\u{4}a\nb\nc\n");
    let run = sandbox.run("referentiel import book.xlsx --id cae --yes --json");
    assert_eq!(rows(&run), [(1, String::new(), "not_a_csv".to_owned())]);
}

#[test]
fn the_format_of_another_referentiel_is_refused() {
    let sandbox = Sandbox::empty();
    sandbox.fixture("structure.csv");
    let run = sandbox.run("referentiel import structure.csv --id te --yes");
    assert!(run.stderr.contains("check --id"), "{}", run.stderr);
    run.fails(
        4,
        "error[input_invalid]: structure.csv: 1 problem, nothing was imported",
    );
}

#[test]
fn renamed_nodes_show_what_tells_their_titles_apart() {
    let sandbox = place();
    let old = "Définir, avec les habitants et les entreprises, une stratégie pour le climat, l'air et l'énergie du territoire, et l'écrire";
    let text = sandbox.read("structure.csv");
    let with_title =
        |title: &str| text.replace("Écrire la stratégie climat", &format!("\"{title}\""));
    sandbox.write("older.csv", &with_title(old));
    let newer = with_title(&old.replace("l'écrire", "la relire chaque année"));
    let newer = newer
        .replace("Donner un cap", "Tenir un cap")
        .replace(",,60,,,", ",,70,,,")
        .replace(",,40,,,", ",,30,,,");
    sandbox.write("newer.csv", &newer);
    sandbox
        .run("referentiel import older.csv --id cae --yes")
        .ok();

    let run = sandbox.run("referentiel import newer.csv --id cae -n").ok();

    let lines: Vec<&str> = run.stdout.lines().skip(1).take(4).collect();
    assert_eq!(
        lines,
        [
            "  ~  cae_1          title        Donner un cap au territoire → Tenir un cap au territoire",
            "  ~  cae_1.1.1      title        …territoire, et l'écrire",
            "                               → …territoire, et la relire chaque année",
            "  ~  cae_1.1.1      points       60 → 70",
        ]
    );
}

#[test]
fn as_many_nodes_are_shown_as_fit_and_all_in_full() {
    let sandbox = place();
    sandbox.run(&format!("{IMPORT} --yes")).ok();
    let newer: String = sandbox
        .read("structure.csv")
        .lines()
        .map(|line| match line.split_once(',') {
            Some((id, rest)) if id.contains(|char: char| char.is_ascii_digit()) => {
                format!("{id},Encore {rest}\n")
            }
            _ => format!("{line}\n"),
        })
        .collect();
    let newer = newer.replace(",,90,,,", ",,80,,,");
    sandbox.write("newer.csv", &newer);
    let import = "referentiel import newer.csv --id cae";

    let run = sandbox.run(&format!("{import} -n")).ok();
    assert!(run.stdout.ends_with("more: --full\n"), "{}", run.stdout);
    let full = sandbox.run(&format!("{import} -n --full")).ok().stdout;
    let renamed = full.lines().filter(|line| line.contains("  title  "));
    assert_eq!(renamed.count(), 40);

    let document = sandbox.run(&format!("{import} --yes --json")).ok().json();
    assert_eq!(
        document["changes"][0],
        json!({ "target": null, "action": "cae_1", "field": "title", "before": "Donner un cap au territoire",
            "after": "Encore Donner un cap au territoire", "decision": "written" })
    );
}

#[test]
fn what_is_said_of_gone_nodes_is_kept_never_copied_and_comes_back() {
    let sandbox = Sandbox::filled();
    let (petr, cc) = ("petr-du-pays-de-trevanne", "cc-des-sources-et-bocages");
    sandbox
        .run(&format!(
            "referentiel set {petr} --commentaire cae_3=Oui --yes"
        ))
        .ok();
    let before = sandbox
        .run(&format!("referentiel export cae {petr}"))
        .ok()
        .stdout;
    let newer: String = sandbox
        .read("structure.csv")
        .lines()
        .filter(|line| !line.starts_with('3'))
        .map(|line| format!("{line}\n"))
        .collect();
    sandbox.write("newer.csv", &newer);
    sandbox
        .run("referentiel import newer.csv --id cae --yes")
        .ok();

    let orphans = format!("referentiel status cae {petr} --orphans --format ids");
    sandbox.run(&orphans).shows("cae_3\ncae_3.1.1.1", "");
    let export = sandbox.run(&format!("referentiel export cae {petr}")).ok();
    assert!(!export.stdout.contains("cae_3"), "{}", export.stdout);
    assert!(export.stderr.contains("--orphans"), "{}", export.stderr);
    let diff = sandbox.run(&format!(
        "referentiel diff cae --from {petr} --to {cc} --json"
    ));
    assert!(!diff.stdout.contains("cae_3"), "{}", diff.stdout);
    let copy = format!("copy cae --from {petr} --to {cc}");
    sandbox
        .run(&format!("{copy} -a 3 --yes"))
        .fails(3, "error[action_not_found]: no action matches `cae_3`");
    sandbox.run(&format!("{copy} --yes")).ok();
    let copied = sandbox.run(&format!(
        "referentiel status cae {cc} --orphans --format count"
    ));
    copied.shows("0", "");

    sandbox
        .run("referentiel import structure.csv --id cae --yes")
        .ok();
    sandbox.run(&orphans).shows("", "");
    let after = sandbox
        .run(&format!("referentiel export cae {petr}"))
        .ok()
        .stdout;
    assert_eq!(after, before);
}
