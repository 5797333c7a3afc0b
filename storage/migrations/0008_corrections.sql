-- Editors correct and retract what is public.
ALTER TABLE pastes ADD COLUMN corrects INTEGER REFERENCES articles;     -- the public article whose text it is to replace

CREATE TABLE retractions (                          -- an editor is about to retract an article
    editor_id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    asked_at INTEGER NOT NULL,
    reason TEXT                                     -- NULL: not typed yet
) STRICT;
