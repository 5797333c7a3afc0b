-- Who was spoken of, when and by whom is counted in the index of the newest articles alone: what stands behind an
-- article's text is dear to read.
DROP INDEX articles_newest;
CREATE INDEX articles_newest ON articles(reported_at, id, story_id, source, event, published_at, status)
    WHERE status = 'published';
