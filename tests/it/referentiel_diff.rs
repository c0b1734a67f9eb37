//! `tetctl referentiel diff`.

use serde_json::json;

use crate::sandbox::{Run, Sandbox};

const DIFF: &str =
    "referentiel diff cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages";

/// Holds the run to exit 10 and to this answer.
#[track_caller]
fn differs(run: Run, stdout: &str) {
    assert_eq!(run.code, Some(10), "{}{}", run.stdout, run.stderr);
    Run {
        code: Some(0),
        ..run
    }
    .shows(stdout, "");
}

#[test]
fn both_ends_stand_above_what_differs() {
    differs(
        Sandbox::filled().run(DIFF),
        "From      PETR du Pays de Trévanne    PETR · 61 · 9 fields filled in · edited at 09:05 by support-1
To        CC des Sources et Bocages   CC · 61 · 200000131 · 4 fields filled in
          edited at 09:05 by support-2
Actions   the whole référentiel cae

     ACTION         TITLE                      FIELD        SOURCE                     TARGET
  ~  cae_1.1.1      Écrire la stratégie clim…  commentaire  Stratégie votée            Étude lancée
  ~  cae_1.1.1.1    Réaliser le diagnostic a…  statut       fait                       pas fait
  +  cae_1.1.1.1    Réaliser le diagnostic a…  commentaire  Diagnostic partagé         —
  +  cae_1.1.1.2.1  Choisir une année de réf…  statut       fait                       —
  +  cae_1.1.1.2.2  Fixer un palier tous les…  statut       programmé                  —
  !  cae_1.1.2.1    Suivre les actions chaqu…  statut       détaillé 20/50/30, at th…  by tâches (1)
  +  cae_1.2.1.1    Chiffrer le coût de chaq…  statut       pas fait                   —
  +  cae_3.1.1.1    Suivre les nappes et les…  statut       fait                       —

     AXE                                   + SOURCE  - TARGET  ~ DIFFERENT  ! LEVELS  = EQUAL
     1 Donner un cap au territoire                4         0            2         1        0
     2 Bâtir et se déplacer                       0         0            0         0        1
     3 Prendre soin de l'eau et du vivant         1         0            0         0        0

+ 5 of the source only · - 0 of the target only · ~ 2 different · ! 1 branch at two levels
= 1 equal = 9 compared",
    );
}

#[test]
fn the_counts_alone_are_asked_for() {
    differs(
        Sandbox::filled().run(&format!("{DIFF} --stat -x 3 --lang fr")),
        "De        PETR du Pays de Trévanne    PETR · 61 · 9 champs remplis · modifié à 09:05 par support-1
Vers      CC des Sources et Bocages   CC · 61 · 200000131 · 4 champs remplis
          modifié à 09:05 par support-2
Actions   tout sauf cae_3

     AXE                            + SOURCE  - CIBLE  ~ DIFFÉRENTS  ! NIVEAUX  = ÉGAUX
     1 Donner un cap au territoire         4        0             2          1        0
     2 Bâtir et se déplacer                0        0             0          0        1

+ 4 à la source seule · - 0 à la cible seule · ~ 2 différents · ! 1 branche à deux niveaux
= 1 égal = 8 comparés",
    );
}

#[test]
fn equal_fields_are_shown_in_full_and_nothing_different_exits_0() {
    let ends = "From      PETR du Pays de Trévanne    PETR · 61 · 9 fields filled in · edited at 09:05 by support-1
To        CC des Sources et Bocages   CC · 61 · 200000131 · 4 fields filled in
          edited at 09:05 by support-2";
    let sandbox = Sandbox::filled();
    sandbox
        .run(&format!("{DIFF} -a 2 --data statuts --full"))
        .shows(
            &format!(
                "{ends}
Actions   cae_2 and its branch · statuts only

     ACTION         TITLE                              FIELD   SOURCE  TARGET
  =  cae_2.1.1.1.1  Relever les compteurs chaque mois  statut  fait    fait

+ 0 of the source only · - 0 of the target only · ~ 0 different · ! 0 branches at two levels
= 1 equal = 1 compared
No difference."
            ),
            "",
        );
    sandbox.run(&format!("{DIFF} -a 3.1.2")).shows(
        &format!(
            "{ends}
Actions   cae_3.1.2 and its branch

Nothing to compare: neither says anything here."
        ),
        "",
    );
}

#[test]
fn programs_get_the_items_and_the_counts() {
    let sandbox = Sandbox::filled();
    let run = sandbox.run(&format!("{DIFF} -a 1.1 --json"));
    assert_eq!(run.code, Some(10));
    let document = run.json();
    assert_eq!(
        (&document["ok"], &document["exit"]),
        (&json!(true), &json!(10))
    );
    assert_eq!(
        document["summary"],
        json!({ "fields": 6, "source_only": 3, "target_only": 0, "different": 2, "other_level": 1, "equal": 0 })
    );
    assert_eq!(document["to"], "cc-des-sources-et-bocages");
    assert_eq!(
        (&document["items"][0], &document["items"][5]),
        (
            &json!({ "action": "cae_1.1.1", "title": "Écrire la stratégie climat", "field": "commentaire",
                "mark": "~", "source": "Stratégie votée", "target": "Étude lancée" }),
            &json!({ "action": "cae_1.1.2.1", "title": "Suivre les actions chaque année", "field": "statut",
                "mark": "!", "source": "detaille:0.2/0.5/0.3", "target": null }),
        )
    );
    let equal = sandbox
        .run(&format!("{DIFF} -a 2 --full --json"))
        .ok()
        .json();
    assert_eq!(equal["items"][0]["mark"], "=");
}

#[test]
fn every_other_form_tells_what_differs() {
    let sandbox = Sandbox::filled();
    let answer = |form: &str| sandbox.run(&format!("{DIFF} {form}"));
    differs(
        answer("-a 1.1.1.1,3 --format csv"),
        "action,title,field,mark,source,target
cae_1.1.1.1,Réaliser le diagnostic avec les habitants,statut,~,fait,pas_fait
cae_1.1.1.1,Réaliser le diagnostic avec les habitants,commentaire,+,Diagnostic partagé,
cae_3.1.1.1,Suivre les nappes et les rivières,statut,+,fait,",
    );
    differs(
        answer("-a 1.1.1.1,3 --format ids"),
        "cae_1.1.1.1\ncae_3.1.1.1",
    );
    differs(answer("--format count"), "8");
    differs(
        answer("--stat --format tsv"),
        "action\ttitle\tsource_only\ttarget_only\tdifferent\tother_level\tequal
cae_1\tDonner un cap au territoire\t4\t0\t2\t1\t0
cae_2\tBâtir et se déplacer\t0\t0\t0\t0\t1
cae_3\tPrendre soin de l'eau et du vivant\t1\t0\t0\t0\t0",
    );
}

#[test]
fn what_a_copy_writes_is_no_longer_different() {
    let sandbox = Sandbox::filled();
    let before = sandbox.run(&format!("{DIFF} --json")).json();
    let copy = "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --yes";
    let copied = sandbox.run(&format!("{copy} --json")).ok().json();
    assert_eq!(
        before["summary"]["source_only"],
        copied["summary"]["written"]
    );
    assert_eq!(before["summary"]["equal"], copied["summary"]["equal"]);
    sandbox.run(&format!("{copy} --on-conflict overwrite")).ok();
    let after = sandbox.run(DIFF).ok();
    assert!(
        after.stdout.ends_with("No difference.\n"),
        "{}",
        after.stdout
    );
}

#[test]
fn a_part_of_a_branch_is_said_to_be_one() {
    let run = Sandbox::filled().run(&format!("{DIFF} -a 1.1.2.1.1"));
    assert_eq!(run.code, Some(10));
    let told = "  !  the selection takes only a part of cae_1.1.2.1\n";
    assert!(run.stdout.contains(told), "{}", run.stdout);
    let document = Sandbox::filled().run(&format!("{DIFF} -a 1.1.2.1.1 --json"));
    let warning = &document.json()["warnings"][0];
    assert_eq!(
        (&warning["code"], &warning["action"]),
        (&json!("cut_branch"), &json!("cae_1.1.2.1"))
    );
}

#[test]
fn lines_that_have_no_room_are_counted() {
    let sandbox = Sandbox::filled();
    let many: String = (0..60)
        .map(|number| {
            format!(
                "4.1.1.{number},Sous-action,,,,,,{},,,,,,,,,,,,,\n",
                if number == 0 { 41 } else { 1 }
            )
        })
        .collect();
    let head = "4,Axe,,,,,,,,,,,,,,,,,,,\n4.1,Sous-axe,,,,,,,,,,,,,,,,,,,\n4.1.1,Action,,,,,100,,,,,,,,,,,,,,\n";
    let structure = sandbox.read("structure.csv") + head + &many;
    sandbox.write("larger.csv", &structure);
    sandbox
        .run("referentiel import larger.csv --id cae --yes")
        .ok();
    let statuts: String = (0..60)
        .map(|number| format!(" cae_4.1.1.{number}=fait"))
        .collect();
    sandbox
        .run(&format!(
            "referentiel set petr-du-pays-de-trevanne{statuts} --yes"
        ))
        .ok();
    let run = sandbox.run(DIFF);
    assert!(
        run.stdout.contains("     … 28 more lines: --full\n"),
        "{}",
        run.stdout
    );
    let full = sandbox.run(&format!("{DIFF} --full"));
    assert!(
        full.stdout.contains("  +  cae_4.1.1.59  "),
        "{}",
        full.stdout
    );
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("referentiel diff cae --from petr-du-pays-de-trevanne --to petr-du-pays-de-trevanne")
        .fails(
            4,
            "error[same_profile]: petr-du-pays-de-trevanne is both the source and the target",
        );
    sandbox
        .run(&format!("{DIFF} -a 9"))
        .fails(3, "error[action_not_found]: no action matches `cae_9`");
    sandbox
        .run("referentiel diff cae --from petr-du-pays-de-trevanne --to CC des Sources")
        .fails(2, "error[usage]: `des` is one word too many");
    sandbox.run(&format!("{DIFF} --format tree")).fails(
        2,
        "error[usage]: no format `tree` here: table, json, csv, tsv, ids, count",
    );
    sandbox
        .run("referentiel diff cae --from petr-du-pays-de-trevanne")
        .fails(2, "error[usage]: --to <PROFILE> is missing");
}
