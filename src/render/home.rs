//! What is shown to somebody who types no command: at most 24 lines of 80 columns.

use serde_json::{Value as Json, json};

use crate::domain::language::Language::{self, English, French};
use crate::ops::find_operations::Found;
use crate::ops::read_home::Home;
use crate::render::document::Document;
use crate::render::folding::{facts, sentence};
use crate::render::help_topics::Topic;
use crate::render::look::Look;
use crate::render::table::{Column, Table};
use crate::render::words::{fields, plural};
use crate::render::{operations, refusals, short_titles};

/// The columns that are used at most.
const WIDTH: usize = 80;

/// The columns of the names of groups.
const GROUP: usize = 24;

/// The place of the titles of operations in a row.
const TITLE: usize = 3;

/// Commands that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Answer,
    Look,
    Fill,
    Exchange,
    Store,
}

impl Group {
    const ALL: [Self; 5] = [
        Self::Answer,
        Self::Look,
        Self::Fill,
        Self::Exchange,
        Self::Store,
    ];

    fn name(self, language: Language) -> &'static str {
        match (language, self) {
            (French, Self::Answer) => "Répondre à une demande",
            (English, Self::Answer) => "Answer a request",
            (French, Self::Look) => "Regarder",
            (English, Self::Look) => "Look",
            (French, Self::Fill) => "Compléter",
            (English, Self::Fill) => "Fill in",
            (French, Self::Exchange) => "Échanger des fichiers",
            (English, Self::Exchange) => "Exchange files",
            (French, Self::Store) => "Base",
            (English, Self::Store) => "Store",
        }
    }

    fn commands(self) -> &'static [&'static str] {
        match self {
            Self::Answer => &["copy", "referentiel diff", "op reply", "op undo", "op redo"],
            Self::Look => &[
                "profile list",
                "profile show",
                "referentiel status",
                "op list",
                "op history",
            ],
            Self::Fill => &[
                "profile create",
                "profile edit",
                "referentiel set",
                "referentiel confirm",
            ],
            Self::Exchange => &[
                "referentiel fill",
                "referentiel export",
                "referentiel import",
                "apply",
            ],
            Self::Store => &[
                "store init",
                "store info",
                "store check",
                "store backup",
                "config show",
                "demo",
            ],
        }
    }
}

/// A store that could be seen.
pub struct Seen {
    pub home: Home,
    /// How people call it.
    pub name: String,
}

/// Shows the store and the commands in groups; what `actor` did is "yours".
pub fn text(look: &Look, actor: &str, seen: &Seen) -> String {
    let look = &narrowed(look);
    let latest = latest(look, actor, &seen.home.latest);
    format!(
        "{}{latest}\n{}{}",
        heading(look, seen),
        groups(look),
        help(look)
    )
}

/// Says why the store cannot be seen, and shows the commands in groups.
pub fn text_without(look: &Look, reason: &str, hint: Option<&str>) -> String {
    let look = &narrowed(look);
    let label = look.language.pick("Base      ", "Store     ");
    let said = sentence(look.width, label, reason);
    let hint = hint.map(|hint| sentence(look.width, "          ", hint));
    let (version, hint) = (version(), hint.unwrap_or_default());
    format!("{version}\n{said}{hint}\n{}{}", groups(look), help(look))
}

fn narrowed(look: &Look) -> Look {
    Look {
        width: look.width.min(WIDTH),
        ..look.clone()
    }
}

fn version() -> String {
    format!("tetctl {}", env!("CARGO_PKG_VERSION"))
}

/// Returns the groups of commands, one a line.
pub fn groups(look: &Look) -> String {
    let group = |group: Group| {
        let commands: Vec<String> = group.commands().iter().map(ToString::to_string).collect();
        let label = format!("{:<GROUP$}", group.name(look.language));
        facts(look.width, &label, &commands)
    };
    Group::ALL.map(group).concat()
}

fn heading(look: &Look, Seen { home, name }: &Seen) -> String {
    let count = usize::try_from(home.facts.profiles).unwrap_or_default();
    let (word, profiles) = match look.language {
        French => ("base", plural(French, count, "profil", "profils")),
        English => ("store", plural(English, count, "profile", "profiles")),
    };
    let referentiels = home.facts.referentiels.iter();
    let referentiels: Vec<String> = referentiels.map(|(id, _)| id.id().to_uppercase()).collect();
    let place = if name.contains(['/', '.']) {
        format!("{word} {name}")
    } else {
        format!("{word} {name} ({})", home.facts.place)
    };
    let parts = [version(), place, profiles, referentiels.join(" ")];
    facts(look.width, "", &parts)
}

fn latest(look: &Look, actor: &str, latest: &[Found]) -> String {
    if latest.is_empty() {
        return String::new();
    }
    let mut table = Table {
        columns: ["", "", "", "", ""].map(Column::new).into(),
        rows: latest.iter().map(|found| row(look, actor, found)).collect(),
    };
    table.columns[0].right = true;
    table.columns[4].right = true;
    let others = table.total() - table.widths()[TITLE];
    for row in &mut table.rows {
        row[TITLE] = short_titles::cut(&row[TITLE], look.width.saturating_sub(others + 2).max(20));
    }
    let (drawn, _) = table.text(&Look {
        width: usize::MAX,
        ..look.clone()
    });
    let lines = drawn.lines().filter(|line| !line.trim().is_empty());
    let lines: String = lines.map(|line| format!("  {line}\n")).collect();
    let head = look
        .language
        .pick("Dernières opérations", "Latest operations");
    format!("{head}\n{lines}")
}

fn row(look: &Look, actor: &str, found: &Found) -> Vec<String> {
    let operation = &found.operation;
    let who = match operation.actor.as_deref() {
        Some(name) if name == actor => look.language.pick("vous", "you").to_owned(),
        name => refusals::person(look.language, name).to_owned(),
    };
    vec![
        operation.number.to_string(),
        look.moment(operation.at),
        who,
        short_titles::of(&operations::title(found)),
        fields(look.language, operation.edits),
    ]
}

fn help(look: &Look) -> String {
    let topics = Topic::ALL.map(Topic::code).join("|");
    let parts = [
        match look.language {
            French => "tetctl COMMANDE --help".to_owned(),
            English => "tetctl COMMAND --help".to_owned(),
        },
        format!("tetctl help {topics}"),
    ];
    facts(look.width, look.language.pick("Aide   ", "Help   "), &parts)
}

/// Returns what is shown as a document.
pub fn document(look: &Look, seen: &Seen) -> Document {
    let Home { facts, latest } = &seen.home;
    let list = facts.referentiels.iter();
    let list = list.map(|(id, version)| json!({ "id": id, "version": version }));
    let document = Document {
        summary: json!({ "profiles": facts.profiles, "operations": facts.operations }),
        ..operations::list(look, latest, &[], latest.len()).document()
    };
    of_store(
        document,
        facts.place.as_str().into(),
        list.collect(),
        Json::Null,
    )
}

/// Returns the document of a store that cannot be seen, for this reason.
pub fn document_without(error: Json) -> Document {
    let nothing = Document::of_items(Vec::new());
    of_store(nothing, Json::Null, Json::Array(Vec::new()), error)
}

fn of_store(document: Document, store: Json, referentiels: Json, error: Json) -> Document {
    document
        .with("version", env!("CARGO_PKG_VERSION").into())
        .with("store", store)
        .with("referentiels", referentiels)
        .with("store_error", error)
}
