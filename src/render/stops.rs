//! What is said where somebody wanted out between the targets of a write.

use crate::domain::language::Language::{self, English, French};
use crate::render::words::{Both, both, grouped, plural};

/// Says after which target the work was stopped, and what is kept and left.
pub fn stopped(done: usize, refused: usize, remaining: usize) -> Both {
    let (at, of) = (done + refused, done + refused + remaining);
    let (at, of) = (grouped(at), grouped(of));
    let counts = |language| counts(language, done, refused, remaining);
    both(
        format!(
            "arrêté à la cible {at} sur {of} : {}. Rien n'est à moitié fait.",
            counts(French)
        ),
        format!(
            "stopped at target {at} of {of}: {}. Nothing is half done.",
            counts(English)
        ),
    )
}

/// Says the same on lines of their own, and how the rest is done.
pub fn lines(language: Language, done: usize, refused: usize, remaining: usize) -> String {
    let sentence = stopped(done, refused, remaining).in_language(language);
    let (first, rest) = sentence.split_at(1);
    let next = language.pick(
        "Continuer : relancer la même commande ; sans --batch NOM, c'est un autre lot, annulé à part.",
        "To go on: run the same command again; without --batch NAME that is another batch, undone apart.",
    );
    format!("{}{rest}\n{next}\n", first.to_uppercase())
}

/// Tells how the rest is done.
pub fn again() -> Both {
    both(
        "relancer la même commande pour continuer ; sans --batch NOM, c'est un autre lot, annulé à part",
        "run the same command again to go on; without --batch NAME that is another batch, undone apart",
    )
}

fn counts(language: Language, done: usize, refused: usize, remaining: usize) -> String {
    let done = match language {
        French => plural(French, done, "faite et gardée", "faites et gardées"),
        English => format!("{} done and kept", grouped(done)),
    };
    let left_out = match language {
        French => plural(French, refused, "refusée", "refusées"),
        English => format!("{} refused", grouped(refused)),
    };
    let remaining = match language {
        French => plural(French, remaining, "restante", "restantes"),
        English => format!("{} remaining", grouped(remaining)),
    };
    let left_out = Some(left_out).filter(|_| refused > 0);
    let parts: Vec<String> = [Some(done), left_out, Some(remaining)]
        .into_iter()
        .flatten()
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_and_what_remains_is_counted() {
        let told = |language| stopped(409, 3, 388).in_language(language);
        assert_eq!(
            told(French),
            "arrêté à la cible 412 sur 800 : 409 faites et gardées, 3 refusées, 388 restantes. \
             Rien n'est à moitié fait."
        );
        assert_eq!(
            told(English),
            "stopped at target 412 of 800: 409 done and kept, 3 refused, 388 remaining. \
             Nothing is half done."
        );
        assert_eq!(
            stopped(1, 0, 1).in_language(French),
            "arrêté à la cible 1 sur 2 : 1 faite et gardée, 1 restante. Rien n'est à moitié fait."
        );
    }
}
