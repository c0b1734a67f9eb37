//! What a copy's document warns of, target by target.

use crate::domain::rereading::Mention;
use crate::ops::copy_report::CopyReport;
use crate::ops::matching::Added;
use crate::render::document::Warning;

/// Returns what a program should know of the copy to `target`.
pub fn of(target: &str, report: &CopyReport) -> Vec<Warning> {
    let warning = |code, action, message| Warning {
        code,
        profile: Some(target.to_owned()),
        action,
        message,
    };
    let swapped = report.swapped.map(|held| {
        let source = report.summary.selected;
        let message = format!("the target holds more than the source ({held} against {source})");
        warning("poorer_source", None, message)
    });
    let revealed = report.revealed.iter().map(|tache| {
        let statut = tache.statut.code();
        let message = format!("the target's tâche was hidden and reappears: {statut}");
        warning("revealed", Some(tache.action.to_string()), message)
    });
    let cut = report.cut.iter().map(|action| {
        let message = "the selection takes a part of this branch only".to_owned();
        warning("cut_branch", Some(action.to_string()), message)
    });
    let reread = report.reread.iter().map(|reread| {
        let message = mentioned(&reread.mentions);
        warning("to_reread", Some(reread.action.to_string()), message)
    });
    let of_tree = swapped.into_iter().chain(revealed).chain(cut);
    of_tree
        .chain(reread)
        .chain(added(target, &report.added))
        .collect()
}

/// Returns whom and what is added to the names that `profile` knows.
pub fn added(profile: &str, added: &Added) -> Vec<Warning> {
    let warning = |code, nom: &str| Warning {
        code,
        profile: Some(profile.to_owned()),
        action: None,
        message: nom.to_owned(),
    };
    let people = added.people.iter();
    let people = people.map(|person| warning("person_added", &person.nom));
    let services = added.services.iter();
    people
        .chain(services.map(|nom| warning("service_added", nom)))
        .collect()
}

/// Says what a commentaire holds that is its source's own: their codes.
fn mentioned(mentions: &[Mention]) -> String {
    let codes: Vec<&str> = mentions.iter().map(|mention| mention.code()).collect();
    format!("the commentaire holds: {}", codes.join(", "))
}
