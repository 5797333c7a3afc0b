-- What a message contained, so that the very same letters can be written again; readers alike share a row.
CREATE TABLE compositions (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs,
    hash BLOB NOT NULL,                             -- BLAKE2b of the blob, 16 bytes
    blob BLOB NOT NULL,                             -- JSON (storage.compositions)
    UNIQUE (run_id, hash)
) STRICT;

ALTER TABLE deliveries ADD COLUMN composition INTEGER;  -- NULL where all readers get one article or one text; with no
                                                        -- reference, which each of a million messages would look up
