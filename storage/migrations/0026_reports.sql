-- Errors that readers report in a story: asked for, typed, told to the editors.
CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,                       -- who reports, in the private chat with them
    story INTEGER NOT NULL,                         -- of stories, merged or not; -n: the article n, which is in none
    asked_at INTEGER NOT NULL,
    text TEXT,                                      -- NULL: not typed yet
    told_at INTEGER                                 -- to at least one editor
) STRICT;
CREATE INDEX reports_untold ON reports(id) WHERE text IS NOT NULL AND told_at IS NULL;
CREATE UNIQUE INDEX reports_asked ON reports(user_id) WHERE text IS NULL;
