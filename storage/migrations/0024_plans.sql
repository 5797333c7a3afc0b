-- Drafts that are to be published at a moment, and who is at work on a draft.
CREATE TABLE plans (
    article_id INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    at INTEGER NOT NULL,
    planned_by INTEGER NOT NULL,                    -- 0: was forgotten
    chat_id INTEGER NOT NULL,                       -- where the card stands that says so
    message_id INTEGER NOT NULL
) STRICT;
CREATE INDEX plans_due ON plans(at);

CREATE TABLE holds (                                -- somebody is changing a draft: others see it
    article_id INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;
