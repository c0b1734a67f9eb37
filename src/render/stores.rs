//! What is said of a store.

use std::path::Path;

use serde_json::json;

use crate::domain::language::Language::{self, English, French};
use crate::domain::referentiel::Referentiel;
use crate::domain::refusal::Refusal;
use crate::ops::read_store::Facts;
use crate::render::document::Document;
use crate::render::refusals;
use crate::store::Sharing;

/// Says that a store was made, for whom, and what comes next.
pub fn made(language: Language, place: &str, sharing: &Sharing) -> String {
    let readers = readers(language, sharing.group.as_deref(), sharing.readable);
    match language {
        French => format!(
            "Base      {place} · vide, {readers}\n\
             Ensuite   tetctl referentiel import FICHIER --id cae\n          \
             tetctl profile create NOM\n"
        ),
        English => format!(
            "Store     {place} · empty, {readers}\n\
             Next      tetctl referentiel import FILE --id cae\n          \
             tetctl profile create NAME\n"
        ),
    }
}

/// Says who may read a store.
pub fn readers(language: Language, group: Option<&str>, readable: bool) -> String {
    match (group, readable) {
        (None, _) => language
            .pick("lisible par vous seul", "readable by you only")
            .to_owned(),
        (Some(group), false) => language.pick(
            format!("partagée par le groupe {group}"),
            format!("shared by the group {group}"),
        ),
        (Some(group), true) => language.pick(
            format!("partagée par le groupe {group}, lisible par tous sur ce poste"),
            format!("shared by the group {group}, readable by all on this host"),
        ),
    }
}

/// Shows the facts, one a line.
pub fn info(language: Language, facts: &Facts) -> String {
    let referentiels: Vec<String> = facts
        .referentiels
        .iter()
        .map(|(referentiel, version)| format!("{referentiel} (version {version})"))
        .collect();
    let referentiels = match referentiels.as_slice() {
        [] => language.pick("aucun", "none").to_owned(),
        list => list.join(", "),
    };
    let shared = shared(language, &facts.sharing);
    let journal = journal(&facts.sharing);
    let writing = writing(language, &facts.sharing);
    let Facts {
        place,
        identity,
        schema,
        profiles,
        operations,
        ..
    } = facts;
    match language {
        French => format!(
            "Base          {place}\nIdentité      {identity}\nSchéma        {schema}\n\
             Partage       {shared}\nJournal       {journal}\nÉcriture      {writing}\n\
             Référentiels  {referentiels}\nProfils       {profiles}\nOpérations    {operations}\n"
        ),
        English => format!(
            "Store         {place}\nIdentity      {identity}\nSchema        {schema}\n\
             Sharing       {shared}\nJournal       {journal}\nWriting       {writing}\n\
             Référentiels  {referentiels}\nProfiles      {profiles}\nOperations    {operations}\n"
        ),
    }
}

fn shared(language: Language, sharing: &Sharing) -> String {
    let Some(group) = &sharing.group else {
        return language.pick("à un seul", "one user's").to_owned();
    };
    let all = language.pick("lisible par tous", "readable by all");
    let group = language.pick(format!("groupe {group}"), format!("group {group}"));
    if sharing.readable {
        format!("{group}, {all}")
    } else {
        group
    }
}

/// Names the engine's journal as its makers do.
fn journal(sharing: &Sharing) -> &'static str {
    if sharing.keeps_log { "wal" } else { "rollback" }
}

fn writing(language: Language, sharing: &Sharing) -> String {
    match &sharing.obstacle {
        None => language.pick("oui", "yes").to_owned(),
        Some(refusal) => {
            let why = refusals::sentence(language, refusal);
            language.pick(format!("non : {why}"), format!("no: {why}"))
        }
    }
}

/// Returns the facts as a document.
pub fn document(facts: &Facts) -> Document {
    let list = |(referentiel, version): &(Referentiel, i64)| json!({ "id": referentiel, "version": version });
    Document {
        summary: json!({
            "profiles": facts.profiles,
            "operations": facts.operations,
        }),
        ..Document::default()
    }
    .with("store", facts.place.as_str().into())
    .with("identity", facts.identity.as_str().into())
    .with("store_schema", facts.schema.into())
    .with("group", facts.sharing.group.as_deref().into())
    .with("readable", facts.sharing.readable.into())
    .with("journal", journal(&facts.sharing).into())
    .with("writable", facts.sharing.obstacle.is_none().into())
    .with(
        "not_writable",
        facts.sharing.obstacle.as_ref().map(Refusal::code).into(),
    )
    .with(
        "referentiels",
        facts.referentiels.iter().map(list).collect(),
    )
}

/// Says that a store of an older schema would be upgraded.
pub fn would_be_upgraded(language: Language, (schema, new): (i64, i64)) -> String {
    match language {
        French => format!(
            "Base      serait mise à niveau (schéma {schema} → {new}), une fois gardée à côté telle qu'elle est\n"
        ),
        English => format!(
            "Store     would be upgraded (schema {schema} → {new}), once it is kept beside as it is\n"
        ),
    }
}

/// Says that a store of an older schema was upgraded, and where it stands as it was.
pub fn upgraded(language: Language, (schema, new): (i64, i64), backup: &Path) -> String {
    let backup = backup.display();
    match language {
        French => {
            format!("Base      mise à niveau (schéma {schema} → {new}) · l'ancienne : {backup}")
        }
        English => {
            format!("Store     upgraded (schema {schema} → {new}) · the older one: {backup}")
        }
    }
}
