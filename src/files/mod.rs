//! What users exchange: spreadsheets with true line numbers, saved changesets.

pub mod changeset_file;
pub mod changeset_reading;
pub mod copy_requests;
mod csv_records;
mod csv_sheet;
pub mod csv_table;
pub mod csv_text;
pub mod dialect;
pub mod failing;
pub mod input;
mod json_sheet;
pub mod lists;
pub mod rejects;
pub mod sheet;
mod statut_cells;
pub mod statut_columns;
#[cfg(test)]
mod statut_faults;
mod statut_maps;
mod statut_reading;
pub mod statut_rows;
#[cfg(test)]
mod statut_tests;
pub mod structure_rows;
mod unpacking;
pub mod whole_file;
mod xlsx_sheet;
pub mod xlsx_text;
