//! `tetctl op list`.

use crate::sandbox::Sandbox;

const PETR: &str = "profile create 'PETR du Pays de Trévanne' --department 61 --yes";
const CC: &str = "profile create 'CC des Sources et Bocages' --department 61 --batch lot --yes";

/// Two profiles, made yesterday and today by two people.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox
        .run_at("2026-11-23T16:12:00Z", "support-2", PETR)
        .ok();
    sandbox.run(CC).ok();
    sandbox
}

#[test]
fn people_see_who_did_what_when_and_what_became_of_it() {
    let sandbox = sandbox();
    sandbox.run("op undo --yes").ok();
    sandbox.run("op redo --yes").ok();
    sandbox.run("op list --format table --lang fr").shows(
        "OP  QUAND  QUI        QUOI                                      CHAMPS  ÉTAT
4   09:05  support-1  op redo 3                                      4  refait 3
3   09:05  support-1  op undo 2                                      4  annule 2, refaite par 4
2   09:05  support-1  profile create cc-des-sources-et-bocages       4  annulée par 3, refaite par 4
1   hier   support-2  profile create petr-du-pays-de-trevanne        4",
        "",
    );
}

#[test]
fn yesterday_on_a_profile_is_found() {
    let sandbox = sandbox();
    let line = "op list --profile petr-du-pays-de-trevanne --since yesterday --until hier";
    sandbox.run(&format!("{line} --format ids")).shows("1", "");
    sandbox
        .run(&format!("{line} --format count"))
        .shows("1", "");
    for nothing in [
        "--since today --actor support-2",
        "--until 22/11/2026",
        "--command 'op undo'",
        "--batch lot --profile petr-du-pays-de-trevanne",
    ] {
        sandbox
            .run(&format!("op list {nothing} --format count"))
            .shows("0", "");
    }
    sandbox
        .run("op list --since 2026-11-24 --format ids")
        .shows("2", "");
    sandbox.run("op list --batch 2 --format ids").shows("2", "");
}

#[test]
fn programs_get_every_key() {
    let sandbox = sandbox();
    let document = sandbox.run("op list --batch lot --json").json();
    assert_eq!(
        document["items"][0].to_string(),
        "{\"operation\":2,\"batch\":2,\"batch_name\":\"lot\",\"at\":\"2026-11-24T09:05:00Z\",\
         \"actor\":\"support-1\",\"command\":\"profile create\",\
         \"title\":\"profile create cc-des-sources-et-bocages\",\
         \"targets\":[\"cc-des-sources-et-bocages\"],\"note\":null,\"requested_by\":null,\
         \"edits\":4,\"state\":\"done\",\"undone_by\":null}"
    );
    sandbox
        .run("op list --format csv --limit 1 --no-header")
        .shows(
            "2,2,lot,2026-11-24T09:05:00Z,support-1,profile create,profile create cc-des-sources-et-bocages,cc-des-sources-et-bocages,,,4,done,",
            "",
        );
}

#[test]
fn a_limit_cuts_the_list_and_not_the_count() {
    let sandbox = sandbox();
    sandbox
        .run("op list --limit 1 --format count")
        .shows("2", "");
    sandbox.run("op list --limit 1 --format ids").shows("2", "");
    sandbox.run("op list --format ids").shows("2\n1", "");
}

#[test]
fn what_is_no_date_and_no_batch_is_refused() {
    let sandbox = sandbox();
    sandbox
        .run("op list --since soon")
        .fails(2, "error[usage]: `soon` is no date");
    sandbox
        .run("op list --batch other")
        .fails(3, "error[batch_not_found]: no batch matches `other`");
}
