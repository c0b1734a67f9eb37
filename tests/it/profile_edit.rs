//! `tetctl profile edit`.

use serde_json::Value;

use crate::sandbox::Sandbox;

const CC: &str = "profile edit cc-des-sources-et-bocages";

fn shown(sandbox: &Sandbox, key: &str) -> Value {
    sandbox
        .run(&format!("profile show {key} --json"))
        .ok()
        .json()["profile"]
        .clone()
}

#[test]
fn a_name_and_a_nature_change_and_the_slug_stays() {
    let sandbox = Sandbox::profiles();
    let before = sandbox.digest();
    let line = format!("{CC} --name 'CA des Sources  et Bocages' --nature CA --yes");

    sandbox.run(&line).shows(
        "Done      profile edit cc-des-sources-et-bocages · 2 fields · operation 8
Undo      tetctl op undo 8",
        "Store     ./store.db",
    );
    sandbox
        .run(&line)
        .shows("Nothing to change.", "Store     ./store.db");

    let profile = shown(&sandbox, "200000131");
    assert_eq!(profile["name"], "CA des Sources et Bocages");
    assert_eq!(profile["nature"], "CA");
    assert_eq!(profile["slug"], "cc-des-sources-et-bocages");
    sandbox.run("op undo --yes").ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_dry_run_shows_what_was_and_what_would_come() {
    let sandbox = Sandbox::profiles();
    let before = sandbox.digest();

    sandbox
        .run(&format!(
            "{CC} --siren '' --population 12400 --department 14 -n"
        ))
        .shows(
            "profile edit cc-des-sources-et-bocages
  -  cc-des-sources-et-bocages  siren        200000131 → —
  ~  cc-des-sources-et-bocages  department   61 → 14
  +  cc-des-sources-et-bocages  population   — → 12400",
            "Store     ./store.db · nothing will be written",
        );

    assert_eq!(sandbox.digest(), before);
    sandbox.run(&format!("{CC} --population 1")).fails(
        7,
        "error[not_confirmed]: nothing was written: nobody is there to confirm",
    );
}

#[test]
fn a_slug_changes_when_it_is_asked_for_and_is_found_by_the_new_one_alone() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run(&format!("{CC} --slug sources-et-bocages --yes"))
        .ok();
    assert_eq!(shown(&sandbox, "sources-et-bocages")["siren"], "200000131");
    sandbox
        .run("profile members petr-du-pays-de-trevanne --format ids")
        .shows(
            "ca-orvel-agglomeration\ncc-du-pays-de-trevanne\nsources-et-bocages",
            "",
        );
    let run = sandbox.run("profile show cc-des-sources-et-bocages");
    assert_eq!(run.code, Some(3), "{}", run.stdout);
    let title = sandbox.run("op list --json").json()["items"][0]["title"].clone();
    assert_eq!(title, "profile edit sources-et-bocages");
}

#[test]
fn what_another_profile_has_is_refused() {
    let sandbox = Sandbox::profiles();
    for (flag, message) in [
        (
            "--siren 200000149",
            "the SIREN `200000149` is ca-orvel-agglomeration's already",
        ),
        (
            "--slug orvel-61",
            "the slug `orvel-61` is orvel-61's already",
        ),
        (
            "--nature commune --insee 61006 --siren ''",
            "the INSEE code `61006` is orvel-61's already",
        ),
    ] {
        sandbox
            .run(&format!("{CC} {flag} --yes"))
            .fails(5, &format!("error[already_exists]: {message}"));
    }
    sandbox
        .run("profile create Atelier --nature structure --yes")
        .ok();
    sandbox
        .run(&format!("{CC} --nature structure --name ATELIER --yes"))
        .fails(
            5,
            "error[already_exists]: the name `ATELIER` is atelier's already",
        );
    sandbox
        .run("profile edit atelier --name ATELIER --yes")
        .ok();
}

#[test]
fn a_value_of_the_wrong_form_is_refused() {
    let sandbox = Sandbox::profiles();
    for flag in [
        "--siren 20000013",
        "--siren 200000132",
        "--slug 'Sources Bocages'",
        "--slug Sources",
        "--slug 200000131",
        "--slug 2a004",
        "--slug ''",
        "--name ' '",
        "--nature comune",
        "--nature ''",
        "--department 2C",
        "--population -3",
        "--population douze",
        "--insee 61007",
        "",
    ] {
        let run = sandbox.run(&format!("{CC} {flag} --yes"));
        assert_eq!(run.code, Some(2), "{flag}\n{}{}", run.stdout, run.stderr);
    }
    sandbox.run(&format!("{CC} --slug Sources --yes")).fails(
        2,
        "error[usage]: --slug: `Sources` is no slug: lower case without accents, figures, hyphens, and not a code",
    );
    sandbox
        .run("profile edit grand-orvel --population 3 --yes")
        .fails(
            3,
            "error[profile_not_found]: no profile matches `grand-orvel`",
        );
}

#[test]
fn a_commune_keeps_its_department() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile edit orvel-61 --insee '' --department '' --yes")
        .fails(2, "error[usage]: a commune needs --department or --insee");
    sandbox
        .run("profile edit orvel-61 --department 14 --yes")
        .fails(
            2,
            "error[usage]: --department: `14` is not the department of the INSEE code",
        );
    sandbox
        .run("profile edit orvel-61 --nature CC --yes")
        .fails(
            2,
            "error[usage]: --insee: `61006` is the code of a commune, the profile is none",
        );
    sandbox
        .run("profile edit orvel-61 --department '' --yes")
        .shows("Nothing to change.", "Store     ./store.db");

    sandbox
        .run("profile edit orvel-61 --insee 14118 --yes")
        .ok();

    let commune = shown(&sandbox, "orvel-61");
    assert_eq!(commune["insee"], "14118");
    assert_eq!(commune["department"], "14");
}

#[test]
fn who_prepared_another_field_is_not_disturbed() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run(&format!("{CC} --population 12400 --save population.json"))
        .ok();
    sandbox
        .run(&format!("{CC} --name 'CC Sources' --save name.json"))
        .ok();
    sandbox
        .run_as("support-2", &format!("{CC} --name 'CC Bocages' --yes"))
        .ok();

    sandbox.run("apply population.json --yes").ok();
    sandbox.run("apply name.json --yes").fails(
        5,
        "error[changeset_stale]: 1 expected value has changed since the preview",
    );
}

#[test]
fn an_edit_is_undone_in_part_where_somebody_edited_since() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run(&format!(
            "{CC} --name 'CC Sources' --population 12400 --yes"
        ))
        .ok();
    sandbox
        .run_as("support-2", &format!("{CC} --name 'CC Bocages' --yes"))
        .ok();

    let run = sandbox.run("op undo 8 --partial --yes --lang fr");

    assert_eq!(run.code, Some(8), "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "Annulé    8 en partie · 1 champ · opération 10 · code 8 (partiel)
          1 a changé depuis :
  !  cc-des-sources-et-bocages  nom  « CC Bocages » par support-2, 09:05 (opération 9)   reste
Refaire   tetctl op redo
Répondre  tetctl op reply 10
"
    );
    sandbox.run("op undo 9 --yes").ok();
    sandbox.run("op undo 8 --yes").ok();
    let profile = shown(&sandbox, "200000131");
    assert_eq!(profile["name"], "CC des Sources et Bocages");
    assert_eq!(profile["population"], Value::Null);
}

#[test]
fn the_reply_tells_what_was_done() {
    let sandbox = Sandbox::profiles();
    sandbox.run(&format!("{CC} --population 12400 --yes")).ok();
    sandbox.run("op reply 8").shows(
        "Bonjour,
Nous avons mis à jour la description du profil « CC des Sources et Bocages » : 1 champ a changé.
Si besoin, nous pouvons annuler l'opération.",
        "",
    );
}
