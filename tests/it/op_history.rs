//! `tetctl op history`.

use crate::sandbox::{NOW, Sandbox};

const CC: &str = "op history cc-des-sources-et-bocages";
const LATER: &str = "2026-11-25T10:00:00Z";

#[test]
fn people_see_what_each_field_was_and_became_the_latest_first() {
    let sandbox = Sandbox::filled();
    sandbox
        .run_at(
            LATER,
            "support-1",
            "referentiel set cc-des-sources-et-bocages cae_1.1.1.1.1=detaille:20/50/30 --yes",
        )
        .ok();

    let run = sandbox.run_at(
        LATER,
        "support-1",
        &format!("{CC} --limit 3 --format table --lang fr"),
    );

    run.shows(
        "QUAND  OP  QUI        COMMANDE  ACTION         TITRE              CHAMP   AVANT     APRÈS
10:00  11  support-1  set       cae_1.1.1.1.1  Mesurer les émis…  statut  —         détaillé 20/50/…
10:00  11  support-1  set       cae_1.1.1.1    Réaliser le diag…  statut  pas fait  — (effacé)
hier   10  support-2  set       cae_1.1.1.1    Réaliser le diag…  statut  —         pas fait
3 changements sur 12 : --limit 12 les montre tous",
        "",
    );
}

#[test]
fn an_action_takes_its_branch_alone() {
    let sandbox = Sandbox::filled();
    sandbox.run(&format!("{CC} cae_1.1 --format csv")).shows(
        "at,operation,actor,command,action,title,field,before,after,decision
2026-11-24T09:05:00Z,10,support-2,referentiel set,cae_1.1.1.1,Réaliser le diagnostic avec les habitants,statut,,pas_fait,written
2026-11-24T09:05:00Z,10,support-2,referentiel set,cae_1.1.2.1.1,Nommer une personne pour le suivi,statut,,fait,written
2026-11-24T09:05:00Z,10,support-2,referentiel set,cae_1.1.1,Écrire la stratégie climat,commentaire,,Étude lancée,written",
        "",
    );
    sandbox
        .run(&format!("{CC} cae_3 --format count"))
        .shows("0", "");
}

#[test]
fn an_action_that_no_structure_knows_is_refused_with_near_ids() {
    let sandbox = Sandbox::filled();
    for (typed, near) in [("1.1.2", "cae_1.1.2"), ("cae_1.1.9", "cae_1.1.1")] {
        let run = sandbox.run(&format!("{CC} {typed}"));
        assert!(run.stderr.contains(&format!("near: {near}")), "{run:?}");
        run.fails(
            3,
            &format!("error[action_not_found]: no action matches `{typed}`"),
        );
    }
}

#[test]
fn profiles_relations_modes_and_audits_have_a_history_too() {
    let sandbox = Sandbox::territory();
    for line in [
        "referentiel mode cae orvel-61 readonly",
        "referentiel lock cae orvel-61 --audit running",
        "profile relate petr-du-pays-de-trevanne --add orvel-61",
        "profile relate petr-du-pays-de-trevanne --remove orvel-61",
    ] {
        sandbox.run(&format!("{line} --yes")).ok();
    }
    sandbox
        .run("op history orvel-61 --limit 6 --format tsv --no-header")
        .shows(
            "2026-11-24T09:05:00Z\t12\tsupport-1\tprofile relate\t\t\trelation\tpetr-du-pays-de-trevanne\t\twritten
2026-11-24T09:05:00Z\t11\tsupport-1\tprofile relate\t\t\trelation\t\tpetr-du-pays-de-trevanne\twritten
2026-11-24T09:05:00Z\t10\tsupport-1\treferentiel lock\tcae\tClimat Air Énergie\taudit\tnone\trunning\twritten
2026-11-24T09:05:00Z\t9\tsupport-1\treferentiel mode\tcae\tClimat Air Énergie\tmode\twrite\treadonly\twritten
2026-11-24T09:05:00Z\t6\tsupport-1\tprofile create\t\t\tslug\t\torvel-61\twritten
2026-11-24T09:05:00Z\t6\tsupport-1\tprofile create\t\t\tnom\t\tOrvel\twritten",
            "",
        );
    sandbox
        .run("op history petr-du-pays-de-trevanne --limit 2 --format tsv --no-header")
        .shows(
            "2026-11-24T09:05:00Z\t12\tsupport-1\tprofile relate\t\t\tmember\torvel-61\t\twritten
2026-11-24T09:05:00Z\t11\tsupport-1\tprofile relate\t\t\tmember\t\torvel-61\twritten",
            "",
        );
    sandbox
        .run("op history orvel-61 cae --format ids")
        .shows("10\n9", "");
}

#[test]
fn programs_get_all_of_it_unless_they_say_how_much() {
    let sandbox = Sandbox::filled();
    for statut in ["fait", "pas_fait"].repeat(11) {
        sandbox
            .run(&format!(
                "referentiel set orvel-61 cae_2.1.1.2={statut} --yes"
            ))
            .ok();
    }
    let history = "op history orvel-61 cae_2";
    let items = sandbox.run(&format!("{history} --json")).json();
    assert_eq!(items["items"].as_array().unwrap().len(), 22);
    assert_eq!(
        items["items"][0].to_string(),
        "{\"at\":\"2026-11-24T09:05:00Z\",\"operation\":32,\"actor\":\"support-1\",\
         \"command\":\"referentiel set\",\"action\":\"cae_2.1.1.2\",\
         \"title\":\"Rénover les bâtiments les plus froids\",\"field\":\"statut\",\
         \"before\":\"fait\",\"after\":\"pas_fait\",\"decision\":\"written\"}"
    );
    for (form, lines) in [
        ("--format ids", 22),
        ("--format ids --limit 2", 2),
        ("--format csv --no-header", 22),
        ("--format tsv --limit 3", 4),
        ("--format table", 22),
    ] {
        let run = sandbox.run(&format!("{history} {form}")).ok();
        assert_eq!(run.stdout.lines().count(), lines, "{form}\n{}", run.stdout);
    }
    sandbox
        .run(&format!("{history} --format count --limit 2"))
        .shows("22", "");
}

#[test]
fn a_period_leaves_the_rest_out() {
    let sandbox = Sandbox::filled();
    let set = "referentiel set cc-des-sources-et-bocages cae_2.1.1.2=fait --yes";
    sandbox.run_at(LATER, "support-1", set).ok();
    for (flags, ids) in [
        ("--since today", "11"),
        ("--until yesterday", "10\n8\n4"),
        ("--since 24/11/2026 --until 2026-11-24", "10\n8\n4"),
    ] {
        sandbox
            .run_at(LATER, "support-1", &format!("{CC} {flags} --format ids"))
            .shows(ids, "");
    }
    sandbox
        .run_at(NOW, "support-1", &format!("{CC} --since soon"))
        .fails(2, "error[usage]: `soon` is no date");
}

#[test]
fn an_undo_stands_in_it_like_any_other_write() {
    let sandbox = Sandbox::territory();
    sandbox
        .run("referentiel set orvel-61 cae_2.1.1.2=fait --yes")
        .ok();
    sandbox.run("op undo --yes").ok();
    sandbox
        .run("op history orvel-61 cae_2 --format csv --no-header")
        .shows(
            "2026-11-24T09:05:00Z,10,support-1,op undo,cae_2.1.1.2,Rénover les bâtiments les plus froids,statut,fait,,written
2026-11-24T09:05:00Z,9,support-1,referentiel set,cae_2.1.1.2,Rénover les bâtiments les plus froids,statut,,fait,written",
            "",
        );
}

#[test]
fn a_profile_that_is_gone_is_known_by_its_last_slug() {
    let sandbox = Sandbox::territory();
    sandbox
        .run("profile create 'CC du Val' --department 61 --yes")
        .ok();
    sandbox.run("op undo --yes").ok();

    sandbox
        .run("op history cc-du-val --format ids")
        .shows("10\n9", "");
    sandbox
        .run("op list --profile cc-du-val --format ids")
        .shows("10\n9", "");
    sandbox.run("op history cc-du-mont").fails(
        3,
        "error[profile_not_found]: no profile matches `cc-du-mont`",
    );

    sandbox
        .run("profile create 'CC du Val' --department 61 --yes")
        .ok();
    sandbox
        .run("op history cc-du-val --format ids")
        .shows("11", "");
}
