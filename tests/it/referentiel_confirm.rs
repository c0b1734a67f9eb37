//! `tetctl referentiel confirm`.

use serde_json::json;

use crate::sandbox::Sandbox;

const CONFIRM: &str = "referentiel confirm cae cc-des-sources-et-bocages";
const TO_CONFIRM: &str =
    "referentiel status cae cc-des-sources-et-bocages --to-confirm --format ids";

/// Returns the place where five values were copied to the CC, by operation 12.
fn copied() -> Sandbox {
    let sandbox = Sandbox::filled();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --yes")
        .ok();
    sandbox
}

#[test]
fn a_dry_run_shows_the_values_and_whom_they_were_copied_from() {
    let sandbox = copied();
    sandbox.run(&format!("{CONFIRM} -n")).shows(
        "Profile   CC des Sources et Bocages · the whole référentiel cae
Confirms  5 values copied from PETR du Pays de Trévanne

     ACTION         TITLE                                      FIELD        VALUE
  ~  cae_1.1.1.1    Réaliser le diagnostic avec les habitants  commentaire  Diagnostic partagé
  ~  cae_1.1.1.2.1  Choisir une année de référence             statut       fait
  ~  cae_1.1.1.2.2  Fixer un palier tous les cinq ans          statut       programmé
  ~  cae_1.2.1.1    Chiffrer le coût de chaque action          statut       pas fait
  ~  cae_3.1.1.1    Suivre les nappes et les rivières          statut       fait",
        "Store     ./store.db · nothing will be written",
    );
    assert_eq!(sandbox.run(TO_CONFIRM).ok().stdout.lines().count(), 5);
}

#[test]
fn two_sources_are_told_apart() {
    let sandbox = copied();
    sandbox
        .run("referentiel set ca-orvel-agglomeration cae_2.2.1.2=fait --yes")
        .ok();
    sandbox
        .run("copy cae --from ca-orvel-agglomeration --to cc-des-sources-et-bocages --yes --allow-poorer-source")
        .ok();
    sandbox
        .run(&format!("{CONFIRM} -n --lang fr -a 2,3 --data statuts"))
        .shows(
            "Profil    CC des Sources et Bocages · cae_2, cae_3 · statuts seulement
Confirme  1 valeur copiée de PETR du Pays de Trévanne · 1 valeur copiée de CA Orvel Agglomération

     ACTION       TITRE                              CHAMP   VALEUR  COPIÉE DE
  ~  cae_2.2.1.2  Aménager des pistes sûres          statut  fait    CA Orvel Agglomération
  ~  cae_3.1.1.1  Suivre les nappes et les rivières  statut  fait    PETR du Pays de Trévanne",
            "Base      ./store.db · rien ne sera écrit",
        );
}

#[test]
fn what_is_confirmed_is_no_longer_listed_and_the_second_time_is_nothing() {
    let sandbox = copied();
    let digest = sandbox.digest();
    sandbox.run(&format!("{CONFIRM} -a 1.1 --yes")).shows(
        "Confirmed 3 values · operation 12\nUndo      tetctl op undo 12",
        "Store     ./store.db",
    );
    assert_eq!(
        sandbox.run(TO_CONFIRM).ok().stdout,
        "cae_1.2.1.1\ncae_3.1.1.1\n"
    );
    sandbox
        .run(&format!("{CONFIRM} -a 1.1 --yes"))
        .shows("Nothing to change.", "Store     ./store.db");
    let document = sandbox.run(&format!("{CONFIRM} --yes --json")).ok().json();
    assert_eq!(document["summary"], json!({ "written": 2 }));
    assert_eq!(
        document["sources"],
        json!([{ "profile": "petr-du-pays-de-trevanne", "values": 2 }])
    );
    assert_eq!(
        document["changes"][0],
        json!({ "target": "cc-des-sources-et-bocages", "action": "cae_1.2.1.1", "field": "statut",
            "before": "pas_fait", "after": "pas_fait", "decision": "confirmed" })
    );
    assert_eq!(sandbox.run(TO_CONFIRM).ok().stdout, "");
    // The content is the same, and still known to be copied.
    assert_eq!(sandbox.digest(), digest);
    let status = "referentiel status cae cc-des-sources-et-bocages 3 --json";
    let item = &sandbox.run(status).ok().json()["items"][0];
    assert_eq!(
        (&item["to_confirm"], &item["source"]),
        (&json!(false), &json!("petr-du-pays-de-trevanne"))
    );
}

#[test]
fn a_confirmation_is_shown_undone_and_redone() {
    let sandbox = copied();
    let listed = sandbox.run(TO_CONFIRM).ok().stdout;
    sandbox.run(&format!("{CONFIRM} -a 3 --yes")).ok();
    let shown = sandbox.run("op show 12 --format table").ok().stdout;
    assert!(
        shown.ends_with(
            "ACTION       TITLE                              FIELD   BEFORE  AFTER
cae_3.1.1.1  Suivre les nappes et les rivières  statut  fait    (confirmed)\n"
        ),
        "{shown}"
    );
    sandbox.run("op undo -n").shows(
        "Undoes    12 · referentiel confirm · support-1 · 09:05 · 1 field on CC des Sources et Bocages
  ~  cae_3.1.1.1  statut       fait (to confirm)",
        "Store     ./store.db · nothing will be written",
    );
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.run(TO_CONFIRM).ok().stdout, listed);
    sandbox.run("op redo --yes").ok();
    assert_eq!(sandbox.run(TO_CONFIRM).ok().stdout.lines().count(), 4);
    let item = &sandbox.run("op list --json --limit 1").ok().json()["items"][0];
    assert_eq!(
        (&item["command"], &item["edits"]),
        (&json!("op redo"), &json!(1))
    );
    let reply = sandbox.run("op reply 12").ok().stdout;
    let told = "Nous avons confirmé 1 valeur reprise dans le référentiel Climat Air Énergie sur";
    assert!(reply.contains(told), "{reply}");
}

#[test]
fn the_copy_is_undone_after_its_values_were_confirmed() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --yes")
        .ok();
    sandbox.run(&format!("{CONFIRM} --yes")).ok();
    sandbox.run("op undo 11 --yes").ok();
    assert_eq!(sandbox.digest(), before);
    sandbox.run("op undo 12 --yes").fails(
        5,
        "error[undo_conflict]: nothing was undone: 5 of the 5 fields have changed since",
    );
}

#[test]
fn a_saved_confirmation_is_of_the_values_that_were_shown() {
    let sandbox = copied();
    sandbox.run(&format!("{CONFIRM} --save saved.json")).ok();
    sandbox
        .run(&format!("{CONFIRM} -a 1 --save part.json"))
        .ok();
    sandbox
        .run_as(
            "support-2",
            "referentiel set cc-des-sources-et-bocages cae_3.1.1.1=pas_fait --yes",
        )
        .ok();
    let run = sandbox.run("apply saved.json --yes");
    assert!(run.stderr.contains("cae_3.1.1.1"), "{}", run.stderr);
    run.fails(
        5,
        "error[changeset_stale]: 1 of the 5 fields has changed since the preview",
    );
    sandbox.run("apply part.json --yes").shows(
        "Done      referentiel confirm cae cc-des-sources-et-bocages -a 1 · 4 fields · operation 13
Undo      tetctl op undo 13",
        "Store     ./store.db",
    );
    assert_eq!(sandbox.run(TO_CONFIRM).ok().stdout, "");
}

#[test]
fn a_profile_that_is_not_to_be_written_is_refused() {
    let sandbox = copied();
    let lock = |audit: &str| {
        let line = format!("referentiel lock cae cc-des-sources-et-bocages --audit {audit} --yes");
        sandbox.run(&line).ok();
    };
    lock("running");
    sandbox.run(&format!("{CONFIRM} --yes")).fails(
        5,
        "error[audit_running]: the audit of cae is running on cc-des-sources-et-bocages",
    );
    // As for `set`: an audit stops statuts, and nothing else.
    let texts = sandbox.run(&format!("{CONFIRM} --data commentaires --yes"));
    assert!(texts.ok().stdout.starts_with("Confirmed 1 value "));
    lock("none");
    sandbox
        .run("referentiel mode cae cc-des-sources-et-bocages readonly --yes")
        .ok();
    sandbox.run(&format!("{CONFIRM} --yes")).fails(
        5,
        "error[mode_readonly]: cae is read-only on cc-des-sources-et-bocages",
    );
}

#[test]
fn nobody_to_ask_and_an_unknown_action_are_refused() {
    let sandbox = copied();
    sandbox.run(CONFIRM).fails(
        7,
        "error[not_confirmed]: nothing was written: nobody is there to confirm",
    );
    sandbox
        .run(&format!("{CONFIRM} -a 9 --yes"))
        .fails(3, "error[action_not_found]: no action matches `cae_9`");
}
