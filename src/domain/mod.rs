//! What is true whatever the program: types that cannot be wrong, and the rules they obey.

pub mod action;
pub mod answers;
pub mod appending;
pub mod article;
pub mod branch;
pub mod changeset;
pub mod codes;
pub mod commentaire;
pub mod comparing;
pub mod conflict;
pub mod copying;
#[cfg(test)]
mod copying_tests;
pub mod exit;
pub mod fate;
pub mod hexadecimal;
pub mod holding;
pub mod invalid_row;
pub mod language;
pub mod name;
pub mod nature;
pub mod noun;
pub mod operation;
pub mod person;
pub mod points;
pub mod policy;
#[cfg(test)]
mod policy_tests;
pub mod problem;
pub mod profile;
pub mod record;
pub mod referentiel;
pub mod refusal;
pub mod request;
pub mod rereading;
mod row_codes;
pub mod selection;
pub mod sharing;
pub mod situation;
pub mod slugs;
pub mod statut;
pub mod statut_row;
pub mod structure;
pub mod typed;
pub mod usage;
pub mod value;
pub mod verdict;
