//! `tetctl referentiel mode` and `tetctl referentiel lock`.

use crate::one_profile::{CC, one_profile};

#[test]
fn a_mode_is_set_once() {
    let sandbox = one_profile();
    let mode = |mode: &str| sandbox.run(&format!("referentiel mode cae {CC} {mode} --yes"));
    let before = sandbox.digest();
    mode("write").shows("Nothing to change.", "Store     ./store.db");
    let done = mode("readonly").ok();
    assert!(
        done.stdout
            .starts_with(&format!("Done      referentiel mode cae {CC} readonly"))
    );
    mode("readonly").shows("Nothing to change.", "Store     ./store.db");
    mode("write").ok();
    // The default situation is never stored.
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_dry_run_shows_what_changes_for_people() {
    let sandbox = one_profile();
    sandbox
        .run(&format!("referentiel mode te {CC} write -n"))
        .shows(
            &format!(
                "referentiel mode te {CC} write
  ~  {CC}  mode         readonly → write"
            ),
            "Store     ./store.db · nothing will be written",
        );
}

#[test]
fn mode_and_audit_do_not_disturb_each_other() {
    let sandbox = one_profile();
    let before = sandbox.digest();
    for line in [
        format!("referentiel lock cae {CC} --audit validated"),
        format!("referentiel mode cae {CC} archived"),
        format!("referentiel lock cae {CC} --audit none"),
    ] {
        sandbox.run(&format!("{line} --yes")).ok();
    }
    sandbox
        .run(&format!("referentiel set {CC} cae_1.1.1.1=fait --yes"))
        .fails(5, &format!("error[mode_archived]: cae is archived on {CC}"));
    sandbox
        .run(&format!("referentiel mode cae {CC} write --yes"))
        .ok();
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn an_unknown_mode_is_an_error_of_usage() {
    let sandbox = one_profile();
    let run = sandbox
        .run(&format!("referentiel mode cae {CC} open"))
        .fails(2, "error[usage]: `open` is no value of <MODE>");
    assert!(run.stderr.contains("hint: write, readonly, archived"));
    sandbox
        .run(&format!("referentiel lock cae {CC} --audit done"))
        .fails(2, "error[usage]: `done` is no value of --audit <STATE>");
}
