//! `tetctl op undo` and `tetctl op redo`.

use crate::sandbox::Sandbox;

const PETR: &str = "profile create 'PETR du Pays de Trévanne' --department 61 --yes";
const CC: &str = "profile create 'CC des Sources et Bocages' --department 61 --yes";

#[test]
fn an_undo_gives_back_the_content_before() {
    let sandbox = Sandbox::empty();
    let before = sandbox.digest();
    sandbox.run(PETR).ok();
    let after = sandbox.digest();

    sandbox.run("op undo --yes").shows(
        "Undone    1 · 4 fields · operation 2
Redo      tetctl op redo
Reply     tetctl op reply 2",
        "Store     ./store.db",
    );
    assert_eq!(sandbox.digest(), before);

    sandbox.run("op redo --yes").shows(
        "Redone    2 · 4 fields · operation 3
Undo      tetctl op undo 3
Reply     tetctl op reply 3",
        "Store     ./store.db",
    );
    assert_eq!(sandbox.digest(), after);
}

#[test]
fn a_dry_run_shows_what_would_go_back() {
    let sandbox = Sandbox::empty();
    sandbox.run(PETR).ok();
    sandbox.run("op undo -n --lang fr").shows(
        "Annule    1 · profile create · support-1 · 09:05 · 4 champs sur PETR du Pays de Trévanne
  -  petr-du-pays-de-trevanne  slug         petr-du-pays-de-trevanne → —
  -  petr-du-pays-de-trevanne  nom          PETR du Pays de Trévanne → —
  -  petr-du-pays-de-trevanne  nature       PETR → —
  -  petr-du-pays-de-trevanne  department   61 → —",
        "Base      ./store.db · rien ne sera écrit",
    );
    sandbox.run("op undo").fails(
        7,
        "error[not_confirmed]: nothing was written: nobody is there to confirm",
    );
}

#[test]
fn somebody_elses_operation_needs_its_number() {
    let sandbox = Sandbox::empty();
    sandbox.run_as("support-2", PETR).ok();
    sandbox.run("op undo --yes").fails(
        5,
        "error[nothing_to_undo]: no operation of support-1 is left to undo",
    );
    sandbox.run("op undo 1 --yes").ok();
    sandbox.run_as("support-2", "op undo 1 --yes").fails(
        5,
        "error[nothing_to_undo]: operation 1 was undone already by 2",
    );
    sandbox.run_as("support-2", "op redo --yes").fails(
        5,
        "error[nothing_to_undo]: no undo of support-2 is left to redo",
    );
}

#[test]
fn a_batch_goes_back_as_one() {
    let sandbox = Sandbox::empty();
    let before = sandbox.digest();
    for line in [PETR, CC] {
        sandbox.run(&format!("{line} --batch lot")).ok();
    }
    sandbox
        .run("op undo 1 --batch lot --yes")
        .fails(2, "error[usage]: N and --batch exclude each other");
    sandbox.run("op undo --batch lot --yes").shows(
        "Undone    2 operations of 2 · 8 fields · batch 3
Redo      tetctl op redo
Reply     tetctl op reply --batch 3",
        "Store     ./store.db",
    );
    assert_eq!(sandbox.digest(), before);
    sandbox
        .run("op undo --batch lot --yes")
        .fails(5, "error[nothing_to_undo]: the batch is undone already");
    let document = sandbox.run("op redo --yes --json").json();
    assert_eq!(document["summary"]["written"], 8);
    assert_eq!(document["targets"].as_array().unwrap().len(), 2);
    assert_eq!(document["operation"], serde_json::Value::Null);
}

#[test]
fn a_flag_takes_one_value_and_leaves_the_number() {
    let sandbox = Sandbox::empty();
    sandbox.run(PETR).ok();
    sandbox
        .run("op undo -a cae_5 1 --yes")
        .fails(3, "error[action_not_found]: no action matches `cae_5`");
    sandbox
        .run("op undo 1 --data plans")
        .fails(2, "error[usage]: `plans` is no value of --data <DATA>");
}

const SET: &str = "referentiel set cc-des-sources-et-bocages";
const COPY: &str = "copy cae --from petr-du-pays-de-trevanne --yes";

#[test]
fn a_rehearsed_batch_sees_what_its_later_operations_leave() {
    let sandbox = Sandbox::territory();
    let before = sandbox.digest();
    for statut in ["fait", "pas_fait"] {
        let line = format!("{SET} cae_1.1.1.2={statut} --batch lot --yes");
        sandbox.run(&line).ok();
    }
    sandbox.run("op undo --batch lot -n").shows(
        "Undoes    10 · referentiel set · support-1 · 09:05 · 1 field on CC des Sources et Bocages
Undoes    9 · referentiel set · support-1 · 09:05 · 1 field on CC des Sources et Bocages",
        "Store     ./store.db · nothing will be written",
    );
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_script_that_built_a_profile_goes_back_whole() {
    let sandbox = Sandbox::territory();
    let before = sandbox.digest();
    for line in [
        "profile create 'CC du Val' --department 61",
        "profile relate petr-du-pays-de-trevanne --add cc-du-val",
        "referentiel set cc-du-val cae_1.1.1.2=fait",
    ] {
        sandbox.run(&format!("{line} --batch lot --yes")).ok();
    }
    let preview = sandbox.run("op undo --batch lot -n").ok();
    assert_eq!(preview.stdout.lines().count(), 3, "{}", preview.stdout);
    sandbox.run("op undo 9 --yes").fails(
        5,
        "error[has_dependents]: 2 records still depend on what would go",
    );
    sandbox.run("op undo --batch lot --yes").ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn one_refused_leaves_the_others_whole() {
    let sandbox = Sandbox::territory();
    for profile in ["cc-des-sources-et-bocages", "cc-du-pays-de-trevanne"] {
        let line = format!("referentiel set {profile} cae_1.1.1.2=fait --batch lot --yes");
        sandbox.run(&line).ok();
    }
    sandbox
        .run_as("support-2", &format!("{SET} cae_1.1.1.2=pas_fait --yes"))
        .ok();
    let run = sandbox.run("op undo --batch lot --yes --lang fr");
    assert_eq!(run.code, Some(8), "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Annulé    1 opération sur 2 · 1 champ · lot 12 · code 8 (partiel)
  x  9 · cc-des-sources-et-bocages · rien n'a été annulé : le seul champ a changé depuis
  !  cae_1.1.1.2  statut  prévu « fait », maintenant « pas fait » par support-2, 09:05, opération 11
Refaire   tetctl op redo
Répondre  tetctl op reply --batch 12
"
    );
    let document = sandbox.run("op undo 9 --yes --json").json();
    assert_eq!(document["error"]["code"], "undo_conflict");
    assert_eq!(document["error"]["rows"][0]["operation"], 11);
}

#[test]
fn a_part_is_put_back_and_told() {
    let sandbox = Sandbox::territory();
    sandbox
        .run("referentiel set petr-du-pays-de-trevanne cae_1.1.1.2=fait cae_1.2.1.1=pas_fait --yes")
        .ok();
    sandbox
        .run(&format!("{COPY} --to cc-des-sources-et-bocages"))
        .ok();
    sandbox.run("op undo 10 -a 3 --yes").fails(
        5,
        "error[nothing_to_undo]: operation 10 wrote nothing of `cae_3`",
    );
    sandbox
        .run("op undo 10 -a 9 --yes")
        .fails(3, "error[action_not_found]: no action matches `cae_9`");
    sandbox.run("op undo 10 -a 1.2 --yes").shows(
        "Undone    10 in part · 1 field · operation 11
Redo      tetctl op redo
Reply     tetctl op reply 11",
        "Store     ./store.db",
    );
    sandbox
        .run("op list --limit 2 --format tsv --no-header")
        .ok();
    let items = sandbox.run("op list --limit 2 --json").json();
    assert_eq!(items["items"][0]["state"], "undo");
    assert_eq!(items["items"][1]["state"], "partly_undone");
    sandbox.run("op reply 11").shows(
        "Bonjour,
Nous avons annulé une partie de la copie du référentiel Climat Air Énergie du PETR du Pays de Trévanne vers votre profil : 1 champ est revenu à sa valeur d'avant.
Le reste de la copie est toujours en place.
Si besoin, nous pouvons refaire la copie.",
        "",
    );
    sandbox.run("op show 10 --format csv --no-header").shows(
        "cc-des-sources-et-bocages,cae_1.1.1.2,Voter des objectifs chiffrés,statut,,fait,written
cc-des-sources-et-bocages,cae_1.2.1.1,Chiffrer le coût de chaque action,statut,,pas_fait,written",
        "",
    );

    sandbox.run("op redo --yes").ok();
    sandbox
        .run("op list --limit 3 --format table --lang fr")
        .shows(
            "OP  QUAND  QUI        QUOI                                  ÉTAT
12  09:05  support-1  op redo 11                            refait 11
11  09:05  support-1  op undo 10 (partial)                  annule 10 en partie, refaite par 12
10  09:05  support-1  copy cae petr-du… → cc-des-sources-…  annulée en partie par 11, refaite par 12
(sans CHAMPS : terminal trop étroit)
3 opérations sur 12 : --limit 12 les montre toutes",
            "",
        );
    sandbox.run("op reply 10").shows(
        "Bonjour,
Nous avons copié le référentiel Climat Air Énergie du PETR du Pays de Trévanne vers votre profil : 2 champs ont été complétés.
Les documents, discussions et réponses de personnalisation ne sont pas copiés.
Les éléments repris sont marqués « à confirmer ». Si besoin, nous pouvons annuler cette copie.",
        "",
    );
    sandbox.run("op reply 11").shows(
        "Bonjour,
Nous avons annulé une partie de la copie du référentiel Climat Air Énergie du PETR du Pays de Trévanne vers votre profil : 1 champ est revenu à sa valeur d'avant.
Nous avons ensuite rétabli ce champ.
Si besoin, nous pouvons annuler la copie.",
        "",
    );
}

#[test]
fn what_was_redone_is_undone_by_the_redo() {
    let sandbox = Sandbox::territory();
    sandbox.run(&format!("{SET} cae_1.1.1.2=fait --yes")).ok();
    sandbox.run("op undo --yes").ok();
    sandbox.run("op redo --yes").ok();
    let shown = sandbox.run("op undo 9 -n --lang fr").ok();
    assert!(
        shown.stdout.starts_with("Annule    11 · op redo"),
        "{}",
        shown.stdout
    );
    sandbox
        .run_as("support-2", &format!("{SET} cae_1.1.1.2=pas_fait --yes"))
        .ok();
    sandbox.run("op undo 11 --yes").fails(
        5,
        "error[undo_conflict]: nothing was undone: the only field has changed since",
    );
    sandbox.run("op undo 12 --yes").ok();
    sandbox.run("op undo 11 --yes").ok();
    sandbox.run("op undo 9 --yes").fails(
        5,
        "error[nothing_to_undo]: operation 9 was undone already by 10",
    );
    sandbox
        .run_as("support-2", &format!("{SET} cae_1.1.1.2=pas_fait --yes"))
        .ok();
    sandbox.run("op redo --yes --lang fr").fails(
        5,
        "erreur[undo_conflict]: rien n'a été refait : le seul champ a changé depuis",
    );
}

#[test]
fn a_relation_that_goes_back_is_told_by_both_ends() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile relate petr-du-pays-de-trevanne --add orvel-61 --yes")
        .ok();
    let preview = sandbox.run("op undo -n").ok();
    let line = "  -  orvel-61 → petr-du-pays-de-trevanne\n";
    assert!(preview.stdout.ends_with(line), "{preview:?}");
}

#[test]
fn what_was_undone_and_redone_is_undone_through_its_own_number() {
    let sandbox = Sandbox::territory();
    let before = sandbox.digest();
    sandbox
        .run("referentiel set orvel-61 cae_1.1.1.1=fait cae_2.1.1.2=fait --yes")
        .ok();
    sandbox.run("op undo 9 -a 1 --yes").ok();
    sandbox.run("op redo --yes").ok();

    let undone = sandbox.run("op undo 9 --yes --json").ok().json();

    assert_eq!(undone["summary"]["written"], 2);
    assert_eq!(sandbox.digest(), before);
    sandbox.run("op undo 9 --yes").fails(
        5,
        "error[nothing_to_undo]: operation 9 was undone already by 13",
    );
}

#[test]
fn a_batch_that_was_redone_is_undone_by_its_name() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to-members-of --batch lot --yes")
        .ok();
    for line in ["op undo --batch lot", "op redo", "op undo --batch lot"] {
        sandbox.run(&format!("{line} --yes")).ok();
    }
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn protected_data_is_not_put_back() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to orvel-61 --yes")
        .ok();
    sandbox
        .run("referentiel mode cae orvel-61 archived --yes")
        .ok();

    sandbox
        .run("op undo 11 --yes")
        .fails(5, "error[mode_archived]: cae is archived on orvel-61");

    sandbox
        .run("referentiel mode cae orvel-61 write --yes")
        .ok();
    sandbox.run("op undo 11 --yes").ok();
}

#[test]
fn an_import_on_whose_actions_values_stand_is_not_undone() {
    let sandbox = Sandbox::territory();
    let grown = sandbox.read("structure.csv").replace(
        "\n2,Bâtir et se déplacer",
        "\n1.2.1.3,Dire ce que cela rapporte,,,,,,0,effets,,,,,,,,,,,,\n2,Bâtir et se déplacer",
    );
    sandbox.write("grown.csv", &grown);
    sandbox
        .run("referentiel import grown.csv --id cae --yes")
        .ok();
    sandbox
        .run_as(
            "support-2",
            "referentiel set orvel-61 cae_1.2.1.3=fait --yes",
        )
        .ok();

    let run = sandbox.run("op undo --yes");

    assert!(run.stderr.contains("orvel-61  1 statut"), "{}", run.stderr);
    let hint = "first:  tetctl op list --profile orvel-61\n";
    assert!(run.stderr.ends_with(hint), "{}", run.stderr);
    run.fails(
        5,
        "error[has_dependents]: 1 record still depends on what would go",
    );
}

#[test]
fn values_that_had_no_action_before_an_import_have_none_again() {
    let sandbox = Sandbox::territory();
    let grown = sandbox.read("structure.csv").replace(
        "\n2,Bâtir et se déplacer",
        "\n1.2.1.3,Dire ce que cela rapporte,,,,,,0,effets,,,,,,,,,,,,\n2,Bâtir et se déplacer",
    );
    sandbox.write("grown.csv", &grown);
    let import = "referentiel import grown.csv --id cae --yes";
    sandbox.run(import).ok();
    let set = "referentiel set orvel-61 cae_1.2.1.3";
    sandbox.run(&format!("{set}=fait --yes")).ok();
    sandbox
        .run("referentiel import structure.csv --id cae --yes")
        .ok();
    let before = sandbox.digest();
    sandbox.run(import).ok();
    sandbox.run("op undo --save undo.json").ok();
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.digest(), before);
    sandbox.run("op redo --yes").ok();
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.digest(), before);

    sandbox.run("op redo --yes").ok();
    sandbox.run(&format!("{set}=pas_fait --yes")).ok();
    for line in ["op undo 16 --yes", "apply undo.json --yes"] {
        sandbox.run(line).fails(
            5,
            "error[has_dependents]: 1 record still depends on what would go",
        );
    }
    sandbox.run("op undo --yes").ok();
    sandbox.run("op undo 16 --yes").ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn an_audit_keeps_back_what_it_would_keep_from_being_written() {
    let sandbox = Sandbox::filled();
    let target = "cc-des-sources-et-bocages";
    sandbox
        .run(&format!(
            "referentiel set {target} cae_1.1.2.1=fait --commentaire cae_1.1.2=Vu --service cae_1.1.1=Énergie --yes"
        ))
        .ok();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to orvel-61 --data commentaires --yes")
        .ok();
    for profile in [target, "orvel-61"] {
        sandbox
            .run(&format!(
                "referentiel lock cae {profile} --audit running --yes"
            ))
            .ok();
    }
    let before = sandbox.digest();
    let line = format!("referentiel set {target} --commentaire cae_1.1.1=Revu --yes");
    sandbox.run(&line).ok();
    let after = sandbox.digest();
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.digest(), before);
    sandbox.run("op redo --yes").ok();
    assert_eq!(sandbox.digest(), after);

    let audit = format!("error[audit_running]: the audit of cae is running on {target}");
    sandbox.run("op undo 11 --yes").fails(5, &audit);
    sandbox
        .run("op undo 11 --data commentaires,services --yes")
        .ok();
    sandbox.run("op undo 11 --yes").fails(5, &audit);
    let copied = sandbox.run("op undo 12 --yes");
    assert!(copied.stderr.contains("audit_running"), "{}", copied.stderr);
    copied.fails_with(5);
}

#[test]
fn what_was_written_in_spite_of_an_audit_is_undone_in_spite_of_it() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    sandbox
        .run("referentiel lock cae orvel-61 --audit running --yes")
        .ok();
    let locked = sandbox.digest();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to orvel-61 --override-audit ecrit --yes")
        .ok();

    sandbox.run("op undo 12 --yes").ok();

    assert_eq!(sandbox.digest(), locked);
    assert_ne!(before, locked);
}

#[test]
fn a_part_that_was_undone_again_leaves_the_rest_to_undo() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to orvel-61 --yes")
        .ok();
    for line in [
        "op undo 11 -a 1",
        "op redo",
        "op undo 11 -a 1",
        "op undo 11 -x 1",
    ] {
        sandbox.run(&format!("{line} --yes")).ok();
    }
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn what_is_no_number_and_a_part_of_an_undo_are_said_to_be_so() {
    let sandbox = Sandbox::territory();
    sandbox.run(&format!("{SET} cae_1.1.1.2=fait --yes")).ok();
    sandbox.run("op undo --yes").ok();
    for line in ["op undo abc", "op show abc", "op reply abc"] {
        sandbox
            .run(line)
            .fails(2, "error[usage]: N: `abc` is no whole number");
    }
    sandbox.run("op undo 10 -a 1 --yes").fails(
        2,
        "error[usage]: operation 10 is an undo, of which no part is taken: without -a, -x and --data",
    );
}

#[test]
fn a_refusal_never_counts_more_fields_than_there_are() {
    let sandbox = Sandbox::profiles();
    for line in [
        "profile edit cc-des-sources-et-bocages --slug tmp",
        "profile edit ca-orvel-agglomeration --slug cc-des-sources-et-bocages",
        "profile edit tmp --slug autre",
    ] {
        sandbox.run(&format!("{line} --yes")).ok();
    }
    sandbox.run("op undo 8 --yes").fails(
        5,
        "error[undo_conflict]: nothing was undone: 2 expected values have changed since",
    );
}
