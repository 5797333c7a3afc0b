-- Every instant is INTEGER unix seconds in UTC. Ids of chats may be negative (groups).

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    summary TEXT NOT NULL,                          -- sentences in their order, one a line
    source TEXT,                                    -- the outlet as a reader is to see it
    url TEXT,
    reported_at INTEGER NOT NULL,                   -- when the news is from
    published_at INTEGER,                           -- when Mujaz published it: the window of a digest counts this one
    status TEXT NOT NULL CHECK (status IN ('draft', 'scheduled', 'published', 'retracted')),
    version INTEGER NOT NULL DEFAULT 1,
    fingerprint TEXT NOT NULL UNIQUE,               -- the same text, however spaced and marked, is stored once
    created_by INTEGER,                             -- the editor's Telegram user id; NULL for what came with the code
    created_at INTEGER NOT NULL,
    CHECK ((status = 'published') <= (published_at IS NOT NULL))
) STRICT;
CREATE INDEX articles_published ON articles(published_at, id) WHERE status = 'published';
CREATE INDEX articles_newest ON articles(reported_at, id) WHERE status = 'published';

CREATE TABLE article_versions (                     -- what an article said before and after each change
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    summary TEXT NOT NULL,
    changed_by INTEGER,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (article_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE mentions (                             -- carries the time, so that "the latest of a company" is one range
    kind TEXT NOT NULL CHECK (kind IN ('company', 'product', 'person')),
    entity TEXT NOT NULL,                           -- the id in the catalogue, which is shipped with the code
    reported_at INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    rank INTEGER NOT NULL,                          -- the order of first mention: the first is what the news is about
    PRIMARY KEY (kind, entity, reported_at, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mentions_article ON mentions(article_id);

-- Folded stems separated by spaces; rowid = articles.id. FTS5 is never given raw Arabic: its tokenizers split on marks.
CREATE VIRTUAL TABLE search USING fts5(title, body, tokenize = 'ascii');

CREATE TABLE pastes (                               -- an editor's post while its pieces arrive, and its card afterwards
    id INTEGER PRIMARY KEY,
    editor_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    ready_at INTEGER,                               -- when it is to be read and shown; NULL: no piece came yet, or the card is up to date
    last_piece_at INTEGER,
    revision INTEGER NOT NULL DEFAULT 0,            -- grows with each piece: what was read meanwhile is out of date
    article_id INTEGER REFERENCES articles ON DELETE SET NULL,
    card_message_id INTEGER,
    title TEXT,                                     -- the title that the editor typed, if any
    title_asked_at INTEGER,                         -- since when the editor is about to type a title
    state TEXT NOT NULL CHECK (state IN ('open', 'settled', 'closed'))
) STRICT;
CREATE INDEX pastes_ready ON pastes(ready_at) WHERE ready_at IS NOT NULL;
CREATE INDEX pastes_editor ON pastes(editor_id, id) WHERE state <> 'closed';
CREATE INDEX pastes_article ON pastes(article_id);

CREATE TABLE pieces (                               -- message ids grow, so their order is the order of the paste
    paste_id INTEGER NOT NULL REFERENCES pastes ON DELETE CASCADE,
    message_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (paste_id, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE slots (                                -- everybody who shares a delivery time shares one row
    id INTEGER PRIMARY KEY,
    zone TEXT NOT NULL,
    minute INTEGER NOT NULL CHECK (minute BETWEEN 0 AND 1439),
    weekdays INTEGER NOT NULL CHECK (weekdays BETWEEN 1 AND 127),
    next_due_at INTEGER NOT NULL,
    UNIQUE (zone, minute, weekdays)
) STRICT;
CREATE INDEX slots_due ON slots(next_due_at);

CREATE TABLE subscribers (
    chat_id INTEGER PRIMARY KEY,
    language TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'stopped', 'gone')),
    slot_id INTEGER NOT NULL REFERENCES slots,
    last_due_at INTEGER NOT NULL,                   -- where the next digest's window opens; guards against a second one
    created_at INTEGER NOT NULL,
    state_reason TEXT,                              -- Telegram's words when the chat went away
    state_at INTEGER NOT NULL
) STRICT;
CREATE INDEX subscribers_slot ON subscribers(slot_id, chat_id) WHERE state = 'active';

CREATE TABLE follows (
    chat_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE,
    company TEXT NOT NULL,
    PRIMARY KEY (chat_id, company)
) STRICT, WITHOUT ROWID;
CREATE INDEX follows_company ON follows(company, chat_id);

CREATE TABLE windows (                              -- one row: no digest's window was closed later than this
    id INTEGER PRIMARY KEY CHECK (id = 1),
    closed_at INTEGER NOT NULL
) STRICT;
INSERT INTO windows VALUES (1, 0);

CREATE TABLE runs (                                 -- one slot falling due once, or one article sent to all at once
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('digest', 'alert')),
    state TEXT NOT NULL CHECK (state IN ('running', 'frozen', 'done')),
    slot_id INTEGER REFERENCES slots,
    local_date TEXT,
    article_id INTEGER REFERENCES articles,
    due_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,                    -- a morning digest does not go out at midnight
    cursor INTEGER NOT NULL DEFAULT -9223372036854775808,   -- the last chat that was decided; ids of groups are negative
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    UNIQUE (slot_id, local_date),                   -- a slot is run once a day, ever: restarts and clock steps are harmless
    CHECK ((kind = 'digest') = (slot_id IS NOT NULL)),
    CHECK ((kind = 'alert') = (article_id IS NOT NULL))
) STRICT;
CREATE INDEX runs_open ON runs(due_at, id) WHERE state = 'running';
CREATE INDEX runs_article ON runs(article_id) WHERE article_id IS NOT NULL;

CREATE TABLE deliveries (                           -- one narrow row per message tried
    run_id INTEGER NOT NULL REFERENCES runs,
    chat_id INTEGER NOT NULL,
    part INTEGER NOT NULL,                          -- from 0; part n + 1 is tried when part n was sent
    state INTEGER NOT NULL,                         -- 0 waiting, 1 sending, 2 sent, 3 retry, 4 dead, 5 skipped
    attempts INTEGER NOT NULL DEFAULT 0,
    since INTEGER NOT NULL,                         -- where the reader's window opened: the same text can be joined again
    next_at INTEGER,
    message_id INTEGER,                             -- replies and corrections need it
    error TEXT,
    suspect_duplicate INTEGER NOT NULL DEFAULT 0,   -- it may have arrived before a crash or a lost answer
    PRIMARY KEY (run_id, chat_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_unsettled ON deliveries(state, next_at) WHERE state IN (0, 1, 3);
CREATE INDEX deliveries_chat ON deliveries(chat_id, run_id);

CREATE TABLE inbox (                                -- an update is here before Telegram hears that it arrived
    update_id INTEGER PRIMARY KEY,
    body BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    done_at INTEGER
) STRICT;
CREATE INDEX inbox_open ON inbox(update_id) WHERE done_at IS NULL;
CREATE INDEX inbox_done ON inbox(done_at) WHERE done_at IS NOT NULL;
