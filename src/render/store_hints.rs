//! What to do next where a store cannot be used.

use std::path::Path;

use crate::domain::sharing::{Act, Barrier, Keeper, SharingFault};
use crate::render::words::{Both, alike, both, quoted};

/// Says how to find a store, or make one.
pub fn not_found() -> Both {
    both(
        "tetctl store init en crée une, tetctl demo montre un exemple",
        "tetctl store init makes one, tetctl demo shows an example",
    )
}

/// Says to look at the path.
pub fn foreign() -> Both {
    both(
        "vérifier le chemin donné à --store",
        "check the path given to --store",
    )
}

/// Says to wait.
pub fn busy() -> Both {
    both(
        "réessayer, ou attendre plus longtemps : --lock-timeout 60s",
        "try again, or wait longer: --lock-timeout 60s",
    )
}

/// Says who may upgrade a store, and when.
pub fn older() -> Both {
    both(
        "une fois que tous ceux qui s'en servent ont ce tetctl :  tetctl store upgrade",
        "once all who use it have this tetctl:  tetctl store upgrade",
    )
}

/// Names a place that is free.
pub fn copy_exists(free: &str) -> Both {
    both(
        format!("choisir un autre nom ; celui-ci est libre : {free}"),
        format!("choose another name; this one is free: {free}"),
    )
}

/// Says how to make room, and what needs it.
pub fn full(place: &str) -> Both {
    let folder = Path::new(place).parent();
    let folder = folder.filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new(".")).display();
    both(
        format!(
            "libérer de la place là où est la base (`df -h {folder}`), puis relancer ; \
             lire demande quelques Ko, écrire environ le double de ce qui s'ajoute"
        ),
        format!(
            "make room where the store is (`df -h {folder}`), then run it again; \
             looking needs a few KB, writing about twice what is added"
        ),
    )
}

/// Says how to move a file out of the way; nothing is lost by it.
pub fn move_away(file: &str, free: &str) -> Both {
    let (file, free) = (quoted(file), quoted(free));
    both(
        format!("l'écarter :  mv -n {file} {free}"),
        format!("move it out of the way:  mv -n {file} {free}"),
    )
}

/// Says to look at the path, and how to make room where it is the right one.
pub fn in_the_way(place: &str, free: &str) -> Both {
    let (place, free) = (quoted(place), quoted(free));
    both(
        format!("vérifier le chemin donné à --store ; pour l'écarter :  mv -n {place} {free}"),
        format!(
            "check the path given to --store; to move it out of the way:  mv -n {place} {free}"
        ),
    )
}

/// Says to take another backup, or to look at the path.
pub fn copy_unsound(place: &str, damaged: bool) -> Both {
    if !damaged {
        return both(
            "vérifier FICHIER : une sauvegarde faite par tetctl store backup",
            "check FILE: a backup that tetctl store backup made",
        );
    }
    let place = quoted(place);
    both(
        format!(
            "prendre une autre sauvegarde ; ce qui est abîmé :  tetctl store check --store {place}"
        ),
        format!("take another backup; what is damaged:  tetctl store check --store {place}"),
    )
}

/// Says to leave a damaged store alone.
pub fn corrupt() -> Both {
    both(
        "ne plus y écrire ; tetctl store check dit ce qui est abîmé",
        "write nothing to it; tetctl store check tells what is damaged",
    )
}

/// Says whom to ask, and for what.
pub fn closed(barrier: &Barrier) -> Both {
    let Barrier {
        act,
        closed,
        keeper,
        owner,
        user,
    } = barrier;
    match keeper {
        Keeper::Group { name, joined: true } => both(
            format!("se reconnecter, ou :  newgrp {name}"),
            format!("log in again, or:  newgrp {name}"),
        ),
        Keeper::Group { name, .. } => both(
            format!("demander à {owner} d'y être ajouté :  sudo usermod -aG {name} {user}"),
            format!("ask {owner} to be added to it:  sudo usermod -aG {name} {user}"),
        ),
        Keeper::User(name) => both(
            format!("demander à {name} une base partagée :  tetctl store init --group GROUPE"),
            format!("ask {name} for a store that is shared:  tetctl store init --group GROUP"),
        ),
        Keeper::Mode(_) => alike(match act {
            Act::Read => format!("chmod u+rX {closed}"),
            Act::Write => format!("chmod u+w {closed}"),
        }),
    }
}

/// Says how to read a store whose folder takes nothing.
pub fn log_denied(place: &str) -> Both {
    let place = quoted(place);
    both(
        format!(
            "l'ouvrir avec un compte qui écrit dans ce dossier, ou lire une copie :  cp -n {place} ~/copie.db ; tetctl --store ~/copie.db …"
        ),
        format!(
            "open it as somebody who may write in that folder, or read a copy:  cp -n {place} ~/copy.db; tetctl --store ~/copy.db …"
        ),
    )
}

/// Says what to do where a store cannot be made for a group.
pub fn unshared(fault: &SharingFault) -> Option<Both> {
    Some(match fault {
        SharingFault::NoGroup(name) => both(
            format!("le créer :  sudo groupadd {name}"),
            format!("make it:  sudo groupadd {name}"),
        ),
        SharingFault::NotInGroup { group, user } => both(
            format!("y entrer, puis se reconnecter :  sudo usermod -aG {group} {user}"),
            format!("join it, then log in again:  sudo usermod -aG {group} {user}"),
        ),
        SharingFault::FolderTaken => both(
            "une base partagée a un dossier à elle : en nommer un qui n'existe pas encore",
            "a shared store has a folder of its own: name one that does not exist yet",
        ),
        SharingFault::NoParent => both(
            "le créer d'abord, ouvert à ceux qui partageront la base",
            "make it first, open to those who will share the store",
        ),
        SharingFault::ModeLost => return None,
    })
}

/// Says who finishes what a crash left, and how.
pub fn needs_writer(keeper: &Keeper) -> Both {
    let check = "tetctl store check";
    match keeper {
        Keeper::Group { name, .. } => both(
            format!("un membre du groupe {name} l'ouvre une fois :  {check}"),
            format!("a member of the group {name} opens it once:  {check}"),
        ),
        Keeper::User(name) => both(
            format!("{name} l'ouvre une fois :  {check}"),
            format!("{name} opens it once:  {check}"),
        ),
        Keeper::Mode(_) => both(
            format!("l'ouvrir une fois là où elle s'écrit :  {check}"),
            format!("open it once where it can be written:  {check}"),
        ),
    }
}

/// Says where the configuration is looked for.
pub fn config_denied() -> Both {
    both(
        "vérifier HOME et XDG_CONFIG_HOME : ils disent où elle est cherchée",
        "check HOME and XDG_CONFIG_HOME: they tell where it is looked for",
    )
}

/// Says how several people share a store instead of a network drive.
pub fn network() -> Both {
    both(
        "garder la base sur un seul poste et y aller :  ssh -t POSTE tetctl … ; --allow-network passe outre",
        "keep the store on one host and go there:  ssh -t HOST tetctl …; --allow-network overrides",
    )
}

/// Says where a store belongs instead of a synchronised folder.
pub fn synced() -> Both {
    both(
        "garder la base dans un dossier ordinaire (--store) ; --allow-synced passe outre",
        "keep the store in an ordinary folder (--store); --allow-synced overrides",
    )
}
