-- Search by pre-folded terms; rowid = articles.id, which grows with time, so that the newest are read first.
-- FTS5 serves as an inverted index only: which articles hold a term. Titles and texts are scored apart by storage/search,
-- from search_documents, so neither positions nor sizes are kept (detail = none is a quarter of the size of full; bm25
-- over contentless tables needs full). Numbers keep their separators. The index itself is built by search.catch_up.
DROP TABLE search;

CREATE VIRTUAL TABLE search_titles USING fts5(
    terms, content = '', detail = none, columnsize = 0, tokenize = "ascii tokenchars '.,'");
CREATE VIRTUAL TABLE search_bodies USING fts5(
    terms, content = '', detail = none, columnsize = 0, tokenize = "ascii tokenchars '.,'");
CREATE VIRTUAL TABLE search_skeletons USING fts5(   -- consonants of the words of titles: broken plurals, foreign names
    terms, content = '', detail = none, columnsize = 0, tokenize = "ascii tokenchars '.,'");

CREATE TABLE search_documents (                     -- no foreign key: an article is forgotten after it is deleted
    article_id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,                            -- its folded words
    terms BLOB NOT NULL                             -- zlib; a line of terms for each table above, as they were indexed:
) STRICT;                                           -- a contentless table forgets only what it is told exactly

CREATE TABLE search_vocabulary (                    -- the stems of titles: what near spellings lead to
    term TEXT PRIMARY KEY,
    titles INTEGER NOT NULL                         -- in how many
) STRICT, WITHOUT ROWID;

CREATE TABLE search_deletions (                     -- each term and what is left of it without one of its letters
    rest TEXT NOT NULL,
    term TEXT NOT NULL,
    PRIMARY KEY (rest, term)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_state (                         -- one row
    analysis INTEGER NOT NULL,                      -- the version of the rules that the index was made by
    cursor INTEGER                                  -- articles up to this id are indexed; NULL: all are
) STRICT;
INSERT INTO search_state (analysis, cursor) VALUES (0, 0);
