//! The lines of a copy's preview: conflicts, then changes, as many as fit.

use unicode_width::UnicodeWidthStr;

use crate::domain::action::ActionId;
use crate::domain::commentaire;
use crate::domain::fate::{Cause, Fate, Reason};
use crate::domain::language::Language::{self, English, French};
use crate::ops::copy_report::{CopyReport, ReportLine, Told, is_conflict, same_conflict};
use crate::render::copies::Target;
use crate::render::copy_conflicts::other_form;
use crate::render::folding;
use crate::render::look::Look;
use crate::render::values::{one_line, padded, short};
use crate::render::words::plural;

/// The columns that a value of a change may take; a wide terminal gives more.
const VALUE: usize = 22;

/// The columns of a usual terminal.
const USUAL: usize = 100;

/// The columns up to which the values of the target are aligned.
const ALIGNED: usize = 19;

/// The columns before the values of a conflict: blanks, and the field's name.
const BEFORE: usize = 20;

/// The columns that a value has at least.
const LEAST: usize = 12;

/// What stands between two columns of a conflict.
const GAP: &str = "   ";

/// How many lines a preview may take for conflicts and changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// All of them.
    Full,
    /// As many as let the preview fit: at least 3, at most 40.
    Lines(usize),
}

impl Budget {
    /// Returns what a terminal leaves beside `around` lines; 40 lines where there is no terminal.
    pub fn of(look: &Look, around: usize, full: bool) -> Self {
        if full {
            return Self::Full;
        }
        let room = look
            .height
            .map_or(40, |height| height.saturating_sub(around));
        Self::Lines(room.clamp(3, 40))
    }

    fn allows(self, used: usize) -> bool {
        match self {
            Self::Full => true,
            Self::Lines(lines) => used <= lines,
        }
    }
}

/// What shows the lines that are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// The flag, for the next time.
    Flag,
    /// The key of the question that follows: what was decided must not be asked again.
    Key,
}

/// Returns the lines of the only target.
pub fn of_one(look: &Look, report: &CopyReport, budget: Budget, more: More) -> String {
    let mut text = Text::new(look, budget, more);
    for group in report.lines.chunk_by(same_conflict) {
        text.add("", group);
    }
    text.finish(report.conflicts)
}

/// Returns the conflicts of several targets, each behind its name; in full every line, target by
/// target.
pub fn of_several<'a>(
    look: &Look,
    targets: impl IntoIterator<Item = &'a Target<'a>>,
    budget: Budget,
    more: More,
) -> String {
    let mut text = Text::new(look, budget, more);
    let mut conflicts = 0;
    for target in targets {
        let Some(report) = target.report else {
            continue;
        };
        conflicts += report.conflicts;
        let margin = if budget == Budget::Full {
            text.head(target.nom);
            String::new()
        } else {
            format!("{} · ", target.nom)
        };
        for group in report.lines.chunk_by(same_conflict) {
            let conflict = group.first().is_some_and(|line| is_conflict(line.fate));
            if conflict || budget == Budget::Full {
                text.add(&margin, group);
            }
        }
    }
    text.finish(conflicts)
}

/// Lines that are gathered as long as there is room.
struct Text<'l> {
    look: &'l Look,
    budget: Budget,
    more: More,
    lines: String,
    used: usize,
    conflicts: usize,
    changes_left: usize,
    /// Whether a line had no room: no later one is shown in its place.
    is_full: bool,
}

impl<'l> Text<'l> {
    fn new(look: &'l Look, budget: Budget, more: More) -> Self {
        Self {
            look,
            budget,
            more,
            lines: String::new(),
            used: 0,
            conflicts: 0,
            changes_left: 0,
            is_full: false,
        }
    }

    /// Names the target of the lines that follow.
    fn head(&mut self, nom: &str) {
        if !self.lines.is_empty() {
            self.lines.push('\n');
        }
        self.lines.push_str(&format!("  {nom}\n"));
    }

    fn add(&mut self, margin: &str, group: &[ReportLine]) {
        let Some(line) = group.first() else {
            return;
        };
        if line.fate.is_equal() && self.budget != Budget::Full {
            return;
        }
        let conflict = is_conflict(line.fate);
        let lines = if conflict {
            conflict_lines(self.look, margin, line)
        } else {
            change_line(self.look, margin, line)
        };
        let height = lines.lines().count();
        if self.is_full || !self.budget.allows(self.used + height) {
            self.is_full = true;
            self.changes_left += usize::from(!conflict);
            return;
        }
        self.used += height;
        self.lines.push_str(&lines);
        self.conflicts += usize::from(conflict);
    }

    /// Returns the lines, and how many of the conflicts and changes are not shown.
    fn finish(mut self, conflicts: usize) -> String {
        let hidden = conflicts.saturating_sub(self.conflicts);
        let more = match (self.look.language, hidden, self.changes_left) {
            (_, 0, 0) => return self.lines,
            (French, 0, left) => plural(French, left, "autre ligne", "autres lignes"),
            (English, 0, left) => plural(English, left, "more line", "more lines"),
            (French, hidden, _) => plural(French, hidden, "autre conflit", "autres conflits"),
            (English, hidden, _) => plural(English, hidden, "more conflict", "more conflicts"),
        };
        let colon = self.look.language.pick(" : ", ": ");
        let how = match self.more {
            More::Flag => "--full",
            More::Key => "d",
        };
        self.lines.push_str(&format!("     … {more}{colon}{how}\n"));
        self.lines
    }
}

/// A conflict: the action's title, for nobody knows ids by heart, then both values.
fn conflict_lines(look: &Look, margin: &str, line: &ReportLine) -> String {
    let (action, title) = match &line.branch {
        Some(branch) => (&branch.action, &branch.title),
        None => (&line.action, &line.title),
    };
    let head = head(look.width.saturating_sub(5), margin, action, title);
    let field = format!("       {}  ", padded(line.data.field().code(), 11));
    let mark = match line.fate {
        Fate::Replaced(_) | Fate::Appended | Fate::Typed => '~',
        Fate::Cleared => '-',
        _ => '!',
    };
    let values = folding::joined(look.width, &field, GAP, &values(look, line));
    format!("  {mark}  {head}\n{values}")
}

/// Returns both values and what becomes of the target's; they share the width of the terminal.
fn values(look: &Look, line: &ReportLine) -> Vec<String> {
    let language = look.language;
    let (source, target) = match &line.branch {
        Some(branch) => (&branch.source, &branch.target),
        None => (&line.source, &line.target),
    };
    let source = match (line.fate, &line.made) {
        (Fate::Typed, Some(typed)) => typed,
        _ => source,
    };
    let source = if source.reads_like(target) {
        other_form(language).to_owned()
    } else {
        whole(language, source)
    };
    let target = whole(language, target);
    let (fate, before, after) = words(language, line.fate);
    let fixed = BEFORE
        + 2 * GAP.len()
        + [fate, before, after]
            .map(UnicodeWidthStr::width)
            .iter()
            .sum::<usize>();
    let room = look.width.saturating_sub(fixed).max(2 * LEAST);
    let (source, target) = if line.branch.is_some() {
        (source, target)
    } else {
        shared(room, &source, &target)
    };
    let left = room.saturating_sub(source.width());
    let aligned = if left >= target.width() {
        ALIGNED.min(left)
    } else {
        ALIGNED
    };
    let mut parts = vec![padded(&target, aligned), fate.to_owned()];
    match line.fate {
        Fate::Cleared => parts.push(before.to_owned()),
        _ => parts.push(format!("{before}{source}{after}")),
    }
    parts.push(note(language, line.fate).to_owned());
    parts
}

/// Cuts two values so that together they take `room` columns; a short one leaves its room.
fn shared(room: usize, source: &str, target: &str) -> (String, String) {
    let half = room / 2;
    let (one, two) = (source.width(), target.width());
    let for_source = half.max(room.saturating_sub(two.max(ALIGNED.min(half))));
    let for_target = half.max(room.saturating_sub(one));
    let (source, target) = (short(source, for_source), short(target, for_target));
    (source, target)
}

/// Returns what becomes of the target's value, and what stands before and after the source's.
fn words(language: Language, fate: Fate) -> (&'static str, &'static str, &'static str) {
    match (language, fate) {
        (_, Fate::Replaced(_) | Fate::Typed) => ("", "→ ", ""),
        (French, Fate::Appended) => ("gardé", "puis, à la suite : ", ""),
        (English, Fate::Appended) => ("kept", "then, behind it: ", ""),
        (French, Fate::Kept(Reason::NotAnswered(_))) => ("à décider", "(source : ", ")"),
        (English, Fate::Kept(Reason::NotAnswered(_))) => ("to decide", "(source: ", ")"),
        (French, Fate::Cleared) => ("effacé", "(la branche parle à l'autre niveau)", ""),
        (English, Fate::Cleared) => ("cleared", "(the branch speaks at the other level)", ""),
        (French, _) => ("gardé", "(source : ", ")"),
        (English, _) => ("kept", "(source: ", ")"),
    }
}

/// Says why a value goes or stays, where its policy alone does not tell.
fn note(language: Language, fate: Fate) -> &'static str {
    match (language, fate) {
        (French, Fate::Kept(Reason::CutBranch(_))) => "(le reste de la branche n'est pas choisi)",
        (English, Fate::Kept(Reason::CutBranch(_))) => "(the rest of the branch is not selected)",
        (French, Fate::Replaced(Cause::Newer)) => "(plus récent)",
        (English, Fate::Replaced(Cause::Newer)) => "(newer)",
        (French, Fate::Kept(Reason::Older(_))) => "(plus ancien à la source)",
        (English, Fate::Kept(Reason::Older(_))) => "(older in the source)",
        (French, Fate::Kept(Reason::SameAge(_))) => "(de même date)",
        (English, Fate::Kept(Reason::SameAge(_))) => "(of the same date)",
        (French, Fate::Typed) => "(saisi)",
        (English, Fate::Typed) => "(typed)",
        _ => "",
    }
}

fn change_line(look: &Look, margin: &str, line: &ReportLine) -> String {
    let mark = if line.fate.is_equal() { '=' } else { '+' };
    let value = VALUE + look.width.saturating_sub(USUAL) / 2;
    let source = short(&whole(look.language, &line.source), value);
    let field = padded(line.data.field().code(), 11);
    let room = look.width.saturating_sub(5 + 11 + 2 + value + 2).max(20);
    let head = head(room, margin, &line.action, &line.title);
    format!("  {mark}  {}  {field}  {source}\n", padded(&head, room))
}

/// Returns an action's id and title, cut to `width` columns.
fn head(width: usize, margin: &str, action: &ActionId, title: &str) -> String {
    let id = format!("{margin}{action}  ");
    let room = width.saturating_sub(id.width()).max(8);
    id + &short(title, room)
}

/// Returns what an end says, uncut.
pub fn whole(language: Language, told: &Told) -> String {
    match (language, told) {
        (French, Told::Nothing) => "vide".to_owned(),
        (English, Told::Nothing) => "blank".to_owned(),
        (_, Told::Statut(statut)) => statut.label(),
        (_, Told::Names(names)) => one_line(&names.join(", ")),
        (_, Told::Commentaire(text)) => one_line(&commentaire::as_text(text)),
        (French, Told::ByTaches(count)) => format!("par tâches ({count})"),
        (English, Told::ByTaches(count)) => format!("by tâches ({count})"),
        (French, Told::BySousAction(statut)) => {
            format!("{}, au niveau de la sous-action", statut.label())
        }
        (English, Told::BySousAction(statut)) => format!("{}, at the sous-action", statut.label()),
    }
}
