//! `tetctl op undo --partial`.

use crate::sandbox::Sandbox;
use crate::terminal::{at_terminal, exit, expect};

const SET: &str = "referentiel set cc-des-sources-et-bocages";
const EXPORT: &str = "referentiel export cae cc-des-sources-et-bocages --no-header";

/// Returns the territory where operation 9 set four fields, of which operation 10 changed one.
fn changed_since() -> Sandbox {
    let sandbox = Sandbox::territory();
    sandbox
        .run(&format!(
            "{SET} cae_1.1.1.2=fait cae_1.2.1.1=pas_fait cae_2.1.1.2=fait --commentaire cae_1.1.1=Vu --yes"
        ))
        .ok();
    sandbox
        .run_as("support-2", &format!("{SET} cae_1.2.1.1=fait --yes"))
        .ok();
    sandbox
}

#[test]
fn the_refusal_says_how_much_could_go_back() {
    let sandbox = changed_since();

    let run = sandbox.run("op undo 9 --yes --lang fr");

    assert_eq!(
        run.stderr,
        "Base      ./store.db
erreur[undo_conflict]: rien n'a été annulé : 1 des 4 champs a changé depuis
  !  cae_1.2.1.1  statut  prévu « pas fait », maintenant « fait » par support-2, 09:05, opération 10
conseil : --partial pour annuler les 3 autres, ou annuler d'abord l'opération 10 :  tetctl op undo 10
"
    );
    run.fails(
        5,
        "erreur[undo_conflict]: rien n'a été annulé : 1 des 4 champs a changé depuis",
    );
}

#[test]
fn what_can_go_back_goes_and_the_rest_is_told() {
    let sandbox = changed_since();
    let before = sandbox.digest();

    let run = sandbox.run("op undo 9 --partial -n --lang fr");
    assert_eq!(run.code, Some(8), "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Annule    9 en partie · referentiel set · support-1 · 09:05 · 3 champs sur CC des Sources et Bocages
          3 peuvent être remis · 1 a changé depuis :
  !  cae_1.2.1.1  statut  « fait » par support-2, 09:05 (opération 10)   reste
  -  cae_1.1.1.2  statut       fait → —
  -  cae_2.1.1.2  statut       fait → —
  -  cae_1.1.1    commentaire  Vu → —
"
    );
    assert_eq!(sandbox.digest(), before);

    let run = sandbox.run("op undo 9 --partial --yes --lang fr");
    assert_eq!(run.code, Some(8), "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Annulé    9 en partie · 3 champs · opération 11 · code 8 (partiel)
          1 a changé depuis :
  !  cae_1.2.1.1  statut  « fait » par support-2, 09:05 (opération 10)   reste
Refaire   tetctl op redo
Répondre  tetctl op reply 11
"
    );
    sandbox.run(EXPORT).shows("cae_1.2.1.1,fait,,,,,,", "");
    let items = sandbox.run("op list --json").json();
    assert_eq!(items["items"][2]["state"], "partly_undone");
}

#[test]
fn the_rest_goes_back_once_it_can() {
    let sandbox = changed_since();
    sandbox.run("op undo 9 --partial --yes");

    sandbox.run("op undo 9 --partial --yes").fails(
        5,
        "error[undo_conflict]: nothing was undone: the only field has changed since",
    );
    sandbox.run("op undo 10 --yes").ok();
    sandbox.run("op undo 9 --yes").shows(
        "Undone    9 · 1 field · operation 13
Redo      tetctl op redo
Reply     tetctl op reply 13",
        "Store     ./store.db",
    );
    sandbox.run(EXPORT).shows("", "");
    sandbox.run("op undo 9 --yes").fails(
        5,
        "error[nothing_to_undo]: operation 9 was undone already by 13",
    );
}

#[test]
fn programs_get_what_stays_and_why() {
    let sandbox = changed_since();

    let run = sandbox.run("op undo 9 --partial --yes --json");

    let document = run.json();
    assert_eq!((run.code, document["ok"].as_bool()), (Some(8), Some(false)));
    assert_eq!(document["error"]["code"], "partial");
    assert_eq!(document["error"]["message"], "1 of the 4 fields stays");
    assert_eq!(document["summary"]["written"], 3);
    assert_eq!(document["summary"]["stays"], 1);
    assert_eq!(
        document["targets"][0]["stays"][0].to_string(),
        "{\"target\":\"cc-des-sources-et-bocages\",\"action\":\"cae_1.2.1.1\",\"field\":\"statut\",\
         \"expected\":\"pas_fait\",\"found\":\"fait\",\"actor\":\"support-2\",\
         \"at\":\"2026-11-24T09:05:00Z\",\"operation\":10,\"reason\":\"changed\"}"
    );
}

#[test]
fn where_nothing_has_changed_it_is_a_whole_undo() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to orvel-61 --yes")
        .ok();

    sandbox.run("op undo --partial --yes").shows(
        "Undone    11 · 9 fields · operation 12
Redo      tetctl op redo
Reply     tetctl op reply 12",
        "Store     ./store.db",
    );

    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_branch_that_changed_its_level_stays_whole() {
    let sandbox = Sandbox::territory();
    sandbox.run(&format!("{SET} cae_1.1.1.1=fait --yes")).ok();
    sandbox
        .run(&format!(
            "{SET} cae_1.1.1.1.1=fait cae_1.1.1.1.2=fait cae_2.1.1.2=fait --yes"
        ))
        .ok();
    sandbox
        .run_as("support-2", &format!("{SET} cae_1.1.1.1.2=pas_fait --yes"))
        .ok();

    let run = sandbox.run("op undo 10 --partial --yes");

    assert_eq!(run.code, Some(8), "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Undone    10 in part · 1 field · operation 12 · exit 8 (partial)
          1 has changed since · 2 stay with it:
  !  cae_1.1.1.1    statut  goes with its branch                              stays
  !  cae_1.1.1.1.1  statut  goes with its branch                              stays
  !  cae_1.1.1.1.2  statut  « pas fait » by support-2, 09:05 (operation 11)   stays
Redo      tetctl op redo
Reply     tetctl op reply 12
"
    );
    sandbox
        .run(EXPORT)
        .shows("cae_1.1.1.1.1,fait,,,,,,\ncae_1.1.1.1.2,pas_fait,,,,,,", "");

    sandbox.run("op undo 11 --yes").ok();
    sandbox.run("op undo 10 --yes").ok();
    sandbox.run(EXPORT).shows("cae_1.1.1.1,fait,,,,,,", "");
}

#[test]
fn taches_of_a_branch_that_kept_its_level_go_back_one_by_one() {
    let sandbox = Sandbox::territory();
    sandbox
        .run(&format!(
            "{SET} cae_1.1.1.1.1=fait cae_1.1.1.1.2=fait --yes"
        ))
        .ok();
    sandbox
        .run_as("support-2", &format!("{SET} cae_1.1.1.1.2=pas_fait --yes"))
        .ok();

    sandbox.run("op undo 9 --partial --yes");

    sandbox
        .run(EXPORT)
        .shows("cae_1.1.1.1.2,pas_fait,,,,,,", "");
}

#[test]
fn a_sous_action_that_replaced_its_taches_stays_with_them() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages -a 1.1.2 --on-conflict overwrite --yes")
        .ok();
    let after = sandbox.run(EXPORT).ok().stdout;
    assert!(after.contains("cae_1.1.2.1,detaille"), "{after}");
    sandbox
        .run_as("support-2", &format!("{SET} cae_1.1.2.1.2=fait --yes"))
        .ok();
    let before = sandbox.digest();

    sandbox.run("op undo 11 --partial --yes").fails(
        5,
        "error[undo_conflict]: nothing was undone: 1 of the 2 fields has changed since",
    );

    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_batch_leaves_the_profile_that_holds_data_now() {
    let sandbox = Sandbox::territory();
    for line in [
        "profile create 'CC du Val' --department 61",
        "profile relate petr-du-pays-de-trevanne --add cc-du-val",
        "referentiel set orvel-61 cae_1.1.1.2=fait",
    ] {
        sandbox.run(&format!("{line} --batch lot --yes")).ok();
    }
    sandbox
        .run_as(
            "support-2",
            "referentiel set cc-du-val cae_1.1.1.2=fait --yes",
        )
        .ok();

    let run = sandbox.run("op undo --batch lot --partial --yes");

    assert_eq!(run.code, Some(8), "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Undone    2 operations of 3 · 2 fields · batch 13 · exit 8 (partial)
  x  9 · cc-du-val · 1 record still depends on what would go
  !  cc-du-val  1 statut
Redo      tetctl op redo
Reply     tetctl op reply --batch 13
"
    );
    sandbox.run("op undo 12 --yes").ok();
    sandbox.run("op undo --batch lot --yes").ok();
    sandbox.run("profile show cc-du-val").fails(
        3,
        "error[profile_not_found]: no profile matches `cc-du-val`",
    );
}

#[test]
fn each_operation_of_a_batch_goes_back_as_far_as_it_can() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to-members-of --batch lot --yes")
        .ok();
    sandbox
        .run_as(
            "support-2",
            "referentiel set ca-orvel-agglomeration cae_3.1.1.1=pas_fait --yes",
        )
        .ok();

    let rehearsed = sandbox.run("op undo --batch lot --partial -n");
    assert_eq!(rehearsed.code, Some(8), "{}", rehearsed.stdout);
    let run = sandbox.run("op undo --batch lot --partial --yes");

    assert_eq!(run.code, Some(8), "{}", run.stderr);
    assert!(
        run.stdout.starts_with("Undone    3 operations of 3 · "),
        "{}",
        run.stdout
    );
    let told = "11 · 1 has changed since:\n  !  cae_3.1.1.1  statut  « pas fait » by support-2";
    assert!(run.stdout.contains(told), "{}", run.stdout);
    sandbox
        .run("referentiel export cae ca-orvel-agglomeration --no-header")
        .shows("cae_3.1.1.1,pas_fait,,,,,,", "");
}

#[test]
fn a_part_of_the_part_that_is_asked_for() {
    let sandbox = changed_since();

    let run = sandbox.run("op undo 9 -a 1 --data statuts --partial --yes");

    assert_eq!(run.code, Some(8), "{}", run.stderr);
    sandbox.run(EXPORT).shows(
        "cae_1.1.1,,,,,Vu,,\ncae_1.2.1.1,fait,,,,,,\ncae_2.1.1.2,fait,,,,,,",
        "",
    );
    sandbox.run("op undo 9 -x 1.2 --yes").ok();
    sandbox.run(EXPORT).shows("cae_1.2.1.1,fait,,,,,,", "");
}

#[test]
fn what_is_saved_leaves_the_same_as_it_is() {
    let sandbox = changed_since();

    let saved = sandbox.run("op undo 9 --partial --save undo.json");
    assert_eq!(saved.code, Some(8), "{}", saved.stderr);
    sandbox.run("apply undo.json --yes").ok();

    sandbox.run(EXPORT).shows("cae_1.2.1.1,fait,,,,,,", "");
    let items = sandbox.run("op list --json").json();
    assert_eq!(items["items"][2]["state"], "partly_undone");
}

#[test]
fn an_undo_is_redone_as_far_as_it_can_be() {
    let sandbox = Sandbox::territory();
    sandbox
        .run(&format!(
            "{SET} cae_1.1.1.2=fait cae_1.2.1.1=pas_fait --yes"
        ))
        .ok();
    let after = sandbox.digest();
    sandbox.run("op undo --yes").ok();
    sandbox
        .run_as("support-2", &format!("{SET} cae_1.2.1.1=fait --yes"))
        .ok();

    let run = sandbox.run("op undo 10 --partial --yes --lang fr");

    assert_eq!(run.code, Some(8), "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Refait    10 en partie · 1 champ · opération 12 · code 8 (partiel)
          1 a changé depuis :
  !  cae_1.2.1.1  statut  « fait » par support-2, 09:05 (opération 11)   reste
Annuler   tetctl op undo 12
Répondre  tetctl op reply 12
"
    );
    sandbox.run("op undo 11 --yes").ok();
    sandbox.run("op undo 10 --yes").ok();
    assert_eq!(sandbox.digest(), after);
    sandbox.run("op undo 10 --yes").fails(
        5,
        "error[nothing_to_undo]: operation 10 was undone already by 14",
    );
    sandbox.run("op undo 9 --yes").ok();
    sandbox.run(EXPORT).shows("", "");
}

#[test]
fn a_redo_goes_back_in_part_and_then_whole() {
    let sandbox = changed_since();
    sandbox.run("op undo 9 --partial --yes");
    sandbox.run("op redo --yes").ok();
    sandbox
        .run_as("support-2", &format!("{SET} cae_2.1.1.2=pas_fait --yes"))
        .ok();

    let run = sandbox.run("op undo 12 --partial --yes");

    assert_eq!(run.code, Some(8), "{}", run.stderr);
    sandbox
        .run(EXPORT)
        .shows("cae_1.2.1.1,fait,,,,,,\ncae_2.1.1.2,pas_fait,,,,,,", "");
    for line in ["op undo 13", "op undo 10", "op undo 9"] {
        sandbox.run(&format!("{line} --yes")).ok();
    }
    sandbox.run(EXPORT).shows("", "");
}

#[test]
fn at_a_terminal_what_stays_is_seen_before_the_question() {
    let sandbox = changed_since();
    let words = ["op", "undo", "9", "--partial", "--lang", "fr"];
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    for line in [
        "          3 peuvent être remis · 1 a changé depuis :",
        "  !  cae_1.2.1.1  statut  « fait » par support-2, 09:05 (opération 10)   reste",
        "Annuler 9 en partie (3 champs sur CC des Sources et Bocages) ? [o/N/d]",
    ] {
        expect(&mut session, line);
    }
    session.send_line("o").unwrap();
    expect(&mut session, "Annulé    9 en partie · 3 champs");
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(8));
}
