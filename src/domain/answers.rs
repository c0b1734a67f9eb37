//! What somebody has answered to the conflicts of a copy, one after the other.
//!
//! An answer holds for what was seen: where either end says something else by then, the conflict
//! was not answered.

use std::collections::HashMap;

use crate::domain::action::ActionId;
use crate::domain::branch::Speaks;
use crate::domain::commentaire;
use crate::domain::holding::{Holding, Said, names};
use crate::domain::invalid_row::RowCode;
use crate::domain::name::{is_name, is_visible, same_names, steers};
use crate::domain::policy::Data;
use crate::domain::statut::Statut;

/// A conflict as it is asked: where it stands, and what both ends said.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    /// The action; the sous-action where a whole branch is one conflict.
    pub action: ActionId,
    pub data: Data,
    /// The level at which the target's branch speaks, where a whole branch is one conflict.
    pub branch: Option<Speaks>,
    /// What the source and the target say, as it was read.
    seen: [String; 2],
}

/// What becomes of a conflict.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The target's value stays.
    Keep,
    /// The source's takes its place.
    Take,
    /// A value that was typed takes its place.
    Edit(Made),
}

/// A value that is neither end's: typed, or put together.
#[derive(Clone, Debug, PartialEq)]
pub enum Made {
    Statut(Statut),
    Commentaire(String),
    /// People or services, by name.
    Names(Vec<String>),
}

/// What was answered of one target.
pub type Answers = HashMap<Question, Answer>;

/// What the conflicts have in common that one answer may hold for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Fields of one kind of data.
    Of(Data),
    /// Branches that speak at different levels.
    Branches,
}

impl Question {
    /// Returns the question of a field.
    pub fn of_field(action: &ActionId, source: &Said<'_>, target: &Said<'_>) -> Self {
        Self {
            action: action.clone(),
            data: source.data(),
            branch: None,
            seen: [source, target].map(said),
        }
    }

    /// Returns the question of a branch whose actions `from` speak in the source, `to` in the target.
    pub fn of_branch(
        sous_action: &ActionId,
        level: Speaks,
        (source, from): (&Holding, &[&ActionId]),
        (target, to): (&Holding, &[&ActionId]),
    ) -> Self {
        Self {
            action: sous_action.clone(),
            data: Data::Statuts,
            branch: Some(level),
            seen: [statuts(source, from), statuts(target, to)],
        }
    }

    /// Returns what the conflict has in common with others.
    pub fn sort(&self) -> Sort {
        match self.branch {
            Some(_) => Sort::Branches,
            None => Sort::Of(self.data),
        }
    }
}

impl Made {
    /// Reads what somebody typed, or tells why it is no value; a blank is none.
    ///
    /// Names are parted by semicolons.
    pub fn read(data: Data, typed: &str) -> Result<Self, RowCode> {
        match data {
            Data::Statuts => {
                let statut = Statut::parse(typed)?;
                statut.map(Self::Statut).ok_or(RowCode::StatutUnknown)
            }
            Data::Commentaires => read_text(typed).map(Self::Commentaire),
            Data::Pilotes | Data::Services => read_names(typed).map(Self::Names),
        }
    }

    /// Tells whether an end says the same.
    pub fn is_said(&self, said: &Said<'_>) -> bool {
        match (self, said) {
            (Self::Names(made), Said::Pilotes(people)) => {
                let made: Vec<&str> = made.iter().map(String::as_str).collect();
                same_names(&made, &names(people))
            }
            (Self::Names(made), Said::Services(names)) => same_names(made, names),
            (Self::Names(_), _) => false,
            (Self::Statut(made), said) => Said::Statut(*made).same(said),
            (Self::Commentaire(made), said) => Said::Commentaire(made).same(said),
        }
    }
}

fn read_text(typed: &str) -> Result<String, RowCode> {
    let text = commentaire::from_text(typed.trim());
    if steers(typed) {
        return Err(RowCode::ControlCharacter);
    }
    if commentaire::is_blank(&text) {
        return Err(RowCode::Empty);
    }
    if commentaire::is_too_long(&text) {
        let limit = commentaire::LONGEST;
        return Err(RowCode::TooLong { limit });
    }
    Ok(text)
}

fn read_names(typed: &str) -> Result<Vec<String>, RowCode> {
    let names = typed.split(';').map(spaced_once);
    let names: Vec<String> = names.filter(|name| is_visible(name)).collect();
    if names.is_empty() {
        return Err(RowCode::Empty);
    }
    if names.concat().chars().any(char::is_control) {
        return Err(RowCode::ControlCharacter);
    }
    if !names.iter().all(|name| is_name(name)) {
        return Err(RowCode::NameInvalid);
    }
    Ok(names)
}

fn spaced_once(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn said(said: &Said<'_>) -> String {
    match said {
        Said::Statut(statut) => statut.code(),
        Said::Commentaire(text) => (*text).to_owned(),
        Said::Pilotes(people) => names(people).join("\n"),
        Said::Services(names) => names.join("\n"),
    }
}

fn statuts(holding: &Holding, actions: &[&ActionId]) -> String {
    let statuts = actions.iter().map(|action| {
        let statut = holding.statut(action).map(Statut::code);
        format!("{action}={}\n", statut.unwrap_or_default())
    });
    statuts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_by_its_kind() {
        let read = Made::read;
        assert_eq!(
            read(Data::Statuts, " Pas fait"),
            Ok(Made::Statut(Statut::PasFait))
        );
        for wrong in ["", "fiat", "non_renseigne"] {
            assert_eq!(read(Data::Statuts, wrong), Err(RowCode::StatutUnknown));
        }
        let sum = Err(RowCode::SharesSum { sum: 90.0 });
        assert_eq!(read(Data::Statuts, "detaille:20/50/20"), sum);
        let text = |text: &str| Ok(Made::Commentaire(text.to_owned()));
        assert_eq!(read(Data::Commentaires, " a < b "), text("a < b"));
        assert_eq!(
            read(Data::Commentaires, "<b>gras</b>"),
            text("&lt;b>gras&lt;/b>")
        );
        for wrong in ["", "\u{200b}"] {
            assert_eq!(read(Data::Commentaires, wrong), Err(RowCode::Empty));
        }
        let steering = Err(RowCode::ControlCharacter);
        assert_eq!(read(Data::Commentaires, "a\0b"), steering);
        let long = "é".repeat(commentaire::LONGEST + 1);
        let limit = commentaire::LONGEST;
        let too_long = Err(RowCode::TooLong { limit });
        assert_eq!(read(Data::Commentaires, &long), too_long);
        let names = ["Zoé Martin", "Ali"].map(str::to_owned).to_vec();
        let typed = " Zoé  Martin ;; Ali;";
        assert_eq!(read(Data::Pilotes, typed), Ok(Made::Names(names)));
        assert_eq!(read(Data::Services, " ; "), Err(RowCode::Empty));
        for wrong in [",", "Ali ; ."] {
            assert_eq!(read(Data::Services, wrong), Err(RowCode::NameInvalid));
        }
    }
}
