//! What the tool can do: one planner per file. None of them writes.

pub mod apply_changeset;
pub mod assign_values;
pub mod build_demo;
pub mod check_store;
pub mod choose_part;
pub mod compare_profiles;
pub mod confirm_values;
pub mod copy_edits;
pub mod copy_limits;
pub mod copy_parts;
pub mod copy_questions;
pub mod copy_referentiel;
pub mod copy_report;
#[cfg(test)]
mod copy_tests;
pub mod create_profile;
pub mod delete_profile;
pub mod edit_profile;
pub mod exact_profiles;
pub mod fill_statuts;
pub mod find_action;
pub mod find_operations;
pub mod find_profile;
pub mod import_structure;
pub mod latest_operations;
pub mod list_profiles;
pub mod list_structures;
pub mod matching;
pub mod names;
pub mod plan_copy;
pub mod propose_actions;
pub mod propose_profiles;
pub mod put_back;
pub mod read_assignments;
pub mod read_copy_requests;
pub mod read_history;
pub mod read_home;
pub mod read_operation;
pub mod read_status;
pub mod read_store;
pub mod redo_operation;
pub mod rehearsal;
pub mod relate_profiles;
pub mod search_structure;
pub mod selecting;
pub mod set_situation;
pub mod set_statuts;
pub mod show_profile;
pub mod take_back;
pub mod tell_operations;
#[cfg(test)]
pub mod trial;
pub mod undo_checks;
pub mod undo_operation;
#[cfg(test)]
mod undo_tests;
pub mod writable;
