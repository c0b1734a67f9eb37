//! What part of a référentiel's data is meant.

use anyhow::Result;

use super::data;
use crate::domain::policy::Data;
use crate::domain::referentiel::Referentiel;
use crate::domain::selection::Selection;
use crate::ops::selecting;

/// The actions and the kinds of data that are meant: without any, all.
#[derive(Debug, clap::Args)]
pub struct Filters {
    /// This branch only: an id, or a range of siblings 1.1.1..1.1.3 (can be repeated)
    #[arg(short, long = "action", value_name = "ID")]
    actions: Vec<String>,

    /// Leave this branch out (can be repeated)
    #[arg(short = 'x', long = "exclude-action", value_name = "ID")]
    exclude: Vec<String>,

    /// What data: statuts, commentaires, pilotes, services (default: all)
    #[arg(long, value_name = "DATA", value_delimiter = ',', value_parser = data)]
    data: Vec<Data>,
}

impl Filters {
    /// Reads the actions.
    pub fn selection(&self, referentiel: Referentiel) -> Result<Selection> {
        selecting::selection(referentiel, &self.actions, &self.exclude)
    }

    /// Returns the kinds of data, in the order in which they are shown.
    pub fn data(&self) -> Vec<Data> {
        let is_meant = |data: &Data| self.data.is_empty() || self.data.contains(data);
        Data::ALL.into_iter().filter(is_meant).collect()
    }
}
