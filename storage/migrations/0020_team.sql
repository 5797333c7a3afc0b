-- The team of the newsroom, what each of them did and when, and the seals of the buttons by which they do it.
CREATE TABLE team (                                 -- whoever joined in conversation; others are in the settings
    user_id INTEGER PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('editor', 'contributor')),
    name TEXT NOT NULL,                             -- as Telegram gave it when they joined; may be empty
    added_by INTEGER NOT NULL,                      -- 0: was forgotten
    added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (                                -- every deed of the desk, also those that were refused
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id INTEGER NOT NULL,                       -- 0: was forgotten
    name TEXT NOT NULL,
    deed TEXT NOT NULL,                             -- the kind of button and its verb («draft:now»), or what was sent
    subject INTEGER,                                -- the number of the article, feed, run, person that it was done to
    outcome TEXT NOT NULL CHECK (outcome IN ('begun', 'done', 'failed', 'refused', 'forged', 'spent')),
    seal TEXT UNIQUE,                               -- of the button: no other tap has it again; NULL after a failure
    tap TEXT                                        -- the tap, which is handled again after a crash
) STRICT;
CREATE INDEX audit_subject ON audit(subject, id) WHERE subject IS NOT NULL;

CREATE TABLE secrets (                              -- one row: with it buttons are sealed, so that nobody can make one
    id INTEGER PRIMARY KEY CHECK (id = 1),
    desk BLOB NOT NULL
) STRICT;
INSERT INTO secrets VALUES (1, randomblob(32));

CREATE TABLE asked (                                -- what somebody of the desk was asked to type
    user_id INTEGER PRIMARY KEY,
    question TEXT NOT NULL,                         -- the kind of button and its verb
    subject INTEGER NOT NULL,
    asked_at INTEGER NOT NULL
) STRICT;
