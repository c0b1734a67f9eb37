//! `tetctl referentiel show`.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;

use crate::one_profile::one_profile;

#[test]
fn a_branch_is_shown_as_a_tree() {
    one_profile()
        .run("referentiel show cae 1.2 --format tree --lang fr")
        .shows(
            "ID             TITRE                                     POINTS
1.2            Des moyens à la hauteur                       50
└─ 1.2.1       Prévoir un budget climat                      50
   ├─ 1.2.1.1  Chiffrer le coût de chaque action             25
   └─ 1.2.1.2  Consacrer une part du budget aux actions      25
4 nœuds · cae",
            "",
        );
}

#[test]
fn depth_and_words_narrow_the_answer() {
    let sandbox = one_profile();
    sandbox
        .run("ref show cae --depth 1 --format ids")
        .shows("cae_1\ncae_2\ncae_3", "");
    sandbox
        .run("ref show cae --search 'BATIMENTS sobres' --format ids")
        .shows("cae_2.1", "");
    sandbox
        .run("ref show cae 3 --search haies --format tree")
        .shows(
            "ID                TITLE                               POINTS
3                 Prendre soin de l'eau et du vivant     100
└─ 3.1            Eau et haies                           100
   └─ 3.1.2       Replanter des haies                     50
      └─ 3.1.2.2  Entretenir les haies communales         20
3 nodes · cae",
            "",
        );
}

#[test]
fn programs_get_items_and_rows() {
    let sandbox = one_profile();
    let document = sandbox.run("ref show cae cae_2.1.1.1.1 --json").ok().json();
    assert_eq!(
        document["items"],
        json!([{
            "id": "cae_2.1.1.1.1",
            "title": "Relever les compteurs chaque mois",
            "type": "tache",
            "depth": 5,
            "points": 21.6,
            "parent": "cae_2.1.1.1",
        }])
    );
    sandbox
        .run("ref show cae 3.1.1 --format csv --no-header")
        .shows(
            "cae_3.1.1,Protéger la ressource en eau,action,3,50,cae_3.1
cae_3.1.1.1,Suivre les nappes et les rivières,sous-action,4,50,cae_3.1.1",
            "",
        );
    sandbox.run("ref show cae --format count").shows("40", "");
}

#[test]
fn a_file_is_written_whole_in_the_form_of_its_ending() {
    let sandbox = one_profile();
    sandbox.write("axes.csv", "something longer that was there before\n");
    sandbox
        .run("ref show cae --depth 1 -o axes.csv")
        .shows("", "");
    assert_eq!(
        sandbox.read("axes.csv"),
        "id,title,type,depth,points,parent
cae_1,Donner un cap au territoire,axe,1,150,cae
cae_2,Bâtir et se déplacer,axe,1,150,cae
cae_3,Prendre soin de l'eau et du vivant,axe,1,100,cae
"
    );
    let mode = sandbox
        .path()
        .join("axes.csv")
        .metadata()
        .unwrap()
        .permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    sandbox.run("ref show cae --depth 1 -o axes.json").ok();
    assert!(
        sandbox
            .read("axes.json")
            .starts_with("{\"schema\":\"tetctl/1\"")
    );
    let printed = sandbox.run("ref show cae --depth 1 -o -").ok().stdout;
    assert_eq!(printed, sandbox.read("axes.csv"));
    sandbox
        .run("ref show cae -o .")
        .fails(2, "error[usage]: --output: `.` is a folder");
    sandbox.run("ref show cae -o axes.xlsx").fails(
        2,
        "error[usage]: --output: `axes.xlsx` ends neither in .csv, nor in .tsv, nor in .json",
    );
}

#[test]
fn an_unknown_action_comes_with_what_is_near() {
    let sandbox = one_profile();
    let run = sandbox
        .run("ref show cae 1.1.9")
        .fails(3, "error[action_not_found]: no action matches `1.1.9`");
    assert!(
        run.stderr
            .contains("near: cae_1.1.1   Écrire la stratégie climat\n")
    );
    let document = sandbox.run("ref show cae 1.1.9 --json").json();
    assert_eq!(document["error"]["candidates"][1]["key"], "cae_1.1.2");
    sandbox
        .run("ref show cae eci_1")
        .fails(4, "error[other_referentiel]: `eci_1` is no action of cae");
    sandbox.run("ref show te").fails(
        3,
        "error[referentiel_not_found]: the structure of te was not imported",
    );
}
