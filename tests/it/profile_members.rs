//! `tetctl profile members` and `tetctl profile parents`.

use crate::sandbox::Sandbox;

#[test]
fn members_are_listed_like_profiles() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile members petr-du-pays-de-trevanne --format ids")
        .shows(
            "ca-orvel-agglomeration\ncc-des-sources-et-bocages\ncc-du-pays-de-trevanne",
            "",
        );
    sandbox
        .run("profile members 'PETR DU PAYS DE TREVANNE' --format count")
        .shows("3", "");
    sandbox
        .run("profile members ca-orvel-agglomeration --format csv")
        .shows(
            "slug,nom,nature,siren,insee,departement,population,supra,cae,eci,te,membres",
            "",
        );
}

#[test]
fn a_commune_without_data_is_a_member_like_any_other() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile relate ca-orvel-agglomeration --add 61006 --yes")
        .ok();
    sandbox
        .run("profile members ca-orvel-agglomeration --format ids")
        .shows("orvel-61", "");
}

#[test]
fn parents_are_listed_like_profiles() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile relate sm-de-traitement-des-dechets-du-haut-orvel --add 200000131 --yes")
        .ok();
    sandbox
        .run("profile parents 200000131 --format csv --no-header")
        .shows(
            "petr-du-pays-de-trevanne,PETR du Pays de Trévanne,PETR,,,61,,,0,0,0,3
sm-de-traitement-des-dechets-du-haut-orvel,SM de traitement des déchets du Haut Orvel,SMF,,,61,,,0,0,0,1",
            "",
        );
    let document = sandbox
        .run("profile parents petr-du-pays-de-trevanne --json")
        .json();
    assert_eq!(document["items"], serde_json::json!([]));
    sandbox
        .run("profile list --search 200000131 --format csv --no-header")
        .shows(
            "cc-des-sources-et-bocages,CC des Sources et Bocages,CC,200000131,,61,,petr-du-pays-de-trevanne;sm-de-traitement-des-dechets-du-haut-orvel,0,0,0,0",
            "",
        );
}

#[test]
fn an_unknown_profile_is_refused() {
    let sandbox = Sandbox::empty();
    for verb in ["members", "parents"] {
        sandbox.run(&format!("profile {verb} 200000131")).fails(
            3,
            "error[profile_not_found]: no profile matches `200000131`",
        );
    }
}
