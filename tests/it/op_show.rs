//! `tetctl op show`.

use crate::sandbox::Sandbox;

const PETR: &str = "profile create 'PETR du Pays de Trévanne' --department 61 --yes";

#[test]
fn an_operation_is_shown_with_who_asked_for_it() {
    let sandbox = Sandbox::empty();
    sandbox
        .run(&format!(
            "{PETR} --note appel --requested-by Jeanne@orvel.fr"
        ))
        .ok();
    sandbox.run("op show 1 --format table").shows(
        "Operation 1 · profile create petr-du-pays-de-trevanne
By        support-1 · 2026-11-24 09:05
Asked by  jeanne@orvel.fr
Note      appel
Undo      tetctl op undo 1
Reply     tetctl op reply 1

PROFILE                   FIELD       BEFORE  AFTER
petr-du-pays-de-trevanne  slug        —       petr-du-pays-de-trevanne
petr-du-pays-de-trevanne  name        —       PETR du Pays de Trévanne
petr-du-pays-de-trevanne  nature      —       PETR
petr-du-pays-de-trevanne  department  —       61",
        "",
    );
}

#[test]
fn the_list_to_hand_over_is_a_file_of_ones_own() {
    let sandbox = Sandbox::empty();
    sandbox.run(&format!("{PETR} --batch lot")).ok();
    sandbox
        .run("profile create 'CC du Val' --batch lot --yes")
        .ok();
    sandbox
        .run("op show --batch lot -o lot.csv")
        .shows("", "Written   lot.csv · 7 fields");
    assert_eq!(
        sandbox.read("lot.csv"),
        "profile,action,title,field,before,after,decision
petr-du-pays-de-trevanne,,,slug,,petr-du-pays-de-trevanne,written
petr-du-pays-de-trevanne,,,nom,,PETR du Pays de Trévanne,written
petr-du-pays-de-trevanne,,,nature,,PETR,written
petr-du-pays-de-trevanne,,,department,,61,written
cc-du-val,,,slug,,cc-du-val,written
cc-du-val,,,nom,,CC du Val,written
cc-du-val,,,nature,,CC,written
"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let file = std::fs::metadata(sandbox.path().join("lot.csv")).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn programs_get_one_item_a_field() {
    let sandbox = Sandbox::empty();
    sandbox.run(PETR).ok();
    let document = sandbox.run("op show 1 --json").json();
    assert_eq!(document["operation"], 1);
    assert_eq!(document["items"].as_array().unwrap().len(), 4);
    assert_eq!(
        document["items"][0].to_string(),
        "{\"profile\":\"petr-du-pays-de-trevanne\",\"action\":null,\"title\":null,\
         \"field\":\"slug\",\"before\":null,\"after\":\"petr-du-pays-de-trevanne\",\
         \"decision\":\"written\"}"
    );
}

#[test]
fn one_operation_or_one_batch_is_shown() {
    let sandbox = Sandbox::empty();
    sandbox
        .run("op show 9")
        .fails(3, "error[operation_not_found]: no operation matches `9`");
    sandbox
        .run("op show 1 --batch 1")
        .fails(2, "error[usage]: N and --batch exclude each other");
    sandbox
        .run("op show")
        .fails(2, "error[usage]: N is missing");
}

#[test]
fn the_ending_of_a_file_is_its_format_whatever_its_case() {
    let sandbox = Sandbox::empty();
    sandbox.run(PETR).ok();
    sandbox.run("op show 1 -o lot.TSV").ok();
    assert!(sandbox.read("lot.TSV").starts_with("profile\taction\t"));
    sandbox.run("op show 1 -o lot.txt").fails(
        2,
        "error[usage]: --output: `lot.txt` ends neither in .csv, nor in .tsv, nor in .json",
    );
}
