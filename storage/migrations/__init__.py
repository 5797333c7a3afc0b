"""The steps of the schema as numbered SQL files, append-only: storage.migrate climbs them."""
