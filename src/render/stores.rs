//! What is said of a store.

use std::path::Path;

use serde_json::json;

use crate::domain::language::Language::{self, English, French};
use crate::domain::referentiel::Referentiel;
use crate::ops::read_store::Facts;
use crate::render::document::Document;

/// Says that a store was made, and what comes next.
pub fn made(language: Language, place: &str) -> String {
    match language {
        French => format!(
            "Base      {place} · vide, lisible par vous seul\n\
             Ensuite   tetctl referentiel import FICHIER --id cae\n          \
             tetctl profile create NOM\n"
        ),
        English => format!(
            "Store     {place} · empty, readable by you only\n\
             Next      tetctl referentiel import FILE --id cae\n          \
             tetctl profile create NAME\n"
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
    let none = match language {
        French => "aucun",
        English => "none",
    };
    let referentiels = match referentiels.as_slice() {
        [] => none.to_owned(),
        list => list.join(", "),
    };
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
             Référentiels  {referentiels}\nProfils       {profiles}\nOpérations    {operations}\n"
        ),
        English => format!(
            "Store         {place}\nIdentity      {identity}\nSchema        {schema}\n\
             Référentiels  {referentiels}\nProfiles      {profiles}\nOperations    {operations}\n"
        ),
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
    .with(
        "referentiels",
        facts.referentiels.iter().map(list).collect(),
    )
}

/// Says what a check found.
pub fn checked(language: Language, digest: Option<&str>, problems: &[String]) -> String {
    let lines: String = problems
        .iter()
        .map(|problem| format!("  x  {problem}\n"))
        .collect();
    let digest = digest.unwrap_or("—");
    match (language, problems.is_empty()) {
        (French, true) => format!("Empreinte  {digest}\nAucun problème\n"),
        (English, true) => format!("Digest     {digest}\nNo problem\n"),
        (French, false) => format!("Empreinte  {digest}\n{lines}"),
        (English, false) => format!("Digest     {digest}\n{lines}"),
    }
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
