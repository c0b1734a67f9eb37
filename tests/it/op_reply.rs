//! `tetctl op reply`.

use crate::sandbox::Sandbox;

const PETR: &str = "profile create 'PETR du Pays de Trévanne' --department 61 --yes";

#[test]
fn a_reply_is_french_and_says_what_stands() {
    let sandbox = Sandbox::empty();
    sandbox.run(PETR).ok();
    let reply = "Bonjour,
Nous avons créé le profil « PETR du Pays de Trévanne ».
Si besoin, nous pouvons annuler l'opération.";
    sandbox.run("op reply 1 --lang en").shows(reply, "");
    let document = sandbox.run("op reply 1 --json").json();
    assert_eq!(document["reply"], format!("{reply}\n"));

    sandbox.run("op undo --yes").ok();
    sandbox.run("op reply 1").shows(
        "Bonjour,
Nous avons créé le profil « PETR du Pays de Trévanne ». Cela a depuis été annulé.
Si besoin, nous pouvons refaire l'opération.",
        "",
    );
    sandbox.run("op reply 2").shows(
        "Bonjour,
Nous avons annulé l'opération 1 : 4 champs sont revenus à leur valeur d'avant.
Si besoin, nous pouvons refaire l'opération.",
        "",
    );

    sandbox.run("op redo --yes").ok();
    sandbox.run("op reply 1").shows(reply, "");
}

const COPY: &str = "copy cae --from petr-du-pays-de-trevanne --yes";

#[test]
fn what_was_replaced_is_told_apart() {
    let sandbox = Sandbox::filled();
    sandbox
        .run(&format!(
            "{COPY} --to cc-des-sources-et-bocages --on-conflict overwrite --max-overwrites 9"
        ))
        .ok();
    sandbox.run("op reply 11").shows(
        "Bonjour,
Nous avons copié le référentiel Climat Air Énergie du PETR du Pays de Trévanne vers votre profil : 6 champs ont été complétés et 2 de vos champs remplacés.
1 champ était déjà identique. 1 statut saisi à un autre niveau de la même sous-mesure a été effacé. Les documents, discussions et réponses de personnalisation ne sont pas copiés.
Les éléments repris sont marqués « à confirmer ». Si besoin, nous pouvons annuler cette copie.",
        "",
    );
    let sheet = sandbox.run("op show 11 --format table --lang fr").ok();
    let stated = "Actions   tout le référentiel cae\nRègle     remplacer (overwrite)\n";
    assert!(sheet.stdout.contains(stated), "{}", sheet.stdout);
    let document = sandbox.run("op show 11 --json").json();
    assert_eq!(document["policy"], "overwrite");
    assert_eq!(document["override_audit"], serde_json::Value::Null);
    assert_eq!(document["selection"]["include"], serde_json::json!([]));
}

#[test]
fn a_batch_names_every_target() {
    let sandbox = Sandbox::filled();
    for slug in ["cc-des-sources-et-bocages", "cc-du-pays-de-trevanne"] {
        sandbox.run(&format!("{COPY} --to {slug} --batch lot")).ok();
    }
    sandbox.run("op undo 11 --yes").ok();
    sandbox.run("op reply --batch lot").shows(
        "Bonjour,
La copie du référentiel Climat Air Énergie du PETR du Pays de Trévanne vers le profil de la CC des Sources et Bocages a été annulée.
Les champs qu'elle avait remplis sont revenus à leur valeur d'avant.
Nous avons copié le référentiel Climat Air Énergie du PETR du Pays de Trévanne vers le profil de la CC du Pays de Trévanne : 9 champs ont été complétés.
Les documents, discussions et réponses de personnalisation ne sont pas copiés.
Les éléments repris sont marqués « à confirmer ». Si besoin, nous pouvons annuler cette copie.",
        "",
    );
}

#[test]
fn a_reply_tells_what_is_in_place_after_undo_redo_and_a_part_undone() {
    let sandbox = Sandbox::filled();
    sandbox
        .run("copy cae --from petr-du-pays-de-trevanne --to orvel-61 --yes")
        .ok();
    for line in ["op undo", "op redo", "op undo 11 -a 1"] {
        sandbox.run(&format!("{line} --yes")).ok();
    }
    let reply = sandbox.run("op reply 11").ok().stdout;
    assert!(
        reply.contains("Une partie de cette copie a ensuite été annulée"),
        "{reply}"
    );
}
