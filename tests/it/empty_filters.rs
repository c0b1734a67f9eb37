//! A filter that names nothing is refused: it would mean everything.

use crate::sandbox::Sandbox;

#[test]
fn a_blank_filter_writes_nothing() {
    let sandbox = Sandbox::filled();
    let before = sandbox.digest();
    let copy = "copy cae --from petr-du-pays-de-trevanne --to cc-des-sources-et-bocages --yes";
    let confirm = "referentiel confirm cae cc-des-sources-et-bocages --yes";
    for line in [copy, confirm, "op undo 9 --yes", "op undo 1 --yes"] {
        for (typed, flag, value) in [
            ("-a ''", "--action", ""),
            ("-a ' '", "--action", " "),
            ("-x ' '", "--exclude-action", " "),
        ] {
            sandbox
                .run(&format!("{line} {typed}"))
                .fails(2, &format!("error[usage]: {flag}: `{value}` is empty"));
        }
    }
    assert_eq!(sandbox.digest(), before);
}

#[test]
fn a_range_of_an_undo_may_end_at_an_action_that_was_not_written() {
    let sandbox = Sandbox::filled();
    let undo = |range: &str| sandbox.run_as("support-1", &format!("op undo 9 -n -a {range}"));
    undo("1.2..1.2").ok();
    undo("1.1.1..1.1.2").ok();
    undo("2..3").ok();
    undo("1.1..1.2").ok();
    undo("3.1.1..3.1.2").ok();
    assert_eq!(undo("3.1.1..3.1.9").code, Some(3));
}
