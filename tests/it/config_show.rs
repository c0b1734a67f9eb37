//! `tetctl config show`, and where settings come from.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::PermissionsExt as _;

use crate::as_user::{Ground, Who};
use crate::sandbox::{NOW, Run, Sandbox, words};

fn configured(content: &str) -> Sandbox {
    let sandbox = Sandbox::bare();
    std::fs::create_dir_all(sandbox.path().join(".config/tetctl")).unwrap();
    sandbox.write(".config/tetctl/config.toml", content);
    sandbox
}

#[test]
fn each_value_tells_where_it_comes_from() {
    let sandbox =
        configured("lang = \"fr\"\nactor = \"somebody\"\n[stores]\nprod = \"/srv/prod.db\"\n");

    let items = sandbox.run("config show --json").ok().json()["items"].clone();

    let told: Vec<String> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            format!("{} {} {}", item["key"], item["value"], item["origin"]).replace('"', "")
        })
        .collect();
    assert_eq!(
        told,
        [
            "store ./store.db environment",
            "lang fr configuration",
            "actor support-1 environment",
            "pager null default",
            "stores.prod /srv/prod.db configuration",
        ]
    );
}

#[test]
fn a_flag_goes_before_everything() {
    let sandbox = configured("lang = \"fr\"\n[stores]\nprod = \"/srv/prod.db\"\n");
    let run = sandbox
        .run("config show --lang en --store prod --format table")
        .ok();
    assert!(
        run.stdout.starts_with("store           /srv/prod.db"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("flag"), "{}", run.stdout);
}

#[test]
fn a_named_store_is_named_before_each_write() {
    let sandbox = configured("[stores]\nessai = \"essai.db\"\n");
    sandbox.run("store init --store essai").ok();
    let run = sandbox
        .run("profile create 'CC X' --store essai --yes")
        .ok();
    assert_eq!(run.stderr, "Store     essai\n");
}

#[test]
fn a_store_that_has_no_such_name_is_not_found() {
    let sandbox = configured("[stores]\nprod = \"/srv/prod.db\"\n");
    sandbox
        .run("profile list --store prd")
        .fails(3, "error[store_not_found]: no named store matches `prd`");
}

#[test]
fn a_wrong_line_is_named() {
    let sandbox = configured("lang = \"fr\"\nstrore = \"a.db\"\n");
    let run = sandbox.run("config show --json");
    assert_eq!(run.code, Some(1));
    let document = run.json();
    assert_eq!(document["error"]["code"], "config_invalid");
    let message = document["error"]["message"].as_str().unwrap();
    assert!(message.contains("config.toml:2"), "{message}");
}

#[test]
fn a_configuration_that_is_a_folder_or_no_text_is_told_as_wrong() {
    let sandbox = configured("");
    let file = sandbox.path().join(".config/tetctl/config.toml");
    std::fs::write(&file, b"lang = \"\xff\"").unwrap();
    let run = sandbox.run("config show --json");
    assert_eq!(run.code, Some(1));
    assert_eq!(run.json()["error"]["code"], "config_invalid");
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    let run = sandbox.run("config show --json");
    assert_eq!(run.json()["error"]["code"], "config_invalid");
    let message = run.json()["error"]["message"].to_string();
    assert!(message.contains("config.toml: Is a directory"), "{message}");
}

#[test]
fn the_locale_chooses_the_language() {
    let sandbox = Sandbox::bare();
    let output = sandbox
        .command(NOW, "support-1")
        .env("LANG", "fr_FR.UTF-8")
        .args(["profile", "list"])
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(
        stderr.starts_with("erreur[store_not_found]: aucune base à"),
        "{stderr}"
    );
}

#[test]
fn a_language_of_the_locale_comes_from_the_environment() {
    let sandbox = Sandbox::bare();
    let mut command = sandbox.command(crate::sandbox::NOW, "support-1");
    command.env("LANG", "fr_FR.UTF-8");
    let output = command.args(["config", "show", "--json"]).output().unwrap();
    let items = crate::sandbox::Run::of(output).ok().json()["items"].clone();
    let lang = items
        .as_array()
        .and_then(|items| items.iter().find(|item| item["key"] == "lang").cloned());
    assert_eq!(
        lang,
        Some(serde_json::json!({ "key": "lang", "value": "fr", "origin": "environment" }))
    );
}

#[test]
fn a_variable_that_cannot_be_read_is_refused_and_the_default_store_stays_untouched() {
    let sandbox = Sandbox::bare();
    sandbox.run("store init --store .local/tetctl.db").ok();
    let told = |name: &str, value: OsString, line: &str| {
        let mut command = sandbox.command(NOW, "support-1");
        command
            .env("XDG_DATA_HOME", sandbox.path().join(".local"))
            .env(name, value);
        Run::of(command.args(words(line)).output().unwrap())
    };
    for name in [
        "TETCTL_STORE",
        "TETCTL_ACTOR",
        "TETCTL_LANG",
        "TETCTL_PAGER",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
    ] {
        let broken = || OsString::from_vec(b"./\xff.db".to_vec());
        let run = told(name, broken(), "profile create 'CC X' --yes --json");
        assert_eq!(run.code, Some(2), "{run:?}");
        assert_eq!(
            run.json()["error"]["message"],
            format!("`{name}` is not in UTF-8")
        );
        told(name, broken(), "profile list")
            .fails(2, &format!("error[usage]: `{name}` is not in UTF-8"));
    }
    told("TETCTL_LANG", "de".into(), "profile list")
        .fails(2, "error[usage]: `de` is no value of TETCTL_LANG");
}

#[test]
fn a_configuration_that_cannot_be_read_is_told_with_its_path() {
    let sandbox = Sandbox::bare();
    std::fs::create_dir_all(sandbox.path().join(".config/tetctl/config.toml")).unwrap();
    let error = format!(
        "error[config_invalid]: wrong configuration, {}/.config/tetctl/config.toml: Is a directory (os error 21)",
        sandbox.path().display()
    );
    sandbox.run("config show").fails(1, &error);

    let Some(ground) = Ground::new() else {
        return;
    };
    let home = ground.path().join("closed");
    std::fs::create_dir(&home).unwrap();
    std::fs::set_permissions(&home, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = ground.command(Who::Outsider);
    command.env("HOME", &home).args(["profile", "list"]);
    let run = Run::of(command.output().unwrap());
    let hint = "hint: check HOME and XDG_CONFIG_HOME: they tell where it is looked for\n";
    assert!(run.stderr.ends_with(hint), "{}", run.stderr);
    let error = format!(
        "error[config_invalid]: the configuration cannot be read, {}/.config/tetctl/config.toml: access denied",
        home.display()
    );
    run.fails(1, &error);
}
