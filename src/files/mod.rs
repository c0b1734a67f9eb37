//! What users exchange: spreadsheets with true line numbers, saved changesets.

pub mod changeset_file;
pub mod copy_requests;
mod csv_records;
pub mod csv_table;
pub mod csv_text;
pub mod input;
pub mod structure_rows;
pub mod whole_file;
