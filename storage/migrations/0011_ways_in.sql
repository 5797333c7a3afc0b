-- Articles come in by links, files, forwarded posts and feeds besides pastes.
ALTER TABLE pastes ADD COLUMN source TEXT;          -- who published what was not typed here: a site, a channel
ALTER TABLE pastes ADD COLUMN url TEXT;             -- where it was found
ALTER TABLE pastes ADD COLUMN reported_at INTEGER;  -- when it says that it was published; NULL: when it came

CREATE TABLE feeds (                                -- what is looked at now and then
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    trusted INTEGER NOT NULL DEFAULT 0,             -- 1: its items are published without an editor
    every INTEGER NOT NULL CHECK (every > 0),       -- seconds between two looks
    added_by INTEGER,                               -- the editor who gets its drafts; NULL: was forgotten
    added_at INTEGER NOT NULL,
    next_at INTEGER,                                -- when it is looked at; NULL: paused
    etag TEXT,                                      -- what its server said last, so that it need not send it again
    modified TEXT,
    read_at INTEGER,                                -- when it was last read; NULL: never, so all in it is its backlog
    failing_since INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,            -- in a row
    failure TEXT                                    -- the key of the words that say why; kept when it is paused for it
) STRICT;
CREATE INDEX feeds_due ON feeds(next_at) WHERE next_at IS NOT NULL;

CREATE TABLE feed_items (                           -- what was seen in a feed: nothing comes in twice
    feed_id INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    key TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    title TEXT NOT NULL,
    link TEXT,
    fate TEXT NOT NULL CHECK (fate IN ('backlog', 'draft', 'published', 'known', 'unread')),
    article_id INTEGER REFERENCES articles ON DELETE SET NULL,
    PRIMARY KEY (feed_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_items_newest ON feed_items(feed_id, seen_at);
CREATE INDEX feed_items_article ON feed_items(article_id) WHERE article_id IS NOT NULL;
