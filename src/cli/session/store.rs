//! The store that a session works on: where it stands, how it is opened, how people call it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;

use super::{Session, host, now};
use crate::domain::refusal::Refusal;
use crate::render::stores;
use crate::store::{Opening, Store, WriterId};

impl Session {
    /// Opens the store that is named by flag, environment, configuration or default.
    pub fn store(&self) -> Result<Store> {
        let store = Store::open(&self.existing_store()?, &self.opening())?;
        if let Some(upgraded) = store.upgraded() {
            let schemas = (upgraded.schema, Store::schema());
            let remark = stores::upgraded(self.language(), schemas, &upgraded.backup);
            self.ui.remark(&remark)?;
        }
        Ok(store)
    }

    /// Opens the store in the same way, even one of an older schema, and leaves it as it is.
    pub fn store_as_it_is(&self) -> Result<Store> {
        Store::open_as_it_is(&self.existing_store()?, &self.opening())
    }

    /// Opens the store for a command that writes: refused before anything is asked or planned.
    pub fn store_to_write(&self) -> Result<Store> {
        let store = self.store()?;
        if self.writes() {
            store.check_writable()?;
        }
        Ok(store)
    }

    /// Opens the same store for somebody who only looks: see `Store::look`.
    pub fn looked_at(&self) -> Result<Store> {
        Store::look(&self.existing_store()?)
    }

    /// Returns where the store stands; refused where nothing is there.
    pub fn existing_store(&self) -> Result<PathBuf> {
        let place = self.settings.store(self.globals.store.as_deref())?;
        if may_stand(&place.path) {
            return Ok(place.path);
        }
        let (place, origin) = (place.path.display().to_string(), place.origin);
        Err(Refusal::StoreNotFound { place, origin }.into())
    }

    /// Returns where the store stands, or would.
    pub fn store_path(&self) -> Result<PathBuf> {
        Ok(self.settings.store(self.globals.store.as_deref())?.path)
    }

    /// Returns how the store is opened, as the command line says.
    pub fn opening(&self) -> Opening {
        Opening {
            wait: Duration::from_secs(self.globals.lock_timeout),
            writer: WriterId {
                actor: self.settings.actor.value.clone(),
                host: host(),
                command: self.command.clone(),
            },
            allow_network: self.globals.allow_network,
            allow_synced: self.globals.allow_synced,
            clock: now,
        }
    }

    /// Returns how people call the store: its name in the configuration, or its path.
    pub fn store_name(&self, store: &Store) -> String {
        self.store_name_at(store.path())
    }

    /// Returns how people call the store that stands at `path`, or would.
    pub fn store_name_at(&self, path: &Path) -> String {
        self.configured_name().unwrap_or_else(|| shortened(path))
    }

    /// Returns the name that the store has in the configuration.
    pub fn configured_name(&self) -> Option<String> {
        let place = self.settings.store(self.globals.store.as_deref());
        place.ok().and_then(|place| place.name)
    }
}

/// Tells whether something stands at a path, or may: a folder that is closed does not tell.
fn may_stand(path: &Path) -> bool {
    let looked = path.metadata();
    looked.is_ok() || looked.is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)
}

/// Returns a path as people know it: `~` for the home folder.
fn shortened(path: &Path) -> String {
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    let below = home.as_ref().and_then(|home| path.strip_prefix(home).ok());
    below.map_or_else(
        || path.display().to_string(),
        |rest| format!("~/{}", rest.display()),
    )
}
