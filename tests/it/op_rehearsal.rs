//! What `op undo -n`, `--save` and `apply -n` foretell is what is then done.

use proptest::prelude::*;
use serde_json::Value;

use crate::sandbox::Sandbox;
use crate::terminal::{at_terminal, exit, expect};

const SOURCES: &str = "cc-des-sources-et-bocages";

/// The structure with one more action.
fn grown(sandbox: &Sandbox) {
    let grown = sandbox.read("structure.csv").replace(
        "\n2,Bâtir et se déplacer",
        "\n1.2.1.3,Dire ce que cela rapporte,,,,,,0,effets,,,,,,,,,,,,\n2,Bâtir et se déplacer",
    );
    sandbox.write("grown.csv", &grown);
}

/// Returns a territory on which these lines were written as one batch.
fn batch_of(lines: &[String]) -> Sandbox {
    let sandbox = Sandbox::territory();
    grown(&sandbox);
    for line in lines {
        sandbox.run(&format!("{line} --batch lot --yes")).ok();
    }
    sandbox
}

/// What a document tells of an undo, but for what only a write knows.
fn told(document: &Value) -> Value {
    let mut told = document.clone();
    let targets = told["targets"].as_array_mut().into_iter().flatten();
    for target in targets {
        target["operation"] = Value::Null;
        // What the units before write has a number only once it is written.
        target["error"]["hint"] = Value::Null;
        for rows in ["/error/rows", "/stays"] {
            let rows = target.pointer_mut(rows).and_then(Value::as_array_mut);
            for row in rows.into_iter().flatten() {
                row["operation"] = Value::Null;
            }
        }
    }
    for key in ["dry_run", "batch", "operation", "operations", "undo"] {
        told[key] = Value::Null;
    }
    told
}

/// Holds the rehearsal of `line` to what it does, and what it saves to the same.
#[track_caller]
fn foretells(sandbox: &Sandbox, line: &str) {
    let store = sandbox.path().join("store.db");
    let rehearsed = sandbox.run(&format!("{line} -n --json"));
    sandbox.run(&format!("{line} --save saved.json"));
    let saved = sandbox.path().join("saved.json");
    let mut applied = None;
    if saved.exists() {
        let kept = std::fs::read(&store).unwrap();
        let shown = sandbox.run("apply saved.json -n --json");
        let done = sandbox.run("apply saved.json --yes --json");
        assert_eq!(told(&shown.json()), told(&done.json()), "{line}");
        assert_eq!((shown.code, done.code), (Some(0), Some(0)), "{line}");
        applied = Some(sandbox.digest());
        std::fs::write(&store, kept).unwrap();
        std::fs::remove_file(saved).unwrap();
    }
    let done = sandbox.run(&format!("{line} --yes --json"));
    assert_eq!(told(&rehearsed.json()), told(&done.json()), "{line}");
    assert_eq!(rehearsed.code, done.code, "{line}");
    if let Some(applied) = applied {
        assert_eq!(sandbox.digest(), applied, "{line}");
    }
}

#[test]
fn a_profile_that_was_deleted_and_made_again_comes_back() {
    let sandbox = Sandbox::territory();
    let before = sandbox.digest();
    sandbox
        .run(&format!(
            "profile delete {SOURCES} --confirm {SOURCES} --batch lot --yes"
        ))
        .ok();
    sandbox
        .run("profile create 'CC des Sources et Bocages' --department 61 --batch lot --yes")
        .ok();
    sandbox.run("op undo --batch lot -n").ok();
    foretells(&sandbox, "op undo --batch lot");
    assert_eq!(sandbox.digest(), before);
}

/// Returns batches of two whose undo needs the second to be undone first.
fn batches() -> [[String; 2]; 3] {
    let set = format!("referentiel set {SOURCES}");
    [
        [
            format!("profile edit {SOURCES} --slug tmp"),
            format!("profile edit ca-orvel-agglomeration --slug {SOURCES}"),
        ],
        [
            format!("{set} cae_1.1.1.2=fait"),
            format!("referentiel mode cae {SOURCES} readonly"),
        ],
        [
            "referentiel import grown.csv --id cae".to_owned(),
            format!("{set} cae_1.2.1.3=fait"),
        ],
    ]
}

#[test]
fn at_a_terminal_all_of_it_is_asked_once_and_written() {
    for batch in batches() {
        let before = Sandbox::territory().digest();
        let sandbox = batch_of(&batch);
        let words = ["op", "undo", "--batch", "lot", "--lang", "fr"];
        let Some(mut session) = at_terminal(&sandbox, &words) else {
            return;
        };
        expect(&mut session, "[o/N/d]");
        session.send_line("o").unwrap();
        expect(&mut session, "Annulé    2 opérations");
        assert_eq!(exit(&mut session), Some(0));
        assert_eq!(sandbox.digest(), before);
    }
}

#[test]
fn slugs_that_changed_hands_modes_and_structures_are_foreseen() {
    for batch in batches() {
        let sandbox = batch_of(&batch);
        sandbox.run("op undo --batch lot -n").ok();
        foretells(&sandbox, "op undo --batch lot");
        sandbox.run("op redo -n").ok();
        foretells(&sandbox, "op redo");
    }
}

#[test]
fn a_slug_that_the_batch_itself_brings_back_is_foreseen_as_taken() {
    let sandbox = Sandbox::territory();
    for line in [
        format!("profile delete {SOURCES} --confirm {SOURCES} --batch lot"),
        format!("profile edit ca-orvel-agglomeration --slug {SOURCES} --yes"),
        format!("profile edit {SOURCES} --slug tmp --batch lot --yes"),
    ] {
        sandbox.run(&line).ok();
    }
    foretells(&sandbox, "op undo --batch lot");
}

/// What a script may do, one line at a time; most of it meets the same records.
const LINES: [&str; 17] = [
    "referentiel set cc-des-sources-et-bocages cae_1.1.1.2=fait --yes",
    "referentiel set cc-des-sources-et-bocages cae_1.1.1.2=pas_fait --yes",
    "referentiel set cc-des-sources-et-bocages cae_1.2.1.3=programme --yes",
    "referentiel set ca-orvel-agglomeration cae_1.1.1.2=fait --yes",
    "referentiel mode cae cc-des-sources-et-bocages readonly --yes",
    "referentiel mode cae cc-des-sources-et-bocages write --yes",
    "profile edit cc-des-sources-et-bocages --slug tmp --yes",
    "profile edit tmp --slug cc-des-sources-et-bocages --yes",
    "profile edit ca-orvel-agglomeration --siren 200000131 --slug cc-des-sources-et-bocages --yes",
    "profile delete cc-des-sources-et-bocages --confirm cc-des-sources-et-bocages",
    "profile create 'CC des Sources et Bocages' --department 61 --yes",
    "profile relate cc-des-sources-et-bocages --add orvel-61 --yes",
    "referentiel set cc-des-sources-et-bocages --commentaire cae_1.1.1=Vu --service cae_1.1.1=Eau --yes",
    "referentiel lock cae cc-des-sources-et-bocages --audit running --yes",
    "referentiel lock cae cc-des-sources-et-bocages --audit none --yes",
    "referentiel import grown.csv --id cae --yes",
    "referentiel import structure.csv --id cae --yes",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn what_is_foretold_of_a_batch_is_what_is_done(
        script in prop::collection::vec((0..LINES.len(), prop::bool::weighted(0.8)), 1..7)
    ) {
        let sandbox = Sandbox::territory();
        grown(&sandbox);
        for (line, is_of_batch) in script {
            let batch = if is_of_batch { " --batch lot" } else { "" };
            sandbox.run(&format!("{}{batch}", LINES[line]));
        }
        foretells(&sandbox, "op undo --batch lot");
        foretells(&sandbox, "op undo --batch lot --partial");
        foretells(&sandbox, "op redo");
    }
}
