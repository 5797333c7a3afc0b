-- Round-ups that come by themselves: who wants which, when the next is due, and what is on its way.
CREATE TABLE roundups (
    chat_id INTEGER NOT NULL,                       -- the reader's key
    span TEXT NOT NULL CHECK (span IN ('week', 'month')),
    day TEXT NOT NULL,                              -- the local date of the next, whatever becomes of zone and hours
    due_at INTEGER NOT NULL,                        -- when it is due; while it is held, when it is looked at again
    underway TEXT,                                  -- the local date of the one that is being sent
    parts INTEGER NOT NULL DEFAULT 0,               -- of it so many messages have arrived
    attempts INTEGER NOT NULL DEFAULT 0,            -- so often it could not be sent
    try_at INTEGER,                                 -- when it is sent (again); NULL: none is underway
    PRIMARY KEY (chat_id, span)
) STRICT, WITHOUT ROWID;
CREATE INDEX roundups_due ON roundups(due_at);
CREATE INDEX roundups_underway ON roundups(try_at) WHERE try_at IS NOT NULL;
