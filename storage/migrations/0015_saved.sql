-- Stories that somebody keeps to come back to.
CREATE TABLE saved (
    chat_id INTEGER NOT NULL,                       -- who keeps it, a reader or not
    story INTEGER NOT NULL,                         -- of stories, merged or not; -n: the article n, which is in none
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, story)
) STRICT, WITHOUT ROWID;
