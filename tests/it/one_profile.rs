//! A place with the small structure as `cae` and one profile without data.

use crate::sandbox::Sandbox;

/// The slug of the profile.
pub const CC: &str = "cc-des-sources-et-bocages";

/// Returns the place.
pub fn one_profile() -> Sandbox {
    let sandbox = Sandbox::empty();
    sandbox.fixture("structure.csv");
    for line in [
        "referentiel import structure.csv --id cae",
        "profile create 'CC des Sources et Bocages' --department 61",
    ] {
        sandbox.run(&format!("{line} --yes")).ok();
    }
    sandbox
}

/// Returns the place, once the profile has said what most tests need.
pub fn filled() -> Sandbox {
    let sandbox = one_profile();
    let line = format!(
        "referentiel set {CC} cae_1.1.1.1=fait cae_1.1.1.2.1=detaille:20/50/30 cae_1.1.2.2=pas_fait \
         --commentaire 'cae_1.1.1=<p>Voté &amp; relu</p><p>en mars</p>' --yes"
    );
    sandbox.run(&line).ok();
    // Under a sous-action that speaks, a tâche is hidden where both are given at once.
    let line = format!("referentiel set {CC} cae_1.1.1.1=fait cae_1.1.1.1.2=programme --yes");
    sandbox.run(&line).ok();
    sandbox
}
