//! `tetctl help copying`.

use crate::domain::language::Language::{self, English, French};
use crate::domain::policy::Policy;

/// Returns the page.
pub fn text(language: Language) -> String {
    let policies = Policy::ALL.map(|policy| {
        format!(
            "  {:<11}{}\n",
            policy.code(),
            policy_words(language, policy)
        )
    });
    let (before, after) = language.pick((FRENCH, FRENCH_END), (ENGLISH, ENGLISH_END));
    format!("{before}{}{after}{EXAMPLES}", policies.concat())
}

fn policy_words(language: Language, policy: Policy) -> &'static str {
    match (language, policy) {
        (French, Policy::Fill) => "la valeur de la cible reste (sans option)",
        (English, Policy::Fill) => "the target's value stays (the default)",
        (French, Policy::Overwrite) => "celle de la source la remplace",
        (English, Policy::Overwrite) => "the source's replaces it",
        (French, Policy::Newest) => "la plus récente saisie par une personne",
        (English, Policy::Newest) => "the one that a person edited later",
        (French, Policy::Append) => "un commentaire s'ajoute, une fois ; le reste comme fill",
        (English, Policy::Append) => "a commentaire is added, once; all else as fill",
        (French, Policy::Ask) => "chaque conflit est demandé, au terminal",
        (English, Policy::Ask) => "each one is asked, at a terminal",
        (French, Policy::Abort) => "une seule différence arrête la copie",
        (English, Policy::Abort) => "one difference stops the copy",
    }
}

const FRENCH: &str = "\
Copier un référentiel

Une copie lit la source, montre ce qu'elle écrirait, demande, puis écrit. Rien n'est écrit avant ; tetctl op undo revient en arrière.

Ce qui est vide à la source n'efface jamais rien. Sont copiés les statuts et les commentaires ; --data choisit parmi statuts, commentaires, pilotes, services. Ne sont jamais copiés : documents, discussions, réponses de personnalisation, historique, scores.

Où la source et la cible disent autre chose, --on-conflict décide :
";

const FRENCH_END: &str = "
Un statut est porté par une sous-action ou par ses tâches, jamais par les deux. Si la source et la cible parlent à des niveaux différents, toute la branche est un seul conflit.

La copie s'arrête, code 5, si plus de valeurs seraient remplacées que --max-overwrites ne permet (sans option : la moitié de la cible, et plus de 20), si la cible est bien plus remplie que la source (--allow-poorer-source), si le référentiel n'y est pas en écriture, ou si un audit la protège (--override-audit).

Une valeur copiée reste « à confirmer » jusqu'à ce que quelqu'un la confirme ou la modifie.

Exemples :
";

const ENGLISH: &str = "\
Copying a référentiel

A copy reads the source, shows what it would write, asks, then writes. Nothing is written before; tetctl op undo takes it back.

A blank of the source never erases. Statuts and commentaires are copied; --data chooses among statuts, commentaires, pilotes, services. Never copied: documents, discussions, personalisation answers, history, scores.

Where source and target say different things, --on-conflict decides:
";

const ENGLISH_END: &str = "
A statut stands on a sous-action or on its tâches, never on both. Where source and target speak at different levels, the whole branch is one conflict.

The copy stops, exit 5, where more values would be replaced than --max-overwrites allows (default: half of the target's, and more than 20), where the target holds much more than the source (--allow-poorer-source), where the référentiel is not in mode write there, and where an audit protects it (--override-audit).

A copied value is \"to confirm\" until somebody confirms or edits it.

Examples:
";

const EXAMPLES: &str = "  \
  tetctl copy cae --from petr-du-pays-de-trevanne --to-members-of -n
  tetctl copy cae --from petr-du-pays-de-trevanne --to orvel-61 --yes
  tetctl referentiel status cae cc-des-sources-et-bocages --to-confirm
  tetctl op undo 812
";
