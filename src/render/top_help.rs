//! The top-level help in French; that of each command is English.

/// What the help says before the commands.
pub const ABOUT: &str = "\
Administrer les plans climat que plusieurs collectivités portent ensemble

tetctl a sa propre base, ne parle pas à la plateforme et n'envoie rien nulle part.";

/// How the help is laid out.
pub const TEMPLATE: &str = "\
{about-with-newline}
Utilisation : {usage}

Commandes :
{subcommands}

Options :
{options}{after-help}";

/// How the command line goes.
pub const USAGE: &str = "tetctl [OPTIONS] COMMANDE";

/// Returns the help with the words that its maker knows in English alone.
pub fn in_french(help: &str) -> String {
    help.replace("[possible values: ", "[valeurs : ")
        .replace("[default: ", "[sans option : ")
}

/// Returns what a command is for.
pub fn command(name: &str) -> Option<&'static str> {
    Some(match name {
        "profile" => "Les profils : les collectivités, et qui est membre de qui",
        "referentiel" => "Les référentiels : leurs structures, et ce que les profils en disent",
        "copy" => "Copier les données d'un référentiel d'un profil vers d'autres",
        "apply" => "Appliquer ce que --save a gardé",
        "op" => "Le journal : regarder, annuler, refaire, répondre",
        "store" => "La base : en créer une, la regarder, la vérifier, la sauvegarder",
        "config" => "La configuration",
        "completions" => "Montrer ce qu'un shell charge pour compléter les commandes",
        "demo" => "Construire un petit territoire inventé et y faire le travail",
        "help" => "Expliquer un sujet, ou montrer l'aide d'une commande",
        _ => return None,
    })
}

/// Returns what a flag that every command takes is for.
pub fn flag(name: &str) -> Option<&'static str> {
    Some(match name {
        "store" => "La base : un fichier, ou un nom de la configuration",
        "json" => "Répondre par un document JSON (= --format json)",
        "format" => "La forme de la réponse",
        "no_header" => "Sans en-tête, en csv et en tsv",
        "yes" => "Écrire sans demander",
        "dry_run" => "Montrer ce qui serait écrit, et ne rien écrire",
        "save" => "Garder ce qui serait écrit pour tetctl apply, et ne rien écrire",
        "note" => "Une remarque pour le journal",
        "requested_by" => "Qui l'a demandé",
        "batch" => "Le lot auquel se joint une écriture ; sous op, le lot à regarder",
        "lock_timeout" => "Combien de temps attendre une autre écriture",
        "allow_network" => "Écrire malgré tout dans une base sur un lecteur réseau",
        "allow_synced" => "Écrire malgré tout dans une base d'un dossier synchronisé",
        "lang" => "La langue des phrases",
        "quiet" => "Sans remarques",
        "help" => "Afficher l'aide",
        "version" => "Afficher la version",
        _ => return None,
    })
}
