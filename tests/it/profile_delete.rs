//! `tetctl profile delete`.

use crate::sandbox::{Sandbox, words};
use crate::terminal::{at_terminal, exit, expect};

const CC: &str = "profile delete cc-des-sources-et-bocages";
const CONFIRMED: &str =
    "profile delete cc-des-sources-et-bocages --confirm cc-des-sources-et-bocages";

/// Returns the filled territory where the CC also has a mode, an audit and a member.
fn full() -> Sandbox {
    let sandbox = Sandbox::filled();
    for line in [
        "referentiel mode cae cc-des-sources-et-bocages readonly",
        "referentiel lock cae cc-des-sources-et-bocages --audit validated",
        "profile relate cc-des-sources-et-bocages --add orvel-61",
    ] {
        sandbox.run(&format!("{line} --yes")).ok();
    }
    sandbox
}

#[test]
fn a_profile_goes_with_all_that_it_owns_and_comes_back_with_it() {
    let sandbox = full();
    let before = sandbox.digest();

    sandbox.run(CONFIRMED).shows(
        "Done      profile delete cc-des-sources-et-bocages · 13 fields · operation 14
Undo      tetctl op undo 14",
        "Store     ./store.db",
    );
    sandbox
        .run("profile members petr-du-pays-de-trevanne --format ids")
        .shows("ca-orvel-agglomeration\ncc-du-pays-de-trevanne", "");
    sandbox
        .run("profile parents orvel-61 --format ids")
        .shows("", "");
    let after = sandbox.digest();
    assert_ne!(after, before);
    let check = sandbox.run("store check --json").ok().json();
    assert_eq!(check["problems"].as_array().unwrap().len(), 0);
    let again = sandbox.run(CONFIRMED);
    assert_eq!(again.code, Some(3), "{}", again.stderr);

    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.digest(), before);
    sandbox.run("op redo --yes").ok();
    assert_eq!(sandbox.digest(), after);
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_dry_run_counts_what_would_go() {
    let sandbox = full();
    let before = sandbox.digest();

    sandbox.run(&format!("{CC} -n --lang fr")).shows(
        "Supprime  CC des Sources et Bocages · CC · 61 · 200000131 · cc-des-sources-et-bocages
          2 relations · 1 mode · 1 audit · 3 statuts · 1 commentaire",
        "Base      ./store.db · rien ne sera écrit",
    );
    let document = sandbox.run(&format!("{CC} -n --json")).ok().json();

    assert_eq!(
        document["summary"].to_string(),
        "{\"written\":13,\"records\":{\"relation\":2,\"mode\":1,\"audit\":1,\"statut\":3,\"commentaire\":1,\"pilotes\":0,\"services\":0}}"
    );
    assert_eq!(document["changes"].as_array().unwrap().len(), 13);
    assert_eq!(sandbox.digest(), before);
    sandbox
        .run("profile delete sm-de-traitement-des-dechets-du-haut-orvel -n")
        .shows(
            "Deletes   SM de traitement des déchets du Haut Orvel · SMF · 61 · sm-de-traitement-des-dechets-du-haut-orvel
          nothing else",
            "Store     ./store.db · nothing will be written",
        );
}

#[test]
fn a_yes_is_not_enough_and_another_name_neither() {
    let sandbox = full();
    let before = sandbox.digest();
    for flags in ["", "--yes", "--json", "--yes --json"] {
        let run = sandbox.run(&format!("{CC} {flags}"));
        assert_eq!(run.code, Some(7), "{flags}\n{}{}", run.stdout, run.stderr);
    }
    let run = sandbox.run(&format!("{CC} --yes"));
    assert!(
        run.stderr.ends_with(
            "error[not_confirmed]: nothing was written: what would go must be named
hint: --confirm cc-des-sources-et-bocages confirms, -n only shows
"
        ),
        "{}",
        run.stderr
    );
    for name in ["orvel-61", "yes", "''", "cc-des-sources"] {
        let run = sandbox.run(&format!("{CC} --confirm {name} --yes"));
        assert_eq!(run.code, Some(7), "{name}\n{}{}", run.stdout, run.stderr);
    }
    sandbox
        .run(&format!("{CC} --confirm orvel-61 --yes"))
        .fails(
            7,
            "error[not_confirmed]: nothing was written: `orvel-61` is not what would go",
        );
    assert_eq!(sandbox.digest(), before);
    sandbox
        .run("profile delete grand-orvel --confirm grand-orvel")
        .fails(
            3,
            "error[profile_not_found]: no profile matches `grand-orvel`",
        );
}

#[test]
fn the_full_name_confirms_as_well() {
    let sandbox = full();
    let run = sandbox
        .run("profile delete 200000131 --confirm 'CC des Sources et Bocages' --json")
        .ok()
        .json();
    assert_eq!(run["operation"], 14);
}

#[test]
fn what_was_saved_is_refused_once_something_has_come_to_it() {
    let sandbox = Sandbox::filled();
    sandbox.run(&format!("{CC} --save out.json")).ok();
    sandbox
        .run("referentiel set cc-des-sources-et-bocages cae_3.1.1.1=fait --yes")
        .ok();

    sandbox.run("apply out.json --yes").fails(
        5,
        "error[has_dependents]: 1 record still depends on what would go",
    );
    sandbox.run("op undo --yes").ok();
    sandbox
        .run("apply out.json --confirm cc-des-sources-et-bocages")
        .ok();

    let run = sandbox.run("profile show cc-des-sources-et-bocages");
    assert_eq!(run.code, Some(3), "{}", run.stdout);
}

#[test]
fn what_others_copied_from_it_stays_and_names_it_still() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to orvel-61 -a 3 --yes")
        .ok();
    sandbox
        .run("profile delete petr-du-pays-de-trevanne --confirm petr-du-pays-de-trevanne")
        .ok();

    let status = sandbox
        .run("referentiel status cae orvel-61 --to-confirm --json")
        .ok()
        .json();
    assert_eq!(status["items"][0]["source"], "petr-du-pays-de-trevanne");
    let title = "referentiel copy cae petr-du-pays-de-trevanne → orvel-61 -a 3";
    let list = sandbox.run("op list --json").ok().json();
    assert_eq!(
        list["items"][0]["title"],
        "profile delete petr-du-pays-de-trevanne"
    );
    assert_eq!(list["items"][0]["targets"][0], "petr-du-pays-de-trevanne");
    assert_eq!(list["items"][1]["title"], title);
    let shown = sandbox.run("op show 11 --format table").ok();
    assert!(shown.stdout.contains(title), "{}", shown.stdout);
    let reply = sandbox.run("op reply 11").ok();
    assert!(
        reply.stdout.contains("du PETR du Pays de Trévanne vers"),
        "{}",
        reply.stdout
    );
    sandbox.run("op reply 12").shows(
        "Bonjour,
Nous avons supprimé le profil « PETR du Pays de Trévanne », avec tout ce qu'il contenait.
Si besoin, nous pouvons annuler l'opération.",
        "",
    );
    sandbox
        .run("op history petr-du-pays-de-trevanne --format ids")
        .shows("12\n9\n8\n2", "");
}

#[test]
fn what_was_written_on_it_before_is_undone_only_once_it_is_back() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("referentiel set cc-des-sources-et-bocages cae_1.1.1.1=non_renseigne --yes")
        .ok();
    sandbox.run(CONFIRMED).ok();

    for flag in ["", "--partial"] {
        let run = sandbox.run(&format!("op undo 11 {flag} --yes"));
        assert!(
            run.stderr.contains(
                "cc-des-sources-et-bocages  profile  expected present, now absent by support-1, 09:05, operation 12"
            ),
            "{}",
            run.stderr
        );
        run.fails(
            5,
            "error[undo_conflict]: nothing was undone: the only field has changed since",
        );
    }
    sandbox.run("op undo 12 --yes").ok();
    sandbox.run("op undo 11 --yes").ok();
}

#[test]
fn a_relation_comes_back_once_both_ends_are_there() {
    let sandbox = full();
    let before = sandbox.digest();
    sandbox
        .run("profile delete petr-du-pays-de-trevanne --confirm petr-du-pays-de-trevanne")
        .ok();
    sandbox.run(CONFIRMED).ok();

    sandbox.run("op undo 14 --yes").fails(
        5,
        "error[undo_conflict]: nothing was undone: 1 of the 16 fields has changed since",
    );
    let run = sandbox.run("op undo 14 --partial --yes");
    assert_eq!(run.code, Some(8), "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Undone    14 in part · 15 fields · operation 16 · exit 8 (partial)
          1 has changed since:
  !  cc-des-sources-et-bocages  profile  absent by support-1, 09:05 (operation 15)   stays
Redo      tetctl op redo
Reply     tetctl op reply 16
"
    );
    sandbox
        .run("profile members petr-du-pays-de-trevanne --format ids")
        .shows("ca-orvel-agglomeration\ncc-du-pays-de-trevanne", "");
    sandbox.run("op undo 15 --yes").ok();
    sandbox.run("op undo 14 --yes").ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_number_is_never_given_again() {
    let sandbox = Sandbox::empty();
    let create = "profile create 'CC du Val' --department 61 --yes";
    sandbox.run(create).ok();
    sandbox
        .run("profile delete cc-du-val --confirm cc-du-val")
        .ok();
    sandbox.run(create).ok();

    sandbox
        .run("op history cc-du-val --format ids")
        .shows("3", "");
    sandbox.run("op undo 2 --yes").fails(
        5,
        "error[undo_conflict]: nothing was undone: 1 of the 4 fields has changed since",
    );
    sandbox.run("op undo 2 --partial --yes").fails(
        5,
        "error[undo_conflict]: nothing was undone: 1 of the 4 fields has changed since",
    );
}

#[test]
fn at_a_terminal_the_name_is_typed() {
    let sandbox = full();
    let before = sandbox.digest();
    let line = words(&format!("{CC} --lang fr"));
    let line: Vec<&str> = line.iter().map(String::as_str).collect();
    let question = "Supprimer CC des Sources et Bocages (2 relations · 1 mode · 1 audit · 3 statuts \
                    · 1 commentaire) ? Pour confirmer, taper son nom ou cc-des-sources-et-bocages \
                    (d : chaque ligne) :";

    for answer in ["o", "", "cc-des-sources"] {
        let Some(mut session) = at_terminal(&sandbox, &line) else {
            return;
        };
        expect(&mut session, question);
        session.send_line(answer).unwrap();
        session.exp_eof().unwrap();
        assert_eq!(exit(&mut session), Some(7), "{answer}");
    }
    assert_eq!(sandbox.digest(), before);

    let Some(mut session) = at_terminal(&sandbox, &line) else {
        return;
    };
    expect(&mut session, question);
    session.send_line("d").unwrap();
    expect(&mut session, "  -  orvel-61 → cc-des-sources-et-bocages");
    expect(&mut session, "  -  cae_1.1.1.1");
    expect(&mut session, question);
    session.send_line("cc des sources et bocages").unwrap();
    expect(
        &mut session,
        "Fait      profile delete cc-des-sources-et-bocages",
    );
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(0));
}

#[test]
fn at_a_terminal_the_flag_spares_the_question_and_a_yes_does_not() {
    let sandbox = full();
    for (line, code) in [
        (format!("{CC} --yes"), 7),
        (format!("{CC} --confirm orvel-61"), 7),
        (CONFIRMED.to_owned(), 0),
    ] {
        let line = words(&line);
        let line: Vec<&str> = line.iter().map(String::as_str).collect();
        let Some(mut session) = at_terminal(&sandbox, &line) else {
            return;
        };
        session.exp_eof().unwrap();
        assert_eq!(exit(&mut session), Some(code), "{line:?}");
    }
}
