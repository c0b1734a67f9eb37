-- The words in braces are the engine's: see store/engine.

CREATE TABLE store (
    single {int} PRIMARY KEY CHECK (single = 1),
    identity {text} NOT NULL,
    schema {int} NOT NULL,
    created_at {int} NOT NULL,
    -- Every write begins by raising it: it queues the writers and numbers the operations.
    last_operation {int} NOT NULL
) {strict};

-- The only table that names people. Elsewhere they stand by number.
CREATE TABLE person (
    id {int} PRIMARY KEY,
    actor {text} UNIQUE,
    os_user {text} UNIQUE,
    email {text} UNIQUE
) {strict};

CREATE TABLE batch (
    id {int} PRIMARY KEY,
    name {text} NOT NULL UNIQUE,
    owner {int} NOT NULL REFERENCES person (id)
) {strict};

CREATE TABLE operation (
    id {int} PRIMARY KEY,
    batch {int} NOT NULL,
    at {int} NOT NULL,
    actor {int} NOT NULL REFERENCES person (id),
    os_user {int} NOT NULL REFERENCES person (id),
    host {text} NOT NULL,
    command {text} NOT NULL,
    request {text} NOT NULL,
    note {text},
    requester {int} REFERENCES person (id),
    requester_url {text},
    undoes {int} REFERENCES operation (id),
    partial {bool} NOT NULL,
    redoes {int} REFERENCES operation (id),
    edits {int} NOT NULL,
    -- What tells a saved changeset that was applied.
    changeset {text} UNIQUE
) {strict};

-- The edits of an operation, apart so that lists of operations read no blob.
CREATE TABLE document (
    operation {int} PRIMARY KEY REFERENCES operation (id),
    form {int} NOT NULL,
    edits {blob} NOT NULL
) {strict};

CREATE INDEX operation_batch ON operation (batch);

CREATE INDEX operation_undoes ON operation (undoes);

CREATE INDEX operation_redoes ON operation (redoes);

-- Which operations touched which profile; profile 0 stands for none.
CREATE TABLE operation_profile (
    profile {int} NOT NULL,
    operation {int} NOT NULL REFERENCES operation (id),
    kind {text} NOT NULL,
    PRIMARY KEY (profile, operation, kind)
) {keyed};

CREATE INDEX operation_profile_operation ON operation_profile (operation);

CREATE TABLE structure (
    id {text} PRIMARY KEY,
    version {int} NOT NULL,
    -- What tells its nodes: a version that was taken back is given again to others.
    digest {text} NOT NULL
) {keyed};

CREATE TABLE node (
    referentiel {text} NOT NULL REFERENCES structure (id),
    action {text} NOT NULL,
    title {text} NOT NULL,
    points {real} NOT NULL,
    PRIMARY KEY (referentiel, action)
) {keyed};

CREATE TABLE profile (
    id {int} PRIMARY KEY,
    slug {text} NOT NULL UNIQUE,
    nom {text} NOT NULL,
    nature {text} NOT NULL,
    siren {text} UNIQUE,
    insee {text} UNIQUE,
    department {text},
    population {int}
) {strict};

CREATE TABLE relation (
    member {int} NOT NULL REFERENCES profile (id),
    supra {int} NOT NULL REFERENCES profile (id),
    PRIMARY KEY (member, supra),
    CHECK (member <> supra)
) {keyed};

CREATE INDEX relation_supra ON relation (supra);

-- A profile without a row has the référentiel's default mode.
CREATE TABLE referentiel_mode (
    profile {int} NOT NULL REFERENCES profile (id),
    referentiel {text} NOT NULL,
    mode {text} NOT NULL CHECK (mode IN ('write', 'readonly', 'archived')),
    PRIMARY KEY (profile, referentiel)
) {keyed};

-- A profile without a row is under no audit.
CREATE TABLE referentiel_audit (
    profile {int} NOT NULL REFERENCES profile (id),
    referentiel {text} NOT NULL,
    audit {text} NOT NULL CHECK (audit IN ('running', 'validated')),
    PRIMARY KEY (profile, referentiel)
) {keyed};

-- No reference to node: data outlives a node that a newer structure leaves out.
-- No index but the key: one on action triples the time of a copy to all profiles.
CREATE TABLE statut (
    profile {int} NOT NULL REFERENCES profile (id),
    action {text} NOT NULL,
    statut {text} NOT NULL,
    operation {int} NOT NULL,
    edited_at {int} NOT NULL,
    copied_from {int},
    confirmed {bool} NOT NULL,
    PRIMARY KEY (profile, action)
) {keyed};

CREATE TABLE commentaire (
    profile {int} NOT NULL REFERENCES profile (id),
    action {text} NOT NULL,
    commentaire {text} NOT NULL,
    operation {int} NOT NULL,
    edited_at {int} NOT NULL,
    copied_from {int},
    confirmed {bool} NOT NULL,
    PRIMARY KEY (profile, action)
) {keyed};
