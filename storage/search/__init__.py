"""The archive's search: `index`, `index_all` and `forget` keep it, `catch_up` builds it, `find` answers a question."""

from storage.search.finding import Answer, Hit, find
from storage.search.indexing import BATCH, TABLES, catch_up, forget, index, index_all, start_over

__all__ = ["BATCH", "TABLES", "Answer", "Hit", "catch_up", "find", "forget", "index", "index_all", "start_over"]
