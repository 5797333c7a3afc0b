-- What a reading of an article tells beyond its summary, what editors decide about it, and its figures.
ALTER TABLE articles ADD COLUMN line TEXT;          -- one sentence; NULL: stored before this was read, to be read again
ALTER TABLE articles ADD COLUMN long TEXT NOT NULL DEFAULT '';          -- sentences in their order, one a line
ALTER TABLE articles ADD COLUMN event TEXT NOT NULL DEFAULT 'other';    -- a kind of mujaz/events/events.toml
ALTER TABLE articles ADD COLUMN breaking INTEGER NOT NULL DEFAULT 0 CHECK (breaking IN (0, 1));     -- an editor says so
ALTER TABLE articles ADD COLUMN retracted_reason TEXT   -- the editor's words to the readers; who and when: its version
    CHECK ((status = 'retracted') = (retracted_reason IS NOT NULL));
UPDATE articles SET breaking = 1 WHERE id IN (SELECT article_id FROM runs WHERE kind = 'alert');   -- so they were called
CREATE INDEX articles_unread ON articles(id) WHERE line IS NULL;

CREATE TABLE figures (                              -- what carries the news; with articles: a company's figures by date
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    rank INTEGER NOT NULL,                          -- the weightiest is 0
    value REAL NOT NULL,
    until REAL,                                     -- the upper end of a range
    unit TEXT NOT NULL,                             -- employees, percent, USD, …; '' for a noun that the lexicon lacks
    counted TEXT NOT NULL,                          -- the noun as written
    bound TEXT NOT NULL CHECK (bound IN ('=', '≈', '>', '≥', '<', '≤')),
    said TEXT NOT NULL,                             -- the figure's words as written, and the sentence that says them
    sentence TEXT NOT NULL,
    PRIMARY KEY (article_id, rank)
) STRICT, WITHOUT ROWID;
