//! A copy that lacks something, at a terminal: what is asked, and how it is left.

use crate::sandbox::Sandbox;
use crate::talk::Talk;

const SOURCE: &str = "Copier depuis quel profil ?   (nom, SIREN ou INSEE ; Entrée pour arrêter)";
const TARGET: &str =
    "Vers quel profil ?   (nom, SIREN ou INSEE ; * : ses 3 membres ; Entrée pour arrêter)";
const NEXT: &str = "Et vers ?   (Entrée : c'est tout)";
const ACTIONS: &str = "Quelles actions ?   (1, 2.3, 1.1.1..1.1.3 ; Entrée : toutes)";
const DATA: &str = "Quelles données ?   (pilotes, services… ; Entrée : statuts et commentaires)";
const POLICY: &str =
    "valeurs diffèrent : que faire ?   (overwrite, newest, append, ask ; Entrée : garder)";

#[test]
fn all_that_a_copy_needs_is_asked_in_turn_and_the_whole_line_given_back() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, "copy") else {
        return;
    };
    let rest = talk
        .sees(&["Quel référentiel ?   (Entrée pour arrêter)"])
        .types("  1  cae  Climat Air Énergie", "1")
        .types(SOURCE, "petr")
        .sees(&["  →  PETR du Pays de Trévanne · petr-du-pays-de-trevanne"])
        .types(TARGET, "sources bocages")
        .sees(&["  →  CC des Sources et Bocages · cc-des-sources-et-bocages"])
        .types(NEXT, "")
        .types(ACTIONS, "1")
        .types(DATA, "")
        .types(POLICY, "")
        .sees(&["lu de « petr »", "lu de « sources bocages »"])
        .types(
            "Copier 4 champs : PETR du Pays de Trévanne → CC des Sources et Bocages ? [o/N/d]",
            "o",
        )
        .ends(0);
    let again = "Refaire   tetctl copy cae --lang fr --from petr-du-pays-de-trevanne \
                 --to cc-des-sources-et-bocages --action 1\n";
    assert!(rest.contains("Copié     4 champs"), "{rest}");
    assert!(rest.ends_with(again), "{rest}");
    // What is given back asks nothing, and does the same.
    let line = again.trim_start_matches("Refaire   tetctl ").trim();
    let same = sandbox.run(&format!("{line} --yes")).ok();
    assert!(same.stdout.starts_with("Rien à changer"), "{}", same.stdout);
}

#[test]
fn only_what_is_missing_is_asked() {
    let sandbox = Sandbox::filled();
    let given = "referentiel copy --from petr-du-pays-de-trevanne --to orvel-61 -x 3 -n";
    let Some(talk) = Talk::begin(&sandbox, given) else {
        return;
    };
    let rest = talk
        .types("  1  cae  Climat Air Énergie", "CAE")
        .types(DATA, "")
        .sees(&["Orvel"])
        .ends(0);
    assert!(!rest.contains("Quelles actions"), "{rest}");
    let again = "Refaire   tetctl referentiel copy cae --from petr-du-pays-de-trevanne \
                 --to orvel-61 -x 3 -n --lang fr\n";
    assert!(rest.ends_with(again), "{rest}");
}

#[test]
fn several_targets_are_asked_until_enter_alone() {
    let sandbox = Sandbox::filled();
    let given = "copy cae --from petr-du-pays-de-trevanne -n";
    let Some(talk) = Talk::begin(&sandbox, given) else {
        return;
    };
    let rest = talk
        .types(TARGET, "petr-du-pays-de-trevanne")
        .sees(&["  x  petr-du-pays-de-trevanne est à la fois la source et la cible"])
        .types(TARGET, "orvel-61")
        .types(NEXT, "200000149")
        .sees(&["  →  CA Orvel Agglomération · ca-orvel-agglomeration"])
        .types(NEXT, "orvel-61")
        .sees(&["  =  orvel-61 est déjà choisi"])
        .types(NEXT, "")
        .types(ACTIONS, "")
        .types(DATA, "")
        .ends(0);
    let again = "--to orvel-61 ca-orvel-agglomeration\n";
    assert!(rest.ends_with(again), "{rest}");
}

#[test]
fn the_members_of_the_source_are_one_answer() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, "copy cae --from petr-du-pays-de-trevanne -n") else {
        return;
    };
    let rest = talk
        .types(TARGET, "*")
        .types(ACTIONS, "1.2")
        .types(DATA, "")
        .sees(&["3 membres de PETR du Pays de Trévanne"])
        .ends(0);
    let again = "tetctl copy cae --from petr-du-pays-de-trevanne -n --lang fr --to-members-of --action 1.2\n";
    assert!(rest.ends_with(again), "{rest}");
}

#[test]
fn a_name_that_several_have_is_chosen_by_number_and_a_wrong_number_asks_again() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, "copy cae --to orvel-61 -n") else {
        return;
    };
    let which = "« trevanne » : lequel ?   (Entrée pour arrêter)";
    let rest = talk
        .types(SOURCE, "grand trevane")
        .sees(&[
            "  x  aucun profil ne correspond à `grand trevane`",
            "proches : ",
        ])
        .types(SOURCE, "trevanne")
        .types(which, "9")
        .types(which, "0")
        .types(which, "2")
        .sees(&["  →  PETR du Pays de Trévanne · petr-du-pays-de-trevanne"])
        .types(ACTIONS, "1")
        .types(DATA, "")
        .ends(0);
    assert!(
        rest.contains("--from petr-du-pays-de-trevanne --action 1"),
        "{rest}"
    );
}

#[test]
fn actions_that_do_not_exist_are_asked_again_with_near_ids() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, "copy cae --to orvel-61 -n") else {
        return;
    };
    let rest = talk
        .types(SOURCE, "petr-du-pays-de-trevanne")
        .types(ACTIONS, "1.1.9")
        .sees(&[
            "  x  aucune action ne correspond à `cae_1.1.9`",
            "proches : ",
        ])
        .types(ACTIONS, "axe un")
        .sees(&["  x  aucune action ne correspond à `axe`"])
        .types(ACTIONS, "eci_1.1")
        .sees(&["  x  "])
        .types(ACTIONS, "1.1 ; 2, 3")
        .types(DATA, "")
        .ends(0);
    assert!(rest.ends_with("--action 1.1,2,3\n"), "{rest}");
}

#[test]
fn data_and_policy_are_asked_and_stand_in_the_line_that_is_given_back() {
    let sandbox = Sandbox::filled();
    let given = "copy cae --from petr-du-pays-de-trevanne";
    let Some(talk) = Talk::begin(&sandbox, given) else {
        return;
    };
    let rest = talk
        .types(TARGET, "sources bocages")
        .types(NEXT, "")
        .types(ACTIONS, "1")
        .types(DATA, "statut")
        .sees(&["  x  « statut » n'est pas une de ces données : statuts, commentaires, "])
        .types(DATA, "Statuts, services")
        .types(POLICY, "remplacer")
        .sees(&["  x  « remplacer » n'est pas une règle : fill, overwrite, "])
        .types(POLICY, "ask")
        .sees(&["règle : demander (ask)", "Conflit 1 sur 2"])
        .types("q quitter", "p")
        .types("q quitter", "p")
        .types("? [o/N/d]", "o")
        .ends(0);
    let again =
        "--to cc-des-sources-et-bocages --action 1 --data statuts,services --on-conflict ask\n";
    assert!(rest.ends_with(again), "{rest}");
}

#[test]
fn where_nothing_differs_no_policy_is_asked() {
    let sandbox = Sandbox::filled();
    let given = "copy cae --from petr-du-pays-de-trevanne -n --on-conflict newest --data statuts";
    for line in [given, "copy cae --from petr-du-pays-de-trevanne -n"] {
        let Some(talk) = Talk::begin(&sandbox, line) else {
            return;
        };
        let mut talk = talk
            .types(TARGET, "orvel-61")
            .types(NEXT, "")
            .types(ACTIONS, "");
        if line != given {
            talk = talk.types(DATA, "");
        }
        let rest = talk.ends(0);
        assert!(!rest.contains("que faire ?"), "{rest}");
        assert!(!rest.contains("Quelles données"), "{rest}");
    }
}

#[test]
fn the_members_can_be_added_to_a_target() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, "copy cae --from petr-du-pays-de-trevanne -n") else {
        return;
    };
    let rest = talk
        .types(TARGET, "orvel-61")
        .types(NEXT, "*")
        .types(NEXT, "")
        .types(ACTIONS, "3")
        .types(DATA, "")
        .ends(0);
    assert!(rest.contains("4 profils"), "{rest}");
    assert!(
        rest.contains("--to orvel-61 ca-orvel-agglomeration "),
        "{rest}"
    );
}

#[test]
fn candidates_tell_what_they_hold_in_the_referentiel() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, "copy cae --to orvel-61 -n") else {
        return;
    };
    talk.types(SOURCE, "trevanne")
        .sees(&[
            "CC · 61 · membre de petr-du-pays-de-trevanne · 0 champ CAE",
            "PETR · 61 · 9 champs CAE",
        ])
        .types("", "")
        .ends(3);
}

#[test]
fn questions_are_folded_at_blanks() {
    let sandbox = Sandbox::filled();
    let line = "copy cae --from petr-du-pays-de-trevanne";
    let Some(talk) = Talk::begin_with(&sandbox, line, &[("COLUMNS", "60")]) else {
        return;
    };
    talk.sees(&[
        "Vers quel profil ?   (nom, SIREN ou INSEE ; * : ses 3\r\n  membres ; Entrée pour arrêter)",
    ])
    .types("", "")
    .ends(3);
}

#[test]
fn enter_alone_stops_at_every_name() {
    let sandbox = Sandbox::filled();
    for (line, question) in [
        ("copy", "Climat Air Énergie"),
        ("copy cae", SOURCE),
        ("copy cae --from petr-du-pays-de-trevanne", TARGET),
    ] {
        let Some(talk) = Talk::begin(&sandbox, line) else {
            return;
        };
        let rest = talk.types(question, "").ends(3);
        assert!(rest.contains("rien n'a été choisi"), "{rest}");
        assert!(!rest.contains("Refaire"), "{rest}");
    }
}

#[test]
fn ctrl_c_at_any_question_writes_nothing_and_leaves_the_cursor() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    let whole = "copy cae --from petr-du-pays-de-trevanne --to orvel-61";
    for (line, question) in [
        ("copy", "Climat Air Énergie"),
        ("copy cae", SOURCE),
        ("copy cae --to orvel-61 --from trevanne", "lequel ?"),
        (whole, "→ Orvel ? [o/N/d]"),
        ("op undo", "? [o/N/d]"),
    ] {
        let Some(talk) = Talk::begin(&sandbox, line) else {
            return;
        };
        let rest = talk.presses(question, 'c').ends(130);
        assert!(
            rest.contains("\nerreur[interrupted]: interrompu : rien n'a été écrit\n"),
            "{line}: {rest}"
        );
        // Nothing hides the cursor, so that it need not be shown again.
        assert!(!rest.contains("\u{1b}[?25l"), "{line}: {rest}");
    }
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn ctrl_d_at_any_question_is_no_yes() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    let whole = "copy cae --from petr-du-pays-de-trevanne --to orvel-61";
    for (line, question) in [("copy", "Énergie"), (whole, "→ Orvel ? [o/N/d]")] {
        let Some(talk) = Talk::begin(&sandbox, line) else {
            return;
        };
        let rest = talk.presses(question, 'd').ends(7);
        assert!(
            rest.contains("\nerreur[not_confirmed]: rien n'a été écrit\n"),
            "{line}: {rest}"
        );
    }
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn what_was_asked_is_given_back_when_the_copy_is_refused_or_declined() {
    let sandbox = Sandbox::filled();
    let Some(talk) = Talk::begin(&sandbox, "copy cae --from petr-du-pays-de-trevanne") else {
        return;
    };
    let rest = talk
        .types(TARGET, "orvel-61")
        .types(NEXT, "")
        .types(ACTIONS, "")
        .types(DATA, "")
        .types("→ Orvel ? [o/N/d]", "n")
        .ends(7);
    assert!(rest.ends_with("--lang fr --to orvel-61\n"), "{rest}");
}

#[test]
fn off_a_terminal_what_is_missing_is_named() {
    let sandbox = Sandbox::filled();
    for (line, named) in [
        ("copy", "REF, --from, --to is missing"),
        ("copy cae --to orvel-61", "--from is missing"),
        ("copy --from a --to b", "REF is missing"),
    ] {
        sandbox
            .run(line)
            .fails(2, &format!("error[usage]: {named}"));
    }
    let json = sandbox.run("copy --json");
    assert_eq!(json.code, Some(2));
    assert_eq!(json.json()["error"]["code"], "usage");
}

#[test]
fn a_referentiel_that_a_flag_has_swallowed_is_put_in_its_place() {
    let sandbox = Sandbox::filled();
    for line in [
        "copy --from petr-du-pays-de-trevanne --to-members-of cae -x 3",
        "copy --from petr-du-pays-de-trevanne --to orvel-61 cae",
    ] {
        let run = sandbox.run(line);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        let rewritten = "tetctl copy cae --from petr-du-pays-de-trevanne --to";
        assert!(run.stderr.contains(rewritten), "{}", run.stderr);
    }
}

#[test]
fn who_cannot_be_asked_is_not_asked_at_a_terminal_either() {
    let sandbox = Sandbox::filled();
    for line in ["copy cae --yes", "copy cae --json"] {
        let Some(talk) = Talk::begin(&sandbox, line) else {
            return;
        };
        let rest = talk.ends(2);
        assert!(rest.contains("--from, --to"), "{rest}");
    }
}

#[test]
fn who_looks_is_asked_in_the_same_way() {
    let sandbox = Sandbox::filled();
    let question = "Quel profil ?   (nom, SIREN ou INSEE ; Entrée pour arrêter)";
    let Some(talk) = Talk::begin(&sandbox, "ref status --depth 1") else {
        return;
    };
    let rest = talk
        .types("  1  cae  Climat Air Énergie", "1")
        .types(question, "petr")
        .ends(0);
    let again = "tetctl ref status cae --depth 1 --lang fr petr-du-pays-de-trevanne\n";
    assert!(rest.ends_with(again), "{rest}");
    let Some(talk) = Talk::begin(&sandbox, "profile show") else {
        return;
    };
    let rest = talk.types(question, "orvel-61").ends(0);
    assert!(rest.contains("Slug          orvel-61"), "{rest}");
    sandbox
        .run("ref status cae")
        .fails(2, "error[usage]: PROFILE is missing");
    sandbox
        .run("profile show")
        .fails(2, "error[usage]: PROFILE is missing");
}

#[test]
fn without_any_structure_there_is_nothing_to_choose() {
    let sandbox = Sandbox::profiles();
    let Some(talk) = Talk::begin(&sandbox, "copy") else {
        return;
    };
    let rest = talk.ends(3);
    assert!(
        rest.contains("erreur[referentiel_not_found]: la structure du référentiel cae"),
        "{rest}"
    );
}
