//! What a value means that is proposed to somebody who types.

use crate::domain::name::is_bidi_control;
use crate::domain::profile::Profile;
use crate::ops::find_operations::Found;
use crate::render::look::Look;
use crate::render::operations::title;
use crate::render::{short_titles, values};

/// The columns that a meaning may take.
const WIDTH: usize = 72;

/// Tells a profile from others: its name, nature and department.
pub fn profile(profile: &Profile) -> String {
    let department = profile.department.as_ref().map(ToString::to_string);
    let parts = [
        Some(profile.nom.clone()),
        Some(profile.nature.label().to_owned()),
        department,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    plain(&parts.join(" · "))
}

/// Tells an operation from others: when it was made, and what it was.
pub fn operation(look: &Look, found: &Found) -> String {
    let moment = look.moment(found.operation.at);
    plain(&format!("{moment} · {}", short_titles::of(&title(found))))
}

/// Returns a text on one short line, without what would steer a terminal.
pub fn plain(text: &str) -> String {
    let line = values::one_line(text);
    let safe = |char: &char| !char.is_control() && !is_bidi_control(*char);
    let line: String = line.chars().filter(safe).collect();
    values::short(&line, WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_steers_no_terminal() {
        assert_eq!(plain("a\tb\n\u{1b}[31mc\u{202e}"), "a b [31mc");
        assert_eq!(plain(&"mot ".repeat(40)).chars().count(), WIDTH);
    }
}
