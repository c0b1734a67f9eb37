//! `tetctl referentiel copy`.

use crate::sandbox::Sandbox;

const COPY: &str = "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages";
const MEMBERS: &str = "copy cae --from petr-du-pays-de-trevanne --to-members-of";

#[test]
fn a_dry_run_shows_both_ends_the_conflicts_and_the_counts() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();

    sandbox.run(&format!("{COPY} -a 1 -n --lang fr")).shows(
        "De        PETR du Pays de Trévanne    PETR · 61 · 9 champs remplis · modifié à 09:05 par support-1
Vers      CC des Sources et Bocages   CC · 61 · 200000131 · 4 champs remplis
          modifié à 09:05 par support-2
Actions   cae_1 et sa branche · 7 champs choisis · règle : compléter (fill)

  !  cae_1.1.1  Écrire la stratégie climat
       commentaire  Étude lancée          gardé   (source : Stratégie votée)
  !  cae_1.1.1.1  Réaliser le diagnostic avec les habitants
       statut       pas fait              gardé   (source : fait)
  !  cae_1.1.2.1  Suivre les actions chaque année
       statut       par tâches (1)        gardé
                    (source : détaillé 20/50/30, au niveau de la sous-action)
  +  cae_1.1.1.1  Réaliser le diagnostic avec les habitants      commentaire  Diagnostic partagé
  +  cae_1.1.1.2.1  Choisir une année de référence               statut       fait
  +  cae_1.1.1.2.2  Fixer un palier tous les cinq ans            statut       programmé
  +  cae_1.2.1.1  Chiffrer le coût de chaque action              statut       pas fait

     SOUS-AXE                     À ÉCRIRE  GARDÉS  ÉGAUX
     1.1 Une vision partagée             3       3      0
     1.2 Des moyens à la hauteur         1       0      0

4 à écrire · 3 gardés · 0 égal · 0 refusé = 7 choisis
Non copié  documents, discussions, réponses de personnalisation, historique, scores
Remplacer les 3 gardés : --on-conflict overwrite (ou newest, ask)
Faire exactement cela : --save copie.json, puis  tetctl apply copie.json",
        "Base      ./store.db · rien ne sera écrit",
    );

    assert_eq!(sandbox.digest(), before);
}

#[test]
fn nothing_wraps_in_a_usual_terminal() {
    let sandbox = Sandbox::filled();
    let long = "Une étude assez longue pour remplir deux fois la largeur de tout terminal, \
                et qui dit autre chose que celle de la source";
    sandbox
        .run(&format!(
            "referentiel set cc-des-sources-et-bocages --commentaire 'cae_1.1.1={long}' --yes"
        ))
        .ok();
    sandbox
        .run("referentiel lock cae ca-orvel-agglomeration --audit running --yes")
        .ok();
    for line in [COPY, MEMBERS] {
        for policy in ["fill", "overwrite", "newest", "append"] {
            for (width, lang) in [(80, "fr"), (80, "en"), (130, "fr")] {
                let line = format!("{line} --full -n --on-conflict {policy} --lang {lang}");
                let mut command = sandbox.command(crate::sandbox::NOW, "support-1");
                command.env("COLUMNS", width.to_string());
                command.args(crate::sandbox::words(&line));
                let run = crate::sandbox::Run::of(command.output().unwrap());
                let wraps = |line: &&str| line.chars().count() > width;
                let long: Vec<&str> = run.stdout.lines().filter(wraps).collect();
                assert!(long.is_empty(), "{width} {long:#?}\n{}", run.stdout);
                if width == 130 && line.contains("fill") {
                    assert!(
                        run.stdout.contains("Une étude assez longue pour"),
                        "{}",
                        run.stdout
                    );
                }
            }
        }
    }
}

#[test]
fn what_a_refused_target_holds_and_why_stand_in_its_row() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("referentiel set ca-orvel-agglomeration cae_1.1.1.1=fait --yes")
        .ok();
    sandbox
        .run("referentiel lock cae ca-orvel-agglomeration --audit running --yes")
        .ok();
    let run = sandbox.run(&format!("{MEMBERS} -n --lang fr"));
    let row = "  x  CA Orvel Agglomération           1         0       0      0        9  audit CAE en cours";
    assert!(run.stdout.contains(row), "{}", run.stdout);
}

#[test]
fn a_part_of_the_tree_is_counted_once() {
    let sandbox = Sandbox::filled();
    let heading = |filter: &str| {
        let run = sandbox.run(&format!("{COPY} {filter} -n --lang fr")).ok();
        let is_heading = |line: &&str| line.contains("À ÉCRIRE ");
        let heading = run.stdout.lines().find(is_heading);
        heading.and_then(|line| line.split_whitespace().next().map(str::to_owned))
    };
    assert_eq!(heading("").as_deref(), Some("AXE"));
    assert_eq!(heading("-a 1.1 -a 1.2").as_deref(), Some("SOUS-AXE"));
    assert_eq!(heading("-a 1.1").as_deref(), Some("MESURE"));
    assert_eq!(heading("-a 1.1.1"), None);
}

#[test]
fn hidden_taches_that_come_back_are_told() {
    let sandbox = Sandbox::filled();
    for (slug, words) in [
        ("petr-du-pays-de-trevanne", "cae_2.2.1.1.1=fait"),
        ("cc-des-sources-et-bocages", "cae_2.2.1.1.2=programme"),
        ("cc-des-sources-et-bocages", "cae_2.2.1.1=pas_fait"),
    ] {
        sandbox
            .run(&format!("referentiel set {slug} {words} --yes"))
            .ok();
    }
    let line = format!("{COPY} -a 2.2 --on-conflict overwrite -n");
    let told = sandbox.run(&format!("{line} --lang fr")).ok();
    assert!(
        told.stdout
            .contains("  !  cae_2.2.1.1.2 était masquée et reparaît : programmé\n"),
        "{}",
        told.stdout
    );
    let document = sandbox.run(&format!("{line} --json")).ok().json();
    assert_eq!(document["warnings"][0]["code"], "revealed");
    assert_eq!(document["warnings"][0]["action"], "cae_2.2.1.1.2");
}

#[test]
fn what_only_clears_is_no_copy() {
    let sandbox = Sandbox::filled();
    for (slug, words) in [
        ("petr-du-pays-de-trevanne", "cae_2.2.1.1.1=fait"),
        ("cc-des-sources-et-bocages", "cae_2.2.1.1.1=fait"),
        ("cc-des-sources-et-bocages", "cae_2.2.1.1=pas_fait"),
    ] {
        sandbox
            .run(&format!("referentiel set {slug} {words} --yes"))
            .ok();
    }
    let run = sandbox
        .run(&format!(
            "{COPY} -a 2.2 --on-conflict overwrite --yes --lang fr"
        ))
        .ok();
    assert!(
        run.stdout
            .starts_with("Fait      1 statut effacé · 0 gardé · 1 égal · opération 14\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn what_is_blank_is_filled_and_what_is_there_stays() {
    let sandbox = Sandbox::filled();

    sandbox.run(&format!("{COPY} --yes")).shows(
        "Copied    5 fields on 5 actions · 3 kept · 1 equal · operation 11
Undo      tetctl op undo 11
Reply     tetctl op reply 11",
        "Store     ./store.db",
    );
    sandbox.run(&format!("{COPY} --yes")).shows(
        "Nothing to change: 3 kept · 6 equal",
        "Store     ./store.db",
    );
}

#[test]
fn the_document_counts_and_lists_every_field() {
    let sandbox = Sandbox::filled();

    let document = sandbox
        .run(&format!("{COPY} -a 1.1 --yes --json"))
        .ok()
        .json();

    assert_eq!(
        document["summary"].to_string(),
        r#"{"selected":6,"written":3,"equal":0,"kept":3,"refused":0,"cleared":0}"#
    );
    assert_eq!(document["operation"], 11);
    assert_eq!(
        document["targets"][0]["profile"],
        "cc-des-sources-et-bocages"
    );
    assert_eq!(
        document["changes"][2].to_string(),
        r#"{"target":"cc-des-sources-et-bocages","action":"cae_1.1.2.1","field":"statut","before":null,"after":null,"decision":"kept","reason":"other_level"}"#
    );
}

#[test]
fn overwriting_clears_the_other_level_of_a_branch() {
    let sandbox = Sandbox::filled();

    let document = sandbox
        .run(&format!("{COPY} --on-conflict overwrite --yes --json"))
        .ok()
        .json();

    assert_eq!(
        document["summary"].to_string(),
        r#"{"selected":9,"written":8,"equal":1,"kept":0,"refused":0,"cleared":1}"#
    );
    let export = sandbox
        .run("referentiel export cae cc-des-sources-et-bocages --format csv")
        .ok();
    assert!(
        export.stdout.contains("cae_1.1.2.1,detaille,0.2,0.5,0.3,"),
        "{}",
        export.stdout
    );
    assert!(
        !export.stdout.contains("cae_1.1.2.1.1"),
        "{}",
        export.stdout
    );
}

#[test]
fn one_difference_stops_an_abort() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();

    sandbox.run(&format!("{COPY} --on-conflict abort --yes")).fails(
        5,
        "error[conflict]: 3 values differ on cc-des-sources-et-bocages, and the policy is to stop (abort)",
    );

    assert_eq!(sandbox.digest(), before);
}

#[test]
fn an_abort_shows_what_differs() {
    let sandbox = Sandbox::filled();
    let line = format!("{COPY} --on-conflict abort -n");
    let run = sandbox.run(&format!("{line} --lang fr"));
    assert!(
        run.stderr.contains(
            "  !  cae_1.1.1  Écrire la stratégie climat
       commentaire  Étude lancée   (source : Stratégie votée)
  !  cae_1.1.1.1  Réaliser le diagnostic avec les habitants
       statut       pas fait   (source : fait)
  !  cae_1.1.2.1  Suivre les actions chaque année
       statut       à l'autre niveau   (source : détaillé 20/50/30)
"
        ),
        "{}",
        run.stderr
    );
    let rows = sandbox.run(&format!("{line} --json")).json();
    assert_eq!(
        rows["error"]["rows"][1].to_string(),
        r#"{"target":"cc-des-sources-et-bocages","action":"cae_1.1.1.1","title":"Réaliser le diagnostic avec les habitants","field":"statut","expected":"fait","found":"pas_fait"}"#
    );
}

#[test]
fn only_the_data_that_is_asked_for_is_copied() {
    let sandbox = Sandbox::filled();
    let document = sandbox
        .run(&format!("{COPY} --data commentaires -n --json"))
        .ok()
        .json();
    assert_eq!(document["summary"]["selected"], 2);
    assert_eq!(document["summary"]["written"], 1);
}

#[test]
fn undoing_the_copy_puts_back_what_was_there() {
    for policy in ["fill", "overwrite"] {
        let sandbox = Sandbox::filled();
        let before = sandbox.digest();
        sandbox
            .run(&format!("{COPY} --on-conflict {policy} --yes"))
            .ok();
        let after = sandbox.digest();

        sandbox.run("op undo --yes").ok();

        assert_eq!(sandbox.digest(), before, "{policy}");
        sandbox.run("op redo --yes").ok();
        assert_eq!(sandbox.digest(), after, "{policy}");
    }
}

#[test]
fn a_part_of_a_copy_can_be_undone() {
    let sandbox = Sandbox::filled();
    sandbox.run(&format!("{COPY} --yes")).ok();

    sandbox.run("op undo -a 1 11 --yes").ok();

    let statuts = "referentiel export cae cc-des-sources-et-bocages --format csv --no-header";
    let actions: Vec<String> = sandbox
        .run(statuts)
        .ok()
        .stdout
        .lines()
        .map(|line| line.split(',').take(2).collect::<Vec<_>>().join(","))
        .collect();
    // The branch 1 is as it was before the copy; what was copied to the branch 3 stays.
    assert_eq!(
        actions,
        [
            "cae_1.1.1,",
            "cae_1.1.1.1,pas_fait",
            "cae_1.1.2.1.1,fait",
            "cae_2.1.1.1.1,fait",
            "cae_3.1.1.1,fait",
        ]
    );
    let again = sandbox.run(&format!("{COPY} -n --json")).ok().json();
    assert_eq!(again["summary"]["written"], 4);
}

#[test]
fn the_members_are_one_operation_each_under_one_batch() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("referentiel lock cae ca-orvel-agglomeration --audit running --yes")
        .ok();

    let run = sandbox.run(&format!("{MEMBERS} --yes --lang fr"));

    assert_eq!(run.code, Some(8));
    assert_eq!(
        run.stdout,
        "  x  CA Orvel Agglomération  audit CAE en cours
Copié     14 champs · 2 profils sur 3 · lot 12 · code 8 (partiel)
Annuler   tetctl op undo --batch 12     une seule cible : tetctl op undo 13
Répondre  tetctl op reply --batch 12
Reporter  tetctl op show --batch 12 --format csv -o a-reporter.csv
"
    );
    let batch = sandbox.run("op list --batch 12 --format ids").ok();
    assert_eq!(batch.stdout, "13\n12\n");
}

#[test]
fn the_summary_of_targets_that_are_all_refused_is_their_sum() {
    let sandbox = Sandbox::filled();
    for target in ["ca-orvel-agglomeration", "cc-des-sources-et-bocages"] {
        let mode = format!("referentiel mode cae {target} readonly --yes");
        sandbox.run(&mode).ok();
    }
    let copy = "copy cae --from petr-du-pays-de-trevanne --to ca-orvel-agglomeration \
        cc-des-sources-et-bocages";
    for form in ["--yes", "-n"] {
        let document = sandbox.run(&format!("{copy} {form} --json")).json();
        assert_eq!(document["exit"], 5, "{document}");
        let targets = document["targets"].as_array().unwrap();
        for key in ["selected", "refused"] {
            let counts = targets.iter().map(|target| &target["summary"][key]);
            let sum: u64 = counts.map(|count| count.as_u64().unwrap()).sum();
            assert_eq!((&document["summary"][key], sum), (&sum.into(), 18), "{key}");
        }
        assert_eq!(document["summary"]["written"], 0);
    }
}

#[test]
fn a_partial_copy_says_so_in_its_document() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("referentiel mode cae ca-orvel-agglomeration readonly --yes")
        .ok();

    let document = sandbox.run(&format!("{MEMBERS} --yes --json")).json();

    assert_eq!(document["ok"], false);
    assert_eq!(document["exit"], 8);
    assert_eq!(document["error"]["code"], "partial");
    assert_eq!(document["summary"]["refused"], 9);
    assert_eq!(document["targets"][0]["error"]["code"], "mode_readonly");
    assert_eq!(document["targets"][0]["exit"], 5);
    assert_eq!(document["operation"], serde_json::Value::Null);
}

#[test]
fn members_can_be_left_out() {
    let sandbox = Sandbox::filled();
    let document = sandbox
        .run(&format!(
            "{MEMBERS} --except cc-des-sources-et-bocages ca-orvel-agglomeration -n --json"
        ))
        .ok()
        .json();
    assert_eq!(document["targets"].as_array().unwrap().len(), 1);
    assert_eq!(document["targets"][0]["profile"], "cc-du-pays-de-trevanne");
}

#[test]
fn only_members_can_be_left_out() {
    let sandbox = Sandbox::filled();
    sandbox
        .run(&format!("{COPY} --except ca-orvel-agglomeration --yes"))
        .fails(2, "error[usage]: --except and --to exclude each other");
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --except ca-orvel-agglomeration --yes")
        .fails(2, "error[usage]: --to-members-of is missing");
    sandbox
        .run(&format!("{MEMBERS} --except orvel-61 --yes"))
        .fails(
            3,
            "error[profile_not_found]: orvel-61 is no member of petr-du-pays-de-trevanne",
        );
}

#[test]
fn the_copied_values_are_to_confirm() {
    let sandbox = Sandbox::filled();
    sandbox.run(&format!("{COPY} --yes")).ok();
    let status = sandbox
        .run("referentiel status cae cc-des-sources-et-bocages --to-confirm --format ids")
        .ok();
    assert_eq!(
        status.stdout,
        "cae_1.1.1.1\ncae_1.1.1.2.1\ncae_1.1.1.2.2\ncae_1.2.1.1\ncae_3.1.1.1\n"
    );
}

#[test]
fn refusals_say_why() {
    let sandbox = Sandbox::filled();
    let from = "copy cae --from petr-du-pays-de-trevanne";
    for (line, code, error) in [
        (
            format!("{from} --to petr-du-pays-de-trevanne --yes"),
            4,
            "error[same_profile]: petr-du-pays-de-trevanne is both the source and the target",
        ),
        (
            "copy cae --from orvel-61 --to petr-du-pays-de-trevanne --yes".to_owned(),
            5,
            "error[source_empty]: orvel-61 has nothing filled in within this selection",
        ),
        (
            format!("{from} --to orvel-61 -a 9.9 --yes"),
            3,
            "error[action_not_found]: no action matches `cae_9.9`",
        ),
        (
            format!("{from} --to orvel-61 -a eci_1.1 --yes"),
            4,
            "error[other_referentiel]: `eci_1.1` is no action of cae",
        ),
        (
            "copy eci --from petr-du-pays-de-trevanne --to orvel-61 --yes".to_owned(),
            3,
            "error[referentiel_not_found]: the structure of eci was not imported",
        ),
        (
            "copy caa --from petr-du-pays-de-trevanne --to orvel-61 --yes".to_owned(),
            3,
            "error[referentiel_not_found]: no référentiel matches `caa`",
        ),
    ] {
        sandbox.run(&line).fails(code, error);
    }
}

#[test]
fn a_list_holds_keys_only() {
    let sandbox = Sandbox::filled();
    let from = "copy cae --from petr-du-pays-de-trevanne";
    let run = sandbox.run(&format!("{from} --to Grand Besançon --yes"));
    assert!(
        run.stderr.contains("--to \"Grand Besançon\""),
        "{}",
        run.stderr
    );
    run.fails(
        3,
        "error[profile_not_found]: `Grand` is no key of a profile",
    );
}

#[test]
fn a_name_without_quotes_whose_words_are_profiles_is_no_list() {
    let sandbox = Sandbox::filled();
    for name in ["Guingamp", "Paimpol"] {
        let line = format!("profile create {name} --nature commune --department 22 --yes");
        sandbox.run(&line).ok();
    }
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to Guingamp Paimpol --yes")
        .fails(
            3,
            "error[profile_not_found]: `Guingamp` is no key of a profile",
        );
}

#[test]
fn a_full_name_with_a_comma_is_one_profile() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("profile create 'CC Arize, Lèze et Volp' --department 09 --yes")
        .ok();
    let document = sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to 'cc arize, leze et volp' -n --json")
        .ok()
        .json();
    assert_eq!(document["targets"][0]["profile"], "cc-arize-leze-et-volp");
}

#[test]
fn a_word_too_many_after_a_name_comes_back_quoted() {
    let sandbox = Sandbox::filled();
    let run = sandbox.run("copy cae --from PETR Trévanne --to orvel-61 --yes");
    assert!(
        run.stderr.contains("--from \"PETR Trévanne\""),
        "{}",
        run.stderr
    );
    run.fails(2, "error[usage]: `Trévanne` is one word too many");
}

#[test]
fn a_referentiel_is_no_supra() {
    let sandbox = Sandbox::filled();
    let run = sandbox.run("copy cae --from petr-du-pays-de-trevanne --to-members-of cae -x 3 -n");
    assert!(
        run.stderr.contains(
            "hint: tetctl copy cae --from petr-du-pays-de-trevanne --to-members-of -x 3 -n\n"
        ),
        "{}",
        run.stderr
    );
    run.fails(2, "error[usage]: `cae` is a référentiel, no profile");
}

#[test]
fn nobody_to_confirm_is_a_refusal_after_the_preview() {
    let sandbox = Sandbox::filled();
    sandbox.run(COPY).fails(
        7,
        "error[not_confirmed]: nothing was written: nobody is there to confirm",
    );
}

/// Gives a profile statuts on the 20 leaves of the small structure, and two commentaires.
fn fill_whole(sandbox: &Sandbox, slug: &str, statut: &str) {
    let shown = sandbox.run("referentiel show cae --json").ok().json();
    let items = shown["items"].as_array().unwrap().clone();
    let is_leaf = |id: &serde_json::Value| items.iter().all(|item| item["parent"] != *id);
    let speaks =
        |item: &serde_json::Value| item["type"] == "tache" || item["type"] == "sous-action";
    let words: Vec<String> = items
        .iter()
        .filter(|item| speaks(item) && is_leaf(&item["id"]))
        .map(|item| format!("{}={statut}", item["id"].as_str().unwrap()))
        .collect();
    assert_eq!(words.len(), 20);
    let texts = format!("--commentaire cae_1=A-{statut} --commentaire cae_2=B-{statut}");
    sandbox
        .run(&format!(
            "referentiel set {slug} {} {texts} --yes",
            words.join(" ")
        ))
        .ok();
}

#[test]
fn a_target_that_holds_much_more_is_no_target() {
    let sandbox = Sandbox::filled();
    fill_whole(&sandbox, "ca-orvel-agglomeration", "fait");
    let line = "copy cae --from petr-du-pays-de-trevanne --to ca-orvel-agglomeration";

    sandbox.run(&format!("{line} --yes")).fails(
        5,
        "error[poorer_source]: the target ca-orvel-agglomeration holds more than the source (22 against 9): are the two swapped?",
    );

    let preview = sandbox.run(&format!("{line} -n --lang fr")).ok();
    assert!(
        preview.stdout.contains(
            "  !  la cible contient plus que la source (22 contre 9) : les deux sont-elles inversées ?"
        ),
        "{}",
        preview.stdout
    );
    sandbox
        .run(&format!("{line} --allow-poorer-source --yes"))
        .ok();
}

#[test]
fn more_overwrites_than_allowed_stop_the_copy() {
    let sandbox = Sandbox::filled();
    fill_whole(&sandbox, "ca-orvel-agglomeration", "fait");
    fill_whole(&sandbox, "cc-du-pays-de-trevanne", "pas_fait");
    let line = "copy cae --from cc-du-pays-de-trevanne --to ca-orvel-agglomeration --on-conflict overwrite";

    sandbox.run(&format!("{line} --yes")).fails(
        5,
        "error[too_many_overwrites]: 22 fields of ca-orvel-agglomeration would be replaced, more than the limit of 20",
    );
    sandbox.run(&format!("{line} --max-overwrites 50% --yes")).fails(
        5,
        "error[too_many_overwrites]: 22 fields of ca-orvel-agglomeration would be replaced, more than the limit of 11",
    );

    sandbox
        .run(&format!("{line} --max-overwrites 22 --yes"))
        .ok();
}

#[test]
fn a_branch_that_the_selection_cuts_is_reported() {
    let sandbox = Sandbox::filled();
    let document = sandbox
        .run(&format!("{COPY} -a 1.1.1.2.1 -n --json"))
        .ok()
        .json();
    assert_eq!(document["warnings"][0]["code"], "cut_branch");
    assert_eq!(document["warnings"][0]["action"], "cae_1.1.1.2");
}

#[test]
fn the_audit_can_be_overridden_with_a_reason() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("referentiel lock cae cc-des-sources-et-bocages --audit validated --yes")
        .ok();
    sandbox.run(&format!("{COPY} --yes")).fails(
        5,
        "error[audit_validated]: the audit of cae is validated on cc-des-sources-et-bocages",
    );

    sandbox
        .run(&format!("{COPY} --override-audit 'demande écrite' --yes"))
        .ok();
}

#[test]
fn a_reader_that_leaves_early_ends_the_command_quietly() {
    use std::process::Stdio;
    let sandbox = Sandbox::filled();
    let mut child = sandbox
        .command(crate::sandbox::NOW, "support-1")
        .args(["referentiel", "show", "cae"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
