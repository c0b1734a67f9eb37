//! `tetctl referentiel set`.

use crate::one_profile::{CC, filled, one_profile};
use crate::sandbox::Sandbox;

fn set(sandbox: &Sandbox, rest: &str) -> crate::sandbox::Run {
    sandbox.run(&format!("referentiel set {CC} {rest}"))
}

#[test]
fn statuts_and_commentaires_are_written_once() {
    let sandbox = one_profile();
    let line =
        "cae_1.1.1.1=fait cae_1.2.1.1=detaille:0.2/0.5/0.3 --commentaire 'cae_1=Voté = oui' --yes";
    set(&sandbox, line).shows(
        &format!(
            "Done      referentiel set {CC} · 3 fields · operation 3
Undo      tetctl op undo 3"
        ),
        "Store     ./store.db",
    );
    set(&sandbox, line).shows("Nothing to change.", "Store     ./store.db");
    let export = sandbox.run(&format!("referentiel export cae {CC}")).ok();
    assert_eq!(
        export.stdout,
        "action,statut,fait,programme,pas_fait,commentaire,pilotes,services
cae_1,,,,,Voté = oui,,
cae_1.1.1.1,fait,,,,,,
cae_1.2.1.1,detaille,0.2,0.5,0.3,,,
"
    );
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let sandbox = one_profile();
    let before = sandbox.digest();
    set(&sandbox, "cae_1.2.1.1=detaille:20/50/30 -n").shows(
        &format!(
            "referentiel set {CC}
  +  cae_1.2.1.1  statut       — → détaillé 20/50/30"
        ),
        "Store     ./store.db · nothing will be written",
    );
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_tache_clears_the_sous_action_that_speaks_above_it() {
    let sandbox = filled();
    set(&sandbox, "cae_1.1.1.1.1=programme -n").shows(
        &format!(
            "referentiel set {CC}
  +  cae_1.1.1.1.1  statut       — → programmé
  -  cae_1.1.1.1    statut       fait → —"
        ),
        "Store     ./store.db · nothing will be written",
    );
    let document = set(&sandbox, "cae_1.1.1.1.1=programme --yes --json")
        .ok()
        .json();
    assert_eq!(document["changes"][1]["decision"], "cleared");
    assert_eq!(document["changes"][1]["action"], "cae_1.1.1.1");
}

#[test]
fn a_sous_action_that_is_given_too_keeps_what_it_is_given() {
    let sandbox = filled();
    let document = set(
        &sandbox,
        "cae_1.1.1.1=pas_fait cae_1.1.1.1.1=fait -n --json",
    )
    .json();
    let changes = document["changes"].as_array().unwrap();
    let written = |change: &serde_json::Value| change["decision"] == "written";
    assert!(changes.len() == 2 && changes.iter().all(written));
}

#[test]
fn a_sous_action_never_touches_its_taches() {
    let sandbox = filled();
    let document = set(&sandbox, "cae_1.1.1.2=fait -n --json").json();
    assert_eq!(document["summary"]["written"], 1);
}

#[test]
fn blanks_clear() {
    let sandbox = filled();
    set(
        &sandbox,
        "cae_1.1.2.2=non_renseigne --commentaire 'cae_1.1.1=<p>&nbsp;</p>' --yes",
    )
    .ok();
    let ids = sandbox
        .run(&format!("referentiel status cae {CC} --format ids"))
        .ok();
    assert_eq!(ids.stdout, "cae_1.1.1.1\ncae_1.1.1.1.2\ncae_1.1.1.2.1\n");
}

#[test]
fn one_unknown_name_is_not_found() {
    let sandbox = one_profile();
    let run = set(&sandbox, "cae_1.1.1.1=fai --yes")
        .fails(3, "error[statut_not_found]: no statut matches `fai`");
    assert!(run.stderr.contains("near: fait"));
    let run = set(&sandbox, "cae_1.1.1.9=fait --yes").fails(
        3,
        "error[action_not_found]: no action matches `cae_1.1.1.9`",
    );
    assert!(
        run.stderr
            .contains("cae_1.1.1.1   Réaliser le diagnostic avec les habitants")
    );
}

#[test]
fn every_bad_argument_is_named_at_once() {
    let sandbox = one_profile();
    let line = "cae_1.1.1.9=fait cae_1.1=fait cae_1.1.1.1=detaille:20/20/20 cae_1.1.1.2=detaille:1/0 \
                1.2.1.1=fait cae_1.2.1.2=fai cae_2.1.1.0=fait cae_2.1.1.0=pas_fait --commentaire cae=x --yes --json";
    let run = set(&sandbox, line);
    assert_eq!(run.code, Some(4));
    let document = run.json();
    let rows = document["error"]["rows"].as_array().unwrap();
    let seen: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| {
            (
                row["column"].as_str().unwrap(),
                row["code"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("cae_1.1.1.9", "action_unknown"),
            ("cae_1.1", "no_statut_here"),
            ("cae_1.1.1.1", "shares_sum"),
            ("cae_1.1.1.2", "shares_not_three"),
            ("1.2.1.1", "id_not_whole"),
            ("cae_1.2.1.2", "statut_unknown"),
            ("cae_2.1.1.0", "twice"),
            ("cae", "no_commentaire_here"),
        ]
    );
}

#[test]
fn all_ids_are_of_one_referentiel() {
    set(&one_profile(), "cae_1.1.1.1=fait eci_1.1.1=fait --yes").fails(
        4,
        "error[other_referentiel]: `eci_1.1.1` is no action of cae",
    );
}

#[test]
fn what_is_no_pair_is_an_error_of_usage() {
    let sandbox = one_profile();
    set(&sandbox, "cae_1.1.1.1").fails(
        2,
        "error[usage]: ID=STATUT: `cae_1.1.1.1` is not of the form ID=VALUE",
    );
    set(&sandbox, "").fails(2, "error[usage]: <ID=STATUT>... is missing");
}

#[test]
fn an_audit_keeps_statuts_and_leaves_commentaires() {
    let sandbox = one_profile();
    for (state, code, said) in [
        ("running", "audit_running", "running"),
        ("validated", "audit_validated", "validated"),
    ] {
        sandbox
            .run(&format!("referentiel lock cae {CC} --audit {state} --yes"))
            .ok();
        set(&sandbox, "cae_1.1.1.1=fait --yes").fails(
            5,
            &format!("error[{code}]: the audit of cae is {said} on {CC}"),
        );
        set(
            &sandbox,
            &format!("--commentaire cae_1.1.1.1={state} --yes"),
        )
        .ok();
    }
}

#[test]
fn a_saved_set_is_refused_once_its_sous_action_speaks() {
    let sandbox = one_profile();
    let saved = set(&sandbox, "cae_1.1.1.1.1=fait --save tache.json").ok();
    assert!(saved.stderr.contains("tetctl apply tache.json"));
    set(&sandbox, "cae_1.1.1.1=pas_fait --yes").ok();
    let run = sandbox.run("apply tache.json --yes --json");
    assert_eq!(run.code, Some(5));
    let document = run.json();
    assert_eq!(document["error"]["code"], "changeset_stale");
    assert_eq!(document["error"]["rows"][0]["action"], "cae_1.1.1.1");
}

#[test]
fn a_set_is_taken_back_with_what_it_cleared() {
    let sandbox = filled();
    let before = sandbox.digest();
    set(&sandbox, "cae_1.1.1.1.1=programme --yes").ok();
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_commentaire_that_would_steer_a_terminal_is_refused() {
    let sandbox = Sandbox::filled();
    let run = sandbox.run(
        "referentiel set cc-des-sources-et-bocages --commentaire 'cae_1=vu\u{1b}[2J' --yes --json",
    );
    assert_eq!(run.json()["error"]["rows"][0]["code"], "control_character");
    run.fails_with(4);
}
