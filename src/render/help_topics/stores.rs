//! `tetctl help stores`.

use crate::domain::language::Language;

/// Returns the page.
pub fn text(language: Language) -> String {
    language.pick(FRENCH, ENGLISH).to_owned() + EXAMPLES
}

const FRENCH: &str = "\
Où sont les données

Dans une base : un fichier SQLite. Laquelle, dans cet ordre :
  1  --store        un chemin, ou un nom de la configuration
  2  TETCTL_STORE   de même
  3  configuration  store = \"…\", et des noms sous [stores]
  4  sans rien      tetctl/tetctl.db dans votre dossier de données
Un mot de lettres, de chiffres et de « - » est un nom ; avec « / » ou « . » c'est un chemin.

Seuls store init, store restore et demo créent une base. Toute écriture nomme d'abord la sienne. Le fichier n'est lisible que par vous ; qui peut l'ouvrir peut tout y faire.

À plusieurs sur une machine : store init --group GROUPE --store /srv/equipe/prod.db fait le dossier « equipe » pour ce groupe du système, et la base dedans. Un seul écrit à la fois, les autres attendent (--lock-timeout). Depuis une autre machine : ssh -t HÔTE tetctl …

Jamais sur un disque réseau ni dans un dossier synchronisé : les deux peuvent l'abîmer. On y lit ; y écrire demande --allow-network ou --allow-synced.

Garder : store backup FICHIER, pendant que d'autres écrivent ; store restore FICHIER la remet, et garde à côté celle qui était là. store check relit tout.

Exemples :
";

const ENGLISH: &str = "\
Where data lives

In a store: one SQLite file. Which one, in this order:
  1  --store        a path, or a name of the configuration
  2  TETCTL_STORE   the same
  3  configuration  store = \"…\", and names under [stores]
  4  nothing        tetctl/tetctl.db in your data folder
A word of letters, figures and \"-\" is a name; with \"/\" or \".\" it is a path.

Only store init, store restore and demo make a store. Every write names its store first. Only you can read the file; whoever can open it may do everything in it.

Several people on one host: store init --group GROUP --store /srv/team/prod.db makes the folder `team` for that group of the system, and the store in it. One writes at a time, the others wait (--lock-timeout). From another host: ssh -t HOST tetctl …

Never on a network drive, never in a synchronised folder: both can damage it. Reading works there; writing takes --allow-network or --allow-synced.

Keep: store backup FILE, while others write; store restore FILE puts it back, and keeps the one that was there beside it. store check reads it all again.

Examples:
";

const EXAMPLES: &str = "  \
  tetctl config show
  tetctl store info
  tetctl store check
  tetctl store backup sauvegarde.db
";
