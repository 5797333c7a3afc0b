CREATE TABLE stories (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,                            -- of the article that opened it
    opened_at INTEGER NOT NULL,                     -- when its earliest and its newest news are from
    updated_at INTEGER NOT NULL,
    merged_into INTEGER REFERENCES stories          -- emptied by an editor: links that name it lead on
) STRICT;
CREATE INDEX stories_updated ON stories(updated_at, id) WHERE merged_into IS NULL;
CREATE INDEX stories_merged ON stories(merged_into) WHERE merged_into IS NOT NULL;

ALTER TABLE articles ADD COLUMN story_id INTEGER REFERENCES stories;
ALTER TABLE articles ADD COLUMN story_label TEXT CHECK (story_label IN ('opening', 'same', 'follow-up', 'copy'));
ALTER TABLE articles ADD COLUMN story_news TEXT;    -- JSON: figures, names, event that the story had not told before
CREATE INDEX articles_story ON articles(story_id, reported_at, id) WHERE story_id IS NOT NULL;

CREATE TABLE story_pins (                           -- what editors decided, so that no later reading undoes it
    article_id INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    story_id INTEGER NOT NULL REFERENCES stories,
    rule TEXT NOT NULL CHECK (rule IN ('stays', 'barred')),
    decided_by INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (article_id, story_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX story_pins_stays ON story_pins(article_id) WHERE rule = 'stays';
CREATE INDEX story_pins_story ON story_pins(story_id);

CREATE TABLE story_memory (                         -- the newest articles as the index of stories knows them: a restart
    article_id INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,      -- goes on where it stopped
    sketch TEXT NOT NULL                            -- JSON of mujaz.stories.sketch.Sketch
) STRICT;
