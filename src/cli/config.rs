//! The settings: from flags, the environment, the configuration file, or defaults.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use etcetera::BaseStrategy as _;

use super::environment::{self, variable};
use crate::domain::language::Language;
use crate::domain::name::is_bidi_control;
use crate::domain::refusal::{Noun, Origin, Refusal};

/// A value and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    pub value: T,
    pub origin: Origin,
}

/// What is set for every command.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the configuration file stands, or would.
    pub file: PathBuf,
    pub language: Setting<Language>,
    pub actor: Setting<String>,
    pub pager: Setting<Option<String>>,
    /// The operating system's user, found by number.
    pub system_user: String,
    store: Option<Setting<String>>,
    /// The stores that have names.
    pub stores: BTreeMap<String, String>,
    default_store: PathBuf,
}

/// Where the store stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its name in the configuration.
    pub name: Option<String>,
    pub path: PathBuf,
    pub origin: Origin,
}

/// The configuration file.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    store: Option<String>,
    lang: Option<String>,
    actor: Option<String>,
    pager: Option<String>,
    #[serde(default)]
    stores: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::of(PathBuf::new(), PathBuf::new(), File::default())
    }
}

impl Settings {
    /// Reads the configuration file, if there is one, and the environment.
    pub fn read() -> Result<Self> {
        environment::check()?;
        let folders = etcetera::choose_base_strategy().context("finding the home folder")?;
        let path = folders.config_dir().join("tetctl").join("config.toml");
        let default_store = folders.data_dir().join("tetctl").join("tetctl.db");
        let file = read(&path)?;
        Ok(Self::of(path, default_store, file))
    }

    fn of(path: PathBuf, default_store: PathBuf, file: File) -> Self {
        let system_user = system_user();
        Self {
            file: path,
            language: language(file.lang.as_deref()),
            actor: first(
                variable("TETCTL_ACTOR").and_then(one_line),
                file.actor.and_then(one_line),
                system_user.clone(),
            ),
            pager: first(
                variable("TETCTL_PAGER").map(Some),
                file.pager.map(Some),
                None,
            ),
            system_user,
            store: set(variable("TETCTL_STORE"), Origin::Environment)
                .or(set(file.store, Origin::Configuration)),
            stores: file.stores,
            default_store,
        }
    }

    /// Returns where the store stands: by flag, environment, configuration or default.
    ///
    /// A word of letters, figures and `-` is a named store; anything else is a path.
    pub fn store(&self, flag: Option<&str>) -> Result<Place> {
        let flag = set(flag.map(str::to_owned), Origin::Flag);
        let Some(Setting { value, origin }) = flag.or_else(|| self.store.clone()) else {
            return Ok(Place {
                name: None,
                path: self.default_store.clone(),
                origin: Origin::Default,
            });
        };
        if !is_name(&value) {
            let path = expanded(&value);
            return Ok(Place {
                name: None,
                path,
                origin,
            });
        }
        let Some(path) = self.stores.get(&value) else {
            return Err(Refusal::not_found(Noun::Store, value).into());
        };
        Ok(Place {
            path: expanded(path),
            name: Some(value),
            origin,
        })
    }
}

/// Tells whether the terminal can draw lines and bars.
pub fn draws_unicode() -> bool {
    let locale = ["LC_ALL", "LANG"].into_iter().find_map(variable);
    let utf8 = locale.is_none_or(|locale| locale.to_lowercase().replace('-', "").contains("utf8"));
    utf8 && variable("TERM").is_none_or(|term| term != "dumb")
}

fn set<T>(value: Option<T>, origin: Origin) -> Option<Setting<T>> {
    value.map(|value| Setting { value, origin })
}

fn first<T>(environment: Option<T>, configured: Option<T>, default: T) -> Setting<T> {
    set(environment, Origin::Environment)
        .or(set(configured, Origin::Configuration))
        .unwrap_or(Setting {
            value: default,
            origin: Origin::Default,
        })
}

fn read(path: &Path) -> Result<File> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(File::default()),
        Err(error) => return Err(unread(path, &error).into()),
    };
    let invalid = |line, key| Refusal::ConfigInvalid {
        place: path.display().to_string(),
        line,
        key,
    };
    let file: File = toml::from_str(&text).map_err(|error| {
        let line = error
            .span()
            .map(|span| text[..span.start].matches('\n').count() + 1);
        invalid(line, error.message().to_owned())
    })?;
    match file.lang.as_deref() {
        Some(lang) if Language::of(lang).is_none() => {
            Err(invalid(None, format!("lang = \"{lang}\" (fr, en)")).into())
        }
        _ => Ok(file),
    }
}

/// Returns the refusal of a configuration that is there, or may be, and cannot be read.
fn unread(path: &Path, error: &std::io::Error) -> Refusal {
    let place = path.display().to_string();
    match error.kind() {
        ErrorKind::PermissionDenied => Refusal::ConfigDenied { place },
        _ => Refusal::ConfigInvalid {
            place,
            line: None,
            key: error.to_string(),
        },
    }
}

/// Returns the language: of the variable, of the configuration, of the locale, else English.
fn language(configured: Option<&str>) -> Setting<Language> {
    let told = variable("TETCTL_LANG").as_deref().and_then(Language::of);
    set(told, Origin::Environment)
        .or(set(
            configured.and_then(Language::of),
            Origin::Configuration,
        ))
        .unwrap_or_else(|| first(locale(), None, Language::English))
}

/// Returns a name without what would steer a terminal or begin a line; none where nothing is left.
fn one_line(name: String) -> Option<String> {
    let plain: String = name
        .chars()
        .map(|char| if char.is_control() { ' ' } else { char })
        .filter(|char| !is_bidi_control(*char))
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    Some(words.join(" ")).filter(|name| !name.is_empty())
}

/// Returns the language of the locale: French where it begins with `fr`.
fn locale() -> Option<Language> {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(variable)?;
    Language::of(&locale)
}

fn system_user() -> String {
    let number = nix::unistd::getuid();
    match nix::unistd::User::from_uid(number) {
        Ok(Some(user)) => user.name,
        _ => number.to_string(),
    }
}

fn is_name(value: &str) -> bool {
    value
        .chars()
        .all(|char| char.is_alphanumeric() || char == '-')
}

fn expanded(value: &str) -> PathBuf {
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    match (value.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(stores: &[(&str, &str)]) -> Settings {
        let stores = stores
            .iter()
            .map(|(name, path)| ((*name).into(), (*path).into()));
        Settings {
            stores: stores.collect(),
            store: None,
            default_store: PathBuf::from("/data/tetctl.db"),
            ..Settings::default()
        }
    }

    #[test]
    fn a_word_is_a_named_store_and_anything_else_a_path() -> Result<()> {
        let settings = settings(&[("prod", "/srv/prod.db")]);
        let named = settings.store(Some("prod"))?;
        assert_eq!(named.name.as_deref(), Some("prod"));
        assert_eq!(named.path, PathBuf::from("/srv/prod.db"));
        assert_eq!(
            settings.store(Some("./prod"))?.path,
            PathBuf::from("./prod")
        );
        assert_eq!(
            settings.store(Some("prod.db"))?.path,
            PathBuf::from("prod.db")
        );
        assert_eq!(settings.store(None)?.origin, Origin::Default);
        assert!(settings.store(Some("other")).is_err());
        Ok(())
    }

    #[test]
    fn an_actor_is_one_line() {
        let read = |name: &str| one_line(name.to_owned());
        assert_eq!(read("a\n\u{1b}b\u{202e}").as_deref(), Some("a b"));
        assert_eq!(read("\n"), None);
    }

    #[test]
    fn the_environment_goes_before_the_configuration() {
        assert_eq!(first(Some(1), Some(2), 3).value, 1);
        assert_eq!(first(None, Some(2), 3).origin, Origin::Configuration);
        assert_eq!(first(None::<i32>, None, 3).origin, Origin::Default);
    }
}
