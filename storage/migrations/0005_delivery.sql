-- Runs of every kind and state, announcements among them; deliveries that cost less to write and to keep.
CREATE TABLE runs_0005 (                            -- one text, or one kind of text, on its way to many readers
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('digest', 'alert', 'announcement', 'correction')),
    state TEXT NOT NULL CHECK (state IN ('draft', 'queued', 'running', 'paused', 'frozen', 'cancelled', 'done')),
    reason TEXT,                                    -- why it is frozen: Telegram's words
    slot_id INTEGER REFERENCES slots,
    local_date TEXT,
    article_id INTEGER REFERENCES articles,
    due_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,                    -- a morning digest does not go out at midnight
    cursor INTEGER NOT NULL DEFAULT -9223372036854775808,   -- the last chat that was decided; ids of groups are negative
    walked INTEGER NOT NULL DEFAULT 0 CHECK (walked IN (0, 1)),     -- every reader was decided; retries may be left
    paid INTEGER NOT NULL DEFAULT 0 CHECK (paid IN (0, 1)),         -- sent at Telegram's paid rate
    created_by INTEGER,                             -- the admin who announces
    created_at INTEGER NOT NULL,
    finished_at INTEGER,                            -- nothing of it is on its way any more; NULL also for drafts
    UNIQUE (slot_id, local_date),                   -- a slot is run once a day, ever: restarts and clock steps are harmless
    CHECK ((kind = 'digest') = (slot_id IS NOT NULL)),
    CHECK ((kind IN ('alert', 'correction')) = (article_id IS NOT NULL))
) STRICT;
INSERT INTO runs_0005 (id, kind, state, slot_id, local_date, article_id, due_at, expires_at, cursor, walked, created_at,
                       finished_at)
SELECT id, kind, iif(state = 'done' AND id IN (SELECT run_id FROM deliveries WHERE state IN (0, 1, 3)), 'running', state),
       slot_id, local_date, article_id, due_at, expires_at, cursor, state = 'done', created_at,
       iif(id IN (SELECT run_id FROM deliveries WHERE state IN (0, 1, 3)), NULL, finished_at)
FROM runs;
DROP TABLE runs;
ALTER TABLE runs_0005 RENAME TO runs;
CREATE INDEX runs_open ON runs(due_at, id) WHERE finished_at IS NULL;
CREATE INDEX runs_article ON runs(article_id) WHERE article_id IS NOT NULL;
CREATE INDEX runs_newest ON runs(created_at, id);

CREATE TABLE bodies (                               -- a text that many readers share, serialised once
    run_id INTEGER NOT NULL REFERENCES runs,
    variant TEXT NOT NULL,                          -- the language
    part INTEGER NOT NULL,
    tail BLOB NOT NULL,                             -- the JSON of its request but for the chat, in front of which it is put
    PRIMARY KEY (run_id, variant, part)
) STRICT, WITHOUT ROWID;

-- A million messages a day come and go here: what is asked seldom has no index of its own, and a partial index holds
-- only what is not as it should be. What is on the wire is found by looking through the runs that are not finished.
DROP INDEX deliveries_unsettled;
DROP INDEX deliveries_chat;
CREATE INDEX deliveries_retry ON deliveries(run_id, next_at) WHERE state = 3;
CREATE INDEX deliveries_dead ON deliveries(run_id, chat_id) WHERE state = 4;
CREATE INDEX deliveries_suspect ON deliveries(run_id, chat_id) WHERE suspect_duplicate = 1;
