-- Scripts bring articles to the door, each once.
CREATE TABLE posted (
    key TEXT PRIMARY KEY,                           -- the script's own («Idempotency-Key»)
    fingerprint TEXT NOT NULL,                      -- of what came with it: nothing else may come with the same key
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
