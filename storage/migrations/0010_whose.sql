-- What a person wrote or did as an editor is found without reading every article: to be shown, or to be forgotten.
CREATE INDEX articles_creator ON articles(created_by) WHERE created_by IS NOT NULL;
CREATE INDEX article_versions_editor ON article_versions(changed_by) WHERE changed_by IS NOT NULL;
CREATE INDEX runs_creator ON runs(created_by) WHERE created_by IS NOT NULL;
