//! `tetctl profile list`.

use serde_json::json;

use crate::sandbox::{NOW, Sandbox};

const CSV: &str =
    "slug,nom,nature,siren,insee,departement,population,supra,cae,eci,te,membres
ca-orvel-agglomeration,CA Orvel Agglomération,CA,200000149,,61,,petr-du-pays-de-trevanne,0,0,0,0
cc-des-sources-et-bocages,CC des Sources et Bocages,CC,200000131,,61,,petr-du-pays-de-trevanne,0,0,0,0
cc-du-pays-de-trevanne,CC du Pays de Trévanne,CC,,,61,,petr-du-pays-de-trevanne,0,0,0,0
petr-du-pays-de-trevanne,PETR du Pays de Trévanne,PETR,,,61,,,0,0,0,3
sm-de-traitement-des-dechets-du-haut-orvel,SM de traitement des déchets du Haut Orvel,SMF,,,61,,,0,0,0,0";

const REMARK: &str = "… and 1 commune without data (--full)";

fn ids(sandbox: &Sandbox, flags: &str) -> Vec<String> {
    let run = sandbox
        .run(&format!("profile list {flags} --format ids -q"))
        .ok();
    run.stdout.lines().map(str::to_owned).collect()
}

/// Returns the table of a list on so many columns.
fn table(sandbox: &Sandbox, columns: &str, flags: &[&str]) -> String {
    let output = sandbox
        .command(NOW, "support-1")
        .args(["profile", "list", "--format", "table"])
        .args(flags)
        .env("COLUMNS", columns)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn people_see_a_table_that_counts_what_it_leaves_out() {
    let sandbox = Sandbox::profiles();
    assert_eq!(
        table(&sandbox, "120", &["--department", "61", "--lang", "fr"]),
        "SLUG                                        NOM                                         NATURE  SIREN      MEMBRES
ca-orvel-agglomeration                      CA Orvel Agglomération                      CA      200000149        0
cc-des-sources-et-bocages                   CC des Sources et Bocages                   CC      200000131        0
cc-du-pays-de-trevanne                      CC du Pays de Trévanne                      CC      —                0
petr-du-pays-de-trevanne                    PETR du Pays de Trévanne                    PETR    —                3
sm-de-traitement-des-dechets-du-haut-orvel  SM de traitement des déchets du Haut Orvel  SMF     —                0
5 profils (et 1 commune sans données : --full) · ./store.db\n"
    );
}

#[test]
fn a_pipe_gets_tab_separated_values_with_a_header() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile list")
        .shows(&CSV.replace(',', "\t"), REMARK);
}

#[test]
fn csv_has_the_columns_of_the_file() {
    let sandbox = Sandbox::profiles();
    sandbox.run("profile list --format csv").shows(CSV, REMARK);
    let rows = CSV.split_once('\n').unwrap().1;
    sandbox
        .run("profile list --format csv --no-header -q")
        .shows(rows, "");
    sandbox
        .run("profile list --full --search orvel-61 --format csv --no-header")
        .shows("orvel-61,Orvel,commune,,61006,61,12400,,0,0,0,0", "");
}

#[test]
fn a_document_holds_the_items() {
    let sandbox = Sandbox::profiles();
    let document = sandbox.run("profile list --search 61006 --json").json();
    assert_eq!(
        document["items"],
        json!([{
            "slug": "orvel-61", "name": "Orvel", "nature": "commune", "type": "commune",
            "siren": null, "insee": "61006", "department": "61", "population": 12400,
            "members": 0, "filled": { "cae": 0, "eci": 0, "te": 0 },
        }])
    );
    assert_eq!(document["command"], "profile list");
}

#[test]
fn count_and_ids_are_bare() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile list --full --format count")
        .shows("6", "");
    sandbox
        .run("profile list --nature CC --format ids")
        .shows("cc-des-sources-et-bocages\ncc-du-pays-de-trevanne", "");
    sandbox.run("profile list --format tree").fails(
        2,
        "error[usage]: no format `tree` here: table, json, csv, tsv, ids, count",
    );
}

#[test]
fn filters_take_several_values() {
    let sandbox = Sandbox::profiles();
    for line in [
        "'CC de la Corse' --department 2a",
        "'CC du Bugey' --department 01",
    ] {
        sandbox.run(&format!("profile create {line} --yes")).ok();
    }

    assert_eq!(ids(&sandbox, "--nature petr,CA --nature smf").len(), 3);
    assert_eq!(ids(&sandbox, "--nature commune"), ["orvel-61"]);
    assert_eq!(
        ids(&sandbox, "--department 2A --department 01"),
        ["cc-de-la-corse", "cc-du-bugey"]
    );
    assert_eq!(ids(&sandbox, "--department 2A,01 --nature CA").len(), 0);
    assert_eq!(
        ids(&sandbox, "--parent 'petr du pays de trevanne' --nature CC"),
        ["cc-des-sources-et-bocages", "cc-du-pays-de-trevanne"]
    );
}

#[test]
fn a_search_is_lenient_and_knows_keys() {
    let sandbox = Sandbox::profiles();
    assert_eq!(
        ids(&sandbox, "--search orvel"),
        [
            "ca-orvel-agglomeration",
            "orvel-61",
            "sm-de-traitement-des-dechets-du-haut-orvel"
        ]
    );
    assert_eq!(
        ids(&sandbox, "--search 'TREV petr'"),
        ["petr-du-pays-de-trevanne"]
    );
    assert_eq!(
        ids(&sandbox, "--search '200 000 149'"),
        ["ca-orvel-agglomeration"]
    );
    assert_eq!(ids(&sandbox, "--search 61006"), ["orvel-61"]);
    assert_eq!(ids(&sandbox, "--search orvel-6"), ["orvel-61"]);
    assert_eq!(
        ids(&sandbox, "--search 'sources, bocages'"),
        ["cc-des-sources-et-bocages"]
    );
    assert!(ids(&sandbox, "--search nowhere").is_empty());
}

#[test]
fn a_narrow_terminal_loses_the_siren_and_says_so() {
    let sandbox = Sandbox::empty();
    sandbox
        .run("profile create 'CC des Sources et Bocages' --siren 200000131 --yes")
        .ok();
    assert_eq!(
        table(&sandbox, "62", &[]),
        "SLUG                       NAME                       NATURE\n\
         cc-des-sources-et-bocages  CC des Sources et Bocages  CC\n\
         (without SIREN, MEMBERS: the terminal is too narrow)\n\
         1 profile · ./store.db\n"
    );
}

#[test]
fn wrong_filters_are_errors_of_usage() {
    let sandbox = Sandbox::empty();
    sandbox
        .run("profile list --nature XX")
        .fails(2, "error[usage]: `XX` is no nature");
    sandbox.run("profile list --department 20").fails(
        2,
        "error[usage]: --department: `20` is no code of a department",
    );
    sandbox
        .run("profile list --parent nobody")
        .fails(3, "error[profile_not_found]: no profile matches `nobody`");
}

#[test]
fn a_blank_search_seeks_nothing() {
    let sandbox = Sandbox::profiles();
    assert_eq!(
        sandbox.run("profile list --search ' ' --format ids").stdout,
        sandbox.run("profile list --format ids").stdout
    );
}
