-- Readers with several times of delivery, choices, pauses and a memory; topics of groups as readers of their own.
CREATE TABLE memories (                             -- what readers were told; readers with the same history share a row
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,                      -- BLAKE2b of the blob, 16 bytes
    blob BLOB NOT NULL,                             -- JSON (mujaz.digest)
    unused_since INTEGER                            -- no reader has it any more: removed a while later
) STRICT;

CREATE TABLE subscribers_0007 (
    chat_id INTEGER PRIMARY KEY,                    -- Telegram's id of the chat; of a topic a key of ours (topics)
    language TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'stopped', 'gone')),
    zone TEXT NOT NULL,                             -- of all its slots
    country TEXT,                                   -- ISO 3166, two letters; NULL: not chosen
    last_due_at INTEGER NOT NULL,                   -- where the next digest's window opens; guards against a second one
    paused_until INTEGER,
    memory INTEGER NOT NULL DEFAULT 0,              -- of memories, with no index for a reference: each digest changes it;
                                                    -- 0, or one that is not there: remembers nothing
    last_heard_at INTEGER NOT NULL,                 -- the last tap or command
    length INTEGER NOT NULL DEFAULT 1,              -- 0 a line, 1 brief, 2 full
    most INTEGER NOT NULL DEFAULT 5,
    digits INTEGER NOT NULL DEFAULT 0,              -- 0 western, 1 arabic
    calendar INTEGER NOT NULL DEFAULT 0,            -- 0 gregorian, 1 hijri
    alerts INTEGER NOT NULL DEFAULT 2,              -- 0 off, 1 followed, 2 breaking
    alerts_a_day INTEGER NOT NULL DEFAULT 3,
    quiet_start INTEGER CHECK (quiet_start BETWEEN 0 AND 1439),     -- minutes from local midnight; NULL: no quiet hours
    quiet_end INTEGER CHECK (quiet_end BETWEEN 0 AND 1439 AND quiet_end <> quiet_start),
    announcements INTEGER NOT NULL DEFAULT 1 CHECK (announcements IN (0, 1)),
    less TEXT,                                      -- kinds of events wanted less, separated by spaces
    created_at INTEGER NOT NULL,
    state_reason TEXT,                              -- Telegram's words when the chat went away
    state_at INTEGER NOT NULL,
    CHECK ((quiet_start IS NULL) = (quiet_end IS NULL))
) STRICT;
INSERT INTO subscribers_0007 (chat_id, language, state, zone, last_due_at, last_heard_at, created_at, state_reason, state_at)
SELECT s.chat_id, s.language, s.state, t.zone, s.last_due_at, s.created_at, s.created_at, s.state_reason, s.state_at
FROM subscribers s JOIN slots t ON t.id = s.slot_id;

CREATE TABLE subscriber_slots (                     -- when a reader is due: a run walks its slot in the order of chats
    slot_id INTEGER NOT NULL REFERENCES slots,
    chat_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    PRIMARY KEY (slot_id, chat_id)
) STRICT, WITHOUT ROWID;
INSERT INTO subscriber_slots SELECT slot_id, chat_id FROM subscribers ORDER BY slot_id, chat_id;
CREATE INDEX subscriber_slots_chat ON subscriber_slots(chat_id);

DROP TABLE subscribers;
ALTER TABLE subscribers_0007 RENAME TO subscribers;

CREATE TABLE topics (                               -- a topic of a group whose digest is its own
    reader INTEGER PRIMARY KEY CHECK (reader < -9007199254740992),      -- beyond what Telegram numbers chats with
    chat_id INTEGER NOT NULL,
    thread_id INTEGER NOT NULL,
    UNIQUE (chat_id, thread_id)
) STRICT;

ALTER TABLE deliveries ADD COLUMN held_until INTEGER;   -- the end of its reader's quiet hours: its time runs from there
