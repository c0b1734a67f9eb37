//! `tetctl profile relate`.

use crate::sandbox::Sandbox;

const SM: &str = "sm-de-traitement-des-dechets-du-haut-orvel";

#[test]
fn members_come_and_go_once() {
    let sandbox = Sandbox::profiles();
    let line = format!("profile relate {SM} --add 200000131 ca-orvel-agglomeration --yes");
    sandbox.run(&line).shows(
        &format!(
            "Done      profile relate {SM} --add cc-des-sources-et-bocages ca-orvel-agglomeration · 2 fields · operation 8
Undo      tetctl op undo 8"
        ),
        "Store     ./store.db",
    );
    sandbox
        .run(&line)
        .shows("Nothing to change.", "Store     ./store.db");

    let line = format!("profile relate {SM} --remove 200000131 --yes");
    sandbox.run(&line).ok();
    sandbox
        .run(&line)
        .shows("Nothing to change.", "Store     ./store.db");
    sandbox
        .run(&format!("profile members {SM} --format ids"))
        .shows("ca-orvel-agglomeration", "");
}

#[test]
fn both_flags_go_together() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile relate petr-du-pays-de-trevanne --remove ca-orvel-agglomeration --add 61006 --yes")
        .ok();
    sandbox
        .run("profile members petr-du-pays-de-trevanne --format ids")
        .shows(
            "cc-des-sources-et-bocages\ncc-du-pays-de-trevanne\norvel-61",
            "",
        );
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let sandbox = Sandbox::profiles();
    let before = sandbox.digest();

    sandbox
        .run("profile relate petr-du-pays-de-trevanne --remove 200000149 --add orvel-61 -n")
        .shows(
            "profile relate petr-du-pays-de-trevanne --add orvel-61 --remove ca-orvel-agglomeration
  +  orvel-61 → petr-du-pays-de-trevanne
  -  ca-orvel-agglomeration → petr-du-pays-de-trevanne",
            "Store     ./store.db · nothing will be written",
        );

    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_document_tells_each_relation() {
    let sandbox = Sandbox::profiles();
    let document = sandbox
        .run(&format!("profile relate {SM} --add 61006 --yes --json"))
        .json();
    assert_eq!(document["operation"], 8);
    assert_eq!(document["changes"][0]["field"], "relation");
    assert_eq!(document["changes"][0]["before"], false);
    assert_eq!(document["changes"][0]["after"], true);
}

#[test]
fn a_cycle_is_refused() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile relate ca-orvel-agglomeration --add orvel-61 --yes")
        .ok();
    sandbox
        .run("profile relate orvel-61 --add petr-du-pays-de-trevanne --yes")
        .fails(
            5,
            "error[cycle]: petr-du-pays-de-trevanne cannot be a member of orvel-61, which is below it already",
        );
    sandbox
        .run("profile relate orvel-61 --add orvel-61 --yes --lang fr")
        .fails(
            5,
            "erreur[cycle]: orvel-61 ne peut pas être membre de lui-même",
        );
}

#[test]
fn what_cannot_be_read_is_refused() {
    let sandbox = Sandbox::profiles();
    let before = sandbox.digest();
    let relate = "profile relate petr-du-pays-de-trevanne";

    sandbox.run(relate).fails(
        2,
        "error[usage]: <--add <MEMBER>...|--remove <MEMBER>...> is missing",
    );
    sandbox
        .run(&format!("{relate} --add orvel-61 --remove orvel-61 --yes"))
        .fails(
            2,
            "error[usage]: orvel-61 stands both after --add and after --remove",
        );
    let run = sandbox.run(&format!("{relate} --add Grand Besançon --yes"));
    assert!(
        run.stderr
            .contains("quote names with spaces:  --add \"Grand Besançon\"")
    );
    run.fails(
        3,
        "error[profile_not_found]: `Grand` is no key of a profile",
    );
    sandbox.run(&format!("{relate} --add orvel-61")).fails(
        7,
        "error[not_confirmed]: nothing was written: nobody is there to confirm",
    );

    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_full_name_is_one_quoted_value_after_its_own_flag() {
    let sandbox = Sandbox::profiles();
    let comma = "CC Rives, Sources et Vallons";
    sandbox
        .run(&format!("profile create '{comma}' --department 61 --yes"))
        .ok();

    sandbox
        .run(&format!(
            "profile relate {SM} --add '{comma}' --add 'ca orvel agglomeration' --yes"
        ))
        .ok();
    sandbox
        .run("profile relate petr-du-pays-de-trevanne --remove 'cc-des-sources-et-bocages, 200000149' --yes")
        .ok();

    sandbox
        .run(&format!("profile members {SM} --format ids"))
        .shows("ca-orvel-agglomeration\ncc-rives-sources-et-vallons", "");
    sandbox
        .run("profile members petr-du-pays-de-trevanne --format ids")
        .shows("cc-du-pays-de-trevanne", "");
}
