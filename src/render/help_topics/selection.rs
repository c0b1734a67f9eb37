//! `tetctl help selection`.

use crate::domain::language::Language;

/// Returns the page.
pub fn text(language: Language) -> String {
    language.pick(FRENCH, ENGLISH).to_owned()
}

const FRENCH: &str = "\
Nommer des actions et des profils

Actions. Un identifiant s'écrit avec ou sans son référentiel là où la commande le connaît : cae_1.1 ou 1.1.
  -a 1              l'axe 1 et toute sa branche (-a 1.* est pareil)
  -a 1.1,2          deux branches
  -a 1.1.1..1.1.3   des sœurs, de la première à la dernière
  -x 3              sans cette branche ; -x passe après -a
Un motif qui ne désigne rien est une erreur, avec les identifiants proches.

Profils. Une clé est un slug, un SIREN ou un code INSEE. Le nom entier vaut une clé, sans égard à la casse, aux accents ni aux espaces répétés. Tout autre nom est proposé au terminal, et refusé ailleurs (code 3) avec les candidats.
  --to a b c        plusieurs clés à la suite
  --to a,b,c        pareil
  --to \"CC d'Orvel\" un nom entre guillemets, après sa propre option
  --to-members-of   tous les membres de la source ; --except en retire

Exemples :
  tetctl profile list --search bocages
  tetctl referentiel show cae 1.1 --depth 2
  tetctl referentiel show cae --search diagnostic
";

const ENGLISH: &str = "\
Naming actions and profiles

Actions. An id is typed with or without its référentiel where the command knows it: cae_1.1 or 1.1.
  -a 1              axe 1 and its whole branch (-a 1.* is the same)
  -a 1.1,2          two branches
  -a 1.1.1..1.1.3   siblings, from the first to the last
  -x 3              without this branch; -x goes after -a
A pattern that matches nothing is an error, with the ids that come near.

Profiles. A key is a slug, a SIREN or an INSEE code. The full name counts as a key, whatever its case, accents and runs of spaces. Any other name is proposed at a terminal, and refused elsewhere (exit 3) with the candidates.
  --to a b c        several keys in a row
  --to a,b,c        the same
  --to \"CC d'Orvel\" a name in quotes, after its own flag
  --to-members-of   all members of the source; --except leaves some out

Examples:
  tetctl profile list --search bocages
  tetctl referentiel show cae 1.1 --depth 2
  tetctl referentiel show cae --search diagnostic
";
