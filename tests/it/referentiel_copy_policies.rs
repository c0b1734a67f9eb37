//! `tetctl referentiel copy --on-conflict newest` and `append`.

use crate::sandbox::Sandbox;

const COPY: &str = "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages";
const YESTERDAY: &str = "2026-11-23T09:05:00Z";
const LATER: &str = "2026-11-24T10:00:00Z";

/// Returns the filled territory, where the target's commentaire is of yesterday and its statut later.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::filled();
    for (now, words) in [
        (YESTERDAY, "--commentaire 'cae_1.1.1=Étude lancée hier'"),
        (LATER, "cae_1.1.1.1=programme"),
        (YESTERDAY, "cae_1.1.2.1.1=pas_fait"),
    ] {
        let line = format!("referentiel set cc-des-sources-et-bocages {words} --yes");
        sandbox.run_at(now, "support-2", &line).ok();
    }
    sandbox
}

/// Returns what became of the fields of a document: action, field, decision, reason.
fn changes(document: &serde_json::Value) -> Vec<[String; 4]> {
    let changes = document["changes"].as_array().unwrap();
    let cells = |change: &serde_json::Value| {
        ["action", "field", "decision", "reason"]
            .map(|key| change[key].as_str().unwrap_or_default().to_owned())
    };
    changes.iter().map(cells).collect()
}

#[test]
fn the_later_human_edit_wins_of_a_branch_the_latest_statut() {
    let sandbox = sandbox();
    let before = sandbox.digest();
    let line = format!("{COPY} -a 1.1 --on-conflict newest");
    sandbox
        .run(&format!("{line} -n --lang fr"))
        .shows(
            "De        PETR du Pays de Trévanne    PETR · 61 · 9 champs remplis · modifié à 09:05 par support-1
Vers      CC des Sources et Bocages   CC · 61 · 200000131 · 4 champs remplis
          modifié hier par support-2
Actions   cae_1.1 et sa branche · 6 champs choisis · règle : garder le plus récent (newest)

  ~  cae_1.1.1  Écrire la stratégie climat
       commentaire  Étude lancée hier     → Stratégie votée   (plus récent)
  !  cae_1.1.1.1  Réaliser le diagnostic avec les habitants
       statut       programmé             gardé   (source : fait)   (plus ancien à la source)
  -  cae_1.1.2.1.1  Nommer une personne pour le suivi
       statut       pas fait              effacé   (la branche parle à l'autre niveau)
  +  cae_1.1.1.1  Réaliser le diagnostic avec les habitants      commentaire  Diagnostic partagé
  +  cae_1.1.1.2.1  Choisir une année de référence               statut       fait
  +  cae_1.1.1.2.2  Fixer un palier tous les cinq ans            statut       programmé
  +  cae_1.1.2.1  Suivre les actions chaque année                statut       détaillé 20/50/30

     MESURE                            À ÉCRIRE  GARDÉS  ÉGAUX
     1.1.1 Écrire la stratégie climat         4       1      0
     1.1.2 Tenir le cap                       1       0      0

5 à écrire · 1 gardé · 0 égal · 0 refusé = 6 choisis · et 1 statut effacé
Non copié  documents, discussions, réponses de personnalisation, historique, scores
Faire exactement cela : --save copie.json, puis  tetctl apply copie.json", "Base      ./store.db · rien ne sera écrit");
    let document = sandbox.run(&format!("{line} --yes --json")).ok().json();
    assert_eq!(
        changes(&document),
        [
            ["cae_1.1.1", "commentaire", "written", "newer"],
            ["cae_1.1.1.1", "statut", "kept", "older"],
            ["cae_1.1.2.1.1", "statut", "cleared", "other_level"],
            ["cae_1.1.1.1", "commentaire", "written", "blank"],
            ["cae_1.1.1.2.1", "statut", "written", "blank"],
            ["cae_1.1.1.2.2", "statut", "written", "blank"],
            ["cae_1.1.2.1", "statut", "written", "blank"],
        ]
    );

    // A copied value keeps its source's date: again there is nothing to do.
    let again = sandbox.run(&format!("{line} --yes --lang fr")).ok();
    assert!(
        again.stdout.starts_with("Rien à changer"),
        "{}",
        again.stdout
    );
    let number = document["operation"].as_i64().unwrap();
    let show = sandbox
        .run(&format!("op show {number} --format table --lang fr"))
        .ok();
    assert!(
        show.stdout
            .contains("Règle     garder le plus récent (newest)"),
        "{}",
        show.stdout
    );
    sandbox.run(&format!("op undo {number} --yes")).ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn what_is_written_over_counts_for_the_cap_and_what_is_appended_does_not() {
    let sandbox = sandbox();
    sandbox
        .run(&format!(
            "{COPY} --on-conflict newest --max-overwrites 0 --yes"
        ))
        .fails(5, "error[too_many_overwrites]: 2 fields of cc-des-sources-et-bocages would be replaced, more than the limit of 0");
    sandbox
        .run(&format!(
            "{COPY} --on-conflict append --max-overwrites 0 --yes"
        ))
        .ok();
}

#[test]
fn a_commentaire_is_put_behind_the_other_once() {
    let sandbox = sandbox();
    let before = sandbox.digest();
    let line = format!("{COPY} -a 1.1 --on-conflict append");
    sandbox
        .run(&format!("{line} -n --lang fr"))
        .shows(
            "De        PETR du Pays de Trévanne    PETR · 61 · 9 champs remplis · modifié à 09:05 par support-1
Vers      CC des Sources et Bocages   CC · 61 · 200000131 · 4 champs remplis
          modifié hier par support-2
Actions   cae_1.1 et sa branche · 6 champs choisis · règle : ajouter à la suite (append)

  ~  cae_1.1.1  Écrire la stratégie climat
       commentaire  Étude lancée hier     gardé   puis, à la suite : Stratégie votée
  !  cae_1.1.1.1  Réaliser le diagnostic avec les habitants
       statut       programmé             gardé   (source : fait)
  !  cae_1.1.2.1  Suivre les actions chaque année
       statut       par tâches (1)        gardé
                    (source : détaillé 20/50/30, au niveau de la sous-action)
  +  cae_1.1.1.1  Réaliser le diagnostic avec les habitants      commentaire  Diagnostic partagé
  +  cae_1.1.1.2.1  Choisir une année de référence               statut       fait
  +  cae_1.1.1.2.2  Fixer un palier tous les cinq ans            statut       programmé

     MESURE                            À ÉCRIRE  GARDÉS  ÉGAUX
     1.1.1 Écrire la stratégie climat         4       1      0
     1.1.2 Tenir le cap                       0       1      0

4 à écrire · 2 gardés · 0 égal · 0 refusé = 6 choisis
Non copié  documents, discussions, réponses de personnalisation, historique, scores
Faire exactement cela : --save copie.json, puis  tetctl apply copie.json", "Base      ./store.db · rien ne sera écrit");
    let document = sandbox.run(&format!("{line} --yes --json")).ok().json();
    assert_eq!(
        changes(&document),
        [
            ["cae_1.1.1", "commentaire", "written", "append"],
            ["cae_1.1.1.1", "statut", "kept", "differs"],
            ["cae_1.1.2.1", "statut", "kept", "other_level"],
            ["cae_1.1.1.1", "commentaire", "written", "blank"],
            ["cae_1.1.1.2.1", "statut", "written", "blank"],
            ["cae_1.1.1.2.2", "statut", "written", "blank"],
        ]
    );
    let after = document["changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|change| change["reason"] == "append")
        .map(|change| change["after"].clone());
    assert_eq!(after, Some("Étude lancée hier\nStratégie votée".into()));
    let digest = sandbox.digest();

    let again = sandbox.run(&format!("{line} --yes --lang fr")).ok();
    assert!(
        again.stdout.starts_with("Rien à changer"),
        "{}",
        again.stdout
    );
    assert_eq!(sandbox.digest(), digest);

    let number = document["operation"].as_i64().unwrap();
    let reply = sandbox.run(&format!("op reply {number}")).ok();
    assert!(
        reply
            .stdout
            .contains("3 champs ont été complétés et 1 de vos champs complété à la suite."),
        "{}",
        reply.stdout
    );
    let show = sandbox
        .run(&format!("op show {number} --format table --lang fr"))
        .ok();
    assert!(
        show.stdout.contains("(complété) Étude lancée h"),
        "{}",
        show.stdout
    );
    // It comes from elsewhere in part: somebody is to confirm it, and the later edit is its date.
    let status = sandbox
        .run("referentiel status cae cc-des-sources-et-bocages --json")
        .ok()
        .json();
    let items = status["items"].as_array().unwrap();
    let of = |action: &str| {
        items
            .iter()
            .find(|item| item["action"] == action)
            .unwrap()
            .clone()
    };
    assert_eq!(of("cae_1.1.1")["to_confirm"], true);
    assert_eq!(of("cae_1.1.1")["edited_at"], "2026-11-24T09:05:00Z");
    sandbox.run(&format!("op undo {number} --yes")).ok();
    assert_eq!(sandbox.digest(), before);
}
