//! What `--map` makes of the headers of a file of statuts.

use super::dialect::ReadOptions;
use super::sheet::SheetRow;
use super::statut_columns::{COLUMNS, STATUT, named, nearest, plain, problem};
use crate::domain::invalid_row::{InvalidRow, RowCode};
use crate::domain::name::fold;

/// What a column of the file is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// What its header usually means.
    Usual,
    /// The column that `--map` gives it.
    Mapped(usize),
    /// Nothing, as `--map` gives its column to another, or names another of that name.
    Passed,
}

/// What each column of a file is read as, and what is wrong with `--map`.
pub(super) struct Maps {
    pub roles: Vec<Role>,
    pub problems: Vec<InvalidRow>,
}

/// Returns the column that `--map` gives to headers of a name, whichever of them it means.
pub(super) fn meant(header: &str, options: &ReadOptions) -> Option<usize> {
    options.map.iter().find_map(|(wanted, column)| {
        let is_it = [wanted.as_str(), parted(wanted).0]
            .into_iter()
            .any(|name| plain(name) == plain(header) && !plain(header).is_empty());
        is_it.then(|| known(column))?
    })
}

impl Maps {
    /// Reads what `--map` says of a row of headers.
    pub fn read(row: &SheetRow, options: &ReadOptions, is_score_export: bool) -> Self {
        let titles: Vec<String> = (0..row.cells.len())
            .map(|place| plain(row.text(place)))
            .collect();
        let mut maps = Self {
            roles: vec![Role::Usual; titles.len()],
            problems: Vec::new(),
        };
        for (wanted, column) in &options.map {
            if let Err(code) = maps.give(row, &titles, wanted, column) {
                let name = match code {
                    RowCode::MapColumnUnknown { .. } => column,
                    _ => wanted,
                };
                maps.problems.push(problem(row, 0, name, code));
            }
        }
        if is_score_export {
            maps.follow_statut(&titles);
        }
        maps.pass(&titles);
        maps
    }

    /// Gives a column to the headers that one `--map` means.
    fn give(
        &mut self,
        row: &SheetRow,
        titles: &[String],
        wanted: &str,
        column: &str,
    ) -> Result<(), RowCode> {
        let role = known(column)
            .map(Role::Mapped)
            .ok_or_else(|| RowCode::MapColumnUnknown {
                known: COLUMNS.to_vec(),
            })?;
        let places = places(row, titles, wanted)?;
        let is_taken = |(place, other): (usize, &Role)| {
            let is_meant = places.contains(&place);
            (*other == role) != is_meant && *other != Role::Usual
        };
        if self.roles.iter().enumerate().any(is_taken) {
            return Err(RowCode::MapTwice);
        }
        for place in places {
            self.roles[place] = role;
        }
        Ok(())
    }

    /// Takes of each snapshot of the platform's export what stands in the one of the chosen statut.
    fn follow_statut(&mut self, titles: &[String]) {
        let statut = self.role_place(Role::Mapped(STATUT));
        let Some(statuts) = statut.map(|place| same(titles, &titles[place])) else {
            return;
        };
        let chosen = statuts.iter().position(|place| Some(*place) == statut);
        for title in titles.iter().filter(|title| !title.is_empty()) {
            let places = same(titles, title);
            let is_usual = places.iter().all(|place| self.roles[*place] == Role::Usual);
            if places.len() != statuts.len() || !is_usual {
                continue;
            }
            for (count, place) in places.into_iter().enumerate() {
                if Some(count) != chosen {
                    self.roles[place] = Role::Passed;
                }
            }
        }
    }

    /// Passes what would be read as a column that is given to another header.
    fn pass(&mut self, titles: &[String]) {
        for place in 0..titles.len() {
            let column = named(&titles[place]);
            let is_passed = match column {
                Some(column) => self.role_place(Role::Mapped(column)).is_some(),
                None => same(titles, &titles[place])
                    .iter()
                    .any(|other| matches!(self.roles[*other], Role::Mapped(_))),
            };
            if is_passed && self.roles[place] == Role::Usual {
                self.roles[place] = Role::Passed;
            }
        }
    }

    fn role_place(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|other| *other == role)
    }
}

fn known(column: &str) -> Option<usize> {
    COLUMNS.iter().position(|known| *known == column)
}

/// Parts `Statut#2` into the header and which of that name.
fn parted(wanted: &str) -> (&str, Option<usize>) {
    let parts = wanted.rsplit_once('#');
    let count = parts.and_then(|(name, count)| Some((name, count.trim().parse().ok()?)));
    count.map_or((wanted, None), |(name, count)| (name, Some(count)))
}

/// Returns the places of the headers of one name.
fn same(titles: &[String], title: &str) -> Vec<usize> {
    let places = titles.iter().enumerate();
    let places = places.filter(|(_, other)| *other == title && !title.is_empty());
    places.map(|(place, _)| place).collect()
}

/// Returns the places of the headers that one `--map` means.
fn places(row: &SheetRow, titles: &[String], wanted: &str) -> Result<Vec<usize>, RowCode> {
    let mut headers = (0..titles.len()).map(|place| row.text(place));
    // A header may itself be called `Statut#2`.
    let (name, count) = if headers.any(|header| fold(header) == fold(wanted)) {
        (wanted, None)
    } else {
        parted(wanted)
    };
    let places = same(titles, &plain(name));
    if places.is_empty() {
        let headers = (0..titles.len()).map(|place| (plain(row.text(place)), row.text(place)));
        let headers = headers.map(|(title, header)| (title, header.to_owned()));
        let near = nearest(&plain(name), headers);
        return Err(RowCode::MapHeaderUnknown { near });
    }
    let Some(count) = count else {
        return Ok(places);
    };
    let place = count.checked_sub(1).and_then(|before| places.get(before));
    place
        .map(|place| vec![*place])
        .ok_or(RowCode::MapHeaderFewer {
            count: places.len(),
        })
}

#[cfg(test)]
mod tests {
    use super::super::dialect::ReadOptions;
    use super::super::statut_rows::{StatutFile, read_statuts};
    use super::*;
    use crate::domain::referentiel::Referentiel;
    use crate::domain::statut_row::Given;

    fn read(csv: &str, maps: &[(&str, &str)]) -> Result<StatutFile, Vec<InvalidRow>> {
        let map = maps.iter().map(|(header, column)| {
            let pair = [header, column].map(|text| (*text).to_owned());
            let [header, column] = pair;
            (header, column)
        });
        let options = ReadOptions {
            map: map.collect(),
            ..ReadOptions::default()
        };
        read_statuts(csv.as_bytes(), Referentiel::Cae, &options)
    }

    /// Returns the statut and the commentaire of the only row, and what is left out.
    fn given(csv: &str, maps: &[(&str, &str)]) -> (String, String, Vec<String>) {
        let file = read(csv, maps).unwrap();
        let row = &file.rows[0];
        let Given::Value(statut) = &row.statut else {
            panic!("{:?}", row.statut);
        };
        let commentaire = match &row.commentaire {
            Given::Value(text) => text.clone(),
            other => format!("{other:?}"),
        };
        (statut.code(), commentaire, file.understood.left_out)
    }

    fn refused(csv: &str, maps: &[(&str, &str)]) -> Vec<(String, RowCode)> {
        let problems = read(csv, maps).unwrap_err();
        let told = problems.into_iter();
        told.map(|problem| (problem.column, problem.code)).collect()
    }

    const TWICE: &str = "action;Note;Statut;Note;Statut;Note\n1.1.1.1;a;fait;b;programme;c\n";

    #[test]
    fn each_repeated_header_is_chosen_by_its_own_number() {
        let maps = [("Statut#2", "statut"), ("Note#1", "commentaire")];
        let (statut, commentaire, left_out) = given(TWICE, &maps);
        assert_eq!((statut.as_str(), commentaire.as_str()), ("programme", "a"));
        assert_eq!(left_out, ["Statut", "Note", "Note"]);
        let maps = [("Note#3", "commentaire"), ("Statut#1", "statut")];
        let (statut, commentaire, _) = given(TWICE, &maps);
        assert_eq!((statut.as_str(), commentaire.as_str()), ("fait", "c"));
        let own = "action;Statut;Statut#2\n1.1.1.1;fait;programme\n";
        assert_eq!(given(own, &[("Statut#2", "statut")]).0, "programme");
    }

    #[test]
    fn a_number_out_of_range_is_refused_with_how_many_there_are() {
        for number in ["Statut#3", "Statut#0"] {
            let maps = [(number, "statut"), ("Note#1", "commentaire")];
            let fewer = RowCode::MapHeaderFewer { count: 2 };
            assert!(refused(TWICE, &maps).contains(&(number.to_owned(), fewer)));
        }
    }

    #[test]
    fn two_maps_of_one_column_or_of_one_header_are_refused() {
        for second in [("Note#2", "statut"), ("Statut#2", "commentaire")] {
            let maps = [("Statut#2", "statut"), ("Note#1", "commentaire"), second];
            let twice = (second.0.to_owned(), RowCode::MapTwice);
            assert_eq!(refused(TWICE, &maps), [twice]);
        }
        let same = [("Statut#2", "statut"), ("Statut#2", "statut")];
        assert_eq!(refused(TWICE, &same)[0].0, "Note");
    }

    const SNAPSHOTS: &str = "N°;Intitulé;% fait;% programmé;% pas fait;Statut;Précisions;\
        % fait;% programmé;% pas fait;Statut;Précisions;Pilotes\n\
        1.1.1.1;Une;1;0;0;Détaillé au %;avant;0.2;0.5;0.3;Détaillé au %;après;Ana\n";

    #[test]
    fn of_two_snapshots_the_one_of_the_chosen_statut_is_read() {
        for (number, statut, commentaire) in [
            ("Statut#1", "fait", "avant"),
            ("Statut#2", "detaille:0.2/0.5/0.3", "après"),
        ] {
            let found = given(SNAPSHOTS, &[(number, "statut")]);
            assert_eq!((found.0.as_str(), found.1.as_str()), (statut, commentaire));
        }
        let maps = [("Statut#2", "statut"), ("Précisions#1", "commentaire")];
        assert_eq!(given(SNAPSHOTS, &maps).1, "avant");
        let told = refused(SNAPSHOTS, &[]);
        assert_eq!(told, [("Statut".to_owned(), RowCode::TwoSnapshots)]);
    }

    #[test]
    fn of_two_snapshots_a_header_that_comes_thrice_is_refused() {
        let third = SNAPSHOTS.replace("Pilotes", "% fait");
        let told = refused(&third, &[("Statut#2", "statut")]);
        let twice = ("% fait".to_owned(), RowCode::ColumnTwice);
        assert_eq!(told, [twice.clone(), twice]);
    }

    #[test]
    fn a_mapped_header_wins_over_the_usual_one() {
        let csv = "action;statut;commentaire;Avis\n1.1.1.1;fait;a;b\n";
        let (_, commentaire, left_out) = given(csv, &[("Avis", "commentaire")]);
        assert_eq!(commentaire, "b");
        assert_eq!(left_out, ["commentaire"]);
    }
}
