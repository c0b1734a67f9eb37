//! What was selected, in the French of replies: "axes 5 et 6", "sauf les sous-axes 1.2 et 1.3".

use crate::domain::referentiel::NodeType;
use crate::domain::selection::{Pattern, Selection};
use crate::render::replied_sentences::listed;
use crate::render::titles::short;

/// Returns the selection in words, in brackets; nothing where all was selected.
pub fn selection(selection: &Selection) -> String {
    let include = phrase(&selection.include, false);
    let exclude = phrase(&selection.exclude, true);
    match (include.is_empty(), exclude.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!(" ({include})"),
        (true, false) => format!(" (sauf {exclude})"),
        (false, false) => format!(" ({include}, sauf {exclude})"),
    }
}

/// Returns patterns in words, those of one kind of node together.
fn phrase(patterns: &[Pattern], with_article: bool) -> String {
    let mut kinds: Vec<(Nouns, Vec<&Pattern>)> = Vec::new();
    for pattern in patterns {
        let Some(nouns) = first_type(pattern).and_then(nouns) else {
            continue;
        };
        match kinds.iter_mut().find(|(known, _)| *known == nouns) {
            Some((_, patterns)) => patterns.push(pattern),
            None => kinds.push((nouns, vec![pattern])),
        }
    }
    let words = kinds.iter().map(|(nouns, patterns)| {
        let numbers = patterns
            .iter()
            .map(|pattern| short(pattern).replace("..", " à "));
        let numbers = listed(&numbers.collect::<Vec<_>>());
        let noun = match (patterns.as_slice(), with_article) {
            ([Pattern::Branch(_)], false) => nouns.one.to_owned(),
            ([Pattern::Branch(_)], true) => format!("{}{}", nouns.article, nouns.one),
            (_, false) => nouns.many.to_owned(),
            (_, true) => format!("les {}", nouns.many),
        };
        format!("{noun} {numbers}")
    });
    listed(&words.collect::<Vec<_>>())
}

/// What a kind of node is called on the platform, alone and with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Nouns {
    article: &'static str,
    one: &'static str,
    many: &'static str,
}

fn first_type(pattern: &Pattern) -> Option<NodeType> {
    let (Pattern::Branch(id) | Pattern::Range(id, _)) = pattern;
    id.node_type()
}

/// Returns the nouns of a node; none for the whole référentiel.
fn nouns(node: NodeType) -> Option<Nouns> {
    let (article, one, many) = match node {
        NodeType::Referentiel => return None,
        NodeType::Axe => ("l'", "axe", "axes"),
        NodeType::SousAxe => ("le ", "sous-axe", "sous-axes"),
        NodeType::Action => ("la ", "mesure", "mesures"),
        NodeType::SousAction => ("la ", "sous-mesure", "sous-mesures"),
        NodeType::Tache => ("la ", "tâche", "tâches"),
    };
    Some(Nouns { article, one, many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::referentiel::Referentiel::Cae;

    fn said(include: &[&str], exclude: &[&str]) -> String {
        let patterns = |texts: &[&str]| {
            let read = |text: &&str| Pattern::parse(text, Some(Cae)).unwrap();
            texts.iter().map(read).collect()
        };
        selection(&Selection {
            include: patterns(include),
            exclude: patterns(exclude),
        })
    }

    #[test]
    fn nodes_of_one_kind_share_their_noun_and_exceptions_take_an_article() {
        for (include, exclude, words) in [
            (&[][..], &[][..], ""),
            (&["cae"], &[], ""),
            (&["1"], &[], " (axe 1)"),
            (&["5", "6"], &[], " (axes 5 et 6)"),
            (&["1.1.1..1.1.3"], &[], " (mesures 1.1.1 à 1.1.3)"),
            (
                &["1.2.1.1.1", "1.2.1.1.2"],
                &[],
                " (tâches 1.2.1.1.1 et 1.2.1.1.2)",
            ),
            (&[], &["3"], " (sauf l'axe 3)"),
            (
                &["1"],
                &["1.2", "1.3"],
                " (axe 1, sauf les sous-axes 1.2 et 1.3)",
            ),
            (
                &["1.2"],
                &["1.2.1.1", "1.2.2"],
                " (sous-axe 1.2, sauf la sous-mesure 1.2.1.1 et la mesure 1.2.2)",
            ),
            (&[], &["1.1.1..1.1.3"], " (sauf les mesures 1.1.1 à 1.1.3)"),
        ] {
            assert_eq!(said(include, exclude), words);
        }
    }
}
