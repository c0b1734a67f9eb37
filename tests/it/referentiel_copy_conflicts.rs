//! `tetctl referentiel copy --on-conflict ask`: the walk over the conflicts, at a terminal.

use std::os::unix::fs::PermissionsExt as _;

use crate::sandbox::Sandbox;
use crate::talk::Talk;
use crate::terminal::{at_terminal, exit, expect};

const COPY: &str = "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages -a 1 --on-conflict ask";
const COMMENTAIRE: &str = "g garder la cible · p prendre la source · e éditer · q quitter";
const BRANCH: &str = "g garder la cible · p prendre la source · q quitter";
const QUESTION: &str = "→ CC des Sources et Bocages ? [o/N/d]";

/// Returns the statut and the commentaire of actions of the target, and when they were edited.
fn said(sandbox: &Sandbox, action: &str) -> [String; 5] {
    let status = sandbox.run("referentiel status cae cc-des-sources-et-bocages --json");
    let status = status.json();
    let items = status["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["action"] == action).unwrap();
    ["statut", "commentaire", "edited_at", "to_confirm", "source"].map(|key| {
        let cell = &item[key];
        cell.as_str()
            .map_or_else(|| cell.to_string(), str::to_owned)
    })
}

#[test]
fn nobody_is_asked_where_nobody_is_there() {
    let sandbox = Sandbox::filled();
    sandbox.run(COPY).fails(
        2,
        "error[usage]: --on-conflict ask needs a terminal: nobody is there to answer",
    );
    for flag in ["--yes", "--json"] {
        let run = sandbox.run(&format!("{COPY} {flag}"));
        assert_eq!(run.code, Some(2));
    }
}

#[test]
fn each_conflict_is_shown_whole_and_answered_then_the_whole_is_asked_once() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    let Some(talk) = Talk::begin(&sandbox, COPY) else {
        return;
    };
    let rest = talk
        .sees(&[
            "règle : demander (ask)",
            "  !  cae_1.1.1  Écrire la stratégie climat",
            "       commentaire  Étude lancée          à décider   (source : Stratégie votée)",
            "3 conflits restent à décider ; gardés tant qu'ils ne le sont pas",
            "Conflit 1 sur 3 · CC des Sources et Bocages · commentaire",
            "  !  cae_1.1.1  Écrire la stratégie climat",
            "       cible   Étude lancée",
            "               (modifié à 09:05 par support-2)",
            "       source  Stratégie votée",
            "               (modifié à 09:05 par support-1)",
        ])
        // Enter alone answers nothing, and neither does what has no meaning.
        .types(COMMENTAIRE, "")
        .types(COMMENTAIRE, "oui")
        .types(COMMENTAIRE, "garder")
        .sees(&["Conflit 2 sur 3 · CC des Sources et Bocages · statut"])
        .types(COMMENTAIRE, "e")
        .types("Statut ?", "fiat")
        .sees(&["  x  « fiat » n'est pas un statut"])
        .types("Statut ?", "")
        .types(COMMENTAIRE, "e")
        .types("Statut ?", "detaille:20/50/30")
        .sees(&[
            "Conflit 3 sur 3 · CC des Sources et Bocages · branche",
            "  !  cae_1.1.2.1  Suivre les actions chaque année",
            "       cible   par tâches :",
            "               cae_1.1.2.1.1 fait",
            "       source  détaillé 20/50/30, au niveau de la sous-action",
        ])
        .types(BRANCH, "e")
        .types(BRANCH, "P")
        .sees(&[
            "       commentaire  Étude lancée          gardé   (source : Stratégie votée)",
            "       statut       pas fait              → détaillé 20/50/30   (saisi)",
            "       statut       fait                  effacé   (la branche parle à l'autre niveau)",
            "6 à écrire · 1 gardé · 0 égal · 0 refusé = 7 choisis · et 1 statut effacé",
        ])
        .types(QUESTION, "o")
        .ends(0);
    assert!(rest.contains("Copié     6 champs"), "{rest}");
    let typed = said(&sandbox, "cae_1.1.1.1");
    assert_eq!(typed[0], "detaille");
    let number = sandbox.run("op list --limit 1 --json").json()["items"][0]["operation"].clone();
    let show = sandbox
        .run(&format!("op show {number} --format table --lang fr"))
        .ok();
    assert!(
        show.stdout.contains("Règle     demander (ask)"),
        "{}",
        show.stdout
    );
    assert!(
        show.stdout.contains("(saisi) détaillé 20/50/30"),
        "{}",
        show.stdout
    );
    let reply = sandbox.run(&format!("op reply {number}")).ok();
    for part in [
        "1 de vos champs ressaisi",
        "Les différences ont été tranchées une à une.",
    ] {
        assert!(reply.stdout.contains(part), "{}", reply.stdout);
    }
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn what_is_typed_is_an_edit_of_now_and_what_is_taken_is_to_confirm() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, &format!("{COPY} -x 1.1.2")) else {
        return;
    };
    talk.types(COMMENTAIRE, "e")
        .types("Commentaire ?", "Étude lancée & stratégie <votée>")
        .types(COMMENTAIRE, "p")
        .types(QUESTION, "o")
        .ends(0);
    let typed = said(&sandbox, "cae_1.1.1");
    assert_eq!(typed[1], "Étude lancée & stratégie <votée>");
    assert_eq!(typed[3], "false");
    let taken = said(&sandbox, "cae_1.1.1.1");
    assert_eq!((taken[0].as_str(), taken[3].as_str()), ("fait", "true"));
}

#[test]
fn one_answer_holds_for_the_rest_of_a_sort_on_every_target() {
    let sandbox = Sandbox::filled();
    for words in [
        "cae_1.1.1.1=programme",
        "cae_1.2.1.1=fait --commentaire cae_1.1.1=Voici",
    ] {
        let line = format!("referentiel set ca-orvel-agglomeration {words} --yes");
        sandbox.run_as("support-2", &line).ok();
    }
    let line = "copy cae --from petr-du-pays-de-trevanne --to ca-orvel-agglomeration \
                cc-des-sources-et-bocages -a 1 --on-conflict ask";
    let Some(talk) = Talk::begin(&sandbox, line) else {
        return;
    };
    talk.sees(&["Conflit 1 sur 6 · CA Orvel Agglomération · commentaire"])
        .types("m même réponse pour les 2 commentaires restants", "g")
        .sees(&["Conflit 2 sur 6 · CA Orvel Agglomération · statut"])
        .types(
            "m même réponse pour les 3 statuts restants, sur toutes les cibles",
            "m",
        )
        .types(
            "Pour les 3 statuts restants, sur toutes les cibles : g garder",
            "",
        )
        .types(
            "m même réponse pour les 3 statuts restants, sur toutes les cibles",
            "m",
        )
        .types(
            "Pour les 3 statuts restants, sur toutes les cibles : g garder",
            "p",
        )
        .sees(&["Conflit 4 sur 6 · CC des Sources et Bocages · commentaire"])
        .types(COMMENTAIRE, "q")
        .ends(7);
    assert_eq!(said(&sandbox, "cae_1.1.1.1")[0], "pas_fait");
}

#[test]
fn ctrl_c_in_the_walk_writes_nothing() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    let Some(talk) = Talk::begin(&sandbox, COPY) else {
        return;
    };
    talk.types(COMMENTAIRE, "p")
        .presses(COMMENTAIRE, 'c')
        .ends(130);
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_dry_run_shows_what_is_to_be_decided_and_what_is_saved_was_decided() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, &format!("{COPY} -n")) else {
        return;
    };
    let rest = talk.ends(0);
    assert!(
        rest.contains("à décider") && !rest.contains("Conflit 1"),
        "{rest}"
    );
    let Some(talk) = Talk::begin(&sandbox, &format!("{COPY} --save a.json")) else {
        return;
    };
    talk.types(COMMENTAIRE, "p")
        .types(COMMENTAIRE, "g")
        .types(BRANCH, "g")
        .ends(0);
    sandbox.run("apply a.json --yes").ok();
    assert_eq!(said(&sandbox, "cae_1.1.1")[1], "Stratégie votée");
}

#[test]
fn a_conflict_that_appears_meanwhile_is_asked_before_the_new_preview() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, &format!("{COPY} -x 1.1.2")) else {
        return;
    };
    let talk = talk
        .types(COMMENTAIRE, "p")
        .types(COMMENTAIRE, "p")
        .sees(&["Copier 6 champs"]);
    let set = "referentiel set cc-des-sources-et-bocages --commentaire cae_1.1.1=Relue --yes";
    sandbox.run_as("support-2", set).ok();
    talk.types(QUESTION, "o")
        .sees(&[
            "Quelque chose a changé depuis l'aperçu",
            "Conflit 1 sur 1 · CC des Sources et Bocages · commentaire",
            "       cible   Relue",
        ])
        .types(COMMENTAIRE, "p")
        .sees(&["→ Stratégie votée", "Copier 6 champs"])
        .types(QUESTION, "o")
        .ends(0);
    assert_eq!(said(&sandbox, "cae_1.1.1")[1], "Stratégie votée");
    assert_eq!(said(&sandbox, "cae_1.1.1.1")[0], "fait");
    let number = sandbox.run("op list --limit 1 --json").json()["items"][0]["operation"].clone();
    let reply = sandbox.run(&format!("op reply {number}")).ok();
    let part = "Les différences ont été tranchées une à une.";
    assert!(reply.stdout.contains(part), "{}", reply.stdout);
}

#[test]
fn what_moves_once_more_can_be_left_and_nothing_is_written() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, &format!("{COPY} -x 1.1.2 -x 1.1.1.1")) else {
        return;
    };
    let talk = talk.types(COMMENTAIRE, "p").sees(&["Copier"]);
    let set = "referentiel set cc-des-sources-et-bocages --commentaire cae_1.1.1=Relue --yes";
    sandbox.run_as("support-2", set).ok();
    let before = sandbox.digest();
    talk.types(QUESTION, "o").types(COMMENTAIRE, "q").ends(7);
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_commentaire_is_edited_where_an_editor_is_set() {
    let sandbox = Sandbox::filled();
    let script =
        "#!/bin/sh\ncp \"$1\" seen.txt\nsed -i 's/^Étude lancée/Étude finie\\nen mars/' \"$1\"\n";
    sandbox.write("editor", script);
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(sandbox.path().join("editor"), mode).unwrap();
    let line = format!("{COPY} -x 1.1.2 -x 1.1.1.1");
    let Some(talk) = Talk::begin_with(&sandbox, &line, &[("EDITOR", "./editor")]) else {
        return;
    };
    talk.types(COMMENTAIRE, "e")
        .sees(&["→ Étude finie en mars   (saisi)"])
        .types(QUESTION, "o")
        .ends(0);
    assert_eq!(said(&sandbox, "cae_1.1.1")[1], "Étude finie\nen mars");
    assert!(sandbox.read("seen.txt").ends_with("Stratégie votée\n"));
}

#[test]
fn lists_are_typed_with_semicolons_and_names_that_are_new_are_added() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    for (slug, nom) in [
        ("petr-du-pays-de-trevanne", "Zoé Martin"),
        ("cc-des-sources-et-bocages", "Ali Ben"),
    ] {
        for flag in ["--pilote", "--service"] {
            let line = format!("referentiel set {slug} {flag} 'cae_1.1.1={nom}' --yes");
            sandbox.run(&line).ok();
        }
    }
    let line = format!("{COPY} --data pilotes,services");
    let Some(talk) = Talk::begin(&sandbox, &line) else {
        return;
    };
    talk.sees(&["· pilotes", "       cible   Ali Ben"])
        .types(COMMENTAIRE, "e")
        .types("Pilotes ?", " ; ")
        .sees(&["  x  « ; » n'est pas une liste de noms"])
        .types("Pilotes ?", "Ali Ben; Léa  Roux ;")
        .types(COMMENTAIRE, "p")
        .sees(&["pilotes      Ali Ben               → Ali Ben, Léa Roux   (saisi)"])
        .types(QUESTION, "o")
        .ends(0);
    let status = sandbox.run("referentiel status cae cc-des-sources-et-bocages --json");
    let status = status.json();
    let items = status["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["action"] == "cae_1.1.1");
    let item = item.unwrap();
    assert_eq!(item["pilotes"], serde_json::json!(["Ali Ben", "Léa Roux"]));
    assert_eq!(item["services"], serde_json::json!(["Zoé Martin"]));
    for _ in 0..5 {
        sandbox.run("op undo --yes").ok();
    }
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn the_walk_speaks_english_too() {
    let sandbox = Sandbox::filled();
    let line = format!("{COPY} --lang en");
    let words = crate::sandbox::words(&line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let Some(mut session) = at_terminal(&sandbox, &words) else {
        return;
    };
    for (seen, typed) in [
        ("3 conflicts are still to be decided; kept until then", None),
        (
            "Conflict 1 of 3 · CC des Sources et Bocages · commentaire",
            None,
        ),
        ("       target  Étude lancée", None),
        (
            "k keep the target's · t take the source's · e edit · q quit",
            Some("keep"),
        ),
        ("e edit · q quit", Some("e")),
        ("Statut?   (fait,", Some("programme")),
        ("by tâches:", None),
        (
            "k keep the target's · t take the source's · q quit",
            Some("q"),
        ),
        ("error[not_confirmed]: nothing was written", None),
    ] {
        expect(&mut session, seen);
        if let Some(typed) = typed {
            expect(&mut session, "> ");
            session.send_line(typed).unwrap();
        }
    }
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(7));
}

#[test]
fn what_was_decided_is_not_proposed_to_be_decided_again() {
    let sandbox = Sandbox::filled();
    let line = format!("{COPY} -x 1.1.2 -x 1.1.1.1");
    let Some(talk) = Talk::begin(&sandbox, &line) else {
        return;
    };
    let rest = talk.types(COMMENTAIRE, "p").presses("", 'd').ends(7);
    assert!(rest.contains("→ Stratégie votée"), "{rest}");
    assert!(!rest.contains("--save"), "{rest}");
}

#[test]
fn texts_that_read_the_same_are_told_apart_by_their_form() {
    let sandbox = Sandbox::filled();
    for (slug, text) in [
        ("petr-du-pays-de-trevanne", "<p>Étude lancée</p>"),
        ("cc-des-sources-et-bocages", "Étude lancée"),
    ] {
        let line = format!("referentiel set {slug} --commentaire 'cae_1.1.1={text}' --yes");
        sandbox.run(&line).ok();
    }
    let line = COPY.replace("ask", "fill --lang fr") + " -n";
    let run = sandbox.run(&line).ok();
    let said = "gardé   (source : même texte, autre mise en forme)";
    assert!(run.stdout.contains(said), "{}", run.stdout);
}
