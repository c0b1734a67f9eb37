//! `tetctl store init --group`: a store that the members of a group share, and who may come to it.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::{Command, Stdio};

use rexpect::session::spawn_command;

use crate::as_user::{Ground, Who};
use crate::beside::Paused;
use crate::sandbox::Run;
use crate::terminal::{exit, expect};

const ONE: Who = Who::Member(1);
const TWO: Who = Who::Member(2);

fn facts(path: &Path) -> (u32, u32) {
    let facts = fs::metadata(path).unwrap();
    (facts.mode() & 0o7777, facts.gid())
}

/// Runs the command under an umask that takes away all that is others'.
fn closed_to_others(command: &Command, line: &str) -> Run {
    let mut shell = Command::new("sh");
    shell.args(["-c", "umask 077; exec \"$@\"", "sh"]);
    shell.arg(command.get_program()).args(command.get_args());
    shell.args(crate::sandbox::words(line));
    shell.env_clear();
    let settings = command.get_envs();
    shell.envs(settings.filter_map(|(name, value)| Some((name, value?))));
    shell.current_dir(command.get_current_dir().unwrap());
    Run::of(shell.output().unwrap())
}

#[test]
fn a_shared_store_has_a_folder_of_its_own_whatever_the_umask() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let group = ground.group().to_owned();
    let made = format!(
        "Base      {} · vide, partagée par le groupe {group}
Ensuite   tetctl referentiel import FICHIER --id cae
          tetctl profile create NOM",
        ground.store().display()
    );

    closed_to_others(
        &ground.root(),
        &format!("store init --group {group} --lang fr"),
    )
    .shows(&made, "");

    let folder = ground.path().join("equipe");
    assert_eq!(facts(&folder), (0o2770, ground.group_number()));
    assert_eq!(facts(&ground.store()), (0o660, ground.group_number()));
    for who in [ONE, TWO] {
        let line = format!("profile create 'CC de {}' --yes", who.number());
        closed_to_others(&ground.command(who), &line).ok();
    }
    let journal = ground.path().join("equipe/store.db-journal");
    assert_eq!(facts(&journal), (0o660, ground.group_number()));
    assert!(!ground.path().join("equipe/store.db-wal").exists());
    assert!(!ground.path().join("equipe/store.db.writer").exists());
}

#[test]
fn everybody_may_read_where_it_was_said() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let ground = ground.shared("--readable");
    let folder = ground.path().join("equipe");
    assert_eq!(facts(&folder).0, 0o2775);
    assert_eq!(facts(&ground.store()).0, 0o664);
    ground.run(ONE, "profile create 'CC du Val' --yes").ok();

    let read = ground.run(Who::Outsider, "profile list --format ids").ok();
    assert_eq!(read.stdout, "cc-du-val\n");
    let denied = format!(
        "error[store_denied]: writing is denied in `{0}`: it is written by the group {1}, which you are not in",
        ground.store().display(),
        ground.group()
    );
    let write = "profile create 'CC du Mont'";
    ground
        .run(Who::Outsider, &format!("{write} --yes"))
        .fails(1, &denied);
    ground
        .run(Who::Outsider, "op undo 1 --yes")
        .fails(1, &denied);
    let shown = ground.run(Who::Outsider, &format!("{write} -n")).ok();
    assert!(shown.stdout.contains("cc-du-mont"), "{}", shown.stdout);
    ground
        .run(Who::Outsider, &format!("{write} --save c.json"))
        .ok();
    let saved = ground.home().join("c.json");
    fs::set_permissions(&saved, fs::Permissions::from_mode(0o644)).unwrap();
    ground.run(TWO, "apply c.json --yes").ok();
}

#[test]
fn the_store_tells_who_shares_it_and_who_may_write() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let ground = ground.shared("--readable");
    let group = ground.group();
    let member = ground.run(ONE, "store info --lang fr").ok().stdout;
    let lines = format!(
        "Partage       groupe {group}, lisible par tous\nJournal       rollback\nÉcriture      oui\n"
    );
    assert!(member.contains(&lines), "{member}");
    let outsider = ground.run(Who::Outsider, "store info --json").ok().json();
    assert_eq!(outsider["group"], group);
    assert_eq!(outsider["journal"], "rollback");
    assert_eq!(outsider["writable"], false);
    assert_eq!(outsider["not_writable"], "store_denied");
}

#[test]
fn somebody_outside_the_group_is_told_which_and_whom_to_ask() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let ground = ground.shared("");
    let (folder, group) = (ground.path().join("equipe"), ground.group());
    let (store, folder) = (ground.store(), fs::canonicalize(folder).unwrap());
    for line in [
        "profile list",
        "profile create 'CC du Val' --yes",
        "store check",
    ] {
        let run = ground.run(Who::Outsider, &format!("{line} --lang fr"));
        let hint =
            format!("conseil : demander à root d'y être ajouté :  sudo usermod -aG {group} 61199");
        assert!(run.stderr.contains(&hint), "{}", run.stderr);
        run.fails(
            1,
            &format!(
                "erreur[store_denied]: accès refusé à `{}` : `{}` est réservé au groupe {group}, dont vous ne faites pas partie",
                store.display(),
                folder.display()
            ),
        );
    }
}

#[test]
fn a_private_store_is_its_owners_and_says_so() {
    let Some(ground) = Ground::new() else {
        return;
    };
    ground.run(ONE, "store init --store ./mine.db").ok();
    let run = ground.run(TWO, "profile list --store ./mine.db");
    run.fails(
        1,
        "error[store_denied]: access denied to `./mine.db`: it is kept for 61101",
    );
}

#[test]
fn what_cannot_be_shared_is_refused_and_leaves_nothing() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let group = ground.group();
    let full = ground.path().join("home");
    fs::write(full.join("lettre.txt"), "").unwrap();
    let at = |place: &str| format!("store init --group {group} --store {place}");
    for (who, line, code, said) in [
        (
            ONE,
            "store init --group tetctl-absent --store ./a/s.db".to_owned(),
            3,
            "error[group_not_found]: no group is called `tetctl-absent`".to_owned(),
        ),
        (
            Who::Outsider,
            at("./a/s.db"),
            1,
            format!("error[store_denied]: you are not in the group {group}"),
        ),
        (
            ONE,
            at("./a/b/s.db"),
            3,
            format!(
                "error[folder_not_found]: the folder `{}` does not exist",
                full.join("a").display()
            ),
        ),
        (
            ONE,
            at("./s.db"),
            5,
            format!(
                "error[store_exists]: `{}` exists already, and is no empty folder of yours",
                full.display()
            ),
        ),
    ] {
        ground.run(who, &line).fails(code, &said);
    }
    ground.run(ONE, "store init --readable").fails_with(2);
    let left: Vec<_> = fs::read_dir(&full).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn an_empty_folder_of_ones_own_becomes_the_stores() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let folder = ground.home().join("a");
    let made = ground.command(ONE).arg("demo").arg("./a").output().unwrap();
    assert!(made.status.success());
    let line = format!("store init --group {} --store ./a/s.db", ground.group());
    ground.run(ONE, &line).fails_with(5);
    for entry in fs::read_dir(&folder).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    ground.run(ONE, &line).ok();
    assert_eq!(facts(&folder), (0o2770, ground.group_number()));
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o7, 0);
    ground
        .run(TWO, "profile create 'CC du Val' --yes --store ./a/s.db")
        .ok();
}

#[test]
fn of_two_who_make_a_store_at_once_the_later_leaves_that_of_the_other_alone() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let folder = ground.home().join("a");
    let line = format!("store init --group {} --store ./a/s.db", ground.group());
    for is_there in [false, true] {
        if is_there {
            fs::create_dir(&folder).unwrap();
            let owner = Some(ONE.number());
            std::os::unix::fs::chown(&folder, owner, owner).unwrap();
        }
        let mut command = ground.command(ONE);
        command.args(crate::sandbox::words(&line));
        let later = Paused::at("before-making", &ground.home(), command);
        ground.run(ONE, &line).ok();

        later.goes_on().end().fails_with(5);

        assert_eq!(facts(&folder), (0o2770, ground.group_number()));
        let create = "profile create 'CC du Val' --yes --store ./a/s.db";
        ground.run(TWO, create).ok();
        fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn a_question_left_open_holds_nobody_up() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let ground = ground.shared("");
    ground.run(ONE, "profile create 'CC du Val' --yes").ok();
    let mut command = ground.command(ONE);
    command.args(["profile", "edit", "cc-du-val", "--population", "8400"]);
    command.stdin(Stdio::inherit());
    command.env("TERM", "dumb").env("COLUMNS", "100");
    let mut session = spawn_command(command, Some(60_000)).unwrap();
    expect(&mut session, "? [y/N/d]");

    ground
        .run(TWO, "profile create 'CC du Mont' --yes --lock-timeout 0s")
        .ok();

    session.send_line("y").unwrap();
    expect(&mut session, "operation 3");
    session.exp_eof().unwrap();
    assert_eq!(exit(&mut session), Some(0));
}

#[test]
fn whoever_reads_at_leisure_holds_nobody_up() {
    let Some(ground) = Ground::new() else {
        return;
    };
    let ground = ground.shared("");
    let structure = crate::shared_store_places::long_structure();
    fs::write(ground.home().join("longue.csv"), structure).unwrap();
    ground
        .run(ONE, "referentiel import longue.csv --id cae --yes")
        .ok();
    ground.run(ONE, "profile create 'CC du Val' --yes").ok();
    for (population, line) in [
        "op show 1 --format csv",
        "op show 1 --json",
        "referentiel show cae --json",
    ]
    .into_iter()
    .enumerate()
    {
        let mut command = ground.command(TWO);
        command
            .args(crate::sandbox::words(line))
            .stdout(Stdio::piped());
        let mut reader = command.spawn().unwrap();
        let mut answer = reader.stdout.take().unwrap();
        // The rest of the answer waits in the pipe, and the command before it.
        answer.read_exact(&mut [0]).unwrap();
        let write = format!("profile edit cc-du-val --population {population}");

        ground
            .run(ONE, &format!("{write} --yes --lock-timeout 5s"))
            .ok();

        let ended = reader.try_wait().unwrap();
        assert_eq!(ended, None, "the answer to {line} fits the pipe");

        drop(answer);
        assert!(reader.wait().unwrap().success(), "{line}");
    }
}
