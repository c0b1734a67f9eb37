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

Seuls store init et demo créent une base. Toute écriture nomme d'abord la sienne. Le fichier n'est lisible que par vous ; qui peut l'ouvrir peut tout y faire.

Jamais sur un disque réseau ni dans un dossier synchronisé : les deux peuvent l'abîmer.

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

Only store init and demo make a store. Every write names its store first. Only you can read the file; whoever can open it may do everything in it.

Never on a network drive, never in a synchronised folder: both can damage it.

Examples:
";

const EXAMPLES: &str = "  \
  tetctl config show
  tetctl store info
  tetctl store check
";
