//! `tetctl help scripting`.

use crate::domain::language::Language;

/// Returns the page.
pub fn text(language: Language) -> String {
    language.pick(FRENCH, ENGLISH).to_owned() + EXAMPLES
}

const FRENCH: &str = "\
Dans un script

  --json         un document sur stdout, erreurs comprises
  --format F     table, tree, json, csv, tsv, ids, count
  --yes          écrit sans demander
  -n             montre et n'écrit rien, même avec --yes
  --save FICHIER garde ce qui serait écrit ; tetctl apply l'applique une fois
  --batch NOM    réunit ce qu'écrivent plusieurs commandes
  --confirm NOM  ce qui est supprimé, nommé une seconde fois
  -q             sans remarques

Personne n'est interrogé avec --yes, --json, un fichier « - », ou sans terminal : les profils se nomment alors par une clé ou leur nom entier. stdout répond, stderr remarque. Les clés des documents et les codes sont les mêmes dans les deux langues.

Le code de sortie dit ce qui s'est passé : tetctl help exit-codes. La même commande deux fois ne change rien la seconde : code 0.

Exemples :
";

const ENGLISH: &str = "\
In a script

  --json         one document on stdout, for errors too
  --format F     table, tree, json, csv, tsv, ids, count
  --yes          writes without asking
  -n             shows and writes nothing, with --yes too
  --save FILE    keeps what would be written; tetctl apply applies it once
  --batch NAME   joins what several commands write
  --confirm NAME what is deleted, named a second time
  -q             no remarks

Nobody is asked with --yes, --json, a file \"-\", or without a terminal: profiles are then named by a key or their full name. stdout answers, stderr remarks. Keys of documents and codes are the same in both languages.

The exit code tells what happened: tetctl help exit-codes. The same command twice changes nothing the second time: exit 0.

Examples:
";

const EXAMPLES: &str = "  \
  tetctl profile list --department 61 --format ids
  tetctl referentiel export cae cc-des-sources-et-bocages --json
  tetctl profile create \"CC d'Essai\" --batch essai-1 --yes --json
  tetctl op undo --batch essai-1 --yes
";
