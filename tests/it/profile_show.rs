//! `tetctl profile show`.

use serde_json::json;

use crate::sandbox::Sandbox;

#[test]
fn people_see_one_fact_a_line() {
    let sandbox = Sandbox::profiles();
    sandbox.run("profile show orvel-61 --lang fr").shows(
        "Orvel
Slug          orvel-61
Nature        commune
INSEE         61006
Département   61
Population    12\u{202f}400
Membre de     —
Membres       0
Opération     5 · 09:05 · support-1 · profile create orvel-61",
        "",
    );
    sandbox
        .run("profile show 'petr du pays de trevanne'")
        .shows(
            "PETR du Pays de Trévanne
Slug          petr-du-pays-de-trevanne
Nature        PETR
Department    61
Member of     —
Members       3 · ca-orvel-agglomeration, cc-des-sources-et-bocages, cc-du-pays-de-trevanne
Operation     7 · 09:05 · support-1 · profile relate petr-du-pays-de-trevanne --add cc-du-pays-de-trevanne cc-des-sources-et-bocages ca-orvel-agglomeration",
            "",
        );
}

#[test]
fn a_document_holds_every_key() {
    let sandbox = Sandbox::profiles();
    let document = sandbox.run("profile show 200000131 --json").json();
    assert_eq!(
        document["profile"],
        json!({
            "slug": "cc-des-sources-et-bocages", "name": "CC des Sources et Bocages",
            "nature": "CC", "type": "epci", "siren": "200000131", "insee": null,
            "department": "61", "population": null,
        })
    );
    assert_eq!(document["parents"], json!(["petr-du-pays-de-trevanne"]));
    assert_eq!(document["members"], json!([]));
    assert_eq!(document["filled"], json!({ "cae": 0, "eci": 0, "te": 0 }));
    assert_eq!(
        document["situations"],
        json!([
            { "referentiel": "cae", "mode": "write", "audit": "none" },
            { "referentiel": "eci", "mode": "write", "audit": "none" },
            { "referentiel": "te", "mode": "readonly", "audit": "none" },
        ])
    );
    assert_eq!(document["last"]["operation"], 7);
    assert_eq!(document["last"]["at"], crate::sandbox::NOW);
    assert_eq!(document["last"]["actor"], "support-1");
}

#[test]
fn a_profile_is_no_list() {
    let sandbox = Sandbox::profiles();
    sandbox
        .run("profile show orvel-61 --format csv")
        .fails(2, "error[usage]: no format `csv` here: table, json");
}
