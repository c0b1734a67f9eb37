//! `tetctl store check`: every record against the journal.

use proptest::prelude::*;
use rusqlite::Connection;

use crate::sandbox::Sandbox;
use crate::store_upgrade::oldest;

/// Changes the store behind the journal's back.
pub fn behind(sandbox: &Sandbox, sql: &str) {
    let store = Connection::open(sandbox.path().join("store.db")).unwrap();
    store.pragma_update(None, "foreign_keys", false).unwrap();
    store.execute_batch(sql).unwrap();
}

/// Returns the problems that a check finds, in English.
#[track_caller]
pub fn problems(sandbox: &Sandbox) -> Vec<String> {
    let run = sandbox.run("store check --json");
    let document = run.json();
    let problems = document["problems"].as_array().unwrap();
    let exit = if problems.is_empty() { 0 } else { 10 };
    assert_eq!(run.code, Some(exit), "{run:?}");
    assert_eq!(document["summary"]["problems"], problems.len());
    let texts = problems
        .iter()
        .map(|text| text.as_str().unwrap().to_owned());
    texts.collect()
}

#[test]
fn a_sound_store_says_so() {
    let sandbox = Sandbox::empty();
    let digest = sandbox.digest();
    sandbox
        .run("store check")
        .shows(&format!("Digest     {digest}\nNo problem"), "");
}

#[test]
fn a_value_that_no_operation_wrote_is_named_with_the_last_that_did() {
    let sandbox = Sandbox::filled();
    behind(
        &sandbox,
        "UPDATE statut SET statut = 'programme' WHERE action = 'cae_1.1.1.1' AND profile = 3",
    );
    let digest = sandbox.digest();

    let run = sandbox.run("store check");

    assert_eq!(run.code, Some(10));
    assert_eq!(
        run.stdout,
        format!(
            "Digest     {digest}
  x  cc-des-sources-et-bocages · cae_1.1.1.1 · statut: the store says `programme`, the journal `pas_fait` (operation 10)
1 problem
"
        )
    );
    let french = sandbox.run("store check --lang fr");
    assert_eq!(
        french.stdout,
        format!(
            "Empreinte  {digest}
  x  cc-des-sources-et-bocages · cae_1.1.1.1 · statut : la base dit `programme`, le journal `pas_fait` (opération 10)
1 problème
"
        )
    );
    let document = sandbox.run("store check --json").json();
    assert_eq!(
        document.to_string(),
        format!(
            "{{\"schema\":\"tetctl/1\",\"command\":\"store check\",\"ok\":true,\"exit\":10,\"dry_run\":false,\"operation\":null,\"batch\":null,\"batch_name\":null,\"summary\":{{\"problems\":1}},\"warnings\":[],\"digest\":\"{digest}\",\"problems\":[\"cc-des-sources-et-bocages · cae_1.1.1.1 · statut: the store says `programme`, the journal `pas_fait` (operation 10)\"]}}"
        )
    );
}

/// One thing done behind the journal's back, and what a check says of it.
const BEHIND: [(&str, &str); 17] = [
    (
        "DELETE FROM statut WHERE profile = 1 AND action = 'cae_3.1.1.1'",
        "petr-du-pays-de-trevanne · cae_3.1.1.1 · statut: missing, though operation 9 wrote it",
    ),
    (
        "INSERT INTO statut VALUES (5, 'cae_1.1.1.1', 'fait', 9, 1, NULL, 0)",
        "orvel-61 · cae_1.1.1.1 · statut: there, though no operation wrote it",
    ),
    (
        "UPDATE statut SET confirmed = 1 WHERE profile = 1 AND action = 'cae_3.1.1.1'",
        "petr-du-pays-de-trevanne · cae_3.1.1.1 · statut.confirmed: the store says `true`, the journal `false` (operation 9)",
    ),
    (
        "UPDATE statut SET copied_from = 2 WHERE profile = 1 AND action = 'cae_3.1.1.1'",
        "petr-du-pays-de-trevanne · cae_3.1.1.1 · statut.copied_from: the store says `2`, the journal nothing (operation 9)",
    ),
    (
        "UPDATE commentaire SET commentaire = 'Stratégie votée ' WHERE profile = 1 AND action = 'cae_1.1.1'",
        "petr-du-pays-de-trevanne · cae_1.1.1 · commentaire: the store says `Stratégie votée` (16 characters), the journal `Stratégie votée` (15 characters) (operation 9)",
    ),
    (
        "UPDATE profile SET nom = 'Autre' WHERE id = 2",
        "cc-du-pays-de-trevanne · profile.nom: the store says `Autre`, the journal `CC du Pays de Trévanne` (operation 3)",
    ),
    (
        "UPDATE profile SET siren = NULL WHERE id = 3",
        "cc-des-sources-et-bocages · profile.siren: the store says nothing, the journal `200000131` (operation 4)",
    ),
    (
        "UPDATE profile SET population = 9 WHERE id = 5",
        "orvel-61 · profile.population: the store says `9`, the journal `12400` (operation 6)",
    ),
    (
        "DELETE FROM profile WHERE id = 6",
        "sm-de-traitement-des-dechets-du-haut-orvel · profile: missing, though operation 7 wrote it",
    ),
    (
        "INSERT INTO profile VALUES (7, 'cc-x', 'CC X', 'CC', NULL, NULL, NULL, NULL)",
        "cc-x · profile: there, though no operation wrote it",
    ),
    (
        "DELETE FROM relation WHERE member = 2",
        "cc-du-pays-de-trevanne → petr-du-pays-de-trevanne · relation: missing, though operation 8 wrote it",
    ),
    (
        "INSERT INTO relation VALUES (5, 1)",
        "orvel-61 → petr-du-pays-de-trevanne · relation: there, though no operation wrote it",
    ),
    (
        "UPDATE node SET points = 99 WHERE action = 'cae_1.1.1.1'",
        "cae_1.1.1.1 · node.points: the store says `99.0`, the journal `24.0` (operation 1)",
    ),
    (
        "UPDATE structure SET version = 2",
        "cae · structure.version: the store says `2`, the journal `1` (operation 1)",
    ),
    (
        "INSERT INTO referentiel_mode VALUES (5, 'cae', 'archived')",
        "orvel-61 · cae · mode: there, though no operation wrote it",
    ),
    (
        "INSERT INTO services VALUES (5, 'cae_1.1.1', '[\"Voirie\"]', 9, 1, NULL, 0)",
        "orvel-61 · cae_1.1.1 · services: there, though no operation wrote it",
    ),
    (
        "UPDATE document SET edits = x'00' WHERE operation = 1",
        "the edits of operation 1 cannot be read",
    ),
];

#[test]
fn what_was_done_behind_the_journals_back_is_named() {
    for (sql, said) in BEHIND {
        let sandbox = Sandbox::filled();
        behind(&sandbox, sql);
        let found = problems(&sandbox);
        assert!(found.contains(&said.to_owned()), "{sql}\n{found:#?}");
        // A document tells of many records; all else is one cell or one row.
        let alone = sql.contains("document") || found.len() == 1;
        assert!(alone, "{sql}\n{found:#?}");
    }
}

#[test]
fn a_row_that_an_operation_deleted_and_that_is_there_is_named() {
    let sandbox = Sandbox::filled();
    sandbox.run("op undo 10 --yes").ok();
    behind(
        &sandbox,
        "INSERT INTO statut VALUES (3, 'cae_2.1.1.1.1', 'fait', 10, 1, NULL, 0)",
    );
    assert_eq!(
        problems(&sandbox),
        [
            "cc-des-sources-et-bocages · cae_2.1.1.1.1 · statut: there, though operation 11 deleted it"
        ]
    );
}

#[test]
fn what_refers_to_nothing_is_named_in_both_languages() {
    let sandbox = Sandbox::filled();
    behind(&sandbox, "DELETE FROM profile WHERE id = 1");
    let found = problems(&sandbox);
    assert!(
        found.contains(&"statut refers to a missing profile".to_owned()),
        "{found:#?}"
    );
    let french = sandbox.run("store check --lang fr").stdout;
    assert!(
        french.contains("  x  statut : une ligne renvoie à profile, qui n'existe pas\n"),
        "{french}"
    );
}

#[test]
fn at_most_a_hundred_problems_are_shown() {
    let sandbox = Sandbox::filled();
    behind(
        &sandbox,
        "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 279)
         INSERT INTO profile SELECT i, 'p-' || i, 'P', 'test', NULL, NULL, NULL, NULL FROM n",
    );
    let run = sandbox.run("store check --lang fr");
    assert_eq!(run.code, Some(10));
    assert_eq!(run.stdout.lines().count(), 102);
    assert!(
        run.stdout
            .ends_with("180 problèmes, les 100 premiers montrés\n"),
        "{}",
        run.stdout
    );
    let document = sandbox.run("store check --json").json();
    assert_eq!(document["summary"]["problems"], 180);
    assert_eq!(document["problems"].as_array().unwrap().len(), 100);
}

#[test]
fn people_are_compared_by_number() {
    let sandbox = Sandbox::filled();
    for name in ["Marie Dupont", "Jean Martin"] {
        sandbox
            .run(&format!(
                "referentiel set orvel-61 --pilote 'cae_1.1.1={name}' --yes"
            ))
            .ok();
    }
    assert_eq!(problems(&sandbox), [""; 0]);
    behind(
        &sandbox,
        "UPDATE person SET nom = 'Personne' WHERE nom IS NOT NULL",
    );
    assert_eq!(problems(&sandbox), [""; 0]);
    behind(&sandbox, "UPDATE pilotes SET pilotes = '[99]'");
    let found = problems(&sandbox);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0]
            .starts_with("orvel-61 · cae_1.1.1 · pilotes: the store says `[99]`, the journal `["),
        "{found:#?}"
    );
}

/// The commands after which a check must find nothing, one after the other, on one store.
const EVERYTHING: [&str; 37] = [
    "referentiel set petr-du-pays-de-trevanne --pilote 'cae_1.1.1=Marie Dupont' --service 'cae_1.1.1=Voirie' --yes",
    "copy cae --from petr-du-pays-de-trevanne --to-members-of --data statuts,commentaires,pilotes,services --yes",
    "referentiel confirm cae ca-orvel-agglomeration -a 1 --yes",
    "op undo --yes",
    "op redo --yes",
    "referentiel confirm cae cc-des-sources-et-bocages --yes",
    "referentiel set ca-orvel-agglomeration cae_1.1.1.1.1=fait --yes",
    "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --on-conflict overwrite --yes",
    "copy cae --from ca-orvel-agglomeration --to orvel-61 --on-conflict append --yes",
    "referentiel set ca-orvel-agglomeration cae_1.1.1.1=pas_fait cae_3.1.1.1=non_renseigne --commentaire 'cae_1.1.1=' --yes",
    "op undo --partial --yes",
    "op undo 12 --partial --yes",
    "op undo --batch 12 --partial --yes",
    "op redo --yes",
    "op undo 9 -a 1.1.1 --partial --yes",
    "profile edit orvel-61 --name 'Orvel-la-Neuve' --population '' --slug orvel-neuve --yes",
    "profile relate cc-du-pays-de-trevanne --add orvel-neuve --yes",
    "profile relate petr-du-pays-de-trevanne --remove cc-du-pays-de-trevanne --yes",
    "referentiel mode cae orvel-neuve readonly --yes",
    "referentiel mode cae orvel-neuve write --yes",
    "referentiel lock cae ca-orvel-agglomeration --audit running --yes",
    "referentiel lock cae ca-orvel-agglomeration --audit none --yes",
    "referentiel lock cae cc-du-pays-de-trevanne --audit validated --yes",
    "profile delete cc-des-sources-et-bocages --confirm cc-des-sources-et-bocages",
    "op undo --yes",
    "op redo --yes",
    "referentiel import plus.csv --id cae --yes",
    "op undo --yes",
    "op redo --yes",
    "referentiel import structure.csv --id cae --yes",
    "referentiel import structure.csv --id eci --yes",
    "op undo --yes",
    "referentiel fill cae orvel-neuve statuts.csv --yes",
    "referentiel set orvel-neuve cae_1.1.1.2.1=detaille:20/50/30 --commentaire 'cae_1.1.1=<p>Voté &amp; relu</p>' --yes",
    "copy cae --from orvel-neuve --to ca-orvel-agglomeration --save copie.json",
    "apply copie.json --yes",
    "op undo --yes",
];

#[test]
fn nothing_that_a_command_does_is_taken_for_damage() {
    let sandbox = Sandbox::filled();
    sandbox.fixture("statuts.csv");
    let structure = sandbox.read("structure.csv");
    let plus = structure.replace(",30,effets", ",31,effets");
    sandbox.write("plus.csv", &plus.replace(",70,", ",69,"));
    let mut done = 0;
    for line in EVERYTHING {
        let run = sandbox.run(line);
        // Some lines are refused where those before them left nothing to do; most are not.
        done += u32::from(matches!(run.code, Some(0 | 8)));
        assert_eq!(problems(&sandbox), [""; 0], "{line}\n{}", run.stderr);
    }
    assert!(done > 28, "only {done} commands did something");
}

#[test]
fn the_oldest_store_is_as_its_journal_says() {
    let sandbox = oldest();
    assert_eq!(problems(&sandbox), [""; 0]);
    sandbox.run("op undo 6 --yes").ok();
    assert_eq!(problems(&sandbox), [""; 0]);
}

/// What random sessions are made of.
const WRITES: [&str; 12] = [
    "referentiel set petr-du-pays-de-trevanne cae_1.1.1.1=pas_fait cae_1.1.2.2=fait",
    "referentiel set ca-orvel-agglomeration cae_1.1.1.1.1=fait --commentaire 'cae_1.1.1=Relu'",
    "referentiel set orvel-61 --pilote 'cae_1.1.1=Marie Dupont' --service 'cae_1.1.1=Voirie;Eau'",
    "copy cae --from petr-du-pays-de-trevanne --to-members-of --on-conflict overwrite",
    "copy cae --from ca-orvel-agglomeration --to orvel-61 --data statuts,pilotes,services",
    "copy cae --from orvel-61 --to petr-du-pays-de-trevanne --on-conflict newest --data pilotes,services",
    "referentiel confirm cae cc-des-sources-et-bocages",
    "profile relate ca-orvel-agglomeration --add orvel-61",
    "referentiel lock cae orvel-61 --audit running",
    "op undo",
    "op undo --partial",
    "op redo",
];

/// One cell to change, by table, column and a value that no command writes.
const CELLS: [(&str, &str, &str, &str); 6] = [
    (
        "statut",
        "statut",
        "'detaille:1/1/1'",
        " · statut: the store says `detaille:1/1/1`",
    ),
    (
        "statut",
        "edited_at",
        "12",
        " · statut.edited_at: the store says `12`",
    ),
    (
        "commentaire",
        "commentaire",
        "'x'",
        " · commentaire: the store says `x`",
    ),
    (
        "profile",
        "nom",
        "'x'",
        " · profile.nom: the store says `x`",
    ),
    ("node", "title", "'x'", " · node.title: the store says `x`"),
    (
        "structure",
        "digest",
        "'x'",
        " · structure.digest: the store says `x`",
    ),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn whatever_is_done_is_clean_and_one_cell_changed_is_found(
        session in prop::collection::vec(0..WRITES.len(), 1..8),
        cell in 0..CELLS.len(),
        row in 0..1000_usize,
    ) {
        let sandbox = Sandbox::filled();
        for write in &session {
            sandbox.run(&format!("{} --yes", WRITES[*write]));
        }
        prop_assert_eq!(problems(&sandbox), [""; 0]);

        let (table, column, value, said) = CELLS[cell];
        let key = match table {
            "profile" | "structure" => "id",
            "node" => "action",
            _ => "profile || ' ' || action",
        };
        behind(&sandbox, &format!(
            "UPDATE {table} SET {column} = {value} WHERE {key} =
                (SELECT {key} FROM {table} ORDER BY {key}
                 LIMIT 1 OFFSET {row} % (SELECT count(*) FROM {table}))"
        ));

        let found = problems(&sandbox);
        prop_assert_eq!(found.len(), 1, "{:#?}", found);
        prop_assert!(found[0].contains(said), "{:#?}", found);
    }
}
