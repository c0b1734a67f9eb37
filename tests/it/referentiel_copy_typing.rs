//! What is typed in the walk over the conflicts, or left in an editor: a value whole, or none.

use std::os::unix::fs::PermissionsExt as _;

use crate::sandbox::Sandbox;
use crate::talk::Talk;

const COPY: &str = "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages -a 1 \
     -x 1.1.2 -x 1.1.1.1 --on-conflict ask";
const KEYS: &str = "g garder la cible · p prendre la source · e éditer · q quitter";
const QUESTION: &str = "→ CC des Sources et Bocages ? [o/N/d]";

/// Returns a place with an editor of this script.
fn with_editor(script: &str) -> Sandbox {
    let sandbox = Sandbox::filled();
    sandbox.write("editor", &format!("#!/bin/sh\n{script}\n"));
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(sandbox.path().join("editor"), mode).unwrap();
    std::fs::create_dir(sandbox.path().join("tmp")).unwrap();
    sandbox
}

/// Begins the walk, where the only conflict is a commentaire.
fn walk(sandbox: &Sandbox) -> Option<Talk> {
    let settings = [("EDITOR", "./editor"), ("TMPDIR", "tmp")];
    Talk::begin_with(sandbox, COPY, &settings)
}

fn commentaire(sandbox: &Sandbox) -> String {
    let status = sandbox.run("referentiel status cae cc-des-sources-et-bocages --json");
    let status = status.json();
    let items = status["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["action"] == "cae_1.1.1");
    item.unwrap()["commentaire"].as_str().unwrap().to_owned()
}

#[test]
fn a_line_that_the_terminal_cuts_is_refused_and_asked_again() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, COPY) else {
        return;
    };
    let most = "x".repeat(4_094);
    talk.types(KEYS, "e")
        .types("Commentaire ?", &"x".repeat(4_095))
        .sees(&["  x  trop long pour une ligne du terminal : définir VISUAL ou EDITOR"])
        .types("", &"x".repeat(6_000))
        .sees(&["  x  trop long pour une ligne du terminal : définir VISUAL ou EDITOR"])
        .types("", &most)
        .types(QUESTION, "o")
        .ends(0);
    assert_eq!(commentaire(&sandbox), most);
}

#[test]
fn bytes_that_are_no_text_are_refused_and_asked_again() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, COPY) else {
        return;
    };
    talk.types(KEYS, "e")
        .types_bytes("Commentaire ?", b"caf\xe9")
        .sees(&["  x  ce n'est pas de l'UTF-8 : rien n'en a été pris"])
        .types("", "a\u{1b}[31mb")
        .sees(&["  x  caractère de contrôle"])
        .types("", "café")
        .types(QUESTION, "o")
        .ends(0);
    assert_eq!(commentaire(&sandbox), "café");
}

#[test]
fn what_an_editor_leaves_that_is_no_text_is_asked_again() {
    for (script, why) in [
        (
            r#"printf 'caf\351' > "$1""#,
            "  x  ce n'est pas de l'UTF-8 : rien n'en a été pris",
        ),
        (r#"printf 'a\033b' > "$1""#, "  x  caractère de contrôle"),
        (
            r#"head -c 100001 /dev/zero | tr '\0' x > "$1""#,
            "  x  plus de 100000 caractères",
        ),
        (
            r#"echo > "$1""#,
            "  x  vide : une copie n'efface rien ; g garde le texte de la cible",
        ),
        (":", "  x  inchangé : g garde le texte de la cible"),
        (r#"rm "$1""#, "  x  l'éditeur n'a pas laissé de fichier"),
        (
            "exit 3",
            "  x  l'éditeur « ./editor » a fini en erreur : rien n'en a été pris",
        ),
    ] {
        let sandbox = with_editor(script);
        let Some(talk) = walk(&sandbox) else {
            return;
        };
        talk.types(KEYS, "e")
            .sees(&[why])
            .types(KEYS, "p")
            .types(QUESTION, "o")
            .ends(0);
        assert_eq!(commentaire(&sandbox), "Stratégie votée", "{script}");
    }
}

#[test]
fn where_no_editor_can_be_run_a_line_will_do() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin_with(&sandbox, COPY, &[("EDITOR", "./nowhere")]) else {
        return;
    };
    talk.types(KEYS, "e")
        .sees(&["  x  l'éditeur « ./nowhere » n'a pas pu être lancé : "])
        .types("Commentaire ?", "Relue")
        .types(QUESTION, "o")
        .ends(0);
    assert_eq!(commentaire(&sandbox), "Relue");
}

#[test]
fn ctrl_c_while_the_editor_runs_says_so_and_leaves_no_file() {
    for script in ["sleep 60", "trap '' INT; while :; do sleep 1; done"] {
        let sandbox = with_editor(&format!("echo opened > seen.txt; {script}"));
        let before = sandbox.digest();
        let Some(talk) = walk(&sandbox) else {
            return;
        };
        let talk = talk.types(KEYS, "e");
        while !sandbox.path().join("seen.txt").exists() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let rest = talk.presses("", 'c').ends(130);
        assert!(
            rest.contains("erreur[interrupted]: interrompu : rien n'a été écrit"),
            "{rest}"
        );
        let left = std::fs::read_dir(sandbox.path().join("tmp")).unwrap();
        assert_eq!(left.count(), 0);
        assert_eq!(sandbox.digest(), before);
    }
}

#[test]
fn marks_alone_are_no_name() {
    let sandbox = Sandbox::filled();
    for (slug, nom) in [
        ("petr-du-pays-de-trevanne", "Zoé Martin"),
        ("cc-des-sources-et-bocages", "Ali Ben"),
    ] {
        let line = format!("referentiel set {slug} --service 'cae_1.1.1={nom}' --yes");
        sandbox.run(&line).ok();
    }
    let Some(talk) = Talk::begin(&sandbox, &format!("{COPY} --data services")) else {
        return;
    };
    talk.types(KEYS, "e")
        .types("Services ?", ",")
        .sees(&["  x  « , » : un nom a une lettre ou un chiffre"])
        .types("Services ?", "Eau ; .")
        .sees(&["  x  « Eau ; . » : un nom a une lettre ou un chiffre"])
        .types("Services ?", "Eau")
        .sees(&["→ Eau   (saisi)"])
        .types(QUESTION, "n")
        .ends(7);
    let run = sandbox
        .run("referentiel set cc-des-sources-et-bocages --pilote 'cae_1.1.1=;' --yes --json");
    assert_eq!(run.json()["error"]["rows"][0]["code"], "name_invalid");
}

#[test]
fn a_wrong_answer_is_told_apart_from_a_no() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, COPY) else {
        return;
    };
    talk.types(KEYS, "x")
        .sees(&["  x  répondre par une des lettres : g, p, e, q"])
        .types(KEYS, "p")
        .types(QUESTION, "ouii")
        .sees(&["  x  répondre par o (oui), n (non) ou d (détails)"])
        .types(QUESTION, "d")
        .sees(&["→ Stratégie votée"])
        .types(QUESTION, "")
        .ends(7);
    assert_eq!(commentaire(&sandbox), "Étude lancée");
}

#[test]
fn shares_that_do_not_make_a_whole_are_told() {
    let sandbox = Sandbox::filled();
    let line = COPY
        .replace("-x 1.1.1.1 ", "")
        .replace("-a 1 ", "-a 1.1.1.1 --data statuts ");
    let Some(talk) = Talk::begin(&sandbox, &line) else {
        return;
    };
    talk.types(KEYS, "e")
        .types("Statut ?", "detaille:20/50/50")
        .sees(&["  x  « detaille:20/50/50 » : les parts font 120, ni 1 ni 100"])
        .types("Statut ?", "")
        .types(KEYS, "q")
        .ends(7);
}
