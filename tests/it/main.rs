//! The commands, end to end: what is typed, what is answered, what is left in the store.

#![allow(clippy::unwrap_used)] // not a `#[test]` function, but only tests live here
#![allow(clippy::print_stderr)] // a test that lacks a file says so

mod apply;
mod as_user;
mod beside;
mod config_show;
mod demo;
mod empty_filters;
mod faults_interrupted;
mod faults_killed;
mod help;
mod house_rules;
mod one_profile;
mod op_history;
mod op_list;
mod op_rehearsal;
mod op_reply;
mod op_show;
mod op_undo;
mod op_undo_partial;
mod portable_sql;
mod profile_create;
mod profile_delete;
mod profile_edit;
mod profile_list;
mod profile_members;
mod profile_names;
mod profile_relate;
mod profile_show;
mod readme;
mod referentiel_confirm;
mod referentiel_copy;
mod referentiel_copy_asked;
mod referentiel_copy_conflicts;
mod referentiel_copy_policies;
mod referentiel_copy_requests;
mod referentiel_copy_typing;
mod referentiel_diff;
mod referentiel_export;
mod referentiel_fill;
mod referentiel_import;
mod referentiel_mode;
mod referentiel_pilotes;
mod referentiel_set;
mod referentiel_show;
mod referentiel_status;
mod sandbox;
mod store;
mod store_backup;
mod store_restore;
mod store_upgrade;
mod taken_meanwhile;
mod talk;
mod terminal;
mod wide;
