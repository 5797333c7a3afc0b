-- How many readers came by the invitation of this one. Who they are is kept nowhere.
ALTER TABLE subscribers ADD COLUMN brought INTEGER NOT NULL DEFAULT 0;
