-- When somebody last looked at a company: what came since is shown first.
CREATE TABLE glances (
    chat_id INTEGER NOT NULL,                       -- a private chat, of a reader or not
    company TEXT NOT NULL,                          -- the id in the catalogue
    looked_at INTEGER NOT NULL,
    before_at INTEGER,                              -- the look before: who looks again within minutes is still looking
    PRIMARY KEY (chat_id, company)
) STRICT, WITHOUT ROWID;
