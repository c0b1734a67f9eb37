//! How profiles are named where nobody is asked: keys and full names act, anything looser proposes.

use serde_json::json;

use crate::sandbox::Sandbox;

fn shown(sandbox: &Sandbox, typed: &str) -> Option<String> {
    let run = sandbox.run(&format!("profile show \"{typed}\" --json"));
    let slug = run.json()["profile"]["slug"].as_str().map(str::to_owned);
    assert_eq!(run.code, Some(if slug.is_some() { 0 } else { 3 }));
    slug
}

#[test]
fn keys_and_full_names_are_taken() {
    let sandbox = Sandbox::profiles();
    for typed in [
        "ca-orvel-agglomeration",
        "200000149",
        "200 000 149",
        "CA Orvel Agglomération",
        "  ca  ORVEL agglomeration ",
    ] {
        assert_eq!(
            shown(&sandbox, typed).as_deref(),
            Some("ca-orvel-agglomeration"),
            "{typed}"
        );
    }
    assert_eq!(shown(&sandbox, "61006").as_deref(), Some("orvel-61"));
    assert_eq!(shown(&sandbox, "orvel").as_deref(), Some("orvel-61"));
}

#[test]
fn several_matches_are_shown() {
    let sandbox = Sandbox::profiles();
    let run = sandbox.run("profile show trevanne --lang fr");
    assert_eq!(
        run.stderr,
        "erreur[profile_ambiguous]: 2 profils correspondent à `trevanne`\n  \
         cc-du-pays-de-trevanne     CC du Pays de Trévanne     CC · 61 · membre de petr-du-pays-de-trevanne\n  \
         petr-du-pays-de-trevanne   PETR du Pays de Trévanne   PETR · 61\n\
         conseil : donner le nom entier, le slug, le SIREN ou le code INSEE\n"
    );
    let document = sandbox.run("profile show trevanne --json").json();
    assert_eq!(document["error"]["code"], "profile_ambiguous");
    assert_eq!(
        document["error"]["candidates"][0],
        json!({
            "key": "cc-du-pays-de-trevanne", "name": "CC du Pays de Trévanne", "nature": "CC",
            "department": "61", "siren": null, "reason": "member of petr-du-pays-de-trevanne",
        })
    );
}

#[test]
fn of_many_matches_the_first_are_shown() {
    let sandbox = Sandbox::empty();
    for number in 10..32 {
        let line = format!("profile create 'CC du Val {number}' --yes");
        sandbox.run(&line).ok();
    }
    let run = sandbox.run("profile show val");
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert_eq!(
        lines[0],
        "error[profile_ambiguous]: 22 profiles match `val`"
    );
    assert!(lines[20].starts_with("  cc-du-val-29 "), "{}", run.stderr);
    assert_eq!(lines[21], "  … 2 more");
    assert_eq!(lines.len(), 23);
    let document = sandbox.run("profile show val --json").json();
    let candidates = document["error"]["candidates"].as_array().map(Vec::len);
    assert_eq!(candidates, Some(20));
}

#[test]
fn a_loose_name_is_only_proposed() {
    let sandbox = Sandbox::profiles();
    let run = sandbox.run("profile show 'agglo orvel'");
    assert!(run.stderr.contains("ca-orvel-agglomeration"));
    run.fails(
        3,
        "error[profile_loose]: `agglo orvel` is neither a key nor a full name",
    );
}

#[test]
fn a_mistyped_name_has_near_ones() {
    let sandbox = Sandbox::profiles();
    let run = sandbox.run("profile show 'grand orvele'");
    assert!(run.stderr.contains("near: ") && run.stderr.contains("ca-orvel-agglomeration"));
    run.fails(
        3,
        "error[profile_not_found]: no profile matches `grand orvele`",
    );
    let run = sandbox.run("profile show zzzz --lang fr");
    assert!(!run.stderr.contains("proches"));
    run.fails(
        3,
        "erreur[profile_not_found]: aucun profil ne correspond à `zzzz`",
    );
}

#[test]
fn homonyms_are_ambiguous_even_where_the_folded_name_is_a_slug() {
    let sandbox = Sandbox::empty();
    for department in ["61", "72"] {
        let line = format!("profile create 'CC du Val' --department {department} --yes");
        sandbox.run(&line).ok();
    }
    for line in ["--department 61", "--department 72"] {
        sandbox
            .run(&format!(
                "profile create Perrou --nature commune {line} --yes"
            ))
            .ok();
    }

    assert_eq!(shown(&sandbox, "cc-du-val").as_deref(), Some("cc-du-val"));
    assert_eq!(
        shown(&sandbox, "cc-du-val-72").as_deref(),
        Some("cc-du-val-72")
    );
    for typed in ["CC du Val", "cc du val", "Perrou"] {
        sandbox.run(&format!("profile show '{typed}'")).fails(
            3,
            &format!("error[profile_ambiguous]: 2 profiles match `{typed}`"),
        );
    }
    assert_eq!(shown(&sandbox, "CC-DU-VAL"), None);
}

#[test]
fn a_list_without_a_key_is_no_list() {
    let sandbox = Sandbox::profiles();
    for typed in [",", " , ", ""] {
        sandbox
            .run(&format!("profile relate orvel-61 --add '{typed}' --yes"))
            .fails(2, &format!("error[usage]: --add: `{typed}` is empty"));
    }
}

#[test]
fn the_hint_tells_one_name_from_several() {
    let sandbox = Sandbox::profiles();
    for (typed, hint) in [
        (
            "'CC du Val,CC du Mont'",
            "give each name its own flag:  --add \"CC du Val\" --add \"CC du Mont\"",
        ),
        (
            "'CC du Val' 'CC du Mont'",
            "give each name its own flag:  --add \"CC du Val\" --add \"CC du Mont\"",
        ),
        (
            "Grand Orvel",
            "quote names with spaces:  --add \"Grand Orvel\"",
        ),
    ] {
        let run = sandbox.run(&format!("profile relate orvel-61 --add {typed} --yes"));
        assert_eq!(run.code, Some(3));
        assert!(
            run.stderr.ends_with(&format!("hint: {hint}\n")),
            "{}",
            run.stderr
        );
    }
    let run = sandbox.run("profile relate orvel-61 --add 'Agglomération, Orvel' --yes");
    assert!(
        run.stderr.contains("error[profile_loose]"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_name_that_would_steer_a_terminal_is_refused() {
    let sandbox = Sandbox::profiles();
    let before = sandbox.digest();
    for (line, flag) in [
        (
            "profile create 'CC du \u{1b}[31mVal' --department 61 --yes",
            "NAME",
        ),
        (
            "profile edit orvel-61 --name 'Orvel\u{1b}[31m' --yes",
            "--name",
        ),
    ] {
        let run = sandbox.run(line);
        let said = format!("error[usage]: {flag}: `");
        assert!(run.stderr.starts_with(&said), "{run:?}");
        assert!(run.stderr.contains("holds a control character"), "{run:?}");
        assert!(!run.stderr.contains('\u{1b}'), "{run:?}");
        run.fails_with(2);
    }
    assert_eq!(sandbox.digest(), before);
}
