//! Every SQL text of the store runs on both engines: nothing that only one of them knows.

use std::path::{Path, PathBuf};

/// What only one engine understands, or understands in its own way; in capitals.
const REFUSED: [&str; 30] = [
    "INSERT OR",
    "REPLACE",
    "SELECT *",
    "?",
    "LOWER(",
    "UPPER(",
    "ROUND(",
    "DATE(",
    "DATETIME(",
    "TIME(",
    "STRFTIME(",
    "JULIANDAY(",
    "UNIXEPOCH(",
    "NOW(",
    "JSON",
    "LIKE",
    "GLOB",
    "IFNULL(",
    "INSTR(",
    "TYPEOF(",
    "GROUP_CONCAT(",
    "STRING_AGG(",
    "ROWID",
    "AUTOINCREMENT",
    "SERIAL",
    "STRICT",
    "ON DELETE",
    "ON UPDATE",
    "TRIGGER",
    "PRAGMA",
];

/// The words with which a statement begins, or the part of one that is put together by `concat!`.
const STARTS: [&str; 9] = [
    "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "FROM", "JOIN", "WHERE", "ORDER",
];

/// The words of migrations that each engine writes in its own way.
const BRACED: [&str; 7] = [
    "{int}", "{bool}", "{real}", "{text}", "{blob}", "{strict}", "{keyed}",
];

/// The types that migrations leave to the engine.
const TYPES: [&str; 8] = [
    "INTEGER", "INT", "BIGINT", "REAL", "DOUBLE", "TEXT", "BLOB", "BYTEA",
];

/// The words that name no table and no column: reserved in PostgreSQL 16 and later, or in SQLite.
const RESERVED: &str = "\
    ADD ALL ALTER ANALYSE ANALYZE AND ANY ARRAY AS ASC ASYMMETRIC AUTHORIZATION AUTOINCREMENT \
    BETWEEN BINARY BOTH CASE CAST CHECK COLLATE COLLATION COLUMN COMMIT CONCURRENTLY CONSTRAINT \
    CREATE CROSS CURRENT_CATALOG CURRENT_DATE CURRENT_ROLE CURRENT_SCHEMA CURRENT_TIME \
    CURRENT_TIMESTAMP CURRENT_USER DEFAULT DEFERRABLE DELETE DESC DISTINCT DO DROP ELSE END \
    ESCAPE EXCEPT EXISTS FALSE FETCH FOR FOREIGN FREEZE FROM FULL GRANT GROUP HAVING ILIKE IN \
    INDEX INITIALLY INNER INSERT INTERSECT INTO IS ISNULL JOIN LATERAL LEADING LEFT LIKE LIMIT \
    LOCALTIME LOCALTIMESTAMP NATURAL NOT NOTHING NOTNULL NULL OFFSET ON ONLY OR ORDER OUTER \
    OVERLAPS PLACING PRIMARY REFERENCES RETURNING RIGHT SELECT SESSION_USER SET SIMILAR SOME \
    SYMMETRIC SYSTEM_USER TABLE TABLESAMPLE THEN TO TRAILING TRANSACTION TRUE UNION UNIQUE \
    UPDATE USER USING VALUES VARIADIC VERBOSE WHEN WHERE WINDOW WITH";

fn store() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store")
}

/// Returns the files below `folder` with this ending.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|known| known == ending) {
            found.push(path);
        }
    }
    found
}

/// Returns the string literals of a Rust source, comments and characters aside.
fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(place) = rest.find(['"', '\'', '/']) {
        let after = &rest[place + 1..];
        rest = match rest.as_bytes()[place] {
            b'/' if after.starts_with('/') => after.split_once('\n').map_or("", |(_, next)| next),
            b'"' => {
                let end = end_of_literal(after);
                found.push(after[..end].replace("\\\n", "\n"));
                after.get(end + 1..).unwrap_or_default()
            }
            b'\'' => after_character(after),
            _ => after,
        };
    }
    found
}

fn end_of_literal(text: &str) -> usize {
    let mut escaped = false;
    for (place, char) in text.char_indices() {
        match char {
            '"' if !escaped => return place,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

/// Returns what follows a character literal; a lifetime is left as it is.
fn after_character(text: &str) -> &str {
    let mut chars = text.char_indices();
    let escaped = text.starts_with('\\');
    let end = if escaped {
        text.get(2..)
            .and_then(|rest| rest.find('\''))
            .map(|end| end + 2)
    } else {
        chars
            .nth(1)
            .filter(|(_, char)| *char == '\'')
            .map(|(end, _)| end)
    };
    end.map_or(text, |end| &text[end + 1..])
}

fn is_sql(literal: &str) -> bool {
    let first = literal.split_whitespace().next();
    first.is_some_and(|word| STARTS.contains(&word))
}

/// Returns what is wrong with one SQL text.
fn problems(sql: &str) -> Vec<String> {
    let upper = sql.to_uppercase();
    let spaced = upper.split_whitespace().collect::<Vec<_>>().join(" ");
    let refused = REFUSED.iter().filter(|word| contains_word(&spaced, word));
    let mut problems: Vec<String> = refused.map(|word| (*word).to_owned()).collect();
    for aggregate in ["SUM(", "COUNT("] {
        let all = spaced.matches(aggregate).count();
        if spaced.matches(&format!("CAST({aggregate}")).count() < all {
            problems.push(format!("{aggregate}…) without CAST(… AS BIGINT)"));
        }
    }
    if returns_below_the_top(&spaced) {
        problems.push("RETURNING inside brackets".to_owned());
    }
    problems
}

/// Tells whether `word` occurs and does not end another word.
fn contains_word(text: &str, word: &str) -> bool {
    let starts = text.match_indices(word).map(|(place, _)| place);
    starts.into_iter().any(|place| {
        let before = text[..place].chars().next_back();
        !before.is_some_and(|char| char.is_alphanumeric() || char == '_')
    })
}

fn returns_below_the_top(text: &str) -> bool {
    let mut depth = 0_usize;
    for (place, char) in text.char_indices() {
        match char {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            'R' if depth > 0 && text[place..].starts_with("RETURNING") => return true,
            _ => {}
        }
    }
    false
}

/// Returns a migration without its comments and without the words that are the engine's.
fn bare(migration: &str) -> String {
    let lines = migration
        .lines()
        .map(|line| line.split_once("--").map_or(line, |(sql, _)| sql));
    let text = lines.collect::<Vec<_>>().join("\n");
    BRACED
        .iter()
        .fold(text, |text, word| text.replace(word, ""))
}

#[test]
fn every_statement_runs_on_both_engines() {
    let mut count = 0;
    for path in files(&store(), "rs") {
        if path.ends_with("engine/sqlite.rs") || path.ends_with("engine/binding.rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for sql in literals(&source).iter().filter(|text| is_sql(text)) {
            count += 1;
            assert_eq!(
                problems(sql),
                Vec::<String>::new(),
                "{}: {sql}",
                path.display()
            );
        }
    }
    assert!(count > 40, "only {count} statements were found");
}

#[test]
fn migrations_leave_types_to_the_engine() {
    let migrations = files(&store().join("migrations"), "sql");
    assert!(!migrations.is_empty());
    for path in migrations {
        let bare = bare(&std::fs::read_to_string(&path).unwrap());
        assert_eq!(problems(&bare), Vec::<String>::new(), "{}", path.display());
        assert!(!bare.contains(['{', '}']), "{}: {bare}", path.display());
        let mut words = bare.split(|char: char| !char.is_alphanumeric() && char != '_');
        let typed = words.find(|word| TYPES.contains(&word.to_uppercase().as_str()));
        assert_eq!(typed, None, "{}", path.display());
    }
}

/// Returns the names of tables and columns that a migration declares, in capitals.
fn names(migration: &str) -> Vec<String> {
    let bare = bare(migration);
    let lines = bare.lines().map(str::trim);
    let declared = lines.filter_map(|line| {
        let added = line.split_once(" ADD COLUMN ").map(|(_, column)| column);
        let declared = line.strip_prefix("CREATE TABLE ").or(added);
        let declared = declared.unwrap_or(line);
        let is_clause = ["PRIMARY ", "CHECK ", "UNIQUE ", "CREATE ", ")"]
            .iter()
            .any(|clause| declared.starts_with(clause));
        let name = declared.split([' ', ',', '(']).next()?;
        (!is_clause && !name.is_empty()).then(|| name.to_uppercase())
    });
    declared.collect()
}

fn reserved(migration: &str) -> Vec<String> {
    let mut names = names(migration);
    names.retain(|name| RESERVED.split_whitespace().any(|word| word == name));
    names
}

#[test]
fn no_table_and_no_column_has_a_reserved_word_for_its_name() {
    for path in files(&store().join("migrations"), "sql") {
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(reserved(&text), Vec::<String>::new(), "{}", path.display());
    }
    let first = std::fs::read_to_string(store().join("migrations/0001_first.sql")).unwrap();
    for known in ["STORE", "SINGLE", "PERSON", "OS_USER", "CONFIRMED"] {
        assert!(names(&first).iter().any(|name| name == known), "{known}");
    }
    let wrong =
        "CREATE TABLE user (\n    only {int},\n    name {text},\n    PRIMARY KEY (only)\n);";
    assert_eq!(reserved(wrong), ["USER", "ONLY"]);
}

#[test]
fn the_drivers_alone_know_a_database() {
    for path in files(&store(), "rs") {
        let source = std::fs::read_to_string(&path).unwrap();
        let in_engine = path.components().any(|part| part.as_os_str() == "engine");
        for word in ["rusqlite", "WITHOUT ROWID", "PRAGMA"] {
            assert!(
                in_engine || !source.contains(word),
                "{}: {word}",
                path.display()
            );
        }
    }
}

#[test]
fn what_one_engine_alone_understands_is_found() {
    for (sql, problem) in [
        ("INSERT OR IGNORE INTO t (a) VALUES ($1)", "INSERT OR"),
        ("SELECT * FROM t", "SELECT *"),
        ("SELECT a FROM t WHERE b = ?", "?"),
        ("SELECT lower(a) FROM t", "LOWER("),
        ("SELECT a FROM t WHERE b LIKE $1", "LIKE"),
        (
            "SELECT count(*) FROM t",
            "COUNT(…) without CAST(… AS BIGINT)",
        ),
        (
            "WITH x AS (DELETE FROM t RETURNING a) SELECT a FROM x",
            "RETURNING inside brackets",
        ),
    ] {
        assert_eq!(problems(sql), [problem], "{sql}");
    }
    let fine = "UPDATE t SET a = $1 WHERE updated_at < $2 RETURNING a";
    assert_eq!(problems(fine), Vec::<String>::new());
}

#[test]
fn literals_are_found_between_comments_and_characters() {
    let source =
        "let a = '\"'; // \"no\"\nlet b: &'static str = \"SELECT 1 \\\n  + 1\"; '\\''; \"x\\\"y\"";
    assert_eq!(literals(source), ["SELECT 1 \n  + 1", "x\\\"y"]);
}
