//! `tetctl referentiel export`.

use serde_json::json;

use crate::one_profile::{CC, filled, one_profile};

#[test]
fn only_what_is_filled_in_is_exported_hidden_taches_included() {
    let sandbox = filled();
    let csv = "action,statut,fait,programme,pas_fait,commentaire,pilotes,services
cae_1.1.1,,,,,\"Voté & relu
en mars\",,
cae_1.1.1.1,fait,,,,,,
cae_1.1.1.1.2,programme,,,,,,
cae_1.1.1.2.1,detaille,0.2,0.5,0.3,,,
cae_1.1.2.2,pas_fait,,,,,,
";
    let export = format!("referentiel export cae {CC}");
    assert_eq!(sandbox.run(&export).ok().stdout, csv);
    sandbox
        .run(&format!("{export} -o statuts.csv"))
        .shows("", "");
    assert_eq!(sandbox.read("statuts.csv"), csv);
    let tsv = sandbox
        .run(&format!("{export} --format tsv --no-header"))
        .ok();
    assert!(
        tsv.stdout
            .starts_with("cae_1.1.1\t\t\t\t\tVoté & relu en mars\t\t\n")
    );
}

#[test]
fn a_document_keeps_commentaires_as_they_are() {
    let sandbox = filled();
    let document = sandbox
        .run(&format!("referentiel export cae {CC} --json"))
        .ok()
        .json();
    assert_eq!(
        document["items"][0],
        json!({
            "action": "cae_1.1.1", "statut": null, "fait": null, "programme": null, "pas_fait": null,
            "commentaire": "<p>Voté &amp; relu</p><p>en mars</p>", "pilotes": [], "services": [],
        })
    );
    assert_eq!(
        document["items"][3],
        json!({
            "action": "cae_1.1.1.2.1", "statut": "detaille", "fait": 0.2, "programme": 0.5,
            "pas_fait": 0.3, "commentaire": null, "pilotes": [], "services": [],
        })
    );
    sandbox
        .run(&format!("referentiel export cae {CC} -o all.json"))
        .ok();
    let file: serde_json::Value = serde_json::from_str(&sandbox.read("all.json")).unwrap();
    assert_eq!(file, document);
}

#[test]
fn a_profile_without_data_exports_a_header() {
    let sandbox = one_profile();
    let export = format!("referentiel export cae {CC}");
    assert_eq!(
        sandbox.run(&export).ok().stdout,
        "action,statut,fait,programme,pas_fait,commentaire,pilotes,services\n"
    );
    sandbox
        .run(&format!("{export} --format ids"))
        .fails(2, "error[usage]: no format `ids` here: json, csv, tsv");
    sandbox.run("referentiel export cae sources").fails(
        3,
        "error[profile_loose]: `sources` is neither a key nor a full name",
    );
}

#[test]
fn actions_that_are_gone_are_left_out_with_a_remark() {
    let sandbox = filled();
    let newer = sandbox
        .read("structure.csv")
        .replace("1.1.2.2,Former", "1.1.2.3,Former");
    sandbox.write("structure.csv", &newer);
    sandbox
        .run("referentiel import structure.csv --id cae --yes")
        .ok();
    let export = format!("referentiel export cae {CC}");
    let run = sandbox.run(&export).ok();
    assert!(!run.stdout.contains("cae_1.1.2.2"));
    assert!(
        run.stderr
            .starts_with("1 action outside the present structure, not exported")
    );
    let document = sandbox.run(&format!("{export} --json")).ok().json();
    assert_eq!(document["warnings"][0]["code"], "orphans");
    sandbox
        .run(&format!(
            "referentiel status cae {CC} --orphans --format ids"
        ))
        .shows("cae_1.1.2.2", "");
}
