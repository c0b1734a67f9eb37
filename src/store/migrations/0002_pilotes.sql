-- A person may be known to a profile by name. The profile may go; the number is never given again.
ALTER TABLE person ADD COLUMN profile {int};

ALTER TABLE person ADD COLUMN nom {text};

-- The name without case and accents, by which people are matched.
ALTER TABLE person ADD COLUMN folded {text};

CREATE UNIQUE INDEX person_profile_folded ON person (profile, folded);

-- The people who pilot a mesure, by number, as a list.
CREATE TABLE pilotes (
    profile {int} NOT NULL REFERENCES profile (id),
    action {text} NOT NULL,
    pilotes {text} NOT NULL,
    operation {int} NOT NULL,
    edited_at {int} NOT NULL,
    copied_from {int},
    confirmed {bool} NOT NULL,
    PRIMARY KEY (profile, action)
) {keyed};

-- The services that pilot a mesure, by name, as a list.
CREATE TABLE services (
    profile {int} NOT NULL REFERENCES profile (id),
    action {text} NOT NULL,
    services {text} NOT NULL,
    operation {int} NOT NULL,
    edited_at {int} NOT NULL,
    copied_from {int},
    confirmed {bool} NOT NULL,
    PRIMARY KEY (profile, action)
) {keyed};
