//! Who pilots the mesures: set, shown, exported, copied.

use crate::sandbox::Sandbox;

const SET: &str = "referentiel set petr-du-pays-de-trevanne --pilote 'cae_1.1.1=Zoé Martin' \
     --pilote 'cae_1.1.1=Ali Benali' --service cae_1.1.1=Voirie \
     --commentaire 'cae_1.1.2=Voir avec zoe@trevanne.fr, au Pays de Trévanne'";

fn piloted() -> Sandbox {
    let sandbox = Sandbox::filled();
    sandbox.run(&format!("{SET} --yes")).ok();
    sandbox
        .run(
            "referentiel set cc-des-sources-et-bocages --pilote 'cae_1.2.1=ZOE martin' \
             --service cae_1.1.1=voirie --yes",
        )
        .ok();
    sandbox
}

fn digest(sandbox: &Sandbox) -> String {
    let check = sandbox.run("store check --json").ok().json();
    check["digest"].to_string()
}

#[test]
fn names_are_shown_before_they_are_given() {
    Sandbox::filled().run(&format!("{SET} -n --lang fr")).shows(
        "referentiel set petr-du-pays-de-trevanne
  +  cae_1.1.2  commentaire  — → Voir avec zoe@trevanne.fr, au Pays de T…
  +  cae_1.1.1  pilotes      — → Zoé Martin; Ali Benali
  +  cae_1.1.1  services     — → Voirie",
        "Base      ./store.db · rien ne sera écrit",
    );
}

#[test]
fn the_same_names_in_another_order_change_nothing() {
    let sandbox = piloted();
    let again = sandbox.run(
        "referentiel set petr-du-pays-de-trevanne --pilote 'cae_1.1.1=ali  benali' \
         --pilote 'cae_1.1.1=Zoe Martin' --yes --json",
    );
    assert_eq!(again.ok().json()["summary"]["written"], 0);
}

#[test]
fn pilotes_stand_on_mesures_only() {
    Sandbox::filled()
        .run("referentiel set petr-du-pays-de-trevanne --pilote cae_1.1.1.1=Zoé --service cae_1=X --yes")
        .fails(
            4,
            "error[input_invalid]: referentiel set: 2 problems, nothing was written",
        );
}

#[test]
fn an_empty_name_clears_the_list() {
    let sandbox = piloted();
    let cleared = "referentiel set petr-du-pays-de-trevanne --pilote cae_1.1.1= --yes --json";
    let changes = sandbox.run(cleared).ok().json();
    let change = &changes["changes"][0];
    assert_eq!(
        change["before"].to_string(),
        r#"["Zoé Martin","Ali Benali"]"#
    );
    assert!(change["after"].is_null());
}

#[test]
fn they_are_exported_and_listed() {
    let sandbox = piloted();
    let exported = sandbox
        .run("referentiel export cae petr-du-pays-de-trevanne")
        .ok();
    assert!(
        exported
            .stdout
            .contains("cae_1.1.1,,,,,Stratégie votée,Zoé Martin;Ali Benali,Voirie\n"),
        "{}",
        exported.stdout
    );
    let status = sandbox.run("referentiel status cae petr-du-pays-de-trevanne 1.1.1 --json");
    let item = &status.ok().json()["items"][0];
    assert_eq!(
        item["pilotes"].to_string(),
        r#"["Zoé Martin","Ali Benali"]"#
    );
}

#[test]
fn names_cross_and_unknown_ones_are_added() {
    let sandbox = piloted();
    let before = digest(&sandbox);
    let copy = "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages \
                --data pilotes,services,commentaires -a 1.1";
    let preview = sandbox.run(&format!("{copy} -n --lang fr")).ok().stdout;
    for line in [
        "À créer   1 personne : Ali Benali",
        "À relire  1 commentaire nomme la source : cae_1.1.2",
        "À relire  1 commentaire contient un e-mail : cae_1.1.2",
    ] {
        assert!(preview.contains(line), "{preview}");
    }
    let copied = sandbox.run(&format!("{copy} --yes --json")).ok().json();
    assert_eq!(
        copied["summary"]["equal"], 1,
        "the service, in another case"
    );
    let status = sandbox.run("referentiel status cae cc-des-sources-et-bocages 1.1.1 --json");
    let item = &status.ok().json()["items"][0];
    assert_eq!(
        item["pilotes"].to_string(),
        r#"["ZOE martin","Ali Benali"]"#,
        "the target's own spelling stays"
    );
    assert_eq!(item["services"].to_string(), r#"["voirie"]"#);
    sandbox.run("op undo --yes").ok();
    assert_eq!(digest(&sandbox), before);
}

#[test]
fn a_saved_copy_carries_the_names_that_it_adds() {
    let sandbox = piloted();
    let copy = "copy cae --from petr-du-pays-de-trevanne --to ca-orvel-agglomeration \
                --data pilotes --save copie.json";
    sandbox.run(copy).ok();
    let preview = sandbox.run("apply copie.json -n").ok();
    assert!(preview.stdout.contains("1 field"), "{}", preview.stdout);
    sandbox
        .run("referentiel set ca-orvel-agglomeration --pilote 'cae_2.1.1=Ali Benali' --yes")
        .ok();
    sandbox.run("apply copie.json --yes").ok();
    let shown = sandbox.run("op show 14 --format csv").ok().stdout;
    assert!(shown.contains("Zoé Martin; Ali Benali"), "{shown}");
    sandbox.run("store check").ok();
}
