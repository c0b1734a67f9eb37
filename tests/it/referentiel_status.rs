//! `tetctl referentiel status`.

use serde_json::json;

use crate::one_profile::{CC, filled, one_profile};

#[test]
fn the_first_levels_count_what_is_below() {
    filled()
        .run(&format!(
            "referentiel status cae {CC} --format tree --lang fr"
        ))
        .shows(
            "CC des Sources et Bocages · cae Climat Air Énergie · 5 champs remplis · modifié à 09:05
                                           STATUT  CHAMPS
cae Climat Air Énergie                     3/14         5
├─ 1 Donner un cap au territoire           3/6          5
│  └─ 1.1 Une vision partagée              3/4          5
│     ├─ 1.1.1 Écrire la stratégie climat  2/2          4
│     │     « Voté & relu en mars »
│     └─ 1.1.2 Tenir le cap                1/2          1
├─ 2 Bâtir et se déplacer                  0/5
└─ 3 Prendre soin de l'eau et du vivant    0/3
2/5 : sous-actions renseignées, par elles-mêmes ou par leurs tâches
4 champs plus bas : --depth 5, ou un ID
9 lignes sans donnée non montrées : --depth N montre tout",
            "",
        );
}

#[test]
fn a_branch_shows_statuts_and_hidden_taches() {
    let sandbox = filled();
    let run = sandbox
        .run(&format!(
            "referentiel status cae {CC} 1.1.1 --depth 2 --format tree"
        ))
        .ok();
    let rows: Vec<&str> = run
        .stdout
        .lines()
        .skip(2)
        .take(8)
        .map(str::trim_end)
        .collect();
    assert_eq!(
        rows,
        [
            "1.1.1 Écrire la stratégie climat                               2/2                        4",
            "│  « Voté & relu en mars »",
            "├─ 1.1.1.1 Réaliser le diagnostic avec les habitants           ✓ fait                     2",
            "│  ├─ 1.1.1.1.1 Mesurer les émissions du territoire            ·",
            "│  ├─ 1.1.1.1.2 Repérer les lieux exposés aux fortes chaleurs  ▸ programmé (hidden)       1",
            "│  └─ 1.1.1.1.3 Présenter les résultats en réunion publique    ·",
            "└─ 1.1.1.2 Voter des objectifs chiffrés                        by tâches (1)              1",
            "   ├─ 1.1.1.2.1 Choisir une année de référence                 ◐ détaillé 20/50/30        1",
        ]
    );
}

#[test]
fn a_plain_terminal_gets_words() {
    let sandbox = filled();
    let mut command = sandbox.command(crate::sandbox::NOW, "support-1");
    command
        .env("TERM", "dumb")
        .args(["ref", "status", "cae", CC, "1.1.2", "--format", "tree"]);
    let text = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(
        text.contains("\n  1.1.2.2 Former les agents et les élus    pas fait       1\n"),
        "{text}"
    );
    assert!(!text.contains('✗'));
}

#[test]
fn programs_get_the_actions_that_hold_something() {
    let sandbox = filled();
    let status = format!("referentiel status cae {CC}");
    let document = sandbox.run(&format!("{status} 1.1.1.1 --json")).ok().json();
    assert_eq!(
        document["items"][1],
        json!({
            "action": "cae_1.1.1.1.2",
            "title": "Repérer les lieux exposés aux fortes chaleurs",
            "type": "tache",
            "statut": "programme", "fait": null, "programme": null, "pas_fait": null,
            "commentaire": null, "pilotes": [], "services": [],
            "hidden": true, "to_confirm": false, "source": null,
            "edited_at": "2026-11-24T09:05:00Z",
        })
    );
    sandbox
        .run(&format!("{status} --format count"))
        .shows("5", "");
    sandbox
        .run(&format!("{status} --depth 3 --format ids"))
        .shows("cae_1.1.1", "");
    let csv = sandbox
        .run(&format!("{status} 1.1.2 --format csv"))
        .ok()
        .stdout;
    assert_eq!(
        csv,
        "action,title,type,statut,fait,programme,pas_fait,commentaire,pilotes,services,hidden,to_confirm,source,edited_at
cae_1.1.2.2,Former les agents et les élus,sous-action,pas_fait,,,,,,,false,false,,2026-11-24T09:05:00Z
"
    );
}

#[test]
fn nothing_is_to_confirm_where_nothing_was_copied() {
    let sandbox = filled();
    sandbox
        .run(&format!(
            "referentiel status cae {CC} --to-confirm --format count"
        ))
        .shows("0", "");
    sandbox
        .run(&format!(
            "referentiel status cae {CC} --to-confirm --orphans"
        ))
        .fails(
            2,
            "error[usage]: --to-confirm and --orphans exclude each other",
        );
}

#[test]
fn what_keeps_data_from_being_written_is_said() {
    let sandbox = one_profile();
    sandbox
        .run(&format!("referentiel lock cae {CC} --audit running --yes"))
        .ok();
    let run = sandbox
        .run(&format!("referentiel status cae {CC} --format tree"))
        .ok();
    assert_eq!(run.stdout.lines().nth(1), Some("  !  audit running"));
}

#[test]
fn nothing_wraps_in_a_usual_terminal() {
    let sandbox = crate::sandbox::Sandbox::filled();
    sandbox
        .run(&format!(
            "copy cae --from petr-du-pays-de-trevanne --to {CC} --yes"
        ))
        .ok();
    for form in [
        "--format tree",
        "--depth 5 --format tree",
        "--to-confirm --format table",
    ] {
        for lang in ["fr", "en"] {
            let line = format!("referentiel status cae {CC} {form} --lang {lang}");
            let mut command = sandbox.command(crate::sandbox::NOW, "support-1");
            command.env("COLUMNS", "80");
            command.args(crate::sandbox::words(&line));
            let run = crate::sandbox::Run::of(command.output().unwrap()).ok();
            let wraps = |line: &&str| line.chars().count() > 80;
            let long: Vec<&str> = run.stdout.lines().filter(wraps).collect();
            assert!(long.is_empty(), "{long:#?}\n{}", run.stdout);
        }
    }
}

#[test]
fn long_titles_are_cut_to_the_terminal() {
    let sandbox = filled();
    let mut command = sandbox.command(crate::sandbox::NOW, "support-1");
    command
        .env("COLUMNS", "70")
        .args(["ref", "status", "cae", CC, "1.1.1", "--format", "tree"]);
    let text = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let rows = text
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with('✓'));
    assert!(rows.clone().all(|row| row.chars().count() <= 70), "{text}");
    assert!(text.contains("…  ▸ programmé (hidden)"), "{text}");
}

#[test]
fn what_was_copied_is_to_confirm_until_somebody_edits_it() {
    let sandbox = filled();
    for line in [
        "profile create 'CA Orvel Agglomération' --department 61",
        "copy cae --from cc-des-sources-et-bocages --to ca-orvel-agglomeration -a 1.1.1",
    ] {
        sandbox.run(&format!("{line} --yes")).ok();
    }
    let status = "referentiel status cae ca-orvel-agglomeration --to-confirm";
    sandbox.run(&format!("{status} --format table")).shows(
        &format!(
            "ACTION         TITLE                                      FIELD        VALUE
cae_1.1.1      Écrire la stratégie climat                 commentaire  Voté & relu en mars
cae_1.1.1.1    Réaliser le diagnostic avec les habitants  statut       fait
cae_1.1.1.2.1  Choisir une année de référence             statut       détaillé 20/50/30
3 fields on 3 actions · cae · ca-orvel-agglomeration · copied from {CC}"
        ),
        "",
    );
    let document = sandbox.run(&format!("{status} --json")).ok().json();
    assert_eq!(document["items"][1]["source"], CC);
    assert_eq!(document["items"][1]["to_confirm"], true);
    sandbox
        .run("referentiel set ca-orvel-agglomeration cae_1.1.1.1=programme --yes")
        .ok();
    sandbox
        .run(&format!("{status} --format ids"))
        .shows("cae_1.1.1\ncae_1.1.1.2.1", "");
}
