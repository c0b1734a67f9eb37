//! Which actions are proposed to somebody who has begun to type an id.

use anyhow::Result;

use crate::domain::action::ActionId;
use crate::domain::branch::{takes_pilotes, takes_statut};
use crate::domain::referentiel::Referentiel;
use crate::domain::structure::Node;
use crate::store::View;

/// What stands behind an id that is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Nothing: the id alone.
    Id,
    /// `=` and a statut.
    Statut,
    /// `=` and a text.
    Text,
    /// `=` and a name.
    Pilote,
}

/// An id as it is proposed, with the title of its node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    pub text: String,
    pub title: String,
}

/// Returns the ids that begin so, down to one level below what is typed.
///
/// They are written with their référentiel where none is `known`, or where it is typed.
pub fn propose_actions(
    view: &View<'_>,
    known: Option<Referentiel>,
    typed: &str,
    form: Form,
) -> Result<Vec<Proposed>> {
    let bare = known.is_some() && !typed.starts_with(|char: char| char.is_alphabetic());
    let deepest = level(typed, bare) + 1;
    let mut proposed = Vec::new();
    for referentiel in Referentiel::ALL {
        if known.is_some_and(|known| known != referentiel) {
            continue;
        }
        let Some(structure) = view.known_structure(referentiel)? else {
            continue;
        };
        let nodes = structure.nodes().iter().skip(1);
        let nodes = nodes.filter(|node| node.id.level() <= deepest && fits(node, form));
        proposed.extend(nodes.filter_map(|node| {
            let id = written(node, bare);
            id.starts_with(typed).then(|| Proposed {
                text: format!("{id}{}", tail(node, form)),
                title: node.title.clone(),
            })
        }));
    }
    Ok(proposed)
}

/// Returns the ids that can end a range which begins with `from`: later siblings that begin so.
pub fn propose_range_ends(
    view: &View<'_>,
    known: Option<Referentiel>,
    from: &str,
    typed: &str,
) -> Result<Vec<Proposed>> {
    let Ok(first) = ActionId::parse(from, known) else {
        return Ok(Vec::new());
    };
    let Some(structure) = view.known_structure(first.referentiel())? else {
        return Ok(Vec::new());
    };
    let bare = !typed.starts_with(|char: char| char.is_alphabetic());
    let nodes = structure.nodes().iter();
    let siblings = nodes.filter(|node| node.id.parent() == first.parent());
    let later = siblings.skip_while(|node| node.id != first).skip(1);
    let proposed = later.map(|node| Proposed {
        text: written(node, bare).to_owned(),
        title: node.title.clone(),
    });
    Ok(proposed
        .filter(|proposed| proposed.text.starts_with(typed))
        .collect())
}

/// Returns an id with its référentiel, or bare.
fn written(node: &Node, bare: bool) -> &str {
    if bare {
        node.id.identifiant()
    } else {
        node.id.as_str()
    }
}

/// Returns the level of the node that is being typed, 0 where none is yet.
fn level(typed: &str, bare: bool) -> usize {
    let figures = if bare {
        Some(typed)
    } else {
        typed.split_once('_').map(|(_, figures)| figures)
    };
    match figures {
        None | Some("") => 0,
        Some(figures) => figures.matches('.').count() + 1,
    }
}

/// Tells whether a node, or one below it, can stand there.
fn fits(node: &Node, form: Form) -> bool {
    let below_mesures = node
        .id
        .parent()
        .is_some_and(|parent| takes_pilotes(&parent))
        || takes_statut(&node.id);
    form != Form::Pilote || !below_mesures
}

/// Returns what goes on behind an id: a value where the node takes one, else a deeper id.
fn tail(node: &Node, form: Form) -> &'static str {
    let takes = match form {
        Form::Id => return "",
        Form::Statut => takes_statut(&node.id),
        Form::Text => true,
        Form::Pilote => takes_pilotes(&node.id),
    };
    if takes { "=" } else { "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_is_that_of_the_last_part() {
        for (typed, bare, expected) in [
            ("", true, 0),
            ("1", true, 1),
            ("1.", true, 2),
            ("cae", false, 0),
            ("cae_", false, 0),
            ("cae_1.1.1", false, 3),
        ] {
            assert_eq!(level(typed, bare), expected, "{typed}");
        }
    }
}
