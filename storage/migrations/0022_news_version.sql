-- Who asks for news is told from memory for as long as nothing public changed. Figures and mentions change only in one
-- transaction with the row of their article.
CREATE TABLE news_version (
    version INTEGER NOT NULL                        -- grows with every change of what is public, or was
) STRICT;
INSERT INTO news_version (version) VALUES (0);
CREATE TRIGGER articles_added_news AFTER INSERT ON articles WHEN NEW.status = 'published'
    BEGIN UPDATE news_version SET version = version + 1; END;
CREATE TRIGGER articles_changed_news AFTER UPDATE ON articles WHEN 'published' IN (NEW.status, OLD.status)
    BEGIN UPDATE news_version SET version = version + 1; END;
CREATE TRIGGER articles_removed_news AFTER DELETE ON articles WHEN OLD.status = 'published'
    BEGIN UPDATE news_version SET version = version + 1; END;
