//! What is wrong with a header, or with what `--map` says of it.

use crate::render::words::{Both, both};

/// Says that a column is none, and which may be meant.
pub(super) fn column_unknown(near: Option<&str>) -> Both {
    match near {
        None => both("colonne inconnue", "unknown column"),
        Some(near) => both(
            format!("colonne inconnue : {near} ?"),
            format!("unknown column: {near}?"),
        ),
    }
}

/// Says that a header is unknown, and how to read or leave out its column.
pub(super) fn header_unknown(near: Option<&str>) -> Both {
    let (proche, close) = near.map_or_else(Default::default, |near| {
        (format!(" (proche : {near})"), format!(" (near: {near})"))
    });
    both(
        format!("colonne inconnue{proche} : --map \"EN-TÊTE=COLONNE\" ou --ignore-unknown"),
        format!("unknown column{close}: --map \"HEADER=COLUMN\" or --ignore-unknown"),
    )
}

/// Says that the file lacks the header of a `--map`.
pub(super) fn map_header_unknown(near: Option<&str>) -> Both {
    let (proche, close) = near.map_or_else(Default::default, |near| {
        (format!(" (proche : {near})"), format!(" (near: {near})"))
    });
    both(
        format!("--map : le fichier n'a pas cet en-tête{proche}"),
        format!("--map: the file has no such header{close}"),
    )
}

/// Says how many times the file has the header that a `--map` numbers.
pub(super) fn map_header_fewer(count: usize) -> Both {
    match count {
        1 => both(
            "--map : le fichier n'a cet en-tête qu'une fois",
            "--map: the file has this header only once",
        ),
        count => both(
            format!("--map : le fichier a cet en-tête {count} fois, de #1 à #{count}"),
            format!("--map: the file has this header {count} times, from #1 to #{count}"),
        ),
    }
}

/// Says which columns a `--map` can name.
pub(super) fn map_column_unknown(known: &str) -> Both {
    both(
        format!("--map : pas une colonne ; il y a {known}"),
        format!("--map: not a column; there are {known}"),
    )
}
