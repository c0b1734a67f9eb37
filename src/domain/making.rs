//! Files in the making: their names, so that they can go where the command ends at once.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How the name of a file in the making begins: whoever finds one knows whose it is.
pub const BEGUN: &str = ".tetctl-";

/// Where the files in the making stand.
static MAKING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// What is in the making, until it is dropped.
#[derive(Debug)]
pub struct InTheMaking(Vec<PathBuf>);

impl InTheMaking {
    /// Makes something, and knows from then on where it stands, which `make` tells.
    pub fn begin<T, E>(
        make: impl FnOnce() -> Result<(T, Vec<PathBuf>), E>,
    ) -> Result<(T, Self), E> {
        // Held meanwhile: where the command ends at once, nothing is begun that nobody knows.
        let mut making = all();
        let (made, places) = make()?;
        making.extend(places.iter().cloned());
        Ok((made, Self(places)))
    }
}

impl Drop for InTheMaking {
    fn drop(&mut self) {
        all().retain(|place| !self.0.contains(place));
    }
}

/// Returns where the files in the making stand; while that is held, no other is begun.
pub fn all() -> MutexGuard<'static, Vec<PathBuf>> {
    MAKING.lock().unwrap_or_else(PoisonError::into_inner)
}
