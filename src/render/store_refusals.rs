//! What is said of a store that cannot be used.

use crate::domain::language::Language;
use crate::domain::refusal::Origin;
use crate::domain::sharing::{Act, Barrier, Holder, Keeper, Occupant, SharingFault};
use crate::render::look::Look;
use crate::render::words::{Both, both};

/// Says that no store stands at `place`, and who named it.
pub fn not_found(place: &str, origin: Origin) -> Both {
    let (donnee, given) = match origin {
        Origin::Flag => ("donnée par --store", "given by --store"),
        Origin::Environment => ("donnée par TETCTL_STORE", "given by TETCTL_STORE"),
        Origin::Configuration => ("donnée par la configuration", "given by the configuration"),
        Origin::Default => ("la base par défaut", "the default store"),
    };
    both(
        format!("aucune base à `{place}` ({donnee})"),
        format!("no store at `{place}` ({given})"),
    )
}

/// Says that something stands at `place` already.
pub fn exists(place: &str) -> Both {
    both(
        format!("`{place}` existe déjà"),
        format!("`{place}` exists already"),
    )
}

/// Says that the engine would read what stands beside `place` as a part of it.
pub fn left_beside(place: &str, side: &str) -> Both {
    both(
        format!("`{side}` existe déjà et serait pris pour une partie de `{place}`"),
        format!("`{side}` exists already and would be taken for a part of `{place}`"),
    )
}

/// Says that the folder holds files that no demo made.
pub fn not_the_demos(place: &str) -> Both {
    both(
        format!("`{place}` contient des fichiers que la démo n'a pas faits"),
        format!("`{place}` holds files that the demo did not make"),
    )
}

/// Says that what stands at `place` is no store.
pub fn foreign(place: &str, folder: bool) -> Both {
    if folder {
        return both(
            format!("`{place}` est un dossier, pas une base"),
            format!("`{place}` is a folder, no store"),
        );
    }
    both(
        format!("`{place}` n'est pas une base de tetctl"),
        format!("`{place}` is no store of tetctl"),
    )
}

/// Says that the store is damaged.
pub fn corrupt(place: &str) -> Both {
    both(
        format!("la base `{place}` est abîmée"),
        format!("the store `{place}` is damaged"),
    )
}

/// Says that what is to be put back is damaged, or no store.
pub fn copy_unsound(place: &str, damaged: bool) -> Both {
    if !damaged {
        return foreign(place, false);
    }
    both(
        format!("la sauvegarde `{place}` est abîmée"),
        format!("the backup `{place}` is damaged"),
    )
}

/// Says that a row of the store is damaged, and what is wrong with it.
pub fn misread(place: &str, what: &str) -> Both {
    both(
        format!("la base `{place}` est abîmée : {what}"),
        format!("the store `{place}` is damaged: {what}"),
    )
}

/// Says that the store is of a later schema than the one that is known.
pub fn newer(schema: i64, known: i64) -> Both {
    both(
        format!("la base a été faite par un tetctl plus récent (schéma {schema}, connu : {known})"),
        format!("the store was made by a newer tetctl (schema {schema}, known: {known})"),
    )
}

/// Says that this user may not go to `place`.
pub fn denied(place: &str) -> Both {
    both(
        format!("accès refusé à `{place}`"),
        format!("access denied to `{place}`"),
    )
}

/// Says that `place` is full.
pub fn full(place: &str) -> Both {
    both(
        format!("plus de place pour `{place}`"),
        format!("no space left for `{place}`"),
    )
}

/// Says that the store cannot be written where it stands.
pub fn read_only(place: &str) -> Both {
    both(
        format!("`{place}` est en lecture seule"),
        format!("`{place}` is read-only"),
    )
}

/// Says that somebody else had the store all the while.
pub fn busy(waited: u64, by: &Occupant) -> Both {
    match by {
        Occupant::Writer(Holder { seconds, .. }) => both(
            format!("la base est occupée depuis {seconds} s (attendu {waited} s)"),
            format!("the store has been busy for {seconds} s (waited {waited} s)"),
        ),
        Occupant::Unknown => both(
            format!("quelqu'un d'autre écrit dans la base (attendu {waited} s)"),
            format!("somebody else is writing to the store (waited {waited} s)"),
        ),
        Occupant::Readers => both(
            format!("quelqu'un lit la base sans la rendre (attendu {waited} s)"),
            format!("somebody is reading the store and does not let go (waited {waited} s)"),
        ),
    }
}

/// Says who has the store, from where, with what, since when.
pub fn holder_line(look: &Look, holder: &Holder) -> String {
    let Holder {
        actor,
        host,
        command,
        ..
    } = holder;
    let since = look.clock_time(holder.since);
    match look.language {
        Language::French => format!("  par {actor} sur {host} · {command} · depuis {since}\n"),
        Language::English => format!("  by {actor} on {host} · {command} · since {since}\n"),
    }
}

/// Says what is closed to this user, and whose it is.
pub fn closed(place: &str, barrier: &Barrier) -> Both {
    let (quoi, what) = match barrier.closed.as_str() {
        closed if closed == place => ("ce fichier".to_owned(), "it".to_owned()),
        closed => (format!("`{closed}`"), format!("`{closed}`")),
    };
    let (qui, who) = kept(barrier);
    let (refus, refused) = match barrier.act {
        Act::Read => ("accès refusé à", "access denied to"),
        Act::Write => ("écriture refusée dans", "writing is denied in"),
    };
    both(
        format!("{refus} `{place}` : {quoi} {qui}"),
        format!("{refused} `{place}`: {what} {who}"),
    )
}

fn kept(barrier: &Barrier) -> (String, String) {
    let (qui, who) = match &barrier.keeper {
        Keeper::Group { name, joined: true } => (
            format!("au groupe {name}, dont vous ferez partie à votre prochaine connexion"),
            format!("the group {name}, which you will be in once you log in again"),
        ),
        Keeper::Group { name, .. } => (
            format!("au groupe {name}, dont vous ne faites pas partie"),
            format!("the group {name}, which you are not in"),
        ),
        Keeper::User(name) => (format!("à {name}"), name.clone()),
        Keeper::Mode(mode) => {
            return (
                format!("est fermé par son mode ({mode:o})"),
                format!("is closed by its mode ({mode:o})"),
            );
        }
    };
    match barrier.act {
        Act::Read => (format!("est réservé {qui}"), format!("is kept for {who}")),
        Act::Write => (
            format!("est réservé en écriture {qui}"),
            format!("is written by {who}"),
        ),
    }
}

/// Says why no store can be made there for a group.
pub fn unshared(place: &str, fault: &SharingFault) -> Both {
    match fault {
        SharingFault::NoGroup(name) => both(
            format!("aucun groupe ne s'appelle `{name}`"),
            format!("no group is called `{name}`"),
        ),
        SharingFault::NotInGroup { group, .. } => both(
            format!("vous ne faites pas partie du groupe {group}"),
            format!("you are not in the group {group}"),
        ),
        SharingFault::FolderTaken => both(
            format!("`{place}` existe déjà, et n'est pas un dossier vide à vous"),
            format!("`{place}` exists already, and is no empty folder of yours"),
        ),
        SharingFault::NoParent => both(
            format!("le dossier `{place}` n'existe pas"),
            format!("the folder `{place}` does not exist"),
        ),
        SharingFault::ModeLost => both(
            format!("`{place}` ne garde pas les droits d'un groupe : pas de base partagée ici"),
            format!("`{place}` does not keep the rights of a group: no shared store here"),
        ),
    }
}

/// Says that a private store cannot be opened where nothing can be made beside it.
pub fn log_denied(place: &str, folder: &str) -> Both {
    both(
        format!(
            "`{place}` tient un journal à côté d'elle, même pour être lue, et vous ne pouvez rien créer dans `{folder}`"
        ),
        format!(
            "`{place}` keeps a log beside it, even to be read, and you may make nothing in `{folder}`"
        ),
    )
}

/// Says that a crash left work that this user cannot finish.
pub fn needs_writer(place: &str) -> Both {
    both(
        format!("un arrêt brutal a laissé dans `{place}` un travail que vous ne pouvez pas finir"),
        format!("a crash left work in `{place}` that you may not finish"),
    )
}

/// Says that two hosts would write over each other.
pub fn network(place: &str, kind: &str) -> Both {
    both(
        format!("`{place}` est sur un disque réseau ({kind}) : y écrire peut abîmer la base"),
        format!("`{place}` is on a network drive ({kind}): writing there may damage the store"),
    )
}

/// Says that the service would copy a file that is being written.
pub fn synced(place: &str, service: &str) -> Both {
    both(
        format!(
            "`{place}` est dans un dossier synchronisé ({service}) : y écrire peut abîmer la base"
        ),
        format!(
            "`{place}` is in a synchronised folder ({service}): writing there may damage the store"
        ),
    )
}

/// Says that the store is of an earlier schema than the present one.
pub fn older(schema: i64, known: i64) -> Both {
    both(
        format!("la base est d'un schéma plus ancien ({schema}, actuel : {known})"),
        format!("the store is of an older schema ({schema}, now: {known})"),
    )
}

/// Says what is wrong with the configuration, and on which line.
pub fn config_invalid(place: &str, line: Option<usize>, key: &str) -> Both {
    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
    both(
        format!("configuration incorrecte, {place}{line} : {key}"),
        format!("wrong configuration, {place}{line}: {key}"),
    )
}

/// Says that this user may not read the configuration.
pub fn config_denied(place: &str) -> Both {
    both(
        format!("configuration illisible, {place} : accès refusé"),
        format!("the configuration cannot be read, {place}: access denied"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::store_hints;

    fn told(act: Act, closed: &str, keeper: Keeper) -> [String; 3] {
        let barrier = Barrier {
            act,
            closed: closed.to_owned(),
            keeper,
            owner: "root".to_owned(),
            user: "lea".to_owned(),
        };
        let said = super::closed("./e/s.db", &barrier);
        [
            said.clone().in_language(Language::French),
            said.in_language(Language::English),
            store_hints::closed(&barrier).in_language(Language::English),
        ]
    }

    #[test]
    fn what_is_closed_is_told_with_its_keeper_and_the_way_in() {
        let joined = Keeper::Group {
            name: "equipe".to_owned(),
            joined: true,
        };
        assert_eq!(
            told(Act::Read, "/srv/e", joined),
            [
                "accès refusé à `./e/s.db` : `/srv/e` est réservé au groupe equipe, dont vous ferez partie à votre prochaine connexion",
                "access denied to `./e/s.db`: `/srv/e` is kept for the group equipe, which you will be in once you log in again",
                "log in again, or:  newgrp equipe",
            ]
        );
        assert_eq!(
            told(Act::Read, "./e/s.db", Keeper::User("lea".to_owned())),
            [
                "accès refusé à `./e/s.db` : ce fichier est réservé à lea",
                "access denied to `./e/s.db`: it is kept for lea",
                "ask lea for a store that is shared:  tetctl store init --group GROUP",
            ]
        );
        assert_eq!(
            told(Act::Write, "./e/s.db", Keeper::Mode(0o440)),
            [
                "écriture refusée dans `./e/s.db` : ce fichier est fermé par son mode (440)",
                "writing is denied in `./e/s.db`: it is closed by its mode (440)",
                "chmod u+w ./e/s.db",
            ]
        );
    }
}
