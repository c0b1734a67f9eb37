//! Tables for people: aligned columns, no lines, cut to the width of the terminal.

use comfy_table::{CellAlignment, ContentArrangement, Table as Drawn, TableStyle};
use unicode_width::UnicodeWidthStr;

use crate::render::look::Look;
use crate::render::values;

/// One column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    pub header: String,
    /// Numbers stand to the right.
    pub right: bool,
    /// Columns of the highest number go first where the terminal is narrow; 0 never goes.
    pub leaves: u8,
    /// Whether its cells may be cut.
    pub cuts: bool,
}

/// A table for people.
#[derive(Clone, Debug)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

/// The blanks between two columns.
pub const GAP: usize = 2;

/// The width below which no cell is cut.
const LEAST: usize = 12;

impl Column {
    /// Returns a column of texts that is always shown whole.
    pub fn new(header: &str) -> Self {
        Self {
            header: header.to_owned(),
            right: false,
            leaves: 0,
            cuts: false,
        }
    }

    /// Returns the column with its cells to the right.
    #[must_use]
    pub fn right(self) -> Self {
        Self {
            right: true,
            ..self
        }
    }

    /// Returns the column, which goes as one of the first where the terminal is narrow.
    #[must_use]
    pub fn leaving(self, leaves: u8) -> Self {
        Self { leaves, ..self }
    }

    /// Returns the column, whose cells may be cut.
    #[must_use]
    pub fn cutting(self) -> Self {
        Self { cuts: true, ..self }
    }
}

impl Table {
    /// Returns the table as lines, and the headers of the columns that had to go.
    pub fn text(mut self, look: &Look) -> (String, Vec<String>) {
        let gone = self.narrow(look.width);
        self.cut(look.width);
        (self.drawn(), gone)
    }

    /// Returns the width of each column, uncut.
    pub fn widths(&self) -> Vec<usize> {
        let width = |place: usize, column: &Column| {
            let cells = self.rows.iter().map(|row| row[place].width());
            cells.max().unwrap_or(0).max(column.header.width())
        };
        self.columns
            .iter()
            .enumerate()
            .map(|(place, column)| width(place, column))
            .collect()
    }

    /// Returns the width of the whole table, uncut.
    pub fn total(&self) -> usize {
        self.widths()
            .iter()
            .map(|width| width + GAP)
            .sum::<usize>()
            .saturating_sub(GAP)
    }

    /// Takes a column out, with its cells.
    pub fn remove(&mut self, place: usize) -> Column {
        for row in &mut self.rows {
            row.remove(place);
        }
        self.columns.remove(place)
    }

    /// Drops columns until the rest fits, and returns their headers.
    fn narrow(&mut self, width: usize) -> Vec<String> {
        let mut gone = Vec::new();
        while self.total() > width {
            let leaving = self
                .columns
                .iter()
                .enumerate()
                .filter(|(_, column)| column.leaves > 0);
            let Some((place, _)) = leaving.max_by_key(|(_, column)| column.leaves) else {
                break;
            };
            gone.push(self.remove(place).header);
        }
        gone
    }

    /// Cuts the cells of the widest of the columns that allow it, in turn, until the table fits.
    fn cut(&mut self, width: usize) {
        let mut widths = self.widths();
        let gaps = GAP * widths.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > width {
            let cutting = self.columns.iter().enumerate();
            let cutting = cutting.filter(|(place, column)| column.cuts && widths[*place] > LEAST);
            let Some((place, _)) = cutting.max_by_key(|(place, _)| widths[*place]) else {
                break;
            };
            widths[place] -= 1;
        }
        for row in &mut self.rows {
            for (place, column) in self.columns.iter().enumerate() {
                if column.cuts {
                    row[place] = values::short(&row[place], widths[place]);
                }
            }
        }
    }

    fn drawn(&self) -> String {
        let mut drawn = Drawn::new();
        drawn
            .load_style(TableStyle::new())
            .set_content_arrangement(ContentArrangement::Disabled)
            .set_header(self.columns.iter().map(|column| &column.header))
            .add_rows(&self.rows);
        for (place, column) in self.columns.iter().enumerate() {
            if let Some(drawn) = drawn.column_mut(place) {
                drawn.set_padding((0, u16::try_from(GAP).unwrap_or(2)));
                if column.right {
                    drawn.set_cell_alignment(CellAlignment::Right);
                }
            }
        }
        drawn
            .lines()
            .map(|line| format!("{}\n", line.trim_end()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::language::Language;

    fn table() -> Table {
        Table {
            columns: vec![
                Column::new("SLUG"),
                Column::new("NOM").cutting(),
                Column::new("SIREN").leaving(1),
                Column::new("CAE").right(),
            ],
            rows: vec![
                vec![
                    "a".into(),
                    "Communauté d'agglomération".into(),
                    "200000149".into(),
                    "640".into(),
                ],
                vec!["bcd".into(), "B".into(), String::new(), "0".into()],
            ],
        }
    }

    fn look(width: usize) -> Look {
        Look {
            language: Language::French,
            width,
            height: None,
            unicode: true,
            zone: TimeZone::UTC,
            now: 0,
        }
    }

    #[test]
    fn columns_are_aligned() {
        let (text, gone) = table().text(&look(100));
        assert_eq!(
            text,
            "SLUG  NOM                         SIREN      CAE\n\
             a     Communauté d'agglomération  200000149  640\n\
             bcd   B                                        0\n"
        );
        assert!(gone.is_empty());
    }

    #[test]
    fn a_narrow_terminal_loses_columns_then_letters() {
        let (text, gone) = table().text(&look(30));
        assert_eq!(
            text,
            "SLUG  NOM                  CAE\n\
             a     Communauté d'agglo…  640\n\
             bcd   B                      0\n"
        );
        assert_eq!(gone, ["SIREN"]);
    }
}
