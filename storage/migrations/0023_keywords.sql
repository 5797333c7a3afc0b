-- What readers follow besides companies, and companies whose following rests: each a line of mujaz.wishes.
CREATE TABLE keywords (
    id INTEGER PRIMARY KEY,                         -- of buttons: never given to another line
    chat_id INTEGER NOT NULL REFERENCES subscribers ON DELETE CASCADE ON UPDATE CASCADE,
    said TEXT NOT NULL,                             -- «event:layoffs», «person:Sam Altman», or keywords as typed
    paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1)),
    added_at INTEGER NOT NULL,
    UNIQUE (chat_id, said)
) STRICT;
CREATE INDEX keywords_said ON keywords(said) WHERE paused = 0;      -- each line is matched once, whoever follows it
