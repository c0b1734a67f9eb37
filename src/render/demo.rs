//! What the demo says around the commands that it runs.

use crate::domain::language::Language::{self, English, French};

/// The request that the demo answers, as it came by livechat.
const REQUEST: &str = "« Bonjour, pouvez-vous copier le réf CAE du PETR du Pays de Trévanne sur ses 3 EPCI membres, \
                       sauf l'axe 3 ? Merci ! »";

/// Returns the request, what it means, and where the demo's store stands.
pub fn opening(language: Language, store: &str) -> String {
    match language {
        French => format!(
            "Une demande arrive :\n  {REQUEST}\n\n\
             Un PETR, trois EPCI, une ville, un syndicat et un petit référentiel, tous inventés :\n  \
             export TETCTL_STORE={store}\n"
        ),
        English => format!(
            "A request comes in:\n  {REQUEST}\n\n\
             A PETR, three EPCI, a town, a syndicat and a short référentiel, all invented:\n  \
             export TETCTL_STORE={store}\n"
        ),
    }
}

/// Returns the command lines that answer it, in order.
pub fn job() -> [&'static str; 4] {
    [
        "copy cae --from petr-du-pays-de-trevanne --to-members-of -x 3 -n",
        "copy cae --from petr-du-pays-de-trevanne --to-members-of -x 3 --yes --batch demande-trevanne",
        "referentiel status cae cc-des-sources-et-bocages --format tree",
        "op reply --batch demande-trevanne",
    ]
}

/// Returns three commands to try next.
pub fn next() -> [&'static str; 3] {
    [
        "tetctl op undo --batch demande-trevanne",
        "tetctl op list --profile cc-des-sources-et-bocages",
        "tetctl copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --on-conflict overwrite -n",
    ]
}

/// Says what to try next.
pub fn closing(language: Language, store: &str) -> String {
    let lines: String = next().iter().map(|line| format!("  {line}\n")).collect();
    match language {
        French => format!("\nÀ essayer sur cette base (export TETCTL_STORE={store}) :\n{lines}"),
        English => format!("\nTo try on this store (export TETCTL_STORE={store}):\n{lines}"),
    }
}
