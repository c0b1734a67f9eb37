//! The lines of a tree, drawn or indented.

/// What stands before a row of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Margin {
    /// Before the row itself.
    pub own: String,
    /// Before further lines of the same row.
    pub below: String,
}

/// Returns what stands before each row; rows come parents first, by their depth from 0.
pub fn margins(depths: &[usize], unicode: bool) -> Vec<Margin> {
    // Whether a later row of the same parent stands at each depth; read from the last row.
    let mut open: Vec<bool> = Vec::new();
    let mut margins: Vec<Margin> = Vec::with_capacity(depths.len());
    for &depth in depths.iter().rev() {
        let has_child = open.get(depth + 1).copied().unwrap_or(false);
        open.resize(depth + 1, false);
        margins.push(if unicode {
            drawn(&open, depth, has_child)
        } else {
            indented(depth)
        });
        open[depth] = true;
    }
    margins.reverse();
    margins
}

fn drawn(open: &[bool], depth: usize, has_child: bool) -> Margin {
    let line = |is_open: bool| if is_open { "│  " } else { "   " };
    let mut own: String = (1..depth).map(|level| line(open[level])).collect();
    let mut below = own.clone();
    if depth > 0 {
        own.push_str(if open[depth] { "├─ " } else { "└─ " });
        below.push_str(line(open[depth]));
    }
    below.push_str(line(has_child));
    Margin { own, below }
}

fn indented(depth: usize) -> Margin {
    Margin {
        own: "  ".repeat(depth),
        below: "  ".repeat(depth + 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_child_closes_its_branch() {
        let own: Vec<String> = margins(&[0, 1, 2, 2, 1, 2], true)
            .into_iter()
            .map(|margin| margin.own)
            .collect();
        assert_eq!(own, ["", "├─ ", "│  ├─ ", "│  └─ ", "└─ ", "   └─ "]);
    }

    #[test]
    fn further_lines_keep_the_branches_open() {
        let below: Vec<String> = margins(&[0, 1, 2, 1], true)
            .into_iter()
            .map(|margin| margin.below)
            .collect();
        assert_eq!(below, ["│  ", "│  │  ", "│        ", "      "]);
    }

    #[test]
    fn plain_terminals_get_blanks() {
        assert_eq!(margins(&[0, 1], false)[1].own, "  ");
    }
}
